from odoo import api, fields, models
from odoo.exceptions import UserError

HELD = ("submitted", "approved")


class HrExpense(models.Model):
    """The travel claim for a service order waits: no sheet, no signature, no money (EQM-FB-03, -04)."""

    _inherit = "hr.expense"

    service_order_id = fields.Many2one(
        "service.order",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="The trip that this claim is for. It is paid once the quality feedback sheet is signed.",
    )
    service_claim_hold = fields.Char("Held Because", compute="_compute_service_claim_hold")

    @api.depends("service_order_id", "employee_id", "state")
    @api.depends_context("lang")
    def _compute_service_claim_hold(self):
        for expense in self:
            paid = expense.state in ("posted", "in_payment", "paid", "refused")
            expense.service_claim_hold = not paid and expense._find_service_claim_hold()

    @api.model_create_multi
    def create(self, vals_list):
        expenses = super().create(vals_list)
        expenses.filtered(lambda expense: expense.approval_state in HELD)._check_service_claim()
        return expenses

    def write(self, vals):
        """Write; which trip a claim is for is decided before it is submitted."""
        if {"service_order_id", "employee_id"} & vals.keys():
            moved = self.filtered(lambda expense: expense._changes_service_trip(vals))
            if moved:
                raise UserError(
                    self.env._(
                        "%(names)s: reset it to draft first; then say which service order it is for.",
                        names=", ".join(moved.mapped("name")),
                    )
                )
        if vals.get("approval_state") in HELD:
            self._check_service_claim()
        return super().write(vals)

    def _changes_service_trip(self, vals):
        """Whether ``vals`` would give this submitted claim another trip, or the trip another traveller."""
        self.ensure_one()
        trip, traveller = self.service_order_id.id, self.employee_id.id
        return self.state != "draft" and (
            trip != (vals.get("service_order_id", trip) or False)
            or (bool(trip) and traveller != vals.get("employee_id", traveller))
        )

    def _check_can_create_move(self):
        result = super()._check_can_create_move()
        self._check_service_claim()
        return result

    def _prepare_receipts_vals(self):
        self._check_service_claim()
        return super()._prepare_receipts_vals()

    def _check_service_claim(self):
        """Refuse claims of which the feedback sheet is not in."""
        for expense in self:
            problem = expense._find_service_claim_hold()
            if problem:
                raise UserError(problem)

    def _find_service_claim_hold(self):
        """Return what is missing before this claim may be paid, and who can release it; "" if nothing."""
        self.ensure_one()
        # sudo: only whether the sheet is signed, whoever claims, approves or pays
        order = self.sudo().service_order_id
        if not order or order._is_travel_claim_released(self.employee_id):
            return ""
        sheets = order.feedback_ids.filtered(
            lambda sheet: sheet.employee_id == self.employee_id and sheet.state != "cancelled"
        )
        names = {"claim": self.name, "order": order.name, "employee": self.employee_id.name}
        if not sheets:
            return self.env._(
                "%(claim)s is held: there is no quality feedback sheet of %(employee)s for %(order)s. Draw "
                "it on the service order and have it signed.",
                **names,
            )
        sheet = sheets.filtered(lambda one: not one._is_claim_released())[:1]
        names |= {"sheet": sheet.name, "who": self._say_service_signers(sheet)}
        if sheet.management_signed_at:
            return self.env._(
                "%(claim)s is held: the copy of feedback sheet %(sheet)s for %(order)s came late. It can be "
                "released by: %(who)s.",
                **names,
            )
        states = dict(sheet._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(claim)s is held: feedback sheet %(sheet)s for %(order)s is “%(state)s”. The signature of "
            "enterprise management releases it: %(who)s.",
            **names,
            state=states[sheet.state],
        )

    def _say_service_signers(self, sheet):
        """Return the names of who may release the claim; officers where no level of authority is set."""
        names = sheet._get_signers("management").mapped("name")
        return ", ".join(names) or self.env._("officers of the service center")
