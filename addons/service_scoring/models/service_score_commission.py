from odoo import fields, models

from .service_score_account import AccountKey


class ServiceScoreCommission(models.Model):
    """The money that a confirmed result earns, apart from it: leaders see results, never money.

    Readable for the employee and HR only; paid with the sheet of the rule book whose period holds
    ``effective_date``.
    """

    _name = "service.score.commission"
    _description = "Commission of a Result"
    _inherit = ["hr.mixin"]
    _order = "date_to desc, id"
    _rec_name = "result_id"

    result_id = fields.Many2one(
        "service.score.result", required=True, readonly=True, index=True, ondelete="cascade"
    )
    band_id = fields.Many2one("service.score.target.band", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    rulebook_code = fields.Char("Rule Book", readonly=True)
    date_to = fields.Date("Period Until", required=True, readonly=True)
    effective_date = fields.Date(
        "Paid In",
        required=True,
        readonly=True,
        index=True,
        help="With the sheet of the period that holds this day: the last day of the result, or the first day "
        "of the next period that is still open.",
    )
    rate = fields.Float("Commission (%)", digits=(7, 4), readonly=True, aggregator=None)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    def _get_account_key(self):
        """Return the key of the account with whose sheets it is paid, whatever became of the target."""
        self.ensure_one()
        if not self.rulebook_code:
            return None
        return AccountKey(self.company_id.id, self.rulebook_code, "employee", self.employee_id.id)

    _band_uniq = models.UniqueIndex("(result_id, band_id)", "The commission is there already.")
