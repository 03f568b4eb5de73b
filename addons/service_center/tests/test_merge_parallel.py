from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase


@tagged("post_install", "-at_install")
class TestMergeParallel(ParallelCase):
    """Two officers who merge the same complaints at once (C1)."""

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

    def look(self, env):
        return env["service.complaint"].browse(self.ids).mapped("state")

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
