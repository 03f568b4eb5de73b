from odoo import fields, models


class MembershipCardRequest(models.Model):
    """A customer asks for a card in the portal; an officer approves or refuses it with a reason."""

    _name = "membership.card.request"
    _description = "Request of a Card"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="cascade", tracking=True
    )
    program_id = fields.Many2one(
        "loyalty.program", required=True, domain="[('is_membership', '=', True)]", ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="requested",
        copy=False,
        tracking=True,
        index=True,
    )
    note = fields.Text("What the Customer Says")
    answer = fields.Char("Reason of the Refusal", copy=False)
    card_id = fields.Many2one(
        "loyalty.card", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    decided_at = fields.Datetime("Decided On", readonly=True, copy=False)

    _open_uniq = models.UniqueIndex(
        "(partner_id, program_id) WHERE state = 'requested'", "The customer has asked for this card already."
    )
