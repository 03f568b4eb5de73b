from odoo.tests import RecordCapturer

from .common import ComplaintCase


class SatisfactionCase(ComplaintCase):
    """Complaints that are closed, and customers who are asked about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.authority.rule"].search([]).active = False  # everybody may close
        cls.Satisfaction = cls.env["service.satisfaction"]

    def closed(self, **vals):
        """Return a complaint of the customer that was closed just now."""
        complaint = self.complain(
            **{"partner_id": self.customer.id, "contact_name": False, "user_id": self.user.id, **vals}
        )
        complaint.action_resolve()
        complaint.action_close()
        return complaint

    def send_requests(self):
        """Run the cron; return the mails that it queued."""
        self.env.flush_all()
        with (
            RecordCapturer(self.env["mail.mail"].sudo(), []) as mails,
            self.enter_registry_test_mode(),
        ):
            self.env.ref("service_center.cron_satisfaction").method_direct_trigger()
        self.env.invalidate_all()
        return mails.records

    def messages(self, complaint):
        """What was posted on the case after its registration, oldest first, as plain texts."""
        return [
            message.body.striptags()
            for message in complaint.message_ids.sorted("id")
            if message.message_type == "comment"
        ]
