"""Judge every row of a ledger against the database, without writing anything."""

from datetime import time, timezone
from operator import eq
from zoneinfo import ZoneInfo

from ..engine import headings as heading_engine
from ..engine.cells import Phone, Problem, clean_text, match_key, parse_cell, plain
from ..engine.rows import fingerprint, is_footer, repeats, row_key
from .ledger_column import IGNORE, NOTE

ERROR, WARNING, INFO = "error", "warning", "info"
MAX_NOTE = 150_000  # characters of all that is kept beside the fields of one record


class LedgerRow:
    """One row: ``values`` by column code, what was said in the file, and what is wrong with it.

    ``status``: ``new`` (to be imported), ``bad``, ``repeat`` (imported already, or the same as an earlier
    row).
    """

    __slots__ = (
        "cells",
        "digest",
        "key",
        "notes",
        "number",
        "pending",
        "problems",
        "shown",
        "status",
        "texts",
        "values",
    )

    def __init__(self, number, cells):
        self.number, self.cells = number, cells
        self.values, self.texts, self.shown, self.pending = {}, {}, {}, {}
        self.problems, self.notes = [], []
        self.key = self.digest = None
        self.status = "new"

    def error(self, column, code, **params):
        """The row cannot be imported; ``column`` is a column code or None for the row as a whole."""
        self.problems.append((column, ERROR, code, params))

    def warn(self, column, code, **params):
        """The row is imported without this value, which is kept in the record's note."""
        self.problems.append((column, WARNING, code, params))

    @property
    def is_bad(self):
        return any(severity == ERROR for _column, severity, _code, _params in self.problems)


