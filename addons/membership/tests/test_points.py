from datetime import date, datetime

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .points_common import PointsCase

NOW = datetime(2026, 5, 20, 8)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPoints(PointsCase):
    """What people and programs call: earning, redeeming, reserving, taking back (P1–P6)."""

    def test_earn_and_redeem(self):
        card = self.card.with_user(self.user)
        move = card.membership_earn(50.25, "Survey", expires_on="2026-06-30")
        self.assertEqual(
            (move.kind, move.points, move.earned, move.balance_after), ("earn", 50.25, 50.25, 50.25)
        )
        self.assertEqual((move.user_id, move.reason), (self.user, "Survey"))
        card.membership_earn(20, "Friend", expires_on=date(2026, 5, 31))
        card.membership_redeem(30, "Gift")
        # what expires first goes first
        self.assertEqual(self.get_lots(), {date(2026, 6, 30): 40.25})
        self.assertEqual(self.card.history_ids.mapped("description"), ["Gift", "Friend", "Survey"])
        self.assert_stands(40.25)

    def test_not_more_than_there_is(self):
        self.card.membership_earn(10, "Survey")
        with self.assertRaisesRegex(UserError, "has 10 points, 10.01 are wanted"):
            self.card.membership_redeem(10.01, "Gift")
        self.card.membership_redeem(10, "Gift")
        self.assert_stands(0)

    def test_no_numbers(self):
        for points in (0, -1, 0.001, 10.005, True, "10", None, float("nan"), float("inf"), 1e11):
            with self.assertRaisesRegex(UserError, "at most two decimals"):
                self.card.membership_earn(points, "Survey")
        with self.assertRaisesRegex(UserError, "Say why"):
            self.card.membership_earn(1, " ")
        with self.assertRaisesRegex(UserError, "is past"):
            self.card.membership_earn(1, "Survey", expires_on="2026-05-19")
        self.card.membership_earn(1, "Survey", expires_on="2026-05-20")
        self.assert_stands(1)

    def test_a_key_is_posted_once(self):
        first = self.card.membership_earn(10, "Survey", key="survey-1")
        self.assertEqual(self.card.membership_earn(10, "Again", key="survey-1"), first)
        with self.assertRaisesRegex(UserError, "survey-1"):
            self.card.membership_earn(11, "Survey", key="survey-1")
        with self.assertRaisesRegex(UserError, "survey-1"):
            self.card.membership_redeem(10, "Survey", key="survey-1")
        self.assert_stands(10)

    def test_who_may(self):
        self.card.membership_earn(10, "Survey")
        move = self.card.with_user(self.user).membership_redeem(4, "Gift")
        with self.assertRaises(AccessError):
            self.card.with_user(self.user).membership_reverse(move, "Mistake")
        self.card.with_user(self.officer).membership_reverse(move, "Mistake")
        with self.assertRaises(AccessError):
            self.card.with_user(self.seller).membership_earn(10, "Friend of mine")
        with self.assertRaises(AccessError):
            move.with_user(self.officer).write({"reason": "Other"})
        with self.assertRaises(AccessError):
            self.env["membership.point.lot"].with_user(self.officer).create({})
        with self.assertRaisesRegex(UserError, "kept by its ledger"):
            self.card.with_user(self.officer).membership_points_owed = 5
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.program.company_id = other
        with self.assertRaises(AccessError):
            self.card.with_user(self.user).membership_earn(10, "Survey")

    def test_the_database_keeps_the_ledger(self):
        move = self.card.membership_earn(10, "Survey")
        move.reason = "Erased"
        self.env.flush_all()
        for statement in (
            "UPDATE membership_point_move SET points = 9",
            "DELETE FROM membership_point_move",
            "UPDATE membership_point_lot SET issued = 9",
            "DELETE FROM membership_point_lot",
            "UPDATE loyalty_card SET points = -1 WHERE is_membership",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.IntegrityError),
                self.env.cr.savepoint(flush=False),
            ):
                self.env.cr.execute(statement)

    def test_reservations(self):
        self.card.membership_earn(30, "Survey", expires_on="2026-05-31")
        held = self.card.membership_reserve(20, "Trip")
        self.assertEqual(held.hold_state, "held")
        self.assert_stands(10)
        with self.assertRaises(UserError):
            self.card.membership_redeem(11, "Gift")
        with self.assertRaisesRegex(UserError, "release them"):
            self.card.membership_reverse(held, "Mistake")
        back = self.card.membership_release(held)
        self.assertEqual((held.hold_state, back.kind, back.points), ("released", "release", 20))
        self.assertEqual(self.get_lots(), {date(2026, 5, 31): 30})
        with self.assertRaisesRegex(UserError, "Nothing is reserved"):
            self.card.membership_commit(held)
        used = self.card.membership_commit(self.card.membership_reserve(30, "Trip"))
        self.assertEqual(used.hold_state, "committed")
        with self.assertRaisesRegex(UserError, "Nothing is reserved"):
            self.card.membership_release(used)
        self.assert_stands(0)
        other = self.create_card()
        with self.assertRaisesRegex(UserError, "no reservation of the card"):
            other.membership_commit(used)

    def test_reverse_once(self):
        earned = self.card.membership_earn(10, "Survey")
        back = self.card.membership_reverse(earned, "Mistake")
        self.assertEqual((back.points, back.earned, back.reversed_move_id), (-10, -10, earned))
        with self.assertRaisesRegex(UserError, "taken back before"):
            self.card.membership_reverse(earned, "Mistake")
        with self.assertRaisesRegex(UserError, "of this kind"):
            self.card.membership_reverse(back, "Mistake")
        self.assert_stands(0)

    def test_what_was_spent_is_owed(self):
        earned = self.card.membership_earn(10, "Survey")
        spent = self.card.membership_redeem(8, "Gift")
        self.card.membership_reverse(earned, "Mistake")
        self.assert_stands(0, owed=8)
        with self.assertRaises(UserError):
            self.card.membership_redeem(1, "Gift")
        self.card.membership_earn(5, "Friend")
        self.assert_stands(0, owed=3)
        # the gift comes back: what is owed is settled, the rest is there
        self.card.membership_reverse(spent, "Gift returned")
        self.assert_stands(5)

    def test_points_given_back_expire_as_they_would_have(self):
        self.card.membership_earn(10, "Survey", expires_on="2026-05-31")
        spent = self.card.membership_redeem(10, "Gift")
        with freeze_time("2026-06-02"):
            self.card.membership_earn(5, "Friend")
            self.card.membership_reverse(spent, "Gift returned")
            self.assert_stands(5)
        self.assertEqual(self.get_moves()[-2:], [("return", 10), ("expire", -10)])

    def test_expired_points_are_not_taken_twice(self):
        earned = self.card.membership_earn(10, "Survey", expires_on="2026-05-31")
        self.card.membership_redeem(4, "Gift")
        with freeze_time("2026-06-02"):
            back = self.card.membership_reverse(earned, "Mistake")
            # 6 expired, 4 were spent
            self.assertEqual((back.points, back.returned, back.earned), (-4, 10, -10))
            self.assert_stands(0, owed=4)

    def test_taken_back_and_posted_again_forgives_nothing_of_other_lots(self):
        """A credit note is posted, reset and posted again: lots that helped out meanwhile are not its own."""
        order = self.card.membership_earn(5, "Order")
        self.card.membership_redeem(5, "Gift")
        self.card.membership_earn(100, "Survey", expires_on="2026-06-30")
        refund = self.card._membership_return(order)
        self.card._membership_return(refund)
        self.assertEqual(self.get_lots(), {date(2026, 6, 30): 100})
        with freeze_time("2026-07-02"):
            self.card._membership_return(order)
            self.assert_stands(0, owed=5)

    def test_late_job_makes_no_difference(self):
        self.card.membership_earn(10, "Survey", expires_on="2026-05-31")
        self.card.membership_earn(5, "Friend")
        with freeze_time("2026-05-31 15:59:59"):  # still the last day in Shanghai
            self.program.company_id = self.env.company
            self.env.company.resource_calendar_id.tz = "Asia/Shanghai"
            self.assertEqual(self.card._membership_day(), date(2026, 5, 31))
            self.env["loyalty.card"]._membership_expire_batch(self.env.company)
            self.assert_stands(15)
        with freeze_time("2026-05-31 16:00:00"):
            with self.assertRaisesRegex(UserError, "has 5 points"):
                self.card.membership_redeem(6, "Gift")
            self.card.membership_redeem(5, "Gift")
            self.assert_stands(0)
            self.assertEqual(self.env["loyalty.card"]._membership_expire_batch(self.env.company), 0)

    def test_expiry_of_many(self):
        self.program.company_id = False
        cards = self.env["loyalty.card"].create(
            [{"program_id": self.program.id, "points": number} for number in range(1, 21)]
        )
        self.program.write({"membership_expiry": "months", "membership_expiry_count": 1})
        for card in cards[:2]:
            card.membership_earn(1, "Survey")
        self.env.flush_all()
        with freeze_time("2026-06-20"):
            self.assertEqual(self.env["loyalty.card"]._membership_expire_batch(self.env["res.company"]), 0)
        with freeze_time("2026-06-21"):
            with self.assertQueryCount(3):
                self.assertEqual(
                    self.env["loyalty.card"]._membership_expire_batch(self.env["res.company"]), 2
                )
            self.assertEqual(self.env["loyalty.card"]._membership_expire_batch(self.env["res.company"]), 0)
        self.assertEqual(cards.mapped("points"), list(range(1, 21)))
        with freeze_time("2026-07-30"), self.enter_registry_test_mode():
            self.card.membership_earn(9, "Survey", expires_on="2026-07-30")
            self.env.ref("membership.cron_membership_expire").method_direct_trigger()
            self.assertEqual(self.card.points, 9)
        with freeze_time("2026-08-01"), self.enter_registry_test_mode():
            self.env.ref("membership.cron_membership_expire").method_direct_trigger()
            self.assertEqual(self.card.points, 0)
        self.assertEqual(self.get_moves(cards[1]), [("opening", 2), ("earn", 1), ("expire", -1)])
        self.assertEqual(cards[1].history_ids[0].used, 1)
        self.assert_derived()

    def test_erasure(self):
        move = self.card.membership_earn(10, "Mother of Li Wei paid")
        self.env["service.erasure"]._erase_around(self.member, ["name"])
        self.assertEqual((move.reason, move.points), (False, 10))
        self.assertEqual(self.card.history_ids.description, "Anonymised")
        self.assert_stands(10)

    def test_redemption_window(self):
        self.program.write({"membership_redeem_from": "12-01", "membership_redeem_to": "12-31"})
        self.card.membership_earn(10, "Survey")
        for day, may in (
            ("2026-11-30", False),
            ("2026-12-01", True),
            ("2026-12-31", True),
            ("2027-01-01", False),
        ):
            with freeze_time(f"{day} 12:00:00"):
                if may:
                    self.card.membership_redeem(1, "Gift")
                else:
                    with self.assertRaisesRegex(UserError, "from 12-01 to 12-31"):
                        self.card.membership_redeem(1, "Gift")

    def test_program_says_when_points_expire(self):
        self.program.write({"membership_expiry": "year_end", "membership_expiry_count": 1})
        self.assertEqual(self.card.membership_earn(1, "Survey").expires_on, date(2027, 12, 31))
        self.program.write({"membership_expiry": "months", "membership_expiry_count": 3})
        self.assertEqual(self.card.membership_earn(1, "Survey").expires_on, date(2026, 8, 20))

    def test_queries(self):
        self.card.membership_earn(1, "Survey")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(25):
            self.card.membership_redeem(1, "Gift")
