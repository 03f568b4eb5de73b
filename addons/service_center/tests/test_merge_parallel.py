import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestMergeParallel(TransactionCase):
    """Two officers who merge the same complaints at once (C1)."""

    def in_own_transaction(self, work):
        with Registry(get_db_name()).cursor() as cr:
            return work(Environment(cr, SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()
        self.addCleanup(self.in_own_transaction, self.clean)
        self.in_own_transaction(self.prepare)

    def prepare(self, env):
        vals = {"contact_name": "X", "description": "x"}
        self.ids = env["service.complaint"].create([dict(vals) for _number in range(3)]).ids

    def clean(self, env):
        complaints = env["service.complaint"].browse(self.ids)
        while merged := complaints.filtered(lambda one: one.state == "merged"):
            merged[0].action_unmerge()
        complaints.unlink()

    def merge(self, env, one, other):
        complaints = env["service.complaint"].browse(self.ids)
        complaints[one]._merge_into(complaints[other])
        env.flush_all()

    def race(self, first_work, second_work):
        """The second begins before the first has ended; it is refused by the database."""
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = (Environment(cr, SUPERUSER_ID, {}) for cr in (first, second))
            two["service.complaint"].browse(self.ids).mapped("state")  # its snapshot begins
            first_work(one)
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                second_work(two)
            second.rollback()
            two.invalidate_all()
            return second_work, two, second

    def test_a_into_b_and_b_into_a(self):
        self.race(lambda env: self.merge(env, 0, 1), lambda env: self.merge(env, 1, 0))

        def again(env):
            with self.assertRaises(UserError):
                self.merge(env, 1, 0)
            return env["service.complaint"].browse(self.ids).mapped("state")

        self.assertEqual(self.in_own_transaction(again), ["merged", "new", "new"])

    def test_a_into_b_and_b_into_c(self):
        self.race(lambda env: self.merge(env, 0, 1), lambda env: self.merge(env, 1, 2))

        def again(env):
            self.merge(env, 1, 2)
            return env["service.complaint"].browse(self.ids[0])._get_live().id

        self.assertEqual(self.in_own_transaction(again), self.ids[2])

    def test_taking_apart_twice(self):
        self.in_own_transaction(lambda env: self.merge(env, 0, 1))

        def apart(env):
            env["service.complaint"].browse(self.ids[0]).action_unmerge()
            env.flush_all()

        self.race(apart, apart)
        with self.assertRaises(UserError):
            self.in_own_transaction(apart)
