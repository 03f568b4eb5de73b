import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestRulebookParallel(TransactionCase):
    """Two managers at once: no two versions hold on the same days, no rule changes while put in force."""

    def in_own_transaction(self, work):
        with Registry(get_db_name()).cursor() as cr:
            return work(Environment(cr, SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()
        self.addCleanup(self.in_own_transaction, self.clean)
        self.in_own_transaction(self.prepare)

    def prepare(self, env):
        self.ids = (
            env["service.score.rulebook"]
            .create(
                [
                    {
                        "name": "Parallel",
                        "code": "parallel",
                        "version": version,
                        "rule_ids": [Command.create({"code": "r", "name": "R", "points": 1})],
                    }
                    for version in (1, 2)
                ]
            )
            .ids
        )

    def clean(self, env):
        # past the guard: what this test has committed is taken away again
        env.cr.execute("UPDATE service_score_rulebook SET state = 'draft' WHERE id = ANY(%s)", [self.ids])
        env["service.score.rulebook"].browse(self.ids).unlink()

    def activate(self, env, number):
        env["service.score.rulebook"].browse(self.ids[number]).action_activate()
        env.flush_all()

    def change(self, env):
        env["service.score.rulebook"].browse(self.ids[0]).rule_ids.points = 9
        env.flush_all()

    def race(self, first_work, second_work):
        """The second begins before the first has ended, fails, and is refused when Odoo tries it again."""
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = (Environment(cr, SUPERUSER_ID, {}) for cr in (first, second))
            two["service.score.rulebook"].browse(self.ids).mapped("state")  # its snapshot begins
            first_work(one)
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                second_work(two)
            second.rollback()
        with self.assertRaises(UserError):
            self.in_own_transaction(second_work)

    def test_two_versions_at_once(self):
        self.race(lambda env: self.activate(env, 0), lambda env: self.activate(env, 1))

    def test_one_version_twice(self):
        self.race(lambda env: self.activate(env, 0), lambda env: self.activate(env, 0))

    def test_a_rule_changes_while_its_book_is_put_in_force(self):
        self.race(lambda env: self.activate(env, 0), self.change)
        points = self.in_own_transaction(
            lambda env: env["service.score.rulebook"].browse(self.ids[0]).rule_ids.points
        )
        self.assertEqual(points, 1)
