import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from ..engine import sla as engine
from ..tools.channels import CHANNELS

#: fields that change how open cases are judged; the name does not
JUDGING = {
    "sequence",
    "model",
    "team_ids",
    "severity_ids",
    "category_ids",
    "flag_ids",
    "channel",
    "major",
    "domain",
    "calendar_id",
    "valid_from",
    "valid_to",
    "active",
}


class ServiceSlaPolicy(models.Model):
    """To which cases which time limits apply; of several for one milestone the first in order wins."""

    _name = "service.sla.policy"
    _description = "Time Limit Policy"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(default=lambda self: self._get_new_code())
    sequence = fields.Integer(default=10, help="The first policy in order that has a limit gives it.")
    model = fields.Selection(selection="_selection_model", string="Documents", required=True)
    team_ids = fields.Many2many(
        "service.team",
        "service_sla_policy_team_rel",
        "policy_id",
        "team_id",
        string="Teams",
        check_company=True,
    )
    severity_ids = fields.Many2many(
        "service.severity",
        "service_sla_policy_severity_rel",
        "policy_id",
        "severity_id",
        string="Severities",
        check_company=True,
    )
    category_ids = fields.Many2many(
        "service.category",
        "service_sla_policy_category_rel",
        "policy_id",
        "category_id",
        string="Categories",
        check_company=True,
        help="One of these or of their subcategories.",
    )
    flag_ids = fields.Many2many(
        "service.risk.flag",
        "service_sla_policy_flag_rel",
        "policy_id",
        "flag_id",
        string="Risk Flags",
        check_company=True,
        help="One of these is enough.",
    )
    channel = fields.Selection(CHANNELS)
    major = fields.Selection(
        [("any", "All cases"), ("major", "Major cases"), ("ordinary", "Ordinary cases")],
        default="any",
        required=True,
    )
    domain = fields.Char("Further Conditions", help="A filter on the documents.")
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: those of the team, else of the site, else of the company.",
    )
    valid_from = fields.Date(help="Cases received from this day on; empty: always.")
    valid_to = fields.Date(help="Cases received until this day, included; empty: always.")
    version = fields.Integer(default=1, readonly=True, copy=False)
    target_ids = fields.One2many("service.sla.target", "policy_id", string="Limits", copy=True)

    required_metric_ids = fields.Many2many(
        "service.sla.metric",
        "service_sla_policy_required_rel",
        "policy_id",
        "metric_id",
        string="Required Before Closing",
        check_company=True,
        help="Milestones that such a case has to reach before it can be closed, limit or not.",
    )

    @api.model
    def _get_new_code(self):
        last = self.with_context(active_test=False).search([], order="id desc", limit=1)
        return f"sla-{last.id + 1}"

    @api.model
    def _selection_model(self):
        """Documents that run on clocks: those with ``service.sla.mixin``."""
        return [
            (name, self.env["ir.model"]._get(name).name or name)
            for name, Model in sorted(self.env.registry.items())
            if not Model._abstract and "sla_clocks" in Model._fields
        ]

    @api.constrains("valid_from", "valid_to")
    def _check_validity(self):
        for policy in self:
            if policy.valid_from and policy.valid_to and policy.valid_to < policy.valid_from:
                raise ValidationError(
                    self.env._(
                        "%(policy)s would end before it begins and never apply.", policy=policy.display_name
                    )
                )

    @api.constrains("calendar_id")
    def _check_calendar(self):
        self.calendar_id._service_check_usable()

    @api.constrains("domain", "model")
    def _check_domain(self):
        for policy in self:
            policy._get_domain()

    @api.constrains("required_metric_ids")
    def _check_required(self):
        for policy in self:
            if "close" in policy.required_metric_ids.mapped("code"):
                raise ValidationError(
                    self.env._(
                        "%(policy)s: a case is closed by closing it; that cannot be required before.",
                        policy=policy.display_name,
                    )
                )

    def _get_domain(self):
        """Return the further conditions as a ``Domain``.

        :raise ValidationError: they cannot be read, or ask for fields that the documents do not have.
        """
        self.ensure_one()
        try:
            domain = Domain(ast.literal_eval(self.domain or "[]"))
            domain.validate(self.env[self.model])
        except (ValueError, SyntaxError, TypeError, KeyError) as error:
            raise ValidationError(
                self.env._(
                    "%(policy)s: the further conditions cannot be read (%(error)s).",
                    policy=self.display_name,
                    error=str(error)[:200],
                )
            ) from error
        return domain

    def write(self, vals):
        judged = JUDGING & vals.keys()
        result = super().write(vals)
        if judged:
            self._count_version()
        return result

    def _count_version(self):
        """Policies changed: count their version, and let their open clocks be planned anew (T9)."""
        for policy in self:
            policy.version += 1
        self.env["service.sla.clock"]._mark([("policy_id", "in", self.ids)])

    @api.model
    @ormcache("model", "company_id")
    def _get_engine_policies(self, model, company_id):
        """Return the ``sla.Policy`` of a company for a document model, with targets, in order."""
        # sudo: policies of one company as plain ids and numbers, the same for every reader
        policies = self.sudo().with_context(active_test=True)
        policies = policies.search([("model", "=", model), ("company_id", "=", company_id)])
        return tuple(
            policy._prepare_engine_policy()
            for policy in policies
            if policy.target_ids or policy.required_metric_ids
        )

    @api.model
    @ormcache("model", "company_id")
    def _get_domain_fields(self, model, company_id):
        """Return the fields of documents that the further conditions of a company's policies look at."""
        # sudo: names of fields only
        policies = self.sudo().with_context(active_test=True)
        policies = policies.search([("model", "=", model), ("company_id", "=", company_id)])
        return frozenset(
            condition.field_expr.split(".")[0]
            for policy in policies
            for condition in policy._get_domain().iter_conditions()
        )

    def _prepare_engine_policy(self):
        """Return the policy as the engine sees it: plain values, categories with their subcategories."""
        self.ensure_one()
        # what is archived still is a condition: without it the policy would hold for every case
        policy = self.with_context(active_test=False)
        categories = policy.category_ids
        if categories:
            categories = categories.search([("id", "child_of", categories.ids)])
        return engine.Policy(
            id=self.id,
            code=self.code,
            sequence=self.sequence,
            pack=self.pack_code or None,
            valid_from=self.valid_from or None,
            valid_to=self.valid_to or None,
            teams=frozenset(policy.team_ids.ids),
            severities=frozenset(policy.severity_ids.ids),
            categories=frozenset(categories.ids),
            flags=frozenset(policy.flag_ids.mapped("code")),
            channel=self.channel or None,
            major={"major": True, "ordinary": False}.get(self.major),
            domain=None if self._get_domain().is_true() else self.domain,
            targets=tuple(target._prepare_engine_target() for target in self.target_ids),
            required=tuple(policy.required_metric_ids.mapped("code")),
        )
