from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

from .service_score_payroll_batch import refused_steps

KINDS = [("fine", "Fine"), ("withheld", "Withheld"), ("bonus", "Bonus")]
#: what was sent to payroll stays as it is
CONTENT = ("batch_id", "sheet_id", "employee_id", "pay_code", "kind", "component_id", "amount", "source_key")


class ServiceScorePayrollLine(models.Model):
    """One amount of one score sheet, on its way to payroll: once, whatever happens (S4).

    The lines are written by their batch, never by hand; what was exported is protected by the database.
    """

    _name = "service.score.payroll.line"
    _description = "Payroll Line"
    _inherit = ["hr.mixin"]
    _order = "batch_id desc, employee_number, pay_code, id"
    _rec_name = "source_key"
    _check_company_auto = True

    batch_id = fields.Many2one(
        "service.score.payroll.batch", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True, precompute=True)
    month = fields.Date(
        "Pay Month", related="batch_id.month", store=True, precompute=True, help="Its first day."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sheet_id = fields.Many2one(
        "service.score.sheet", "Score Sheet", required=True, readonly=True, index=True, ondelete="restrict"
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    employee_number = fields.Char(
        readonly=True, help="By which payroll knows the employee: as it was when prepared."
    )
    is_erased = fields.Boolean("Person Erased", readonly=True)
    pay_code = fields.Char(required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    component_id = fields.Many2one(
        "service.score.pay.component", "Pay Component", readonly=True, ondelete="restrict"
    )
    amount = fields.Monetary(required=True, readonly=True, help="Below zero: taken from the pay.")
    source_key = fields.Char("Source", required=True, readonly=True, help="Unique among lines in force.")
    state = fields.Selection(
        [
            ("prepared", "Prepared"),
            ("released", "Released"),
            ("exported", "Exported"),
            ("withdrawn", "Withdrawn"),
        ],
        "Status",
        required=True,
        readonly=True,
        default="prepared",
        index=True,
    )

    _source_uniq = models.UniqueIndex(
        "(source_key) WHERE state != 'withdrawn'", "This amount is in another payroll batch already."
    )
    _number_known = models.Constraint(
        "CHECK (employee_number != '' OR is_erased)", "A payroll line has an employee number."
    )
    _amount_not_nothing = models.Constraint("CHECK (amount != 0)", "A payroll line has an amount.")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, SQL("OLD.state IN ('exported', 'withdrawn')"))
        append_only.protect_steps(self.env, self._table, ("state",), refused_steps())


class ServiceScorePayrollHeld(models.Model):
    """A score sheet that does not go to payroll with a batch, and why."""

    _name = "service.score.payroll.held"
    _description = "Held Back from Payroll"
    _inherit = ["hr.mixin"]
    _order = "batch_id desc, id"
    _rec_name = "sheet_id"
    _check_company_auto = True

    batch_id = fields.Many2one(
        "service.score.payroll.batch", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True, precompute=True)
    sheet_id = fields.Many2one(
        "service.score.sheet", "Score Sheet", required=True, readonly=True, index=True, ondelete="cascade"
    )
    employee_id = fields.Many2one("hr.employee", readonly=True, index="btree_not_null", ondelete="cascade")
    codes = fields.Char(required=True, readonly=True, help="Of the reasons, separated by commas.")
    reasons = fields.Text(compute="_compute_reasons")

    @api.depends("codes")
    @api.depends_context("lang")
    def _compute_reasons(self):
        Sheet = self.env["service.score.sheet"]
        for one in self:
            one.reasons = Sheet._say_hold_reasons((one.codes or "").split(","))
