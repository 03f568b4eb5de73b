from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tools import append_only

from ..models.service_dispatch_turn import CONTENT


@tagged("post_install", "-at_install")
class TestDispatchParallel(ParallelCase):
    """Two dispatchers at once: no turn is given twice, none is lost (C8)."""

    def prepare(self, env):
        employees = env["hr.employee"].create([{"name": f"Parallel {number}"} for number in range(3)])
        queue = env["service.dispatch.queue"].create(
            {
                "code": "t_parallel",
                "name": "P",
                "line_ids": [(0, 0, {"employee_id": employee.id}) for employee in employees],
            }
        )
        orders = env["service.order"].create(
            [{"contact_name": "X", "is_emergency": True, "state": "confirmed"} for _one in range(4)]
        )
        self.employee_ids, self.queue_id, self.order_ids = employees.ids, queue.id, orders.ids

    def clean(self, env):
        append_only.unprotect(env, "service_dispatch_turn")
        env.cr.execute(SQL("DELETE FROM service_dispatch_turn WHERE queue_id = %s", self.queue_id))
        append_only.protect(env, "service_dispatch_turn", CONTENT)
        env["service.order"].browse(self.order_ids).unlink()
        env["service.dispatch.queue"].browse(self.queue_id).unlink()
        env["hr.employee"].browse(self.employee_ids).unlink()

    def look(self, env):
        return env["service.order"].browse(self.order_ids).mapped("employee_id")

    def dispatch(self, env, number):
        queue = env["service.dispatch.queue"].browse(self.queue_id)
        employee = queue.dispatch(env["service.order"].browse(self.order_ids[number]))
        env.flush_all()
        return employee.id

    def test_the_second_is_tried_again_and_gets_the_next_turn(self):
        with self.two_at_once() as (one, two):
            self.assertEqual(self.dispatch(one, 0), self.employee_ids[0])
            one.cr.commit()
            with self.assert_refused(two):
                self.dispatch(two, 1)
            self.assertEqual(self.dispatch(two, 1), self.employee_ids[1])
            two.cr.commit()
        third = self.in_own_transaction(lambda env: self.dispatch(env, 2))
        self.assertEqual(third, self.employee_ids[2])

    def test_one_order_given_away_by_two_goes_to_one(self):
        self.race(lambda env: self.dispatch(env, 0), lambda env: self.dispatch(env, 0))
        turns = self.in_own_transaction(
            lambda env: env["service.dispatch.turn"].search_count([("queue_id", "=", self.queue_id)])
        )
        self.assertEqual(turns, 1)

    def test_a_turn_of_a_transaction_that_fails_is_given_again(self):
        with self.own_transaction() as env:
            self.assertEqual(self.dispatch(env, 0), self.employee_ids[0])
            env.cr.rollback()
        again = self.in_own_transaction(lambda env: self.dispatch(env, 0))
        self.assertEqual(again, self.employee_ids[0])
