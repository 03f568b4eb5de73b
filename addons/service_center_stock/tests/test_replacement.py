from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_center.tests.compensation_common import CompensationCase
from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestReplacement(CompensationCase):
    """An approved replacement is settled by a return and a delivery, which the warehouse does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Shoe", "is_storable": True})
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.env["stock.quant"]._update_available_quantity(cls.product, cls.warehouse.lot_stock_id, 5)

    def replace(self, **vals):
        values = {"kind": "replacement", "product_id": self.product.id, "quantity": 2, **vals}
        return self.give(100, **values).with_user(self.user)

    def do(self, transfer):
        transfer.action_confirm()
        transfer.action_assign()
        for move in transfer.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        transfer.button_validate()
        self.assertEqual(transfer.state, "done")

    def transfers(self, one):
        return one.sudo().service_return_id, one.sudo().service_delivery_id

    def test_both_are_drafted(self):
        one = self.replace()
        one.action_settle()
        back, out = self.transfers(one)
        self.assertEqual((one.state, back.state, out.state), ("approved", "draft", "draft"))
        self.assertEqual((back.location_id.usage, back.location_dest_id.usage), ("customer", "internal"))
        self.assertEqual((out.location_id.usage, out.location_dest_id.usage), ("internal", "customer"))
        self.assertEqual((back | out).move_ids.mapped("product_uom_qty"), [2, 2])
        self.assertIn(one.name, out.origin)

    def test_the_warehouse_opens_them_from_the_settlement(self):
        one = self.replace()
        one.action_settle()
        keeper = new_test_user(self.env, "sc_keeper", "service_center.group_user,stock.group_stock_user")
        for user, opens in ((self.user, False), (keeper, True)):
            form = html.fromstring(one.with_user(user).get_view(view_type="form")["arch"])
            fields = form.xpath("//group[.//field[@name='reference']]//field[@name='service_delivery_id']")
            self.assertEqual(["no_open" in (field.get("options") or "") for field in fields], [not opens])

    def test_once(self):
        one = self.replace()
        one.action_settle()
        with self.assertRaisesRegex(UserError, "is with the warehouse"):
            one.action_settle()

    def test_it_is_settled_when_the_replacement_left(self):
        one = self.replace()
        one.action_settle()
        back, out = self.transfers(one)
        self.do(back)
        self.assertEqual(one.state, "approved")
        self.do(out)
        self.assertEqual(one.state, "settled")

    def test_a_cancelled_delivery_is_drafted_anew(self):
        one = self.replace()
        one.action_settle()
        back, out = self.transfers(one)
        out.action_cancel()
        self.assertEqual((one.state, back.state), ("approved", "cancel"))
        self.assertFalse(one.service_delivery_id)
        one.action_settle()
        self.assertEqual(self.transfers(one)[1].state, "draft")

    def test_a_deleted_delivery_is_drafted_anew(self):
        one = self.replace()
        one.action_settle()
        self.transfers(one)[1].unlink()
        self.assertFalse(one.service_delivery_id or one.service_return_id)

    def test_cancelling_takes_the_drafts_away(self):
        one = self.replace()
        one.action_settle()
        transfers = self.env["stock.picking"].union(*self.transfers(one))
        officer = one.with_user(self.officer)
        officer.decision_reason = "The customer changed his mind."
        officer.action_cancel()
        self.assertEqual(one.state, "cancelled")
        self.assertEqual(transfers.mapped("state"), ["cancel", "cancel"])

    def test_what_the_stock_does_not_hold_needs_a_reference(self):
        service = self.env["product.product"].create({"name": "Lesson", "type": "service"})
        one = self.replace(product_id=service.id)
        with self.assertRaisesRegex(UserError, "what settled it"):
            one.action_settle()
        one.reference = "A-1"
        one.action_settle()
        self.assertEqual(one.state, "settled")

    def test_a_reference_of_ones_own_needs_no_transfer(self):
        one = self.replace()
        one.reference = "Handed over at the counter, 17"
        one.action_settle()
        self.assertEqual(one.state, "settled")
        self.assertFalse(one.service_delivery_id)

    def test_nobody_names_transfers_by_hand(self):
        one = self.replace()
        one.action_settle()
        out = one.service_delivery_id
        other = self.replace()
        other.sudo().write({"service_delivery_id": out.id})
        self.assertFalse(other.service_delivery_id)
