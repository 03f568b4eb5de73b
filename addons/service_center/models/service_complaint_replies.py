from datetime import timedelta

from odoo import fields, models
from odoo.tools import email_normalize, is_html_empty
from odoo.tools.mail import plaintext2html

SETTLED_STATES = ("resolved", "closed")


class ServiceComplaint(models.Model):
    """Where the customer's replies go: to the live complaint, and a settled one is taken up again."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    origin_id = fields.Many2one(
        "service.complaint",
        "Follows",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="The customer wrote again about this complaint, too late to reopen it.",
    )
    successor_ids = fields.One2many("service.complaint", "origin_id", string="Followed By", readonly=True)

    def message_post(self, **kwargs):
        """Post; what comes from outside goes to where the complaint goes on."""
        self.ensure_one()
        author = self._get_outside_author(kwargs)
        if author is None:
            return super().message_post(**kwargs)
        landing = self._get_landing()
        if landing._is_by_customer(author, kwargs) and not self.env.context.get("service_automatic_mail"):
            landing = landing._take_up_again(kwargs)
        if landing == self:
            return super().message_post(**kwargs)
        # sudo: the customer need not be allowed to see the complaint into which theirs was merged
        return landing.sudo().message_post(**kwargs)

    def _get_outside_author(self, kwargs):
        """Return the partner who writes from outside, empty if unknown; None for words from inside."""
        # sudo: only whether the author is a colleague
        author = self.env["res.partner"].sudo().browse(kwargs.get("author_id") or ())
        if kwargs.get("message_type") == "email":
            return author
        # sudo: only who writes
        author = author or self.env.user.sudo().partner_id
        inside = author.user_ids.filtered(lambda user: not user.share) or not author.user_ids
        return None if inside or kwargs.get("message_type") != "comment" else author

    def _is_by_customer(self, author, kwargs):
        """Whether a message is the customer's own: by the contact or its company, or from its address."""
        # sudo: only compares
        complaint = self.sudo()
        if author.user_ids.filtered(lambda user: not user.share):
            return False
        commercial = complaint.partner_id.commercial_partner_id
        if commercial and author.commercial_partner_id == commercial:
            return True
        address = email_normalize(kwargs.get("email_from") or author.email or "")
        return bool(address) and address == complaint.email_key

    def _get_landing(self):
        """Return the complaint to which replies go: the live one or, if that is settled, what follows it."""
        # sudo: only follows links
        landing, seen = self._get_live().sudo(), set()
        while landing.state in SETTLED_STATES and landing.id not in seen:
            seen.add(landing.id)
            following = landing.successor_ids.sorted("id")[-1:]
            landing = following._get_live() if following else landing
        return landing.with_env(self.env)

    def _take_up_again(self, kwargs):
        """The customer writes about a settled complaint: it is reopened or, if too late, a new one made.

        :return: the complaint to which the message goes
        """
        # sudo: the customer's right is to be heard; what happens is the company's rule
        complaint = self.sudo()
        end = complaint.closed_at or complaint.resolved_at
        if complaint.state not in SETTLED_STATES or complaint.is_history or not end:
            return self
        if fields.Datetime.now() <= end + timedelta(days=complaint.company_id.service_reopen_days):
            complaint.action_reopen()
            return self
        successor = complaint.with_context(mail_create_nosubscribe=True).create(
            complaint._prepare_successor_vals(kwargs)
        )
        complaint._message_log(
            body=self.env._("The customer wrote again: %(number)s follows.", number=successor.name)
        )
        return successor.with_env(self.env)

    def _prepare_successor_vals(self, kwargs):
        """Values of the complaint that follows this one, from the customer's message."""
        self.ensure_one()
        body = kwargs.get("body") or ""
        if not hasattr(body, "__html__") and not kwargs.get("body_is_html"):
            body = plaintext2html(body)
        if is_html_empty(body):
            body = plaintext2html(kwargs.get("subject") or self.env._("See the message."))
        by_hand = self.team_id.assignment in (False, "manual")
        return {
            "origin_id": self.id,
            "company_id": self.company_id.id,
            "channel": "email" if kwargs.get("message_type") == "email" else "portal",
            "description": body,
            "user_id": self.user_id.id if by_hand and self.user_id.active else False,
            "contact_name": self.contact_name,
            "contact_phone": self.contact_phone,
            "contact_email": self.contact_email,
            "serial": self.serial,
            **{
                name: self[name].id
                for name in (
                    "partner_id",
                    "category_id",
                    "site_id",
                    "team_id",
                    "department_id",
                    "product_id",
                    "sale_order_id",
                )
            },
        }
