from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .pack_order_common import PackOrderCase


class PackExchangeCase(PackOrderCase):
    """People at every level of the pack that signs."""

    levels = ()

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.signers = {}
        for level in cls.levels:
            user = new_test_user(cls.env, f"sc_{level}", "service_center.group_user")
            user.company_ids |= cls.mall
            cls.of("authority.level", level).user_ids = user
            cls.signers[level] = user

    def exchange(self):
        """An exchange that its handler handed in, with the reason."""
        order = self.order_of("exchange", defect_cause="manufacturing", user_id=self.user.id)
        order.exchange_reason = "Cracked when it was unpacked"
        order.action_confirm()
        order.with_user(self.user).action_hand_in()
        return order

    def row(self, order):
        return order.approval_ids.filtered(lambda row: row.state == "open")

    def sign(self, order, level, text="Agreed"):
        self.row(order).with_user(self.signers[level])._sign(text)

    def refused(self, action, *args):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            action(*args)


@tagged("post_install", "-at_install")
class TestPackAreaExchange(PackExchangeCase):
    """REGION-EXC-01 from the loaded pack."""

    pack = "area_sales"
    levels = ("area_head", "office", "general_manager")

    @classmethod
    def register(cls, serial, day, **vals):
        """The pack has no warranty terms, and an exchange is decided by people."""

    @classmethod
    def order_of(cls, code, warranty="in", at="2026-03-02 09:00", **vals):
        return super().order_of(code, warranty, at, **{"serial": False, **vals})

    def test_area_head_office_general_manager_warehouse(self):
        order = self.exchange()
        codes = order.approval_ids.step_id.mapped("code")
        self.assertEqual(codes, [f"REGION-EXC-01{letter}" for letter in "abcd"])
        self.sign(order, "area_head", "")
        self.refused(self.sign, order, "area_head")  # not the office
        self.refused(self.sign, order, "office", "")  # no opinion
        self.sign(order, "office", "Checked: cracked in transport")
        self.refused(order.action_start)
        self.refused(self.sign, order, "office")  # not the general manager
        self.sign(order, "general_manager")
        self.assertEqual(order.approval_state, "approved")
        self.sign(order, "office", "In the warehouse, registered")
        self.assertEqual(order.approval_state, "complete")

    def test_without_a_reason_nothing_is_handed_in(self):
        order = self.order_of("exchange", user_id=self.user.id)
        order.action_confirm()
        self.refused(order.with_user(self.user).action_hand_in)


@tagged("post_install", "-at_install")
class TestPackInstrumentExchange(PackExchangeCase):
    """INST-EXC-01 from the loaded pack: superior and manufacturer are asked; refused, another solution."""

    pack = "instruments"
    levels = ("superior", "manufacturer")

    def test_accepted_by_both(self):
        order = self.exchange()
        self.refused(self.sign, order, "manufacturer")
        self.sign(order, "superior", "")
        self.refused(order.action_start)
        self.sign(order, "manufacturer", "The maker takes it back")
        self.assertEqual(order.approval_state, "complete")
        order.action_start()
        self.assertEqual((order.state, order.liability), ("in_progress", "company"))

    def test_refused_another_solution_is_agreed_on(self):
        order = self.exchange()
        self.sign(order, "superior")
        self.row(order).with_user(self.signers["manufacturer"])._refuse("No fault found")
        self.assertEqual(order.approval_state, "refused")
        self.refused(order.action_start)
        order.type_id = self.type_of("workshop")
        order.action_start()
        self.assertEqual(order.state, "in_progress")
