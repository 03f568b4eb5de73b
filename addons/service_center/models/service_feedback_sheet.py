from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_kernel.models.service_sla_mixin import SLA_STATES
from odoo.addons.service_kernel.tools import fixed_row

#: written by the steps only
DECIDED = {
    "state",
    "version",
    "is_drawn_late",
    "drawn_at",
    *(f"{who}_signed_{what}" for who in ("technician", "head", "management") for what in ("at", "by_id")),
    "signer_ids",
    *("copied_at", "copied_by_id", "is_late", "released_at", "released_by_id", "release_reason"),
}
#: what the technician signed
CONTENT = {"order_id", "employee_id", "nature", "cause", "remedy", "quality_class", "product_id", "serial"}


class ServiceFeedbackSheet(models.Model):
    """External quality feedback sheet: what went wrong out there, and who knows it (EQM-FB-02 to 04).

    Drawn before leaving, filled in on site and signed by the technician, then by the sales head; a copy goes
    to enterprise management, whose signature releases the travel claim.
    """

    _name = "service.feedback.sheet"
    _description = "Quality Feedback Sheet"
    _inherit = [
        "service.text.mixin",
        "service.sla.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    active = fields.Boolean(default=True)
    order_id = fields.Many2one(
        "service.order", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Technician",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        compute="_compute_from_order",
        store=True,
        readonly=False,
        precompute=True,
    )
    product_id = fields.Many2one(
        "product.product",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        compute="_compute_from_order",
        store=True,
        readonly=False,
        precompute=True,
    )
    serial = fields.Char(
        "Serial Number", compute="_compute_from_order", store=True, readonly=False, precompute=True
    )
    customer_name = fields.Char(related="order_id.customer_name", string="Customer")
    user_id = fields.Many2one(related="order_id.user_id", store=True, index="btree_not_null")
    team_id = fields.Many2one(related="order_id.team_id", store=True, index="btree_not_null")
    state = fields.Selection(
        [
            ("drawn", "Drawn"),
            ("filled", "Signed by Technician"),
            ("head", "Signed by Sales Head"),
            ("copied", "Copy Handed In"),
            ("signed", "Signed by Management"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="drawn",
        copy=False,
        tracking=True,
        group_expand=True,
        index=True,
    )
    version = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    nature = fields.Text("Nature of the Problem")
    cause = fields.Text()
    remedy = fields.Text()
    quality_class = fields.Selection(
        [
            ("new", "New Quality Problem"),
            ("repeated", "Repeated Problem"),
            ("batch", "Major Batch Problem"),
            ("innovation", "Technical Innovation"),
            ("improvement", "Quality Improvement"),
        ],
        "Class",
        index="btree_not_null",
        tracking=True,
    )

    drawn_at = fields.Datetime("Drawn On", readonly=True, copy=False, default=fields.Datetime.now)
    is_drawn_late = fields.Boolean(
        "Drawn After Leaving", readonly=True, copy=False, help="It has to be drawn before staff leave."
    )
    technician_signed_at = fields.Datetime("Technician Signed On", readonly=True, copy=False)
    technician_signed_by_id = fields.Many2one("res.users", "Signed as Technician", readonly=True, copy=False)
    head_signed_at = fields.Datetime("Sales Head Signed On", readonly=True, copy=False)
    head_signed_by_id = fields.Many2one("res.users", "Sales Head", readonly=True, copy=False)
    copied_at = fields.Datetime("Copy Handed In On", readonly=True, copy=False)
    copied_by_id = fields.Many2one("res.users", "Copy Handed In By", readonly=True, copy=False)
    management_signed_at = fields.Datetime("Management Signed On", readonly=True, copy=False)
    management_signed_by_id = fields.Many2one("res.users", "Management", readonly=True, copy=False)
    is_late = fields.Boolean(
        "Handed In Late",
        readonly=True,
        copy=False,
        help="The copy came after the limit: the travel claim needs an explicit release.",
    )
    released_at = fields.Datetime("Claim Released On", readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", "Claim Released By", readonly=True, copy=False)
    release_reason = fields.Text(readonly=True, copy=False)
    is_claim_released = fields.Boolean(
        "Travel Claim Released",
        compute="_compute_is_claim_released",
        store=True,
        help="The sheet is signed by management and came in time, or was released although it was late.",
    )
    signer_ids = fields.Many2many(
        "res.users",
        "service_feedback_sheet_signer_rel",
        "sheet_id",
        "user_id",
        string="Asked to Sign",
        readonly=True,
        copy=False,
    )
    sla_state = fields.Selection(SLA_STATES)

    _name_uniq = models.UniqueIndex("(company_id, name)", "Another feedback sheet has this number already.")
    _one_per_order = models.UniqueIndex(
        "(order_id, employee_id) WHERE state != 'cancelled'",
        "There is a feedback sheet of this technician for the service order already.",
    )

    @api.depends("order_id")
    def _compute_from_order(self):
        for sheet in self:
            order = sheet.order_id
            sheet.employee_id = sheet.employee_id or order.employee_id
            sheet.product_id = sheet.product_id or order.product_id
            sheet.serial = sheet.serial or order.serial

    @api.depends("management_signed_at", "is_late", "released_at")
    def _compute_is_claim_released(self):
        for sheet in self:
            sheet.is_claim_released = sheet._is_claim_released()

    @api.depends("name")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = sheet.name if sheet._origin else self.env._("New feedback sheet")

    def _creation_message(self):
        return self.env._("Feedback sheet drawn")

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{name: vals[name] for name in vals.keys() - DECIDED} for vals in vals_list]
        for vals in vals_list:
            order = self.env["service.order"].browse(vals.get("order_id"))
            vals["company_id"] = order.company_id.id or self.env.company.id
        self.env["ir.sequence"]._service_number(self._name, vals_list)
        sheets = super().create(vals_list)
        late = sheets.filtered(
            lambda sheet: sheet.order_id.departed_at and sheet.order_id.departed_at < sheet.drawn_at
        )
        late._write_decided({"is_drawn_late": True})
        sheets._sla_begin()
        return sheets

    def write(self, vals):
        """Write; what the steps decide is dropped, and what was signed stays as it was signed."""
        vals = {name: vals[name] for name in vals.keys() - DECIDED - {"company_id"}}
        if CONTENT & vals.keys():
            self._touch()
            signed = self.filtered(lambda sheet: sheet.state != "drawn")
            if signed:
                raise UserError(
                    self.env._(
                        "%(numbers)s: what was signed does not change. Have it sent back first.",
                        numbers=", ".join(signed.mapped("name")),
                    )
                )
        return super().write(vals)

    # the way around our own write(), which drops what others give
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: what a step decides, whatever the user may write; the step has checked the user's right
        super(ServiceFeedbackSheet, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drawn(self):
        if self.filtered(lambda sheet: sheet.state != "drawn"):
            raise UserError(self.env._("A sheet that was signed is cancelled, not deleted."))

    def _touch(self):
        """Write the fixed row of these sheets before reading what a step depends on."""
        fixed_row.count_on(self, "version")

    def _is_claim_released(self):
        """Whether the travel claim for this sheet may be paid (EQM-FB-03, EQM-FB-04, Q-07).

        A bridge to expenses asks here: no sheet, no signature, no reimbursement.
        """
        self.ensure_one()
        if self.state == "cancelled" or not self.management_signed_at:
            return False
        return not self.is_late or bool(self.released_at)
