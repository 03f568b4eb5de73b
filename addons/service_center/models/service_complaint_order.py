from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import lifecycle


class ServiceComplaint(models.Model):
    """The service orders of a complaint."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    service_order_ids = fields.One2many("service.order", "complaint_id", string="Service Orders")
    service_order_count = fields.Integer("Number of Service Orders", compute="_compute_service_order_count")

    def _compute_service_order_count(self):
        groups = self.env["service.order"]._read_group(
            [("complaint_id", "in", self.ids)], ["complaint_id"], ["__count"]
        )
        counts = {complaint.id: count for complaint, count in groups}
        for complaint in self:
            complaint.service_order_count = counts.get(complaint.id, 0)

    def action_create_service_order(self):
        """Make a service order of this complaint, and show it."""
        self.ensure_one()
        self.check_access("write")
        return self._create_service_order().get_formview_action()

    def _create_service_order(self, **vals):
        """Return a new service order of this complaint.

        :raise UserError: the complaint has ended
        """
        if self.state in lifecycle.ENDED_STATES or self.is_history:
            raise UserError(self.env._("%(number)s has ended.", number=self.name))
        return self.env["service.order"].create({"complaint_id": self.id, **vals})

    def action_service_orders(self):
        """Show the service orders of this complaint."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_order_action")
        action["domain"] = [("complaint_id", "=", self.id)]
        action["context"] = {"create": False}
        return action
