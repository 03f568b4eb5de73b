import logging

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
BATCH = 50


class ServiceSatisfaction(models.Model):
    """The mails that ask: queued by a cron, never in the write that closes a complaint."""

    # one concern a file: what is asked is one, how it is sent another
    _inherit = "service.satisfaction"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_send(self):
        """Queue the mails of what was asked, a batch a transaction; may be stopped at any point (E1)."""
        domain = [("mail_state", "=", "to_send")]
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self.search_count(domain))
        last = 0
        while requests := self.search([*domain, ("id", ">", last)], limit=BATCH, order="id"):
            last = requests[-1].id
            for request in requests.try_lock_for_update():
                request._send_safely()
            if not Cron._commit_progress(len(requests)):
                return

    def _send_safely(self):
        """Queue the mail of one request; one that fails is set aside with its error."""
        if self.state != "asked" or not self.complaint_id._get_satisfaction_address():
            self.mail_state = "none"
            return
        try:
            with self.env.cr.savepoint():
                self._queue_mail()
                self.write({"mail_state": "sent", "mail_error": False})
        except Exception as error:  # a template may say anything
            _logger.exception("satisfaction request %s was not sent", self.id)
            self.write({"mail_state": "failed", "mail_error": str(error)[:200]})

    def _queue_mail(self):
        template = self.env.ref("service_center.mail_template_satisfaction", raise_if_not_found=False)
        if not template:
            raise UserError(self.env._("The mail template “Complaint: satisfaction” is missing."))
        template.send_mail(self.complaint_id.id)

    def action_send_again(self):
        """Have mails that failed sent again."""
        self.complaint_id.check_access("write")
        # sudo: nobody writes requests by hand; who may change the complaint may have its mail sent
        failed = self.sudo().filtered(lambda request: request.mail_state == "failed")
        failed.write({"mail_state": "to_send", "mail_error": False})
        self._trigger_cron()

    @api.model
    def _trigger_cron(self):
        # sudo: only asks the cron to run
        self.env.ref("service_center.cron_satisfaction").sudo()._trigger()
