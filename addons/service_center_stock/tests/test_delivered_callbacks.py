from datetime import date

from odoo.tests import freeze_time, tagged

from odoo.addons.service_center.tests.order_common import OrderCase


@tagged("post_install", "-at_install")
class TestDeliveredCallbacks(OrderCase):
    """A plan that starts with the first delivery, not with the order (CB-CAD-01)."""

    def test_a_week_after_the_delivery(self):
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        plan = self.env["service.callback.plan"].create(
            {
                "code": "t_delivered",
                "name": "After the delivery",
                "trigger": "sale_delivered",
                "valid_from": "2026-01-01",
                "step_ids": [(0, 0, {"code": "t_week", "name": "A week", "offset_amount": 7})],
            }
        )
        self.part.is_storable = True
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        self.env["stock.quant"]._update_available_quantity(self.part, warehouse.lot_stock_id, 5)
        with freeze_time("2026-03-02 02:00:00"):
            sale = self.env["sale.order"].create(
                {"partner_id": self.customer.id, "order_line": [(0, 0, {"product_id": self.part.id})]}
            )
            sale.action_confirm()
        self.assertEqual(self.planned(plan, sale, "2026-03-02"), [])
        with freeze_time("2026-03-05 17:00:00"):  # already the 6th in Shanghai
            sale.picking_ids.move_ids.write({"quantity": 1, "picked": True})
            sale.picking_ids.button_validate()
        self.assertEqual(self.planned(plan, sale, "2026-03-06"), [date(2026, 3, 13)])

    def planned(self, plan, sale, today):
        """Plan on a day; return the days on which the customer of a sale is called."""
        self.env.flush_all()
        with freeze_time(f"{today} 03:00:00"):
            self.env["service.callback"]._schedule(plan, date.fromisoformat(today))
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.env["service.callback"].search([("plan_id", "=", plan.id), ("res_id", "=", sale.id)])
        return found.mapped("due_date")
