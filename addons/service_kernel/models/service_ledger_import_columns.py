from odoo import models
from odoo.exceptions import UserError

from ..engine import headings as heading_engine
from ..engine.cells import match_key, plain
from ..tools.ledger_column import IGNORE, IGNORED_HEADINGS, NOTE, NOTED_HEADINGS
from ..tools.ledger_file import HEAD_ROWS, LedgerFileError
from ..tools.ledger_lookup import installed_langs


class ServiceLedgerImport(models.Model):
    """Which column of the file is which field."""

    # one concern a file: together they would be too long to read
    _inherit = "service.ledger.import"  # pylint: disable=consider-merging-classes-inherited

    def _known_headings(self, model):
        """``{normalised heading: code}``: what is remembered first, then what every ledger knows."""
        synonyms = {IGNORE: [*IGNORED_HEADINGS], NOTE: [*NOTED_HEADINGS]}
        for column in model._ledger_columns():
            synonyms[column.code] = [column.label, *column.synonyms]
        for lang in installed_langs(self.env):  # a template may have been made in any of them
            for column in model.with_context(lang=lang)._ledger_columns():
                synonyms[column.code].append(column.label)
        remembered = self.env["service.ledger.heading"]._known(self.company_id, self.res_model)
        codes = set(synonyms)
        known = heading_engine.known_headings(synonyms)
        meant = {heading: code for heading, code in remembered.items() if code in codes}
        return meant | {heading: code for heading, code in known.items() if heading not in meant}

    def _find_sheet(self, ledger, known):
        """The first sheet with headings, and the index of its heading row."""
        for name in ledger.names:
            head = [cells for _number, cells in ledger.rows(name, at_most=HEAD_ROWS)]
            index = heading_engine.find_heading_row(head, known, within=HEAD_ROWS)
            if index is not None:
                return name, index
        raise LedgerFileError("no_headings", rows=HEAD_ROWS)

    def _create_columns(self, rows, index, known):
        headings = [plain(cell).strip() for cell in rows[index][1]]
        remembered = self.env["service.ledger.heading"]._known(self.company_id, self.res_model)
        values = []
        known = known | self._told_by_values(headings, rows[index + 1 :], remembered)
        codes = heading_engine.assign(headings, known, free=(IGNORE, NOTE))
        for position, (heading, code) in enumerate(zip(headings, codes, strict=True)):
            origin = "known" if code else "unknown"
            if code and heading_engine.normalise_heading(heading) in remembered:
                origin = "remembered"
            values.append(
                {
                    "import_id": self.id,
                    "position": position,
                    "heading": heading[:500],
                    "field_code": code or NOTE,
                    "origin": origin,
                    "examples": self._examples(rows[index + 1 :], position),
                }
            )
        self.env["service.ledger.column"].with_context(ledger_model=self.res_model).create(values)

    def _told_by_values(self, headings, rows, remembered):
        """``{normalised heading: code}`` of headings that mean a choice where the cells hold its words.

        ``处理情况`` heads the status in one ledger and a story in the next one.
        """
        told = {}
        for column in self.env[self.res_model]._ledger_columns():
            words = {match_key(word) for names in column.choices.values() for word in names}
            maybe = {heading_engine.normalise_heading(heading) for heading in column.maybe}
            for position, heading in enumerate(headings):
                key = heading_engine.normalise_heading(heading)
                if key not in maybe or key in remembered:
                    continue
                texts = [plain(cells[position]) for _number, cells in rows[:200] if position < len(cells)]
                texts = [match_key(text) for text in texts if text.strip()]
                if texts and sum(text in words for text in texts) >= 0.9 * len(texts):
                    told[key] = column.code
        return told

    @staticmethod
    def _examples(rows, position):
        """The first three different values of a column, to recognise it by."""
        found = {}
        for _number, cells in rows[:200]:
            text = plain(cells[position]).strip()[:60] if position < len(cells) else ""
            if text:
                found[" ".join(text.split())] = None
            if len(found) == 3:
                break
        return " · ".join(found)

    def _remember_columns(self):
        """Check that each field is one column, and remember what was chosen by hand."""
        labels = dict(
            self.env["service.ledger.column"]
            .with_context(ledger_model=self.res_model)
            ._selection_field_code()
        )
        seen = {}
        for column in self.column_ids:
            code = column.field_code
            if code in seen and code not in (NOTE, IGNORE):
                raise UserError(
                    self.env._(
                        "“%(first)s” and “%(second)s” are both assigned to “%(field)s”. Choose one of them.",
                        first=seen[code],
                        second=column.heading,
                        field=labels.get(code, code),
                    )
                )
            seen[code] = column.heading
        chosen = self.column_ids.filtered(lambda column: column.origin == "manual")
        self.env["service.ledger.heading"]._remember(
            self.company_id,
            self.res_model,
            {column.heading: column.field_code for column in chosen if column.heading},
        )
