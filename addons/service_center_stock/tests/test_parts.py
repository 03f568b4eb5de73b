from odoo.tests import tagged

from odoo.addons.service_center.tests.order_common import OrderCase


@tagged("post_install", "-at_install")
class TestParts(OrderCase):
    """The parts of a service order that the customer pays leave the stock with the invoice."""

    def test_parts_leave_and_are_invoiced(self):
        self.part.write({"is_storable": True, "invoice_policy": "delivery", "taxes_id": False})
        quotation = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [(0, 0, {"product_id": self.part.id, "product_uom_qty": 2})],
            }
        )
        quotation.action_confirm()
        self.assertEqual(quotation.picking_ids.state, "confirmed")
        quotation._service_mark_delivered()
        self.assertEqual(quotation.picking_ids.state, "done")
        self.assertEqual(quotation.order_line.qty_delivered, 2)
        self.assertEqual(quotation._create_invoices().amount_untaxed, 240)
        quotation._service_mark_delivered()
        self.assertEqual(len(quotation.picking_ids), 1)
