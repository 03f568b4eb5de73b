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
        # sudo: text messages are technical records
        sms = (
            self.env["sms.sms"]
            .sudo()
            .create({"number": number, "body": self._get_sms_text(), "partner_id": self.partner_id.id})
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

    def _get_sms_text(self):
        return "\n".join(filter(None, (self.subject, self.body)))

    def _anonymise(self):
        """Blank; the text messages that were sent go, too."""
        sent = self.filtered(lambda row: row.kind == "sms" and row.address)
        # sudo: text messages are technical records; who calls has checked the right to erase
        self.env["sms.sms"].sudo().search(
            [
                ("number", "in", sent.mapped("address")),
                ("body", "in", [row._get_sms_text() for row in sent]),
            ]
        ).unlink()
        return super()._anonymise()
