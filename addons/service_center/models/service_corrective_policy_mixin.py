from odoo import fields, models

from ..engine.corrective_action import REQUIREMENTS

REQUIREMENT_LABELS = list(
    zip(REQUIREMENTS, ("Not Required", "Started", "Approved", "Effective"), strict=True)
)


class ServiceCorrectivePolicyMixin(models.AbstractModel):
    """A policy that may ask for a corrective action before a complaint is closed."""

    _name = "service.corrective.policy.mixin"
    _description = "May ask for a corrective action"

    requires_corrective_action = fields.Selection(
        REQUIREMENT_LABELS,
        string="Corrective Action",
        required=True,
        default="none",
        help="How far a corrective action has to be before a complaint is closed.",
    )
