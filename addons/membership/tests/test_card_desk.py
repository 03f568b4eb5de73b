from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .card_common import CardCase


@tagged("post_install", "-at_install")
class TestCardDesk(CardCase):
    """What the desk does with a card: points, gifts, states, new members, requests, and sold memberships."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gift = cls.env["product.product"].create({"name": "Umbrella"})
        cls.reward = cls.env["loyalty.reward"].create(
            {
                "program_id": cls.program.id,
                "reward_type": "product",
                "reward_product_id": cls.gift.id,
                "required_points": 80,
            }
        )
        cls.card = cls.program._membership_issue(cls.customer)
        cls.year = cls.env["product.product"].create(
            {
                "name": "A year of membership",
                "type": "service",
                "membership_program_id": cls.program.id,
                "membership_months": 12,
                "list_price": 0,
            }
        )

    def dialog(self, model, user=None, **vals):
        return self.env[model].with_user(user or self.desk).create(vals)

    def points(self, operation, points, **vals):
        return self.dialog(
            "membership.points.wizard", card_id=self.card.id, operation=operation, points=points, **vals
        )

    def test_earn_and_redeem_pressed_twice_count_once(self):
        wizard = self.points("earn", 120.5)
        wizard.action_apply()
        wizard.action_apply()
        self.assertEqual(self.card.points, 120.5)
        self.points("redeem", 20.5).action_apply()
        self.assertEqual(self.card.points, 100)
        self.assertEqual(self.card.point_move_ids[0].user_id, self.desk)
        with self.assertRaises(UserError):
            self.points("redeem", 100.01).action_apply()
        self.assertEqual(self.card.points, 100)

    def test_frozen_and_overdue_cards_earn_but_do_not_redeem(self):
        self.points("earn", 50).action_apply()
        self.card.action_freeze("Lost")
        with self.assertRaisesRegex(UserError, "is frozen"):
            self.points("redeem", 10).action_apply()
        self.points("earn", 5).action_apply()
        self.card.action_unfreeze()
        self.card.membership_valid_until = self.day(-1)
        with self.assertRaisesRegex(UserError, "has expired"):
            self.points("redeem", 10).action_apply()
        self.card.membership_valid_until = self.day(0)
        self.points("redeem", 10).action_apply()
        self.assertEqual(self.card.points, 45)

    def test_gift_is_paid_asked_about_and_may_come_back(self):
        self.points("earn", 200).action_apply()
        wizard = Form(
            self.env["membership.gift.wizard"].with_user(self.desk).with_context(default_card_id=self.card.id)
        ).save()
        self.assertEqual((wizard.reward_id, wizard.product_id, wizard.points), (self.reward, self.gift, 80))
        action = wizard.action_apply()
        wizard.action_apply()  # a double click
        gift = self.card.membership_gift_ids
        self.assertEqual((len(gift), gift.points, self.card.points), (1, 80, 120))
        self.assertEqual(self.card.with_user(self.desk).membership_gift_open_id, gift)
        answer = self.env[action["res_model"]].with_user(self.desk).with_context(**action["context"])
        answer.create({"answer": "A bit small"}).action_partly()
        self.assertEqual((gift.satisfied, gift.answer), ("partly", "A bit small"))
        self.assertFalse(self.card.membership_gift_open_id)
        with self.assertRaisesRegex(AccessError, "Only membership officers"):
            gift.with_user(self.desk).action_return()
        gift.with_user(self.officer).action_return()
        self.assertEqual((gift.state, self.card.points), ("returned", 200))
        with self.assertRaisesRegex(UserError, "came back before"):
            gift.with_user(self.officer).action_return()

    def test_gift_that_is_too_dear_or_not_of_the_program(self):
        self.points("earn", 79.99).action_apply()
        with self.assertRaises(UserError):
            self.dialog(
                "membership.gift.wizard", card_id=self.card.id, reward_id=self.reward.id
            ).action_apply()
        self.assertFalse(self.card.membership_gift_ids)
        for vals in (
            {"quantity": 0},
            {"reward_id": self.program.reward_ids[0].id, "product_id": self.gift.id},
        ):
            with self.assertRaises(UserError):
                self.dialog(
                    "membership.gift.wizard", **{"card_id": self.card.id, "reward_id": self.reward.id, **vals}
                ).action_apply()
        self.assertEqual(self.card.points, 79.99)

    def test_state_dialog(self):
        def step(operation, **vals):
            cards = [Command.set(self.card.ids)]
            return self.dialog(
                "membership.card.wizard", self.officer, card_ids=cards, operation=operation, **vals
            ).action_apply()

        step("freeze", until=self.day(3))
        self.assertEqual(
            (self.card.membership_state, self.card.membership_state_reason), ("frozen", "Card lost")
        )
        old = self.card.code
        message = step("replace", cause="damaged")["params"]["message"]
        self.assertIn(self.card.code, message)
        self.assertNotEqual(self.card.code, old)
        self.assertEqual(self.card.membership_state, "active")
        self.assertEqual(self.card.membership_code_ids.reason, "Card damaged")
        with self.assertRaisesRegex(UserError, "write why"):
            step("freeze", cause="other")
        self.card.membership_valid_until = self.day(2)
        step("renew")
        self.assertEqual(self.card.membership_valid_until, self.day(2) + relativedelta(years=1))
        with self.assertRaises(AccessError):
            self.dialog("membership.card.wizard", card_ids=[Command.set(self.card.ids)], operation="freeze")

    def test_issue_to_a_new_member_and_to_one_who_is_known(self):
        def issue(user=self.officer, **vals):
            action = self.dialog(
                "membership.issue.wizard", user, program_id=self.program.id, **vals
            ).action_apply()
            return self.env["loyalty.card"].browse(action["res_id"])

        card = issue(name="赵六", phone="139 1111 2222")
        self.assertEqual((card.partner_id.name, card.partner_id.company_id), ("赵六", self.company))
        with self.assertRaisesRegex(UserError, "赵六.*already"):
            issue(name="赵七", phone="13911112222")
        self.assertNotEqual(issue(name="赵七", phone="13911112222", is_another=True), card)
        self.assertEqual(issue(partner_id=self.customer.id), self.card)
        with self.assertRaisesRegex(UserError, "write the name"):
            issue(phone="13900000000")
        with self.assertRaises(AccessError):
            issue(self.desk, name="Nobody")

    def test_requests(self):
        Request = self.env["membership.card.request"]
        partner = self.env["res.partner"].create({"name": "孙八"})
        asked = Request._ask(self.program, partner, " please ")
        self.assertEqual((asked.company_id, asked.note), (self.company, "please"))
        with self.assertRaisesRegex(UserError, "asked for this card already"):
            Request._ask(self.program, partner, "")
        with self.assertRaisesRegex(UserError, "have this card already"):
            Request._ask(self.program, self.customer, "")
        with self.assertRaises(AccessError):
            asked.with_user(self.desk).action_approve()
        with self.assertRaisesRegex(AccessError, "with its buttons"):
            asked.with_user(self.officer).state = "approved"
        with self.assertRaisesRegex(UserError, "write why"):
            asked.with_user(self.officer).action_refuse(" ")
        asked.with_user(self.officer).action_refuse("Not yet 18")
        again = Request._ask(self.program, partner, "")
        again.with_user(self.officer).action_approve()
        self.assertEqual((again.card_id.partner_id, again.decided_by_id), (partner, self.officer))
        with self.assertRaisesRegex(UserError, "decided already"):
            again.with_user(self.officer).action_refuse("Too late")

    def order(self, partner, product=None, quantity=1):
        order = (
            self.env["sale.order"]
            .with_user(self.seller)
            .create(
                {
                    "partner_id": partner.id,
                    "order_line": [
                        Command.create({"product_id": (product or self.year).id, "product_uom_qty": quantity})
                    ],
                }
            )
        )
        order.action_confirm()
        return order

    def test_sold_membership_issues_once_extends_and_is_taken_back(self):
        buyer = self.env["res.partner"].create({"name": "周九"})
        first = self.order(buyer)
        card = first.order_line.membership_card_id
        self.assertEqual((card.partner_id, card.program_id), (buyer, self.program))
        year = self.today + relativedelta(months=12)
        self.assertEqual(card.membership_valid_until, year)
        first.order_line._membership_grant()
        self.assertEqual(card.membership_valid_until, year)
        second = self.order(buyer, quantity=2)
        self.assertEqual(card.membership_valid_until, year + relativedelta(months=24))
        second.sudo()._action_cancel()  # Odoo lets no salesperson cancel an order with points
        self.assertEqual(card.membership_valid_until, year)
        self.assertFalse(second.order_line.membership_card_id)
        first.sudo()._action_cancel()
        self.assertFalse(card.active)

    def test_sold_membership_follows_the_quantity(self):
        buyer = self.env["res.partner"].create({"name": "吴十"})
        first = self.order(buyer)
        card, line = first.order_line.membership_card_id, first.order_line
        until = {years: self.today + relativedelta(months=12 * years) for years in range(5)}
        for quantity, years in ((2, 2), (1, 1), (0.5, None), (3, 3)):
            line.product_uom_qty = quantity
            self.assertEqual(bool(line.membership_card_id), bool(years))
            if years:
                card = line.membership_card_id
                self.assertEqual(card.membership_valid_until, until[years])
        # another order is built on it: it begins later or earlier, and keeps what was paid for
        second = self.order(buyer)
        self.assertEqual(card.membership_valid_until, until[4])
        line.product_uom_qty = 1
        self.assertEqual(card.membership_valid_until, until[2])
        line.sudo().product_id = self.gift
        self.assertFalse(line.membership_card_id)
        self.assertEqual((card.active, card.membership_valid_until), (True, until[1]))
        # set by hand meanwhile: what is bought comes on top, what was given stays
        second.order_line.product_uom_qty = 2
        card = card.with_env(self.env)
        card.action_renew(self.day(900))
        second.order_line.product_uom_qty = 1
        self.assertEqual(card.membership_valid_until, self.day(900))
        second.order_line.product_uom_qty = 2
        self.assertEqual(card.membership_valid_until, self.day(900) + relativedelta(months=12))
        card._membership_extend(second.order_line.membership_valid_after)
        second.sudo()._action_cancel()
        self.assertFalse(card.active)

    def test_sold_membership_of_before_is_left_alone(self):
        """What a line gave was not noted before: its card is not changed by what nobody knows."""
        order = self.order(self.env["res.partner"].create({"name": "郑一"}))
        card, line = order.order_line.membership_card_id, order.order_line
        until = card.membership_valid_until
        line.sudo().write({"membership_granted_on": False, "membership_months_granted": 0})
        line.product_uom_qty = 2
        self.assertEqual(card.membership_valid_until, until)
        self.assertEqual(line._membership_get_end(12), until)

    def test_sold_membership_of_others_states(self):
        self.order(self.customer)  # valid for good before: stays so
        self.assertFalse(self.card.membership_valid_until)
        self.card._membership_extend(self.day(-1))
        self.run_cron()
        order = self.order(self.customer)
        self.assertEqual(self.card.membership_state, "active")
        self.assertEqual(self.card.membership_valid_until, self.today + relativedelta(months=12))
        self.card.action_renew(self.day(900))
        order.sudo()._action_cancel()  # extended further meanwhile
        self.assertEqual(self.card.membership_valid_until, self.day(900))
        self.card._membership_set_state("blacklisted", "Fraud")
        order = self.order(self.customer)
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.order_line.membership_card_id)
        self.assertIn("is blacklisted", order.message_ids[0].body)
        self.card._membership_set_state("active")
        order.order_line.product_uom_qty = 2
        self.assertEqual(order.order_line.membership_card_id, self.card)
        self.card._membership_set_state("blacklisted", "Fraud")
        order.order_line.product_uom_qty = 3
        self.assertIn("was not changed", order.message_ids[0].body)
        self.assertEqual(order.order_line.membership_months_granted, 24)

    def test_page_of_the_card_shows_purchases_and_next_expiry_to_the_desk(self):
        self.order(self.customer, self.gift)
        self.card.membership_earn(30, "x", expires_on=self.day(40))
        self.card.membership_earn(20, "x", expires_on=self.day(20))
        card = self.card.with_user(self.desk)
        self.assertIn(self.env["sale.order"].search([], limit=1).name, card.membership_orders_html)
        self.assertTrue(card.membership_expiring_text.startswith("20 on "))
        self.assertEqual(card.get_formview_id(), self.env.ref("membership.membership_card_view_form").id)
        coupons = self.env["loyalty.program"].create({"name": "Gift", "program_type": "gift_card"})
        coupon = self.env["loyalty.card"].create({"program_id": coupons.id})
        self.assertNotEqual(coupon.get_formview_id(), card.get_formview_id())

    def test_desk_opens_the_page_of_a_card(self):
        self.points("earn", 100).action_apply()
        for user in (self.desk, self.officer):
            page = Form(self.card.with_user(user), view="membership.membership_card_view_form")
            self.assertEqual(
                (page.points_display, page.partner_id), (self.card.points_display, self.customer)
            )

    def test_the_page_says_points_as_people_read_them(self):
        self.points("earn", 12000).action_apply()
        self.assertTrue(self.card.points_display.startswith("12,000 "))
        self.card.membership_earn(8.5, "x", expires_on=self.day(10))
        self.assertTrue(self.card.points_display.startswith("12,008.50 "))
        # what is left comes from two lots; the one that is used up is not shown any more
        self.assertEqual(self.card.point_lot_open_ids.mapped("remaining"), [8.5, 12000])
        self.points("redeem", 8.5).action_apply()
        self.assertEqual(self.card.point_lot_open_ids.mapped("remaining"), [12000])
        with self.assertRaisesRegex(UserError, r"has 12,000 points, 12,000\.01 are wanted"):
            self.points("redeem", 12000.01).action_apply()

    def test_gifts_say_what_they_cost(self):
        self.assertEqual(self.reward.with_context(membership_gift=True).display_name, "Umbrella · 80")
        self.assertIn(self.program.name, self.reward.display_name)

    def test_recent_purchases_are_products_not_rewards(self):
        order = self.order(self.customer, self.gift)
        paid = self.env["product.product"].create({"name": "Paid with points", "type": "service"})
        self.env["sale.order.line"].create(
            {
                "order_id": order.id,
                "product_id": paid.id,
                "name": "Paid with points",
                "price_unit": 0,
                "reward_id": self.program.reward_ids[:1].id,
                "coupon_id": self.card.id,
            }
        )
        self.env.invalidate_all()
        self.assertIn("Umbrella", self.card.membership_orders_html)
        self.assertNotIn("Paid with points", self.card.membership_orders_html)

    def test_a_manager_of_members_opens_a_program_without_seeing_orders(self):
        manager = new_test_user(self.env, "card_manager", "membership.group_manager")
        self.assertFalse(self.env["sale.order.line"].with_user(manager).has_access("read"))
        page = Form(self.program.with_user(manager), view="loyalty.loyalty_program_view_form")
        self.assertEqual((page.name, page.total_order_count), (self.program.name, 0))

    def test_lists_ask_the_database_once_for_all_cards(self):
        cards = self.card | self.issue("a") | self.issue("b") | self.issue("c")
        names = [
            "membership_expiring_text",
            "membership_former_text",
            "membership_gift_open_id",
            "points_display",
        ]
        counts = []
        for some in (cards, cards[:1], cards):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.with_user(self.desk).read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_erasure_blanks_what_people_wrote_and_keeps_the_ledger(self):
        self.points("earn", 200, reason="王小明的生日").action_apply()
        self.dialog("membership.gift.wizard", card_id=self.card.id, reward_id=self.reward.id).action_apply()
        self.card.membership_gift_ids._answer("no", "王小明不喜欢")
        self.card.action_replace("王小明丢了")
        self.card.action_freeze("王小明又丢了")
        asked = self.env["membership.card.request"]._ask(
            self.make_program("Club"), self.customer, "我是王小明"
        )
        self.customer._anonymise_membership_cards()
        self.env.invalidate_all()
        texts = [
            self.card.membership_state_reason,
            self.card.membership_gift_ids.answer,
            self.card.membership_code_ids.reason,
            asked.note,
            *self.card.point_move_ids.mapped("reason"),
            *self.card.history_ids.mapped("description"),
            *self.card.message_ids.mapped("body"),
        ]
        self.assertFalse([text for text in texts if text and "王小明" in text])
        self.assertEqual((self.card.points, len(self.card.point_move_ids)), (120, 2))
        self.assertTrue(self.card.membership_code_ids.code)
