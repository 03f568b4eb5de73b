from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from .benefit_common import NOW, TODAY, BenefitCase


@freeze_time(NOW)
@tagged("post_install", "-at_install")
class TestBenefitOrder(BenefitCase):
    """Benefits at sale orders: the line has their price, confirming uses them, cancelling gives them back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.person(
            "benefit_clerk", "membership.group_user,sales_team.group_sale_salesman_all_leads"
        )
        cls.seller = cls.person("benefit_seller", "sales_team.group_sale_salesman_all_leads")
        cls.wash = cls.env["product.product"].create(
            {"name": "Car wash", "list_price": 50, "taxes_id": False, "company_id": cls.company.id}
        )
        cls.free = cls.make_benefit("wash", quota=2, product_id=cls.wash.id)
        cls.cheap = cls.make_benefit("anything", quota=0, price_percent=60)

    def order(self, card=None, **vals):
        return (
            self.env["sale.order"]
            .with_user(self.clerk)
            .create({"partner_id": (card or self.card).partner_id.id, **vals})
        )

    def put(self, order, benefit=None, quantity=1, card=None, product=None):
        """Add a benefit as the clerk does."""
        dialog = self.env["membership.benefit.order.wizard"].with_user(self.clerk)
        dialog = dialog.create(
            {
                "order_id": order.id,
                "card_id": (card or self.card).id,
                "benefit_id": (benefit or self.free).id,
                "quantity": quantity,
                **({"product_id": product.id} if product else {}),
            }
        )
        dialog.action_apply()
        return dialog.line_id

    def test_confirming_uses_it_and_cancelling_gives_it_back(self):
        order = self.order()
        self.assertTrue(order.membership_has_card)
        line = self.put(order, quantity=2)
        self.assertEqual((line.product_id, line.discount, order.amount_total), (self.wash, 100, 0))
        self.assertIn(f"Benefit: Wash, free, card {self.card.code}", line.name)
        self.assertEqual(self.left(benefit=self.free), 2, "an offer uses nothing")
        # whoever confirms it, also without a right to benefits
        order.with_user(self.seller).action_confirm()
        usage = line.membership_usage_ids
        self.assertEqual(
            (usage.state, usage.quantity, usage.sale_order_id, usage.card_id, usage.note),
            ("used", 2, order, self.card, order.name),
        )
        self.assertEqual(self.left(benefit=self.free), 0)
        with self.assertRaisesRegex(UserError, f"is used on {order.name}"):
            usage.with_user(self.officer).action_cancel("By mistake")
        # the order is cancelled in the next year: it goes back to the year that it came from
        with freeze_time("2027-01-03 04:00:00"):
            self.use(2, benefit=self.free, day=date(2027, 1, 3))
            order.sudo()._action_cancel()  # Odoo's sellers may not delete what an order would earn
        self.assertEqual((usage.state, self.left(benefit=self.free)), ("cancelled", 2))
        self.assertEqual(self.left(date(2027, 1, 3), self.free), 0)
        self.assertIn(order.name, usage.cancel_reason)
        # taken up again, it is used again
        order.action_draft()
        order.action_confirm()
        self.assertEqual(line.membership_usage_ids.sorted("id").mapped("state"), ["cancelled", "used"])
        self.assertEqual(self.left(benefit=self.free), 0)

    def test_a_delivery_to_come_books_it(self):
        self.free.advance_hours = 24
        order = self.order()
        with self.assertRaisesRegex(UserError, "24 hours ahead"):
            self.put(order)
        order.commitment_date = datetime(2026, 6, 20, 4)
        line = self.put(order)
        order.action_confirm()
        self.assertEqual(
            (line.membership_usage_ids.state, line.membership_usage_ids.date), ("booked", date(2026, 6, 20))
        )

    def test_no_more_than_there_is(self):
        order = self.order()
        with self.assertRaisesRegex(UserError, "3 are asked for. 2 of 2 left"):
            self.put(order, quantity=3)
        self.put(order)
        with self.assertRaisesRegex(UserError, "3 are asked for. 2 of 2 left"):
            self.put(order, quantity=2)
        second = self.order()
        line = self.put(second, quantity=2)
        order.action_confirm()
        # what was offered meanwhile is gone: the order is not confirmed, and says why
        with self.assertRaisesRegex(UserError, "2 are asked for. 1 of 2 left"), self.env.cr.savepoint():
            second.action_confirm()
        self.assertEqual((second.state, self.left(benefit=self.free)), ("draft", 1))
        line.product_uom_qty = 1
        second.action_confirm()
        self.assertEqual(self.left(benefit=self.free), 0)

    def test_quantities_changed_afterwards(self):
        order = self.order()
        line = self.put(order)
        order.action_confirm()
        line.product_uom_qty = 2
        self.assertEqual(self.left(benefit=self.free), 0)
        with self.assertRaisesRegex(UserError, "used up"), self.env.cr.savepoint():
            line.product_uom_qty = 3
        with self.assertRaisesRegex(UserError, "whole number"), self.env.cr.savepoint():
            line.product_uom_qty = 1.5
        line.product_uom_qty = 1
        self.assertEqual(self.left(benefit=self.free), 1)
        line.product_uom_qty = 0
        self.assertEqual(self.left(benefit=self.free), 2)
        # added to an order that was confirmed, it is used at once
        self.put(order)
        self.assertEqual(self.left(benefit=self.free), 1)

    def test_the_member_pays_a_part(self):
        oil = self.env["product.product"].create({"name": "Oil", "list_price": 100, "taxes_id": False})
        order = self.order()
        line = self.put(order, self.cheap, 3, product=oil)
        self.assertEqual((line.discount, line.price_subtotal), (40, 180))
        self.assertIn("Benefit: Anything at 60 %, card", line.name)
        with self.assertRaisesRegex(UserError, "for which product"):
            self.put(order, self.cheap)
        # a tier's discount is not added: the larger one counts
        plan = self.env["membership.plan"].create(
            {
                "name": "House",
                "code": "house",
                "program_id": self.program.id,
                "company_id": self.company.id,
                "tier_ids": [Command.create({"code": "gold", "name": "Gold", "discount": 45})],
            }
        )
        self.card.membership_tier_id = plan.tier_ids
        order = self.order()
        self.assertEqual(self.put(order, self.cheap, product=oil).discount, 45)
        self.assertEqual(self.put(order).discount, 100)
        order._recompute_prices()
        self.assertEqual(order.order_line.mapped("discount"), [45, 100])

    def test_a_copy_has_no_benefit(self):
        order = self.order()
        self.put(order)
        copied = order.copy().order_line
        self.assertFalse(copied.membership_benefit_id)
        self.assertEqual((copied.discount, copied.price_subtotal), (0, 50))
        self.assertNotIn("Benefit", copied.name)

    def test_cards_of_others(self):
        other = self.make_card("李明")
        order = self.order(other)
        with self.assertRaisesRegex(UserError, "is not one of"):
            self.put(order)
        line = self.put(self.order())
        order = line.order_id
        order.partner_id = other.partner_id
        with self.assertRaisesRegex(UserError, "is not one of 李明"), self.env.cr.savepoint():
            order.action_confirm()
        order.partner_id = self.card.partner_id
        line.product_id = self.env["product.product"].create({"name": "Wax", "taxes_id": False})
        with self.assertRaisesRegex(UserError, "is for Car wash only"), self.env.cr.savepoint():
            order.action_confirm()
        line.product_id = self.wash
        self.card.membership_state = "frozen"
        with self.assertRaisesRegex(UserError, "not active"), self.env.cr.savepoint():
            order.action_confirm()
        self.assertEqual((order.state, self.left(benefit=self.free)), ("draft", 2))
        self.assertFalse(self.order().membership_has_card)
        elsewhere = self.env["res.company"].create({"name": "Benefit Elsewhere"})
        alien = self.make_benefit("alien", program_id=False, membership_code="house")
        alien.company_id = elsewhere
        with self.assertRaisesRegex(UserError, "company inconsistencies"):
            line.sudo().membership_benefit_id = alien

    def test_who_may(self):
        line = self.put(self.order())
        seller = line.with_user(self.seller)
        with self.assertRaises(AccessError):
            seller.membership_benefit_id = self.cheap
        with self.assertRaises(AccessError):
            self.env["membership.benefit.order.wizard"].with_user(self.seller).create({})
        # a seller sells the line on, with its price and its words
        seller.product_uom_qty = 2
        self.assertEqual((seller.discount, seller.order_id.amount_total), (100, 0))

    def test_two_contacts_became_one(self):
        twin = self.make_card("王小明")
        order = self.order(twin)
        line = self.put(order, card=twin)
        partners = self.card.partner_id | twin.partner_id
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge(partners.ids, self.card.partner_id, extra_checks=False)
        order.action_confirm()
        self.assertEqual(line.membership_usage_ids.card_id, self.card)
        self.assertEqual(self.left(benefit=self.free), 1)

    def test_the_dialog_adds_one_line(self):
        self.cheap.active = self.benefit.active = False
        order = self.order()
        action = order.action_membership_benefit()
        form = Form(self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"]))
        self.assertEqual((form.card_id, form.benefit_id, form.product_id), (self.card, self.free, self.wash))
        self.assertEqual(form.left_text, "2 of 2 left until 12/31/2026.")
        dialog = form.save()
        dialog.action_apply()
        dialog.action_apply()
        self.assertEqual(len(order.order_line), 1)
        order.action_confirm()
        self.assertEqual(self.left(TODAY, self.free), 1)
