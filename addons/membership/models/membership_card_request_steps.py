from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class MembershipCardRequest(models.Model):
    """Approving, refusing and withdrawing requests."""

    # one concern a file
    _inherit = "membership.card.request"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests:
            if not request.program_id.is_membership:
                raise UserError(self.env._("%(program)s gives no cards.", program=request.program_id.name))
        return requests

    def write(self, vals):
        """Write; decisions are taken by the steps below."""
        decided = {"state", "card_id", "decided_by_id", "decided_at", "answer", "partner_id", "program_id"}
        if decided & vals.keys() and not self.env.su:
            raise AccessError(self.env._("Approve or refuse the request with its buttons."))
        return super().write(vals)

    def _check_open(self):
        """Lock these requests. :raise UserError: one of them is not open any more"""
        if not self.env.su and not self.env.user.has_group("membership.group_officer"):
            raise AccessError(self.env._("Only membership officers do this."))
        self.check_access("write")
        # the row is written before it is read: of two who decide at once one is second (invariants)
        self.sudo().write({"decided_at": fields.Datetime.now()})  # sudo: see write
        self.flush_recordset()
        self.invalidate_recordset(["state"], flush=False)
        if any(request.state != "requested" for request in self):
            raise UserError(self.env._("This request is decided already."))

    def _decide(self, state, **vals):
        # sudo: the right was checked; decisions are written here only
        self.sudo().write({"state": state, "decided_by_id": self.env.uid, **vals})
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_approve(self):
        """Issue the card that the customer asked for; one that has a card keeps it."""
        self._check_open()
        for request in self:
            card = request.program_id._membership_issue(request.partner_id)
            request._decide("approved", card_id=card.id)

    def action_refuse(self, reason):
        """Refuse with a reason, which the customer reads.

        :raise UserError: without one
        """
        reason = self.env["loyalty.card"]._membership_reason(reason)
        self._check_open()
        self._decide("refused", answer=reason)

    def action_ask_refusal(self):
        """Open the dialog that asks why."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "membership.request.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_ids": [fields.Command.set(self.ids)]},
        }

    @api.model
    def _ask(self, program, partner, note):
        """Keep that a customer asks for a card; it runs as superuser.

        :raise UserError: the customer asked already, or has a card
        """
        if self.search_count(
            [("partner_id", "=", partner.id), ("program_id", "=", program.id), ("state", "=", "requested")],
            limit=1,
        ):
            raise UserError(self.env._("You have asked for this card already."))
        if program._membership_find_card(partner):
            raise UserError(self.env._("You have this card already."))
        return self.create(
            {
                "partner_id": partner.id,
                "program_id": program.id,
                "company_id": program._membership_company().id,
                "note": note.strip() or False,
            }
        )

    def _withdraw(self):
        """Take open requests back; it runs as superuser, for the customers themselves."""
        self.filtered(lambda one: one.state == "requested").write({"state": "withdrawn"})
