from calendar import monthrange

from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL, babel_locale_parse, formatLang, get_lang

from odoo.addons.service_kernel.tools import append_only

STATES = [
    ("draft", "Draft"),
    ("prepared", "Prepared"),
    ("released", "Released"),
    ("exported", "Exported"),
    ("withdrawn", "Withdrawn"),
]
#: what only the steps of a batch write
STEPS = (
    *("name", "state", "prepared_by_id", "prepared_at", "released_by_id", "released_at", "exported_by_id"),
    *("exported_at", "withdrawn_by_id", "withdrawn_at", "withdraw_reason", "line_ids", "held_ids"),
    *("xlsx_file", "csv_file", "xlsx_digest", "csv_digest"),
)
#: what an export fixes for good, in the database (decisions 13)
CONTENT = ("name", "company_id", "month", "exported_at")


def refused_steps():
    """Return the condition on which ``state`` must not change: what was exported is withdrawn, else stays."""
    return SQL(
        "(OLD.state = 'withdrawn' AND NEW.state != 'withdrawn')"
        " OR (OLD.state = 'exported' AND NEW.state NOT IN ('exported', 'withdrawn'))"
    )


class ServiceScorePayrollBatch(models.Model):
    """What goes to payroll for a month: prepared by one person, released by a second, exported as a file.

    A batch takes all confirmed sheets that end in its month or before and were not sent yet. A file that
    payroll rejects is withdrawn whole; its sheets then go into a new batch.
    """

    _name = "service.score.payroll.batch"
    _description = "Payroll Batch"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "month desc, id desc"
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(
        "Pay Month",
        required=True,
        default=lambda self: self._get_default_month(),
        tracking=True,
        help="The month that payroll pays: any of its days; kept as the first one.",
    )
    month_name = fields.Char("Pay Month in Words", compute="_compute_month_name")
    state = fields.Selection(
        STATES, "Status", required=True, readonly=True, default="draft", copy=False, tracking=True, index=True
    )
    layout_id = fields.Many2one(
        "service.score.payroll.layout",
        default=lambda self: self._get_default_layout(),
        ondelete="restrict",
        check_company=True,
        help="What the file looks like; empty: all columns, with headings in your language.",
    )
    line_ids = fields.One2many("service.score.payroll.line", "batch_id", "Lines", readonly=True, copy=False)
    held_ids = fields.One2many(
        "service.score.payroll.held", "batch_id", "Held Back", readonly=True, copy=False
    )

    # figures
    line_count = fields.Integer("Amounts", compute="_compute_figures")
    employee_count = fields.Integer("Employees", compute="_compute_figures")
    held_count = fields.Integer("Held Back (Number)", compute="_compute_figures")
    amount_total = fields.Monetary("Total", compute="_compute_figures")
    totals = fields.Json(
        compute="_compute_figures", help="Of each pay code: number of amounts and their sum."
    )
    totals_text = fields.Text("Totals by Pay Code", compute="_compute_totals_text")
    pay_warning = fields.Text("Warning", compute="_compute_pay_warning")

    # who did what
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    prepared_at = fields.Datetime("Prepared On", readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    released_at = fields.Datetime("Released On", readonly=True, copy=False)
    exported_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    exported_at = fields.Datetime("Exported On", readonly=True, copy=False)
    withdrawn_by_id = fields.Many2one("res.users", readonly=True, copy=False, tracking=True)
    withdrawn_at = fields.Datetime("Withdrawn On", readonly=True, copy=False)
    withdraw_reason = fields.Text(readonly=True, copy=False)

    # files
    xlsx_file = fields.Binary("Workbook (XLSX)", attachment=True, readonly=True, copy=False)
    csv_file = fields.Binary("Text File (CSV)", attachment=True, readonly=True, copy=False)
    xlsx_name = fields.Char(compute="_compute_file_names", export_string_translation=False)
    csv_name = fields.Char(compute="_compute_file_names", export_string_translation=False)
    xlsx_digest = fields.Char(
        "SHA-256 of the Workbook", readonly=True, copy=False, help="Tells whether a file is the one sent."
    )
    csv_digest = fields.Char("SHA-256 of the Text File", readonly=True, copy=False)

    _name_uniq = models.UniqueIndex("(company_id, name)", "Another payroll batch has this number already.")
    _month_first = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month) = 1)", "A month begins on its first day."
    )

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, SQL("OLD.exported_at IS NOT NULL"))
        append_only.protect_steps(self.env, self._table, ("state",), refused_steps())

    @api.model
    def _get_default_month(self):
        """Return the first day of the current month, in the time zone of the user's company."""
        return self.env.company._service_day().replace(day=1)

    @api.model
    def _get_default_layout(self):
        return self.env["service.score.payroll.layout"].search(
            [("company_id", "=", self.env.company.id)], limit=1
        )

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        locale = babel_locale_parse(get_lang(self.env).code)
        for batch in self:
            batch.month_name = batch.month and format_skeleton("yMMMM", batch.month, locale=locale)

    @api.depends("name", "month_name")
    def _compute_display_name(self):
        for batch in self:
            name = batch.name if batch.name != "/" else None
            batch.display_name = " · ".join(filter(None, (name, batch.month_name)))

    @api.depends("name")
    def _compute_file_names(self):
        for batch in self:
            base = f"{batch.name or ''}".replace("/", "-")
            batch.xlsx_name, batch.csv_name = f"{base}.xlsx", f"{base}.csv"

    @api.depends("line_ids.amount", "line_ids.pay_code", "line_ids.employee_id", "held_ids")
    def _compute_figures(self):
        in_batches = [("batch_id", "in", self.ids)]
        Line, Held = self.env["service.score.payroll.line"], self.env["service.score.payroll.held"]
        by_code, people = {}, {}
        for batch, code, count, amount in Line._read_group(
            in_batches, ["batch_id", "pay_code"], ["__count", "amount:sum"], order="batch_id, pay_code"
        ):
            total = batch.currency_id.round(amount)
            by_code.setdefault(batch.id, []).append({"pay_code": code, "count": count, "amount": total})
        for batch, count in Line._read_group(in_batches, ["batch_id"], ["employee_id:count_distinct"]):
            people[batch.id] = count
        held = {batch.id: count for batch, count in Held._read_group(in_batches, ["batch_id"], ["__count"])}
        for batch in self:
            totals = by_code.get(batch.id, [])
            batch.totals = totals
            batch.line_count = sum(one["count"] for one in totals)
            batch.amount_total = sum(one["amount"] for one in totals)
            batch.employee_count = people.get(batch.id, 0)
            batch.held_count = held.get(batch.id, 0)

    @api.depends("totals")
    @api.depends_context("lang")
    def _compute_totals_text(self):
        for batch in self:
            batch.totals_text = "\n".join(
                self.env._(
                    "%(code)s: %(amount)s (%(count)s)",
                    code=one["pay_code"],
                    amount=formatLang(self.env, one["amount"], currency_obj=batch.currency_id),
                    count=one["count"],
                )
                for one in batch.totals or []
            )

    @api.depends("line_ids.sheet_id")
    @api.depends_context("lang")
    def _compute_pay_warning(self):
        """Fines on basic pay are possible, and never without a word about it (Q-57)."""
        for batch in self:
            # sudo: only the names of the rule books, for HR that sees the batch
            lines = batch.sudo().line_ids.filtered(lambda line: line.kind == "fine")
            books = lines.sheet_id.rulebook_id
            basic = books.filtered(lambda book: book.pay_component_id.kind == "basic")
            batch.pay_warning = (
                self.env._(
                    "Fines of %(books)s act on basic pay. Labour law limits what may be taken from it: "
                    "have it checked before this batch is sent.",
                    books=", ".join(basic.mapped("display_name")),
                )
                if basic
                else False
            )

    @api.constrains("company_id", "line_ids")
    def _check_company_of_lines(self):
        for batch in self:
            if batch.line_ids.company_id - batch.company_id:
                raise ValidationError(self.env._("The company of a batch with lines does not change."))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._clean_month(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_no_steps(vals)
        self.env["ir.sequence"]._service_number(self._name, vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_no_steps(vals)
        if vals.keys() & {"month", "company_id"}:
            self._check_states(("draft",))
        if "layout_id" in vals:
            self._check_states(("draft", "prepared", "released"))
        return super().write(self._clean_month(vals))

    # the way around our own write(), which refuses what only steps may change
    def _store(self, vals):
        """Write what only the steps of a batch write."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_released(self):
        self._check_states(("draft", "prepared"))

    @api.model
    def _clean_month(self, vals):
        """Return ``vals`` with the month as its first day."""
        month = fields.Date.to_date(vals.get("month"))
        return {**vals, "month": month.replace(day=1)} if month else vals

    @api.model
    def _check_no_steps(self, vals):
        given = [name for name in STEPS if name in vals]
        if given:
            raise UserError(
                self.env._(
                    "%(field)s is set by preparing, releasing, exporting or withdrawing the batch.",
                    field=self._fields[given[0]]._description_string(self.env),
                )
            )

    def _check_states(self, states):
        """:raise UserError: a batch is in none of ``states``"""
        names = dict(self._fields["state"]._description_selection(self.env))
        for batch in self:
            if batch.state not in states:
                raise UserError(
                    self.env._(
                        "%(batch)s is %(state)s; this is possible only while it is %(states)s.",
                        batch=batch.name,
                        state=names[batch.state],
                        states=", ".join(names[state] for state in states),
                    )
                )

    def _get_last_day(self):
        """Return the last day of the month."""
        self.ensure_one()
        return self.month.replace(day=monthrange(self.month.year, self.month.month)[1])

    def action_open_lines(self):
        """Show the lines."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_scoring.service_score_payroll_line_action"
        )
        return {**action, "domain": [("batch_id", "=", self.id)], "context": {"search_default_by_code": 1}}
