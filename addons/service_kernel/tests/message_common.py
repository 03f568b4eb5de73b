import requests

from odoo.tests import TransactionCase

from .http_server import LocalServer
from .users import new_test_user

_send = requests.Session.send


class MessageCase(TransactionCase):
    """A web server of its own, users, a document (a contact with a responsible user), and the cron."""

    @classmethod
    def _request_handler(cls, s, r, /, **kw):
        """Let requests to the test's own server through as they are: Odoo's tests stretch timeouts."""
        if r.url.startswith("http://127.0.0.1:"):
            return _send(s, r, **kw)
        return super()._request_handler(s, r, **kw)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = LocalServer()
        cls.addClassCleanup(cls.server.close)
        cls.Message = cls.env["service.message"]
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.handler = new_test_user(cls.env, "msg_handler", "base.group_user", name="Handler")
        cls.colleague = new_test_user(
            cls.env, "msg_colleague", "base.group_user", name="Colleague", email="colleague@example.com"
        )
        cls.manager = new_test_user(cls.env, "msg_manager", "service_kernel.group_policy_manager")
        cls.employee = new_test_user(cls.env, "msg_employee", "base.group_user")
        cls.portal = new_test_user(cls.env, "msg_portal", "base.group_portal", email="p@example.com")
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Wang",
                "email": "wang@example.com",
                "phone": "13800138000",
                "country_id": cls.env.ref("base.cn").id,
            }
        )
        cls.document = cls.env["res.partner"].create(
            {"name": "Case 7", "user_id": cls.handler.id, "company_id": cls.env.company.id}
        )

    def setUp(self):
        super().setUp()
        self.server.received.clear()
        self.server.answer(200, b'{"errcode": 0, "code": 0, "errmsg": "ok"}')

    @classmethod
    def channel(cls, preset="wecom", **vals):
        return cls.env["service.message.channel"].create(
            {"code": f"T-{preset}-{len(vals)}", "name": "Robot", "preset": preset}
            | {"url": f"{cls.server.url}/hook/robotkey42?key=verysecret"}
            | vals
        )

    def queue(self, key="k", subject="Subject", body="Text", document=None, **to):
        return self.Message._queue(document or self.document, key, subject, body, **to)

    def run_cron(self):
        """Run the cron as the server does, with its commits."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("service_kernel.cron_service_message").method_direct_trigger()
        self.env.invalidate_all()

    def make_due(self, rows):
        """Let the time pass until these are tried again."""
        rows.next_try_at = "2020-01-01"

    def todos(self):
        return self.env["mail.activity"].search(
            [("res_model", "=", self.document._name), ("res_id", "=", self.document.id)]
        )
