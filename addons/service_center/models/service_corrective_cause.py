from odoo import fields, models


class ServiceCorrectiveCause(models.Model):
    """D4: why it happened, found by asking why again and again, by the six M."""

    _name = "service.corrective.cause"
    _description = "Root Cause"
    _inherit = ["service.corrective.line.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Text("Root Cause", required=True)
    kind = fields.Selection(
        [
            ("man", "Man"),
            ("machine", "Machine"),
            ("material", "Material"),
            ("method", "Method"),
            ("environment", "Environment"),
            ("measurement", "Measurement"),
        ],
        string="Category",
        required=True,
    )
    why_chain = fields.Text("Why?", help="Why did it happen? And why that? One answer a line.")
    is_verified = fields.Boolean(
        "Verified", help="It was shown that the problem comes with the cause and goes with it."
    )
