from odoo import api, models
from odoo.tools.misc import format_datetime


class ServiceCustomerMixin(models.AbstractModel):
    """A document of which its customer sees a page: a whitelist, never the record itself.

    Customers have no rights on the model at all: files that colleagues keep with a document would be theirs,
    too. They see what ``_get_customer_page`` lets out, of what ``_get_portal_domain`` finds.
    """

    _name = "service.customer.mixin"
    _description = "Has a page for its customer"
    _inherit = ["portal.mixin", "mail.thread"]

    @api.model
    def _as_public(self):
        """Return the model as strangers get it: in sudo, and in nobody's name.

        Also for visitors who are logged in: what is anonymous must not name its creator.
        """
        # sudo: strangers have no rights at all; callers write values that a whitelist names, and show
        # what _get_customer_page lets out
        return self.with_user(self.env.ref("base.public_user")).sudo()

    @api.model
    def _get_portal_domain(self, partner):
        """Return which documents a portal user sees: those of the own company or family."""
        return [("partner_id", "child_of", partner.commercial_partner_id.id)]

    @api.model
    def _get_thread_with_access(self, thread_id, **kwargs):
        """Close the chatter's own routes to strangers and portal users: only the pages check their files."""
        if self.env.user.share:
            return self.browse()
        return super()._get_thread_with_access(thread_id, **kwargs)

    @api.model
    def _create_from_customer(self, vals):
        """Create what a customer's page asks for; its first log line is by the customer, for colleagues.

        Odoo would write it in the name of the public visitor, and in the language of the page.
        """
        document = self.with_context(mail_create_nolog=True).create(vals).with_env(self.env)
        author_id, sender = document._get_page_author()
        for_colleagues = document.with_context(lang=document._get_colleagues_lang())
        document._message_log(body=for_colleagues._creation_message(), author_id=author_id, email_from=sender)
        return document

    def _get_colleagues_lang(self):
        """Return the language that most of those speak who take it up."""
        self.ensure_one()
        officers = self.env.ref("service_center.group_officer").all_user_ids
        readers = (
            self.user_id
            or self.team_id.leader_id
            or self.team_id.member_ids
            or officers.filtered(lambda user: self.company_id in user.company_ids)
        )
        spoken = [user.lang for user in readers if user.lang]
        return max(sorted(set(spoken)), key=spoken.count, default=self.env.lang)

    def _get_page_author(self):
        """Return (id of the author, sender) of what the customer does on the page."""
        self.ensure_one()
        return self.partner_id.id, self.partner_id.email_formatted or self.partner_id.name

    def _customer_step(self, label, at, text=False):
        return {"label": label, "at": self._customer_time(at), "text": text or False}

    def _customer_time(self, at):
        return at and format_datetime(self.env, at, tz=self.company_id._service_tz(), dt_format="short")

    def _get_customer_messages(self):
        """Return the messages of the case that are meant for the customer, oldest first."""
        return self.env["mail.message"].search(
            [
                ("model", "=", self._name),
                ("res_id", "=", self.id),
                ("message_type", "in", ("comment", "email", "email_outgoing", "auto_comment")),
                ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
                ("is_internal", "=", False),
            ],
            order="id",
        )

    def _get_customer_message(self, message):
        from_us = any(not user.share for user in message.author_id.user_ids)
        message.attachment_ids.generate_access_token()
        return {
            "from_us": from_us,
            "author": self.env._("Customer service") if from_us else self.env._("You"),
            "at": self._customer_time(message.date),
            "body": message.body,
            "files": [
                {
                    "name": attachment.name,
                    "url": f"/web/content/{attachment.id}?download=1&access_token={attachment.access_token}",
                }
                for attachment in message.attachment_ids
            ],
        }

    @api.model
    def _prepare_customer_files(self, files):
        """Return attachments of checked files, [(name, bytes, mimetype)], for a message of the customer."""
        return self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": data,
                    "mimetype": mimetype,
                    # as the composer does it: a message of strangers takes over no other files
                    "res_model": "mail.compose.message",
                    "res_id": 0,
                }
                for name, data, mimetype in files
            ]
        )
