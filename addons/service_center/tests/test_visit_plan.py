from datetime import timedelta

import psycopg2

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from .dispatch_common import DispatchCase

DOCUMENT = "JVBERi0xLjQK"


@tagged("post_install", "-at_install")
class TestVisitPlan(DispatchCase):
    """What speaks against a plan is said, not refused; customers are told when a visit falls through."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        days = [
            (0, 0, {"name": "x", "dayofweek": str(day), "hour_from": 0, "hour_to": 24}) for day in range(7)
        ]
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Fitters", "tz": "Asia/Shanghai", "attendance_ids": days}
        )
        cls.queue.calendar_id = cls.calendar

    def plan(self, start, end, **vals):
        """Plan a visit of A, in Shanghai's time, on Friday 2026-03-06."""
        return self.order(
            state="confirmed",
            queue_id=self.queue.id,
            employee_id=self.a.id,
            planned_start=f"2026-03-06 {start - 8:02}:00:00",
            planned_end=f"2026-03-06 {end - 8:02}:00:00",
            **vals,
        )

    def test_two_visits_at_once(self):
        first = self.plan(9, 11)
        second = self.plan(10, 12)
        self.assertIn(first.name, second.plan_warning)
        self.assertIn(second.name, first.plan_warning)
        second.planned_start = "2026-03-06 03:00:00"
        self.assertFalse(second.plan_warning)
        first.invalidate_recordset(["plan_warning"])
        self.assertFalse(first.plan_warning)
        second.planned_start = "2026-03-06 02:00:00"
        first.invalidate_recordset(["plan_warning"])
        self.assertTrue(first.plan_warning)
        second.write({"state": "cancelled", "cancel_reason": "x"})
        first.invalidate_recordset(["plan_warning"])
        self.assertFalse(first.plan_warning)

    def test_technician_on_leave(self):
        order = self.plan(9, 11)
        enter_leave(
            self.env,
            {
                "name": "Off",
                "resource_id": self.a.resource_id.id,
                "calendar_id": self.a.resource_calendar_id.id,
                "date_from": "2026-03-06 03:00:00",
                "date_to": "2026-03-06 09:00:00",
            },
        )
        self.assertIn("leave", order.plan_warning)
        order.planned_end = "2026-03-06 02:59:59"
        self.assertFalse(order.plan_warning)

    def test_rest_between_jobs(self):
        self.queue.rest_hours = 1
        self.plan(9, 11)
        order = self.plan(11, 12)
        self.assertIn("rest", order.plan_warning)
        order.planned_start = "2026-03-06 04:00:00"
        self.assertFalse(order.plan_warning)

    def test_meal_times_of_the_queue_and_of_the_customer(self):
        order = self.plan(12, 13)
        self.assertFalse(order.plan_warning)
        self.queue.visit_window_ids = [(0, 0, {"hour_from": 12.5, "hour_to": 14})]
        order.invalidate_recordset(["plan_warning"])
        self.assertIn("rests or eats", order.plan_warning)
        self.customer.service_visit_window_ids = [
            (0, 0, {"kind": "welcome", "hour_from": 12, "hour_to": 13, "dayofweek": "4"})
        ]
        order.invalidate_recordset(["plan_warning"])
        self.assertFalse(order.plan_warning)
        order.planned_end = "2026-03-06 05:00:01"
        self.assertIn("not the hours", order.plan_warning)

    def test_outside_the_hours_of_the_queue(self):
        order = self.plan(9, 11)
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "4").hour_from = 9
        order.invalidate_recordset(["plan_warning"])
        self.assertFalse(order.plan_warning)
        order.planned_start = "2026-03-06 00:59:00"
        self.assertIn("working hours", order.plan_warning)

    def test_hours_that_cannot_be(self):
        for start, end in ((13, 12), (-1, 2), (12, 24.5), (12, 12)):
            refused = self.assertRaises(psycopg2.errors.CheckViolation)
            with mute_logger("odoo.sql_db"), refused, self.cr.savepoint():
                self.queue.visit_window_ids = [(0, 0, {"hour_from": start, "hour_to": end})]

    def test_weekends_only_unless_asked_in_writing_beforehand(self):
        self.queue.weekend_only = True
        friday = self.plan(9, 11)
        self.assertIn("Saturday", friday.plan_warning)
        friday.write({"weekday_request": DOCUMENT, "weekday_requested_on": "2026-03-07"})
        self.assertIn("Saturday", friday.plan_warning)
        friday.weekday_requested_on = "2026-03-06"
        self.assertFalse(friday.plan_warning)
        friday.weekday_request = False
        self.assertIn("Saturday", friday.plan_warning)
        friday.is_emergency = True
        self.assertFalse(friday.plan_warning)
        # Saturday in Shanghai is still Friday in UTC
        saturday = self.plan(9, 11)
        saturday.write({"planned_start": "2026-03-06 16:00:00", "planned_end": "2026-03-06 17:00:00"})
        self.assertFalse(saturday.plan_warning)

    def test_a_list_of_plans_asks_a_few_queries(self):
        orders = self.env["service.order"]
        for number in range(20):
            orders |= self.plan(8 + number % 10, 9 + number % 10)
        self.env.flush_all()
        self.env.invalidate_all()
        orders[:2].mapped("plan_warning")
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            orders.mapped("plan_warning")

    def take_back(self, orders, **vals):
        wizard = self.env["service.order.return"].create({"order_ids": orders.ids, **vals})
        return wizard.action_confirm()

    def test_weather_prevents_a_visit(self):
        self.send(planned_start="2026-03-06 01:00:00", planned_end="2026-03-06 03:00:00")
        order = self.last
        self.take_back(
            order, planned_start="2026-03-07 01:00:00", planned_end="2026-03-07 03:00:00", note="Storm"
        )
        self.assertEqual((order.employee_id, order.state), (self.b, "scheduled"))
        self.assertTrue(any("Storm" in str(body) for body in order.message_ids.mapped("body")))
        self.assertEqual(str(order.planned_start), "2026-03-07 01:00:00")
        message = self.env["service.message"].search(
            [("res_model", "=", order._name), ("res_id", "=", order.id)]
        )
        self.assertEqual(message.partner_id, self.customer)
        self.assertIn("9:00", message.body)
        self.take_back(order)
        self.assertEqual(order.employee_id, self.c)
        self.assertEqual(
            self.env["service.message"].search_count(
                [("res_model", "=", order._name), ("res_id", "=", order.id)]
            ),
            2,
        )

    def test_who_has_no_address_is_called(self):
        self.send(partner_id=False, contact_name="Ms Li", user_id=self.officer.id)
        self.take_back(self.last, dispatch_again=False)
        self.assertEqual((self.last.state, self.last.employee_id.id), ("confirmed", False))
        self.assertEqual(self.last.activity_ids.user_id, self.officer)
        self.assertEqual(self.last.explanation["dispatch"]["decision"], "taken_back")

    def test_not_finished_that_day_goes_out_again(self):
        self.send()
        order = self.last
        order.action_start()
        self.take_back(order, reason="parts", tell_customer=False)
        self.assertEqual((order.employee_id, order.state, order.arrived_at), (self.b, "scheduled", False))
        self.assertEqual([row[:2] for row in self.turns(order)], [(self.a, "assigned"), (self.b, "assigned")])

    def test_the_fairness_report_counts_hours_once(self):
        self.send(travel_km=12)
        order = self.last
        order.action_start()
        self.take_back(order, reason="time", tell_customer=False)
        order.action_start()
        order.finished_at = order.arrived_at + timedelta(hours=2)
        order.action_finish()
        rows = self.env["service.dispatch.fairness"].search([("order_id", "=", order.id)], order="id")
        self.assertEqual(
            [(row.employee_id, row.assigned, row.work_hours, row.travel_km) for row in rows],
            [(self.a, 1, 0, 0), (self.b, 1, 2, 12)],
        )
