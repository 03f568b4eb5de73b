from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..engine import order_liability as engine
from .service_order import CAUSES, WARRANTY_STATES
from .service_order_type import KIND_LABELS

#: rules of every company, after those of its packs: code, conditions, and what they say
BASE_RULES = {
    "installation": {"kind": "installation", "liability": "company"},
    "consultation": {"kind": "consultation", "liability": "company"},
    "maintenance": {"kind": "maintenance", "liability": "customer"},
    "in_manufacturing": {
        "warranty_state": "in",
        "defect_cause": "manufacturing",
        "liability": "company",
        "by_cover": True,
    },
    "in_transport": {
        "warranty_state": "in",
        "defect_cause": "transport",
        "liability": "company",
        "by_cover": True,
    },
    "in_misuse": {"warranty_state": "in", "defect_cause": "misuse", "liability": "customer"},
    "in_wear": {"warranty_state": "in", "defect_cause": "wear", "liability": "customer"},
    "in_unknown": {"warranty_state": "in", "defect_cause": "unknown", "liability": "judge"},
    "out": {"warranty_state": "out", "liability": "customer"},
    "unproven": {"warranty_state": "unproven", "liability": "customer"},
}


class ServiceLiabilityRule(models.Model):
    """Who pays for which work: conditions that hold together, of which empty ones do not matter."""

    _name = "service.liability.rule"
    _description = "Liability Rule"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    # every company has its rules from the start, so they must not keep it from being deleted
    company_id = fields.Many2one(ondelete="cascade")
    name = fields.Char("Meaning", required=True, translate=True)
    sequence = fields.Integer(default=10, help="The first rule in order that fits decides.")
    warranty_state = fields.Selection(WARRANTY_STATES, "Warranty", help="Empty: any.")
    defect_cause = fields.Selection(CAUSES, "Cause", help="Empty: any.")
    kind = fields.Selection(KIND_LABELS, "Kind of Order", help="Empty: any.")
    liability = fields.Selection(
        [
            ("company", "Company"),
            ("customer", "Customer"),
            ("split", "Shared"),
            ("judge", "Find the Cause First"),
            ("refuse", "Not Offered"),
        ],
        "Paid By",
        required=True,
        default="company",
        help="Find the cause first: a technician judges before anybody pays. Not offered: such orders are "
        "not accepted.",
    )
    company_share = fields.Float(
        "Company's Share (%)", digits=(5, 2), aggregator=None, help="Where the cost is shared."
    )
    by_cover = fields.Boolean(
        "As the Warranty Covers It",
        help="The company pays of parts, labour and travel what the warranty covers of each.",
    )
    needs_approval = fields.Boolean(
        "Only with Approval",
        help="It does not hold by itself: somebody may ask for it, and a level of authority approves it.",
    )
    level_id = fields.Many2one(
        "service.authority.level",
        "Exceptions Approved By",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="This level or a higher one approves another share. Empty: managers of the service center.",
    )

    _share_range = models.Constraint(
        "CHECK (company_share >= 0 AND company_share <= 100)", "A share is between 0 and 100 percent."
    )

    @api.constrains("liability", "company_share", "by_cover")
    def _check_share(self):
        for rule in self:
            if rule.liability == "split" and not 0 < rule.company_share < 100:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: a shared cost needs a share above 0 and below 100 percent.",
                        rule=rule.display_name,
                    )
                )
            if rule.by_cover and rule.liability not in ("company", "split"):
                raise ValidationError(
                    self.env._(
                        "%(rule)s: what the warranty covers is paid by the company.", rule=rule.display_name
                    )
                )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule.name or rule.code

    # As the engine sees them
    @api.model
    @ormcache("company_id")
    def _get_engine_rules(self, company_id):
        """Return the ``order_liability.Rule`` in force in a company."""
        # sudo: policies of one company as plain ids and numbers, the same for every reader
        rules = self.sudo().with_context(active_test=True).search([("company_id", "=", company_id)])
        return tuple(rule._prepare_engine_rule() for rule in rules)

    def _prepare_engine_rule(self):
        self.ensure_one()
        return engine.Rule(
            id=self.id,
            code=self.code,
            outcome=self.liability,
            sequence=self.sequence,
            pack=self.pack_code or None,
            warranty=self.warranty_state or None,
            cause=self.defect_cause or None,
            kind=self.kind or None,
            company_share=self.company_share,
            by_cover=self.by_cover,
            needs_approval=self.needs_approval,
            level=self.level_id.id or None,
        )

    # Every company has rules, which its packs come before
    @api.model
    def _create_base_rules_everywhere(self):
        """For the installation and each update: every company has them."""
        # sudo: all companies, whoever installs
        self._create_base_rules(self.env["res.company"].sudo().search([("id", ">", 0)]))
        base = self.sudo().with_context(active_test=False)  # sudo: as above
        base.search([("pack_code", "=", False)])._name_base_rules(
            [code for code, _name in self.env["res.lang"].get_installed()]
        )

    @api.model
    def _create_base_rules(self, companies):
        """Give companies without rules of their own those of any company; named in all languages."""
        # sudo: who creates a company need not maintain policies
        Rule = self.sudo().with_context(active_test=False, lang="en_US")
        known = Rule.search([("company_id", "in", companies.ids), ("pack_code", "=", False)]).company_id
        created = Rule.create(
            [
                {"code": code, "name": code, "sequence": 900 + number, "company_id": company.id, **vals}
                for company in companies - known
                for number, (code, vals) in enumerate(BASE_RULES.items())
            ]
        )
        created._name_base_rules([code for code, _name in self.env["res.lang"].get_installed()])

    def _name_base_rules(self, langs):
        """Name base rules in languages, where nobody has named them otherwise."""
        english = self.with_context(lang="en_US")._get_base_names()
        for lang in langs:
            names = self.with_context(lang=lang)._get_base_names()
            for rule in self.with_context(lang=lang):
                if rule.name in (rule.code, english.get(rule.code)) and rule.code in names:
                    rule.name = names[rule.code]

    @api.model
    def _get_base_names(self):
        """Return {code: name} of the base rules in the reader's language."""
        return {
            "installation": self.env._("Installation belongs to the sale"),
            "consultation": self.env._("Advice is free"),
            "maintenance": self.env._("Maintenance is paid by the customer"),
            "in_manufacturing": self.env._("In warranty, fault of manufacturing"),
            "in_transport": self.env._("In warranty, damaged in transport"),
            "in_misuse": self.env._("In warranty, misuse"),
            "in_wear": self.env._("In warranty, wear"),
            "in_unknown": self.env._("In warranty, cause not known yet"),
            "out": self.env._("Out of warranty"),
            "unproven": self.env._("Warranty not proven"),
        }
