from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.safe_eval import safe_eval

CHANNELS = [
    ("phone", "Telephone"),
    ("visit", "Visit"),
    ("message", "Message"),
    ("email", "Email"),
    ("questionnaire", "Questionnaire"),
]
#: what starts a plan: {key: (model of the document, its date or time)}
TRIGGERS = {
    "complaint_closed": ("service.complaint", "closed_at"),
    "order_done": ("service.order", "finished_at"),
    "sale_confirmed": ("sale.order", "date_order"),
    "warranty_start": ("service.warranty", "start_date"),
    "customer": ("res.partner", None),
    "grade": ("res.partner", None),
    "dates": (None, None),
    "manual": (None, None),
}
TRIGGER_LABELS = [
    ("complaint_closed", "Complaint Closed"),
    ("order_done", "Service Order Done"),
    ("sale_confirmed", "Sale Confirmed"),
    ("warranty_start", "Warranty Begins"),
    ("customer", "Every Customer"),
    ("grade", "Customer's Grade"),
    ("dates", "Dates of a Document"),
    ("manual", "By Hand"),
]
CUSTOMERS = [
    ("all", "All Customers"),
    ("key", "Key Customers"),
    ("ordinary", "All but Key Customers"),
]


class ServiceCallbackPlan(models.Model):
    """When, how and about what customers are contacted after something happened (catalogue C2, CB-PLAN-01).

    What happened starts the plan for one document and its customer; the steps say on which dates.
    """

    _name = "service.callback.plan"
    _description = "Callback Plan"
    _inherit = ["service.policy.mixin", "mail.thread"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    purpose = fields.Char(translate=True, help="What the contact is for; callers read it.")
    valid_from = fields.Date(help="What happened before starts no callbacks. Empty: always.")
    valid_to = fields.Date(help="What happens afterwards starts no callbacks. Empty: always.")

    # For whom
    trigger = fields.Selection(TRIGGER_LABELS, required=True, default="complaint_closed")
    date_model = fields.Char(
        "Document", help="Technical name of the documents whose dates start the plan, such as sale.order."
    )
    res_model = fields.Char("Starts From", compute="_compute_res_model")
    domain = fields.Char("Documents", default="[]", help="Which of the documents; empty: all of them.")
    partner_domain = fields.Char("Customers Like", default="[]", help="Which customers; empty: all of them.")
    customers = fields.Selection(CUSTOMERS, required=True, default="all")
    stop_domain = fields.Char(
        "Stops For", default="[]", help="Documents for which the purpose is met: nobody is called any more."
    )
    coverage_percent = fields.Float(
        "Share to Contact (%)",
        default=100.0,
        digits=(5, 2),
        help="Below 100: a sample, drawn by the seed. The same seed draws the same documents again.",
    )
    sample_seed = fields.Char(default="1", help="What the sample is drawn from, so that it can be checked.")
    target_percent = fields.Float(
        "Target (%)", default=100.0, digits=(5, 2), help="How many of the due callbacks have to be made."
    )
    is_duty = fields.Boolean(
        "Always Made", help="Made even where the customer has been contacted as often as is allowed."
    )

    # How
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    survey_id = fields.Many2one("survey.survey", "Questions", ondelete="restrict")
    script = fields.Html(translate=True, help="What the caller says.")
    team_id = fields.Many2one("service.team", "Callers", ondelete="restrict", check_company=True)
    assignment = fields.Selection(
        [("team", "Whoever of the Team Is Free"), ("responsible", "Responsible of the Document")],
        "Called By",
        required=True,
        default="team",
    )
    max_attempts = fields.Integer("Tries", default=3, help="Afterwards the customer counts as not reached.")
    min_seconds = fields.Integer(
        "Shortest Call (s)", help="A call that was shorter cannot have followed the script. 0: not looked at."
    )

    # Afterwards
    review_amount = fields.Integer("Reviewed Within", help="0: no review.")
    review_unit = fields.Selection(
        [
            ("working_days", "Working Days"),
            ("calendar_days", "Calendar Days"),
            ("week_end", "Until the End of the Week"),
        ],
        required=True,
        default="working_days",
    )
    review_hour = fields.Float(
        "Until", default=17.0, help="Hour of the Sunday by which the callbacks of a week are reviewed."
    )
    recheck_percent = fields.Float(
        "Checked Again (%)",
        digits=(5, 2),
        help="How many are asked again by somebody else, drawn by the seed.",
    )
    problem_amount = fields.Float("Problems Settled Within", help="0: no limit.")
    problem_unit = fields.Selection(
        [
            ("working_hours", "Working Hours"),
            ("working_days", "Working Days"),
            ("clock_hours", "Hours"),
            ("calendar_days", "Calendar Days"),
        ],
        required=True,
        default="calendar_days",
    )
    second_days = fields.Integer(
        "Called Again After (days)", default=1, help="After a problem was settled; the same day if 0."
    )
    step_ids = fields.One2many("service.callback.step", "plan_id", string="Steps", copy=True)

    _percents = models.Constraint(
        "CHECK (coverage_percent >= 0 AND coverage_percent <= 100 AND target_percent >= 0"
        " AND target_percent <= 100 AND recheck_percent >= 0 AND recheck_percent <= 100)",
        "Shares are between 0 and 100 percent.",
    )
    _valid_order = models.Constraint(
        "CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)",
        "A plan ends after it begins.",
    )
    _not_negative = models.Constraint(
        "CHECK (max_attempts >= 1 AND min_seconds >= 0 AND review_amount >= 0 AND problem_amount >= 0"
        " AND second_days >= 0)",
        "Numbers of a plan are not negative, and there is at least one try.",
    )

    @api.depends("trigger", "date_model")
    def _compute_res_model(self):
        for plan in self:
            model, _field = plan._get_trigger()
            plan.res_model = model

    def _get_trigger(self):
        """Return the model of the documents that start the plan, and their date field; None where none."""
        self.ensure_one()
        if self.trigger == "dates":
            return self.date_model or False, None
        return self._get_triggers().get(self.trigger, (False, None))

    @api.model
    def _get_triggers(self):
        """Return {trigger: (model, date field)}; addons with other documents extend it."""
        return dict(TRIGGERS)

    def _get_domain(self, name):
        """Return one of the plan's domains as a list.

        :param name: ``domain``, ``partner_domain`` or ``stop_domain``
        """
        self.ensure_one()
        return self._get_domain_of(self[name])

    @api.model
    def _get_domain_of(self, text):
        """Return what is written in a field with a condition as a list."""
        return safe_eval(text or "[]")

    @api.constrains("date_model", "domain", "partner_domain", "stop_domain", "trigger")
    def _check_domains(self):
        for plan in self:
            if plan.trigger == "dates" and plan.date_model not in self.env:
                raise ValidationError(
                    self.env._("%(plan)s: choose the documents whose dates start it.", plan=plan.name)
                )
            for name, model in (
                ("domain", plan.res_model),
                ("stop_domain", plan.res_model),
                ("partner_domain", "res.partner"),
            ):
                plan._check_domain(name, model)

    def _check_domain(self, name, model):
        if self[name] in (False, "", "[]"):
            return
        try:
            # sudo: only whether the condition can be searched, whoever maintains it
            self.env[model].sudo().search(self._get_domain(name), limit=1)
        except Exception as error:
            raise ValidationError(
                self.env._(
                    "%(plan)s: “%(label)s” is no condition that can be searched.",
                    plan=self.name,
                    label=self._fields[name].string,
                )
            ) from error
