from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_kernel.tools import fixed_row

#: written by the steps only
DECIDED = {
    "state",
    "version",
    "issued_by_id",
    "issued_at",
    "acknowledged_at",
    "acknowledged_by",
    "checked_by_id",
    "checked_at",
    "result_note",
}
#: what the recipient was told
CONTENT = {
    "department_id",
    "site_id",
    "partner_id",
    "problem",
    "requirement",
    "basis",
    "deadline",
    "working_days",
    "company_id",
}


class ServiceRectification(models.Model):
    """Tells a department or a tenant in writing what to put right by when (限期整改通知书, DEALER-CB-02)."""

    _name = "service.rectification"
    _description = "Rectification Notice"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "department_id.name", "site_id.name", "partner_id.name"]
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    active = fields.Boolean(default=True)
    version = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    state = fields.Selection(
        string="Status",
        selection=[
            ("draft", "Draft"),
            ("issued", "Issued"),
            ("acknowledged", "Acknowledged"),
            ("overdue", "Overdue"),
            ("done", "Done"),
            ("failed", "Not Done"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
        group_expand=True,
        index=True,
    )
    complaint_id = fields.Many2one(
        "service.complaint", index="btree_not_null", ondelete="restrict", check_company=True
    )
    corrective_action_id = fields.Many2one(
        "service.corrective.action", index="btree_not_null", ondelete="restrict", check_company=True
    )
    department_id = fields.Many2one(
        "hr.department", index="btree_not_null", check_company=True, tracking=True
    )
    site_id = fields.Many2one(
        "service.site", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Tenant or Supplier",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Whom outside the company the notice is for.",
    )
    recipient = fields.Char("For", compute="_compute_recipient")
    problem = fields.Text("What Was Found")
    requirement = fields.Text("What Must Be Changed")
    basis = fields.Text(help="Law, contract or house rule on which the notice rests.")
    working_days = fields.Integer(default=3, help="Days from issuing; 0: enter the deadline by hand.")
    deadline = fields.Datetime(copy=False, tracking=True, index="btree_not_null")

    issued_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    issued_at = fields.Datetime("Issued On", readonly=True, copy=False)
    acknowledged_at = fields.Datetime("Acknowledged On", readonly=True, copy=False)
    acknowledged_by = fields.Char(readonly=True, copy=False, help="Who took notice of it for the recipient.")
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    checked_at = fields.Datetime("Checked On", readonly=True, copy=False)
    result_note = fields.Text("Finding", readonly=True, copy=False)
    previous_id = fields.Many2one(
        "service.rectification",
        "Previous Notice",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    sequence_no = fields.Integer("Notice No.", readonly=True, copy=False, default=1)

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "Another rectification notice has this number already."
    )
    _previous_uniq = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL", "This notice was followed by another one already."
    )
    _working_days_positive = models.Constraint(
        "CHECK (working_days >= 0)", "A deadline cannot lie before the notice."
    )
    _due_idx = models.Index("(deadline) WHERE state IN ('issued', 'acknowledged')")

    @api.depends("site_id")
    def _compute_partner_id(self):
        for notice in self:
            if notice.site_id.partner_id:
                notice.partner_id = notice.site_id.partner_id
            else:
                notice.partner_id = notice.partner_id

    @api.depends("department_id", "site_id", "partner_id")
    def _compute_recipient(self):
        for notice in self:
            # sudo: to whom a notice goes is part of it
            one = notice.sudo()
            names = (
                one.partner_id.display_name,
                one.site_id.display_name,
                one.department_id.display_name,
            )
            notice.recipient = ", ".join(filter(None, names))

    @api.depends("name", "recipient")
    def _compute_display_name(self):
        for notice in self:
            number = notice.name if notice._origin else self.env._("New rectification notice")
            notice.display_name = f"{number} {notice.recipient}" if notice.recipient else number

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{name: vals[name] for name in vals.keys() - DECIDED} for vals in vals_list]
        self.env["ir.sequence"]._service_number(self._name, vals_list)
        return super().create(vals_list)

    def write(self, vals):
        """Write; what the steps decide is dropped, and what was issued stays as the recipient got it."""
        if "state" in vals and any(notice.state != vals["state"] for notice in self):
            raise UserError(
                self.env._("The status of a rectification notice follows from its steps: use its buttons.")
            )
        vals = {name: vals[name] for name in vals.keys() - DECIDED}
        if CONTENT & vals.keys():
            self._touch()
            issued = self.filtered(lambda notice: notice.state != "draft")
            if issued:
                raise UserError(
                    self.env._(
                        "%(numbers)s: what was issued stays as the recipient got it. Cancel it and issue "
                        "another one.",
                        numbers=", ".join(issued.mapped("name")),
                    )
                )
        return super().write(vals)

    # the way around our own write(), which drops what others give
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: what a step decides, whatever the user may write; the step has checked the user's right
        super(ServiceRectification, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if self.filtered(lambda notice: notice.state != "draft"):
            raise UserError(self.env._("A notice that was issued is cancelled, not deleted."))

    def _touch(self):
        """Write the fixed row of these notices before reading what a step depends on."""
        fixed_row.count_on(self, "version")

    def _creation_message(self):
        return self.env._("Rectification notice drafted")
