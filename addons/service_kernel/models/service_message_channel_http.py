import time
from uuid import uuid4

from odoo import models

from ..engine import http_message
from ..engine.problem import Problem
from ..tools import http_post
from ..tools.undelivered import Undelivered

SHOWN = 200  # characters of an answer that are kept


class ServiceMessageChannel(models.Model):
    """Sending by HTTP, and the test of a channel."""

    # one concern a file: what a channel is, and how it sends
    _inherit = "service.message.channel"  # pylint: disable=consider-merging-classes-inherited

    def _uses_placeholder(self, *names):
        """Whether the body of the channel has one of these placeholders."""
        try:
            tree = http_message.parse_json(self.body or "")
        except Problem:
            return False
        return bool(http_message.placeholders(tree) & set(names))

    def _post(self, values):
        """Send one message by HTTP, now.

        :param values: {placeholder: text}, see ``http_message.PLACEHOLDERS``
        :raise Undelivered: it was not sent, or nobody knows
        """
        self.ensure_one()
        try:
            url, headers, tree = self._parse_http()
        except Problem as problem:
            raise Undelivered("channel_bad", problem=problem.code, params=problem.params) from None
        secret, now = self.secret or "", time.time()
        values = {**values, "text": http_message.cut(values["text"], self.text_bytes)}
        body = http_message.fill(tree, values)
        signed = url
        if secret and self.signing == "query":
            signed = http_message.sign_url(url, secret, now)
        elif secret and self.signing == "body":
            body = http_message.sign_body(body, secret, now)
        host = http_message.host_of(url)
        try:
            answer = http_post.post(signed, body, headers, self.timeout, self.encoding == "form")
        except Undelivered as problem:
            retry = problem.retry and (problem.code != "http_no_answer" or self.repeat_unanswered)
            raise Undelivered(problem.code, retry=retry, **problem.params, host=host) from None
        try:
            http_message.check_answer(answer, self.success_path, self.success_value)
        except Problem as problem:
            known = http_message.redact(answer, url, (secret, *headers.values()))[:SHOWN]
            shown = {"answer": known} if problem.code != "answer_no_json" else {}
            raise Undelivered(problem.code, retry=True, **problem.params, **shown, host=host) from None

    def action_test(self):
        """Send a test message to the user, or to the channel's group, at once; say what came of it.

        :raise AccessError: the user does not maintain channels
        """
        self.ensure_one()
        self.check_access("write")
        row = self.env["service.message"]._queue(
            self,
            f"test:{uuid4().hex}",
            self.env._("Test message"),
            self.env._("If you can read this, the channel “%(channel)s” works.", channel=self.name),
            users=self.env.user,
            channel=self,
            template="test",
        )
        # sudo: nobody writes the log by hand; the user may test channels
        error = row.sudo()._send_now()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if error else "success",
                "title": self.env._("Not sent") if error else self.env._("Sent"),
                "message": error or self.env._("The test message was sent."),
                "sticky": bool(error),
            },
        }
