from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.service_kernel.models.service_sla_mixin import SLA_STATES
from odoo.addons.service_kernel.tools.channels import CHANNELS

ORDER_STATES = [
    ("draft", "Draft"),
    ("confirmed", "Order Accepted"),
    ("scheduled", "Scheduled"),
    ("in_progress", "In Progress"),
    ("waiting", "Waiting"),
    ("done", "Done"),
    ("signed", "Signed"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
WARRANTY_STATES = [("in", "In Warranty"), ("out", "Out of Warranty"), ("unproven", "Not Proven")]
CAUSES = [
    ("manufacturing", "Manufacturing Fault"),
    ("misuse", "Misuse"),
    ("transport", "Transport Damage"),
    ("wear", "Wear"),
    ("unknown", "Unknown"),
]
WAITS = [("parts", "Parts"), ("factory", "Factory"), ("customer", "Customer")]


class ServiceOrder(models.Model):
    """Work for a customer after the sale, from the request to the customer's signature (catalogue C5)."""

    _name = "service.order"
    _description = "Service Order"
    _inherit = [
        "service.text.mixin",
        "service.sla.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _order = "is_emergency desc, received_at desc, id desc"
    _rec_names_search = ["name", "partner_id.name", "contact_name", "contact_phone", "serial"]
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)
    type_id = fields.Many2one(
        "service.order.type",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        default=lambda self: self.env["service.order.type"].search(
            [("company_id", "=", self.env.company.id), ("kind", "=", "on_site_repair")], limit=1
        ),
    )
    kind = fields.Selection(related="type_id.kind")
    needs_visit = fields.Boolean(related="type_id.needs_visit")
    needs_dispatch = fields.Boolean(related="type_id.needs_dispatch")
    needs_signature = fields.Boolean(related="type_id.needs_signature")
    state = fields.Selection(
        ORDER_STATES,
        "Status",
        required=True,
        default="draft",
        copy=False,
        tracking=True,
        group_expand="_expand_states",
    )
    waiting_for = fields.Selection(
        WAITS,
        copy=False,
        tracking=True,
    )
    waited_from = fields.Selection(
        ORDER_STATES, "Waits Since It Was", readonly=True, copy=False, help="Where it goes on afterwards."
    )

    # For whom
    partner_id = fields.Many2one(
        "res.partner", "Customer", index=True, ondelete="restrict", check_company=True, tracking=True
    )
    contact_name = fields.Char(help="Who asked for it, or whom to ask for on site.")
    contact_phone = fields.Char(
        "Phone", compute="_compute_contact", store=True, readonly=False, precompute=True
    )
    contact_email = fields.Char(
        "Email", compute="_compute_contact", store=True, readonly=False, precompute=True
    )
    customer_name = fields.Char(compute="_compute_customer_name", search="_search_customer_name")
    address = fields.Text(
        compute="_compute_contact",
        store=True,
        readonly=False,
        precompute=True,
        help="Where the work is done, if it is done at the customer's.",
    )
    site_id = fields.Many2one(
        "service.site", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )

    # What it is about
    product_id = fields.Many2one(
        "product.product", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    serial = fields.Char("Serial Number", index="btree_not_null", tracking=True)
    description = fields.Text("Problem", help="What the customer reports, in the customer's words.")
    category_id = fields.Many2one(
        "service.category", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    channel = fields.Selection(CHANNELS, required=True, default="phone")
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0", tracking=True)
    is_emergency = fields.Boolean(
        "Emergency", tracking=True, help="Work starts at once; quotation and papers follow."
    )
    complaint_id = fields.Many2one(
        "service.complaint", index="btree_not_null", ondelete="restrict", check_company=True, copy=False
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        "Bought With",
        index="btree_not_null",
        check_company=True,
        help="The sales order with which the product was sold.",
    )

    # Who works on it
    team_id = fields.Many2one(
        "service.team", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Handler",
        default=lambda self: self.env.user,
        tracking=True,
        index=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Technician",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        copy=False,
    )

    # When it came in
    received_at = fields.Datetime(
        "Request Received", required=True, default=fields.Datetime.now, index=True, copy=False, tracking=True
    )

    # Who pays: decided from warranty and cause
    warranty_state = fields.Selection(
        WARRANTY_STATES,
        "Warranty",
        readonly=True,
        copy=False,
        tracking=True,
    )
    defect_cause = fields.Selection(
        CAUSES,
        "Cause",
        required=True,
        default="unknown",
        copy=False,
        tracking=True,
    )
    liability = fields.Selection(
        [("company", "Company"), ("customer", "Customer"), ("split", "Shared")],
        "Paid By",
        readonly=True,
        copy=False,
        tracking=True,
    )
    company_share = fields.Float(
        "Company's Share (%)", digits=(5, 2), readonly=True, copy=False, aggregator="avg"
    )
    customer_share = fields.Float(
        "Customer's Share (%)", digits=(5, 2), readonly=True, copy=False, aggregator="avg"
    )
    quotation_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="restrict", copy=False
    )
    line_ids = fields.One2many("service.order.line", "order_id", string="Parts and Work", copy=True)
    sla_state = fields.Selection(SLA_STATES)

    _name_uniq = models.UniqueIndex("(company_id, name)", "Another service order has this number already.")
    _waiting_for_something = models.Constraint(
        "CHECK (state != 'waiting' OR waiting_for IS NOT NULL)",
        "What does it wait for? Choose parts, the factory or the customer.",
    )
    _board_idx = models.Index("(company_id, state, received_at DESC)")

    @api.model
    def _expand_states(self, states, _domain):
        """Show all states on the board, cancelled orders only where there are some."""
        known = [state for state, _label in ORDER_STATES]
        return [state for state in known if state != "cancelled" or state in states]

    @api.depends("partner_id")
    def _compute_contact(self):
        for order in self:
            partner = order.partner_id
            order.contact_phone = partner.phone if partner else order.contact_phone
            order.contact_email = partner.email if partner else order.contact_email
            order.address = partner._get_visit_address() if partner else order.address

    @api.depends("partner_id.name", "contact_name")
    def _compute_customer_name(self):
        for order in self:
            order.customer_name = order.partner_id.display_name or order.contact_name

    @api.model
    def _search_customer_name(self, operator, value):
        return ["|", ("contact_name", operator, value), ("partner_id", operator, value)]

    @api.depends("name")
    def _compute_display_name(self):
        for order in self:
            order.display_name = order.name if order._origin else self.env._("New service order")

    # the number is always given: so it is asked of new orders that name nobody, too
    @api.constrains("partner_id", "contact_name", "name")
    def _check_customer(self):
        for order in self:
            if not order.partner_id and not (order.contact_name or "").strip():
                raise ValidationError(
                    self.env._("For whom is the work? Choose a customer or enter the contact's name.")
                )

    def _creation_message(self):
        return self.env._("Service order registered")

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        self.env["ir.sequence"]._service_number(self._name, vals_list)
        return super().create(vals_list)

    # What others decide

    def _get_service_pack(self):
        """Return the code of the policy pack that the order follows, False for any (decisions 1).

        That of its type, for the type says which service it is; else of its category, its team, its company.
        """
        self.ensure_one()
        return (
            self.type_id.pack_code
            or self.category_id.pack_code
            or self.team_id.pack_code
            or self.company_id.service_default_pack
            or False
        )

    def _find_warranty_state(self):
        """Return whether the product is in warranty: ``in``, ``out`` or ``unproven``."""
        self.ensure_one()
        return "unproven"

    def _get_cover_shares(self):
        """Return {kind of line: percent that the warranty bears of it}, where the fault is covered."""
        self.ensure_one()
        share = 100.0 if self.warranty_state == "in" else 0.0
        return dict.fromkeys(("part", "labour", "travel", "freight", "other"), share)

    def _needs_quotation(self):
        """Whether the customer has to agree to a price before the work."""
        self.ensure_one()
        return False

    def _check_dispatch(self):
        """Refuse to send somebody out for these orders while something is missing for it."""
