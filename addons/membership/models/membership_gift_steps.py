from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.service_kernel.tools import fixed_row


class MembershipGift(models.Model):
    """After an exchange the member is asked whether the gift pleased; a gift may come back (DEPT-PTS-01)."""

    # one concern a file
    _inherit = "membership.gift"  # pylint: disable=consider-merging-classes-inherited

    def action_ask(self):
        """Open the dialog that asks whether the gift pleased."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Did the Gift Please?"),
            "res_model": "membership.gift.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"default_gift_id": self.id},
        }

    def _answer(self, satisfied, answer=False):
        """Keep what the member said; a later answer replaces an earlier one."""
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group("membership.group_user"):
            raise AccessError(self.env._("Only the membership desk does this."))
        # sudo: the right was checked; nothing else of a gift is written
        self.sudo().write(
            {"satisfied": satisfied, "answer": (answer or "")[:500], "answered_at": fields.Datetime.now()}
        )

    def action_return(self):
        """Take a gift back: its points return to what they came from.

        :raise UserError: it came back before
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("membership.group_officer"):
            raise AccessError(self.env._("Only membership officers do this."))
        self.check_access("read")
        # sudo: counts; of two at once one is second and sees that the gift came back
        fixed_row.count_on(self.sudo().card_id, "membership_version")
        if self.state == "returned":
            raise UserError(self.env._("This gift came back before."))
        self.card_id.membership_reverse(
            self.move_id, self.env._("Gift brought back: %(gift)s", gift=self.product_id.display_name)
        )
        # sudo: the right was checked; gifts are written by these steps only
        self.sudo().state = "returned"
