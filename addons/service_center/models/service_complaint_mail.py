from odoo import api, models
from odoo.tools.mail import email_split_tuples, html2plaintext

from .service_complaint_intake import as_html

#: characters of a mail that become the description; the whole mail is in the chatter
MAX_TEXT = 20_000


class ServiceComplaint(models.Model):
    """Complaints that come in by e-mail, at the address of a team."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Make a complaint of a mail: subject and text as plain text, the customer by the address."""
        name, address = next(iter(email_split_tuples(msg_dict.get("email_from") or "")), ("", ""))
        text = html2plaintext(msg_dict.get("body") or "").strip()
        subject = (msg_dict.get("subject") or "").strip()
        words = "\n\n".join(filter(None, [subject, text[:MAX_TEXT]])) or self.env._("Mail without text")
        values = {
            **(custom_values or {}),
            "channel": "email",
            "user_id": False,
            "contact_name": (name or address or self.env._("Unknown sender"))[:200],
            "contact_email": address,
            "description": as_html(words),
        }
        customer = self._find_mail_customer(msg_dict.get("author_id"), values.get("company_id"))
        if customer:
            values |= {"partner_id": customer.id, "contact_name": False}
        # the mail gateway reads the model's primary address and number from the message: they are given here
        return self.create(values)

    @api.model
    def _find_mail_customer(self, author_id, company_id):
        """Return the customer who wrote; a colleague who forwards a customer's mail is none."""
        partner = self.env["res.partner"].browse(author_id or []).exists()
        if any(not user.share for user in partner.user_ids):
            return partner.browse()
        company = company_id or self.env.company.id
        return partner if partner.company_id.id in (False, company) else partner.browse()
