from datetime import date, datetime

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.membership.engine import tier as engine
from odoo.addons.membership.models import membership_plan_review
from odoo.addons.service_kernel.tests.users import new_test_user

from .tier_common import TierCase

NOW = datetime(2026, 5, 20, 8)


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestDealer(TierCase):
    """The dealer's card: tiers by points ever earned, never down (DEALER-TIER-01/02, Q-24)."""

    pack = "car_dealer"

    def test_the_pack_makes_a_program(self):
        self.assertEqual(self.plan.state, "active")
        self.assertEqual(
            self.plan._sorted_tiers().mapped(lambda tier: (tier.code, tier.threshold)),
            [("ordinary", 0), ("silver", 1000), ("gold", 5000), ("diamond", 20000)],
        )
        self.assertTrue(self.program.is_membership)
        self.assertEqual(
            (
                self.program.membership_code,
                self.program.membership_redeem_from,
                self.program.membership_expiry,
            ),
            ("car_dealer", "12-01", "never"),
        )
        rule = self.program.rule_ids
        self.assertEqual((rule.reward_point_mode, rule.reward_point_amount), ("money", 1))
        # loading it again makes no second one
        again = self.env["service.policy.pack"].load_pack("car_dealer", company=self.company)
        self.assertEqual((again["created"], again["updated"]), (0, 0))
        self.assertEqual(
            self.env["loyalty.program"].search_count([("membership_code", "=", "car_dealer")]), 1
        )

    def test_complaints_follow_no_pack_about_members(self):
        desk = self.env["res.company"].create({"name": "Desk"})
        self.env["service.policy.pack"].load_pack("department_desk", company=desk)
        self.assertFalse(desk.service_default_pack)
        plan = self.env["membership.plan"].search([("company_id", "=", desk.id)])
        self.assertEqual((plan.code, plan.state), ("DEPT-CARD", "active"))
        # as the dealer
        self.assertEqual(plan._sorted_tiers().mapped("threshold"), [0, 1000, 5000, 20000])
        # who buys gets no card by itself: the desk issues it
        buyer = self.env["res.partner"].create({"name": "Buyer"})
        order = self.env["sale.order"].create({"partner_id": buyer.id, "company_id": desk.id})
        found = self.env["loyalty.program"].search(order._get_program_domain())
        self.assertNotIn(plan.program_id, found)
        card = plan.program_id._membership_issue(buyer)
        for points, code in ((999.99, "ordinary"), (0.01, "silver")):
            card.membership_earn(points, "Purchase")
            self.assertEqual(self.tier_of(card), code)
        self.assertIn(plan.program_id, self.env["loyalty.program"].search(order._get_program_domain()))

    def test_who_maintains_no_memberships_loads_the_rest(self):
        clerk = new_test_user(
            self.env,
            "tier_clerk",
            "base.group_user,service_kernel.group_policy_manager",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        for user, code, told in ((clerk, "department_desk", True), (self.manager, "private_bank", False)):
            packs = self.env["service.policy.pack"].with_user(user)._in_company(self.company)
            notes = [text for _kind, text in packs._get_notes([packs._plan(code)])]
            self.assertEqual(any("plans and benefits" in text for text in notes), told)
            packs.load_pack(code, self.company)
            plans = self.env["membership.plan"].search([("pack_code", "=", code)])
            self.assertEqual(bool(plans), not told)

    def test_boundaries(self):
        for points, tier in (
            (999.99, "ordinary"),
            (1000, "silver"),
            (4999.99, "silver"),
            (5000, "gold"),
            (19999.99, "gold"),
            (20000, "diamond"),
        ):
            with self.subTest(points):
                card = self.member()
                self.assertEqual(self.tier_of(card), "ordinary")
                card.membership_earn(points, "Purchase")
                self.assertEqual(self.tier_of(card), tier)

    def test_redeeming_and_returns(self):
        card = self.member()
        move = card.membership_earn(5000, "Purchase")
        self.assertEqual(self.tier_of(card), "gold")
        # the window of the pack, by the days of Shanghai
        for now, may in (
            ("2026-11-30 15:59:59", False),
            ("2026-11-30 16:00:00", True),
            ("2026-12-31 15:59:59", True),
            ("2026-12-31 16:00:00", False),
        ):
            with freeze_time(now), self.subTest(now):
                if may:
                    card.membership_redeem(2250, "Gift")
                else:
                    with self.assertRaisesRegex(UserError, "from 12-01 to 12-31"):
                        card.membership_redeem(1, "Gift")
        # redemption does not lower the tier, and neither does a return: this plan goes never down
        card.membership_reverse(move, "Returned")
        self.assertEqual(self.tier_of(card), "gold")
        standing = card.partner_id.membership_standing_ids
        self.assertEqual((standing.value, standing.because), (0, "never_down"))
        self.assertIn("never goes down", standing.explanation_text)
        # next is what comes after the tier that is kept, not after what is measured
        self.assertEqual((standing.next_tier_id.code, standing.missing), ("diamond", 20000))

    def test_history_can_be_replayed(self):
        card = self.member()
        for points in (500, 600, 4000):
            card.membership_earn(points, "Purchase")
        changes = self.env["membership.standing.change"].search(
            [("partner_id", "=", card.partner_id.id)], order="id"
        )
        self.assertEqual(changes.tier_id.mapped("code"), ["ordinary", "silver", "gold"])
        self.assertEqual(changes.mapped("value"), [0, 1100, 5100])
        for change in changes:
            facts = change.facts
            made = engine.decide(
                [engine.Rung(*rung) for rung in facts["tiers"]],
                engine.Policy(facts["up"], facts["down"], facts["keep_months"]),
                change.value,
                change.date,
                change.tier_from_id.id or None,
                change.kept_until_before or None,
                change.is_review,
            )
            self.assertEqual((made.key, made.because), (change.tier_id.id, change.because))
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.cr.execute("UPDATE membership_standing_change SET value = 0 WHERE id = %s", [changes[0].id])

    def test_what_is_missing(self):
        card = self.member()
        card.membership_earn(400, "Purchase")
        self.assertEqual(card.membership_next_text, "600 to Silver")
        # the desk is told how far it is where no fortune is behind it
        self.assertEqual(card.with_user(self.user).membership_next_text, "600 to Silver")
        self.assertEqual(card.partner_id.membership_standing_ids.with_user(self.user).missing, 600)
        card.membership_earn(19600, "Purchase")
        card.invalidate_recordset()
        self.assertFalse(card.membership_next_text)

    def test_an_order_that_is_confirmed_and_cancelled(self):
        card = self.member()
        product = self.env["product.product"].create({"name": "Tyres", "list_price": 1200, "taxes_id": False})
        order = self.env["sale.order"].create(
            {"partner_id": card.partner_id.id, "order_line": [Command.create({"product_id": product.id})]}
        )
        order._update_programs_and_rewards()
        order.action_confirm()
        self.assertEqual((card.points, self.tier_of(card)), (1200, "silver"))
        order._action_cancel()
        self.assertEqual((card.points, self.tier_of(card)), (0, "silver"))

    def test_prices_of_the_tier(self):
        gold = self.plan.tier_ids.filtered(lambda tier: tier.code == "gold")
        prices = self.env["product.pricelist"].create({"name": "Gold", "company_id": self.company.id})
        gold.write({"pricelist_id": prices.id, "discount": 5})
        card = self.member()
        product = self.env["product.product"].create({"name": "Oil", "list_price": 100, "taxes_id": False})

        def price():
            order = self.env["sale.order"].create(
                {"partner_id": card.partner_id.id, "order_line": [Command.create({"product_id": product.id})]}
            )
            return order.pricelist_id == prices, order.order_line.price_subtotal

        self.assertEqual(price(), (False, 100))
        card.membership_earn(5000, "Purchase")
        self.assertEqual(price(), (True, 95))

    def test_merchants_of_the_tier(self):
        """DEALER-TIER-03: activities and four merchants, of each tier its own; at the dealer's own rates."""
        Benefit = self.env["membership.benefit"].with_context(active_test=False)
        found = Benefit.search([("code", "like", "DEALER-TIER-03"), ("company_id", "=", self.company.id)])
        self.assertEqual((len(found), any(found.mapped("active"))), (20, False))
        self.assertEqual(set(found.mapped("price_percent")), {100})
        petrol = found.filtered(lambda benefit: "petrol" in benefit.code)
        petrol.active = True
        for points, code in ((4999.99, "silver"), (5000, "gold")):
            card = self.member()
            card.membership_earn(points, "Purchase")
            shown = [one["benefit"].code for one in card._membership_benefits() if one["entitled"]]
            self.assertEqual(shown, [f"DEALER-TIER-03-petrol-{code}"])

    def test_merging_keeps_the_higher_tier(self):
        kept, gone = self.member("Wang"), self.member("Wang Wei")
        kept.membership_earn(100, "Purchase")
        move = gone.membership_earn(5000, "Purchase")
        gone.membership_reverse(move, "Returned")
        self.env["base.partner.merge.automatic.wizard"]._merge((kept | gone).partner_id.ids, kept.partner_id)
        self.assertEqual((kept.points, self.tier_of(kept)), (100, "gold"))
        self.assertEqual(len(kept.partner_id.membership_standing_ids), 1)

    def test_what_if(self):
        for points in (900, 1000, 5000):
            self.member().membership_earn(points, "Purchase")
        wizard = self.env["membership.plan.what.if"].with_user(self.manager)
        wizard = wizard.create({"plan_id": self.plan.id})
        lines = {line.tier_id.code: line for line in wizard.line_ids}
        lines["silver"].threshold = 900
        lines["gold"].threshold = 5001
        wizard.action_count()
        self.assertEqual(
            {code: (line.now_count, line.then_count) for code, line in lines.items()},
            {"ordinary": (1, 0), "silver": (1, 3), "gold": (1, 0), "diamond": (0, 0)},
        )
        self.assertEqual((wizard.up_count, wizard.down_count, wizard.member_count), (1, 1, 3))
        lines["gold"].threshold = 900
        with self.assertRaisesRegex(UserError, "begin above"):
            wizard.action_count()

    def test_roles(self):
        with self.assertRaises(AccessError):
            self.plan.with_user(self.officer).judge(self.env["res.partner"])
        with self.assertRaises(AccessError):
            self.plan.with_user(self.user).write({"name": "Mine"})
        card = self.member()
        self.assertEqual(
            self.plan.with_user(self.manager).judge(card.partner_id), {card.partner_id.id: "ordinary"}
        )
        standing = card.partner_id.membership_standing_ids
        for user in (self.user, self.officer, self.manager):
            self.assertTrue(standing.with_user(user).has_access("read"))
            for operation in ("write", "create", "unlink"):
                self.assertFalse(standing.with_user(user).has_access(operation))
        other = self.env["res.company"].create({"name": "Other Mall"})
        alien = self.manager.copy(
            {"login": "tier_alien", "company_id": other.id, "company_ids": [Command.set(other.ids)]}
        )
        for record in (self.plan, self.plan.tier_ids[0], standing):
            self.assertFalse(
                record.with_user(alien).with_context(allowed_company_ids=other.ids).has_access("read")
            )


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPlans(TierCase):
    """Other measures, windows and reviews, and plans that are not right."""

    pack = "travel"

    def plan_of(self, *tiers, **vals):
        """A plan of classes in force, with tiers of these thresholds."""
        return self.env["membership.plan"].create(
            {
                "name": "Class",
                "code": f"class-{self.env['membership.plan'].search_count([])}",
                "kind": "class",
                "program_id": self.program.id,
                "company_id": self.company.id,
                "tier_ids": [
                    Command.create({"code": code, "name": code, "threshold": threshold, "sequence": number})
                    for number, (code, threshold) in enumerate(tiers)
                ],
                **vals,
            }
        )

    def test_a_member_at_three_trips(self):
        trip = self.env["product.product"].create(
            {"name": "Tour", "list_price": 100, "taxes_id": False, "membership_is_trip": True}
        )
        card = self.member()
        for number, (until, tier) in enumerate((("2026-05-01", False), ("2026-05-20", False))):
            order = self.env["sale.order"].create(
                {
                    "partner_id": card.partner_id.id,
                    "commitment_date": until,
                    "order_line": [Command.create({"product_id": trip.id})],
                }
            )
            order.action_confirm()
            self.assertEqual(self.tier_of(card), tier, number)
        # brought in from another system: the third
        fact = self.fact(card, "trips", 1, date(2020, 1, 1), key="old-1")
        self.assertEqual(self.tier_of(card), "member")
        # TRAVEL-MEM-02: what members have; of higher levels nothing is offered until they are set up
        benefits = [one["benefit"].code for one in card._membership_benefits() if one["entitled"]]
        self.assertEqual(
            benefits, [f"TRAVEL-MEM-02-{what}" for what in ("priority", "gift", "adviser", "custom")]
        )
        self.assertFalse([one for one in self.member("New")._membership_benefits() if one["entitled"]])
        self.assertEqual(card.partner_id.membership_standing_ids.value, 3)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.fact(card, "trips", 1, date(2020, 1, 1), key="old-1")
        fact.action_reverse()
        self.assertEqual(card.partner_id.membership_standing_ids.value, 2)
        # who has no card gets one with the third trip
        li = self.env["res.partner"].create({"name": "Li Na"})
        for until in ("2026-05-01", "2026-05-02", "2026-05-19"):
            self.assertFalse(self.program._membership_find_card(li))
            order = self.env["sale.order"].create(
                {
                    "partner_id": li.id,
                    "commitment_date": until,
                    "order_line": [Command.create({"product_id": trip.id})],
                }
            )
            order.action_confirm()
        self.assertEqual(self.tier_of(self.program._membership_find_card(li)), "member")
        # a trip that is not over does not count
        order = self.env["sale.order"].create(
            {
                "partner_id": self.member("Li").partner_id.id,
                "commitment_date": "2026-06-01",
                "order_line": [Command.create({"product_id": trip.id})],
            }
        )
        order.action_confirm()
        self.assertEqual(order.partner_id.membership_standing_ids.value, 0)

    def test_a_class_over_the_month_before(self):
        plan = self.plan_of(
            ("C", 0), ("B", 800), ("A", 1500), measure="card_use", window="month", judged="month_start",
            leaves_out_new=True,
        )  # fmt: skip
        plan.action_activate()
        values = {"799.99": "C", "800": "B", "1499.99": "B", "1500": "A"}
        cards = {value: self.member(value, membership_joined_on=date(2026, 3, 1)) for value in values}
        new = self.member("New", membership_joined_on=date(2026, 4, 1))
        for card in cards.values():
            self.fact(card, "card_use", 5000, date(2026, 5, 1))
        everybody = self.env["res.partner"].union(
            *(card.partner_id for card in cards.values()), new.partner_id
        )
        # March: nothing was brought in, so nobody is known
        self.assertEqual(set(plan.judge(everybody, date(2026, 4, 30)).values()), {False})
        for value, card in cards.items():
            self.fact(card, "card_use", float(value), date(2026, 4, 30))
        judged = plan.judge(everybody, date(2026, 5, 1))
        self.assertEqual({value: judged[card.partner_id.id] for value, card in cards.items()}, values)
        self.assertFalse(judged[new.partner_id.id])
        # the card shows tiers, not classes
        self.assertFalse(self.tier_of(cards["1500"]))

    def test_the_job_reviews_once_a_month(self):
        plan = self.plan_of(("C", 0), measure="visits", window="month", judged="month_start")
        plan.action_activate()
        card, later = self.member(), self.member("Later")
        # a run that was killed after its first batch is taken up where it was (E1)
        plan._judge(card.partner_id.ids, date(2026, 5, 20))
        plan.review_partner_id = card.partner_id.id
        with self.enter_registry_test_mode():
            job = self.env.ref("membership.cron_membership_review")
            job.method_direct_trigger()
            for partner in (card | later).partner_id:
                changes = self.env["membership.standing.change"].search(
                    [("partner_id", "=", partner.id), ("plan_id", "=", plan.id)]
                )
                self.assertEqual(changes.tier_id.mapped("code"), ["C"])
            standing = card.partner_id.membership_standing_ids.filtered(lambda one: one.plan_id == plan)
            self.assertEqual((standing.tier_id.code, plan.last_review_on), ("C", date(2026, 5, 20)))
            for now, judged_on in (("2026-05-31", "2026-05-20"), ("2026-06-01", "2026-06-01")):
                with freeze_time(f"{now} 08:00:00"):
                    job.method_direct_trigger()
                    self.env.invalidate_all()
                    self.assertEqual(str(standing.judged_on), judged_on)

    def test_a_plan_that_fails_does_not_stop_the_others(self):
        # so many months reach back before all years
        bad = self.plan_of(
            ("C", 0), measure="visits", window="rolling", window_months=10**6, judged="daily", sequence=1
        )
        good = self.plan_of(("C", 0), measure="visits", window="month", judged="daily", sequence=20)
        (bad | good).action_activate()
        self.member()
        job = self.env.ref("membership.cron_membership_review")
        with self.enter_registry_test_mode():
            with mute_logger("odoo.addons.membership.models.membership_plan_review"):
                job.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual((good.last_review_on, good.review_error), (NOW.date(), False))
            self.assertEqual((bad.last_review_on, bool(bad.review_error)), (False, True))
            bad.window_months = 1
            job.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual((bad.last_review_on, bad.review_error), (NOW.date(), False))

    def test_judging_now(self):
        """Few members are judged at once; of many the job judges a batch a transaction."""
        plan = self.plan_of(("C", 0), measure="visits", window="month", judged="month_start")
        plan.action_activate()
        plan.last_review_on = date(2026, 5, 1)
        members = self.env["res.partner"].union(*(self.member(str(number)).partner_id for number in range(5)))
        Standing = self.env["membership.standing"]
        mine = [("plan_id", "=", plan.id)]
        with self.assertRaises(AccessError):
            plan.with_user(self.officer).action_review()
        plan.with_user(self.manager).action_review()
        self.assertEqual(Standing.search(mine).partner_id, members)
        self.assertFalse(plan.review_asked)
        Standing.search(mine).unlink()
        self.patch(membership_plan_review, "BATCH", 2)
        with self.assertRaises(AccessError):
            plan.with_user(self.officer).action_review()
        action = plan.with_user(self.manager).action_review()
        self.assertIn("many members", action["params"]["message"])
        self.assertTrue(plan.review_asked)
        self.assertFalse(Standing.search(mine))
        job = self.env.ref("membership.cron_membership_review")
        self.assertTrue(self.env["ir.cron.trigger"].search_count([("cron_id", "=", job.id)]))
        with self.enter_registry_test_mode():
            job.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(Standing.search(mine).partner_id, members)
        # asked for by hand: its own day stays as it is
        self.assertEqual((plan.review_asked, plan.last_review_on), (False, date(2026, 5, 1)))

    def test_joined_on_the_day_of_the_company(self):
        """A card without a day of joining, made on 31 March at 16:30 in UTC: 1 April in Shanghai."""
        plan = self.plan_of(
            ("C", 0), measure="card_use", window="month", judged="month_start", leaves_out_new=True
        )
        plan.action_activate()
        names = ("Early", "Late", "Early and away", "Late and away")
        early, late, *away = cards = [self.member(name, membership_joined_on=False) for name in names]
        for card, made in zip(cards, ("2026-03-31 15:59:59", "2026-03-31 16:00:00") * 2, strict=True):
            self.cr.execute("UPDATE loyalty_card SET create_date = %s WHERE id = %s", [made, card.id])
        for card in (early, late):
            self.fact(card, "card_use", 10, date(2026, 4, 10))
        self.assertEqual(
            plan.judge((early | late).partner_id, date(2026, 5, 1)),
            {early.partner_id.id: "C", late.partner_id.id: False},
        )
        self.program.membership_dormant_months = 1
        self.program._membership_find_activity([card.id for card in away])
        self.assertEqual([card.membership_seen_on for card in away], [date(2026, 3, 31), date(2026, 4, 1)])

    def test_spending_less_what_was_refunded(self):
        plan = self.plan_of(("friend", 100), measure="spend", window="rolling", window_months=1)
        plan.action_activate()
        card = self.member()
        product = self.env["product.product"].create(
            {"name": "Rice", "list_price": 100, "taxes_id": False, "invoice_policy": "order"}
        )
        order = self.env["sale.order"].create(
            {"partner_id": card.partner_id.id, "order_line": [Command.create({"product_id": product.id})]}
        )
        order.action_confirm()
        standing = card.partner_id.membership_standing_ids.filtered(lambda one: one.plan_id == plan)
        self.assertEqual((standing.tier_id.code, standing.value), ("friend", 100))
        # bought at 16:00 in UTC: the next day in Shanghai
        order.date_order = datetime(2026, 4, 20, 16)
        self.assertEqual(plan.judge(card.partner_id), {card.partner_id.id: "friend"})
        order.date_order = datetime(2026, 4, 20, 15, 59)
        self.assertEqual(plan.judge(card.partner_id), {card.partner_id.id: False})

    def test_judging_many_takes_no_more_queries(self):
        plan = self.plan_of(("C", 0), ("A", 10), measure="visits", window="year", judged="daily")
        plan.action_activate()
        partners = [self.member(str(number)).partner_id for number in range(12)]

        def queries(members):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            plan.judge(self.env["res.partner"].union(*members), date(2026, 5, 21))
            return self.cr.sql_log_count - before

        queries(partners)
        self.assertEqual(queries(partners[:2]), queries(partners))

    def test_plans_that_are_not_right(self):
        for tiers, problem in (
            ((), "no tiers"),
            ((("a", 10), ("b", 10)), "begin above"),
            ((("a", 10), ("b", 5)), "begin above"),
        ):
            with self.subTest(tiers), self.assertRaisesRegex(UserError, problem):
                self.plan_of(*tiers).action_activate()
        with self.assertRaises(ValidationError):
            self.plan_of(("a", 0), window="year", judged="month_start")
        second = self.plan_of(("a", 0), kind="tier", measure="points")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            second.action_activate()
            self.env.flush_all()
        with self.assertRaisesRegex(UserError, "not in force"):
            second.judge(self.env["res.partner"])
        card = self.member()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            self.fact(card, "trips", -1, date(2026, 1, 1))
        fact = self.fact(card, "trips", 1, date(2026, 1, 1))
        with self.assertRaisesRegex(UserError, "stays"):
            fact.unlink()
