from odoo import fields, models
from odoo.exceptions import UserError


class ServiceOrder(models.Model):
    """The quality feedback sheets of a service order."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    feedback_ids = fields.One2many("service.feedback.sheet", "order_id", string="Feedback Sheets")
    feedback_count = fields.Integer("Number of Feedback Sheets", compute="_compute_feedback_count")

    def _compute_feedback_count(self):
        groups = self.env["service.feedback.sheet"]._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]
        )
        counts = {order.id: count for order, count in groups}
        for order in self:
            order.feedback_count = counts.get(order.id, 0)

    def action_feedback(self):
        """Show the feedback sheets; the first one is drawn."""
        self.ensure_one()
        if not self.feedback_ids:
            if not self.employee_id:
                raise UserError(self.env._("%(number)s: choose a technician first.", number=self.name))
            return self.env["service.feedback.sheet"].create({"order_id": self.id}).get_formview_action()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_feedback_sheet_action")
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {"default_order_id": self.id}
        return action

    def _is_travel_claim_released(self, employee):
        """Whether ``employee`` may be paid for travelling to this order: no sheet, no money (EQM-FB-04)."""
        self.ensure_one()
        # sudo: only whether the sheet is signed
        sheets = self.sudo().feedback_ids.filtered(
            lambda sheet: sheet.employee_id == employee and sheet.state != "cancelled"
        )
        return bool(sheets) and all(sheet._is_claim_released() for sheet in sheets)
