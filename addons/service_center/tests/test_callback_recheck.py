from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine import sample
from .callback_loop_common import NOON, CallbackLoopCase


@tagged("post_install", "-at_install")
class TestCallbackRecheck(CallbackLoopCase):
    """A second person asks a drawn sample again, and what differs is told (C2, HOTEL-CUS-03)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.write({"recheck_percent": 100})
        cls.survey, cls.questions = cls.make_survey()
        cls.mended, cls.friendly, cls.works, cls.mark, cls.done, cls.bought = cls.questions

    def checked(self, **vals):
        """Return the check of a callback whose first answers are known."""
        callback = self.callback(survey_id=self.survey.id, **vals)
        self.make(callback=callback, at=NOON, satisfaction="5")
        self.answer(
            callback,
            {
                self.mended: self.mended.suggested_answer_ids[0],
                self.friendly: self.friendly.suggested_answer_ids[0],
                self.works: self.works.suggested_answer_ids[0],
                self.mark: "0",
                self.done: "Oiled it",
                self.bought: self.bought.suggested_answer_ids[:2],
            },
        )
        return callback.recheck_ids

    def ask(self, recheck, answers, remembered="yes", user=None, **vals):
        """Ask again; ``answers`` are typed in the order of the questions."""
        recheck = recheck.with_user(user or recheck.user_id)
        for line, answer in zip(recheck.line_ids, answers, strict=True):
            line.answer = answer
        recheck.write({"remembered": remembered, **vals})
        recheck.action_finish()
        return recheck

    SAME = ("1", "1", "1", "0", "oiled  IT", "2, 1")

    # Drawing
    def test_the_sample_can_be_drawn_again(self):
        self.plan.write({"recheck_percent": 40, "sample_seed": "2026-03"})
        callbacks = self.env["service.callback"].concat(*(self.make() for _index in range(40)))
        drawn = callbacks.filtered(lambda one: sample.drawn("2026-03", f"recheck:{one.key}", 40))
        self.assertEqual(callbacks.sudo().recheck_ids.callback_id, drawn)
        self.assertTrue(0 < len(drawn) < 40)

    def test_none_of_plans_that_ask_for_none(self):
        self.plan.recheck_percent = 0
        self.assertFalse(self.make().sudo().recheck_ids)

    def test_another_person_at_an_hour_that_nobody_foresees(self):
        rechecks = self.env["service.callback.recheck"].concat(*(self.checked() for _index in range(20)))
        self.assertEqual(set(rechecks.mapped("caller_id.id")), {self.user.id})
        self.assertLessEqual(set(rechecks.mapped("user_id.id")), {self.colleague.id, self.leader.id})
        self.assertEqual(len(set(rechecks.mapped("due_at"))), 20)
        working_time = self.calendar._service_working_time()
        for moment in rechecks.mapped("due_at"):
            self.assertTrue(
                working_time.is_open(moment) or working_time.is_open(moment - timedelta(seconds=1))
            )
            self.assertTrue(NOON <= moment <= self.calendar._service_due(NOON, 24, "working_hours"))

    def test_nobody_else_in_the_team(self):
        self.team.write({"member_ids": [(6, 0, self.user.ids)], "leader_id": False})
        recheck = self.checked()
        self.assertFalse(recheck.user_id)
        recheck.with_user(self.officer).action_take()
        self.assertEqual(recheck.user_id, self.officer)

    def test_by_hand(self):
        self.plan.recheck_percent = 0
        callback = self.make()
        callback.with_user(self.officer).action_check_again()
        callback.with_user(self.officer).action_check_again()
        self.assertEqual(len(callback.sudo().recheck_ids), 1)
        with self.assertRaises(AccessError):
            callback.with_user(self.user).action_check_again()
        own = self.make(user=self.officer)
        with self.assertRaisesRegex(UserError, "callbacks of others"):
            own.with_user(self.officer).action_check_again()
        with self.assertRaisesRegex(UserError, "were made"):
            self.callback().with_user(self.officer).action_check_again()

    # A second person
    def test_the_caller_neither_sees_nor_makes_the_check(self):
        recheck = self.checked()
        Recheck = self.env["service.callback.recheck"]
        self.assertFalse(Recheck.with_user(self.user).search([("id", "=", recheck.id)]))
        self.assertNotIn(self.user.partner_id, recheck.message_partner_ids)
        with self.assertRaises(AccessError):
            recheck.with_user(self.user).action_finish()
        with self.assertRaisesRegex(UserError, "their own"):
            recheck.sudo().with_user(self.user).sudo().action_finish()
        self.assertTrue(Recheck.with_user(self.officer).search([("id", "=", recheck.id)]))
        self.ask(recheck, self.SAME)
        self.assertEqual(Recheck.with_user(self.officer).browse(recheck.id).verdict, "match")

    @mute_logger("odoo.sql_db")
    def test_it_cannot_be_given_to_the_caller(self):
        recheck = self.checked()
        with self.assertRaisesRegex(ValidationError, "somebody else"):
            recheck.with_user(self.officer).user_id = self.user
        recheck.invalidate_recordset(flush=False)
        with self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
            self.env.cr.execute(
                "UPDATE service_callback_recheck SET user_id = caller_id WHERE id = %s", [recheck.id]
            )

    def test_nor_to_who_reached_the_customer(self):
        recheck = self.checked()
        self.env["service.callback.attempt"].create(
            {
                "callback_id": recheck.callback_id.id,
                "company_id": self.company.id,
                "user_id": self.officer.id,
                "at": NOON,
                "channel": "phone",
                "outcome": "reached",
            }
        )
        with self.assertRaisesRegex(ValidationError, "somebody else"):
            recheck.with_user(self.manager).user_id = self.officer

    def test_who_may_check(self):
        recheck = self.checked()
        recheck.with_user(self.officer).user_id = self.colleague
        for user in (self.leader, self.employee, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                recheck.with_user(user).action_finish()
        with self.assertRaisesRegex(UserError, "Take it over first"):
            recheck.with_user(self.officer).action_finish()
        with self.assertRaises(AccessError):
            recheck.with_user(self.colleague).create({"callback_id": recheck.callback_id.id})
        with self.assertRaises(AccessError):
            recheck.with_user(self.colleague).action_cancel()
        recheck.with_user(self.officer).action_cancel()
        self.assertEqual(recheck.state, "cancelled")

    def test_an_officer_does_not_cancel_the_check_of_an_own_call(self):
        callback = self.callback(user_id=self.officer.id)
        self.make(user=self.officer, callback=callback)
        with self.assertRaises(AccessError):
            callback.sudo().recheck_ids.with_user(self.officer).action_cancel()

    # What is told
    def test_the_same(self):
        recheck = self.ask(self.checked(), self.SAME, satisfaction="4")
        self.assertRecordValues(
            recheck,
            [{"state": "done", "verdict": "match", "error_count": 0, "error_rate": 0.0}],
        )
        self.assertIn("Satisfaction", recheck.differences_text)
        self.assertFalse(recheck.sudo().signal_ids)
        answers = recheck.sudo().answers_id
        self.assertEqual(answers.partner_id, self.customer)
        self.assertEqual(len(answers.user_input_line_ids), 7)

    def test_a_fact_that_differs(self):
        recheck = self.ask(self.checked(), ("2", "1", "1", "0", "Oiled it", "1,2"))
        self.assertEqual((recheck.verdict, recheck.error_count), ("mismatch", 1))
        self.assertIn("Was the door mended? – first: Yes; then: No", recheck.differences_text)
        signal = recheck.sudo().signal_ids
        self.assertEqual((signal.kind, signal.caller_id, signal.state), ("recheck", self.user, "open"))
        self.assertIn("answered differently", signal.explanation)

    def test_what_may_differ_or_change(self):
        recheck = self.ask(self.checked(), ("1", "2", "2", "9", "Nothing", "3"))
        self.assertEqual(recheck.verdict, "match")
        self.assertIn("friendly", recheck.differences_text)
        self.assertNotIn("Does it work?", recheck.differences_text)

    def test_there_was_no_call(self):
        recheck = self.ask(self.checked(), self.SAME, remembered="no")
        self.assertEqual(recheck.verdict, "mismatch")
        self.assertIn("no call", recheck.sudo().signal_ids.explanation)
        self.assertIn("There Was No Call", recheck.differences_text)

    def test_unclear(self):
        for answers, remembered, satisfaction in (
            (self.SAME, "unknown", False),
            ((False, "1", "1", "0", "Oiled it", "1,2"), "yes", False),
            (self.SAME, "yes", "3"),
        ):
            with self.subTest(answers):
                recheck = self.ask(self.checked(), answers, remembered, satisfaction=satisfaction)
                self.assertEqual((recheck.verdict, recheck.error_count), ("unclear", 0))

    def test_answers_that_are_none(self):
        recheck = self.checked()
        for answers in (
            ("3", "1", "1", "0", "", ""),
            ("yes", "1", "1", "0", "", ""),
            ("1,2", "1", "1", "0", "", ""),
            ("1", "1", "1", "11", "", ""),
            ("1", "1", "1", "-1", "", ""),
            ("1", "1", "1", "x", "", ""),
            ("1", "1", "1", "0", "", "4"),
            ("1", "1", "1", "0", "", "1,x"),
        ):
            refused = self.assertRaisesRegex(UserError, "is no answer")
            with self.subTest(answers), refused, self.env.cr.savepoint():
                self.ask(recheck, answers)
        self.assertEqual(recheck.state, "planned")
        with self.assertRaisesRegex(UserError, "whether we called"):
            self.ask(recheck, self.SAME, remembered=False)

    def test_what_was_checked_stays(self):
        recheck = self.ask(self.checked(), self.SAME)
        for vals in ({"notes": "x"}, {"user_id": self.leader.id}, {"remembered": "no"}):
            with self.assertRaisesRegex(UserError, "that stays"):
                recheck.write(vals)
        with self.assertRaisesRegex(UserError, "that stays"):
            recheck.line_ids[0].answer = "2"
        with self.assertRaisesRegex(UserError, "that stays"):
            recheck.action_unreached()
        other = self.checked()
        other.with_user(other.user_id).write({"verdict": "match", "state": "done", "error_count": 1})
        self.assertRecordValues(other, [{"verdict": False, "state": "planned", "error_count": 0}])

    def test_callers_see_no_surveys_but_the_words(self):
        recheck = self.checked()
        line = recheck.with_user(recheck.user_id).line_ids[0]
        self.assertEqual((line.question, line.options), ("Was the door mended?", "1 Yes · 2 No"))
        with self.assertRaises(AccessError):
            self.survey.with_user(recheck.user_id).title = "x"

    # Figures
    def test_the_error_rate_has_its_denominator(self):
        wrong, right = self.checked(), self.checked()
        self.ask(wrong, self.SAME, remembered="no")
        self.ask(right, self.SAME)
        unreached = self.checked()
        unreached.with_user(unreached.user_id).action_unreached()
        ((caller, count, errors, rate),) = self.env["service.callback.recheck"]._read_group(
            [("state", "=", "done"), ("caller_id", "=", self.user.id)],
            ["caller_id"],
            ["__count", "error_count:sum", "error_rate:avg"],
        )
        self.assertEqual((caller, count, errors, rate), (self.user, 2, 1, 0.5))
        wrong.sudo().signal_ids.with_user(self.officer)._decide("dismissed", "It was the wife who answered")
        self.assertEqual((wrong.error_count, wrong.error_rate), (0, 0.0))

    def test_other_companies(self):
        recheck = self.checked()
        stranger = self.officer.copy(
            {
                "login": "sc_stranger",
                "company_id": self.other_company.id,
                "company_ids": [(6, 0, self.other_company.ids)],
            }
        )
        self.assertFalse(
            self.env["service.callback.recheck"].with_user(stranger).search([("id", "=", recheck.id)])
        )
        self.assertFalse(self.env["service.callback.recheck.line"].with_user(stranger).search([]))
