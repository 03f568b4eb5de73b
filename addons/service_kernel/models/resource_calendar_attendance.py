from odoo import api, models


class ResourceCalendarAttendance(models.Model):
    """Opening hours: deadlines read them anew when they change, and need some to be left."""

    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        self.env["resource.calendar"]._service_forget()
        attendances = super().create(vals_list)
        attendances.calendar_id._service_check_later()
        attendances.calendar_id._service_mark()
        return attendances

    def write(self, vals):
        self.env["resource.calendar"]._service_forget()
        calendars = self.calendar_id
        result = super().write(vals)
        (calendars | self.calendar_id)._service_check_later()
        (calendars | self.calendar_id)._service_mark()
        return result

    def unlink(self):
        self.env["resource.calendar"]._service_forget()
        self.calendar_id._service_check_later()
        self.calendar_id._service_mark()
        return super().unlink()
