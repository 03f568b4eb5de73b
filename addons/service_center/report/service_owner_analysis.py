from odoo import fields, models
from odoo.tools import SQL

from ..models.res_partner_file import CUSTOMER_KINDS
from ..models.service_customer_segment_rule import SEGMENTS

#: of service orders: what counts as a repair
REPAIRS = ("on_site_repair", "workshop_repair", "factory_repair", "maintenance")
#: confirmed sales from which a customer is a loyal one
LOYAL_FROM = 3


class ServiceOwnerAnalysis(models.Model):
    """One row per item that a customer bought or had repaired, with who the customer is (DEALER-ANA-02).

    A view of the database: type of customer, model, region, trade, whether the customer stays (segment) and
    how often the customer bought. Bought are items with a warranty; repaired those of service orders of
    repair and maintenance that were not cancelled. The customer is the company of a contact.
    """

    _name = "service.owner.analysis"
    _description = "Owner Analysis"
    _inherit = ["service.analysis.mixin"]
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "partner_id"
    _depends = {
        "service.warranty": ["active", "company_id", "partner_id", "product_id", "start_date"],
        "service.order": [
            *("active", "company_id", "partner_id", "product_id", "received_at", "state", "type_id")
        ],
        "service.order.type": ["kind"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "sale.order": ["company_id", "partner_id", "state"],
        "res.company": ["resource_calendar_id", "partner_id"],
        "resource.calendar": ["tz"],
        "res.partner": [
            *("commercial_partner_id", "is_company", "country_id", "state_id", "industry_id", "tz"),
            *("service_customer_kind", "service_segment", "service_grade_id"),
        ],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    active = fields.Boolean(readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True, aggregator="count_distinct")
    how = fields.Selection(
        [("bought", "Purchased"), ("repaired", "Repaired")], "Bought or Repaired", readonly=True
    )
    day = fields.Date(readonly=True, help="Start of the warranty, or when the service order came.")
    product_id = fields.Many2one("product.product", "Product Model", readonly=True)
    product_category_id = fields.Many2one("product.category", readonly=True)
    customer_type = fields.Selection(
        [("person", "Private Person"), ("company", "Company")], "Type of Customer", readonly=True
    )
    kind = fields.Selection(CUSTOMER_KINDS, "Kind of Customer", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", "Region", readonly=True)
    industry_id = fields.Many2one("res.partner.industry", "Trade", readonly=True)
    segment = fields.Selection(SEGMENTS, readonly=True)
    grade_id = fields.Many2one("service.customer.grade", readonly=True)
    loyalty = fields.Selection(
        [("none", "No Sale Known"), ("once", "Bought Once"), ("again", "Bought Again"), ("loyal", "Loyal")],
        readonly=True,
        help="By the customer's confirmed sales in the company: loyal from the third one on.",
    )
    items = fields.Integer("Number of Items", readonly=True, aggregator="sum")

    def _select_rows(self, sources):
        return SQL(
            "(SELECT id * 2 AS id, company_id, active, partner_id, product_id, 'bought' AS how,"
            " start_date AS day, NULL::timestamp AS at FROM service_warranty WHERE partner_id IS NOT NULL"
            " UNION ALL SELECT o.id * 2 + 1, o.company_id, o.active, o.partner_id, o.product_id, 'repaired',"
            " NULL, o.received_at FROM service_order o JOIN service_order_type kind ON kind.id = o.type_id"
            " WHERE o.partner_id IS NOT NULL AND o.product_id IS NOT NULL AND o.state <> 'cancelled'"
            " AND kind.kind IN %s) item %s",
            REPAIRS,
            sources,
        )

    def _get_sources(self):
        return [
            *super()._get_sources(),
            SQL(
                "JOIN res_partner contact ON contact.id = item.partner_id"
                " JOIN res_partner customer"
                " ON customer.id = COALESCE(contact.commercial_partner_id, contact.id)"
                " LEFT JOIN res_company company ON company.id = item.company_id"
                " LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id"
                " LEFT JOIN res_partner address ON address.id = company.partner_id"
                " LEFT JOIN product_product product ON product.id = item.product_id"
                " LEFT JOIN product_template template ON template.id = product.product_tmpl_id"
                " LEFT JOIN (SELECT buyer.commercial_partner_id AS partner_id, sale.company_id,"
                " COUNT(*) AS number FROM sale_order sale"
                " JOIN res_partner buyer ON buyer.id = sale.partner_id"
                " WHERE sale.state = 'sale' GROUP BY buyer.commercial_partner_id, sale.company_id) sold"
                " ON sold.partner_id = customer.id AND sold.company_id = item.company_id"
            ),
        ]

    def _select_columns(self):
        columns = {
            name: SQL("item.%s", SQL.identifier(name))
            for name in ("id", "company_id", "active", "product_id", "how")
        }
        return columns | {
            "partner_id": SQL("customer.id"),
            "day": SQL("COALESCE(item.day, %s)", self._select_day("item", "at")),
            "product_category_id": SQL("template.categ_id"),
            "customer_type": SQL("CASE WHEN customer.is_company THEN 'company' ELSE 'person' END"),
            "kind": SQL("customer.service_customer_kind"),
            "country_id": SQL("customer.country_id"),
            "state_id": SQL("customer.state_id"),
            "industry_id": SQL("customer.industry_id"),
            "segment": SQL("customer.service_segment"),
            "grade_id": SQL("customer.service_grade_id"),
            "loyalty": SQL(
                "CASE WHEN sold.number >= %s THEN 'loyal' WHEN sold.number > 1 THEN 'again'"
                " WHEN sold.number = 1 THEN 'once' ELSE 'none' END",
                LOYAL_FROM,
            ),
            "items": SQL("1"),
        }

    def action_open_customer(self):
        """Open the customer whom this row is about."""
        return self._open_row("partner_id")
