from odoo.tests import tagged

from odoo.addons.sms.tests.common import SMSCommon


@tagged("post_install", "-at_install")
class TestMessageSms(SMSCommon):
    """Channels by Odoo's SMS; the service that sends them is Odoo's own stand-in for tests."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channel = cls.env["service.message.channel"].create(
            {"code": "sms", "name": "Text", "kind": "sms", "max_tries": 2}
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Wang", "phone": "13800138000", "country_id": cls.env.ref("base.cn").id}
        )

    def send(self, **sim):
        row = self.env["service.message"]._queue(
            self.customer, "k", "投诉 7", "已受理\n“谢谢”", partners=self.customer, channel=self.channel
        )
        self.run_cron(**sim)
        return row

    def run_cron(self, **sim):
        self.env.flush_all()
        with self.mockSMSGateway(**sim):  # a HttpCase: already in test mode
            self.env.ref("service_kernel.cron_service_message").method_direct_trigger()
        self.env.invalidate_all()

    def test_sent(self):
        row = self.send()
        self.assertEqual((row.state, row.tries, row.address), ("sent", 1, "+8613800138000"))
        self.assertSMSIapSent(["+8613800138000"], content="投诉 7\n已受理\n“谢谢”")

    def test_refused_for_good(self):
        row = self.send(sim_error="wrong_number_format")
        self.assertEqual((row.state, row.tries), ("failed", 1))
        self.assertIn("Wrong Number Format", row.error)
        todo = self.env["mail.activity"].search(
            [("res_id", "=", self.customer.id), ("res_model", "=", "res.partner")]
        )
        self.assertIn("Wang could not be reached", todo.summary)

    def test_refused_for_now(self):
        row = self.send(sim_error="credit")
        self.assertEqual((row.state, row.tries), ("queued", 1))
        row.next_try_at = "2020-01-01"
        self.run_cron()
        self.assertEqual((row.state, row.tries), ("sent", 2))

    def test_no_number(self):
        self.customer.phone = False
        row = self.send()
        self.assertEqual(row.state, "failed")
        self.assertIn("no telephone number", row.error)

    def test_erased_with_what_it_is_about(self):
        row = self.send()
        Sms = self.env["sms.sms"].with_context(active_test=False)
        mine = [("number", "=", "+8613800138000")]
        other = Sms.create({"number": "+8613800138000", "body": "Of another app"})
        self.assertEqual(len(Sms.search(mine) - other), 1)
        row._anonymise()
        self.assertEqual(Sms.search(mine), other)
        self.assertFalse(row.body)
