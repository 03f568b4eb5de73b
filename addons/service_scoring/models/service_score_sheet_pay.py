from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

from .service_score_sheet import MONEY


class ServiceScoreSheetPay(models.Model):
    """The money of a score sheet, apart from it: leaders see points, never money (decisions 10).

    Readable for the employee and HR only. Written with the sheet; final once the sheet is confirmed and the
    wage is known.
    """

    _name = "service.score.sheet.pay"
    _description = "Money of a Score Sheet"
    _inherit = ["hr.mixin"]
    _order = "date_to desc, id desc"
    _rec_name = "sheet_id"

    sheet_id = fields.Many2one(
        "service.score.sheet", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    date_to = fields.Date("Period Until", required=True, readonly=True, index=True)
    state = fields.Selection(related="sheet_id.state")
    is_final = fields.Boolean("Final", readonly=True, help="The sheet is confirmed, and the wage was known.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    has_wage = fields.Boolean("Wage Known", readonly=True)
    cut_reason = fields.Selection(
        [("cap", "Share of the Wage"), ("floor", "Wage Floor"), ("no_wage", "No Wage Known")],
        "Limited By",
        readonly=True,
    )
    fine_amount = fields.Monetary("Fine", readonly=True, help="Below zero: given back.")
    bonus_amount = fields.Monetary("Bonus", readonly=True)
    commission_amount = fields.Monetary(
        "Of It Commission", readonly=True, help="The part of the bonus that results of targets earn."
    )
    withheld_amount = fields.Monetary("Withheld", readonly=True, help="Below zero: given back.")
    pay_before = fields.Monetary(readonly=True, help="The month's wage.")
    cut_amount = fields.Monetary("Taken", readonly=True, help="What is taken from this month's pay.")
    taken_fine = fields.Monetary("Taken: Fine", readonly=True)
    taken_withheld = fields.Monetary("Taken: Withheld", readonly=True)
    pay_after = fields.Monetary(readonly=True)
    carried_in = fields.Monetary(readonly=True, help="Left from earlier periods.")
    carried_out = fields.Monetary("Carried Over", readonly=True, help="Left for later periods.")
    written_off = fields.Monetary(readonly=True)
    facts = fields.Json(readonly=True, help="What the money was computed from.")
    inputs_hash = fields.Char("Digest", readonly=True)

    _sheet_uniq = models.UniqueIndex("(sheet_id)", "The sheet has its money already.")

    def init(self):
        append_only.protect(
            self.env,
            self._table,
            ("sheet_id", "company_id", "employee_id", "date_to", "has_wage", "inputs_hash", *MONEY),
            SQL("OLD.is_final"),
        )
