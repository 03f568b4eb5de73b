from odoo import fields, models


class SaleOrderLine(models.Model):
    """What a confirmed line did to a card, so that it is done once and can be taken back."""

    # one concern a file
    _inherit = "sale.order.line"  # pylint: disable=consider-merging-classes-inherited

    membership_card_id = fields.Many2one(
        "loyalty.card",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    membership_granted_on = fields.Date(readonly=True, copy=False, export_string_translation=False)
    membership_months_granted = fields.Integer(
        readonly=True, copy=False, aggregator=None, export_string_translation=False
    )
    membership_valid_before = fields.Date(readonly=True, copy=False, export_string_translation=False)
    membership_valid_after = fields.Date(readonly=True, copy=False, export_string_translation=False)
    membership_is_issued = fields.Boolean(readonly=True, copy=False, export_string_translation=False)
