from odoo import api, fields, models

from .crm_lead import TRIGGERS


class ServiceCallbackPlan(models.Model):
    """Plans that start when somebody calls or visits for the first time (REALTY-CALLER, REALTY-VIS)."""

    _inherit = "service.callback.plan"

    trigger = fields.Selection(
        selection_add=[("lead_received", "Lead Received"), ("lead_visited", "Lead Visited")],
        ondelete={"lead_received": "cascade", "lead_visited": "cascade"},
    )

    @api.model
    def _get_triggers(self):
        return super()._get_triggers() | {
            "lead_received": ("crm.lead", "create_date"),
            "lead_visited": ("crm.lead", "service_visited_at"),
        }

    @api.model
    def _get_started(self):
        return super()._get_started() | {
            "lead_received": [],
            "lead_visited": [("service_visited_at", "!=", False)],
        }

    @api.model
    def _get_events(self):
        return (*super()._get_events(), *TRIGGERS)
