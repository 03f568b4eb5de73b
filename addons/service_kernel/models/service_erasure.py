from odoo import api, models
from odoo.fields import Command, Domain

#: texts and addresses of a message; its time, kind and colleagues' names stay
MESSAGE_TEXTS = (
    *("body", "subject", "email_from", "reply_to", "message_id"),
    *("incoming_email_cc", "incoming_email_to", "outgoing_email_to"),
)


class ServiceErasure(models.AbstractModel):
    """Blanks what surrounds documents: messages, mails, files, activities, ratings (decisions 17).

    Rows stay where ledgers or times of work depend on them; texts, files and people from outside go. It
    runs in superuser mode: who calls has checked the right to erase.
    """

    _name = "service.erasure"
    _description = "Erasure of Personal Data"

    @api.model
    def _erase_around(self, documents, tracked):
        """Erase what surrounds these documents of one model.

        :param tracked: names of the documents' fields whose tracked values go
        """
        # sudo: technical rows that no manager may write; the right to erase was checked
        eraser = self.sudo().with_context(active_test=False, tracking_disable=True)
        eraser._erase(documents, tracked)

    @api.model
    def _erase(self, documents, tracked):
        about = Domain("res_model", "=", documents._name) & Domain("res_id", "in", documents.ids)
        messages = self.env["mail.message"].search(
            [("model", "=", documents._name), ("res_id", "in", documents.ids)]
        )
        self._erase_log(about, messages)
        messages = messages.exists()
        self._erase_files(about, messages)
        self._erase_messages(messages, tracked)
        self.env["mail.scheduled.message"].search(
            [("model", "=", documents._name), ("res_id", "in", documents.ids)]
        ).unlink()
        self.env["mail.activity"].search(about).write({"summary": False, "note": False, "feedback": False})
        self.env["mail.followers"].search(about).filtered(
            lambda row: not _is_colleague(row.partner_id)
        ).unlink()

    @api.model
    def _erase_log(self, about, messages):
        """Erase the log of our own messages, and all e-mails that wait or were sent."""
        rows = self.env["service.message"].search(about)
        rows._anonymise()
        rows.filtered(lambda row: not _is_colleague(row.partner_id)).partner_id = False
        self.env["mail.mail"].search(
            Domain("service_message_id", "in", rows.ids) | Domain("mail_message_id", "in", messages.ids)
        ).unlink()

    @api.model
    def _erase_files(self, about, messages):
        """Delete the files of documents and of their messages, also those in fields."""
        any_field = Domain("res_field", "=", False) | Domain("res_field", "!=", False)
        files = self.env["ir.attachment"].search(about & any_field)
        (files | messages.attachment_ids).unlink()

    @api.model
    def _erase_messages(self, messages, tracked):
        previews = self.env["mail.message.link.preview"].search([("message_id", "in", messages.ids)])
        links = previews.link_preview_id
        previews.unlink()
        links.unlink()
        self.env["mail.message.translation"].search([("message_id", "in", messages.ids)]).unlink()
        messages.tracking_value_ids.filtered(
            lambda value: not value.field_id or value.field_id.name in tracked
        ).unlink()
        messages.notification_ids.filtered(lambda row: not _is_colleague(row.res_partner_id)).unlink()
        messages.write({**dict.fromkeys(MESSAGE_TEXTS, False), "partner_ids": [Command.clear()]})
        messages.filtered(lambda message: not _is_colleague(message.author_id)).author_id = False


def _is_colleague(partner):
    """Whether a contact is an internal user, who stays named as the one who worked."""
    return any(not user.share for user in partner.user_ids)
