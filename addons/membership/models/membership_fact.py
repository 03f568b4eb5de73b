from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_kernel.tools import append_only

CONTENT = ("partner_id", "company_id", "measure", "date", "value", "key", "reversal_of_id")


class MembershipFact(models.Model):
    """Something measured outside of Odoo: assets, use of a card, trips, visits. Never changed: taken back."""

    _name = "membership.fact"
    _description = "Measured Value"
    _order = "date desc, id desc"
    _rec_name = "measure"
    _check_company_auto = True

    partner_id = fields.Many2one("res.partner", "Member", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True, ondelete="restrict"
    )
    measure = fields.Selection(
        [
            ("assets", "Assets"),
            ("card_use", "Card Use"),
            ("trips", "Completed Trips"),
            ("visits", "Visits"),
        ],
        required=True,
        help="Assets: the daily average as known on the day. Card use: how much was taken from a card.",
    )
    date = fields.Date(required=True, index=True)
    value = fields.Float(digits=(16, 2), required=True)
    key = fields.Char(help="Names the cause: with the same key it counts once.", copy=False)
    reversal_of_id = fields.Many2one(
        "membership.fact",
        "Takes Back",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )

    _key_uniq = models.UniqueIndex(
        "(company_id, key) WHERE key IS NOT NULL", "This value was entered already."
    )
    _reversal_uniq = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL", "This value was taken back already."
    )
    _value_positive = models.Constraint(
        "CHECK (reversal_of_id IS NOT NULL OR value >= 0)", "A measured value is not below zero."
    )
    _measure_idx = models.Index("(company_id, measure, partner_id, date)")

    def init(self):
        # merging contacts moves values to the contact that stays: the partner is a link, not content
        content = [name for name in CONTENT if name != "partner_id"]
        append_only.protect(self.env, self._table, content)

    @api.model_create_multi
    def create(self, vals_list):
        facts = super().create([dict(vals, reversal_of_id=False) for vals in vals_list])
        facts.partner_id._membership_judge_at_once(facts.mapped("measure"))
        return facts

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A measured value stays: take it back instead."))

    def action_reverse(self):
        """Take values back that were wrong.

        :raise UserError: one of them takes back another one itself
        """
        if self.reversal_of_id:
            raise UserError(self.env._("What takes back another value is not taken back."))
        # past our own ``create``, which lets nobody else say what is taken back
        counters = super().create(  # pylint: disable=super-method-mismatch
            [
                {
                    "partner_id": fact.partner_id.id,
                    "company_id": fact.company_id.id,
                    "measure": fact.measure,
                    "date": fact.date,
                    "value": -fact.value,
                    "reversal_of_id": fact.id,
                }
                for fact in self
            ]
        )
        counters.partner_id._membership_judge_at_once(counters.mapped("measure"))
        return counters
