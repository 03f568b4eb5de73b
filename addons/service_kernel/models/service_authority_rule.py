from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..engine import authority as engine


class ServiceAuthorityRule(models.Model):
    """When a level of authority has to decide: conditions that hold together; empty ones do not matter."""

    _name = "service.authority.rule"
    _description = "Authority Rule"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, code, id"
    _rec_name = "code"

    sequence = fields.Integer(default=10)
    note = fields.Char("Meaning", translate=True)
    level_id = fields.Many2one(
        "service.authority.level", required=True, index=True, ondelete="cascade", check_company=True
    )
    category_ids = fields.Many2many(
        "service.category",
        "service_authority_rule_category_rel",
        "rule_id",
        "category_id",
        string="Categories",
        check_company=True,
        help="One of these or of their subcategories.",
    )
    flag_ids = fields.Many2many(
        "service.risk.flag",
        "service_authority_rule_flag_rel",
        "rule_id",
        "flag_id",
        string="Risk Flags",
        check_company=True,
        help="One of these is enough.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_from = fields.Monetary("From", help="This amount at stake and more; empty: no lower bound.")
    amount_to = fields.Monetary(
        "To Below", help="Less than this amount at stake, itself excluded; empty: no upper bound."
    )
    complained_rank = fields.Selection(
        [("staff", "Staff"), ("supervisor", "Supervisor or above")],
        "Complained About",
        help="The person complained about has this rank or a higher one.",
    )
    failed_below = fields.Boolean("Not Settled Below", help="A lower level could not settle the case.")
    customer_insists = fields.Boolean(help="The customer insists on a higher level.")

    @api.constrains("amount_from", "amount_to")
    def _check_amounts(self):
        for rule in self:
            if rule.amount_from < 0 or rule.amount_to < 0:
                raise ValidationError(self.env._("%(rule)s: an amount cannot be negative.", rule=rule.code))
            if rule.amount_to and rule.amount_to <= rule.amount_from:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: the upper bound has to be above the lower one, or the rule never matches.",
                        rule=rule.code,
                    )
                )

    @api.model
    @ormcache("company_id")
    def _get_engine_rules(self, company_id):
        """Return ((pack code or False, ``authority.Rule``), …): the rules in force in a company."""
        # sudo: policies of one company as plain ids and numbers, the same for every reader
        rules = self.sudo().search([("company_id", "=", company_id), ("level_id.active", "=", True)])
        return tuple((rule.pack_code, rule._prepare_engine_rule()) for rule in rules)

    def _prepare_engine_rule(self):
        """Return the rule as the engine sees it: plain values, categories with their subcategories."""
        self.ensure_one()
        # what is archived still is a condition: without it the rule would hold for every case
        rule = self.with_context(active_test=False)
        categories = rule.category_ids
        if categories:
            categories = categories.search([("id", "child_of", categories.ids)])
        return engine.Rule(
            code=self.code,
            level=engine.Level(self.level_id.id, self.level_id.code, self.level_id.sequence),
            sequence=self.sequence,
            categories=frozenset(categories.ids),
            flags=frozenset(rule.flag_ids.mapped("code")),
            amount_from=self.amount_from or None,
            amount_to=self.amount_to or None,
            complained_rank=self.complained_rank or None,
            failed_below=self.failed_below,
            customer_insists=self.customer_insists,
        )
