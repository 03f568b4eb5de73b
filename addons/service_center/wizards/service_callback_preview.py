from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..models.service_callback_plan import CHANNELS

#: dates that are shown; whoever needs more looks at a later start
MOST = 200


class ServiceCallbackPreview(models.TransientModel):
    """Shows on which days a plan would call a customer (CB-PLAN-01)."""

    _name = "service.callback.preview"
    _description = "Dates of a Callback Plan"

    plan_id = fields.Many2one("service.callback.plan", required=True, ondelete="cascade")
    date_from = fields.Date(
        "Starts On",
        required=True,
        default=lambda self: self.env.company._service_day(),
        help="When it happened: the complaint closed, the warranty began …",
    )
    date_to = fields.Date(
        "Shown Until",
        required=True,
        default=lambda self: self.env.company._service_day() + relativedelta(years=3),
    )
    line_ids = fields.One2many(
        "service.callback.preview.line", "preview_id", string="Dates", compute="_compute_line_ids"
    )
    count = fields.Integer("Number of Contacts", compute="_compute_line_ids")
    is_cut = fields.Boolean("Cut Off", compute="_compute_line_ids")

    @api.depends("plan_id", "date_from", "date_to")
    def _compute_line_ids(self):
        for preview in self:
            found = []
            if preview.date_from and preview.date_to:
                found = preview.plan_id.preview_steps(preview.date_from, preview.date_to)
            preview.count = len(found)
            preview.is_cut = len(found) > MOST
            lines = self.env["service.callback.preview.line"]
            for one in found[:MOST]:
                lines += lines.new(
                    {
                        "date": one["date"],
                        "step_id": one["step"].id,
                        "channel": one["channel"],
                        "days": (one["date"] - preview.date_from).days,
                    }
                )
            preview.line_ids = lines


class ServiceCallbackPreviewLine(models.TransientModel):
    """A date of a plan; never stored."""

    _name = "service.callback.preview.line"
    _description = "Date of a Callback Plan"
    _order = "date, id"

    preview_id = fields.Many2one("service.callback.preview", ondelete="cascade")
    date = fields.Date(readonly=True)
    days = fields.Integer("Days After", readonly=True)
    step_id = fields.Many2one("service.callback.step", readonly=True)
    channel = fields.Selection(CHANNELS, readonly=True)
