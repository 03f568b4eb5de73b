from odoo import fields, models
from odoo.exceptions import UserError


class ServiceCompensation(models.Model):
    """Giving the customer what was approved, and taking it back.

    Each kind is settled by its ``_settle_<kind>``, which other addons extend: those of Odoo's invoices end
    with the posting of their credit note, cash and gifts with a receipt, the others with a reference.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.compensation"  # pylint: disable=consider-merging-classes-inherited

    def action_settle(self):
        """Settle approved compensation, each in the way of its kind.

        :return: an action that shows a credit note to those who may see it, or True
        """
        self._check_step("settled")
        result = True
        for one in self:
            settle = one._settle_reversal if one.reverses_id else getattr(one, f"_settle_{one.kind}")
            result = settle() or result
        return result

    # One kind each
    def _settle_refund(self):
        return self._settle_by_credit_note()

    def _settle_price_reduction(self):
        return self._settle_by_credit_note()

    def _settle_cash(self):
        self._settle_by_receipt()

    def _settle_gift(self):
        self._settle_by_receipt()

    def _settle_replacement(self):
        self._settle_by_reference()

    def _settle_free_repair(self):
        self._settle_by_reference()

    def _settle_voucher(self):
        self._settle_by_reference()

    def _settle_points(self):
        self._settle_by_reference()

    def _settle_goodwill(self):
        self._settle_by_reference()

    def _settle_special_warranty(self):
        self._settle_by_reference()

    def _settle_by_receipt(self):
        if not (self.receipt_number or "").strip() or not self.signature:
            raise UserError(
                self.env._(
                    "%(number)s: enter the number of the receipt and have the customer sign it.",
                    number=self.name,
                )
            )
        self._mark_settled()

    def _settle_by_reference(self):
        if not (self.reference or "").strip():
            raise UserError(
                self.env._(
                    "%(number)s: what settled it? Enter the number of the order, voucher or delivery.",
                    number=self.name,
                )
            )
        self._mark_settled()

    def _mark_settled(self):
        """Note that the customer has it; whoever calls has checked that it is so."""
        self._write_decided(
            {"state": "settled", "settled_at": fields.Datetime.now(), "settled_by_id": self.env.uid}
        )

    # Credit notes
    def _settle_by_credit_note(self):
        """Draft a credit note on the invoice; it is settled when accounting posts that."""
        if self.credit_note_id:
            raise UserError(
                self.env._(
                    "%(number)s: its credit note is drafted. It is settled as soon as accounting posts it.",
                    number=self.name,
                )
            )
        # sudo: drafts only, on the invoice chosen and for the amount approved; accounting posts it
        invoice = self.invoice_id.sudo()
        self._check_creditable(invoice)
        credit_note = invoice._service_draft_credit_note(self.amount_currency, self.name)
        self._write_decided({"credit_note_id": credit_note.id})
        self._message_log(
            body=self.env._(
                "A draft of the credit note on %(invoice)s is with accounting.", invoice=invoice.name
            )
        )
        if self.env["account.move"].has_access("write"):
            return self.action_open_credit_note()
        return True

    def _check_creditable(self, invoice):
        """Refuse a credit note on ``invoice`` that accounting could not post as approved."""
        if not invoice:
            raise UserError(
                self.env._("%(number)s: choose the invoice that is to be credited.", number=self.name)
            )
        self._check_invoice()
        if invoice.currency_id != self.currency_id:
            raise UserError(
                self.env._(
                    "%(number)s was approved in %(currency)s, but %(invoice)s is in %(other)s. Propose it in "
                    "the invoice's currency.",
                    number=self.name,
                    currency=self.currency_id.name,
                    invoice=invoice.name,
                    other=invoice.currency_id.name,
                )
            )
        credited = sum(
            invoice.reversal_move_ids.filtered(lambda move: move.state != "cancel").mapped("amount_total")
        )
        left = invoice.amount_total - credited
        if self.currency_id.compare_amounts(self.amount_currency, left) > 0:
            raise UserError(
                self.env._(
                    "%(number)s: only %(left)s of %(invoice)s can still be credited.",
                    number=self.name,
                    left=self.currency_id.format(left),
                    invoice=invoice.name,
                )
            )

    def action_open_credit_note(self):
        """Show the credit note."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "view_mode": "form",
            "res_id": self.credit_note_id.id,
        }

    def _credit_note_posted(self):
        """Accounting posted the credit notes of these compensations."""
        for one in self.filtered(lambda one: one.state == "approved"):
            one._mark_settled()

    def _credit_note_gone(self):
        """Accounting cancels or deletes the credit note: open ones are open again, settled taken back."""
        self.ensure_one()
        if self.state == "approved":
            self._write_decided({"credit_note_id": False})
            self._message_log(
                body=self.env._("The draft of the credit note was withdrawn by accounting; settle it anew.")
            )
        elif self.state == "settled" and not self._get_live_reversal():
            reason = self.env._(
                "Accounting cancelled the credit note %(number)s.", number=self.credit_note_id.name
            )
            counter = self.create({"reverses_id": self.id, "reason": reason})
            counter._write_decided({"state": "approved", "approved_at": fields.Datetime.now()})
            counter._mark_settled()

    def _drop_drafts(self):
        """Cancel what was drafted for compensations that are not to be settled."""
        for one in self.filtered("credit_note_id"):
            # sudo: a draft that this compensation made and nobody posted
            draft = one.credit_note_id.sudo()
            one._write_decided({"credit_note_id": False})
            draft.button_cancel()

    # Taking back
    def action_reverse(self):
        """Open a counter record in a dialog: it asks for the reason, and is approved like the original."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Back"),
            "res_model": "service.compensation",
            "view_mode": "form",
            "target": "new",
            "context": {
                f"default_{name}": value
                for name, value in (self._prepare_reversal_vals() | {"reverses_id": self.id}).items()
            },
        }

    def _prepare_reversal_vals(self):
        """Values of the counter record: everything as it was, the amount with the other sign.

        :raise UserError: nothing was given, or it is taken back already
        """
        self.ensure_one()
        self.check_access("read")
        if self.state != "settled" or self.reverses_id:
            raise UserError(
                self.env._(
                    "%(number)s: only what was settled can be taken back; cancel what was not.",
                    number=self.name,
                )
            )
        if self._get_live_reversal():
            raise UserError(self.env._("%(number)s is taken back already.", number=self.name))
        return {
            "complaint_id": self.complaint_id.id,
            "kind": self.kind,
            "amount_currency": -self.amount_currency,
            "currency_id": self.currency_id.id,
            "bearer": self.bearer,
            "bearer_partner_id": self.bearer_partner_id.id,
            "product_id": self.product_id.id,
            "quantity": self.quantity,
        }

    def _get_live_reversal(self):
        return self.reversal_ids.filtered(lambda one: one.state not in ("rejected", "cancelled"))

    def _settle_reversal(self):
        """The customer gave it back: with a reference, or because the credit note does not count any more."""
        # sudo: only the state of the credit note that this compensation drafted
        credit_note = self.reverses_id.sudo().credit_note_id
        if credit_note.state == "posted" and credit_note.payment_state != "reversed":
            raise UserError(
                self.env._(
                    "%(number)s: the credit note %(credit_note)s is posted. Accounting cancels or reverses "
                    "it first.",
                    number=self.reverses_id.name,
                    credit_note=credit_note.name,
                )
            )
        self._settle_by_reference()
