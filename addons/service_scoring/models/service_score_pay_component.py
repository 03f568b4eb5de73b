from odoo import api, fields, models

PAY_KINDS = [
    ("performance", "Performance Pay"),
    ("allowance", "Allowance"),
    ("bonus", "Bonus"),
    ("basic", "Basic Pay"),
    ("other", "Other"),
]
#: codes, and kinds, of the components that every company has; policy packs name them by these codes
BASE = ("performance", "allowance", "bonus", "basic")


class ServiceScorePayComponent(models.Model):
    """A part of the pay that fines, bonuses and withheld shares act on, with its codes in payroll."""

    _name = "service.score.pay.component"
    _description = "Pay Component"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    # every company has its components from the start, so they must not keep it from being deleted
    company_id = fields.Many2one(ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(PAY_KINDS, required=True, default="performance")
    fine_pay_code = fields.Char("Pay Code of Fines", help="What payroll calls a fine on this component.")
    bonus_pay_code = fields.Char("Pay Code of Bonuses", help="What payroll calls a bonus for points.")
    withhold_pay_code = fields.Char(
        "Pay Code of Withheld Shares", help="What payroll calls a part of this component that is not paid."
    )

    # Every company has the base components
    @api.model
    def _create_base_components_everywhere(self):
        """For the installation and each update: every company has them."""
        # sudo: all companies, whoever installs
        self._create_base_components(self.env["res.company"].sudo().search([("id", ">", 0)]))
        base = self.sudo().with_context(active_test=False)  # sudo: as above
        base.search([("pack_code", "=", False)])._name_base_components(
            [code for code, _name in self.env["res.lang"].get_installed()]
        )

    @api.model
    def _create_base_components(self, companies):
        """Give these companies the base components that are missing; named in all languages."""
        # sudo: who creates a company need not maintain policies
        Component = self.sudo().with_context(active_test=False, lang="en_US")
        known = {
            (one.company_id.id, one.code)
            for one in Component.search([("company_id", "in", companies.ids), ("pack_code", "=", False)])
        }
        created = Component.create(
            [
                {
                    "code": code,
                    "kind": code,
                    "name": code,
                    "sequence": 100 + number,
                    "company_id": company.id,
                    "fine_pay_code": "FINE",
                    "bonus_pay_code": "BONUS",
                    "withhold_pay_code": "WITHHELD",
                }
                for company in companies
                for number, code in enumerate(BASE)
                if (company.id, code) not in known
            ]
        )
        created._name_base_components([code for code, _name in self.env["res.lang"].get_installed()])

    @api.model
    def _get_base_names(self):
        """Return {code: name} of the base components in the reader's language."""
        return {
            "performance": self.env._("Performance Pay"),
            "allowance": self.env._("Monthly Allowance"),
            "bonus": self.env._("Bonus"),
            "basic": self.env._("Basic Pay"),
        }

    def _name_base_components(self, langs):
        """Name base components in languages, where nobody has named them otherwise."""
        english = self.with_context(lang="en_US")._get_base_names()
        for lang in langs:
            names = self.with_context(lang=lang)._get_base_names()
            for one in self.with_context(lang=lang):
                if one.name in (one.code, english.get(one.code)) and one.code in names:
                    one.name = names[one.code]
