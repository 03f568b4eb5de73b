from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .promise_common import PromiseCase
from .sla_common import local


@tagged("post_install", "-at_install")
class TestPromise(PromiseCase):
    """Promises in working time over a holiday, and their history (INST-SLA-01, INST-SLA-02, Q-40)."""

    def test_seven_working_days_for_free_work_from_when_it_is_known(self):
        order = self.agree()
        self.assertEqual(order.promised_at, local("2026-10-09 18:00"))
        self.assertEqual(order.promise_state, "open")
        self.assertEqual(order.promise_ids.mapped("kind"), ["given"])
        said = {one["code"]: one for one in order.get_explanation()}["promise"]
        self.assertIn("9", said["value"])
        self.assertIn("7 Working days", [fact["text"] for fact in said["facts"]])

    def charged(self):
        self.free_rule.active = False
        order = self.order("workshop_repair", user_id=self.user.id)
        with self.at("2026-09-23 10:00"):
            order.received_at = local("2026-09-23 09:00")
            order.write({"state": "confirmed"})
            self.env["service.order.line"].create({"order_id": order.id, "product_id": self.part.id})
            order.action_make_quotation()
        return order

    def test_nothing_is_promised_before_it_is_agreed(self):
        order = self.charged()
        self.assertFalse(order.promised_at or order.promise_ids)

    def test_free_work_is_not_agreed_before_the_fault_is_known(self):
        """Q-40: with the customer's consent, or with the diagnosis where it is free."""
        order = self.order("workshop_repair", user_id=self.user.id)
        order.write({"state": "confirmed"})
        self.assertFalse(order.promised_at)
        order.diagnosis = "The seal is worn."
        self.assertTrue(order.promised_at)

    def test_paid_work_is_agreed_when_the_customer_consents(self):
        order = self.charged()
        with self.at("2026-09-24 10:00"):
            order.quotation_id.action_confirm()
        self.assertEqual(order.promised_at, local("2026-10-09 18:00"))

    def test_on_the_second(self):
        for second, state in ((0, "kept"), (1, "broken")):
            order = self.agree()
            with freeze_time(local("2026-10-09 18:00") + timedelta(seconds=second)):
                order.write({"state": "in_progress"})
                order.write({"state": "done"})
            self.assertEqual(order.promise_state, state)

    def test_waiting_for_the_customer_moves_it_and_for_parts_does_not(self):
        order = self.agree()
        with self.at("2026-09-25 10:00"):
            order.write({"state": "waiting", "waiting_for": "parts"})
        with self.at("2026-09-26 10:00"):
            order.action_resume()
        self.assertEqual(order.promised_at, local("2026-10-09 18:00"))
        with self.at("2026-09-28 10:00"):
            order.write({"state": "waiting", "waiting_for": "customer"})
        with self.at("2026-09-29 10:00"):
            order.action_resume()
        self.assertEqual(order.promised_at, local("2026-10-10 18:00"))
        self.assertEqual(order.promise_ids.mapped("kind"), ["given", "moved"])

    def test_the_factory_has_fifteen_days_from_the_day_it_is_sent(self):
        order = self.agree("2026-09-10 09:00", "factory_repair")
        self.assertFalse(order.promised_at)
        with self.at("2026-09-11 09:00"):
            order.write({"state": "waiting", "waiting_for": "factory"})
        self.assertEqual(order.promised_at, local("2026-09-29 18:00"))
        with self.at("2026-09-28 10:00"):
            order.action_resume()
        self.assertEqual(order.promise_state, "kept")
        with self.at("2026-09-28 11:00"):
            order.write({"state": "waiting", "waiting_for": "factory"})
        self.assertEqual(order.promised_at, local("2026-10-22 18:00"), "sent again, promised again")

    def test_nobody_writes_a_promise_by_hand(self):
        order = self.agree()
        before = order.promised_at
        order.write({"promised_at": "2030-01-01", "promise_state": "kept", "promise_due_at": "2030-01-01"})
        self.assertEqual((order.promised_at, order.promise_state), (before, "open"))
        fresh = self.order(promised_at="2030-01-01")
        self.assertFalse(fresh.promised_at)
        for role in (self.user, self.officer, self.manager):
            row = order.promise_ids.with_user(role)
            for call in (
                lambda row=row: row.write({"reason": "x"}),
                lambda row=row: row.unlink(),
                lambda row=row: row.create({"order_id": row.order_id.id}),
            ):
                with self.assertRaises(AccessError):
                    call()

    @mute_logger("odoo.sql_db")
    def test_rows_stay(self):
        row = self.agree().promise_ids
        for call in (lambda: row.write({"promised_at": "2030-01-01"}), row.unlink):
            with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
                call()
                self.env.flush_all()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            row.order_id.unlink()

    def test_who_sees_it(self):
        own, foreign = self.agree(), self.agree()
        foreign.user_id = self.officer
        self.env.flush_all()
        rows = self.env["service.order.promise"].with_user(self.user).search([])
        self.assertIn(own.promise_ids, rows)
        self.assertNotIn(foreign.promise_ids, rows)
        self.assertIn(foreign.promise_ids, rows.with_user(self.officer).search([]))
        for role in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                rows.with_user(role).search([])


