from odoo import api, fields, models


class ServiceComplaint(models.Model):
    """The rectification notices that a complaint led to."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    rectification_ids = fields.One2many("service.rectification", "complaint_id", "Rectification Notices")
    rectification_count = fields.Integer(
        "Number of Rectification Notices", compute="_compute_rectification_count"
    )

    @api.depends("rectification_ids")
    def _compute_rectification_count(self):
        for complaint in self:
            complaint.rectification_count = len(complaint.rectification_ids)

    def action_open_rectifications(self):
        """Show the rectification notices of this complaint, or a new one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_rectification_action")
        action["domain"] = [("complaint_id", "=", self.id)]
        action["context"] = {
            "default_complaint_id": self.id,
            "default_company_id": self.company_id.id,
            "default_department_id": self.department_id.id,
            "default_site_id": self.site_id.id,
        }
        if not self.rectification_ids:
            action.update({"views": [(False, "form")], "res_id": False})
        return action
