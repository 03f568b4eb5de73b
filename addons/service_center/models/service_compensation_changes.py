from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

from ..engine import compensation as engine

#: what changing makes a new proposal of it, by whoever changed it
TERMS = {
    "complaint_id",
    "kind",
    "amount_currency",
    "currency_id",
    "bearer",
    "bearer_partner_id",
    "product_id",
    "quantity",
    "sale_line_id",
    "reason",
}
#: what is entered for a step, and stays as it was when that is taken
NOTES = {"decision_reason", "reference", "receipt_number", "signature"}
#: what only the steps write
DECIDED = {
    "name",
    "state",
    "level_id",
    "proposer_id",
    "proposed_at",
    "approver_id",
    "approved_at",
    "settled_by_id",
    "settled_at",
    "credit_note_id",
    "rate",
    "amount",
}


class ServiceCompensation(models.Model):
    """What may be entered and changed, and by whom it is proposed then."""

    # one concern a file: together they would be too long to read
    _inherit = "service.compensation"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        # defaults of the context are values like others: nobody decides through them either
        defaults = {
            key.removeprefix("default_"): value
            for key, value in self.env.context.items()
            if key.startswith("default_") and key.removeprefix("default_") in self._fields
        }
        self = self.with_context(clean_context(self.env.context))
        vals_list = [_without_decided({**defaults, **vals}) for vals in vals_list]
        for vals in vals_list:
            if vals.get("reverses_id"):
                vals |= self.browse(vals["reverses_id"])._prepare_reversal_vals()
        complaints = self.env["service.complaint"].browse([vals.get("complaint_id") for vals in vals_list])
        for complaint, vals in zip(complaints, vals_list, strict=True):
            complaint._check_compensable(granting=not vals.get("reverses_id"))
        self.env["ir.sequence"]._service_number(
            self._name, vals_list, [complaint.company_id for complaint in complaints]
        )
        compensations = super().create(vals_list)
        compensations._find_level()
        return compensations

    def write(self, vals):
        """Write; terms only before the approval. Steps are taken by their methods, not by writing a state."""
        if "state" in vals:
            raise UserError(self.env._("Use the buttons: each step of a compensation checks who takes it."))
        vals = _without_decided(vals)
        if "reverses_id" in vals:
            raise UserError(self.env._("What a counter record takes back cannot be changed."))
        terms = TERMS & vals.keys()
        if terms:
            self._check_changeable()
        if "invoice_id" in vals:
            self._check_invoice_changeable()
        if NOTES & vals.keys():
            self._check_open()
        before = {one: one.amount for one in self}
        result = super().write(vals)
        # an invoice may bring another currency, and so another amount
        proposed = self.filtered(lambda one: terms or one.amount != before[one])
        if proposed:
            proposed.complaint_id._check_compensable()
            proposed._write_decided({"proposer_id": self.env.uid, "proposed_at": fields.Datetime.now()})
            proposed._find_level()
        return result

    # the way around our own write(), which lets nobody decide by writing
    def _write_decided(self, vals):  # pylint: disable=missing-return
        """Write what a step decided; whoever calls has checked the user's right to take it."""
        # sudo: the outcome of a step; users may not be allowed to write what they may decide
        super(ServiceCompensation, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    def _check_changeable(self):
        done = self.filtered(lambda one: one.state != "proposed" or one.reverses_id)
        if done:
            raise UserError(
                self.env._(
                    "%(numbers)s: decided already. Cancel it before it is settled, or take it back after, "
                    "and propose another one.",
                    numbers=", ".join(done.mapped("name")),
                )
            )

    def _check_open(self):
        over = self.filtered(lambda one: one.state not in engine.OPEN_STATES)
        if over and not self.env.su:
            raise UserError(
                self.env._(
                    "%(numbers)s: it is over, and stays as it was noted.",
                    numbers=", ".join(over.mapped("name")),
                )
            )

    def _check_invoice_changeable(self):
        done = self.filtered(lambda one: one.state not in engine.OPEN_STATES or one.credit_note_id)
        if done:
            raise UserError(
                self.env._(
                    "%(numbers)s: the invoice cannot be changed any more.",
                    numbers=", ".join(done.mapped("name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        decided = self.filtered("approved_at")
        if decided:
            raise UserError(
                self.env._(
                    "%(numbers)s: what was approved is never deleted.",
                    numbers=", ".join(decided.mapped("name")),
                )
            )


def _without_decided(vals):
    return {name: value for name, value in vals.items() if name not in DECIDED}
