from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine import warranty_terms as engine
from ..engine.warranty import Terms

#: causes of a defect that a term may leave out
CAUSES = ("misuse", "transport", "wear")


class ServiceWarrantyTerm(models.Model):
    """What is promised when a product is sold: covers, exclusions, rights (INST-WAR, EQM-SVC-04).

    The term of an item is that of its product, else of its nearest category, else the general one. Items
    keep what was promised to them: a change of a term holds for what is sold from then on.
    """

    _name = "service.warranty.term"
    _description = "Warranty Term"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="Of several terms that say as much, the first one holds.")
    product_tmpl_ids = fields.Many2many(
        "product.template",
        string="Products",
        check_company=True,
        help="Products that it holds for. Without products and categories it holds for all goods.",
    )
    categ_ids = fields.Many2many(
        "product.category", string="Product Categories", help="It holds for their subcategories, too."
    )
    valid_from = fields.Date("Sold From", help="Empty: always.")
    valid_to = fields.Date("Sold Until", help="Empty: always.")
    from_sale = fields.Boolean(
        "Start With Sales", default=True, help="A confirmed sales order starts the warranty of its items."
    )
    cover_ids = fields.One2many("service.warranty.cover", "term_id", string="Covers", copy=True)
    right_ids = fields.One2many("service.warranty.right", "term_id", string="Rights", copy=True)
    limit_unit = fields.Selection(
        [("km", "Kilometres"), ("hours", "Hours")],
        "Usage In",
        default="hours",
        required=True,
        help="What limits of usage and readings are counted in.",
    )
    repair_stops = fields.Boolean(
        "Repair Time Not Counted",
        default=True,
        help="Days on which an item is under repair do not count: the warranty ends so many days later.",
    )
    exchange_mode = fields.Selection(
        [("restart", "Starts Anew"), ("continue", "Goes On")],
        "After an Exchange",
        default="restart",
        required=True,
        help="Whether an item given in exchange has the full term, or what was left of the old one's.",
    )
    needs_proof = fields.Boolean(
        "Proof Needed", default=True, help="Without proof of purchase, the warranty is not proven."
    )
    transferable = fields.Boolean(
        default=True, help="The warranty goes with the item when it gets another owner."
    )
    excludes_misuse = fields.Boolean("Not for Misuse", default=True)
    excludes_transport = fields.Boolean("Not for Transport Damage")
    excludes_wear = fields.Boolean("Not for Wear")
    excluded_words = fields.Char(
        "Not for", help="Words in the description of a defect that is not covered, separated by semicolons."
    )

    _days_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to)",
        "The term ends before it starts.",
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for term in self:
            term.display_name = term.name or term.code

    def _get_engine_terms(self):
        """Return what this term promises as the engine sees it."""
        self.ensure_one()
        words = (self.excluded_words or "").replace("；", ";").split(";")
        return Terms(
            code=self.code,
            covers=tuple(cover._get_engine_cover() for cover in self.cover_ids),
            limit_unit=self.limit_unit,
            rights=tuple(right._get_engine_right() for right in self.right_ids),
            causes=frozenset(cause for cause in CAUSES if self[f"excludes_{cause}"]),
            words=tuple(word.strip() for word in words if word.strip()),
            repair_stops=self.repair_stops,
            exchange=self.exchange_mode,
            needs_proof=self.needs_proof,
            transferable=self.transferable,
        )

    @api.model
    @ormcache("company.id")
    def _get_candidates(self, company):
        """Return the terms of a company as the engine chooses among them, in their order."""
        # sudo: whoever registers an item gets the term that holds for it
        terms = self.sudo().search([("company_id", "=", company.id)])
        return tuple(
            engine.Candidate(
                code=term.code,
                id=term.id,
                products=frozenset(term.product_tmpl_ids.ids),
                categories=frozenset(term.categ_ids.ids),
                valid_from=term.valid_from or None,
                valid_to=term.valid_to or None,
                pack=term.pack_code or None,
            )
            for term in terms
            if term.cover_ids
        )

    @api.model
    def _choose(self, product, company, day):
        """Return the engine's ``Choice`` of the term of a product that is sold by a company on a day."""
        # sudo: only the tree of categories, and which pack documents follow
        category, company = product.sudo().categ_id, company.sudo()
        path = [int(part) for part in (category.parent_path or "").split("/") if part]
        facts = engine.Facts(
            product=product.product_tmpl_id.id,
            categories=tuple(reversed(path)),
            day=day,
            pack=company.service_default_pack or None,
        )
        return engine.choose(self._get_candidates(company), facts)
