from odoo import fields, models

from ..engine import corrective_action as engine


class ServiceCorrectiveMeasure(models.Model):
    """D5 and D6: what takes the cause away for good, and the evidence that it was done."""

    _name = "service.corrective.measure"
    _description = "Permanent Action"
    _inherit = ["service.corrective.task.mixin"]
    _done_in = engine.CARRIED_OUT_IN

    evidence = fields.Text(help="What shows that it was done: document, photo, record …")