@tagged("post_install", "-at_install")
class TestPromiseWarnings(PromiseCase):
    """Warnings one working day before, in working time, once; asking the factory and the maker."""

    def test_one_working_day_before(self):
        order = self.agree()
        with freeze_time(local("2026-10-08 18:00") - timedelta(seconds=2)):
            self.run_clocks()
            self.assertFalse(self.warnings(order))
        with freeze_time(local("2026-10-08 18:00") - timedelta(seconds=1)):
            self.run_clocks()
        self.assertEqual(self.warnings(order), ["Due soon: Resolve"])
        with self.at("2026-10-09 17:00"):
            self.run_clocks()
        self.assertEqual(len(self.warnings(order)), 1)

    def test_a_night_missed_is_made_up_for_at_the_opening(self):
        order = self.agree()
        with self.at("2026-10-09 03:00"):
            self.run_clocks()
            self.assertFalse(self.warnings(order))
        with self.at("2026-10-09 08:30"):
            self.run_clocks()
        self.assertEqual(len(self.warnings(order)), 1)

    def test_the_later_date_is_warned_of_as_well(self):
        order = self.agree()
        with self.at("2026-10-09 09:00"):
            self.run_clocks()
            order._announce(local("2026-10-13 12:00"), "No part", "phone", "Ms Wang agrees")
            self.run_clocks()
        self.assertEqual(len(self.warnings(order)), 1)
        with freeze_time(local("2026-10-12 18:00") - timedelta(seconds=1)):
            self.run_clocks()
        self.assertEqual(len(self.warnings(order)), 2)

    def test_the_factory_is_asked_at_intervals(self):
        order = self.agree("2026-09-10 09:00", "factory_repair")
        with self.at("2026-09-11 09:00"):
            order.write({"state": "waiting", "waiting_for": "factory"})
        counts = []
        for day in ("2026-09-16 11:00", "2026-09-19 11:00", "2026-09-25 11:00", "2026-09-29 09:00"):
            with self.at(day):
                self.run_clocks()
            counts.append(len(self.warnings(order)))
        self.assertEqual(counts, [0, 1, 2, 3])

    def test_the_maker_is_asked_after_seven_days_at_the_latest_after_ten(self):
        order = self.agree("2026-09-10 09:00")
        with self.at("2026-09-11 09:00"):
            order.write({"state": "waiting", "waiting_for": "parts"})
        clock = self.clocks(order, "parts_there")
        self.assertEqual(clock.deadline, local("2026-09-23 18:00"))
        self.assertEqual(clock.next_event_at, local("2026-09-19 18:00") - timedelta(seconds=1))
