import base64
import hashlib
import hmac
import json
import time
from urllib.parse import parse_qs, urlsplit

from odoo.tests import tagged

from .message_common import MessageCase

TEXT = "顾客说：“退货！”\n第二行 {\"a\": [\\]} 'x'"


@tagged("post_install", "-at_install")
class TestMessageHttp(MessageCase):
    """Messages by HTTP, really sent to a server."""

    def send(self, channel, **to):
        row = self.queue(subject="投诉 7", body=TEXT, channel=channel, **(to or {"users": self.colleague}))
        self.run_cron()
        return row

    def url(self):
        return f"{self.document.get_base_url()}/mail/view?model=res.partner&res_id={self.document.id}"

    def received(self):
        self.assertEqual(len(self.server.received), 1)
        request = self.server.received[0]
        self.assertIn("application/json", request.headers["Content-Type"])
        return request, json.loads(request.body)

    def test_wecom(self):
        row = self.send(self.channel("wecom"))
        request, body = self.received()
        self.assertEqual(request.path, "/hook/robotkey42?key=verysecret")
        content = f"投诉 7\n{TEXT}\n{self.url()}"
        self.assertEqual(body, {"msgtype": "text", "text": {"content": content}})
        self.assertEqual((row.state, row.tries, row.error), ("sent", 1, False))
        self.assertTrue(row.sent_at)

    def test_wecom_counts_bytes(self):
        row = self.queue(body="中" * 1000, channel=self.channel("wecom"))
        self.run_cron()
        _request, body = self.received()
        self.assertLessEqual(len(body["text"]["content"].encode()), 2048)
        self.assertIn("中…", body["text"]["content"])
        self.assertEqual(row.body, "中" * 1000)

    def test_dingtalk_signed(self):
        before = time.time() * 1000
        row = self.send(self.channel("dingtalk", secret="SECabc"))
        request, body = self.received()
        self.assertEqual(body, {"msgtype": "text", "text": {"content": f"投诉 7\n{TEXT}\n{self.url()}"}})
        query = parse_qs(urlsplit(request.path).query)
        stamp = query["timestamp"][0]
        self.assertLessEqual(before - 1, int(stamp))
        self.assertLessEqual(int(stamp), time.time() * 1000)
        digest = hmac.new(b"SECabc", f"{stamp}\nSECabc".encode(), hashlib.sha256).digest()
        self.assertEqual(query["sign"], [base64.b64encode(digest).decode()])
        self.assertEqual(query["key"], ["verysecret"])
        self.assertEqual(row.state, "sent")

    def test_feishu_signed(self):
        row = self.send(self.channel("feishu", secret="demo"))
        request, body = self.received()
        self.assertEqual(body["msg_type"], "text")
        self.assertEqual(body["content"], {"text": f"投诉 7\n{TEXT}\n{self.url()}"})
        digest = hmac.new(f"{body['timestamp']}\ndemo".encode(), b"", hashlib.sha256).digest()
        self.assertEqual(body["sign"], base64.b64encode(digest).decode())
        self.assertLess(abs(time.time() - int(body["timestamp"])), 60)
        self.assertNotIn("sign=", request.path)
        self.assertEqual(row.state, "sent")

    def test_unsigned_robots(self):
        for preset in ("dingtalk", "feishu"):
            self.server.received.clear()
            self.queue(key=preset, channel=self.channel(preset))
            self.run_cron()
            request, body = self.received()
            self.assertNotIn("sign", request.path + "".join(body))

    def test_sms_gateway(self):
        row = self.send(self.channel("sms_gateway"), partners=self.customer)
        _request, body = self.received()
        self.assertEqual(body, {"phone": "+8613800138000", "text": TEXT})
        self.assertEqual((row.state, row.address), ("sent", "+8613800138000"))

    def test_a_gateway_with_a_form_and_headers(self):
        channel = self.channel(
            "sms_gateway",
            encoding="form",
            headers='{"X-Token": "abcdef"}',
            body='{"mobile": "{{phone_local}}", "msg": "{{text}}", "to": "{{recipient}}"}',
            success_path="data.0.status",
            success_value="OK",
        )
        self.server.answer(200, b'{"data": [{"status": "OK"}]}')
        row = self.send(channel, partners=self.customer)
        request = self.server.received[0]
        self.assertEqual(
            parse_qs(request.body.decode()), {"mobile": ["13800138000"], "msg": [TEXT], "to": ["Wang"]}
        )
        self.assertEqual(request.headers["X-Token"], "abcdef")
        self.assertEqual(row.state, "sent")

    def test_one_message_for_a_group(self):
        channel = self.channel("wecom", body='{"text": "{{recipient}}: {{text}}"}')
        rows = self.queue(channel=channel, users=self.colleague | self.handler, partners=self.customer)
        self.assertEqual(len(rows), 1)
        self.run_cron()
        _request, body = self.received()
        self.assertEqual(body, {"text": "Colleague, Handler, Wang: Text"})

    def keeps_failing(self, channel, error):
        """The row is tried again, later and later, until a person has to see to it."""
        row = self.send(channel)
        self.assertEqual((row.state, row.tries), ("queued", 1))
        self.assertIn(error, row.error)
        self.assertFalse(self.todos())
        for tries in range(2, channel.max_tries + 1):
            self.run_cron()
            self.assertEqual(row.tries, tries - 1, "not before its time")
            self.make_due(row)
            self.run_cron()
            self.assertEqual(row.tries, tries)
        self.assertEqual(row.state, "failed")
        self.assertEqual(self.todos().user_id, self.handler)
        self.assertIn(error, self.todos().summary)
        self.assertNotIn("verysecret", row.error)
        self.assertNotIn("robotkey42", row.error)
        return row

    def test_the_robot_refuses(self):
        self.server.answer(200, b'{"errcode": 93000, "errmsg": "invalid robotkey42 verysecret"}')
        row = self.keeps_failing(self.channel("wecom"), "127.0.0.1 refused it")
        self.assertIn("93000", row.error)
        self.assertEqual(len(self.server.received), 5)

    def test_retries_wait_longer_and_longer(self):
        self.server.answer(500)
        row = self.send(self.channel("wecom"))
        waits = []
        for _tries in range(4):
            waits.append(round((row.next_try_at - row.write_date).total_seconds() / 60))
            self.make_due(row)
            self.run_cron()
        self.assertEqual(waits, [1, 5, 30, 120])

    def test_a_server_error(self):
        self.server.answer(500, b"oops")
        self.keeps_failing(self.channel("wecom", max_tries=2), "127.0.0.1 answered with error 500")

    def test_no_json(self):
        self.server.answer(200, b"<html>login</html>")
        row = self.keeps_failing(self.channel("wecom", max_tries=2), "is not JSON")
        self.assertNotIn("login", row.error)

    def test_no_verdict(self):
        self.server.answer(200, b'{"ok": 1}')
        self.keeps_failing(self.channel("wecom", max_tries=2), "has no “errcode”")

    def test_nobody_listens(self):
        self.keeps_failing(
            self.channel("wecom", max_tries=2, url="http://127.0.0.1:9/x"), "no connection to 127.0.0.1"
        )

    def test_no_answer_in_time(self):
        self.server.answer(200, wait=2)
        self.keeps_failing(self.channel("wecom", max_tries=2, timeout=1), "did not answer within 1 seconds")

    def test_no_answer_may_mean_sent(self):
        """A text message costs money and annoys: it is not sent again when nobody knows."""
        self.server.answer(200, wait=2)
        row = self.send(self.channel("sms_gateway", timeout=1), partners=self.customer)
        self.assertEqual((row.state, row.tries), ("failed", 1))
        self.assertIn("it may have been sent", self.todos().summary)

    def test_an_answer_that_drips(self):
        self.server.answer(200, b" " * 30_000, drip=0.2)
        start = time.monotonic()
        self.keeps_failing(self.channel("wecom", max_tries=2, timeout=1), "did not answer within 1 seconds")
        self.assertLess(time.monotonic() - start, 8)

    def test_redirects_are_not_followed(self):
        self.server.answer(302, b"", {"Location": f"{self.server.url}/other"})
        row = self.send(self.channel("wecom"))
        self.assertEqual((row.state, len(self.server.received)), ("failed", 1))
        self.assertIn("not followed", row.error)

    def test_huge_answers(self):
        self.server.answer(200, b'{"errcode": 0, "x": "' + b"x" * 100_000 + b'"}')
        self.keeps_failing(self.channel("wecom", max_tries=2), "larger than 64 KB")

    def test_hosts_can_be_limited(self):
        channel = self.channel("wecom")
        self.env["ir.config_parameter"].set_param("service_kernel.http_hosts", "qyapi.weixin.qq.com")
        row = self.send(channel)
        self.assertEqual((row.state, self.server.received), ("failed", []))
        self.assertIn("may not be sent to 127.0.0.1", row.error)
        self.assertEqual(self.todos().user_id, self.handler)

    def test_an_archived_channel(self):
        channel = self.channel("wecom")
        row = self.queue(channel=channel)
        channel.action_archive()
        self.run_cron()
        self.assertEqual((row.state, self.server.received), ("failed", []))

    def test_no_number(self):
        self.customer.phone = False
        row = self.send(self.channel("sms_gateway"), partners=self.customer)
        self.assertEqual((row.state, self.server.received), ("failed", []))
        self.assertEqual(self.todos().summary, "Wang could not be reached: there is no telephone number")
        self.customer.phone = "12"
        row = self.queue(key="2", channel=self.channel("sms_gateway", code="2"), partners=self.customer)
        self.run_cron()
        self.assertIn("not valid", row.error)

    def test_the_test_button(self):
        channel = self.channel("wecom").with_user(self.manager)
        action = channel.action_test()
        self.assertEqual(action["params"]["type"], "success")
        self.assertIn("Robot", self.received()[1]["text"]["content"])
        self.server.answer(200, b'{"errcode": 1}')
        action = channel.action_test()
        self.assertEqual(action["params"]["type"], "danger")
        self.assertIn("refused it", action["params"]["message"])
        states = self.Message.search([("channel_id", "=", channel.id)]).mapped("state")
        self.assertEqual(states, ["failed", "sent"])
