from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .callback_loop_common import NOON, CallbackLoopCase


@tagged("post_install", "-at_install")
class TestCallbackSignal(CallbackLoopCase):
    """Signs of invented calls are proposals that somebody looks at; nobody decides about their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.min_seconds = 60
        cls.company.service_same_answers = 3

    def signals(self, callbacks):
        """Return [(kind, place of the callback)] after a night."""
        self.run_cron("cron_service_callback_signals")
        found = self.env["service.callback.signal"].search([("callback_id", "in", callbacks.ids)])
        return sorted((signal.kind, callbacks.ids.index(signal.callback_id.id)) for signal in found)

    def calls(self, *spans, **vals):
        """Make calls, (minutes after noon at which it ended, seconds)."""
        made = [
            self.make(at=NOON + timedelta(minutes=minutes), seconds=seconds, vals=vals)
            for minutes, seconds in spans
        ]
        return self.env["service.callback"].concat(*made)

    def test_shorter_than_the_script(self):
        calls = self.calls((0, 59), (10, 60), (20, 61))
        self.assertEqual(self.signals(calls), [("short", 0)])
        self.assertEqual(calls.signal_ids.explanation, "It took 59 seconds; the script takes at least 60.")

    def test_length_unknown_or_not_asked_for(self):
        callback = self.callback().with_user(self.user)
        with freeze_time(NOON):
            callback.action_open()
        self.make(callback=callback, at=NOON + timedelta(seconds=30))
        self.plan.min_seconds = 0
        other = self.make(at=NOON + timedelta(hours=1), seconds=1)
        self.assertEqual(self.signals(callback | other), [])
        self.plan.min_seconds = 60
        third = self.callback().with_user(self.user)
        with freeze_time(NOON + timedelta(hours=2)):
            third.action_open()
        self.make(callback=third, at=NOON + timedelta(hours=2, seconds=30))
        self.assertEqual(self.signals(third), [("short", 0)])

    def test_a_visit_is_no_telephone_call(self):
        calls = self.calls((0, 1), (0, 100), channel="visit")
        self.assertEqual(self.signals(calls), [])

    def test_two_calls_at_once(self):
        calls = self.calls((0, 120), (2, 120), (3, 61), (10, 300))
        self.assertEqual(self.signals(calls), [("overlap", 2)])
        self.assertIn("1 seconds before", calls[2].signal_ids.explanation)
        others = self.make(user=self.colleague, at=NOON + timedelta(minutes=3), seconds=100)
        self.assertEqual(self.signals(others), [])

    def test_over_two_nights(self):
        calls = self.calls((0, 120))
        self.assertEqual(self.signals(calls), [])
        calls |= self.calls((1, 120))
        self.assertEqual(self.signals(calls), [("overlap", 1)])
        self.assertEqual(self.signals(calls), [("overlap", 1)])

    def test_always_the_same_answers(self):
        survey, (mended, friendly, works, *_others) = self.make_survey()
        made = self.env["service.callback"]

        def call(minutes, *choices):
            callback = self.callback(survey_id=survey.id)
            self.answer(
                callback,
                {
                    question: question.suggested_answer_ids[choice]
                    for question, choice in zip((mended, friendly, works), choices, strict=False)
                },
            )
            return self.make(callback=callback, at=NOON + timedelta(minutes=minutes), seconds=60)

        for minutes in (0, 5):
            made |= call(minutes, 0, 0, 0)
        self.assertEqual(self.signals(made), [])
        made |= call(10, 0, 0, 0)
        made |= call(15, 0, 0, 1)
        for minutes in (20, 25, 30, 35):
            made |= call(minutes, 1, 1)
        self.assertEqual(self.signals(made), [("same_answers", 2)])
        self.assertIn("number 3 in a row", made[2].signal_ids.explanation)

    def test_switched_off(self):
        self.company.service_same_answers = 0
        survey, questions = self.make_survey()
        made = self.env["service.callback"]
        for minutes in range(0, 30, 5):
            callback = self.callback(survey_id=survey.id)
            self.answer(callback, {question: question.suggested_answer_ids[0] for question in questions[:3]})
            made |= self.make(callback=callback, at=NOON + timedelta(minutes=minutes), seconds=60)
        self.assertEqual(self.signals(made), [])

    def test_one_caller_does_not_stop_the_others(self):
        bad, good = self.calls((0, 10)), self.make(user=self.colleague, at=NOON, seconds=10)
        # a callback that cannot be looked at: it was done at no time
        self.env.cr.execute("UPDATE service_callback SET done_at = NULL WHERE id = %s", [bad.id])
        self.env.invalidate_all()
        with mute_logger("odoo.addons.service_center.models.service_callback_signal_find"):
            self.assertEqual(self.signals(bad | good), [("short", 1)])

    # Deciding
    def test_somebody_decides(self):
        signal = self.signal()
        action = signal.with_user(self.officer).action_decide()
        wizard = (
            self.env["service.callback.signal.decide"]
            .with_user(self.officer)
            .with_context(**action["context"], default_decision="confirmed")
            .create({"reason": "No number was dialled"})
        )
        wizard.action_confirm()
        self.assertRecordValues(
            signal,
            [
                {
                    "state": "confirmed",
                    "reason": "No number was dialled",
                    "decided_by_id": self.officer.id,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "decided before"):
            signal.with_user(self.officer)._decide("dismissed", "x")

    def signal(self, user=None):
        callback = self.make(user=user, at=NOON, seconds=10)
        self.signals(callback)
        return callback.sudo().signal_ids

    def test_a_reason_is_needed(self):
        with self.assertRaisesRegex(UserError, "Enter a text"):
            self.signal().with_user(self.officer)._decide("confirmed", "  ")

    def test_who_decides(self):
        signal = self.signal()
        for user in (self.user, self.leader, self.employee, self.portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                signal.with_user(user)._decide("dismissed", "x")
        signal.with_user(self.officer).write({"state": "dismissed", "reason": "x"})
        self.assertEqual((signal.state, signal.reason), ("open", False))

    def test_nobody_about_themselves(self):
        signal = self.signal(self.officer)
        Signal = self.env["service.callback.signal"].with_user(self.officer)
        self.assertFalse(Signal.search([("id", "=", signal.id)]))
        with self.assertRaises(AccessError):
            signal.with_user(self.officer)._decide("dismissed", "x")
        with self.assertRaisesRegex(UserError, "your own call"):
            signal.with_user(self.officer).sudo()._decide("dismissed", "x")
        signal.with_user(self.manager)._decide("dismissed", "The customer hung up")
        self.assertEqual(Signal.browse(signal.id).state, "dismissed")

    # Erasure
    def test_erasing_the_customer(self):
        survey, _questions = self.make_survey()
        self.plan.write({"recheck_percent": 100, "review_amount": 1})
        customer = self.env["res.partner"].create({"name": "Zhuge", "phone": "+86 139 1234 5678"})
        callback = self.make(
            "problem",
            notes="zhuge said",
            vals={"partner_id": customer.id, "survey_id": survey.id, "report": "zhuge said"},
        )
        callback.action_settle_problem("zhuge said")
        callback.with_user(self.officer).action_review_ok("zhuge said")
        recheck = callback.sudo().recheck_ids
        asked = recheck.with_user(recheck.user_id)
        asked.line_ids[4].answer = "zhuge said"
        asked.write({"remembered": "no", "notes": "zhuge said"})
        asked.action_finish()
        signal = callback.sudo().signal_ids
        signal.with_user(self.officer)._decide("confirmed", "zhuge said")
        callback.sudo().second_ids.action_cancel("by_hand")
        customer.with_user(self.manager)._anonymise()
        self.env.flush_all()
        self.env.invalidate_all()
        texts = [
            *(callback.notes, callback.report, callback.review_note, callback.problem_note),
            *(recheck.notes, recheck.differences_text, *recheck.line_ids.mapped("answer")),
            *(signal.reason, *recheck.answers_id.user_input_line_ids.mapped("value_text_box")),
            *(callback | signal.callback_id).sudo().message_ids.mapped("body"),
            *recheck.message_ids.mapped("body"),
        ]
        self.assertNotIn("zhuge said", " ".join(str(text) for text in texts if text))
        self.assertEqual(recheck.verdict, "mismatch")
