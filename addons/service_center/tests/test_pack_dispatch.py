from odoo.tests import tagged

from .dispatch_common import DispatchCase


@tagged("post_install", "-at_install")
class TestPackDispatch(DispatchCase):
    """DOOR-DISP, DOOR-JOB-02 and HOME-JOB-01 from the loaded packs."""

    def load(self, pack):
        result = self.env["service.policy.pack"].with_user(self.manager).load_pack(pack, self.company)
        self.assertTrue(result["created"])

    def of(self, model, code, pack):
        return self.env[model].search([("pack_code", "=", pack), ("code", "=", code)])

    def pack_order(self, pack, **vals):
        kind = self.types["on_site_repair"]
        return self.order(type_id=kind.copy({"code": f"t_{pack}", "pack_code": pack}).id, **vals)

    def test_doors_are_dispatched_by_turns_on_weekends(self):
        self.load("doors_windows")
        self.queue = self.of("service.dispatch.queue", "repair", "doors_windows")
        self.assertEqual((self.queue.method, self.queue.weekend_only), ("rotation", True))
        self.assertGreaterEqual(
            self.env["service.skill"].search_count([("pack_code", "=", "doors_windows")]), 4
        )
        for employee in (self.a, self.b):
            self.queue.line_ids = [(0, 0, {"employee_id": employee.id})]
        self.assertEqual([self.send(), self.send(), self.send()], [self.a, self.b, self.a])
        order = self.pack_order(
            "doors_windows", planned_start="2026-03-06 04:00:00", planned_end="2026-03-06 05:00:00"
        )
        self.assertEqual(self.queue._find_for(order)[order.id], self.queue)
        order.queue_id = self.queue
        self.assertIn("Saturday", order.plan_warning)

    def test_the_packs_checklists(self):
        for pack, count in (("doors_windows", 6), ("home_goods", 8)):
            self.load(pack)
            order = self.pack_order(pack, state="confirmed", employee_id=self.a.id)
            order.action_start()
            names = order.check_ids.line_id.filtered("pack_code")
            self.assertEqual((len(names), set(names.mapped("pack_code"))), (count, {pack}))
