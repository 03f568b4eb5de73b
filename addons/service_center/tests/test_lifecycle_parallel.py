import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestLifecycleParallel(TransactionCase):
    """Two officers act on one complaint at once: one of them wins, the other is told what is so now."""

    def in_own_transaction(self, work):
        with Registry(get_db_name()).cursor() as cr:
            return work(Environment(cr, SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()
        self.addCleanup(self.in_own_transaction, lambda env: self.find(env).unlink())
        self.in_own_transaction(self.prepare)

    def prepare(self, env):
        vals = {"contact_name": "X", "description": "x", "rejection_reason": "No", "validity": "valid"}
        complaint = env["service.complaint"].create(vals)
        complaint.action_resolve()
        self.complaint_id = complaint.id

    def find(self, env):
        return env["service.complaint"].browse(self.complaint_id)

    def race(self, first_step, second_step):
        """The second has read the complaint before the first one's step; the database refuses its own."""
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = (Environment(cr, SUPERUSER_ID, {}) for cr in (first, second))
            self.assertEqual(self.find(two).state, "resolved")
            getattr(self.find(one), first_step)()
            one.flush_all()
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                getattr(self.find(two), second_step)()
                two.flush_all()
            second.rollback()

    def test_closing_while_it_is_reopened(self):
        self.race("action_reopen", "action_close")

        def again(env):
            with self.assertRaisesRegex(UserError, "cannot become"):
                self.find(env).action_close()
            return self.find(env).state, self.find(env).closed_at

        self.assertEqual(self.in_own_transaction(again), ("investigating", False))

    def test_closing_twice(self):
        self.race("action_close", "action_close")
        state, count = self.in_own_transaction(
            lambda env: (self.find(env).state, len(self.find(env).message_ids))
        )
        self.assertEqual(state, "closed")
        self.assertTrue(count)