class LedgerCheck:
    """All rows of one sheet for one model, company and assignment of columns.

    After ``run()``: ``rows`` (without totals and blank rows), each with its status. ``columns`` maps the
    position of a cell to its ``LedgerColumn``, ``headings`` lists the headings as in the file.
    """

    def __init__(
        self,
        model,
        company,
        rows,
        heading_index,
        codes,
        *,
        now,
        serial,
        as_history=True,
        create_missing=False,
    ):
        self.model, self.env, self.company = model, model.env, company
        self.as_history, self.create_missing = as_history, create_missing
        self.zone = ZoneInfo(company._service_tz())
        self.country = company.country_id.code or "CN"
        self.serial, self.now = serial, now
        self.headings = [plain(cell).strip() for cell in rows[heading_index][1]]
        self.codes = codes
        specs = {column.code: column for column in model._ledger_columns()}
        self.columns = {position: specs[code] for position, code in enumerate(codes) if code in specs}
        self.heading_of = {column.code: self.headings[position] for position, column in self.columns.items()}
        self.required = [column for column in specs.values() if column.required]
        self.skipped = 0
        self.rows = self._records(rows[heading_index + 1 :])

    def _records(self, rows):
        """Rows that are records: no totals, signatures or headings repeated on a later page."""
        positions = [position for position, column in self.columns.items() if column.required]
        title = [heading_engine.normalise_heading(heading) for heading in self.headings]
        records = []
        for number, cells in rows:
            filled = sum(
                1 for position in positions if position < len(cells) and plain(cells[position]).strip()
            )
            # one after the other: the first cell already tells most rows from the headings
            repeated_title = (
                filled
                and len(cells) == len(title)
                and all(map(eq, map(heading_engine.normalise_heading, cells), title))
            )
            if repeated_title or is_footer(cells, filled):
                self.skipped += 1
            else:
                records.append(LedgerRow(number, cells))
        return records

    def run(self):
        """Parse, resolve, validate and compare with what is in the database already."""
        for row in self.rows:
            self._parse(row)
        self.model._ledger_resolve(self.rows, self)
        for row in self.rows:
            self._require(row)
            self.model._ledger_validate(row, self)
        self._identify()
        for row in self.rows:
            if row.status == "new" and row.is_bad:
                row.status = "bad"
        return self

    def _parse(self, row):
        for position, heading in enumerate(self.headings):
            value = row.cells[position] if position < len(row.cells) else None
            column = self.columns.get(position)
            if column is None:
                self._keep(row, heading, value, self.codes[position])
                continue
            try:
                parsed = parse_cell(
                    column.kind,
                    value,
                    zone=self.zone,
                    country=self.country,
                    serial=self.serial,
                    limit=column.limit,
                )
            except Problem as problem:
                row.error(column.code, problem.code, **problem.params)
                row.texts[column.code] = plain(value)
                continue
            if parsed not in (None, []):
                row.values[column.code] = parsed
                row.texts[column.code] = plain(value).strip()

    def _keep(self, row, heading, value, code):
        """Nothing is lost: what belongs to no field goes into the record's note."""
        if code == IGNORE or value is None:
            return
        try:
            text = clean_text(value, limit=32_767)
        except Problem as problem:
            row.warn(None, problem.code, **{**problem.params, "heading": heading})
            text = clean_text(plain(value)[:32_767])
        if text:
            row.notes.append((heading, text))

    def _require(self, row):
        complained = {column for column, _severity, _code, _params in row.problems}
        for column in self.required:
            if column.code not in row.values and column.code not in complained:
                row.error(column.code, "missing")

    def choose(self, code, words, fallback=None):
        """Replace the text of column ``code`` by the value that it is a word for (``{value: [words]}``),
        in all rows.

        An unknown word is an error; with a ``fallback`` value it becomes that, with a warning and a note.
        """
        known = {match_key(word): value for value, names in words.items() for word in (value, *names)}
        for row in self.rows:
            text = row.values.pop(code, None)
            if text is None:
                continue
            value = known.get(match_key(text))
            if value is not None:
                row.values[code], row.shown[code] = value, text
            elif fallback is None:
                row.error(code, "choice_unknown", value=text)
            else:
                row.values[code] = fallback
                row.warn(code, "choice_unknown_kept", value=text)
                self.keep(row, code)

    def day(self, moment):
        """The company's day of a naive UTC moment."""
        return self._local(moment).date()

    def is_day(self, moment):
        """Whether a naive UTC moment is midnight in the company, so that the cell probably had no time."""
        return self._local(moment).time() == time()

    def _local(self, moment):
        return moment.replace(tzinfo=timezone.utc).astimezone(self.zone)

    def keep(self, row, code):
        """Keep the text of a cell that could not be used in the record's note."""
        row.notes.append((self.heading_of.get(code, code), row.texts.get(code, "")))

    def note(self, row):
        """The record's note: one ``heading: value`` a line; empty when all went into fields."""
        return "\n".join(f"{heading or NOTE}: {text}" for heading, text in row.notes)[:MAX_NOTE] or False

    # What has been imported already
    def _identify(self):
        for row in self.rows:
            number, identity, content = self.model._ledger_identity(row)
            row.digest = fingerprint(content)
            row.key = row_key(number, identity)
        good = [row for row in self.rows if not row.is_bad]
        for row, (kind, first) in zip(good, repeats((row.key, row.digest) for row in good), strict=True):
            self._mark(
                row,
                kind,
                "row_repeated",
                "number_twice",
                {"row": good[first].number if first is not None else 0},
            )
        self._compare_with_records([row for row in good if row.status == "new"])

    def _mark(self, row, kind, repeated, conflict, params):
        if kind == "repeat":
            row.status = "repeat"
            row.problems = [(None, INFO, repeated, params)]
        elif kind == "conflict":
            row.error("number", conflict, **params)
            row.status = "bad"

    def _compare_with_records(self, rows):
        by_key, by_digest = self._imported_before(rows)
        for row in rows:
            if found := by_key.get(row.key):
                name, digest = found
                same = not digest or digest == row.digest
                self._mark(
                    row, "repeat" if same else "conflict", "row_imported", "number_imported", {"record": name}
                )
            elif (found := by_digest.get(row.digest)) and found[0] != row.key[:3]:
                # the same story, then with a number and now without, or the other way round
                self._mark(row, "repeat", "row_imported", "", {"record": found[1]})

    def _imported_before(self, rows):
        """``({key: (name, digest)}, {digest: (kind of key, name)})`` of records with the keys or digests
        of ``rows``.

        All of the company count, also archived ones and those that the user may not read: the database
        will not take their keys again.
        """
        # sudo: only tells whether a row exists already, and its name; nothing of its content is shown
        records = self.model.sudo().with_context(active_test=False)
        company = [("company_id", "=", self.company.id)]
        keys, digests = list({row.key for row in rows}), list({row.digest for row in rows})
        fields = ["import_key", "import_digest", "display_name"]
        by_key = {
            values["import_key"]: (values["display_name"], values["import_digest"])
            for values in records.search_read([*company, ("import_key", "in", keys)], fields)
        }
        by_digest = {
            values["import_digest"]: (values["import_key"][:3], values["display_name"])
            for values in records.search_read(
                [*company, ("import_digest", "in", digests), ("import_key", "!=", False)], fields
            )
        }
        return by_key, by_digest

    # What a person sees of it
    def display(self, row, column):
        """The value of a cell as it will be imported, as text."""
        if column.code in row.shown:
            return row.shown[column.code]
        value = row.values.get(column.code)
        if value is None:
            return ""
        if column.kind == "datetime":
            return self._local(value).strftime("%Y-%m-%d" if self.is_day(value) else "%Y-%m-%d %H:%M")
        if isinstance(value, Phone):
            return value.text
        return str(value)[:200]
