from odoo import fields, models


class ServiceCustomerGradeSet(models.TransientModel):
    """Asks for a grade of customers, and why they get it."""

    _name = "service.customer.grade.set"
    _description = "Set Grade"

    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    by_rule = fields.Boolean("As the Rules Say")
    grade_id = fields.Many2one("service.customer.grade")
    reason = fields.Text(help="For instance: what the customer said.")

    def action_set(self):
        """Give the customers the grade."""
        self.ensure_one()
        self.partner_ids._set_service_grade(None if self.by_rule else self.grade_id, self.reason)
