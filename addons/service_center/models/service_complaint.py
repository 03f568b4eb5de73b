import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.mail import html_sanitize, is_html_empty

from odoo.addons.service_kernel.tools.channels import CHANNELS

BARE_TAG = re.compile(r"</?(?:p|div|span|br|b|i)\s*/?>", re.IGNORECASE)


class ServiceComplaint(models.Model):
    """A customer's complaint, from intake to closing (catalogue C5: complaint register)."""

    _name = "service.complaint"
    _description = "Complaint"
    _inherit = [
        "service.text.mixin",
        "service.ledger.mixin",
        "rating.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _order = "received_at desc, id desc"
    _primary_email = "contact_email"
    _rec_names_search = ["name", "partner_id.name", "contact_name", "contact_phone"]
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(
        string="Status",
        selection=[
            ("new", "New"),
            ("acknowledged", "Acknowledged"),
            ("investigating", "Investigating"),
            ("resolving", "Resolving"),
            ("waiting", "Waiting for Customer"),
            ("resolved", "Resolved"),
            ("closed", "Closed"),
            ("rejected", "Rejected"),
            ("merged", "Merged"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="new",
        copy=False,
        tracking=True,
        group_expand="_expand_states",
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

    # Who complains
    partner_id = fields.Many2one(
        "res.partner", string="Customer", index=True, ondelete="restrict", check_company=True, tracking=True
    )
    contact_name = fields.Char(help="Of a customer whom you do not want to keep as a contact.")
    contact_phone = fields.Char(
        "Phone", compute="_compute_contact", store=True, readonly=False, precompute=True
    )
    contact_email = fields.Char(
        "Email", compute="_compute_contact", store=True, readonly=False, precompute=True
    )
    customer_name = fields.Char(
        "Complainant", compute="_compute_customer_name", search="_search_customer_name"
    )

    # What it is about
    channel = fields.Selection(
        CHANNELS,
        required=True,
        default="phone",
        tracking=True,
    )
    received_at = fields.Datetime(
        "Received", required=True, default=fields.Datetime.now, index=True, copy=False, tracking=True
    )
    category_id = fields.Many2one(
        "service.category", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    site_id = fields.Many2one(
        "service.site", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    team_id = fields.Many2one(
        "service.team", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Responsible Department",
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    description = fields.Html(required=True)
    demand = fields.Text("Customer's Demand")
    product_id = fields.Many2one("product.product", index="btree_not_null", check_company=True)
    sale_order_id = fields.Many2one(
        "sale.order", string="Sales Order", index="btree_not_null", check_company=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_at_stake = fields.Monetary(tracking=True)
    employee_ids = fields.Many2many(
        "hr.employee",
        "service_complaint_employee_rel",
        "complaint_id",
        "employee_id",
        string="Complained About",
        compute="_compute_employee_ids",
        inverse="_inverse_employee_ids",
        store=True,
        readonly=False,
        check_company=True,
        help="The employees about whom the customer complains.",
    )

    # What became of it
    resolution = fields.Text(copy=False)
    rejection_reason = fields.Text(copy=False)
    acknowledged_at = fields.Datetime("Acknowledged On", readonly=True, copy=False)
    resolved_at = fields.Datetime("Resolved On", readonly=True, copy=False)
    closed_at = fields.Datetime("Closed On", readonly=True, copy=False, index="btree_not_null")
    reopen_count = fields.Integer("Times Reopened", readonly=True, copy=False)

    _import_key_uniq = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL",
        "This row of the ledger has been imported already.",
    )
    _name_uniq = models.UniqueIndex("(company_id, name)", "Another complaint has this number already.")
    _amount_positive = models.Constraint(
        "CHECK (amount_at_stake >= 0)",
        "The amount at stake cannot be negative; leave it empty if it is unknown.",
    )
    _board_idx = models.Index("(company_id, state, received_at DESC)")

    @api.model
    def _expand_states(self, states, _domain):
        """Show all states on the board, those out of the count only where there are some."""
        known = [state for state, _label in self._fields["state"].selection]
        return [state for state in known if state not in ("merged", "cancelled") or state in states]

    @api.depends("partner_id")
    def _compute_contact(self):
        for complaint in self:
            if complaint.partner_id:
                complaint.contact_phone = complaint.partner_id.phone
                complaint.contact_email = complaint.partner_id.email
            else:
                complaint.contact_phone = complaint.contact_phone
                complaint.contact_email = complaint.contact_email

    @api.depends("partner_id.name", "contact_name")
    def _compute_customer_name(self):
        for complaint in self:
            complaint.customer_name = complaint.contact_name or complaint.partner_id.display_name

    @api.model
    def _search_customer_name(self, operator, value):
        return ["|", ("contact_name", operator, value), ("partner_id", operator, value)]

    @api.depends("name", "customer_name")
    @api.depends_context("complaint_with_customer")
    def _compute_display_name(self):
        for complaint in self:
            number = complaint.name if complaint._origin else self.env._("New complaint")
            with_customer = self.env.context.get("complaint_with_customer") and complaint.customer_name
            complaint.display_name = f"{number} {with_customer}" if with_customer else number

    # the number is always given: so it is asked of new complaints that name nobody, too
    @api.constrains("partner_id", "contact_name", "name")
    def _check_customer(self):
        for complaint in self:
            if not complaint.partner_id and not (complaint.contact_name or "").strip():
                raise ValidationError(
                    self.env._("Who complains? Choose a customer or enter the contact's name.")
                )

    @api.model
    def _check_description(self, description):
        """Refuse an empty description; asked before writing, since reading it back costs a query."""
        text = BARE_TAG.sub("", description or "")
        if any(mark in text for mark in "<>&"):  # what is left when it is stored shows only then
            text = "" if is_html_empty(html_sanitize(description)) else text
        if not text.strip():
            raise ValidationError(self.env._("What happened? Enter a description of the complaint."))

    def _creation_message(self):
        return self.env._("Complaint registered")

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_description(vals.get("description"))
        self.env["ir.sequence"]._service_number(self._name, vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if "description" in vals:
            self._check_description(vals["description"])
        return super().write(vals)

    # What others ask
    @api.model
    def _count_about_employees(self, employee_ids):
        """Return {employee id: number of complaints about them} that the user may see, in one query."""
        if not self.has_access("read"):
            return {}
        groups = self._read_group([("employee_ids", "in", employee_ids)], ["employee_ids"], ["__count"])
        return {employee.id: count for employee, count in groups}

    @api.model
    def _action_about_employees(self, employee_ids):
        """Return the action that lists the complaints about these employees."""
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_complaint_action")
        action["domain"] = [("employee_ids", "in", employee_ids)]
        action["context"] = {"search_default_open": 0}
        return action
