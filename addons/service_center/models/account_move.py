from odoo import fields, models
from odoo.fields import Command


class AccountMove(models.Model):
    """Credit notes that settle compensation: accounting posts or cancels them as always, the rest follows."""

    _inherit = "account.move"

    service_compensation_ids = fields.One2many(
        "service.compensation", "credit_note_id", "Compensations", groups="service_center.group_user"
    )

    def _service_draft_credit_note(self, amount, reason):
        """Return a draft credit note on this posted invoice for ``amount``, taxes included, in its currency.

        Less than the whole invoice is shared out over its accounts and taxes, exactly, by Odoo's own means.
        """
        self.ensure_one()
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=self.ids)
            .create({"reason": reason, "journal_id": self.journal_id.id})
        )
        wizard.refund_moves()
        credit_note = wizard.new_move_ids
        if self.currency_id.compare_amounts(amount, self.amount_total):
            credit_note.invoice_line_ids = [
                Command.clear(),
                *(Command.create(vals) for vals in self._prepare_service_partial_lines(amount, reason)),
            ]
        return credit_note

    def _prepare_service_partial_lines(self, amount, reason):
        """Return values of invoice lines that together are ``amount`` of this invoice, taxes included."""
        Tax = self.env["account.tax"]
        base_lines, _tax_lines = self._get_rounded_base_and_tax_lines()
        reduced = Tax._reduce_base_lines_to_target_amount(
            base_lines,
            self.company_id,
            "fixed",
            amount,
            computation_key=f"service_compensation,{reason}",
            grouping_function=lambda line: {"account_id": line["account_id"]},
        )
        Tax._fix_base_lines_tax_details_on_manual_tax_amounts(base_lines=reduced, company=self.company_id)
        return [
            {
                "name": reason,
                "quantity": line["quantity"],
                "price_unit": line["price_unit"],
                "account_id": line["account_id"].id,
                "tax_ids": [Command.set(line["tax_ids"].ids)],
                "analytic_distribution": line["analytic_distribution"],
                "extra_tax_data": Tax._export_base_line_extra_tax_data(line),
            }
            for line in reduced
        ]

    def _get_service_compensations(self):
        """Return the compensation that these credit notes settle."""
        refunds = self.filtered(lambda move: move.move_type == "out_refund")
        # sudo: follows what accounting does, whatever accounting may see of complaints
        Compensation = self.env["service.compensation"].sudo()
        return Compensation.search([("credit_note_id", "in", refunds.ids)]) if refunds else Compensation

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._get_service_compensations()._credit_note_posted()
        return posted

    def button_cancel(self):
        result = super().button_cancel()
        self._tell_service_compensations_gone()
        return result

    def unlink(self):
        self._tell_service_compensations_gone()
        return super().unlink()

    def _tell_service_compensations_gone(self):
        for compensation in self._get_service_compensations():
            compensation._credit_note_gone()

    def action_service_compensations(self):
        """Show the compensation that this credit note settles."""
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_compensation_action")
        return {**action, "domain": [("credit_note_id", "in", self.ids)], "context": {}}
