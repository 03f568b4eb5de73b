from odoo import api, models
from odoo.tools import html2plaintext

from ..engine import order_lifecycle as engine


class ServiceOrder(models.Model):
    """An order that comes from a complaint takes over its files, its receipt and what was reached (C5)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        Complaint = self.env["service.complaint"]
        complaints = Complaint.browse(
            {vals["complaint_id"] for vals in vals_list if vals.get("complaint_id")}
        )
        complaints.check_access("read")
        prepared = []
        for vals in vals_list:
            complaint = Complaint.browse(vals.get("complaint_id") or ())
            prepared.append({**(complaint._prepare_service_order_vals() if complaint else {}), **vals})
        orders = super().create(prepared)
        for order in orders.filtered("complaint_id"):
            order._take_over_complaint()
        return orders

    def _take_over_complaint(self):
        """A conversion buys no time and loses no file: what the complaint reached, the order has reached."""
        self.ensure_one()
        complaint = self.complaint_id
        if complaint.acknowledged_at:
            self._service_reach("acknowledge", complaint.acknowledged_at)
        self._take_complaint_files()
        complaint._message_log(body=self.env._("Service order %(number)s was made of it.", number=self.name))

    def _take_complaint_files(self):
        """Copy the files of the complaint, and of those with which it was merged, that are not here yet."""
        for order in self:
            # sudo: files of the case that the order belongs to, also of complaints that others work on
            live = order.complaint_id.sudo()._get_live()
            self._copy_attachments(live.browse(live._get_cases()[live.id]), order)

    def _follow_state(self, source, target, wait, ended_at):
        """Follow; who takes an order up again finds the files that came meanwhile."""
        if source == engine.CANCELLED:
            self.filtered("complaint_id")._take_complaint_files()
        return super()._follow_state(source, target, wait, ended_at)


class ServiceComplaint(models.Model):
    """Half of all complaints end in somebody driving out with parts."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _hand_files_on(self):
        """Let the open service orders of these complaints have the files that have come since (C5)."""
        # sudo: whoever sends a file, the customer too, need not see the orders that it reaches
        complaints = self.sudo().exists()
        lives = complaints.browse({complaint._get_live().id for complaint in complaints})
        ids = {one for case in lives._get_cases().values() for one in case}
        # sudo: as above
        self.env["service.order"].sudo().search(
            [("complaint_id", "in", list(ids)), ("state", "in", engine.OPEN_STATES)]
        )._take_complaint_files()

    def _prepare_service_order_vals(self):
        """Values that a service order takes over from this complaint."""
        self.ensure_one()
        return {
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "contact_name": self.contact_name,
            "contact_phone": self.contact_phone,
            "contact_email": self.contact_email,
            "product_id": self.product_id.id,
            "serial": self.serial,
            "sale_order_id": self.sale_order_id.id,
            "site_id": self.site_id.id,
            "category_id": self.category_id.id,
            "team_id": self.team_id.id,
            "user_id": (self.user_id or self.env.user).id,
            "channel": self.channel,
            "received_at": self.received_at,
            "description": html2plaintext(self.description or "").strip(),
        }
