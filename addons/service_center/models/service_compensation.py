from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

KINDS = [
    ("refund", "Refund"),
    ("price_reduction", "Price Reduction"),
    ("replacement", "Replacement"),
    ("free_repair", "Free Repair"),
    ("voucher", "Voucher"),
    ("points", "Points"),
    ("goodwill", "Goodwill"),
    ("special_warranty", "Special-case Warranty"),
    ("cash", "Cash"),
    ("gift", "Gift"),
]
#: what an approval fixes for good, in the database (decisions 13)
CONTENT = (
    "name",
    "complaint_id",
    "company_id",
    "kind",
    "amount",
    "amount_currency",
    "currency_id",
    "rate",
    "bearer",
    "proposed_at",
    "approved_at",
    "reverses_id",
)


class ServiceCompensation(models.Model):
    """What a customer is given because of a complaint: proposed, approved within limits, settled.

    What is approved stays as it is; what was settled is taken back by a counter record with a reason.
    """

    _name = "service.compensation"
    _description = "Compensation"
    _inherit = [
        "service.text.mixin",
        "service.explained.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "complaint_id.name", "partner_id.name"]
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    complaint_id = fields.Many2one(
        "service.complaint", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True, index=True, precompute=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    customer_name = fields.Char("Complainant", related="complaint_id.customer_name")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("approved", "Approved"),
            ("settled", "Settled"),
            ("rejected", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        default="proposed",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    kind = fields.Selection(KINDS, required=True, default="goodwill", tracking=True)
    reason = fields.Text(required=True, help="Why the customer gets it.")

    # How much
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        ondelete="restrict",
    )
    amount_currency = fields.Monetary(
        "Amount", required=True, tracking=True, help="What it is worth; also of goods, repairs and points."
    )
    rate = fields.Float(
        digits=(16, 10),
        compute="_compute_amount",
        store=True,
        precompute=True,
        help="Units of the company's currency for one of this currency, on the day the complaint came in.",
    )
    amount = fields.Monetary(
        "Amount in Company Currency",
        currency_field="company_currency_id",
        compute="_compute_amount",
        store=True,
        precompute=True,
    )

    # Who bears it
    bearer = fields.Selection(
        [("company", "Company"), ("tenant", "Tenant"), ("supplier", "Supplier"), ("carrier", "Carrier")],
        "Borne By",
        required=True,
        default="company",
        tracking=True,
    )
    bearer_partner_id = fields.Many2one(
        "res.partner",
        "Charged To",
        compute="_compute_bearer_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The tenant, supplier or carrier that bears the cost.",
    )

    # What it is about
    invoice_id = fields.Many2one(
        "account.move",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        domain="[('move_type', 'in', ('out_invoice', 'out_receipt')), ('state', '=', 'posted'), "
        "('company_id', '=', company_id), ('partner_id', 'child_of', partner_id or [])]",
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", "Order Line", index="btree_not_null", ondelete="restrict", check_company=True
    )
    product_id = fields.Many2one(
        "product.product", index="btree_not_null", ondelete="restrict", check_company=True
    )
    quantity = fields.Float(default=1.0, digits="Product Unit")

    # Who decided
    proposer_id = fields.Many2one(
        "res.users", "Proposed By", readonly=True, copy=False, default=lambda self: self.env.user, index=True
    )
    proposed_at = fields.Datetime("Proposed On", readonly=True, copy=False, default=fields.Datetime.now)
    level_id = fields.Many2one(
        "service.authority.level",
        "Decided By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The lowest level of authority whose limits allow it.",
    )
    approver_id = fields.Many2one("res.users", "Approved By", readonly=True, copy=False, tracking=True)
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)
    decision_reason = fields.Text(copy=False, help="Why it is declined or cancelled.")

    # How it was settled
    reference = fields.Char(copy=False, help="Number of the order, voucher or delivery that settled it.")
    receipt_number = fields.Char(copy=False)
    signature = fields.Binary(copy=False, attachment=True, help="The customer's, for cash and gifts.")
    credit_note_id = fields.Many2one(
        "account.move", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    settled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    settled_at = fields.Datetime("Settled On", readonly=True, copy=False)
    reverses_id = fields.Many2one(
        "service.compensation", "Takes Back", copy=False, ondelete="restrict", check_company=True
    )
    reversal_ids = fields.One2many("service.compensation", "reverses_id", "Counter Records")
    is_reversed = fields.Boolean("Taken Back", compute="_compute_is_reversed")

    _name_uniq = models.UniqueIndex("(company_id, name)", "Another compensation has this number already.")
    _reversal_uniq = models.UniqueIndex(
        "(reverses_id) WHERE reverses_id IS NOT NULL AND state NOT IN ('rejected', 'cancelled')",
        "A compensation is taken back only once.",
    )
    _amount_sign = models.Constraint(
        "CHECK ((reverses_id IS NULL AND amount_currency > 0)"
        " OR (reverses_id IS NOT NULL AND amount_currency < 0))",
        "What is it worth? The amount has to be above zero.",
    )
    _window_idx = models.Index("(company_id, approved_at) WHERE approved_at IS NOT NULL")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, SQL("OLD.approved_at IS NOT NULL"))

    @api.depends("complaint_id.partner_id")
    def _compute_partner_id(self):
        """Follow the complaint until it is approved: later it is who got it, whatever the case says then."""
        for one in self:
            one.partner_id = one.partner_id if one.approved_at else one.complaint_id.partner_id

    @api.depends("complaint_id", "invoice_id")
    def _compute_currency_id(self):
        for one in self:
            if one.state != "proposed" or one.reverses_id:
                one.currency_id = one.currency_id
            else:
                one.currency_id = one.invoice_id.currency_id or one.currency_id or one.company_id.currency_id

    @api.depends("amount_currency", "currency_id", "complaint_id")
    def _compute_amount(self):
        for one in self:
            company, currency = one.company_id, one.currency_id
            if one.reverses_id:
                one.rate = one.reverses_id.rate
            elif not currency or not company or currency == company.currency_id:
                one.rate = 1.0
            else:
                one.rate = currency._get_conversion_rate(
                    currency, company.currency_id, company, one._get_rate_date()
                )
            one.amount = company.currency_id.round(one.amount_currency * one.rate) if company else 0.0

    def _get_rate_date(self):
        """Return the day on which the complaint came in, in the company's time zone (decisions 3)."""
        # sudo: only the company's time zone
        zone = ZoneInfo(self.company_id.sudo()._service_tz())
        received = self.complaint_id.received_at or fields.Datetime.now()
        return received.replace(tzinfo=timezone.utc).astimezone(zone).date()

    @api.depends("bearer", "complaint_id")
    def _compute_bearer_partner_id(self):
        for one in self:
            if one.bearer == "company":
                one.bearer_partner_id = False
            elif one.bearer == "tenant" and not one.bearer_partner_id:
                one.bearer_partner_id = one.complaint_id.site_id.partner_id
            else:
                one.bearer_partner_id = one.bearer_partner_id

    @api.depends("reversal_ids.state")
    def _compute_is_reversed(self):
        for one in self:
            one.is_reversed = "settled" in one.reversal_ids.mapped("state")

    @api.constrains("bearer", "bearer_partner_id")
    def _check_bearer(self):
        for one in self:
            if one.bearer != "company" and not one.bearer_partner_id:
                raise ValidationError(
                    self.env._("Who bears the cost? Choose the tenant, supplier or carrier to charge.")
                )

    @api.constrains("invoice_id", "complaint_id")
    def _check_invoice(self):
        for one in self.filtered("invoice_id"):
            # sudo: whoever may use the compensation may know whether its invoice fits
            invoice = one.invoice_id.sudo()
            customer = one.complaint_id.partner_id.commercial_partner_id
            if invoice.move_type not in ("out_invoice", "out_receipt") or invoice.state != "posted":
                raise ValidationError(self.env._("Choose a posted invoice of the customer."))
            if customer and invoice.commercial_partner_id != customer:
                raise ValidationError(
                    self.env._("%(invoice)s is an invoice of another customer.", invoice=invoice.name)
                )
