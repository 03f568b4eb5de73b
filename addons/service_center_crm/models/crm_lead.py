from odoo import api, fields, models

VISITOR_CLASSES = [("a", "A"), ("b", "B"), ("c", "C"), ("d", "D")]
#: writes that may start a plan, or end it
WATCHED = {"service_visited_at", "stage_id", "active", "partner_id"}
TRIGGERS = ("lead_received", "lead_visited")


class CrmLead(models.Model):
    """What advisers know of callers and visitors, and callback plans ask for (REALTY, Q-46)."""

    _inherit = "crm.lead"

    service_visited_at = fields.Datetime(
        "Visited On", copy=False, help="When the customer came for the first time."
    )
    service_is_good_caller = fields.Boolean(
        "Good-Quality Caller", copy=False, help="Worth calling again until the customer comes."
    )
    service_visitor_class = fields.Selection(
        VISITOR_CLASSES, "Visitor Class", copy=False, help="Set by the adviser after the visit."
    )
    service_is_key_lead = fields.Boolean("Key Customer", copy=False)
    service_has_objection = fields.Boolean(
        "Has Objections",
        copy=False,
        help="There is something about the offer that the customer does not like yet.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._service_give_customers()
        self.env["service.callback.plan"]._happened(self._name)
        return leads

    def write(self, vals):
        result = super().write(vals)
        if {"service_visited_at", "phone", "email_from", "active"} & vals.keys():
            self._service_give_customers()
        if WATCHED & vals.keys():
            self.env["service.callback.plan"]._happened(self._name)
        return result

    def _service_give_customers(self):
        """Leads that a callback plan looks at get a customer whom somebody can call."""
        # sudo: whether somebody will call, which whoever notes a lead need not be allowed to read
        companies = self.env["service.callback.plan"].sudo().search([("trigger", "in", TRIGGERS)]).company_id
        if not companies:
            return
        leads = self.filtered(
            lambda lead: (
                not lead.partner_id
                and (lead.phone or lead.email_from)
                and (not lead.company_id or lead.company_id in companies)
            )
        )
        # sudo: whoever notes a lead need not be allowed to make contacts
        leads.sudo()._handle_partner_assignment(create_missing=True)
