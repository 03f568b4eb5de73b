from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

USAGE_STATES = [("booked", "Booked"), ("used", "Used"), ("cancelled", "Cancelled")]
#: what counts
LIVE = ("booked", "used")
#: what stays as it was entered, in the database (decisions 13)
CONTENT = (
    *("benefit_id", "card_id", "owner_id", "company_id", "date", "starts_at", "period_start", "period_end"),
    *("quota", "quantity", "companions", "key", "user_uid"),
)


class MembershipBenefitUsage(models.Model):
    """So many of a benefit on one day: booked, used or cancelled.

    It belongs to the period of its day, and is given back to that one when it is cancelled. Rows are made by
    ``membership.benefit`` alone (``use``, ``book``); they are never deleted or changed.
    """

    _name = "membership.benefit.usage"
    _description = "Use of a Benefit"
    _inherit = ["service.text.mixin", "service.explained.mixin"]
    _order = "date desc, id desc"
    _rec_name = "benefit_id"
    _rec_names_search = ["benefit_id", "card_id", "partner_id"]

    benefit_id = fields.Many2one(
        "membership.benefit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    card_id = fields.Many2one("loyalty.card", required=True, readonly=True, index=True, ondelete="restrict")
    owner_id = fields.Many2one(
        "loyalty.card",
        "Counts for Card",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The card whose quota is used: the main card where the benefit is shared.",
    )
    partner_id = fields.Many2one(related="card_id.partner_id", string="Member")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    date = fields.Date("Day", required=True, readonly=True, index=True)
    starts_at = fields.Datetime("Time", required=True, readonly=True)
    period_start = fields.Date("Period From", readonly=True, help="Empty: the lifetime of the card.")
    period_end = fields.Date("Period To", readonly=True)
    quota = fields.Integer(
        "Quota Then", readonly=True, aggregator=None, help="How many there were in the period; 0: unlimited."
    )
    quantity = fields.Integer(required=True, readonly=True)
    companions = fields.Integer(readonly=True)
    state = fields.Selection(USAGE_STATES, "Status", required=True, readonly=True, index=True)
    key = fields.Char(readonly=True, copy=False, help="The same key is never used twice.")
    user_uid = fields.Integer(
        readonly=True,
        default=lambda self: self.env.uid,
        aggregator=None,
        export_string_translation=False,
        help="Who entered it, also when the user is deleted.",
    )
    note = fields.Text(readonly=True)
    cancel_reason = fields.Text("Why Cancelled", readonly=True)
    cancelled_by_id = fields.Many2one("res.users", readonly=True)
    cancelled_at = fields.Datetime("Cancelled On", readonly=True)

    _key_uniq = models.UniqueIndex("(company_id, key) WHERE key IS NOT NULL", "This key was used already.")
    _quantity_range = models.Constraint(
        "CHECK (quantity > 0 AND companions >= 0)", "How many are used? At least one."
    )

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)
        append_only.protect_steps(
            self.env,
            self._table,
            ("state",),
            SQL(
                "(OLD.state = 'cancelled' AND NEW.state <> 'cancelled')"
                " OR (OLD.state = 'used' AND NEW.state = 'booked')"
            ),
        )

    def _compute_display_name(self):
        for usage in self:
            usage.display_name = f"{usage.benefit_id.name}, {usage.card_id.code}"
