from odoo import fields, models


class ServiceOrderLine(models.Model):
    """What became of the part that was replaced (INST-REP-02)."""

    # one concern a file
    _inherit = "service.order.line"  # pylint: disable=consider-merging-classes-inherited

    old_part = fields.Selection(
        [
            ("handed", "Given to the Customer"),
            ("not_wanted", "Customer Did Not Want It"),
            ("none", "There Was None"),
        ],
        copy=False,
        help="Replaced parts go to the customer, unless they are not wanted.",
    )
