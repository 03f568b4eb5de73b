from odoo import api, fields, models


class ResPartner(models.Model):
    """How customers are divided besides grade and segment (GRADE-DIV-01)."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_deal_state = fields.Selection(
        [("closed", "Closed a Deal"), ("negotiating", "Negotiating"), ("potential", "Potential")],
        "State of the Deal",
        groups="service_center.group_user",
    )
    service_importance = fields.Selection(
        [("important", "Important"), ("ordinary", "Not Important")],
        "Importance",
        groups="service_center.group_user",
        help="By how much the customer may buy.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "service_deal_state", "service_importance"]
