import secrets

from odoo import api, fields, models

from .service_callback_plan import CHANNELS
from .service_satisfaction import SATISFACTIONS

CALLBACK_STATES = [
    ("planned", "Planned"),
    ("calling", "In Progress"),
    ("done", "Done"),
    ("unreached", "Not Reached"),
    ("cancelled", "Cancelled"),
]
RESULTS = [
    ("fine", "Nothing to Do"),
    ("praise", "Praise"),
    ("problem", "Problem"),
]
#: why a callback was cancelled, or is not offered just now
CANCEL_REASONS = [
    ("purpose_met", "Purpose Met"),
    ("do_not_disturb", "Customer Does Not Want Contacts"),
    ("no_address", "No Number or Address"),
    ("gone", "Customer Is Gone"),
    ("plan_changed", "Plan Changed"),
    ("superseded", "Called in the Meantime"),
    ("by_hand", "By Hand"),
]


class ServiceCallback(models.Model):
    """One contact with a customer that is due, and what came of it (catalogue CB-DO-01, C5)."""

    _name = "service.callback"
    _description = "Callback"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "due_at, id"
    _rec_names_search = ["partner_id.name", "plan_id.name"]
    _check_company_auto = True

    key = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._default_key(),
        help="What it is for, once: step, document and number of the time.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)
    plan_id = fields.Many2one(
        "service.callback.plan", index="btree_not_null", ondelete="restrict", check_company=True
    )
    step_id = fields.Many2one(
        "service.callback.step", index="btree_not_null", ondelete="set null", check_company=True
    )
    occurrence = fields.Integer(readonly=True, aggregator=None, help="Which time of a rhythm, from 1.")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, index=True, ondelete="restrict", check_company=True
    )
    phone = fields.Char(compute="_compute_phone")
    purpose = fields.Char(help="What the contact is for.")
    res_model = fields.Char("Document Type", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
    complaint_id = fields.Many2one(
        "service.complaint",
        "About Complaint",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    order_id = fields.Many2one(
        "service.order",
        "About Service Order",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    sale_order_id = fields.Many2one(
        "sale.order", "About Sale", index="btree_not_null", ondelete="set null", check_company=True
    )
    product_id = fields.Many2one("product.product", index="btree_not_null", ondelete="set null")
    origin_id = fields.Many2one(
        "service.callback",
        "First Callback",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The callback that found the problem about which the customer is called again.",
    )

    # When
    anchor_date = fields.Date(readonly=True, help="The date from which the due date was counted.")
    due_date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    due_at = fields.Datetime(
        "Due Until", required=True, compute="_compute_due_at", store=True, readonly=False, precompute=True
    )
    is_same_day = fields.Boolean(readonly=True, help="Never moved to another day.")
    is_duty = fields.Boolean("Always Made", readonly=True)
    window_from = fields.Datetime("Best From", readonly=True, help="When the customer likes to be called.")
    window_to = fields.Datetime("Best Until", readonly=True)
    next_try_at = fields.Datetime(readonly=True)

    # Who and how
    channel = fields.Selection(CHANNELS, required=True, default="phone", tracking=True)
    team_id = fields.Many2one(
        "service.team", "Callers", index="btree_not_null", ondelete="restrict", check_company=True
    )
    user_id = fields.Many2one(
        "res.users", "Caller", index="btree_not_null", ondelete="set null", check_company=True, tracking=True
    )
    attempt_ids = fields.One2many("service.callback.attempt", "callback_id", string="Tries", readonly=True)
    attempt_count = fields.Integer("Number of Tries", readonly=True, aggregator="sum")

    # What came of it
    state = fields.Selection(
        CALLBACK_STATES, "Status", required=True, default="planned", readonly=True, copy=False, tracking=True
    )
    cancel_reason = fields.Selection(CANCEL_REASONS, "Reason", readonly=True, copy=False)
    opened_at = fields.Datetime(readonly=True, copy=False)
    done_at = fields.Datetime("Done On", readonly=True, copy=False)
    seconds = fields.Integer("Length (s)", readonly=True, copy=False, aggregator="avg")
    result = fields.Selection(RESULTS, readonly=True, copy=False, tracking=True)
    satisfaction = fields.Selection(SATISFACTIONS, readonly=True, copy=False, tracking=True)
    score = fields.Float(
        "Average Satisfaction",
        readonly=True,
        copy=False,
        aggregator="avg",
        digits=(3, 2),
        help="1 to 5; 0: no answer.",
    )
    notes = fields.Text("What Was Said", readonly=True, copy=False, help="In the customer's words.")
    survey_id = fields.Many2one("survey.survey", "Questions", ondelete="restrict")
    answers_id = fields.Many2one("survey.user_input", readonly=True, copy=False, ondelete="set null")
    rating_id = fields.Many2one("rating.rating", readonly=True, copy=False, ondelete="set null")
    is_history = fields.Boolean(readonly=True)

    _key_uniq = models.UniqueIndex("(company_id, key)", "This callback is planned already.")
    _queue_idx = models.Index("(company_id, state, due_at) WHERE state IN ('planned', 'calling')")
    _document_idx = models.Index("(res_model, res_id)")

    @api.model
    def _default_key(self):
        """Return a key for a callback that somebody enters: there may be any number of them."""
        return f"hand:{secrets.token_urlsafe(12)}"

    @api.depends("partner_id.phone")
    def _compute_phone(self):
        for callback in self:
            callback.phone = callback.partner_id.phone

    @api.depends("due_date", "company_id")
    def _compute_due_at(self):
        """Due until the end of the day, in the company's time zone (CONV-TIME-04)."""
        for callback in self:
            callback.due_at = callback.due_date and callback.company_id._service_day_end(callback.due_date)

    @api.depends("partner_id", "plan_id", "due_date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for callback in self:
            parts = (callback.partner_id.display_name, callback.plan_id.name or callback.purpose)
            callback.display_name = " · ".join(filter(None, parts)) or self.env._("New callback")

    # What other concerns fill in
    def _after_done(self):
        """Follow up a callback that has just been finished: problems, reviews, checks."""

    def _save_answers(self, answers, recheck=None):
        """Keep the answers to the questions of the callback.

        :param answers: {id of a question: value, or list of ids of chosen answers}
        :param recheck: the check by a second caller to which they belong
        """

    def _get_questionnaire_url(self):
        """Return the address of the page on which the customer answers the questions."""
        self.ensure_one()
        # sudo: callers have no rights on surveys
        survey = self.sudo().survey_id
        return f"{self.get_base_url()}{survey.get_start_url()}" if survey else self.get_base_url()

    def _get_answer_days(self):
        """Return for how many days the customer may answer a questionnaire."""
        return 14
