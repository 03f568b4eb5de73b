from datetime import datetime, timedelta
from itertools import pairwise

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..engine import order_lifecycle as engine
from .order_common import PNG, OrderCase

NOON = datetime(2026, 3, 2, 4)


@tagged("post_install", "-at_install")
class TestOrderLifecycle(OrderCase):
    """The steps of a service order, whoever takes them."""

    def assertRefused(self, text, order, **vals):
        with self.assertRaisesRegex(UserError, text):
            order.write(vals)
        self.assertNotEqual(order.state, vals.get("state"))

    def test_the_whole_way(self):
        order = self.order()
        order.action_confirm()
        order.employee_id = self.technician
        order.action_schedule()
        order.action_start()
        order.action_finish()
        order.write({"signature": PNG, "signed_by": "Wang Fang"})
        order.action_sign()
        order.action_close()
        self.assertEqual(order.state, "closed")
        for name in ("accepted_at", "arrived_at", "finished_at", "signed_at", "closed_at"):
            self.assertTrue(order[name], name)

    def test_a_drag_needs_what_the_button_needs(self):
        order = self.order()
        self.assertRefused("is “Draft” and cannot become “Done”", order, state="done")
        self.assertRefused("accept it first", order, state="in_progress")
        order.write({"state": "confirmed"})
        self.assertRefused("choose a technician", order, state="scheduled")
        order.write({"state": "scheduled", "employee_id": self.technician.id})
        self.assertEqual(order.state, "scheduled")

    def test_creation_takes_the_first_step_only(self):
        self.assertEqual(self.order(state="confirmed").state, "confirmed")
        for state in ("done", "closed", "signed", "scheduled"):
            with self.assertRaises(UserError):
                self.order(state=state)
        with self.assertRaises(UserError):
            self.order(state="in_progress")
        self.assertEqual(self.order(state="in_progress", is_emergency=True).state, "in_progress")

    def test_emergency_first_papers_afterwards(self):
        """DOOR-JOB-01: work starts from a draft, and what the papers need is asked for at the end."""
        order = self.order(is_emergency=True)
        order.action_start()
        order.action_finish()
        self.assertRefused("has not signed yet", order, state="closed")
        order.write({"signature": PNG, "signed_by": "Wang Fang", "state": "signed"})
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_waiting_remembers_where_it_came_from(self):
        for state in engine.WORK_STATES:
            order = self.order_in(state)
            self.assertRefused("what does it wait for", order, state="waiting")
            order.write({"state": "waiting", "waiting_for": "parts"})
            others = set(engine.WORK_STATES) - {state}
            for other in others:
                self.assertRefused("goes on as", order, state=other)
            order.action_resume()
            self.assertEqual(order.state, state)
            self.assertFalse(order.waiting_for)
            self.assertFalse(order.waited_from)

    def test_nobody_writes_where_it_came_from(self):
        order = self.order_in("scheduled")
        order.write({"state": "waiting", "waiting_for": "parts", "waited_from": "in_progress"})
        self.assertEqual(order.waited_from, "scheduled")
        order.waited_from = "confirmed"
        self.assertEqual(order.waited_from, "scheduled")

    @mute_logger("odoo.sql_db")
    def test_waiting_is_for_something(self):
        order = self.order_in("confirmed")
        order.write({"state": "waiting", "waiting_for": "factory"})
        with self.assertRaises(psycopg2.errors.CheckViolation):
            order.waiting_for = False
            order.flush_recordset()

    def test_unfinished_goes_back_to_dispatch(self):
        """DOOR-JOB-05, INST-REP-01: with a reason, and somebody is sent anew."""
        for state in ("scheduled", "in_progress"):
            order = self.order_in(state)
            order.planned_start = order.received_at + timedelta(hours=1)
            self.assertRefused("why is it unfinished", order, state="confirmed")
            order.write({"state": "confirmed", "unfinished_reason": "Glass has to be ordered."})
            self.assertEqual(order.state, "confirmed")
            self.assertFalse(order.employee_id)
            self.assertFalse(order.planned_start)
            self.assertFalse(order.arrived_at)
            self.assertEqual(order.unfinished_reason, "Glass has to be ordered.")

    def test_each_interruption_has_its_reason(self):
        order = self.order_in("in_progress")
        order.write({"state": "confirmed", "unfinished_reason": "Rain."})
        order.write({"employee_id": self.technician.id})
        order.action_schedule()
        self.assertFalse(order.unfinished_reason)
        self.assertRefused("why is it unfinished", order, state="confirmed")

    def test_open_parts_keep_it_open(self):
        order = self.order_in("done", "workshop_repair")
        order.write({"signature": PNG, "signed_by": "Wang Fang", "state": "signed"})
        part = self.env["service.order.line"].create({"order_id": order.id, "product_id": self.part.id})
        self.env["service.order.line"].create({"order_id": order.id, "name": "Work", "kind": "labour"})
        self.assertRefused("Open: .*Sensor", order, state="closed")
        part.part_state = "returned"
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_signature_where_the_type_needs_it(self):
        order = self.order_in("done")
        for vals in ({}, {"signed_by": "Wang Fang"}, {"signature": PNG, "signed_by": " "}):
            order.write(vals)
            self.assertRefused("has not signed yet", order, state="signed")
            self.assertRefused("has not signed yet", order, state="closed")
        free = self.order_in("done", "consultation")
        free.action_close()
        self.assertEqual(free.state, "closed")

    def test_several_at_once_are_all_or_none(self):
        first, second = self.order_in("done", "consultation"), self.order_in("confirmed")
        with self.assertRaises(UserError):
            (first | second).write({"state": "closed"})
        self.assertEqual((first.state, second.state), ("done", "confirmed"))

    def test_cancelled_with_a_reason_and_taken_up_again(self):
        order = self.order_in("confirmed")
        self.assertRefused("why is it cancelled", order, state="cancelled")
        order.write({"state": "cancelled", "cancel_reason": "Sold meanwhile."})
        self.assertTrue(order.closed_at)
        order.action_reset()
        self.assertEqual(order.state, "draft")
        self.assertFalse(order.closed_at)

    def test_the_customer_wants_more(self):
        order = self.order_in("done")
        order.action_rework()
        self.assertEqual(order.state, "in_progress")
        self.assertFalse(order.finished_at)

    def test_the_dialog_takes_the_step(self):
        order = self.order_in("scheduled")
        action = order.with_context(default_decision="wait").action_decide()
        with Form(self.env["service.order.decide"].with_context(**action["context"])) as form:
            form.waiting_for = "customer"
        form.save().action_confirm()
        self.assertEqual((order.state, order.waiting_for), ("waiting", "customer"))
        order.action_resume()
        decide = self.env["service.order.decide"].with_context(default_order_ids=order.ids)
        decide.create({"decision": "return", "text": "Nobody there."}).action_confirm()
        self.assertEqual((order.state, order.unfinished_reason), ("confirmed", "Nobody there."))
        decide.create({"decision": "cancel", "text": "Withdrawn."}).action_confirm()
        self.assertEqual((order.state, order.cancel_reason), ("cancelled", "Withdrawn."))

    def test_times_are_in_order(self):
        """C7: every pair of neighbours, one second on the wrong side and the same instant."""
        for earlier, later in pairwise(engine.TIMES):
            order = self.order(received_at=NOON - timedelta(days=1))
            order.write({earlier: NOON, later: NOON})
            label = order._fields[later]._description_string(self.env)
            with self.assertRaisesRegex(ValidationError, f"“{label}” .* cannot be before"):
                order.write({later: NOON - timedelta(seconds=1)})
        order = self.order(received_at=NOON)
        with self.assertRaisesRegex(ValidationError, "“Signed On” .* cannot be before “Request Received”"):
            order.signed_at = NOON - timedelta(seconds=1)

    @freeze_time(NOON)
    def test_entered_times_are_kept(self):
        order = self.order(received_at=NOON - timedelta(hours=3))
        order.accepted_at = NOON - timedelta(hours=2)
        order.action_confirm()
        self.assertEqual(order.accepted_at, NOON - timedelta(hours=2))
        order.action_start()
        self.assertEqual(order.arrived_at, NOON)
