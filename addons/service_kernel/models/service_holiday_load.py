from odoo import fields, models


class ServiceHolidayLoad(models.Model):
    """One load of a country's public holidays; knows what it created, so that it can be undone."""

    _name = "service.holiday.load"
    _description = "Load of Public Holidays"
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    country_id = fields.Many2one("res.country", required=True, readonly=True)
    year = fields.Integer(required=True, readonly=True)
    state = fields.Selection([("done", "Loaded"), ("undone", "Undone")], default="done", readonly=True)
    leave_ids = fields.One2many(
        "resource.calendar.leaves", "service_load_id", string="Public Holidays", readonly=True
    )
    day_ids = fields.One2many("service.calendar.day", "load_id", string="Make-up Working Days", readonly=True)

    def action_undo(self):
        """Delete the holidays and make-up days that these loads created and that are still there."""
        self.check_access("write")
        # sudo: only administrators may delete company-wide leaves; these are the ones that the load created
        self.sudo().leave_ids.unlink()
        self.day_ids.unlink()
        self.state = "undone"
