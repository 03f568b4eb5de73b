from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase


@tagged("post_install", "-at_install")
class TestSatisfactionParallel(ParallelCase):
    """A form that is sent twice at once, with real cursors: one answer (C3)."""

    def prepare(self, env):
        vals = {"contact_name": "X", "description": "x", "is_anonymous": True}
        complaint = env["service.complaint"].create(vals)
        complaint.action_resolve()
        self.complaint_id = complaint.id

    def clean(self, env):
        env["service.complaint"].browse(self.complaint_id).unlink()

    def close(self, env):
        env["service.complaint"].browse(self.complaint_id).action_close()
        env.flush_all()

    def answer(self, value):
        def work(env):
            env["service.complaint"].browse(self.complaint_id)._customer_rate(value, "", "tracking")
            env.flush_all()

        return work

    def look(self, env):
        return env["service.complaint"].browse(self.complaint_id).satisfaction_ids.mapped("value")

    def race_and_retry(self, first_work, second_work):
        self.race(first_work, second_work)
        self.in_own_transaction(second_work)  # as Odoo does it

    def found(self, env):
        complaint = env["service.complaint"].browse(self.complaint_id)
        return complaint.satisfaction_ids.mapped("value"), complaint.rating_ids.mapped("rating")

    def test_closing_twice_at_once(self):
        self.race_and_retry(self.close, self.close)
        self.assertEqual(self.in_own_transaction(self.found), ([False], []))

    def test_answering_twice_at_once(self):
        self.in_own_transaction(self.close)
        self.race_and_retry(self.answer("4"), self.answer("1"))
        self.assertEqual(self.in_own_transaction(self.found), (["4"], [4]))

    def test_accepting_twice_at_once(self):
        def accept(env):
            env["service.complaint"].browse(self.complaint_id)._record_answer("refused", "phone", "x")
            env.flush_all()

        with self.assertRaisesRegex(Exception, "no settlement"):
            self.race_and_retry(accept, accept)
        self.assertEqual(
            self.in_own_transaction(
                lambda env: len(env["service.complaint"].browse(self.complaint_id).answer_ids)
            ),
            1,
        )
