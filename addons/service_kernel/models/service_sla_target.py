from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..engine import clock_steps, sla
from ..engine.terms import DAYS, GIVEN

LONGEST = {  # ten years and more are a mistyped number
    "working_hours": 20_000,
    "working_days": 2_500,
    "clock_minutes": 5_256_000,
    "clock_hours": 87_600,
    "calendar_days": 3_650,
}


class ServiceSlaTarget(models.Model):
    """One limit of a policy: a milestone, so much time, and who is told before and after."""

    _name = "service.sla.target"
    _description = "Time Limit"
    _inherit = ["service.policy.mixin"]
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one(
        "service.sla.policy", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        compute="_compute_company_id", store=True, precompute=True, readonly=True, default=None
    )
    code = fields.Char(compute="_compute_code", store=True, precompute=True, readonly=False)
    sequence = fields.Integer(default=10)
    metric = fields.Char("Milestone Code", required=True, index=True)
    metric_id = fields.Many2one(
        "service.sla.metric", "Milestone", compute="_compute_metric_id", inverse="_inverse_metric_id"
    )
    start_metric = fields.Char("Starting Milestone Code")
    start_metric_id = fields.Many2one(
        "service.sla.metric",
        "Starts At",
        compute="_compute_metric_id",
        inverse="_inverse_start_metric_id",
        help="Empty: when the case is received.",
    )
    party = fields.Selection(
        [
            ("customer", "Customer"),
            ("internal", "Internal"),
            ("regulator", "Regulator"),
            ("media", "Media"),
            ("supplier", "Supplier"),
        ],
        "Owed To",
        required=True,
        default="customer",
    )
    value = fields.Float("Limit", required=True, aggregator=None)
    unit = fields.Selection(
        [
            ("working_hours", "Working hours"),
            ("working_days", "Working days"),
            ("clock_minutes", "Minutes"),
            ("clock_hours", "Hours"),
            ("calendar_days", "Calendar days"),
            ("given", "Deadline given on the case"),
        ],
        required=True,
        default="working_hours",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours of the Limit",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: those of the policy.",
    )
    pauses = fields.Boolean(
        "Waits for the Customer", default=True, help="Stands still while the case waits for the customer."
    )
    pauses_parts = fields.Boolean("Waits for Parts", help="Stands still while the case waits for parts.")
    pauses_factory = fields.Boolean(
        "Waits for the Factory", help="Stands still while the case waits for the factory."
    )
    warn_share = fields.Float(
        "Warn at %",
        aggregator=None,
        help="Percent of the time used at which the handler is warned; 0: no warning.",
    )
    warn_before = fields.Float(
        aggregator=None,
        help="How much is left, in the unit of the limit, when the handler is warned; 0: no such warning.",
    )
    escalation_ids = fields.One2many("service.sla.escalation", "target_id", copy=True)

    _warn_share_range = models.Constraint(
        "CHECK (warn_share >= 0 AND warn_share < 100)",
        "A warning comes before the limit: between 0 and less than 100 percent.",
    )

    @api.depends("policy_id.company_id")
    def _compute_company_id(self):
        for target in self:
            target.company_id = target.policy_id.company_id

    @api.depends("policy_id", "metric", "party")
    def _compute_code(self):
        for target in self:
            target.code = target.code or "/".join(
                filter(None, (target.policy_id.code, target.metric, target.party))
            )

    @api.depends("metric", "start_metric", "company_id", "pack_code")
    def _compute_metric_id(self):
        Metric = self.env["service.sla.metric"]
        for target in self:
            for code, name in ((target.metric, "metric_id"), (target.start_metric, "start_metric_id")):
                company = target.company_id or target.policy_id.company_id
                target[name] = Metric._find(company, code, target.pack_code) if code else Metric

    def _inverse_metric_id(self):
        for target in self:
            target.metric = target.metric_id.code

    def _inverse_start_metric_id(self):
        for target in self:
            target.start_metric = target.start_metric_id.code

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create([self._with_metric_codes(vals) for vals in vals_list])
        targets.policy_id._count_version()
        return targets

    def write(self, vals):
        result = super().write(vals)
        self.policy_id._count_version()
        return result

    def unlink(self):
        policies = self.policy_id
        result = super().unlink()
        policies._count_version()
        return result

    @api.model
    def _with_metric_codes(self, vals):
        """The codes are what is kept; a form gives the records."""
        vals = dict(vals)
        for relation, name in (("metric_id", "metric"), ("start_metric_id", "start_metric")):
            if vals.get(relation) and not vals.get(name):
                vals[name] = self.env["service.sla.metric"].browse(vals[relation]).code
        return vals

    @api.depends("metric", "value", "unit")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for target in self:
            name = target.metric_id.name or target.metric
            target.display_name = (
                f"{name}: {target._say_limit_of(target.value, target.unit)}" if target.metric else target.code
            )

    @api.model
    def _say_limit_of(self, value, unit):
        """Return a limit in the reader's language, such as “3 Working days”."""
        units = dict(self._fields["unit"]._description_selection(self.env))
        if unit == GIVEN:
            return units[unit]
        return f"{value:g} {units.get(unit, '')}"

    @api.constrains("value", "unit")
    def _check_value(self):
        for target in self.filtered(lambda one: one.unit != GIVEN):
            days = target.unit in DAYS
            if days and target.value != int(target.value):
                raise ValidationError(
                    self.env._("%(limit)s: days are counted whole.", limit=target.display_name)
                )
            if target.value < 0 or (not days and not target.value):
                raise ValidationError(self.env._("%(limit)s: enter a limit above 0.", limit=target.code))
            if target.value > LONGEST[target.unit]:
                raise ValidationError(
                    self.env._(
                        "%(limit)s is longer than ten years. Is the number right?", limit=target.display_name
                    )
                )

    @api.constrains("value", "unit", "warn_before")
    def _check_warn_before(self):
        for target in self:
            if not 0 <= target.warn_before <= target.value:
                raise ValidationError(
                    self.env._("%(limit)s: a warning cannot come before the start.", limit=target.code)
                )
            if target.unit in DAYS and target.warn_before != int(target.warn_before):
                raise ValidationError(
                    self.env._("%(limit)s: days are counted whole.", limit=target.display_name)
                )

    @api.constrains("metric", "start_metric")
    def _check_metric(self):
        for target in self:
            for code, metric in (
                (target.metric, target.metric_id),
                (target.start_metric, target.start_metric_id),
            ):
                if code and not metric:
                    raise ValidationError(
                        self.env._(
                            "%(target)s: there is no milestone “%(code)s”.", target=target.code, code=code
                        )
                    )
            if target.start_metric == target.metric:
                raise ValidationError(
                    self.env._("%(limit)s cannot start when it is reached.", limit=target.display_name)
                )

    @api.constrains("calendar_id")
    def _check_calendar(self):
        self.calendar_id._service_check_usable()

    def _prepare_engine_target(self):
        return sla.Target(
            id=self.id,
            code=self.code,
            metric=self.metric,
            party=self.party,
            start_metric=self.start_metric or None,
            value=self.value,
            unit=self.unit,
            calendar=(self.calendar_id or self.policy_id.calendar_id).id or None,
            waits=self._get_waits(),
        )

    def _get_waits(self):
        """Return the codes of what the limit waits for, as the engine names them."""
        self.ensure_one()
        known = {"customer": self.pauses, "parts": self.pauses_parts, "factory": self.pauses_factory}
        return frozenset(wait for wait, waits in known.items() if waits)

    @api.model
    @ormcache("target_id")
    def _get_steps(self, target_id):
        """Return the warning and the escalations of a target as ``Step``."""
        # sudo: plain numbers of a policy, needed whoever moves the case
        target = self.sudo().with_context(active_test=True).browse(target_id)
        steps = [clock_steps.Step("warn", target.warn_share)] if target.warn_share else []
        if target.warn_before:
            steps.append(clock_steps.Step("warn_before", 0, target.warn_before))
        steps += [clock_steps.Step(f"escalate:{line.id}", line.share) for line in target.escalation_ids]
        return tuple(steps)
