from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .blacklist_common import DAY, BlacklistCase


@tagged("post_install", "-at_install")
class TestSalon(BlacklistCase):
    """Classes of a month and the blacklist by little use, from the loaded pack (SALON-CLS-01, 03, 04)."""

    def judge(self, card, day="2026-07-01"):
        return self.plan.judge(card.partner_id, day)[card.partner_id.id]

    def test_packs_name_their_programs_and_say_who_is_lost(self):
        self.assertEqual(self.program.name, "Salon card")
        self.env["service.policy.pack"]._load("car_dealer")
        dealer = self.env["loyalty.program"].search(
            [("membership_code", "=", "car_dealer"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual((dealer.membership_lost_months, dealer.name), (6, "Dealer card"))

    def test_classes_by_card_use_of_the_month_before(self):
        for used, code in ((1499.99, "B"), (1500, "A"), (799.99, "C"), (800, "B"), (None, "C")):
            card = self.make_card(f"Member {used}")
            self.use(card, used)
            self.assertEqual(self.judge(card), code, used)

    def test_classes_by_spending_and_the_higher_of_the_two_counts(self):
        product = self.env["product.product"].create({"name": "Care", "list_price": 1500, "taxes_id": False})
        order = self.env["sale.order"].create(
            {
                "partner_id": self.card.partner_id.id,
                "order_line": [(0, 0, {"product_id": product.id, "price_unit": 1499.99, "tax_ids": False})],
            }
        )
        order.action_confirm()
        order.date_order = "2026-06-30 15:59:00"
        self.assertEqual(self.judge(self.card), "B")
        self.use(self.card, 1500)
        self.assertEqual(self.judge(self.card), "A")
        # of the month before that one nothing is left in the class of August
        self.assertEqual(self.judge(self.card, "2026-08-01"), "C")

    @freeze_time(DAY)
    def test_card_use_that_comes_in_late_is_judged_when_it_comes(self):
        self.assertEqual(self.judge(self.card), "C")
        partner = self.card.partner_id.with_user(self.manager)
        self.use(self.card, 900, last=7)
        self.assertEqual(partner.membership_standing_ids.tier_id.code, "C", "of the month that is not over")
        fact = self.use(self.card, 900)
        partner.invalidate_recordset()
        self.assertEqual(partner.membership_standing_ids.tier_id.code, "B")
        fact.action_reverse()
        partner.invalidate_recordset()
        self.assertEqual(partner.membership_standing_ids.tier_id.code, "C")

    def test_who_joined_within_the_month_has_no_class_until_the_next(self):
        card = self.make_card("New", date(2026, 6, 1))
        self.use(card, 5000)
        self.assertFalse(self.judge(card))
        self.use(card, 900, last=7)
        self.assertEqual(self.judge(card, "2026-08-01"), "B")

    @freeze_time(DAY)
    def test_birthdays_and_a_friend_of_the_premium_class(self):
        """SALON-BDAY-01: on the day, or on another one that was booked before it; A brings one friend."""
        benefits = self.env["membership.benefit"].with_user(self.desk)
        plain, vip = (benefits.search([("code", "=", f"SALON-BDAY-01{end}")]) for end in ("", "-vip"))
        card = self.card.with_user(self.desk)
        with self.assertRaisesRegex(UserError, "birthday is not known"):
            plain.use(card)
        # 3 July is today
        born = self.card.partner_id
        born.membership_birthday = date(1990, 7, 2)
        with self.assertRaisesRegex(UserError, "Only on the birthday, 07/02/2026"):
            plain.use(card)
        with self.assertRaisesRegex(UserError, "Only on the birthday"):
            plain.use(card, date(2026, 7, 20))
        born.membership_birthday = date(1990, 7, 3)
        with self.assertRaisesRegex(UserError, "Only on the birthday"):
            plain.book(card, date(2026, 7, 20))
        with self.assertRaisesRegex(UserError, "At most 0 companions"):
            plain.use(card, companions=1)
        plain.use(card)
        with self.assertRaisesRegex(UserError, "used up"):
            plain.use(card)
        # agreed on the day before, for a day of the same year
        regular = self.regular.with_user(self.desk)
        self.regular.partner_id.membership_birthday = date(1990, 7, 4)
        self.plan.judge(self.regular.partner_id, "2026-07-01")
        self.assertEqual((plain.left(regular), vip.left(regular)), (0, 1))
        with self.assertRaisesRegex(UserError, "At most 1 companions"):
            vip.book(regular, date(2026, 7, 20), companions=2)
        usage = vip.book(regular, date(2026, 7, 20), companions=1)
        self.assertEqual((usage.state, usage.companions, vip.left(regular)), ("booked", 1, 0))

    @freeze_time(DAY)
    def test_the_file_of_a_member(self):
        """HOTEL-CUS-05: birthday, age, sex, nationality; for the desk, not for sellers; erasure blanks it."""
        china = self.env.ref("base.cn")
        partner = self.card.partner_id
        partner.write(
            {
                "membership_birthday": "1990-07-04",
                "membership_sex": "female",
                "membership_nationality_id": china.id,
            }
        )
        card = self.card.with_user(self.desk)
        self.assertEqual(
            (card.membership_age, card.membership_sex, card.membership_nationality_id), (35, "female", china)
        )
        with freeze_time("2026-07-04 04:00:00"):
            partner.invalidate_recordset()
            self.assertEqual(partner.membership_age, 36)
        with self.assertRaises(AccessError):
            partner.with_user(self.seller).read(["membership_birthday"])
        partner._anonymise_membership_cards()
        self.assertFalse(
            partner.membership_birthday or partner.membership_sex or partner.membership_nationality_id
        )

    @freeze_time(DAY)
    def test_which_card_has_which_free_items_is_set_by_the_salon(self):
        """SALON-BEN-01, Q-10: six items come archived, and are of the classes that are chosen."""
        items = self.env["membership.benefit"].search(
            [("code", "like", "SALON-BEN-01"), ("active", "=", False)]
        )
        self.assertEqual(len(items), 6)
        item = items[0]
        with self.assertRaisesRegex(UserError, "not offered"):
            item.use(self.regular)
        item.write({"active": True, "tier_ids": self.plan.tier_ids.filtered(lambda tier: tier.code == "A")})
        self.plan.judge((self.regular | self.card).partner_id, "2026-07-01")
        self.assertEqual((item.left(self.regular), item.left(self.card)), (1, 0))

    @freeze_time(DAY)
    def test_six_full_months_below_are_proposed_once_a_run(self):
        at_limit = self.make_card("At the limit")
        self.use(self.card, 149.99, None, 0, 100, 149.99, 149.99)
        self.use(at_limit, 149.99, 0, 0, 150, 0, 0)
        new = self.make_card("New", date(2026, 1, 2))
        since = self.make_card("From the first day", date(2026, 1, 1))
        self.run_search()
        entry = self.entries()
        self.assertEqual(
            (entry.state, entry.kind, entry.partner_id), ("proposed", "use", self.card.partner_id)
        )
        self.assertFalse(entry.proposed_by_id)
        self.assertEqual((entry.run_from, entry.run_to), (date(2026, 1, 1), date(2026, 6, 30)))
        self.assertIn("149.99", entry.evidence_text)
        self.assertEqual(len(entry.evidence_text.splitlines()), 6)
        self.assertIn("below 150.00 in each of 6 full months", entry.because_text)
        self.assertFalse(self.entries(at_limit | new | self.regular))
        self.assertTrue(self.entries(since))
        self.assertEqual(self.card.membership_state, "active", "people decide about people")
        self.run_search()
        self.assertEqual(self.entries(), entry)
        entry.with_user(self.manager).action_reject("Comes back in August")
        with freeze_time("2026-08-03 04:00:00"):
            self.use(self.regular, 1500, last=7)
            self.run_search()
        self.assertEqual(self.entries(), entry, "the run goes on: it was proposed")

    @freeze_time("2026-08-03 04:00:00")
    def test_a_month_of_which_nothing_is_known_yet_is_looked_at_when_it_is(self):
        new = self.make_card("New", date(2026, 1, 2))
        self.run_search()
        self.assertEqual(self.entries().run_to, date(2026, 6, 30))
        self.run_search()
        self.assertFalse(self.entries(new))
        self.use(self.regular, 1500, last=7)
        self.run_search()
        self.assertEqual(self.entries(new).run_to, date(2026, 7, 31))

    @freeze_time(DAY)
    def test_what_was_corrected_since_is_not_confirmed(self):
        self.run_search()
        entry = self.entries()
        self.use(self.card, 150, last=3)
        with self.assertRaisesRegex(UserError, "does not hold"):
            entry.with_user(self.manager).action_confirm()
        self.assertEqual(entry.state, "proposed")

    @freeze_time(DAY)
    def test_many_are_found_in_few_queries(self):
        def search():
            self.plan.blacklist_month = 0
            known = self.plan._get_known_months()
            month = max(known)
            return self.plan._find_little_use(month, known)

        self.run_search()
        self.make_card("One more")
        self.env.flush_all()
        with self.assertQueryCount(4):
            self.assertEqual(len(search()), 1)


@tagged("post_install", "-at_install")
class TestBlacklist(BlacklistCase):
    """Proposing by behaviour, deciding, appealing, lifting; who may."""

    def propose(self, user=None, **vals):
        return (
            self.env["membership.blacklist"]
            .with_user(user or self.officer)
            .create({"card_id": self.card.id, "reason": "Shouted at the staff on 3 July", **vals})
        )

    def test_behaviour_needs_a_reason_and_another_one_decides(self):
        with self.assertRaisesRegex(UserError, "write why"), self.cr.savepoint():
            self.propose(reason="  ")
        entry = self.propose(self.manager, state="confirmed", kind="use", proposed_by_id=self.officer.id)
        self.assertEqual(
            (entry.state, entry.kind, entry.proposed_by_id), ("proposed", "behaviour", self.manager)
        )
        for step in (entry.action_confirm, lambda: entry.action_reject("No")):
            with self.assertRaisesRegex(AccessError, "somebody else decides"):
                step()
        with self.assertRaisesRegex(AccessError, "Only membership managers"):
            entry.with_user(self.officer).action_confirm()
        with self.assertRaisesRegex(AccessError, "Use the buttons"):
            entry.with_user(self.officer).state = "confirmed"
        entry.with_user(self.second).action_confirm("Seen by three")
        self.assertEqual((entry.state, entry.decided_by_id), ("confirmed", self.second))
        self.assertEqual(self.card.membership_state, "blacklisted")
        self.assertTrue(entry.review_on)
        with self.assertRaisesRegex(UserError, "decided already"):
            entry.with_user(self.officer).reason = "Other words"
        with self.assertRaisesRegex(UserError, "decided otherwise"):
            entry.with_user(self.second).action_reject("Changed my mind")
        with self.assertRaisesRegex(UserError, "is blacklisted"):
            self.propose()

    def test_there_is_a_way_back(self):
        entry = self.propose()
        entry.with_user(self.manager).action_confirm()
        with self.assertRaisesRegex(UserError, "write why"):
            entry.with_user(self.manager).action_lift(" ")
        entry.with_user(self.desk).action_appeal("I was ill")
        self.assertEqual(entry.appeal_state, "open")
        with self.assertRaisesRegex(UserError, "not decided yet"):
            entry.with_user(self.desk).action_appeal("Again")
        with self.assertRaisesRegex(AccessError, "took part"):
            entry.with_user(self.manager).action_dismiss("No")
        entry.with_user(self.second).action_dismiss("Seen by three")
        self.assertEqual((entry.appeal_state, entry.state), ("dismissed", "confirmed"))
        self.assertEqual(self.card.membership_state, "blacklisted")
        entry.with_user(self.desk).action_appeal("Here is the doctor's letter")
        wizard = self.env["membership.blacklist.wizard"].with_user(self.manager)
        dialog = wizard.with_context(**entry.action_ask_lift()["context"]).create({"text": "Apologised"})
        dialog.action_apply()
        self.assertEqual((entry.appeal_state, entry.state), ("upheld", "lifted"))
        self.assertEqual(self.card.membership_state, "active")
        self.propose()

    def test_all_cards_of_a_member_and_no_new_ones(self):
        partner = self.card.partner_id
        other = self.make_program("Second Card")._membership_issue(partner)
        first = self.propose()
        first.with_user(self.manager).action_confirm()
        self.assertEqual(other.membership_state, "active")
        entry = self.propose(card_id=other.id, scope="member")
        entry.with_user(self.manager).action_confirm()
        self.assertEqual(other.membership_state, "blacklisted")
        with self.assertRaisesRegex(UserError, "on the blacklist"):
            self.make_program("Third Card")._membership_issue(partner)
        entry.with_user(self.manager).action_lift("Paid the damage")
        self.assertEqual(other.membership_state, "active")
        self.assertEqual(self.card.membership_state, "blacklisted", "the first entry keeps it")
        first.with_user(self.manager).action_lift("Likewise")
        self.assertEqual(self.card.membership_state, "active")

    def test_time_ends_it_and_reviews_are_asked_for(self):
        today = self.company._membership_day()
        entry = self.propose(expires_on=today, review_on=today)
        entry.with_user(self.manager).action_confirm()
        self.run_search()
        self.assertEqual(entry.state, "confirmed", "the last day is on the blacklist")
        self.assertEqual(entry.activity_ids.user_id, self.manager)
        self.run_search()
        self.assertEqual(len(entry.activity_ids), 1)
        entry.sudo().expires_on = today - timedelta(1)
        self.run_search()
        self.assertEqual((entry.state, self.card.membership_state), ("lifted", "active"))
        late = self.propose(expires_on=today - timedelta(1))
        with self.assertRaisesRegex(UserError, "has passed"):
            late.with_user(self.manager).action_confirm()

    def test_a_merged_card_is_lifted_where_it_went(self):
        entry = self.propose()
        entry.with_user(self.manager).action_confirm()
        stays = self.make_card("李明 (2)")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.card.partner_id | stays.partner_id).ids, stays.partner_id)
        self.env.invalidate_all()
        self.assertEqual(stays.membership_state, "blacklisted")
        self.assertEqual(entry.partner_id, stays.partner_id)
        entry.with_user(self.manager).action_lift("Back")
        self.assertEqual(stays.membership_state, "active")

    def test_who_sees_and_proposes(self):
        entry = self.propose()
        self.assertEqual(entry.with_user(self.desk).reason, entry.reason)
        with self.assertRaises(AccessError):
            self.propose(self.desk)
        with self.assertRaises(AccessError):
            entry.with_user(self.seller).read(["reason"])
        other = self.env["res.company"].create({"name": "Branch"})
        stranger = new_test_user(
            self.env, "card_stranger", "membership.group_manager", company_id=other.id, company_ids=other.ids
        )
        with self.assertRaises(AccessError):
            entry.with_user(stranger).action_confirm()
        with self.assertRaises(AccessError):
            self.propose(stranger)

    def test_who_proposed_and_decided_may_be_deleted(self):
        """E6: the entry stays, and somebody else lifts it."""
        entry = self.propose().with_env(self.env)
        entry.with_user(self.manager).action_confirm()
        self.env.flush_all()
        (self.officer | self.manager).unlink()
        self.env.invalidate_all()
        self.assertEqual(entry.state, "confirmed")
        self.assertFalse(entry.proposed_by_id | entry.decided_by_id)
        entry.with_user(self.second).action_lift("Apologised")
        self.assertEqual(self.card.membership_state, "active")

    def test_erasure_takes_the_words(self):
        entry = self.propose()
        entry.with_user(self.manager).action_confirm("李明 again")
        self.card.partner_id._anonymise_membership_blacklist()
        self.assertEqual((entry.reason, entry.answer), ("Anonymised", False))
        self.assertFalse(self.card.membership_state_reason)
        self.assertNotIn("Shouted", "".join(body or "" for body in self.card.message_ids.mapped("body")))
        self.assertEqual(entry.state, "confirmed")
