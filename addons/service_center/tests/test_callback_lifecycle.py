from datetime import datetime, timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .callback_common import CallbackCase

THURSDAY = datetime(2026, 3, 5, 2, 5)  # 10:05 in Shanghai


@tagged("post_install", "-at_install")
class TestCallbackLifecycle(CallbackCase):
    """The steps of a callback, and who may take them (C2, C4)."""

    def taken(self, user=None, **vals):
        callback = self.callback(**vals).with_user(user or self.user)
        callback.action_open()
        return callback

    def test_opening_takes_it_for_the_caller(self):
        callback = self.taken()
        self.assertEqual((callback.state, callback.user_id), ("calling", self.user))
        self.assertTrue(callback.opened_at)
        self.assertTrue(callback.action_open())

    def test_a_second_caller_is_told_who_is_calling(self):
        callback = self.taken()
        self.team.member_ids |= self.colleague
        other = callback.with_user(self.colleague)
        for step in (other.action_open, other.action_put_back, other.action_cancel):
            with self.assertRaisesRegex(UserError, "sc_user"):
                step()
        with self.assertRaisesRegex(UserError, "sc_user"):
            other._finish("fine")
        with self.assertRaisesRegex(UserError, "sc_user"):
            other._register_attempt("busy")
        with self.assertRaisesRegex(UserError, "sc_user"):
            other.user_id = self.colleague
        self.assertEqual((callback.state, callback.user_id), ("calling", self.user))

    def test_officers_help_out(self):
        callback = self.taken()
        callback.with_user(self.officer).action_put_back()
        self.assertEqual((callback.state, callback.opened_at), ("planned", False))

    def test_what_came_of_it(self):
        callback = self.taken()
        callback._finish("praise", satisfaction="5", notes=" Very kind. ", seconds=61)
        self.assertEqual(callback.state, "done")
        self.assertEqual((callback.result, callback.satisfaction, callback.score), ("praise", "5", 5.0))
        self.assertEqual((callback.notes, callback.seconds), ("Very kind.", 61))
        self.assertTrue(callback.done_at)
        self.assertEqual(callback.attempt_ids.mapped("outcome"), ["reached"])
        self.assertEqual((callback.attempt_count, callback.attempt_ids.user_id), (1, self.user))
        rating = callback.sudo().rating_id
        self.assertEqual((rating.rating, rating.res_model), (5, "service.callback"))
        self.assertEqual(rating.partner_id, self.customer)
        self.assertEqual(self.customer.service_last_contact_date, self.company._service_day())

    def test_no_satisfaction_no_rating(self):
        callback = self.taken()
        callback._finish("fine")
        self.assertFalse(callback.sudo().rating_id)
        self.assertEqual(callback.score, 0)

    def test_finishing_a_planned_one_takes_it_first(self):
        callback = self.callback().with_user(self.user)
        callback._finish("fine")
        self.assertEqual((callback.state, callback.user_id), ("done", self.user))

    def test_ended_is_ended(self):
        callback = self.taken()
        callback._finish("fine")
        for step in (
            callback.action_open,
            callback.action_put_back,
            callback.action_cancel,
            callback.action_reopen,
        ):
            with self.assertRaises(UserError):
                step()
        with self.assertRaises(UserError):
            callback._finish("problem")
        with self.assertRaises(UserError):
            callback._register_attempt("busy")
        for vals in ({"user_id": self.colleague.id}, {"partner_id": self.portal.partner_id.id}):
            with self.assertRaisesRegex(UserError, "has ended"):
                callback.write(vals)
        self.assertEqual(callback.attempt_count, 1)

    def test_nobody_writes_by_hand_what_the_steps_write(self):
        callback = self.callback().with_user(self.user)
        with self.assertRaises(UserError):
            callback.state = "done"
        callback.write({"satisfaction": "5", "done_at": THURSDAY, "purpose": "Ask about the heel"})
        self.assertEqual((callback.satisfaction, callback.done_at), (False, False))
        self.assertEqual(callback.purpose, "Ask about the heel")
        created = self.Callback.with_user(self.user).create(
            {"partner_id": self.customer.id, "state": "done", "satisfaction": "5", "key": "1:x:1:1"}
        )
        self.assertEqual((created.state, created.satisfaction), ("planned", False))
        self.assertTrue(created.key.startswith("hand:"))

    def test_tries_cannot_be_written_nor_deleted(self):
        callback = self.taken()
        attempt = callback._register_attempt("busy", note="Line engaged")
        with self.assertRaises(AccessError):
            attempt.note = "x"
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.IntegrityError),
            self.env.cr.savepoint(),
        ):
            attempt.sudo().outcome = "reached"
            self.env.flush_all()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "was tried already"):
            callback.with_user(self.manager).unlink()
        attempt.sudo().note = False  # can be erased
        self.env.flush_all()

    def test_an_untried_one_can_be_deleted_and_gives_its_day_back(self):
        callback = self.callback()
        self.assertEqual(len(self.booked()), 1)
        callback.with_user(self.manager).unlink()
        self.assertEqual(self.booked(), [])

    @freeze_time(THURSDAY)
    def test_the_next_try_is_another_weekday_and_another_time(self):
        callback = self.taken()
        attempt = callback._register_attempt("no_answer")
        self.assertEqual(callback.state, "planned")
        self.assertEqual(callback.user_id, self.user)
        friday = datetime(2026, 3, 6, 7, 30)  # 15:30
        self.assertEqual((attempt.next_try_at, callback.next_try_at), (friday, friday))
        self.assertEqual((callback.window_from, callback.window_to), (friday, datetime(2026, 3, 6, 9)))

    def test_tries_end(self):
        self.plan.max_attempts = 2
        callback = self.taken()
        callback._register_attempt("no_answer")
        self.assertEqual(callback.state, "planned")
        self.assertEqual(len(self.booked()), 1)
        callback._register_attempt("busy")
        self.assertEqual((callback.state, callback.next_try_at), ("unreached", False))
        self.assertEqual(self.booked(), [])
        callback.action_reopen()
        self.assertEqual((callback.state, callback.attempt_count), ("planned", 2))
        self.assertEqual(len(self.booked()), 1)

    def test_who_does_not_want_to_talk_is_not_tried_again(self):
        callback = self.taken()
        callback._register_attempt("refused", note="No time for this")
        self.assertEqual(callback.state, "unreached")

    @freeze_time(THURSDAY)
    def test_a_time_for_which_the_customer_asks(self):
        callback = self.taken()
        asked = datetime(2026, 3, 7, 12)  # 20:00 on Saturday
        callback._register_attempt("later", next_at=asked)
        self.assertEqual((callback.next_try_at, callback.window_from), (asked, asked))
        for at in (THURSDAY, THURSDAY - timedelta(seconds=1)):
            with self.assertRaisesRegex(UserError, "past"):
                callback._register_attempt("later", next_at=at)
        self.assertEqual(callback.attempt_count, 1)

    @freeze_time(datetime(2026, 3, 5, 12, 0))
    def test_a_duty_of_the_day_is_not_tried_on_another_day(self):
        callback = self.taken(is_same_day=True)
        callback._register_attempt("no_answer")  # 20:00: the day is over before the next try
        self.assertEqual(callback.state, "unreached")

    def test_unknown_outcomes(self):
        callback = self.taken()
        for outcome in ("reached", "gone fishing", None, "sent"):
            with self.assertRaises(UserError):
                callback._register_attempt(outcome)
        with self.assertRaises(UserError):
            callback._finish("wonderful")
        self.assertEqual((callback.state, callback.attempt_count), ("calling", 0))

    def test_nobody_rates_themselves(self):
        complaint = self.complain(partner_id=self.customer.id, user_id=self.user.id)
        callback = self.taken(complaint_id=complaint.id)
        self.assertIn("your own work", callback.warning)
        with self.assertRaisesRegex(UserError, "nobody rates themselves"):
            callback._finish("fine", satisfaction="5")
        self.assertEqual(callback.state, "calling")
        callback.action_put_back()
        self.team.member_ids |= self.colleague
        colleague = callback.with_user(self.colleague)
        callback.user_id = False
        colleague._finish("fine", satisfaction="4")
        self.assertEqual(callback.sudo().rating_id.rated_partner_id, self.user.partner_id)

    def test_a_customer_whose_own_work_it_was_rates_nothing(self):
        complaint = self.complain(user_id=self.colleague.id)
        callback = self.taken(
            complaint_id=complaint.id, partner_id=self.colleague.partner_id.id, channel="visit"
        )
        with self.assertRaisesRegex(UserError, "nobody rates themselves"):
            callback._finish("fine", satisfaction="5")

    def test_ratings_are_not_given_past_the_callback(self):
        callback = self.callback()
        with self.assertRaises(UserError):
            callback.rating_apply(5)

    def test_cancelling(self):
        callback = self.callback().with_user(self.user)
        callback.action_cancel("purpose_met")
        self.assertEqual((callback.state, callback.cancel_reason), ("cancelled", "purpose_met"))
        self.assertEqual(self.booked(), [])
        other = self.callback().with_user(self.user)
        other.action_cancel("no such reason")
        self.assertEqual(other.cancel_reason, "by_hand")

    def test_deleting_the_user_keeps_what_was_done(self):
        user = new_test_user(self.env, "sc_leaving", "service_center.group_user")
        self.team.member_ids |= user
        callback = self.taken(user)
        callback._finish("fine")
        user.unlink()
        self.env.invalidate_all()
        found = self.env["service.callback"].browse(callback.id)
        self.assertEqual((found.state, found.attempt_count), ("done", 1))
        self.assertFalse(found.attempt_ids.user_id)
