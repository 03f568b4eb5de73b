from odoo import models


class ServiceSlaEvent(models.Model):
    """Verdicts by their day, for reviews."""

    # one concern a file: what happened is one, looking for it is another
    _inherit = "service.sla.event"  # pylint: disable=consider-merging-classes-inherited

    _ended_idx = models.Index("(res_model, at) WHERE kind IN ('reach', 'cancel', 'milestone')")
