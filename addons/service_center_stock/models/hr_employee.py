from odoo import fields, models


class HrEmployee(models.Model):
    """Technicians carry parts with them."""

    _inherit = "hr.employee"

    service_location_id = fields.Many2one(
        "stock.location",
        "Stock of Parts",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('usage', '=', 'internal'), ('company_id', 'in', (False, company_id))]",
        groups="hr.group_hr_user",
        help="From where the parts leave that are used for free, such as a van. Empty: the warehouse.",
    )
