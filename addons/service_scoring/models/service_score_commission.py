from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

from .service_score_account import AccountKey

#: what the database keeps as it was earned (decisions 13)
CONTENT = (
    *("result_id", "band_id", "company_id", "employee_id", "rulebook_code", "date_to", "effective_date"),
    *("rate", "amount"),
)


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
    is_final = fields.Boolean("Final", readonly=True, help="The sheet that pays it is confirmed.")
    currency_id = fields.Many2one(related="company_id.currency_id")

    def _get_account_key(self):
        """Return the key of the account with whose sheets it is paid, whatever became of the target."""
        self.ensure_one()
        if not self.rulebook_code:
            return None
        return AccountKey(self.company_id.id, self.rulebook_code, "employee", self.employee_id.id)

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, when=SQL("OLD.is_final"))
        # money is never changed; as long as it was not paid, it goes with the confirmation of its result
        append_only.protect_steps(self.env, self._table, CONTENT, SQL("OLD.* IS DISTINCT FROM NEW.*"))

    _band_uniq = models.UniqueIndex("(result_id, band_id)", "The commission is there already.")
