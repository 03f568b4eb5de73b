import base64
import logging

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import headings as heading_engine
from ..engine.cells import plain
from ..tools.ledger_check import ERROR, INFO, LedgerCheck
from ..tools.ledger_column import PROBLEM_HEADING
from ..tools.ledger_file import HEAD_ROWS, LedgerFileError, Limits, open_ledger
from ..tools.ledger_messages import FILE_MESSAGES, sentence
from ..tools.ledger_xlsx import correction_file
from .service_ledger_import import MAX_PROBLEM_LINES, PREVIEW_ROWS

_logger = logging.getLogger(__name__)


class ServiceLedgerImport(models.Model):
    """Reading a file and judging its rows; writes on the import itself only."""

    # one concern a file: together they would be too long to read
    _inherit = "service.ledger.import"  # pylint: disable=consider-merging-classes-inherited

    def _ledger_model(self):
        """The model that the ledger is of, in the company of the import; checks that the user may create
        records.
        """
        self.ensure_one()
        if self.res_model not in dict(self._selection_res_model()):
            raise UserError(self.env._("You cannot import ledgers of this kind."))
        model = self.env[self.res_model].with_company(self.company_id)
        model.check_access("create")
        return model

    def _read(self):
        """Open the file, find sheet and headings, judge the rows: state ``preview``.

        :raise UserError: it cannot be read; says what to do.
        """
        self.ensure_one()
        model = self._ledger_model()
        if self.state == "done":
            raise UserError(self.env._("These rows are imported. Start a new import for another file."))
        self._forget()
        try:
            ledger = open_ledger(self._content(), self._limits())
            known = self._known_headings(model)
            name, index = self._find_sheet(ledger, known)
            rows = ledger.rows(name)
        except LedgerFileError as error:
            self._raise_file_error(error)
        sheets = self.env["service.ledger.sheet"].create(
            [
                {"import_id": self.id, "sequence": i, "name": sheet}
                for i, sheet in enumerate(ledger.names)
                if sheet
            ]
        )
        self.sheet_id = sheets.filtered(lambda sheet: sheet.name == name)[:1]
        self._create_columns(rows, index, known)
        self._judge(model, ledger, rows, index)

    def _check_again(self):
        """Judge the rows again, after columns were assigned or another sheet was chosen."""
        self.ensure_one()
        self._remember_columns()
        model, ledger, rows, index = self._reopen()
        self._judge(model, ledger, rows, index)

    def _reopen(self):
        """``(model, ledger, rows, index of the headings)`` of the file that was read before."""
        if self.state != "preview":
            raise UserError(self.env._("Read the file first."))
        model = self._ledger_model()
        try:
            ledger = open_ledger(self._content(), self._limits())
            known = self._known_headings(model)
            name = self.sheet_id.name if self.sheet_id.name in ledger.names else ledger.names[0]
            rows = ledger.rows(name)
            index = heading_engine.find_heading_row(
                [cells for number, cells in rows if number <= HEAD_ROWS], known
            )
            if index is None:
                raise LedgerFileError("no_headings", rows=HEAD_ROWS)
        except LedgerFileError as error:
            self._raise_file_error(error)
        headings = [plain(cell).strip()[:500] for cell in rows[index][1]]
        if headings != [column.heading or "" for column in self.column_ids]:
            self.column_ids.unlink()
            self._create_columns(rows, index, known)
        return model, ledger, rows, index

    def _forget(self):
        """Take back what an earlier reading left."""
        self.column_ids.unlink()
        self.problem_ids.unlink()
        self.sheet_ids.unlink()
        self.write(
            {
                "state": "draft",
                "preview": False,
                "correction_file": False,
                "problem_count": 0,
                "row_count": 0,
                "good_count": 0,
                "warning_count": 0,
                "bad_count": 0,
                "repeat_count": 0,
                "skipped_count": 0,
            }
        )

    def _content(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def _limits(self):
        # sudo: reads three numbers that an administrator may have set
        parameters = self.env["ir.config_parameter"].sudo()
        standard = Limits()

        def number(key, default):
            try:
                return int(float(parameters.get_param(f"service_kernel.{key}") or 0)) or default
            except ValueError:
                return default

        return Limits(
            rows=number("ledger_max_rows", standard.rows),
            file_bytes=number("ledger_max_mb", standard.file_bytes >> 20) << 20,
            unpacked_bytes=number("ledger_max_unpacked_mb", standard.unpacked_bytes >> 20) << 20,
        )

    def _raise_file_error(self, error):
        if error.__cause__:
            _logger.info("Ledger import %s cannot be read: %r", self.id, error.__cause__)
        raise UserError(sentence(self.env, FILE_MESSAGES, error.code, error.params)) from error

    # Judging
    def _judge(self, model, ledger, rows, index):
        """Check all rows, and keep the result: counts, problems, preview, rows to correct."""
        check = self._run_check(model, ledger, rows, index)
        self._store_problems(check)
        self._store_counts(check)
        self.write({"state": "preview", "preview": self._prepare_preview(check)})
        return check

    def _run_check(self, model, ledger, rows, index):
        check = LedgerCheck(
            model,
            self.company_id,
            rows,
            index,
            [column.field_code for column in self.column_ids],
            now=fields.Datetime.now(),
            serial=ledger.counts_from_1900,
            as_history=self.as_history,
            create_missing=self.create_missing,
        )
        limit = self._limits().rows
        if len(check.rows) > limit:
            self._raise_file_error(LedgerFileError("too_many_rows", limit=f"{limit:,}"))
        if not check.rows:
            self._raise_file_error(LedgerFileError("no_rows"))
        return check.run()

    def _store_counts(self, check):
        status = [row.status for row in check.rows]
        self.write(
            {
                "row_count": len(status),
                "good_count": status.count("new"),
                "bad_count": status.count("bad"),
                "repeat_count": status.count("repeat"),
                "skipped_count": check.skipped,
                "warning_count": sum(1 for row in check.rows if row.status == "new" and row.problems),
            }
        )

    def _store_problems(self, check):
        """Keep the first problems, errors first, and all bad rows in the file to correct."""
        order = {ERROR: 0, INFO: 2}
        found = [(order.get(problem[1], 1), row, problem) for row in check.rows for problem in row.problems]
        found.sort(key=lambda item: (item[0], item[1].number))
        self.problem_ids.unlink()
        self.env["service.ledger.problem"].create(
            [self._prepare_problem(check, row, problem) for _order, row, problem in found[:MAX_PROBLEM_LINES]]
        )
        bad = [row for row in check.rows if row.status == "bad"]
        self.write(
            {
                "problem_count": len(found),
                "correction_file": base64.b64encode(self._prepare_correction(check, bad)) if bad else False,
            }
        )

    def _prepare_problem(self, check, row, problem):
        column, severity, code, params = problem
        return {
            "import_id": self.id,
            "row": row.number,
            "severity": severity,
            "code": code,
            "heading": check.heading_of.get(column, "") if column else params.get("heading", ""),
            "value": row.texts.get(column, "")[:200],
            "params": {
                key: value[:200] if isinstance(value, str) else value for key, value in params.items()
            },
        }

    def _prepare_correction(self, check, rows):
        messages = self._messages()
        positions = {column.code: position for position, column in check.columns.items()}
        old = {i for i, heading in enumerate(check.headings) if heading == PROBLEM_HEADING}
        keep = [i for i in range(len(check.headings)) if i not in old]
        lines = []
        for row in rows:
            cells = [row.cells[i] if i < len(row.cells) else None for i in keep]
            bad = {
                keep.index(positions[column])
                for column, severity, _code, _params in row.problems
                if severity == ERROR and column in positions
            }
            lines.append(
                (cells, bad, [self._problem_line(check, messages, problem) for problem in row.problems])
            )
        return correction_file([check.headings[i] for i in keep], lines, PROBLEM_HEADING)

    def _problem_line(self, check, messages, problem):
        column, _severity, code, params = problem
        heading = check.heading_of.get(column, "")
        text = sentence(self.env, messages, code, params)
        return f"{heading}: {text}" if heading else text

    def _prepare_preview(self, check):
        """The first rows that would be imported, as they would be."""
        columns = list(check.columns.values())
        rows = [row for row in check.rows if row.status == "new"][:PREVIEW_ROWS]
        return {
            "columns": [column.code for column in columns],
            "rows": [[row.number, [check.display(row, column)[:120] for column in columns]] for row in rows],
        }
