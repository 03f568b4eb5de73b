import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.ledger_messages import CELL_MESSAGES

MAX_PROBLEM_LINES = 1_000
PREVIEW_ROWS = 20


class ServiceLedgerImport(models.Model):
    """One ledger file on its way into the database: read, checked, imported, and kept as proof of where
    records come from.

    The work is in ``service_ledger_import_columns.py`` (headings), ``service_ledger_import_check.py`` (read
    and judge) and ``service_ledger_import_run.py`` (import).
    """

    _name = "service.ledger.import"
    _description = "Ledger Import"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True, precompute=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    res_model = fields.Selection(
        selection="_selection_res_model",
        string="Ledger of",
        required=True,
        default=lambda self: self._default_res_model(),
    )
    create_uid = fields.Many2one("res.users", "Imported By", readonly=True)
    state = fields.Selection(
        [("draft", "1. Choose the file"), ("preview", "2. Check"), ("done", "3. Imported")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )

    # The file
    file = fields.Binary(required=True, attachment=True, copy=False)
    filename = fields.Char(copy=False)
    sheet_ids = fields.One2many("service.ledger.sheet", "import_id", string="Sheets", readonly=True)
    sheet_count = fields.Integer(compute="_compute_sheet_count")
    sheet_id = fields.Many2one(
        "service.ledger.sheet",
        domain="[('import_id', '=', id)]",
        copy=False,
        ondelete="set null",
    )

    # How to import
    as_history = fields.Boolean(
        "Import as History",
        default=True,
        help="Records become history: no deadlines, messages, callbacks, ratings or scores, now or later. "
        "Untick it only for cases that you still have to work on here.",
    )
    create_missing = fields.Boolean(
        help="Create categories and sites that the ledger names and that do not exist yet."
    )
    may_create_missing = fields.Boolean(compute="_compute_may_create_missing")

    # What was found
    column_ids = fields.One2many("service.ledger.column", "import_id")
    unknown_count = fields.Integer(compute="_compute_unknown_count")
    problem_ids = fields.One2many("service.ledger.problem", "import_id", readonly=True)
    problem_count = fields.Integer("Remarks", readonly=True, copy=False)
    problem_more = fields.Integer(compute="_compute_problem_more")
    row_count = fields.Integer("Rows", readonly=True, copy=False, aggregator=None)
    good_count = fields.Integer("Ready", readonly=True, copy=False, aggregator=None)
    warning_count = fields.Integer("With a Note", readonly=True, copy=False, aggregator=None)
    bad_count = fields.Integer("To Correct", readonly=True, copy=False, aggregator=None)
    repeat_count = fields.Integer("Imported Already", readonly=True, copy=False, aggregator=None)
    skipped_count = fields.Integer("Totals Skipped", readonly=True, copy=False, aggregator=None)
    created_count = fields.Integer("Imported", readonly=True, copy=False, aggregator=None)
    imported_at = fields.Datetime("Imported On", readonly=True, copy=False)
    correction_file = fields.Binary("Rows to Correct", readonly=True, attachment=True, copy=False)
    correction_name = fields.Char(compute="_compute_correction_name")
    preview = fields.Json(readonly=True, copy=False, export_string_translation=False)
    preview_html = fields.Html(compute="_compute_preview_html", sanitize=False)
    summary_html = fields.Html(compute="_compute_summary_html", sanitize=False)

    @api.model
    def _selection_res_model(self):
        """Models that take ledgers and that the user may create records of."""
        names = self.env.registry.descendants(["service.ledger.mixin"], "_inherit")
        takers = [self.env[name] for name in names if not self.env[name]._abstract]
        allowed = [model for model in takers if self.env.su or model.has_access("create")]
        return sorted((model._name, self.env["ir.model"]._get(model._name).name) for model in allowed)

    @api.model
    def _default_res_model(self):
        """The model that the menu is for (context ``ledger_model``), else the first one."""
        names = [name for name, _label in self._selection_res_model()]
        chosen = self.env.context.get("ledger_model")
        return chosen if chosen in names else next(iter(names), False)

    @api.depends("filename", "sheet_id")
    def _compute_name(self):
        for record in self:
            parts = [record.filename or record.env._("New import"), record.sheet_id.name]
            record.name = " · ".join(part for part in parts if part)

    @api.depends("sheet_ids")
    def _compute_sheet_count(self):
        for record in self:
            record.sheet_count = len(record.sheet_ids)

    @api.depends_context("uid")
    def _compute_may_create_missing(self):
        self.may_create_missing = self.env["service.category"].has_access("create")

    @api.depends("column_ids.origin")
    def _compute_unknown_count(self):
        for record in self:
            record.unknown_count = len(record.column_ids.filtered(lambda column: column.origin == "unknown"))

    @api.depends("problem_count", "problem_ids")
    def _compute_problem_more(self):
        for record in self:
            record.problem_more = max(record.problem_count - len(record.problem_ids), 0)

    @api.depends("filename")
    def _compute_correction_name(self):
        for record in self:
            stem = (record.filename or "ledger").rsplit(".", 1)[0]
            record.correction_name = self.env._("%(file)s - rows to correct", file=stem) + ".xlsx"

    @api.depends("preview")
    @api.depends_context("lang")
    def _compute_preview_html(self):
        for record in self:
            if not record.preview:
                record.preview_html = False
                continue
            labels = dict(
                self.env["service.ledger.column"]
                .with_context(ledger_model=record.res_model)
                ._selection_field_code()
            )
            record.preview_html = self.env["ir.qweb"]._render(
                "service_kernel.ledger_preview",
                {
                    "columns": [(code, labels.get(code, code)) for code in record.preview["columns"]],
                    "rows": record.preview["rows"],
                },
            )

    @api.depends("problem_ids")
    @api.depends_context("lang")
    def _compute_summary_html(self):
        for record in self:
            groups = record._problem_groups() if record.problem_count else []
            record.summary_html = (
                self.env["ir.qweb"]._render(
                    "service_kernel.ledger_summary", {"groups": groups, "more": record.problem_more}
                )
                if groups
                else False
            )

    def _problem_groups(self):
        """Stored problems by column and kind: ``[{heading, severity, count, rows, example}]``, errors
        first.
        """
        groups = {}
        for problem in self.problem_ids:
            if problem.severity != "info":
                groups.setdefault((problem.severity, problem.heading or "", problem.code), []).append(problem)
        return [
            {
                "severity": severity,
                "heading": heading,
                "count": len(problems),
                "example": problems[0].message,
                "rows": ", ".join(str(problem.row) for problem in problems[:8])
                + ("…" if len(problems) > 8 else ""),
            }
            for (severity, heading, _code), problems in groups.items()
        ]

    def _messages(self):
        """Sentences for all codes that a row of this import can have."""
        own = self.env[self.res_model]._ledger_messages() if self.res_model in self.env else {}
        return {**CELL_MESSAGES, **own}

    def write(self, vals):
        """Write; the file stays what it was when it was read."""
        if "file" in vals and any(record.state != "draft" for record in self):
            raise UserError(self.env._("This file was read already. Choose another file first."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(record.state == "done" and record.created_count for record in self):
            raise UserError(
                self.env._("This import tells where its records come from. It cannot be deleted.")
            )

    # Steps
    def action_read(self):
        """Read the file and show what would be imported; nothing is created yet."""
        for record in self:
            record._read()
        return True

    def action_check(self):
        """Judge the rows again, with the columns as they are assigned now, and remember these."""
        for record in self:
            record._check_again()
        return True

    def action_import(self):
        """Import the good rows."""
        for record in self:
            record._import_rows()
        return True

    def action_reset(self):
        """Back to choosing a file."""
        for record in self:
            if record.state == "done":
                raise UserError(self.env._("These rows are imported. Start a new import for another file."))
            record._forget()
        return True

    # Ways out
    def action_show_records(self):
        """Show the records that this import created."""
        self.ensure_one()
        return self.env[self.res_model]._ledger_action([("ledger_import_id", "=", self.id)])

    def action_show_problems(self):
        """Show all that is to be said about the rows, grouped by column."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remarks"),
            "res_model": "service.ledger.problem",
            "view_mode": "list",
            "domain": [("import_id", "=", self.id)],
            "context": {"group_by": ["severity", "heading"], "create": False},
        }

    def action_download_correction(self):
        """Download the rows to correct, as they came, with what is wrong in one more column."""
        self.ensure_one()
        return self._download(
            f"/web/content/service.ledger.import/{self.id}/correction_file?download=true&filename_field=correction_name"
        )

    def action_download_template(self):
        """Download an empty ledger with the headings in the reader's language."""
        return self._download(f"/service/ledger/template/{self[:1].res_model or self._default_res_model()}")

    @staticmethod
    def _download(url):
        return {"type": "ir.actions.act_url", "url": url, "target": "download"}

    @api.model
    def _import_content(self, res_model, filename, content, as_history=True, create_missing=False):
        """Import a file from a program: ``content`` in bytes; returns the import, in state ``done``.

        Bad rows are on the import as problems and in its file of rows to correct.

        :raise UserError: the file cannot be read at all; then nothing was written.
        """
        record = self.create(
            {
                "res_model": res_model,
                "filename": filename,
                "file": base64.b64encode(content),
                "as_history": as_history,
                "create_missing": create_missing,
            }
        )
        record._read()
        record._import_rows()
        return record
