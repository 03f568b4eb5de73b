from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache


class ServiceCustomerFileItem(models.Model):
    """What the file of a customer has to say, as a company wants it (CSD-FILE-02, CSD-FILE-03)."""

    _name = "service.customer.file.item"
    _description = "Required in Customer Files"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True, help="As it is called where it is missing.")
    sequence = fields.Integer(default=10)
    field_name = fields.Char(
        "Field", required=True, help="Technical name of a field of contacts or of customer files: email."
    )

    @api.constrains("field_name")
    def _check_field_name(self):
        known = self.env["res.partner"]._fields.keys() | self.env["service.customer.file"]._fields.keys()
        for item in self:
            if item.field_name not in known:
                raise ValidationError(
                    self.env._(
                        "%(item)s: contacts and customer files have no field “%(field)s”.",
                        item=item.name,
                        field=item.field_name,
                    )
                )

    @api.model
    @ormcache("company_id")
    def _get_required(self, company_id):
        """Return ((item id, field name), …) that files of a company need."""
        # sudo: what is missing is told to whoever reads the customer
        items = self.sudo().search([("company_id", "=", company_id)])
        return tuple((one.id, one.field_name) for one in items)
