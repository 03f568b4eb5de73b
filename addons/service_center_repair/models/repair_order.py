from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import html2plaintext

#: state of a repair order: that of the service order, and from where it gets there
STEPS = {
    "under_repair": ("in_progress", ("confirmed", "scheduled")),
    "done": ("done", ("in_progress",)),
}


class RepairOrder(models.Model):
    """A repair order tells the service order that it was made for how it goes; it is never stopped by it."""

    _inherit = "repair.order"

    service_order_id = fields.Many2one(
        "service.order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )

    _one_per_service_order = models.UniqueIndex(
        "(service_order_id) WHERE service_order_id IS NOT NULL AND state != 'cancel'",
        "There is a repair order for this service order already.",
    )

    def write(self, vals):
        before = {repair.id: repair.state for repair in self} if "state" in vals else {}
        result = super().write(vals)
        if before:
            # sudo: the workshop need not see service orders
            for repair in self.sudo().filtered("service_order_id"):
                if repair.state != before[repair.id]:
                    repair._report_to_service_order()
        return result

    def _report_to_service_order(self):
        """Tell the service order of the new state; what it refuses is noted for its handler."""
        self.ensure_one()
        order = self.service_order_id
        if self.state == "cancel":
            order._message_log(body=self.env._("Repair order %(number)s was cancelled.", number=self.name))
            order._ask_about_repair(self.env._("Repair cancelled: how does it go on?"))
        if self.state not in STEPS:
            return
        target, sources = STEPS[self.state]
        try:
            with self.env.cr.savepoint():
                if self.state == "done":
                    self._report_work(order)
                if order.state in sources:
                    order.write({"state": target})
                elif order.state != target:
                    order._ask_about_repair(
                        self.env._("Repair order %(number)s goes on: see what it reports", number=self.name)
                    )
        except (UserError, ValidationError) as refused:
            order.invalidate_recordset()
            order._message_log(
                body=self.env._(
                    "Repair order %(number)s goes on, but not this order: %(reason)s",
                    number=self.name,
                    reason=str(refused),
                )
            )
            order._ask_about_repair(
                self.env._("Repair order %(number)s goes on: see what it reports", number=self.name)
            )

    def _report_work(self, order):
        """Write which parts were used, and the notes of the workshop."""
        order._take_repair_parts(
            self.move_ids.filtered(lambda move: move.repair_line_type == "add" and move.state == "done")
        )
        notes = html2plaintext(self.internal_notes or "").strip()
        if notes and notes not in (order.work_done or ""):
            order.work_done = "\n".join(filter(None, (order.work_done, notes)))
        order._message_log(body=self.env._("Repair order %(number)s is done.", number=self.name))
