from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from .callback_loop_common import NOON, CallbackLoopCase, local


@tagged("post_install", "-at_install")
class TestCallbackReview(CallbackLoopCase):
    """A supervisor reviews callbacks in time, and nobody their own (CB-REP-01, DECO-FORM-01, C2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.write({"review_amount": 1, "review_unit": "working_days"})

    # Until when
    def test_the_closing_of_the_next_working_day(self):
        enter_leave(
            self.env,
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": local("2026-03-16 00:00"),
                "date_to": local("2026-03-16 23:59:59"),
            },
        )
        for made, due in (
            ("2026-03-10 10:00", "2026-03-11 17:00"),
            ("2026-03-10 23:59:59", "2026-03-11 17:00"),
            ("2026-03-12 18:00", "2026-03-13 17:00"),
            ("2026-03-13 10:00", "2026-03-17 17:00"),
            ("2026-03-15 10:00", "2026-03-17 17:00"),
        ):
            with self.subTest(made):
                callback = self.make(at=local(made))
                self.assertEqual(callback.review_due_at, local(due))
                self.assertEqual(callback.review_step, "waiting")

    def test_the_sunday_of_the_week(self):
        self.plan.review_unit = "week_end"
        for made, due in (
            ("2026-03-09 00:00", "2026-03-15 17:00"),
            ("2026-03-15 16:59:59", "2026-03-15 17:00"),
            ("2026-03-15 17:00:00", "2026-03-15 17:00"),
            ("2026-03-15 17:00:01", "2026-03-22 17:00"),
            ("2026-03-15 23:59:59", "2026-03-22 17:00"),
        ):
            with self.subTest(made):
                self.assertEqual(self.make(at=local(made)).review_due_at, local(due))

    def test_another_hour_and_calendar_days(self):
        self.plan.write({"review_unit": "week_end", "review_hour": 12.5})
        self.assertEqual(self.make(at=NOON).review_due_at, local("2026-03-15 12:30"))
        self.plan.write({"review_unit": "calendar_days", "review_amount": 2})
        self.assertEqual(self.make(at=NOON).review_due_at, local("2026-03-12 23:59:59"))

    @mute_logger("odoo.sql_db")
    def test_an_hour_that_is_none(self):
        for hour in (-1, 24):
            with self.subTest(hour), self.assertRaises(Exception) as caught, self.env.cr.savepoint():
                self.plan.review_hour = hour
                self.plan.flush_recordset()
            self.assertIn("review_hour", str(caught.exception))

    def test_no_review(self):
        self.plan.review_amount = 0
        callback = self.make()
        self.assertEqual((callback.review_state, callback.review_due_at), ("none", False))
        with self.assertRaisesRegex(UserError, "does not wait"):
            callback.with_user(self.officer).action_review_ok()

    def test_late_a_second_after_the_deadline(self):
        callback = self.make(at=NOON)
        Callback = self.env["service.callback"]
        for seconds, state in ((0, "waiting"), (1, "late")):
            with freeze_time(callback.review_due_at + timedelta(seconds=seconds)):
                callback.invalidate_recordset(["review_state"])
                self.assertEqual(callback.review_state, state)
                for asked in ("none", "waiting", "late", "sent_back", "ok"):
                    found = Callback.search([("review_state", "=", asked), ("id", "=", callback.id)])
                    self.assertEqual(bool(found), asked == state, asked)
                    other = Callback.search([("review_state", "!=", asked), ("id", "=", callback.id)])
                    self.assertEqual(bool(other), asked != state, asked)

    # Who
    def test_the_officer_reviews(self):
        callback = self.make(at=NOON)
        with freeze_time(NOON + timedelta(hours=1)):
            callback.with_user(self.officer).action_review_ok(" Offer the new model ")
        self.assertRecordValues(
            callback,
            [
                {
                    "review_state": "ok",
                    "reviewed_by_id": self.officer.id,
                    "reviewed_at": NOON + timedelta(hours=1),
                    "review_note": "Offer the new model",
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "does not wait"):
            callback.with_user(self.officer).action_review_ok()

    def test_the_leader_reviews(self):
        callback = self.make()
        callback.with_user(self.leader).action_review_ok()
        self.assertEqual(callback.review_state, "ok")

    def test_callers_do_not_review(self):
        callback = self.make()
        for user in (self.user, self.colleague, self.employee, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                callback.with_user(user).action_review_ok()
            with self.assertRaises(AccessError):
                callback.with_user(user).action_send_back("x")

    def test_nobody_reviews_their_own(self):
        own, other = self.make(user=self.officer), self.make()
        with self.assertRaisesRegex(UserError, "your own"):
            (own | other).with_user(self.officer).action_review_ok()
        self.assertEqual(other.review_state, "waiting")
        led = self.make(user=self.leader)
        with self.assertRaisesRegex(UserError, "your own"):
            led.with_user(self.leader).action_send_back("x")
        led.with_user(self.officer).action_review_ok()
        self.assertEqual(led.review_state, "ok")

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_it_too(self):
        callback = self.make()
        with self.assertRaisesRegex(Exception, "not_own_review"), self.env.cr.savepoint():
            callback.sudo().write({"reviewed_by_id": self.user.id})
            callback.flush_recordset()

    def test_many_at_once(self):
        callbacks = self.env["service.callback"].concat(*(self.make() for _index in range(20)))
        reviewed = callbacks.with_user(self.officer)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            reviewed.action_review_ok()
            self.env.flush_all()
        self.assertEqual(set(callbacks.mapped("review_state")), {"ok"})

    # Back to the caller
    def test_back_and_forth(self):
        callback = self.make(at=NOON)
        leader = callback.with_user(self.leader)
        self.assertEqual(leader.action_send_back()["res_model"], "service.callback.decide")
        with self.assertRaisesRegex(UserError, "Enter a text"):
            leader.action_send_back(" ")
        leader.action_send_back("Which door?")
        self.assertEqual((callback.review_state, callback.review_note), ("late", "Which door?"))
        self.assertEqual(callback.activity_ids.user_id, self.user)
        with self.assertRaisesRegex(UserError, "not sent back to you"):
            callback.with_user(self.colleague).action_hand_in("The left one")
        handed_in_at = NOON + timedelta(days=1)
        with freeze_time(handed_in_at):
            callback.action_hand_in("The left one")
            self.assertEqual(callback.review_state, "waiting")
        self.assertEqual(callback.review_due_at, local("2026-03-12 17:00"))
        self.assertEqual(callback.report, "The left one")
        self.assertFalse(callback.activity_ids)
        with self.assertRaisesRegex(UserError, "not sent back to you"):
            callback.action_hand_in("Again")
        leader.action_review_ok()
        with self.assertRaisesRegex(UserError, "was reviewed"):
            callback.report = "Something else"

    def test_the_dialogs(self):
        callback = self.make()
        Wizard = self.env["service.callback.decide"]

        def ask(user, action, note):
            action = getattr(callback.with_user(user), action)()
            Wizard.with_user(user).with_context(**action["context"]).create({"note": note}).action_confirm()

        ask(self.leader, "action_send_back", "Which door?")
        self.assertEqual(callback.review_step, "sent_back")
        ask(self.user, "action_hand_in", "The left one")
        self.assertEqual(callback.review_step, "waiting")
        ask(self.leader, "action_review", False)
        self.assertEqual(callback.review_step, "ok")

    def test_the_printed_form(self):
        survey, (question, *_others) = self.make_survey()
        callback = self.callback(survey_id=survey.id)
        self.make("fine", callback=callback, notes="All is well", satisfaction="4")
        self.answer(callback, {question: question.suggested_answer_ids[0]})
        callback.report = "A content customer"
        html = self.env["ir.actions.report"]._render_qweb_html(
            "service_center.report_callback", callback.ids
        )[0]
        for text in (b"All is well", b"A content customer", b"Was the door mended?", b"Wang Fang"):
            self.assertIn(text, html)
