from odoo import models


class HrEmployee(models.Model):
    """From an employee to their merits and demerits."""

    # one concern a file
    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def action_score_standings(self):
        """Open what stands open of the awards of this employee, year by year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_scoring.service_score_standing_action"
        )
        return {**action, "domain": [("employee_id", "=", self.id)], "context": {}}
