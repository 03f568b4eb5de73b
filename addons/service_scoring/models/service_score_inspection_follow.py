from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class ServiceScoreInspection(models.Model):
    """What an inspection leads to: orders to put things right, entries, and another look."""

    # one concern a file
    _inherit = "service.score.inspection"  # pylint: disable=consider-merging-classes-inherited

    def action_order(self):
        """Order to put right what was found: an order for each finding that has none."""
        self.ensure_one()
        self._check_officer()
        self._touch()
        self._check_state("submitted", "confirmed")
        Order = self.env["service.score.rectification"]
        ordered = self.rectification_ids.filtered(lambda order: order.state != "cancelled").line_id
        findings = self.line_ids.filtered(lambda line: line.result == "finding") - ordered
        if not findings:
            raise UserError(self.env._("%(number)s: everything found is ordered already.", number=self.name))
        Order.create([line._prepare_order() for line in findings])
        return self.action_rectifications()

    def action_rectifications(self):
        """Show the rectification orders of this inspection."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_scoring.service_score_rectification_action"
        )
        return {
            **action,
            "domain": [("inspection_id", "=", self.id)],
            "context": {"default_inspection_id": self.id},
        }

    def action_reinspect(self):
        """Plan to look again at what was ordered to be put right, and only at that, once."""
        self.ensure_one()
        self._check_officer()
        self._touch()
        self._check_state("submitted", "confirmed")
        planned = self.reinspection_ids.filtered(lambda one: one.state in ("planned", "running"))
        orders = self.rectification_ids.filtered(
            lambda order: order.is_open and order.line_id - planned.line_ids.origin_line_id
        )
        if not orders:
            raise UserError(self.env._("%(number)s: nothing waits to be put right.", number=self.name))
        again = self.create(
            {
                "checklist_id": self.checklist_id.id,
                "company_id": self.company_id.id,
                "department_id": self.department_id.id,
                "site_id": self.site_id.id,
                "unit_manager_id": self.unit_manager_id.id,
                "inspector_ids": [Command.set(self._get_reinspectors().ids)],
                "date": self.company_id._score_day(),
                "reinspection_of_id": self.id,
            }
        )
        # sudo: the items follow from the orders
        self.env["service.score.inspection.line"].sudo().create(
            [
                {
                    "inspection_id": again.id,
                    "origin_line_id": line.id,
                    "item_id": line.item_id.id,
                    "sequence": line.sequence,
                    "text": line.text,
                    "rule_id": line.rule_id.id,
                }
                for line in orders.line_id
            ]
        )
        return again._action_form()

    def _get_reinspectors(self):
        """Return who looks again: those of other units who found it, else the user."""
        found = self.inspector_ids if self.by == "supervisor" else self.env["res.users"]
        return found - self._get_unit_users() or self.env.user

    def action_entries(self):
        """Show the entries that this inspection proposed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_scoring.service_score_entry_action")
        return {
            **action,
            "domain": [("res_model", "=", self._name), ("res_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_reinspections(self):
        """Show the inspections that looked again."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_scoring.service_score_inspection_action"
        )
        return {**action, "domain": [("reinspection_of_id", "=", self.id)], "context": {"create": False}}

    def _action_form(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
