from odoo import api, fields, models


class ServiceCallbackPlan(models.Model):
    """What the screens of plans show about their callbacks."""

    # one concern a file
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    open_count = fields.Integer("Open Callbacks", compute="_compute_open_count")

    def _compute_open_count(self):
        groups = self.env["service.callback"]._read_group(
            [("plan_id", "in", self.ids), ("state", "in", ("planned", "calling"))], ["plan_id"], ["__count"]
        )
        counts = {plan.id: count for plan, count in groups}
        for plan in self:
            plan.open_count = counts.get(plan.id, 0)

    def action_callbacks(self):
        """Show the callbacks of these plans."""
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_callback_action")
        return {**action, "domain": [("plan_id", "in", self.ids)], "context": {"create": False}}


class ServiceCallbackStep(models.Model):
    """The documents about which the conditions of a step are."""

    _inherit = "service.callback.step"  # pylint: disable=consider-merging-classes-inherited

    plan_model = fields.Char(compute="_compute_plan_model", export_string_translation=False)

    @api.depends("plan_id.trigger", "plan_id.date_model")
    def _compute_plan_model(self):
        for step in self:
            step.plan_model = step.plan_id.res_model
