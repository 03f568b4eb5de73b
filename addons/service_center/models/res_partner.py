from collections import Counter

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    service_complaint_count = fields.Integer(
        "Complaints", compute="_compute_service_complaint_count", groups="service_center.group_user"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_complaint_count(self):
        """Count the complaints of each partner and of its contacts that the user may see."""
        self._count_service_documents("service.complaint", "service_complaint_count")

    def _count_service_documents(self, model, name):
        """Put into the field ``name`` how many documents of these partners and their contacts there are.

        :param model: a model with ``partner_id``; those that the user may see count
        """
        family = self.with_context(active_test=False).search_fetch(
            [("id", "child_of", self.ids)], ["parent_id"]
        )
        counts = Counter()
        groups = self.env[model]._read_group([("partner_id", "in", family.ids)], ["partner_id"], ["__count"])
        for partner, count in groups:
            while partner:
                counts[partner.id] += count
                partner = partner.parent_id
        for partner in self:
            partner[name] = counts[partner.id]

    def _open_service_documents(self, action, **context):
        """Return an action that shows the documents of this customer and of its contacts.

        :param action: external id of the action of all of them
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(action)
        action["domain"] = [("partner_id", "child_of", self.id)]
        action["context"] = {"default_partner_id": self.id, **context}
        return action

    def action_service_complaints(self):
        """Show the complaints of this customer and of its contacts."""
        return self._open_service_documents("service_center.service_complaint_action", search_default_open=0)
