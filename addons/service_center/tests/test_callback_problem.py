from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .callback_loop_common import NOON, CallbackLoopCase, local


@tagged("post_install", "-at_install")
class TestCallbackProblem(CallbackLoopCase):
    """What a callback finds is settled on the spot or becomes a case, and the customer is called again."""

    def problem(self, **vals):
        return self.make("problem", at=NOON, notes="The door squeaks again.", satisfaction="2", vals=vals)

    def the_clock(self, complaint):
        return self.env["service.sla.clock"].search(
            [("res_id", "=", complaint.id), ("metric", "=", "callback_settled")]
        )

    # Until when
    def test_the_limit_of_the_plan(self):
        for vals, due in (
            ({"problem_amount": 1}, local("2026-03-11 23:59:59")),
            ({"problem_same_day": True}, local("2026-03-10 23:59:59")),
            ({"problem_same_day": False, "problem_amount": 0}, False),
            ({"problem_amount": 2, "problem_unit": "working_hours"}, local("2026-03-10 12:00")),
            ({"problem_amount": 1, "problem_unit": "working_days"}, local("2026-03-11 17:00")),
            ({"problem_amount": 2, "problem_unit": "clock_hours"}, local("2026-03-10 12:00")),
        ):
            self.plan.write(vals)
            with self.subTest(vals):
                callback = self.problem()
                self.assertEqual(callback.problem_due_at, due)
                self.assertEqual((callback.problem_found_at, callback.problem_state), (NOON, "open"))

    def test_days_are_whole(self):
        with self.assertRaisesRegex(ValidationError, "whole days"):
            self.plan.write({"problem_amount": 1.5, "problem_unit": "calendar_days"})
        self.plan.write({"problem_amount": 1.5, "problem_unit": "clock_hours"})

    def test_what_is_a_problem(self):
        for said, found in (
            ({"result": "problem"}, True),
            ({"result": "fine", "satisfaction": "2"}, True),
            ({"result": "fine", "satisfaction": "3"}, False),
            ({"result": "praise"}, False),
        ):
            with self.subTest(said):
                self.assertEqual(bool(self.make(**said).problem_found_at), found)

    def test_overdue_a_second_after_the_deadline(self):
        callback = self.problem()
        Callback = self.env["service.callback"]
        due = callback.problem_due_at
        for moment, overdue in ((due, False), (due + timedelta(seconds=1), True)):
            with freeze_time(moment):
                callback.invalidate_recordset(["problem_is_overdue"])
                self.assertEqual(callback.problem_is_overdue, overdue)
                found = Callback.search([("problem_is_overdue", "=", True), ("id", "=", callback.id)])
                self.assertEqual(bool(found), overdue)
                other = Callback.search([("problem_is_overdue", "=", False), ("id", "=", callback.id)])
                self.assertNotEqual(bool(other), overdue)

    # A case
    def test_everything_goes_into_the_case(self):
        product = self.env["product.product"].create({"name": "Door"})
        sale = self.env["sale.order"].create({"partner_id": self.customer.id})
        former = self.complain(partner_id=self.customer.id, category_id=self.category.id)
        callback = self.problem(
            product_id=product.id, sale_order_id=sale.id, complaint_id=former.id, purpose="After the repair"
        )
        self.env["ir.attachment"].create(
            {
                "name": "door.txt",
                "raw": b"squeak",
                "res_model": callback._name,
                "res_id": callback.id,
            }
        )
        complaint = callback._open_problem()
        self.assertRecordValues(
            complaint,
            [
                {
                    "partner_id": self.customer.id,
                    "contact_phone": self.customer.phone,
                    "channel": "phone",
                    "product_id": product.id,
                    "sale_order_id": sale.id,
                    "about_complaint_id": former.id,
                    "category_id": self.category.id,
                    "team_id": self.team.id,
                    "user_id": self.user.id,
                    "received_at": NOON,
                    "callback_deadline": callback.problem_due_at,
                }
            ],
        )
        self.assertIn("The door squeaks again.", complaint.description)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertEqual((files.name, files.raw), ("door.txt", b"squeak"))
        self.assertEqual(callback.problem_complaint_id, complaint)
        self.assertEqual(complaint.callback_ids, callback)
        self.assertEqual(callback.problem_state, "case")
        self.assertIn(complaint.name, str(callback.message_ids.mapped("body")))
        self.assertIn(self.customer.name, str(complaint.message_ids.mapped("body")))

    def test_the_deadline_is_a_clock_of_the_case(self):
        with freeze_time(NOON):
            callback = self.make("problem")
            complaint = callback._open_problem()
            clock = self.the_clock(complaint)
            self.assertEqual((clock.deadline, clock.state), (callback.problem_due_at, "running"))
        with freeze_time(callback.problem_due_at):
            complaint.action_resolve()
            self.assertEqual(clock.state, "met")
            complaint.action_reopen()
        with freeze_time(callback.problem_due_at + timedelta(seconds=1)):
            complaint.action_resolve()
            self.assertEqual((self.the_clock(complaint) - clock).state, "breached")

    def test_one_case_however_often_it_is_asked_for(self):
        callback = self.problem()
        complaint = callback._open_problem()
        self.assertEqual(callback._open_problem({"description": "Again"}), complaint)
        self.assertEqual(callback.action_open_problem()["res_id"], complaint.id)

    def test_given_values_go_first(self):
        complaint = self.problem()._open_problem({"description": "<p>Other words</p>"})
        self.assertIn("Other words", complaint.description)

    def test_no_words_were_written_down(self):
        complaint = self.make("problem", satisfaction="1")._open_problem()
        self.assertIn("After the repair", complaint.description)
        self.assertIn("Very Dissatisfied", complaint.description)

    def test_words_are_not_markup(self):
        callback = self.make("problem", notes="<b>x</b> < 3")
        self.assertIn("&lt;b&gt;x&lt;/b&gt; &lt; 3", callback._open_problem().description)

    def test_during_the_call(self):
        callback = self.callback().with_user(self.user)
        with self.assertRaisesRegex(UserError, "no problem"):
            callback._open_problem()
        callback.action_open()
        complaint = callback._open_problem({"description": "The door"})
        callback._finish("problem", notes="The door")
        self.assertEqual(callback.problem_complaint_id, complaint)

    def test_no_problem_no_case(self):
        callback = self.make("fine")
        with self.assertRaisesRegex(UserError, "no problem"):
            callback._open_problem()
        with self.assertRaisesRegex(UserError, "no problem"):
            callback.action_settle_problem("Explained")

    def test_an_answer_without_a_caller_makes_a_case(self):
        callback = self.callback(channel="questionnaire", user_id=False)
        callback._finish("problem", satisfaction="1", notes="Never again")
        self.assertEqual(callback.problem_complaint_id.channel, "web")
        self.assertIn("Never again", callback.problem_complaint_id.description)
        self.assertFalse(self.make("problem").problem_complaint_id)

    def test_others_have_no_say(self):
        callback = self.make("problem", vals={"team_id": False})
        with self.assertRaises(AccessError):
            callback.with_user(self.colleague)._open_problem()
        with self.assertRaises(AccessError):
            callback.with_user(self.employee)._open_problem()
        with self.assertRaises(AccessError):
            callback.with_user(self.portal).action_settle_problem("x")

    def test_nothing_is_written_by_hand(self):
        callback = self.problem()
        complaint = self.complain()
        callback.write(
            {
                "problem_complaint_id": complaint.id,
                "problem_due_at": NOON,
                "problem_settled_at": NOON,
                "review_step": "ok",
            }
        )
        self.assertFalse(callback.problem_complaint_id or callback.problem_settled_at)
        self.assertEqual(callback.review_step, "none")

    # On the spot
    def test_settled_on_the_spot(self):
        callback = self.problem()
        self.assertEqual(callback.action_settle_problem()["res_model"], "service.callback.decide")
        with self.assertRaisesRegex(UserError, "Enter a text"):
            callback.action_settle_problem(" ")
        with freeze_time(NOON + timedelta(minutes=5)):
            callback.action_settle_problem("Explained how to oil it")
        self.assertRecordValues(
            callback,
            [
                {
                    "problem_state": "settled",
                    "problem_note": "Explained how to oil it",
                    "problem_settled_by_id": self.user.id,
                    "problem_settled_at": NOON + timedelta(minutes=5),
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "settled already"):
            callback.action_settle_problem("Again")
        with self.assertRaisesRegex(UserError, "settled already"):
            callback._open_problem()

    def test_the_dialog(self):
        callback = self.problem()
        wizard = (
            self.env["service.callback.decide"]
            .with_user(self.user)
            .with_context(**callback.action_settle_problem()["context"])
            .create({"note": "Explained"})
        )
        wizard.action_confirm()
        self.assertEqual(callback.problem_state, "settled")

    # Called again
    def test_the_second_call(self):
        callback = self.problem()
        complaint = callback._open_problem()
        self.assertFalse(callback.second_ids)
        with freeze_time(local("2026-03-12 23:30")):
            complaint.action_resolve()
        second = callback.sudo().second_ids
        self.assertRecordValues(
            second,
            [
                {
                    "due_date": local("2026-03-14 12:00").date(),
                    "anchor_date": local("2026-03-12 12:00").date(),
                    "is_duty": True,
                    "is_same_day": False,
                    "state": "planned",
                    "complaint_id": complaint.id,
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                    "user_id": False,
                }
            ],
        )
        self.assertEqual(callback.problem_state, "settled")
        complaint.action_close()
        self.assertEqual(len(callback.sudo().second_ids), 1)

    def test_the_second_call_of_the_same_day(self):
        self.plan.second_days = 0
        callback = self.problem()
        with freeze_time(local("2026-03-10 23:59:59")):
            callback.action_settle_problem("Explained")
        second = callback.sudo().second_ids
        self.assertTrue(second.is_same_day)
        self.assertEqual(second.due_date, local("2026-03-10 12:00").date())

    def test_reopened_before_the_second_call(self):
        callback = self.problem()
        complaint = callback._open_problem()
        complaint.action_resolve()
        first_plan = callback.sudo().second_ids
        complaint.action_reopen()
        self.assertEqual(first_plan.state, "cancelled")
        self.assertEqual(callback.problem_state, "case")
        complaint.action_resolve()
        seconds = callback.sudo().second_ids
        self.assertEqual(len(seconds), 2)
        self.assertEqual((seconds - first_plan).state, "planned")

    def test_reopened_after_the_second_call(self):
        callback = self.problem()
        complaint = callback._open_problem()
        complaint.action_resolve()
        complaint.action_close()
        second = callback.sudo().second_ids
        self.make("problem", self.colleague, callback=second, satisfaction="2")
        self.assertFalse(callback.recovered)
        complaint.action_reopen()
        complaint.action_resolve()
        third = callback.sudo().second_ids - second
        self.make("fine", self.colleague, callback=third, satisfaction="4")
        self.assertTrue(callback.recovered)

    def test_won_back(self):
        for said, recovered in (
            ({"result": "fine", "satisfaction": "4"}, True),
            ({"result": "fine", "satisfaction": "3"}, False),
            ({"result": "fine"}, True),
            ({"result": "praise"}, True),
            ({"result": "problem"}, False),
            ({"result": "problem", "satisfaction": "5"}, False),
        ):
            with self.subTest(said):
                callback = self.problem()
                callback.action_settle_problem("Explained")
                self.assertFalse(callback.recovered)
                self.make(callback=callback.sudo().second_ids, **said)
                self.assertEqual(callback.recovered, recovered)

    def test_rejected_and_cancelled_cases(self):
        rejected, cancelled = self.problem(), self.problem()
        rejected._open_problem({"validity": "invalid", "rejection_reason": "Not ours"}).action_reject()
        complaint = cancelled._open_problem({"cancel_reason": "Entered twice"})
        complaint.with_user(self.officer).action_cancel()
        self.assertEqual({rejected.problem_state, cancelled.problem_state}, {"settled"})
        self.assertTrue(rejected.sudo().second_ids)
        self.assertFalse(cancelled.sudo().second_ids)

    def test_merged_into_another_case(self):
        callback = self.problem()
        complaint = callback._open_problem()
        live = self.complain(partner_id=self.customer.id)
        complaint.with_user(self.officer)._merge_into(live.with_user(self.officer))
        self.assertEqual(callback.problem_state, "case")
        live.action_resolve()
        self.assertEqual(callback.problem_state, "settled")
        self.assertEqual(len(callback.sudo().second_ids), 1)

    def test_history_starts_nothing(self):
        self.plan.write({"review_amount": 1, "recheck_percent": 100})
        callback = self.callback()
        callback.is_history = True
        self.make("problem", callback=callback)
        self.assertFalse(callback.problem_found_at or callback.recheck_ids)
        self.assertEqual(callback.review_step, "none")

    # Remarks on the product
    def test_who_has_something_to_say_about_the_product_is_visited(self):
        callback = self.make("fine", at=NOON, vals={"has_product_remark": True})
        self.assertFalse(callback.sudo().second_ids)
        self.plan.visits_remarks = True
        callback = self.make("fine", at=NOON, vals={"has_product_remark": True})
        visit = callback.sudo().second_ids
        self.assertEqual((visit.channel, visit.due_date), ("visit", local("2026-03-12 12:00").date()))
        later = self.make("fine", at=NOON)
        later.has_product_remark = True
        later.has_product_remark = False
        later.has_product_remark = True
        self.assertEqual(later.sudo().second_ids.mapped("channel"), ["visit"])

    # Too late
    def test_the_leader_is_told_once(self):
        late, settled, early = self.problem(), self.problem(), self.make("problem")
        settled.action_settle_problem("Explained")
        for _run in range(2):
            self.run_cron("cron_service_callback_problems")
            activities = (late | settled | early).sudo().activity_ids
            self.assertEqual(activities.mapped("user_id"), self.leader)
            self.assertEqual(activities.mapped("res_id"), late.ids)
            self.assertEqual(len(activities), 1)
        late.action_settle_problem("Explained at last")
        self.assertFalse(late.sudo().activity_ids)

    # Praise
    def test_praise_of_a_person(self):
        employees = self.env["hr.employee"].create(
            [{"name": "Zhou"}, {"name": "Caller", "user_id": self.user.id}]
        )
        callback = self.make("praise", satisfaction="5")
        callback.praised_employee_ids = employees[0]
        self.assertEqual(callback.praised_employee_ids, employees[0])
        with self.assertRaisesRegex(ValidationError, "praise of themselves"):
            callback.praised_employee_ids = employees

    def test_very_satisfied_customers(self):
        other = self.env["res.partner"].create({"name": "Li", "phone": "+86 139 0013 8000"})
        self.make("praise", at=NOON, satisfaction="5")
        self.make("praise", at=NOON, satisfaction="5", vals={"partner_id": other.id})
        self.make("fine", at=NOON + timedelta(days=1), satisfaction="4", vals={"partner_id": other.id})
        self.make("fine", at=NOON + timedelta(days=2))
        both = self.customer | other
        self.assertEqual(both.mapped("service_is_very_satisfied"), [True, False])
        Partner = self.env["res.partner"]
        for value, expected in ((True, self.customer), (False, other)):
            found = Partner.search([("service_is_very_satisfied", "=", value), ("id", "in", both.ids)])
            self.assertEqual(found, expected)
