from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from odoo.addons.service_kernel.tools import append_only

FIGURES = (
    *("order_count", "work_hours", "travel_hours", "work_cost", "cycle_total", "first_time_count"),
    *("kept_count", "promised_count", "repeat_count", "repeat_cost"),
)
CONTENT = ("employee_id", "company_id", "month", "department_id", "state", "assessment", *FIGURES)
STEPS = ("state", "reviewed_by_id", "reviewed_at", "published_by_id", "published_at")


class ServiceTechnicianMonth(models.Model):
    """Hours and costs of a technician in a month: summed from service orders, reviewed by the head of the
    department, then published (DOOR-EVAL-02). What is published stays as it is.
    """

    _name = "service.technician.month"
    _description = "Technician's Month"
    _inherit = ["service.text.mixin", "mail.thread", "hr.mixin"]
    _order = "month desc, work_hours desc, id"
    _rec_names_search = ["employee_id.name"]
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee",
        "Technician",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    department_id = fields.Many2one(
        "hr.department", readonly=True, check_company=True, index="btree_not_null"
    )
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    month_name = fields.Char("Month in Words", compute="_compute_month_name")
    state = fields.Selection(
        [("draft", "Draft"), ("reviewed", "Reviewed"), ("published", "Published")],
        "Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    # Figures: of orders finished in the month
    order_count = fields.Integer("Orders", readonly=True)
    work_hours = fields.Float("Hours Worked", readonly=True)
    travel_hours = fields.Float("Hours on the Road", readonly=True)
    work_cost = fields.Monetary("Cost", readonly=True)
    cycle_total = fields.Float("Hours until Finished, Summed", readonly=True)
    first_time_count = fields.Integer("Fixed at the First Visit", readonly=True)
    promised_count = fields.Integer("Promises", readonly=True)
    kept_count = fields.Integer("Promises Kept", readonly=True)
    cycle_hours = fields.Float(
        "Hours until Finished",
        compute="_compute_means",
        help="From the request to the end of the work, on average.",
    )
    first_time_share = fields.Float("Fixed at the First Visit (Share)", compute="_compute_means")
    on_time_share = fields.Float("Promise Kept (Share)", compute="_compute_means")
    repeat_count = fields.Integer(
        "Repeat Repairs",
        readonly=True,
        help="Received in the month, because an earlier repair of the technician did not hold. "
        "For information: nothing is deducted.",
    )
    repeat_cost = fields.Monetary("Cost of Repeat Repairs", readonly=True)

    assessment = fields.Text(
        tracking=True, help="Of the head of the department: opinions, repair time, costs."
    )
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reviewed_at = fields.Datetime("Reviewed On", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    published_at = fields.Datetime("Published On", readonly=True, copy=False)

    _month_uniq = models.UniqueIndex(
        "(company_id, employee_id, month)", "The technician has this month already."
    )
    _month_first = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month) = 1)", "A month begins on its first day."
    )

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, SQL("OLD.state = 'published'"))

    @api.depends("month")
    @api.depends_context("lang")
    def _compute_month_name(self):
        for one in self:
            one.month_name = one.month and format_date(self.env, one.month, date_format="LLLL y")

    @api.depends("employee_id", "month_name")
    def _compute_display_name(self):
        for one in self:
            # sudo: the technician's name, for those who may read the month
            parts = (one.employee_id.sudo().name, one.month_name)
            one.display_name = " · ".join(part for part in parts if part)

    @api.depends(*FIGURES)
    def _compute_means(self):
        for one in self:
            orders, promised = one.order_count or 1, one.promised_count or 1
            one.cycle_hours = one.cycle_total / orders
            one.first_time_share = one.first_time_count / orders
            one.on_time_share = one.kept_count / promised

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name not in (*STEPS, *FIGURES)}
        if vals.keys() & set(CONTENT):
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._check_open()

    def _check_open(self):
        published = self.filtered(lambda one: one.state == "published")
        if published:
            raise UserError(
                self.env._("%(name)s is published and stays as it is.", name=published[0].display_name)
            )

    # the way around our own write(), which drops what others give
    def _store(self, vals):
        """Write figures and steps, which nobody enters."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    # Steps
    def action_review(self):
        """The head of the department has looked at the figures."""
        self.check_access("read")
        for one in self:
            if one.state != "draft":
                raise UserError(self.env._("%(name)s was reviewed already.", name=one.display_name))
            if not one._may_review():
                raise AccessError(
                    self.env._(
                        "%(name)s is reviewed by the head of the department or a manager, "
                        "never by the technician.",
                        name=one.display_name,
                    )
                )
        # sudo: who reviews was checked just now; heads of departments may not write months otherwise
        self.sudo()._store(
            {"state": "reviewed", "reviewed_by_id": self.env.uid, "reviewed_at": fields.Datetime.now()}
        )

    def action_reopen(self):
        """Back to draft, so that the figures are summed anew."""
        self.check_access("write")
        self._check_open()
        self._store({"state": "draft", "reviewed_by_id": False, "reviewed_at": False})

    def action_publish(self):
        """Show the month to its technician; from now on nothing of it changes."""
        self.check_access("write")
        if not self.env.user.has_group("service_center.group_manager"):
            raise AccessError(self.env._("Only managers publish."))
        for one in self:
            if one.state != "reviewed":
                raise UserError(self.env._("%(name)s has to be reviewed first.", name=one.display_name))
            if one._is_own():
                raise AccessError(self.env._("Nobody publishes their own month."))
        self._store(
            {"state": "published", "published_by_id": self.env.uid, "published_at": fields.Datetime.now()}
        )
        for one in self:
            one._tell_technician()

    def _tell_technician(self):
        # sudo: whom to tell; publishing was checked
        partner = self.employee_id.sudo().user_id.partner_id
        if partner:
            self.message_notify(
                partner_ids=partner.ids,
                subject=self.display_name,
                body=self.env._("Your hours and costs of the month are published."),
            )

    def _is_own(self):
        # sudo: compares ids
        return self.employee_id.sudo().user_id == self.env.user

    def _may_review(self):
        """Whether the user is the head of the technician's department, above the technician, or a manager."""
        self.ensure_one()
        if self._is_own():
            return False
        # sudo: who leads whom, for those who may not read employees
        employee = self.employee_id.sudo()
        heads = (self.department_id.sudo().manager_id | employee.parent_id).user_id
        return self.env.user in heads or self.env.user.has_group("service_center.group_manager")

    # Showing
    def action_open_orders(self):
        """Show the orders that the figures are summed from."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_order_technician_action"
        )
        domain = [
            ("employee_id", "=", self.employee_id.id),
            ("state", "in", ("done", "signed", "closed")),
            ("finished_on", ">=", self.month),
            ("finished_on", "<", self.month + relativedelta(months=1)),
        ]
        return {**action, "domain": domain, "context": {}, "views": [(False, "list"), (False, "pivot")]}

    def action_workbook(self):
        """Download these months as a workbook."""
        self.check_access("read")
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/service_center/technician_months/workbook?ids={ids}",
            "target": "download",
        }
