from odoo import api, models
from odoo.tools import html2plaintext


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
        self._copy_attachments(complaint, self)
        complaint._message_log(body=self.env._("Service order %(number)s was made of it.", number=self.name))


class ServiceComplaint(models.Model):
    """Half of all complaints end in somebody driving out with parts."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

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
