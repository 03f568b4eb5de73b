from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import duty as engine
from .service_score_rulebook import CARRIERS

#: rules that a plan may propose, for the screen; those of former versions are not offered
RULE_DOMAIN = [("kind", "!=", "text"), ("rulebook_id.state", "!=", "archived")]
DUTY_PERIODS = [
    ("week", "Week"),
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half", "Half-Year"),
    ("year", "Year"),
]
#: who may owe a duty of a rule book, by whose score the book keeps; an employee's entry is the unit's, too
OWNERS_OF = {"employee": ("employee",), "department": ("department", "employee"), "site": ("site",)}


class ServiceScoreDuty(models.Model):
    """So many of something in each period: study sessions, reports, articles (CU-COMP-01, CU-PUB-01 to 07).

    What is missing once it was due is proposed as an entry of the rule; a person confirms it.
    """

    _name = "service.score.duty"
    _description = "Duty Plan"
    _inherit = ["service.policy.mixin", "hr.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True, help="What has to be done, for example monthly report.")
    sequence = fields.Integer(default=10)
    rule_id = fields.Many2one(
        "service.score.rule",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=RULE_DOMAIN,
        help="What a missing one costs. Later versions of the rule book are followed by the rule's code.",
    )
    amount = fields.Integer("How Many", required=True, default=1, aggregator=None)
    period = fields.Selection(DUTY_PERIODS, "In Each", required=True, default="month")
    due_month = fields.Integer(
        aggregator=None,
        help="Which month of the period, from 1; 0: its last month. For example 6 for something that is due "
        "in June of each year.",
    )
    due_day = fields.Integer(
        aggregator=None,
        help="The last day on which it is in time: a day of the month, or of the week from 1 for Monday; 0: "
        "the last day. A shorter month takes its last day.",
    )
    valid_from = fields.Date(
        help="The first period that begins on this day or later; empty: the first one after the plan was "
        "made."
    )
    valid_to = fields.Date(help="What is due later is not asked for any more; empty: until further notice.")

    # who
    owner = fields.Selection(
        CARRIERS,
        "Owed By Each",
        compute="_compute_owner",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    employee_ids = fields.Many2many("hr.employee", string="Employees", check_company=True, copy=True)
    department_ids = fields.Many2many(
        "hr.department", string="Departments", check_company=True, help="With those below them. Empty: all."
    )
    job_ids = fields.Many2many("hr.job", string="Jobs", check_company=True, help="Empty: all.")
    tag_ids = fields.Many2many(
        "hr.employee.category", string="Tags", help="Employees with one of them. Empty: all."
    )
    site_ids = fields.Many2many("service.site", string="Sites", check_company=True, help="Empty: all.")

    # a share of what was handed in (CU-PUB-07)
    share_rule_id = fields.Many2one(
        "service.score.rule",
        "Rule for the Share",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=RULE_DOMAIN,
        help="What it costs when too little of what was handed in was published or accepted.",
    )
    min_share = fields.Float(
        "At Least (%)",
        digits=(5, 2),
        default=50,
        aggregator=None,
        help="The share that has to be published or accepted; exactly this is enough.",
    )

    checked_until = fields.Date(
        readonly=True, copy=False, help="What was due before this day was looked at already."
    )
    record_ids = fields.One2many("service.score.duty.record", "duty_id", string="Proofs")
    due_text = fields.Char("Due", compute="_compute_due_text")

    _amount_range = models.Constraint(
        "CHECK (amount >= 1 AND amount <= 1000)", "A duty asks for one or more, at most 1,000."
    )
    _share_range = models.Constraint(
        "CHECK (min_share > 0 AND min_share <= 100)", "A share lies above 0 and up to 100 per cent."
    )
    _validity = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The plan ends before it begins.",
    )

    @api.constrains("period", "due_month", "due_day")
    def _check_due(self):
        for duty in self:
            most_months = engine.MONTHS.get(duty.period, 0)
            if not 0 <= duty.due_month <= most_months:
                raise ValidationError(
                    self.env._(
                        "%(duty)s: the due month is counted within the period, from 1 to %(most)s; 0 is its "
                        "last month.",
                        duty=duty.name,
                        most=most_months,
                    )
                    if most_months
                    else self.env._("%(duty)s: a week has no due month.", duty=duty.name)
                )
            most_days = engine.WEEK if duty.period == "week" else 31
            if not 0 <= duty.due_day <= most_days:
                raise ValidationError(
                    self.env._(
                        "%(duty)s: the due day lies between 1 and %(most)s; 0 is the last day.",
                        duty=duty.name,
                        most=most_days,
                    )
                )

    @api.constrains("rule_id", "share_rule_id", "owner")
    def _check_rule(self):
        for duty in self:
            rules = duty.rule_id | duty.share_rule_id
            if any(rule.kind == "text" for rule in rules):
                raise ValidationError(
                    self.env._(
                        "%(duty)s: the rule is only a text and costs nothing. Choose another.",
                        duty=duty.name,
                    )
                )
            if any(duty.owner not in OWNERS_OF[carrier] for carrier in rules.rulebook_id.mapped("carrier")):
                raise ValidationError(
                    self.env._(
                        "%(duty)s: the rule book scores others than those who owe this duty.", duty=duty.name
                    )
                )

    @api.depends("rule_id")
    def _compute_owner(self):
        for duty in self:
            duty.owner = duty.owner or duty.rule_id.rulebook_id.carrier or "employee"

    @api.depends("amount", "due_day", "due_month", "period")
    @api.depends_context("lang")
    def _compute_due_text(self):
        labels = dict(self._fields["period"]._description_selection(self.env))
        for duty in self:
            parts = [f"{duty.amount} / {labels.get(duty.period, '')}"]
            if duty.due_month and duty.period != "month":
                parts.append(self.env._("month %(number)s", number=duty.due_month))
            if duty.due_day:
                parts.append(self.env._("until day %(number)s", number=duty.due_day))
            duty.due_text = ", ".join(parts)

    def write(self, vals):
        """Write; a plan that was never in use begins with the first period after it is put in use."""
        fresh = self.browse()
        if vals.get("active"):
            fresh = self.filtered(lambda duty: not (duty.active or duty.checked_until))
        result = super().write(vals)
        for duty in fresh.filtered(lambda one: not one.valid_from):
            duty.valid_from = duty.company_id._score_day()
        return result

    def _get_period(self, day):
        """Return the engine's ``Period`` that holds a day."""
        self.ensure_one()
        return engine.period_of(day, self.period, self.due_month, self.due_day)

    def action_records(self):
        """Show what was handed in or done."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_scoring.service_score_duty_record_action"
        )
        return {
            **action,
            "domain": [("duty_id", "=", self.id)],
            "context": {"default_duty_id": self.id},
        }
