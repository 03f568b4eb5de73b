from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.service_kernel.tests.users import new_test_user


class PointsCase(TransactionCase):
    """A program that gives a point for each unit of money, a reward of 10 off for 10 points, and a member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search([]).action_archive()
        cls.user = new_test_user(cls.env, "points_desk", "membership.group_user")
        cls.officer = new_test_user(cls.env, "points_officer", "membership.group_officer")
        cls.seller = new_test_user(cls.env, "points_seller", "sales_team.group_sale_salesman_all_leads")
        cls.product = cls.env["product.product"].create(
            {"name": "Floor mats", "list_price": 100, "taxes_id": False, "invoice_policy": "order"}
        )
        cls.program = cls.create_program()
        cls.reward = cls.program.reward_ids
        cls.member = cls.env["res.partner"].create({"name": "Li Wei", "email": "li@example.com"})
        cls.card = cls.create_card()

    @classmethod
    def create_program(cls, **vals):
        return cls.env["loyalty.program"].create(
            {
                "name": "Members",
                "program_type": "loyalty",
                "applies_on": "both",
                "trigger": "auto",
                "is_membership": True,
                "rule_ids": [
                    Command.create({"reward_point_mode": "money", "reward_point_amount": 1}),
                ],
                "reward_ids": [
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount_mode": "per_point",
                            "discount": 1,
                            "required_points": 10,
                            "discount_applicability": "order",
                        }
                    )
                ],
                **vals,
            }
        )

    @classmethod
    def create_card(cls, **vals):
        return cls.env["loyalty.card"].create(
            {"program_id": cls.program.id, "partner_id": cls.member.id, **vals}
        )

    def create_order(self, amount=100, partner=None, user=None, company=None):
        return (
            self.env["sale.order"]
            .with_user(user or self.env.user)
            .with_company(company or self.env.company)
            .create(
                {
                    "partner_id": (partner or self.member).id,
                    "order_line": [
                        Command.create(
                            {"product_id": self.product.id, "product_uom_qty": 1, "price_unit": amount}
                        )
                    ],
                }
            )
        )

    def spend_on(self, order, card=None):
        """Apply the reward with all points that there are."""
        order._update_programs_and_rewards()
        result = order._apply_program_reward(self.reward, card or self.card)
        self.assertEqual(result, {})
        return order.order_line.filtered("reward_id")

    def confirm(self, amount=100, spend=False, **vals):
        order = self.create_order(amount, **vals)
        if spend:
            self.spend_on(order)
        else:
            order._update_programs_and_rewards()
        order.action_confirm()
        return order

    def get_moves(self, card=None):
        """Return [(kind, points)] in their order."""
        return [(move.kind, move.points) for move in (card or self.card).point_move_ids.sorted("id")]

    def get_lots(self, card=None):
        """Return {last usable day: what is left}."""
        lots = (card or self.card).point_lot_ids.filtered("remaining")
        return {lot.expires_on: lot.remaining for lot in lots}

    def assert_stands(self, points, owed=0, card=None):
        card = card or self.card
        self.assertEqual((card.points, card.membership_points_owed), (points, owed))
        self.assert_derived()

    def assert_derived(self):
        """All balances follow from moves, lots and allocations."""
        self.env.flush_all()
        found = list(self.env["loyalty.card"]._check_membership_points())
        self.assertEqual(found, [])
