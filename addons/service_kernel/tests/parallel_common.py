from contextlib import contextmanager

import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, get_db_name
from odoo.tools import mute_logger


class ParallelCase(TransactionCase):
    """Two transactions at once, with real cursors.

    ``prepare(env)`` commits what the tests need, ``clean(env)`` takes back what they leave; both have a
    transaction of their own.
    """

    def setUp(self):
        super().setUp()
        self.addCleanup(self.in_own_transaction, self.clean)
        self.in_own_transaction(self.prepare)

    def prepare(self, env):
        raise NotImplementedError

    def clean(self, env):
        raise NotImplementedError

    def look(self, env):
        """Read something: the snapshot of this transaction begins."""
        raise NotImplementedError

    @contextmanager
    def own_transaction(self):
        """Yield the environment of a transaction of its own; whoever uses it commits."""
        with Registry(get_db_name()).cursor() as cr:
            yield Environment(cr, SUPERUSER_ID, {})

    def in_own_transaction(self, work, *args):
        """Return what ``work(env, …)`` returns, committed."""
        with self.own_transaction() as env:
            return work(env, *args)

    @contextmanager
    def two_at_once(self):
        """Yield the environments of two transactions; the second one's snapshot has begun."""
        with self.own_transaction() as first, self.own_transaction() as second:
            self.look(second)
            yield first, second

    @contextmanager
    def assert_refused(self, env):
        """The database refuses what is done here, as Odoo takes it: it is rolled back, to be tried again."""
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
            yield
        env.cr.rollback()
        env.invalidate_all()

    def race(self, first_work, second_work):
        """Do two works of which the second began before the first ended: the database refuses it."""
        with self.two_at_once() as (first, second):
            first_work(first)
            first.cr.commit()
            with self.assert_refused(second):
                second_work(second)
