from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase


@tagged("post_install", "-at_install")
class TestRulebookParallel(ParallelCase):
    """Two managers at once: no two versions hold on the same days, no rule changes while put in force."""

    def prepare(self, env):
        self.book_ids = (
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
        env.cr.execute(
            "UPDATE service_score_rulebook SET state = 'draft' WHERE id = ANY(%s)", [self.book_ids]
        )
        env["service.score.rulebook"].browse(self.book_ids).unlink()

    def activate(self, env, number):
        env["service.score.rulebook"].browse(self.book_ids[number]).action_activate()
        env.flush_all()

    def change(self, env):
        env["service.score.rulebook"].browse(self.book_ids[0]).rule_ids.points = 9
        env.flush_all()

    def look(self, env):
        env["service.score.rulebook"].browse(self.book_ids).mapped("state")

    def race(self, first_work, second_work):  # pylint: disable=missing-return
        """As always; the second is refused when Odoo tries it again."""
        super().race(first_work, second_work)
        with self.assertRaises(UserError):
            self.in_own_transaction(second_work)

    def test_two_versions_at_once(self):
        self.race(lambda env: self.activate(env, 0), lambda env: self.activate(env, 1))

    def test_one_version_twice(self):
        self.race(lambda env: self.activate(env, 0), lambda env: self.activate(env, 0))

    def test_a_rule_changes_while_its_book_is_put_in_force(self):
        self.race(lambda env: self.activate(env, 0), self.change)
        points = self.in_own_transaction(
            lambda env: env["service.score.rulebook"].browse(self.book_ids[0]).rule_ids.points
        )
        self.assertEqual(points, 1)

    def test_a_personal_link_is_sent_twice_at_once(self):
        def look(env):
            return env["service.score.acknowledgement.link"].search([("rulebook_id", "=", self.book_ids[0])])

        self.in_own_transaction(self.activate, 0)
        employee_id = self.in_own_transaction(lambda env: env["hr.employee"].create({"name": "Twice"}).id)
        self.addCleanup(self.in_own_transaction, lambda env: env["hr.employee"].browse(employee_id).unlink())
        self.in_own_transaction(
            lambda env: env["service.score.acknowledgement.link"]._make_links(
                env["service.score.rulebook"].browse(self.book_ids[0]), env["hr.employee"].browse(employee_id)
            )
        )
        with self.two_at_once() as (first, second):
            look(first)._take_note()
            first.cr.commit()
            with mute_logger("odoo.sql_db"):
                look(second)._take_note()
            second.cr.commit()
        self.assertEqual(self.in_own_transaction(lambda env: len(look(env)._get_acknowledgement())), 1)
