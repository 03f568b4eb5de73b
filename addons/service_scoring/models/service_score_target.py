import ast
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..engine import target as engine
from .service_score_duty import DUTY_PERIODS

#: what a target asks for; an app that knows it measures it, else people enter it
METRICS = [
    ("typed", "Entered by People"),
    ("new_customers", "New Customers"),
    ("sale_orders", "Sales Orders"),
    ("paid_invoices", "Paid Invoices"),
    ("product_sales", "Sales of Certain Products"),
    ("working_hours", "Working Hours"),
    ("new_friends", "New Customer Friends"),
    ("memberships_sold", "Memberships Sold"),
]
#: a change of these makes draft results others
JUDGED = {
    *("carrier", "period", "period_number", "metric", "metric_domain", "value"),
    *("is_pro_rata", "is_per_head", "active"),
    *("employee_ids", "department_ids", "job_ids", "valid_from", "valid_to", "band_ids"),
}


class ServiceScoreTarget(models.Model):
    """What employees or units are to reach in each period, and what follows (HOTEL-TGT-01, ASC-SR-04).

    Targets are changed for the time to come: confirmed results keep the target that they were judged by.
    """

    _name = "service.score.target"
    _description = "Target"
    _inherit = ["service.policy.mixin", "mail.thread", "hr.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    carrier = fields.Selection(
        [("employee", "Employee"), ("department", "Department")],
        "Target Of Each",
        required=True,
        default="employee",
        tracking=True,
    )
    period = fields.Selection(DUTY_PERIODS, "In Each", required=True, default="month", tracking=True)
    period_number = fields.Integer(
        "Only This One of the Year",
        aggregator=None,
        help="For example 1 for the first half-year only; 0: every one.",
    )
    metric = fields.Selection(
        METRICS,
        "Measured By",
        required=True,
        default="typed",
        tracking=True,
        help="What no installed app can measure is entered by people.",
    )
    is_measured = fields.Boolean("Measured by the System", compute="_compute_metric_model")
    metric_model = fields.Char(compute="_compute_metric_model", export_string_translation=False)
    metric_domain = fields.Char("Only These", default="[]", help="Which documents count; empty: all.")
    value = fields.Float(
        "Target",
        digits=(16, 2),
        aggregator=None,
        tracking=True,
        help="0: no target is set. What depends on the share of the target has no effect then.",
    )
    unit = fields.Char(translate=True, help="For example yuan, hours or customers.")
    valid_from = fields.Date(
        tracking=True,
        help="The first period that begins on this day or later; empty: the one in which it was made.",
    )
    valid_to = fields.Date(
        tracking=True, help="The last period that ends on this day or before; empty: until further notice."
    )

    # who
    employee_ids = fields.Many2many("hr.employee", string="Employees", check_company=True, copy=True)
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        check_company=True,
        help="For employees: those of these departments and of the ones below. Empty: all.",
    )
    job_ids = fields.Many2many("hr.job", string="Jobs", check_company=True, help="Empty: all.")
    is_pro_rata = fields.Boolean(
        "In Proportion",
        help="Who joined or left within the period has a part of the target, by the days of employment.",
    )
    is_per_head = fields.Boolean(
        "By Head Count",
        help="Employees: only who is in post at 00:00 on the first day of the period has the target. "
        "Departments: so much for each employee in post there, or below, at that time.",
    )

    # what follows
    rulebook_code = fields.Char(
        "Rule Book",
        help="Code of the rule book whose rules the bands name, and with whose sheets commissions are paid.",
    )
    measured_at = fields.Datetime("Last Measured On", readonly=True, copy=False)
    band_ids = fields.One2many("service.score.target.band", "target_id", string="Bands", copy=True)
    result_ids = fields.One2many("service.score.result", "target_id", string="Results")

    _value_range = models.Constraint("CHECK (value >= 0)", "A target is not below zero.")
    _validity = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "The target ends before it begins.",
    )

    def _get_period(self, day):
        """Return (first, last) day of the period of this target that holds a day."""
        self.ensure_one()
        return engine.period_of(day, self.period)

    @api.model
    def _get_metric_models(self):
        """Return {metric: model whose documents its condition is about} of what is measured; extend it.

        An addon that measures one more has a method ``_read_METRIC(first, last)``, see ``_read_amounts``.
        """
        return {"new_customers": "res.partner"}

    @api.constrains("period", "period_number")
    def _check_period_number(self):
        for target in self:
            most = engine.number_of(date(2000, 12, 31), target.period)
            if not 0 <= target.period_number <= most:
                raise ValidationError(
                    self.env._(
                        "%(target)s: the number of the period lies between 1 and %(most)s; 0 is every one.",
                        target=target.name,
                        most=most,
                    )
                    if most
                    else self.env._(
                        "%(target)s: weeks are not counted, all of them hold.", target=target.name
                    )
                )

    @api.constrains("rulebook_code", "carrier")
    def _check_commissions(self):
        """A commission is paid to somebody, with the sheets of some rule book: else it would be lost."""
        for target in self:
            if (target.rulebook_code and target.carrier == "employee") or not target.band_ids.filtered(
                lambda band: band.active and band.has_commission
            ):
                continue
            raise ValidationError(
                self.env._(
                    "%(target)s: a commission is paid to employees, with the sheet of a rule book: enter its "
                    "code.",
                    target=target.name,
                )
            )

    @api.constrains("metric", "metric_domain")
    def _check_metric_domain(self):
        """The conditions are such as the documents have."""
        known = self._get_metric_models()
        for target in self:
            try:
                domain = target._get_metric_domain()
                if target.metric in known:
                    with self.env.cr.savepoint(flush=False):
                        # sudo: whether the fields are there, which managers need not be able to read
                        self.env[known[target.metric]].sudo().search(domain, limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "%(target)s: its conditions cannot be read: %(error)s",
                        target=target.name,
                        error=error,
                    )
                ) from error

    def _get_metric_domain(self):
        """Return which documents count.

        :raise ValueError: it is no domain
        """
        self.ensure_one()
        return Domain(ast.literal_eval((self.metric_domain or "").strip() or "[]"))

    @api.depends("metric")
    def _compute_metric_model(self):
        known = self._get_metric_models()
        for target in self:
            target.metric_model = known.get(target.metric, False)
            target.is_measured = target.metric in known

    @api.constrains("carrier", "period")
    def _check_results(self):
        """Results are of the same persons or units and periods as their target."""
        # sudo: only whether there are any
        if self.sudo().result_ids.filtered(
            lambda result: (
                result.carrier != result.target_id.carrier
                or result.target_id._get_period(result.date_from) != (result.date_from, result.date_to)
            )
        ):
            raise ValidationError(
                self.env._("There are results already: make another target for other units or periods.")
            )
