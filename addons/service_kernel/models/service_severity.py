from odoo import fields, models

from ..engine import severity as engine


class ServiceSeverity(models.Model):
    """How serious a case is: A, B, …; a higher sequence is more serious."""

    _name = "service.severity"
    _description = "Severity"
    _inherit = ["service.policy.mixin"]
    _order = "sequence desc, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, required=True, help="The higher, the more serious.")
    flag_ids = fields.One2many("service.risk.flag", "severity_id", string="Risk Flags")

    def _get_engine_severity(self):
        """Return it as the engine sees it, None for no severity."""
        if not self:
            return None
        return engine.Severity(self.id, self.code, self.sequence)
