import threading
from unittest.mock import patch

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tools import append_only

from .http_server import LocalServer
from .message_common import MessageCase

KEY = "service_kernel_crash_test"


class Killed(BaseException):
    """The process ends here."""


@tagged("post_install", "-at_install")
class TestMessageCrash(BaseCase):
    """Senders that die, and several at once: with real cursors, and rows that are really committed."""

    _request_handler = MessageCase._request_handler

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.server = LocalServer()
        cls.addClassCleanup(cls.server.close)

    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(Registry, "_lock", DummyRLock()))  # threads wait for the runner else
        self.server.received.clear()
        self.server.answer(200, b'{"errcode": 0}')
        self.addCleanup(self.work, self.clean)
        self.work(self.clean)
        self.work(self.prepare)

    def work(self, function, *args):
        """Call ``function`` with the environment of a transaction of its own."""
        with self.registry.cursor() as cr:
            return function(Environment(cr, SUPERUSER_ID, {}), *args)

    def prepare(self, env):
        self.document = env["res.partner"].create({"name": KEY, "email": "k@example.com"}).id
        self.channel = (
            env["service.message.channel"]
            .create({"code": KEY, "name": KEY, "preset": "wecom", "url": self.server.url})
            .id
        )

    def clean(self, env):
        env.flush_all()
        append_only.unprotect(env, "service_message")
        env["mail.mail"].search([("service_message_id.key", "like", f"{KEY}:%")]).unlink()
        env.cr.execute("DELETE FROM service_message WHERE key LIKE %s", (f"{KEY}%",))
        env["service.message"].init()
        env.invalidate_all()
        partners = env["res.partner"].search([("name", "=", KEY)])
        env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "in", partners.ids)]
        ).unlink()
        partners.unlink()
        env["service.message.channel"].with_context(active_test=False).search([("code", "=", KEY)]).unlink()

    def queue(self, env, number=1, **to):
        document = env["res.partner"].browse(self.document)
        to = to or {"channel": env["service.message.channel"].browse(self.channel)}
        rows = env["service.message"]
        for index in range(number):
            rows += rows._queue(document, f"{KEY}:{index}", "S", f"Text {index}", **to)
        return rows.ids

    def send(self, env):
        env["service.message"]._cron_send()

    def states(self, env, ids):
        return [
            (row.state, row.tries, (row.failure or {}).get("code"))
            for row in env["service.message"].browse(ids)
        ]

    def todos(self, env):
        return env["mail.activity"].search_count(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.document)]
        )

    def make_due(self, env, ids):
        env["service.message"].browse(ids).next_try_at = "2020-01-01"

    def killed_in(self, name, after=False):
        """Let the next sender die when it comes to the method ``name``, or right after it."""
        normal = getattr(self.registry["service.message"], name)

        def dying(row, *args):
            if after:
                normal(row, *args)
            raise Killed

        with patch.object(self.registry["service.message"], name, dying), self.assertRaises(Killed):
            self.work(self.send)

    def test_killed_between_claim_and_request(self):
        ids = self.work(self.queue)
        self.killed_in("_send_http")
        self.assertEqual(self.work(self.states, ids), [("sending", 1, None)])
        self.work(self.send)
        self.assertEqual(self.work(self.states, ids), [("sending", 1, None)], "its time is not over yet")
        self.work(self.make_due, ids)
        self.work(self.send)
        self.assertEqual(self.work(self.states, ids), [("failed", 1, "unknown")])
        self.assertEqual(self.work(self.todos), 1)
        self.assertEqual(self.server.received, [])

    def test_killed_between_request_and_note(self):
        ids = self.work(self.queue)
        self.killed_in("_send_http", after=True)
        self.assertEqual(len(self.server.received), 1)
        for _again in range(2):
            self.work(self.make_due, ids)
            self.work(self.send)
        self.assertEqual(self.work(self.states, ids), [("failed", 1, "unknown")])
        self.assertEqual(len(self.server.received), 1, "not sent twice")
        self.assertEqual(self.work(self.todos), 1)

    def test_killed_with_an_email(self):
        """What stays in the database is taken back with the transaction, and done once in the end."""
        ids = self.work(lambda env: self.queue(env, partners=env["res.partner"].browse(self.document)))
        self.killed_in("_send_email", after=True)
        self.assertEqual(self.work(self.states, ids), [("queued", 0, None)])
        self.work(self.send)
        self.work(self.send)
        self.assertEqual(self.work(self.states, ids), [("sent", 1, None)])
        mails = self.work(lambda env: env["mail.mail"].search_count([("service_message_id", "in", ids)]))
        self.assertEqual(mails, 1)

    def test_killed_in_the_middle_of_many(self):
        ids = self.work(lambda env: self.queue(env, 6))
        normal = self.registry["service.message"]._send_http
        sent = []

        def third_kills(row):
            if len(sent) == 2:
                raise Killed
            sent.append(row.id)
            normal(row)

        with (
            patch.object(self.registry["service.message"], "_send_http", third_kills),
            self.assertRaises(Killed),
        ):
            self.work(self.send)
        self.work(self.send)
        states = [state for state, _tries, _failure in self.work(self.states, ids)]
        self.assertEqual(sorted(states), ["sending"] + ["sent"] * 5)
        self.assertEqual(len(self.server.received), 5)

    def test_two_senders_at_once(self):
        ids = self.work(lambda env: self.queue(env, 30))
        self.server.answer(200, b'{"errcode": 0}', wait=0.02)
        errors = []

        def run():
            try:
                self.work(self.send)
            except Exception as error:  # noqa: BLE001 - the test tells which
                errors.append(error)

        threads = [threading.Thread(target=run) for _sender in range(3)]
        with mute_logger("odoo.sql_db"):  # a row that another sender has just sent
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        self.assertEqual(errors, [])
        self.assertEqual({state for state, _tries, _failure in self.work(self.states, ids)}, {"sent"})
        bodies = [request.body for request in self.server.received]
        self.assertEqual((len(bodies), len(set(bodies))), (30, 30))

    def test_a_row_in_other_hands_is_left_alone(self):
        ids = self.work(lambda env: self.queue(env, 2))
        with self.registry.cursor() as cr:
            row = Environment(cr, SUPERUSER_ID, {})["service.message"].browse(ids[0])
            self.assertTrue(row.try_lock_for_update())
            self.work(self.send)
            states = [state for state, _tries, _failure in self.work(self.states, ids)]
            self.assertEqual(states, ["queued", "sent"])
            cr.rollback()
        self.work(self.send)
        self.assertEqual(len(self.server.received), 2)

    def test_two_queue_the_same_at_once(self):
        """The second transaction learns that it has to start anew; then it finds the row."""
        with self.registry.cursor() as first, self.registry.cursor() as second:
            second_env = Environment(second, SUPERUSER_ID, {})
            second_env["service.message"].search_count([])  # its view of the database begins here
            ids = self.queue(Environment(first, SUPERUSER_ID, {}))
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(ConcurrencyError):
                self.queue(second_env)
            second.rollback()
            self.assertEqual(self.queue(Environment(second, SUPERUSER_ID, {})), ids)
            second.rollback()
