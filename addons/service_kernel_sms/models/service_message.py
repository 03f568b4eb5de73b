from odoo import models

from odoo.addons.service_kernel.tools.undelivered import Undelivered

LATER = ("sms_server", "sms_credit")  # what may pass by itself


class ServiceMessage(models.Model):
    _inherit = "service.message"

    def _send_sms(self):
        """Send a text message through Odoo's SMS, and wait for what its service says."""
        if self.user_id and not self.user_id.active:
            raise Undelivered("user_archived")
        number = self._get_phone()
        text = "\n".join(filter(None, (self.subject, self.body)))
        # sudo: text messages are technical records
        sms = (
            self.env["sms.sms"]
            .sudo()
            .create({"number": number, "body": text, "partner_id": self.partner_id.id})
        )
        sms.send(unlink_failed=True, unlink_sent=False)
        if sms.state == "error":
            reasons = dict(sms._fields["failure_type"]._description_selection(self.env))
            raise Undelivered(
                "sms_refused",
                retry=sms.failure_type in LATER,
                reason=reasons.get(sms.failure_type, sms.failure_type or ""),
            )
        self.address = number
