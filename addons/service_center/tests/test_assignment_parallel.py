from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestAssignmentParallel(ParallelCase):
    """Two complaints of one team at once: no turn is given twice, none is lost (C8)."""

    def prepare(self, env):
        env = env(context={"no_reset_password": True})
        users = env["res.users"].browse()
        for number in range(2):
            users |= new_test_user(env, f"t_parallel_{number}", "service_center.group_user")
        team = env["service.team"].create(
            {"code": "t_parallel", "name": "P", "member_ids": users.ids, "assignment": "rotation"}
        )
        self.team_id, self.user_ids = team.id, users.sorted("id").ids

    def clean(self, env):
        env["service.complaint"].search([("team_id", "=", self.team_id)]).unlink()
        env["service.team"].browse(self.team_id).unlink()
        env["res.users"].browse(self.user_ids).unlink()

    def look(self, env):
        return env["service.team"].browse(self.team_id).name

    def complain(self, env):
        complaint = env["service.complaint"].create(
            {"contact_name": "X", "description": "x", "team_id": self.team_id}
        )
        env.flush_all()
        return complaint.user_id.id

    def test_the_second_is_tried_again_and_gets_the_next_turn(self):
        with self.two_at_once() as (one, two):
            self.assertEqual(self.complain(one), self.user_ids[0])
            one.cr.commit()
            with self.assert_refused(two):
                self.complain(two)
            self.assertEqual(self.complain(two), self.user_ids[1])
            two.cr.commit()
        self.assertEqual(self.in_own_transaction(self.complain), self.user_ids[0])

    def test_a_turn_of_a_transaction_that_fails_is_given_again(self):
        with self.own_transaction() as env:
            self.assertEqual(self.complain(env), self.user_ids[0])
            env.cr.rollback()
        self.assertEqual(self.in_own_transaction(self.complain), self.user_ids[0])
