from odoo import api, fields, models

#: kinds of work, each a base type of every company: flags (visit, signature, dispatch)
KINDS = {
    "installation": (True, True, True),
    "on_site_repair": (True, True, True),
    "workshop_repair": (False, True, False),
    "factory_repair": (False, True, False),
    "exchange": (False, True, False),
    "return": (False, True, False),
    "maintenance": (True, True, True),
    "consultation": (False, False, False),
}
KIND_LABELS = [
    ("installation", "Installation"),
    ("on_site_repair", "On-site Repair"),
    ("workshop_repair", "Workshop Repair"),
    ("factory_repair", "Factory Repair"),
    ("exchange", "Exchange"),
    ("return", "Return"),
    ("maintenance", "Maintenance"),
    ("consultation", "Consultation"),
]


class ServiceOrderType(models.Model):
    """What kind of work a service order is, and what it needs."""

    _name = "service.order.type"
    _description = "Type of Service Order"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    # every company has its types from the start, so they must not keep it from being deleted
    company_id = fields.Many2one(ondelete="cascade")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KIND_LABELS, required=True, default="on_site_repair")
    needs_visit = fields.Boolean(help="Somebody goes to the customer.")
    needs_dispatch = fields.Boolean(help="A technician is chosen before the work is scheduled.")
    needs_signature = fields.Boolean(help="The customer signs before the order is closed.")

    @api.depends("name", "code")
    def _compute_display_name(self):
        for one in self:
            one.display_name = one.name or one.code

    # Every company has a type of each kind
    @api.model
    def _create_base_types_everywhere(self):
        """For the installation and each update: every company has them."""
        # sudo: all companies, whoever installs
        self._create_base_types(self.env["res.company"].sudo().search([("id", ">", 0)]))
        base = self.sudo().with_context(active_test=False)  # sudo: as above
        base.search([("pack_code", "=", False)])._name_base_types(
            [code for code, _name in self.env["res.lang"].get_installed()]
        )

    @api.model
    def _create_base_types(self, companies):
        """Give these companies a type of each kind, where it is missing; named in all languages."""
        # sudo: who creates a company need not maintain policies
        Type = self.sudo().with_context(active_test=False, lang="en_US")
        known = {
            (one.company_id.id, one.code)
            for one in Type.search([("company_id", "in", companies.ids), ("pack_code", "=", False)])
        }
        created = Type.create(
            [
                {
                    "code": kind,
                    "kind": kind,
                    "name": kind,
                    "sequence": 100 + number,
                    "company_id": company.id,
                    "needs_visit": visit,
                    "needs_signature": signature,
                    "needs_dispatch": dispatch,
                }
                for company in companies
                for number, (kind, (visit, signature, dispatch)) in enumerate(KINDS.items())
                if (company.id, kind) not in known
            ]
        )
        created._name_base_types([code for code, _name in self.env["res.lang"].get_installed()])

    @api.model
    def _get_base_names(self):
        """Return {code: name} of the base types in the reader's language."""
        return {
            "installation": self.env._("Installation"),
            "on_site_repair": self.env._("On-site Repair"),
            "workshop_repair": self.env._("Workshop Repair"),
            "factory_repair": self.env._("Factory Repair"),
            "exchange": self.env._("Exchange"),
            "return": self.env._("Return"),
            "maintenance": self.env._("Maintenance"),
            "consultation": self.env._("Consultation"),
        }

    def _name_base_types(self, langs):
        """Name base types in languages, where nobody has named them otherwise."""
        english = self.with_context(lang="en_US")._get_base_names()
        for lang in langs:
            names = self.with_context(lang=lang)._get_base_names()
            for one in self.with_context(lang=lang):
                if one.name in (one.code, english.get(one.code)) and one.code in names:
                    one.name = names[one.code]
