from odoo import api, fields, models


class ResourceCalendarLeaves(models.Model):
    """Public holidays close a calendar; deadlines read them anew when they change."""

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
        leaves = super().create(vals_list)
        leaves._service_mark()
        return leaves

    def write(self, vals):
        self.env["resource.calendar"]._service_forget()
        self._service_mark()
        result = super().write(vals)
        self._service_mark()
        return result

    def unlink(self):
        self.env["resource.calendar"]._service_forget()
        self._service_mark()
        return super().unlink()

    def _service_mark(self):
        """Let clocks be planned anew on the calendars that these leaves close; people's leaves close none."""
        closing = self.filtered(lambda leave: not leave.resource_id)
        closing.calendar_id._service_mark()
        everywhere = closing.filtered(lambda leave: not leave.calendar_id)
        if everywhere:
            companies = everywhere.company_id
            shared = any(not leave.company_id for leave in everywhere)
            self.env["service.sla.clock"]._mark([] if shared else [("company_id", "in", companies.ids)])
