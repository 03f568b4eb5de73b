import json

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .message_common import MessageCase


@tagged("post_install", "-at_install")
class TestMessageChannel(MessageCase):
    """What a channel may say, and who sees it."""

    def refused(self, sentence, preset="wecom", **vals):
        with self.assertRaisesRegex(ValidationError, sentence), self.env.cr.savepoint():
            self.channel(preset, **vals)

    def test_bad_bodies(self):
        self.refused(r"Body: This is not valid JSON: see line 2, column 3", body='{"a":\n  nope}')
        self.refused(r"There is no placeholder {{txt}}. Possible are: {{subject}}, ", body='{"a": "{{txt}}"}')
        self.refused("Body: The body has to be a JSON object", body="[]")
        self.refused("Body: This is not valid JSON", body=False)
        self.refused("no values inside values", body='{"a": {"b": 1}}', encoding="form")
        self.refused("{{phone}} differs from person to person", body='{"a": "{{phone}}"}')

    def test_bad_addresses(self):
        self.refused("Web Address: Enter a whole web address", url="qyapi.weixin.qq.com/x")
        self.refused("Web Address: Enter a whole web address", url=False)
        self.refused("Web Address: Enter a whole web address", url="file:///etc/passwd")
        self.refused("user name and the password", url="https://me:pw@a.example")
        self.refused("address of the machine itself", url="http://169.254.169.254/latest/meta-data")
        self.env["ir.config_parameter"].set_param("service_kernel.http_hosts", "a.example")
        self.refused("may not be sent to b.example", url="https://b.example")
        self.assertEqual(self.channel(url="https://a.example/key").host, "a.example")

    def test_bad_numbers_and_headers(self):
        self.refused("Timeout: between 1 and 20", timeout=21)
        self.refused("Timeout: between 1 and 20", timeout=0)
        self.refused("Tries: between 1 and 10", max_tries=11)
        self.refused("at least 20 bytes", text_bytes=5)
        self.refused("Headers: .*“X” cannot be a header", headers='{"X": "a\\nb"}')
        self.refused("value that means success", success_path="code", success_value=False)

    def test_only_what_is_used_is_checked(self):
        self.channel(kind="email", preset=False, url=False)
        archived = self.channel(code="2", url=False, active=False)
        with self.assertRaises(ValidationError):
            archived.action_unarchive()

    def test_a_preset_fills_the_rest(self):
        form = Form(self.env["service.message.channel"])
        form.name, form.code, form.preset, form.url = "F", "f", "feishu", "https://open.feishu.cn/x"
        channel = form.save()
        self.assertEqual(json.loads(channel.body)["msg_type"], "text")
        self.assertEqual((channel.signing, channel.success_path, channel.to_group), ("body", "code", True))

    def test_programs_name_a_preset_and_override(self):
        channel = self.channel("dingtalk", success_value="1")
        self.assertEqual((channel.signing, channel.success_value), ("query", "1"))

    def test_every_preset_is_valid(self):
        for preset in ("wecom", "dingtalk", "feishu", "sms_gateway"):
            self.assertTrue(self.channel(preset))
        self.assertTrue(self.channel("custom", body='{"a": "{{text}}"}'))

    def test_keys_are_for_policy_managers(self):
        channel = self.channel("dingtalk", secret="SEC", headers='{"X": "y"}')
        self.assertEqual(channel.with_user(self.manager).secret, "SEC")
        for name in ("url", "secret", "headers", "body"):
            with self.assertRaises(AccessError):
                channel.with_user(self.employee).read([name])
        self.assertEqual(channel.with_user(self.employee).read(["name", "host"])[0]["host"], "127.0.0.1")
        with self.assertRaises(AccessError):
            channel.with_user(self.portal).read(["name"])
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                channel.with_user(user).action_test()
            with self.assertRaises(AccessError):
                channel.with_user(user).write({"timeout": 5})
        self.assertFalse(self.server.received)

    def test_other_companies(self):
        foreign = self.channel(company_id=self.other_company.id)
        self.assertFalse(foreign.with_user(self.manager).search([("id", "=", foreign.id)]))

    def test_a_copy_has_no_keys(self):
        copy = self.channel("dingtalk", secret="SEC", active=False).copy()
        self.assertFalse(copy.secret or copy.url)
