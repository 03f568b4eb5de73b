from datetime import date, datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .benefit_common import NOW, TODAY, BenefitCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestBenefits(BenefitCase):
    """Quotas: what is left, using, booking, cancelling, and who may."""

    def test_the_fifth_yes_the_sixth_no(self):
        self.use(4)
        self.assertEqual(self.left(), 1)
        self.use()
        self.assertEqual(self.left(), 0)
        with self.assertRaisesRegex(UserError, r"All 5 are used up; the next ones from 01/01/2027"):
            self.use()
        self.assertEqual(self.left(date(2027, 1, 1)), 5)

    def test_the_list_says_how_often(self):
        self.assertEqual(self.benefit.often_text, "5 × in each year")
        self.benefit.quota = 0
        self.assertEqual(self.benefit.often_text, "Unlimited")

    def test_more_than_is_left_at_once(self):
        self.use(quantity=3)
        with self.assertRaisesRegex(UserError, "3 are asked for. 2 of 5 left until 12/31/2026"):
            self.use(quantity=3)
        self.use(quantity=2)
        self.assertEqual(self.left(), 0)

    def test_the_day_is_the_companys_and_what_is_not_used_lapses(self):
        """31 December 23:59 in Shanghai is the old year, a minute later the new one (Q-29)."""
        self.use(5, day=datetime(2025, 12, 31, 15, 59))
        self.assertEqual(self.left(datetime(2025, 12, 31, 15, 59)), 0)
        self.assertEqual(self.left(datetime(2025, 12, 31, 16, 0)), 5)
        self.assertEqual((self.left(date(2025, 12, 31)), self.left("2026-01-01")), (0, 5))

    def test_other_periods(self):
        for period, first, last in (
            ("week", date(2026, 6, 8), date(2026, 6, 14)),
            ("month", date(2026, 6, 1), date(2026, 6, 30)),
            ("quarter", date(2026, 4, 1), date(2026, 6, 30)),
        ):
            benefit = self.make_benefit(period, period=period, quota=1)
            self.use(benefit=benefit, day=first)
            self.assertEqual(self.left(last, benefit), 0, period)
            self.assertEqual(self.left(last + timedelta(1), benefit), 1, period)
            self.assertEqual(self.left(first - timedelta(1), benefit), 1, period)
        life = self.make_benefit("life", period="lifetime", quota=1)
        self.use(benefit=life)
        with self.assertRaisesRegex(UserError, "there are no more"):
            self.use(benefit=life, day=date(2027, 6, 1))

    def test_unlimited(self):
        lounge = self.make_benefit("lounge", quota=0)
        self.assertIsNone(self.left(benefit=lounge))
        self.use(3, benefit=lounge, quantity=100)
        self.assertIsNone(self.left(benefit=lounge))
        self.assertEqual(lounge._explain_left(self.card, TODAY), "Unlimited.")

    def test_a_key_uses_once(self):
        first = self.use(key="till-1")
        self.assertEqual(self.use(key="till-1"), first)
        self.assertEqual(self.left(), 4)
        with self.assertRaisesRegex(UserError, "something else"):
            self.use(key="till-1", quantity=2)
        with self.assertRaisesRegex(UserError, "something else"):
            self.use(key="till-1", card=self.make_card("李明"))

    def test_bad_numbers_and_days(self):
        for quantity in (0, -1, 1.5, True, "2", 1001, None):
            with self.assertRaisesRegex(UserError, "whole number"):
                self.use(quantity=quantity)
        with self.assertRaisesRegex(UserError, "whole number"):
            self.use(companions=-1)
        for day in ("tomorrow", 5, "2026-13-01"):
            with self.assertRaisesRegex(UserError, "Enter a day"):
                self.use(day=day)
        self.assertEqual(self.left(), 5)

    # Booking
    def test_a_day_to_come_is_booked_then_used_on_its_day(self):
        usage = self.use(day=date(2026, 6, 20))
        self.assertEqual((usage.state, usage.starts_at), ("booked", datetime(2026, 6, 20, 4)))
        self.assertEqual(self.left(), 4)
        with self.assertRaisesRegex(UserError, "booked for 06/20/2026"):
            usage.action_use()
        with freeze_time(datetime(2026, 6, 20, 9)):
            usage.action_use()
        self.assertEqual((usage.state, self.left()), ("used", 4))

    def test_only_what_is_to_come_is_booked(self):
        benefit = self.benefit.with_user(self.desk)
        with self.assertRaisesRegex(UserError, "past"):
            benefit.book(self.card, TODAY - timedelta(1))
        with self.assertRaisesRegex(UserError, "past"):
            benefit.book(self.card, NOW - timedelta(minutes=1))
        self.assertEqual(benefit.book(self.card, TODAY).state, "booked")
        self.assertEqual(benefit.book(self.card, NOW + timedelta(hours=1)).state, "booked")

    def test_notice(self):
        """Exactly the hours are enough; who just comes is told."""
        benefit = self.make_benefit("notice", advance_hours=24)
        with self.assertRaisesRegex(UserError, "24 hours ahead"):
            self.use(benefit=benefit, day=NOW)
        with self.assertRaisesRegex(UserError, "24 hours ahead"):
            self.use(benefit=benefit, day=NOW + timedelta(hours=24, seconds=-1))
        self.assertEqual(self.use(benefit=benefit, day=NOW + timedelta(hours=24)).state, "booked")

    def test_companions(self):
        benefit = self.make_benefit("friend", companions=1, quota=0)
        self.assertEqual(self.use(benefit=benefit, companions=1).companions, 1)
        with self.assertRaisesRegex(UserError, "At most 1 companions"):
            self.use(benefit=benefit, companions=2)

    def test_cancelling_gives_back_to_its_own_period(self):
        old = self.use(5, day=date(2025, 12, 31))
        new = self.use(5, day=date(2026, 1, 1))
        with self.assertRaisesRegex(AccessError, "officers"):
            old[0].action_cancel("Double")
        with self.assertRaisesRegex(UserError, "reason"):
            old[0].with_user(self.officer).action_cancel(" ")
        old[0].with_user(self.officer).action_cancel("Entered twice")
        self.assertEqual((self.left(date(2025, 6, 1)), self.left()), (1, 0))
        self.assertEqual((old[0].cancelled_by_id, old[0].cancel_reason), (self.officer, "Entered twice"))
        old[0].with_user(self.officer).action_cancel("Again")
        self.assertEqual((self.left(date(2025, 6, 1)), old[0].cancel_reason), (1, "Entered twice"))
        with self.assertRaisesRegex(UserError, "was cancelled"):
            old[0].action_use()
        self.assertEqual(new.mapped("state"), ["used"] * 5)

    def test_the_desk_cancels_bookings(self):
        usage = self.use(day=date(2026, 7, 1))
        usage.action_cancel()
        self.assertEqual((usage.state, self.left()), ("cancelled", 5))

    # Whose card
    def test_cards_that_are_not_active(self):
        for state in ("frozen", "blacklisted", "expired"):
            self.card.membership_state = state
            with self.assertRaisesRegex(UserError, "not active"):
                self.use()
        self.card.write({"membership_state": "active", "membership_valid_until": "2026-06-09"})
        with self.assertRaisesRegex(UserError, "valid until 06/09/2026"):
            self.use()
        self.card.membership_valid_until = TODAY
        self.use()
        self.card.active = False
        with self.assertRaisesRegex(UserError, "archived"):
            self.use()

    def test_other_programs_and_validity(self):
        other = self.make_card("李明", self.make_program("other"))
        self.assertEqual(self.left(card=other), 0)
        with self.assertRaisesRegex(UserError, "another program"):
            self.use(card=other)
        coupon = self.env["loyalty.card"].create(
            {
                "program_id": self.make_program("plain", is_membership=False).id,
                "partner_id": self.card.partner_id.id,
            }
        )
        with self.assertRaises(UserError):
            self.use(card=coupon)
        self.benefit.write({"valid_from": "2026-06-11", "valid_to": "2026-06-30"})
        for day, left in ((TODAY, 0), (date(2026, 6, 11), 5), (date(2026, 6, 30), 5), (date(2026, 7, 1), 0)):
            self.assertEqual(self.left(day), left, day)
        with self.assertRaisesRegex(UserError, "not offered on this day"):
            self.use()

    def test_family_cards_share_what_is_shared(self):
        child = self.make_card("王小小", membership_main_card_id=self.card.id)
        shared = self.make_benefit("lounge", quota=3, is_shared=True)
        self.use(2, benefit=shared)
        self.assertEqual(self.left(benefit=shared, card=child), 1)
        usage = self.use(benefit=shared, card=child)
        self.assertEqual((usage.card_id, usage.owner_id), (child, self.card))
        with self.assertRaisesRegex(UserError, "used up"):
            self.use(benefit=shared)
        self.use(5)
        self.assertEqual(self.left(card=child), 5)
        self.card.membership_state = "frozen"
        with self.assertRaisesRegex(UserError, "not active"):
            self.use(benefit=shared, card=child, quantity=1)

    def test_family_cards_have_one_main_card(self):
        child = self.make_card("王小小", membership_main_card_id=self.card.id)
        other = self.make_card("李明", self.make_program("other"))
        for card, main in (
            (self.card, child),
            (child, child),
            (self.make_card("李四"), child),
            (child, other),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                card.membership_main_card_id = main

    def test_a_quota_is_the_customers_also_after_two_contacts_became_one(self):
        twin = self.make_card("王小明")
        child = self.make_card("王小小", membership_main_card_id=twin.id)
        self.use(3)
        self.use(1, card=twin)
        partners = self.card.partner_id | twin.partner_id
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(partners.ids, self.card.partner_id, extra_checks=False)
        self.assertEqual((self.card.active, twin.active, self.left()), (True, False, 1))
        self.assertEqual(child.membership_main_card_id, self.card)

    # Rows stay
    def test_rows_stay_as_they_are(self):
        usage = self.use().sudo()
        for vals in ({"quantity": 2}, {"date": "2026-01-01"}, {"benefit_id": False}, {"state": "booked"}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                usage.write(vals)
                usage.flush_recordset()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            usage.unlink()
        usage.action_cancel("x")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            usage.state = "used"
            usage.flush_recordset()

    def test_the_daily_check_finds_more_uses_than_there_are(self):
        usage = self.use(5)[-1:]
        Usage = self.env["membership.benefit.usage"]
        self.assertFalse([one for one in Usage._check_quotas() if one["company_id"] == self.company.id])
        usage.sudo().copy({"state": "used"})
        [found] = [one for one in Usage._check_quotas() if one["company_id"] == self.company.id]
        self.assertEqual((found["expected"], found["found"]), ("5", "6"))

    def test_why(self):
        usage = self.use()
        [said] = usage.get_explanation()
        self.assertEqual((said["title"], said["value"]), ("Benefit", "Visit"))
        self.assertIn({"label": "Left Afterwards", "text": "4"}, said["facts"])

    # Who may
    def test_roles(self):
        usage = self.use(day=date(2026, 7, 1))
        seller = self.person("benefit_seller", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            self.use(user=seller)
        for user in (self.desk, self.officer, self.manager):
            with self.assertRaises(AccessError):
                usage.with_user(user).write({"note": "x"})
            with self.assertRaises(AccessError):
                usage.with_user(user).create({"benefit_id": self.benefit.id})
            self.assertEqual(usage.with_user(user).quantity, 1)
        for user in (self.desk, self.officer):
            with self.assertRaises(AccessError):
                self.benefit.with_user(user).quota = 9
        self.benefit.with_user(self.manager).quota = 9
        portal = self.person("benefit_portal", "base.group_portal")
        for model in ("membership.benefit", "membership.benefit.usage"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(portal).search([])

    def test_a_user_who_used_and_cancelled_is_deleted(self):
        """E6: Odoo's operation succeeds, and what was used stays."""
        gone = self.person("benefit_gone", "membership.group_officer")
        usage, back = self.use(2, user=gone).with_env(self.env)
        back.with_user(gone).action_cancel("By mistake")
        self.card.with_user(gone).membership_earn(5, "Survey")
        self.env.flush_all()
        uid = gone.id
        gone.unlink()
        self.env.invalidate_all()
        self.assertEqual((usage.create_uid.id, usage.user_uid), (False, uid))
        self.assertEqual((usage.state, back.state, self.left()), ("used", "cancelled", 4))
        self.assertEqual((self.card.points, self.card.point_move_ids.user_id), (5, self.env["res.users"]))
        self.assertEqual(list(self.card._check_membership_points()), [])

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Benefit Elsewhere"})
        stranger = self.person("benefit_stranger", "membership.group_manager")
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.use()
        Benefit = (
            self.env["membership.benefit"].with_user(stranger).with_context(allowed_company_ids=other.ids)
        )
        self.assertFalse(Benefit.search([]))
        self.assertFalse(Benefit.env["membership.benefit.usage"].search([]))
        with self.assertRaises(AccessError):
            Benefit.browse(self.benefit.id).use(self.card, TODAY)

    # Screens
    def test_the_dialog_uses_once(self):
        Dialog = self.env["membership.benefit.use.wizard"].with_user(self.desk)
        form = Form(Dialog.with_context(default_card_id=self.card.id))
        self.assertEqual(form.benefit_id, self.benefit)
        self.assertEqual(form.left_text, "5 of 5 left until 12/31/2026.")
        dialog = form.save()
        self.assertIn("4 of 5 left", dialog.action_apply()["params"]["message"])
        dialog.action_apply()
        self.assertEqual(self.left(), 4)
        usage = self.card.membership_usage_ids
        cancel = self.env["membership.benefit.cancel.wizard"].with_user(self.officer)
        cancel.create({"usage_id": usage.id, "reason": "Wrong card"}).action_apply()
        self.assertEqual(self.left(), 5)

    def test_the_card_says_what_is_left(self):
        self.make_benefit("lounge", quota=0)
        self.make_benefit("gone", valid_to="2026-01-01")
        self.use()
        card = self.card.with_user(self.desk)
        self.assertEqual(card.membership_left_text, "Lounge unlimited · Visit 4")
        self.assertEqual(card.membership_benefit_ids.mapped("name"), ["Lounge", "Visit"])
        portal = self.card.sudo()._membership_portal_benefits()
        self.assertEqual([one["left"] for one in portal], ["unlimited", 4])
        shown = card.membership_benefit_ids.with_context(membership_card_id=card.id)
        self.assertEqual(shown.mapped("left_text"), ["Unlimited.", "4 of 5 left until 12/31/2026."])
        fields = {"left_text": {}, "left_count": {}}
        [read] = card.web_read({"membership_benefit_ids": {"fields": fields}})
        self.assertEqual([one["left_count"] for one in read["membership_benefit_ids"]], [-1, 4])
        action = shown[1].action_use_dialog()
        self.assertEqual(action["context"]["default_benefit_id"], self.benefit.id)

    def test_few_queries_whatever_the_number_of_benefits(self):
        for number in range(30):
            self.make_benefit(f"more {number}")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            self.assertEqual(len(self.card._membership_benefits()), 31)

    def test_erasure(self):
        usage = self.use(note="Was rude")
        self.card.partner_id._anonymise_membership_benefits()
        self.assertNotIn("rude", usage.note or "")
        self.assertEqual(self.left(), 4)

    def test_bad_benefits(self):
        for vals in (
            {"min_value": 5},
            {"provider_id": self.card.partner_id.id},
            {"replaces_id": self.benefit.id},
            {"program_id": False, "membership_code": False},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.benefit.write(vals)
