from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase


@tagged("post_install", "-at_install")
class TestLifecycleParallel(ParallelCase):
    """Two officers act on one complaint at once: one of them wins, the other is told what is so now."""

    def prepare(self, env):
        vals = {"contact_name": "X", "description": "x", "rejection_reason": "No", "validity": "valid"}
        complaint = env["service.complaint"].create(vals)
        complaint.action_resolve()
        self.complaint_id = complaint.id

    def find(self, env):
        return env["service.complaint"].browse(self.complaint_id)

    def clean(self, env):
        self.find(env).unlink()

    def look(self, env):
        self.assertEqual(self.find(env).state, "resolved")

    def step(self, name):
        def work(env):
            getattr(self.find(env), name)()
            env.flush_all()

        return work

    def test_closing_while_it_is_reopened(self):
        self.race(self.step("action_reopen"), self.step("action_close"))

        def again(env):
            with self.assertRaisesRegex(UserError, "cannot become"):
                self.find(env).action_close()
            return self.find(env).state, self.find(env).closed_at

        self.assertEqual(self.in_own_transaction(again), ("investigating", False))

    def test_closing_twice(self):
        self.race(self.step("action_close"), self.step("action_close"))
        state, count = self.in_own_transaction(
            lambda env: (self.find(env).state, len(self.find(env).message_ids))
        )
        self.assertEqual(state, "closed")
        self.assertTrue(count)
