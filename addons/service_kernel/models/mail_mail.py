from odoo import fields, models

from ..tools.undelivered import Undelivered


class MailMail(models.Model):
    _inherit = "mail.mail"

    service_message_id = fields.Many2one(
        "service.message", readonly=True, index="btree_not_null", ondelete="set null"
    )

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Tell the service messages behind these mails that the mail server refused them."""
        if failure_type:
            for mail in self.filtered(lambda mail: mail.service_message_id.state == "sent"):
                # sudo: the log is written by the system only
                mail.service_message_id.sudo()._note_failure(
                    Undelivered(
                        "email_refused",
                        retry=failure_type not in ("mail_email_invalid", "mail_email_missing"),
                        reason=str(failure_reason or failure_type)[:200],
                    )
                )
        return super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
