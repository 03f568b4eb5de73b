from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .card_common import CardCase


@tagged("post_install", "-at_install")
class TestActivity(CardCase):
    """Dormant and lost members (DEALER-LOST-01): six months without a visit, called, and seen again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.write({"membership_dormant_months": 3, "membership_lost_months": 6})
        cls.card = cls.make_card("张伟", date(2025, 8, 31))

    @classmethod
    def make_card(cls, name, joined):
        partner = cls.env["res.partner"].create({"name": name})
        return cls.program._membership_issue(partner, {"membership_joined_on": joined})

    def find(self, day):
        # noon in the company's time zone
        with freeze_time(f"{day} 04:00:00"), self.enter_registry_test_mode():
            self.env.ref("membership.cron_membership_activity").method_direct_trigger()
        self.env.invalidate_all()
        return self.card.membership_activity

    def test_dormant_after_three_months_and_lost_after_six(self):
        for day, activity in (
            ("2025-11-29", "active"),
            ("2025-11-30", "dormant"),
            ("2026-02-27", "dormant"),
            ("2026-02-28", "lost"),
        ):
            self.assertEqual(self.find(day), activity, day)
        self.assertEqual(self.card.membership_seen_on, date(2025, 8, 31))

    def test_whatever_brings_the_member_counts(self):
        self.assertEqual(self.find("2026-03-10"), "lost")
        self.card.with_user(self.desk).membership_record_lost("price", "Asks for a discount")
        self.assertEqual(self.card.membership_lost_reason, "price")
        self.assertIn("discount", self.card.message_ids[0].body)
        fact = self.env["membership.fact"].create(
            {"partner_id": self.card.partner_id.id, "measure": "visits", "date": "2026-03-01", "value": 1}
        )
        self.assertEqual(self.find("2026-03-10"), "active")
        self.assertFalse(self.card.membership_lost_reason)
        fact.action_reverse()
        self.assertEqual(self.find("2026-03-10"), "lost")
        product = self.env["product.product"].create({"name": "Service", "list_price": 100})
        order = self.env["sale.order"].create(
            {"partner_id": self.card.partner_id.id, "order_line": [(0, 0, {"product_id": product.id})]}
        )
        order.action_confirm()
        order.date_order = "2026-03-05 16:30:00"
        self.assertEqual(self.find("2026-03-10"), "active")
        self.assertGreaterEqual(self.card.membership_seen_on, date(2026, 3, 6))

    def test_calls_are_planned_once_for_each_member(self):
        cards = self.card | self.make_card("刘洋", date(2025, 1, 1))
        self.find("2026-03-10")
        desk = cards.with_user(self.desk)
        desk.action_membership_plan_calls()
        desk.action_membership_plan_calls()
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "in", cards.partner_id.ids)]
        )
        self.assertEqual(len(activities), 2)
        self.assertEqual(activities.user_id, self.desk)
        wizard = self.env["membership.win.back.wizard"].with_user(self.desk)
        context = desk.action_membership_win_back()["context"]
        wizard.with_context(**context).create({"reason": "distance"}).action_apply()
        self.assertEqual(cards.mapped("membership_lost_reason"), ["distance"] * 2)
        for step in (
            cards.with_user(self.seller).action_membership_plan_calls,
            lambda: cards.with_user(self.seller).membership_record_lost("price"),
        ):
            with self.assertRaises(AccessError):
                step()

    def test_programs_without_months_have_nobody_lost(self):
        self.program.write({"membership_dormant_months": 0, "membership_lost_months": 0})
        self.assertFalse(self.find("2030-01-01"))

    def test_dormant_comes_before_lost(self):
        with self.assertRaisesRegex(ValidationError, "dormant before"), self.cr.savepoint():
            self.program.membership_dormant_months = 6
