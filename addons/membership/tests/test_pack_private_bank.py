from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

NOW = datetime(2026, 6, 10, 4)
TODAY = date(2026, 6, 10)
#: code: how many a year for a diamond card; None: unlimited
QUOTAS = {
    "BANK-BEN-01": 1,
    "BANK-BEN-02": 5,
    "BANK-BEN-03": 5,
    "BANK-BEN-04": 2,
    "BANK-BEN-05": 1,
    "BANK-BEN-06": None,
    "BANK-BEN-06-messages": None,
}


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestPackPrivateBank(TransactionCase):
    """BANK-BEN-01 to 12 from the loaded pack (Q-29)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.company = cls.env["res.company"].create({"name": "Bank"})
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids, "tracking_disable": True}
        )
        values = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        cls.manager = new_test_user(cls.env, "bank_manager", "membership.group_manager", **values)
        cls.desk = new_test_user(cls.env, "bank_desk", "membership.group_user", **values)
        cls.packs = cls.env["service.policy.pack"].with_user(cls.manager)
        cls.loaded = cls.packs.load_pack("private_bank", cls.company)
        cls.plan = cls.env["membership.plan"].search(
            [("company_id", "=", cls.company.id), ("pack_code", "=", "private_bank")]
        )
        cls.tier = cls.plan.tier_ids.filtered(lambda tier: tier.code == "diamond")
        cls.diamond = cls.make_card("王小明")
        cls.diamond.membership_tier_id = cls.tier
        cls.plain = cls.make_card("李明")

    @classmethod
    def make_card(cls, name):
        partner = cls.env["res.partner"].create({"name": name})
        return cls.env["loyalty.card"].create(
            {"program_id": cls.plan.program_id.id, "partner_id": partner.id}
        )

    def benefit(self, code):
        return (
            self.env["membership.benefit"]
            .with_user(self.desk)
            .search(
                [("company_id", "=", self.company.id), ("code", "=", code), ("active", "in", [True, False])]
            )
        )

    def assets(self, value, card=None, day=TODAY):
        self.env["membership.fact"].create(
            {
                "partner_id": (card or self.diamond).partner_id.id,
                "company_id": self.company.id,
                "measure": "assets",
                "date": day,
                "value": value,
            }
        )

    def test_quotas_of_the_diamond_card(self):
        """The last of them yes, one more no; a card without the tier none at all."""
        for code, quota in QUOTAS.items():
            benefit = self.benefit(code)
            self.assertEqual(benefit.left(self.diamond, TODAY), quota, code)
            self.assertEqual(benefit.left(self.plain, TODAY), 0, code)
            with self.assertRaisesRegex(UserError, "Only for Diamond"):
                benefit.use(self.plain, TODAY)
            for _time in range(quota or 20):
                benefit.use(self.diamond, TODAY)
            self.assertEqual(benefit.left(self.diamond, TODAY), quota and 0, code)
            if quota:
                with self.assertRaisesRegex(UserError, "used up; the next ones from 01/01/2027"):
                    benefit.use(self.diamond, TODAY)

    def test_what_is_not_used_lapses_on_31_december(self):
        benefit = self.benefit("BANK-BEN-02")
        for _time in range(3):
            benefit.use(self.diamond, date(2025, 12, 31))
        self.assertEqual(benefit.left(self.diamond, date(2025, 12, 31)), 2)
        self.assertEqual(benefit.left(self.diamond, date(2026, 1, 1)), 5)

    def test_from_thirty_million_the_health_check_is_upgraded(self):
        """BANK-BEN-07, 08: 29,999,999.99 does not reach it, 30,000,000 does; one health check a year."""
        plain, upgraded, wash = map(self.benefit, ("BANK-BEN-01", "BANK-BEN-07", "BANK-BEN-08"))
        self.assets(29_999_999.99)
        self.assertEqual([one.left(self.diamond, TODAY) for one in (plain, upgraded, wash)], [1, 0, 0])
        # the desk is not told how much it is
        with self.assertRaisesRegex(UserError, r"Only from Assets of 30,000,000\.00\.$"):
            wash.use(self.diamond, TODAY)
        told = wash.with_user(self.manager)._explain_left(self.diamond.with_user(self.manager), TODAY)
        self.assertEqual(told, "Only from Assets of 30,000,000.00; it is 29,999,999.99.")
        self.assets(30_000_000)
        self.assertEqual([one.left(self.diamond, TODAY) for one in (plain, upgraded, wash)], [0, 1, 12])
        self.assertIn("takes its place", plain._explain_left(self.diamond, TODAY))
        upgraded.use(self.diamond, TODAY)
        self.assertEqual(upgraded.left(self.diamond, TODAY), 0)
        self.assets(20_000_000)
        self.assertEqual([one.left(self.diamond, TODAY) for one in (plain, upgraded)], [0, 0])
        self.assertEqual(plain.left(self.diamond, date(2027, 1, 1)), 1)

    def test_the_desk_is_not_told_the_assets(self):
        """It sees tiers and benefits; no field, search, group, order or export tells more."""
        crown = self.env["membership.tier"].create(
            {
                "plan_id": self.plan.id,
                "code": "crown",
                "name": "Crown",
                "sequence": 20,
                "threshold": 80_000_000,
            }
        )
        self.assets(30_000_000)
        standing = self.diamond.partner_id.membership_standing_ids
        change = self.env["membership.standing.change"].search([("plan_id", "=", self.plan.id)])
        fact = self.env["membership.fact"].search([("company_id", "=", self.company.id)])
        values = {"company_id": self.company.id, "company_ids": [Command.set(self.company.ids)]}
        officer = new_test_user(self.env, "bank_officer", "membership.group_officer", **values)
        for user in (officer, self.manager):
            mine = standing.with_user(user)
            self.assertEqual(
                (mine.value, mine.missing, mine.next_tier_id), (30_000_000, 50_000_000, crown.with_user(user))
            )
            self.assertIn("30,000,000.00", mine.explanation_text)
            self.assertEqual(change.with_user(user).mapped("value"), [30_000_000])
            self.assertEqual(fact.with_user(user).value, 30_000_000)
            self.assertEqual(self.diamond.with_user(user).membership_next_text, "50,000,000 to Crown")
        mine = standing.with_user(self.desk)
        self.assertEqual(
            (mine.tier_id.code, mine.next_tier_id.code, mine.missing, mine.because),
            ("diamond", "crown", 0, standing.because),
        )
        self.assertEqual(self.diamond.with_user(self.desk).membership_next_text, "Crown")
        self.assertFalse(fact.with_user(self.desk).has_access("read"))
        self.assertIn(standing, self.env["membership.standing"].with_user(self.desk).search([]))
        self.desk.group_ids += self.env.ref("base.group_allow_export")
        partner = self.diamond.partner_id.with_user(self.desk)
        for ask in (
            lambda: mine.read(["value"]),
            lambda: mine.read(["explanation_text"]),
            lambda: mine.export_data(["value"]),
            lambda: mine.search([("value", ">", 1)]),
            lambda: mine.search([], order="value"),
            lambda: mine.formatted_read_group([], ["tier_id"], ["value:sum"]),
            lambda: change.with_user(self.desk).read(["value"]),
            lambda: change.with_user(self.desk).formatted_read_group([], [], ["value:max"]),
            lambda: partner.search([("membership_standing_ids.value", ">", 1)]),
            lambda: partner.export_data(["membership_standing_ids/value"]),
        ):
            with self.assertRaises(AccessError):
                ask()
        for model in (mine, change.with_user(self.desk)):
            self.assertNotIn("value", model.fields_get())
            for kind in ("list", "pivot", "form", "search"):
                self.assertNotIn('name="value"', model.get_view(view_type=kind)["arch"])
        usage = self.benefit("BANK-BEN-08").use(self.diamond, TODAY)
        facts = usage.with_user(self.desk).explanation["benefit"]["facts"]
        self.assertEqual((facts["benefit_value"], facts["benefit_minimum"]), (None, 30_000_000))
        # members are shown their own distance: the portal reads their card in superuser mode
        member = new_test_user(self.env, "bank_member", "base.group_portal")
        self.assertEqual(self.diamond.with_user(member).sudo().membership_next_text, "50,000,000 to Crown")

    def test_a_health_check_before_the_upgrade_counts(self):
        self.benefit("BANK-BEN-01").use(self.diamond, TODAY)
        self.assets(30_000_000)
        self.assertEqual(self.benefit("BANK-BEN-07").left(self.diamond, TODAY), 0)

    def test_twelve_car_washes_then_sixty_per_cent(self):
        wash, price = map(self.benefit, ("BANK-BEN-08", "BANK-BEN-08-price"))
        self.assets(30_000_000)
        for _time in range(12):
            wash.use(self.diamond, TODAY)
        with self.assertRaisesRegex(UserError, "used up"):
            wash.use(self.diamond, TODAY)
        for card in (self.diamond, self.plain):
            self.assertIsNone(price.left(card, TODAY))
            price.use(card, TODAY)
        self.assertEqual((wash.price_percent, price.price_percent), (0, 60))

    def test_fifty_million_include_thirty(self):
        """BANK-BEN-09 and Q-29: the higher level includes the lower one."""
        care, wash = map(self.benefit, ("BANK-BEN-09", "BANK-BEN-08"))
        self.assets(49_999_999.99)
        self.assertEqual([one.left(self.diamond, TODAY) for one in (care, wash)], [0, 12])
        self.assets(50_000_000)
        self.assertEqual([one.left(self.diamond, TODAY) for one in (care, wash)], [1, 12])
        care.use(self.diamond, TODAY)
        with self.assertRaises(UserError):
            care.use(self.diamond, TODAY)

    def test_for_every_cardholder(self):
        """BANK-BEN-10 to 12."""
        for code in ("BANK-BEN-10", "BANK-BEN-11", "BANK-BEN-12-travel"):
            self.assertIsNone(self.benefit(code).left(self.plain, TODAY), code)
        self.assertEqual(self.benefit("BANK-BEN-11").price_percent, 99)
        self.assertFalse(self.benefit("BANK-BEN-12-beauty").active)

    def test_the_family_uses_the_lounge(self):
        """BANK-BEN-06."""
        child = self.make_card("王小小")
        child.membership_main_card_id = self.diamond
        self.assertIsNone(self.benefit("BANK-BEN-06").left(child, TODAY))
        self.assertEqual(self.benefit("BANK-BEN-02").left(child, TODAY), 0)

    def test_loaded_twice_is_once_and_in_both_languages(self):
        again = self.packs.load_pack("private_bank", self.company)
        self.assertEqual({**again, "unchanged": 0}, {"created": 0, "updated": 0, "kept": 0, "unchanged": 0})
        self.assertEqual(again["unchanged"], self.loaded["created"])
        for benefit in self.env["membership.benefit"].search([("active", "in", [True, False])]):
            for name in ("name", "description"):
                self.assertTrue(benefit.with_context(lang="en_US")[name].isascii(), benefit.code)
                self.assertFalse(benefit.with_context(lang="zh_CN")[name].isascii(), benefit.code)
