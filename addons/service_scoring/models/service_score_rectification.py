from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import rectification as engine

#: working days where no checklist says so
USUAL_DAYS, ESCALATION_DAYS = 5, 3
#: written by the steps only, or by the inspection
DECIDED = {
    *("name", "department_id", "site_id", "category_id", "fed_back_at"),
    *("state", "version", "ordered_by_id", "ordered_at", "done_by_id", "done_at", "verified_by_id"),
    *("verified_at", "failed_at", "failed_count", "notice", "notice_at", "escalation_at"),
}
#: what those who answer for it say, and those who check it, as long as it is open
REPORTED, CHECKED = {"done_note", "photo_ids"}, {"finding"}
#: what was ordered
CONTENT = {
    *("company_id", "inspection_id", "line_id", "requirement", "responsible_id", "working_days", "deadline"),
}


class ServiceScoreRectification(models.Model):
    """Orders a unit to put right what an inspection found, until a deadline (CU-SUP-02).

    Every step is dated. Whether it was put right is said by somebody else, mostly by a re-inspection.
    """

    _name = "service.score.rectification"
    _description = "Rectification Order"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "deadline, id"
    _rec_names_search = ["name", "department_id.name", "site_id.name"]
    _check_company_auto = True

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    inspection_id = fields.Many2one(
        "service.score.inspection", required=True, index=True, ondelete="restrict", check_company=True
    )
    line_id = fields.Many2one(
        "service.score.inspection.line",
        "Finding",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('inspection_id', '=', inspection_id), ('result', '=', 'finding')]",
        help="Empty: the order is about the inspection as a whole.",
    )
    company_id = fields.Many2one(related="inspection_id.company_id", store=True, precompute=True, index=True)
    department_id = fields.Many2one(
        related="inspection_id.department_id", string="Unit", store=True, precompute=True, index=True
    )
    site_id = fields.Many2one(related="inspection_id.site_id", store=True, precompute=True)
    category_id = fields.Many2one(related="line_id.category_id", store=True, precompute=True)
    state = fields.Selection(
        [
            ("ordered", "Ordered"),
            ("done", "Reported Done"),
            ("verified", "Put Right"),
            ("failed", "Not Put Right"),
            ("cancelled", "Cancelled"),
        ],
        "Status",
        required=True,
        default="ordered",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
        index=True,
    )
    version = fields.Integer(readonly=True, copy=False, aggregator=None, export_string_translation=False)
    requirement = fields.Text("What Has to Be Put Right", required=True)
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    working_days = fields.Integer(
        "Within Working Days", default=USUAL_DAYS, aggregator=None, help="0: enter the deadline by hand."
    )
    deadline = fields.Datetime(copy=False, tracking=True, index=True)
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")

    # how it went
    ordered_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    ordered_at = fields.Datetime("Ordered On", readonly=True, copy=False)
    done_note = fields.Text("What Was Done", copy=False)
    photo_ids = fields.Many2many(
        "ir.attachment",
        "service_score_rectification_photo_rel",
        "rectification_id",
        "attachment_id",
        string="Photos",
        copy=False,
        bypass_search_access=True,
    )
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    done_at = fields.Datetime("Done On", readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", "Checked By", readonly=True, copy=False)
    verified_at = fields.Datetime("Put Right On", readonly=True, copy=False)
    failed_at = fields.Datetime("Found Again On", readonly=True, copy=False)
    failed_count = fields.Integer("Times Not Put Right", readonly=True, copy=False)
    finding = fields.Text(
        "What the Check Found", copy=False, help="Needed where it was not put right, or need not be."
    )
    fed_back_at = fields.Datetime(related="inspection_id.fed_back_at", store=True)

    # who was told
    notice = fields.Selection(
        [("warned", "Reminded"), ("overdue", "Told That It Is Overdue"), ("escalated", "Told Further")],
        "Last Notice",
        readonly=True,
        copy=False,
    )
    notice_at = fields.Datetime("Next Notice", readonly=True, copy=False)
    escalation_at = fields.Datetime("Told Further On", readonly=True, copy=False)

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL", "Another rectification order has this number already."
    )
    _open_uniq = models.UniqueIndex(
        "(line_id) WHERE line_id IS NOT NULL AND state != 'cancelled'",
        "There is an order for this finding already.",
    )
    _notice_idx = models.Index("(notice_at) WHERE notice_at IS NOT NULL")
    _working_days_range = models.Constraint(
        "CHECK (working_days BETWEEN 0 AND 365)", "Deadlines lie between 1 and 365 working days."
    )

    @api.depends("state")
    def _compute_is_open(self):
        for order in self:
            order.is_open = order.state in engine.OPEN

    @api.model
    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        is_open = Domain("state", "in", engine.OPEN)
        return is_open if True in value else ~is_open

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for order in self:
            order.is_overdue = engine.is_overdue(order.state, order.deadline or None, now)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "in", engine.WAITING) & Domain("deadline", "<", fields.Datetime.now())
        return late if True in value else ~late

    @api.depends("name", "department_id", "site_id")
    def _compute_display_name(self):
        for order in self:
            # sudo: the name of the place, as it stands on the order
            one = order.sudo()
            place = one.department_id or one.site_id
            order.display_name = " · ".join(part for part in (order.name, place.display_name) if part)

    @api.constrains("line_id", "inspection_id")
    def _check_line(self):
        for order in self:
            if order.line_id and order.line_id.inspection_id != order.inspection_id:
                raise ValidationError(self.env._("The finding belongs to another inspection."))

    @api.model_create_multi
    def create(self, vals_list):
        """Order it: the deadline runs, and who is responsible is told."""
        vals_list = [{name: vals[name] for name in vals.keys() - DECIDED} for vals in vals_list]
        Inspection = self.env["service.score.inspection"]
        companies = [Inspection.browse(vals["inspection_id"]).company_id for vals in vals_list]
        self.env["ir.sequence"]._service_number(self._name, vals_list, companies)
        orders = super().create(vals_list)
        orders._begin_term()
        return orders

    def write(self, vals):
        """Write; what the steps decide is dropped, and what was ordered stays."""
        if "state" in vals and any(one.state != vals["state"] for one in self):
            raise UserError(self.env._("The status of an order follows from its steps: use its buttons."))
        vals = {name: vals[name] for name in vals.keys() - DECIDED}
        if CONTENT & vals.keys() and not self.env.su:
            raise UserError(
                self.env._("What was ordered stays as the unit got it. Cancel it and order it anew.")
            )
        if (REPORTED | CHECKED) & vals.keys() and not self.env.su:
            self._check_may_report(vals.keys())
        result = super().write(vals)
        if "photo_ids" in vals:
            self._own_photos()
        return result

    def _check_may_report(self, names):
        """Refuse words about an order that is over, and that who is to be checked writes what was found.

        :raise UserError: one of the orders is over
        :raise AccessError: the user is no officer, and writes what the check found
        """
        over = self.filtered(lambda order: not order.is_open)
        if over:
            raise UserError(
                self.env._(
                    "%(numbers)s: it is over, so it stays as it is.", numbers=", ".join(over.mapped("name"))
                )
            )
        if CHECKED & names and not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring write what the check found."))

    # the way around our own write(), which drops what others give
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: what a step decides, whatever the user may write; the step has checked the user's right
        super(ServiceScoreRectification, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An order that was given is cancelled, not deleted."))

    def _touch(self):
        """Write the fixed row of these orders before reading what a step depends on."""
        fixed_row.count_on(self, "version")
        self.invalidate_recordset(["state"])
