from contextlib import contextmanager
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .tier_common import TierCase

#: noon of 10 June in Shanghai
NOW = "2026-06-10 04:00:00"


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestFriends(TierCase):
    """SYC-FRD-01, SYC-FRD-02 from the loaded pack ``mall_friends``: grounds, who counts as new, who may."""

    pack = "mall_friends"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create({"name": "王小明"})
        cls.product = cls.env["product.product"].create({"name": "Coat", "taxes_id": False})
        cls.team = cls.env["service.team"].create(
            {
                "name": "Shoes",
                "code": "shoes",
                "company_id": cls.company.id,
                "member_ids": [Command.set(cls.user.ids)],
            }
        )

    def ground(self, code):
        return self.env["membership.friend.ground"].search(
            [("code", "=", f"SYC-FRD-01-{code}"), ("company_id", "=", self.company.id)]
        )

    def buy(self, amount, moment="2026-06-10 02:00:00", partner=None, confirm=True, **vals):
        order = self.env["sale.order"].create(
            {
                "partner_id": (partner or self.customer).id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create({"product_id": self.product.id, "price_unit": amount, "tax_ids": False})
                ],
                **vals,
            }
        )
        if confirm:
            order.action_confirm()
        order.date_order = moment
        return order

    def record(self, *codes, user=None, partner=None, **vals):
        grounds = self.env["membership.friend.ground"].union(*map(self.ground, codes))
        return (
            self.env["membership.friend"]
            .with_user(user or self.user)
            .create(
                {
                    "partner_id": (partner or self.customer).id,
                    "ground_ids": [Command.set(grounds.ids)],
                    **vals,
                }
            )
        )

    @contextmanager
    def refused(self, message):
        """What is done within is refused with ``message``, and leaves no trace."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertRegex(str(caught.exception), message)

    def test_grounds_and_kinds_of_the_pack(self):
        grounds = self.env["membership.friend.ground"].search([("company_id", "=", self.company.id)])
        self.assertEqual(
            [(ground.code.removeprefix("SYC-FRD-01-"), ground.proof) for ground in grounds],
            [
                ("purchase", "purchase"),
                ("brought", "word"),
                ("repeat", "repeat"),
                ("known", "word"),
                ("group", "word"),
                ("suggestion", "word"),
            ],
        )
        self.env["res.lang"]._activate_lang("zh_CN")
        self.assertEqual(grounds[:1].amount, 3000)
        for ground in grounds:
            self.assertFalse(ground.with_context(lang="zh_CN").name.isascii(), ground.code)
        Friend = self.env["membership.friend"]
        self.assertEqual(
            (len(Friend._fields["kind"].selection), len(Friend._fields["occasion"].selection)), (4, 5)
        )

    def test_one_purchase_of_3000(self):
        """2999.99 does not suffice, nor do two of them on one day; 3000.00 does, and it says why."""
        self.buy(2999.99)
        self.buy(2999.99)
        self.buy(5000, confirm=False)
        with self.refused("no confirmed order of .*3,000.00.* the largest one is .*2,999.99"):
            self.record("purchase")
        order = self.buy(3000)
        friend = self.record("purchase")
        self.assertEqual((friend.team_id, friend.new_friends, friend.half_year), (self.team, 1, "2026-H1"))
        why = friend.get_explanation()[0]
        self.assertEqual(
            (why["value"], why["how"]), ("One purchase of 3000 or more", "Confirmed orders prove it.")
        )
        self.assertIn(order.name, [fact["text"] for fact in why["facts"]])
        # the threshold is the company's own
        self.ground("purchase").with_user(self.manager).amount = 3000.01
        with self.assertRaises(UserError):
            self.record("purchase")

    def test_amounts_in_another_currency(self):
        currency = self.env["res.currency"].create(
            {"name": "ZZZ", "symbol": "Z", "rate_ids": [Command.create({"rate": 2, "name": "2026-01-01"})]}
        )
        pricelist = self.env["product.pricelist"].create({"name": "Z", "currency_id": currency.id})
        order = self.buy(5999.98, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_rate, 2)
        with self.assertRaises(UserError):
            self.record("purchase")
        self.buy(6000, pricelist_id=pricelist.id)
        self.assertTrue(self.record("purchase"))

    def test_repeat_purchase_is_on_another_day(self):
        """By the days of the company: 16:00 UTC begins the next one in Shanghai."""
        self.buy(10, "2026-06-08 15:59:59")
        self.buy(10, "2026-06-08 02:00:00")
        with self.refused("two different days"):
            self.record("repeat")
        self.buy(10, "2026-06-08 16:00:00")
        self.assertTrue(self.record("repeat", "known", note="Buys here every week"))
        with self.refused("two different days"):
            self.record("repeat", date=date(2026, 6, 8))

    def test_a_word_needs_a_note(self):
        for code in ("brought", "known", "group", "suggestion"):
            with self.refused("your word"):
                self.record(code, note="  ")
            self.assertTrue(self.record(code, note="She brought her sister"))
        with self.refused("why are they a friend"):
            self.record()
        with self.refused("not yet"):
            self.record("known", note="x", date=date(2026, 6, 11))

    def test_nobody_is_a_new_friend_twice(self):
        """Q-27: once, in the month of the first record; also after contacts were merged."""
        first, second = (self.record("known", note="x", user=user) for user in (self.user, self.officer))
        self.assertEqual((first.new_friends, second.new_friends), (1, 0))
        earlier = self.record("known", note="x", date=date(2026, 5, 31), user=self.officer)
        self.assertEqual((first | second | earlier).mapped("new_friends"), [0, 0, 1])
        # who is no friend any more counted; what was a mistake is deleted
        earlier.action_archive()
        self.assertEqual((first.new_friends, earlier.new_friends), (0, 1))
        earlier.unlink()
        self.assertEqual((first.new_friends, second.new_friends), (1, 0))
        first.sudo().new_friends = 0
        self.assertEqual(first.new_friends, 1)
        twin = self.env["res.partner"].create({"name": "小王"})
        other = self.record("known", note="x", partner=twin)
        self.assertEqual(other.new_friends, 1)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.customer | twin).ids, self.customer)
        self.assertEqual(
            (other.partner_id, (first | second | other).mapped("new_friends")), (self.customer, [1, 0, 0])
        )

    def test_orders_and_customers_offer_it(self):
        """No query per row: ten orders of ten customers take as many as one."""
        small, large = self.buy(10), self.buy(3000, partner=self.env["res.partner"].create({"name": "李明"}))
        for order, offered in ((small, False), (large, True)):
            order = order.with_user(self.officer).sudo()
            self.assertEqual(
                (order.membership_friend_offered, order.partner_id.membership_friend_offered),
                (offered, offered),
            )
        action = large.partner_id.with_user(self.user).action_membership_record_friend()
        friend = (
            self.env["membership.friend"].with_user(self.user).with_context(**action["context"]).create({})
        )
        self.assertEqual(
            (friend.ground_ids, friend.occasion, friend.partner_id),
            (self.ground("purchase"), "sale_closed", large.partner_id),
        )
        self.assertFalse(large.membership_friend_offered or large.partner_id.membership_friend_offered)
        self.assertEqual(large.partner_id.membership_friend_count, 1)
        self.buy(10, "2026-06-09 02:00:00")
        self.assertEqual(
            self.customer.action_membership_record_friend()["context"]["default_occasion"], "repeat_purchase"
        )
        partners = self.env["res.partner"].create([{"name": f"C{number}"} for number in range(10)])
        orders = self.env["sale.order"].union(*(self.buy(3000, partner=one) for one in partners))
        counts = []
        for some in (orders[:1], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("partner_id.membership_friend_ids.active"), some.mapped("company_id.name")
            before = self.cr.sql_log_count
            self.assertTrue(all(some.mapped("membership_friend_offered")))
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_who_may_do_what(self):
        """The desk sees all of the company and changes its own; officers all; managers the grounds."""
        other = new_test_user(
            self.env,
            "friend_other",
            "membership.group_user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        mine = self.record("known", note="x")
        self.assertIn("x", mine.with_user(other).note)
        with self.assertRaises(AccessError):
            mine.with_user(other).note = "y"
        with self.assertRaises(AccessError):
            self.record("known", note="x", user=other, user_id=self.user.id)
        with self.assertRaises(AccessError):
            mine.unlink()
        mine.note = "y"
        mine.with_user(self.officer).note = "z"
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                self.ground("purchase").with_user(user).amount = 1
        self.ground("purchase").with_user(self.manager).amount = 2000
        seller = new_test_user(self.env, "friend_seller", "sales_team.group_sale_salesman")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_test_user(
            self.env,
            "friend_stranger",
            "membership.group_manager",
            company_id=elsewhere.id,
            company_ids=elsewhere.ids,
        )
        for user in (seller, stranger):
            with self.assertRaises(AccessError):
                mine.with_user(user).with_context(allowed_company_ids=user.company_ids.ids).read(["note"])
        mine.with_user(self.officer).unlink()

    def test_erasure_takes_the_words(self):
        friend = self.record("known", note="Her son studies in Wuhan")
        friend.action_archive()
        self.env["service.erasure"]._erase_around(self.customer, [])
        self.assertEqual((friend.note, friend.half_year, friend.new_friends), (False, "2026-H1", 1))
        friend.with_user(self.officer).kind = "brand"
