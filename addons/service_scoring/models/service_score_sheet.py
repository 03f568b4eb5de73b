from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, get_lang

from odoo.addons.service_kernel.tools import append_only

CLOSED = ("confirmed", "exported")
ANSWERS = [
    ("none", "No Answer"),
    ("seen", "Seen"),
    ("accepted", "Accepted"),
    ("disputed", "Disputed"),
]
#: what a confirmed sheet says; the database refuses every change of it
CONTENT = (
    *("rulebook_id", "rulebook_code", "company_id", "employee_id", "department_id", "site_id"),
    *("date_from", "date_to", "base", "points_deducted", "points_rewarded", "points_adjusted", "score"),
    *("scheduled_days", "period_days", "inputs_hash", "name"),
)
MONEY = (
    *("fine_amount", "bonus_amount", "withheld_amount", "pay_before", "cut_amount", "pay_after"),
    *("carried_in", "carried_out", "written_off", "taken_fine", "taken_withheld", "commission_amount"),
)


class ServiceScoreSheet(models.Model):
    """The score of an employee or unit in one period of a rule book (S3).

    A pure function of the ledger, the version of the rule book, calendar and roster: ``inputs_hash`` is the
    digest of all that went in. Programs make sheets, nobody writes them; what is confirmed stays as it is.
    Points are seen by leaders, money only by the employee and HR (``service.score.sheet.pay``).
    """

    _name = "service.score.sheet"
    _description = "Score Sheet"
    _inherit = ["service.text.mixin", "hr.mixin"]
    _order = "date_from desc, rulebook_code, id"
    _rec_names_search = ["name", "employee_id.name", "department_id.name", "site_id.name"]
    _check_company_auto = True

    name = fields.Char("Period", required=True, readonly=True, help="Rule book and period.")
    rulebook_id = fields.Many2one(
        "service.score.rulebook", "Rule Book", required=True, readonly=True, index=True, ondelete="restrict"
    )
    rulebook_code = fields.Char("Code of the Rule Book", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    date_from = fields.Date("From", required=True, readonly=True)
    date_to = fields.Date("To", required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True
    )
    department_id = fields.Many2one(
        "hr.department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The unit whose sheet it is; of an employee's sheet: their department when the period ended.",
    )
    site_id = fields.Many2one(
        "service.site", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True
    )

    # points
    base = fields.Float(
        "Start", digits=(16, 2), readonly=True, aggregator=None, help="Points before any entry."
    )
    points_deducted = fields.Float("Deducted", digits=(16, 2), readonly=True)
    points_rewarded = fields.Float("Rewarded", digits=(16, 2), readonly=True)
    points_adjusted = fields.Float(
        "Adjusted",
        digits=(16, 2),
        readonly=True,
        help="What entries of closed periods that were taken back since then give back or take away.",
    )
    score = fields.Float(digits=(16, 2), readonly=True, aggregator="avg")
    scheduled_days = fields.Float(
        digits=(16, 2),
        readonly=True,
        aggregator=None,
        help="Working days of the period on which the employee was scheduled to work.",
    )
    period_days = fields.Float(
        "Days of the Period", digits=(16, 2), readonly=True, aggregator=None, help="Of somebody full-time."
    )
    line_ids = fields.One2many("service.score.sheet.line", "sheet_id", readonly=True)
    inputs_hash = fields.Char("Digest", readonly=True, help="The same for the same entries and policies.")

    # steps
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("confirmed", "Confirmed"),
            ("exported", "In Payroll"),
        ],
        "Status",
        required=True,
        readonly=True,
        default="draft",
    )
    published_at = fields.Datetime("Published On", readonly=True)
    confirmed_at = fields.Datetime("Confirmed On", readonly=True)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    answer = fields.Selection(
        ANSWERS,
        required=True,
        readonly=True,
        default="none",
        help="What the employee said to it. Silence is no answer, and never consent.",
    )
    answered_at = fields.Datetime("Answered On", readonly=True)
    answer_ids = fields.One2many("service.score.sheet.answer", "sheet_id", "All Answers", readonly=True)
    link_digest = fields.Char(readonly=True, groups="base.group_system", export_string_translation=False)
    link_expires_at = fields.Datetime("Link Valid Until", readonly=True)

    # money: shown to those who may read the row that keeps it
    pay_ids = fields.One2many("service.score.sheet.pay", "sheet_id", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    has_money = fields.Boolean("Money Shown", compute="_compute_money")
    has_wage = fields.Boolean(
        "Wage Known",
        compute="_compute_money",
        help="Without a wage nothing is taken, and the sheet does not go to payroll.",
    )
    fine_amount = fields.Monetary("Fine", compute="_compute_money", help="Below zero: given back.")
    bonus_amount = fields.Monetary("Bonus", compute="_compute_money")
    commission_amount = fields.Monetary(
        "Of It Commission",
        compute="_compute_money",
        help="The part of the bonus that results of targets earn.",
    )
    withheld_amount = fields.Monetary("Withheld", compute="_compute_money", help="Below zero: given back.")
    pay_before = fields.Monetary(compute="_compute_money", help="The month's wage.")
    cut_amount = fields.Monetary(
        "Taken", compute="_compute_money", help="What is taken from this month's pay."
    )
    taken_fine = fields.Monetary("Taken: Fine", compute="_compute_money")
    taken_withheld = fields.Monetary("Taken: Withheld", compute="_compute_money")
    pay_after = fields.Monetary(compute="_compute_money")
    carried_in = fields.Monetary(compute="_compute_money", help="Left from earlier periods.")
    carried_out = fields.Monetary("Carried Over", compute="_compute_money", help="Left for later periods.")
    written_off = fields.Monetary(compute="_compute_money")
    cut_reason = fields.Selection(
        [("cap", "Share of the Wage"), ("floor", "Wage Floor"), ("no_wage", "No Wage Known")],
        "Limited By",
        compute="_compute_money",
    )

    _carrier_uniq = models.UniqueIndex(
        "(company_id, rulebook_code, date_from, COALESCE(employee_id, 0),"
        " (CASE WHEN employee_id IS NULL THEN COALESCE(department_id, 0) ELSE 0 END), COALESCE(site_id, 0))",
        "This period has a sheet already.",
    )
    _closed_idx = models.Index("(company_id, employee_id, date_to) WHERE state IN ('confirmed', 'exported')")
    _link_idx = models.Index("(link_digest) WHERE link_digest IS NOT NULL")
    _days_order = models.Constraint("CHECK (date_from <= date_to)", "A period ends after it starts.")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, SQL("OLD.state IN ('confirmed', 'exported')"))

    @api.depends("name", "employee_id", "department_id", "site_id")
    def _compute_display_name(self):
        for sheet in self:
            # sudo: the name of whose sheet it is, for those who may read it
            sheet.display_name = " · ".join(filter(None, (sheet.name, sheet.sudo()._get_carrier_name())))

    def _get_carrier_name(self):
        """Return the name of whose sheet it is."""
        self.ensure_one()
        return (self.employee_id or self.site_id or self.department_id).display_name

    @api.depends("state", "pay_ids.inputs_hash")
    @api.depends_context("uid")
    def _compute_money(self):
        """Only for those who may read the row with the money: the employee and HR."""
        pays = {
            pay.sheet_id.id: pay
            for pay in self.env["service.score.sheet.pay"].search([("sheet_id", "in", self.ids)])
        }
        for sheet in self:
            pay = pays.get(sheet.id) or self.env["service.score.sheet.pay"]
            sheet.has_money, sheet.has_wage, sheet.cut_reason = bool(pay), pay.has_wage, pay.cut_reason
            for name in MONEY:
                sheet[name] = pay[name]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        closed = self.filtered(lambda sheet: sheet.state in CLOSED)
        if closed:
            raise UserError(
                self.env._("%(sheet)s is confirmed and stays as it is.", sheet=closed[0].display_name)
            )

    @api.model
    def _get_closed_periods(self, codes, employees, departments, sites):
        """Return the periods whose sheets are confirmed, for entries that come late (decisions 15).

        :param codes: codes of rule books
        :return: [(code, (carrier, id), first day, last day)], the carrier being ``employee``, ``department``
            or ``site``; in one query
        """
        carriers = Domain.OR(
            [
                [("employee_id", "in", employees.ids)],
                [("employee_id", "=", False), ("department_id", "in", departments.ids)],
                [("site_id", "in", sites.ids)],
            ]
        )
        # sudo: which periods are closed, for whoever confirms an entry; nothing of a sheet is shown
        sheets = self.sudo().search_fetch(
            Domain("rulebook_code", "in", list(codes)) & Domain("state", "in", CLOSED) & carriers,
            ["rulebook_code", "employee_id", "department_id", "site_id", "date_from", "date_to"],
            order="date_from, id",
        )
        return [
            (sheet.rulebook_code, sheet._get_carrier(), sheet.date_from, sheet.date_to) for sheet in sheets
        ]

    def _get_carrier(self):
        """Return (carrier, id) of whose sheet it is."""
        self.ensure_one()
        if self.employee_id:
            return "employee", self.employee_id.id
        return ("site", self.site_id.id) if self.site_id else ("department", self.department_id.id)

    def _get_reader_lang(self):
        """Return the language of whom the sheet is about, if they have one, else the user's."""
        self.ensure_one()
        # sudo: only the language
        employee = self.sudo().employee_id
        return employee.user_id.lang or employee.lang or get_lang(self.env).code

    def _get_hold_reasons(self):
        """Return {sheet id: [code]} of why sheets do not go to payroll; extend it.

        ``no_wage``, ``no_number``, ``not_adopted``, ``not_acknowledged``.
        """
        # sudo: facts of HR that decide, for whoever prepares payroll; only codes come back
        sheets = self.sudo()
        with_wage = set(
            self.env["service.score.sheet.pay"]
            .sudo()  # sudo: as above
            .search([("sheet_id", "in", self.ids), ("has_wage", "=", True)])
            .sheet_id.ids
        )
        acknowledged = sheets.rulebook_id._find_acknowledgements(sheets.rulebook_id, sheets.employee_id)
        reasons = {}
        for sheet in sheets:
            book, employee = sheet.rulebook_id, sheet.employee_id
            held = {
                "no_wage": sheet.id not in with_wage,
                "no_number": not (employee.score_employee_number or employee.barcode),
                "not_adopted": not book.adopted_on or book.adopted_on > sheet.date_to,
                "not_acknowledged": book.needs_acknowledgement and (book.id, employee.id) not in acknowledged,
            }
            reasons[sheet.id] = [code for code, holds in held.items() if holds]
        return reasons
