from odoo import api, fields, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    service_load_id = fields.Many2one(
        "service.holiday.load",
        string="Loaded With",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env["resource.calendar"]._service_forget()
        return super().create(vals_list)

    def write(self, vals):
        self.env["resource.calendar"]._service_forget()
        return super().write(vals)

    def unlink(self):
        self.env["resource.calendar"]._service_forget()
        return super().unlink()
