import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestAssignmentParallel(TransactionCase):
    """Two complaints of one team at once: no turn is given twice, none is lost (C8)."""

    def in_own_transaction(self, work):
        with Registry(get_db_name()).cursor() as cr:
            return work(Environment(cr, SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()
        self.addCleanup(self.in_own_transaction, self.clean)
        self.in_own_transaction(self.prepare)

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

    def complain(self, env):
        complaint = env["service.complaint"].create(
            {"contact_name": "X", "description": "x", "team_id": self.team_id}
        )
        env.flush_all()
        return complaint.user_id.id

    def test_the_second_is_tried_again_and_gets_the_next_turn(self):
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = (Environment(cr, SUPERUSER_ID, {}) for cr in (first, second))
            two["service.team"].browse(self.team_id).name  # its snapshot begins  # noqa: B018
            self.assertEqual(self.complain(one), self.user_ids[0])
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                self.complain(two)
            second.rollback()
            two.invalidate_all()
            self.assertEqual(self.complain(two), self.user_ids[1])
            second.commit()
        self.assertEqual(self.in_own_transaction(self.complain), self.user_ids[0])

    def test_a_turn_of_a_transaction_that_fails_is_given_again(self):
        registry = Registry(get_db_name())
        with registry.cursor() as cr:
            self.assertEqual(self.complain(Environment(cr, SUPERUSER_ID, {})), self.user_ids[0])
            cr.rollback()
        self.assertEqual(self.in_own_transaction(self.complain), self.user_ids[0])
