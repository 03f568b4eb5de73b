from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_callback_plan import CHANNELS, CUSTOMERS

UNITS = [("hours", "Hours"), ("days", "Days"), ("months", "Months")]


class ServiceCallbackStep(models.Model):
    """One step of a callback plan: a date, or a rhythm of dates (catalogue C2, CONV-TIME-05)."""

    _name = "service.callback.step"
    _description = "Step of a Callback Plan"
    _inherit = ["service.policy.mixin"]
    _order = "plan_id, sequence, id"

    plan_id = fields.Many2one(
        "service.callback.plan", required=True, index=True, ondelete="cascade", check_company=True
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    anchor = fields.Selection(
        [
            ("start", "What Started the Plan"),
            ("last_contact", "Last Contact"),
            ("dates", "Dates of the Document"),
        ],
        required=True,
        default="start",
        help="From the last contact, an early call moves the rhythm; from the start, none does.",
    )
    anchor_fields = fields.Char(
        "Dates", help="Names of date fields, with commas. All have to be filled in; the latest one counts."
    )
    offset_amount = fields.Integer("After")
    offset_unit = fields.Selection(UNITS, required=True, default="days")
    repeat_amount = fields.Integer("Then Every", help="0: once.")
    repeat_unit = fields.Selection([("days", "Days"), ("months", "Months")], required=True, default="days")
    until_amount = fields.Integer("Until", help="Counted from the same date, inclusive. 0: no end.")
    until_unit = fields.Selection([("days", "Days"), ("months", "Months")], required=True, default="months")
    max_times = fields.Integer("At Most", help="How often. 0: no limit.")
    rest_days = fields.Selection(
        [("keep", "Keep the Date"), ("previous", "Working Day Before"), ("next", "Next Working Day")],
        "On Days Off",
        required=True,
        default="keep",
        help="A date of the same day is kept always.",
    )
    customers = fields.Selection(CUSTOMERS, required=True, default="all")
    domain = fields.Char("Documents", default="[]", help="Which of the plan's documents; empty: all.")
    stop_domain = fields.Char("Ends For", default="[]", help="Documents for which this step has ended.")
    channel = fields.Selection(CHANNELS, help="Empty: as the plan says.")
    survey_id = fields.Many2one("survey.survey", "Questions", ondelete="restrict", help="Empty: the plan's.")
    script = fields.Html(translate=True, help="Empty: the plan's.")

    _not_negative = models.Constraint(
        "CHECK (offset_amount >= 0 AND repeat_amount >= 0 AND until_amount >= 0 AND max_times >= 0)",
        "Numbers of a step are not negative.",
    )
    _hours_once = models.Constraint(
        "CHECK (offset_unit != 'hours' OR repeat_amount = 0)", "A step in hours happens once."
    )

    @api.constrains("anchor", "anchor_fields", "plan_id")
    def _check_anchor_fields(self):
        for step in self:
            if step.anchor != "dates":
                continue
            model = self.env.get(step.plan_id.res_model)
            names = step._get_anchor_fields()
            known = {} if model is None else model._fields
            if not names or any(
                name not in known or known[name].type not in ("date", "datetime") or not known[name].store
                for name in names
            ):
                raise ValidationError(
                    self.env._("%(step)s: name dates that the documents of the plan have.", step=step.name)
                )

    def _get_anchor_fields(self):
        """Return the names of the date fields of a step that counts from dates."""
        return [name.strip() for name in (self.anchor_fields or "").split(",") if name.strip()]
