from odoo import fields, models
from odoo.exceptions import AccessError, UserError

#: what only the steps below change
GUARDED = {"membership_state", "membership_state_reason", "membership_state_until"}
#: the state of one card for two
RANK = ("expired", "active", "frozen", "blacklisted")


class LoyaltyCard(models.Model):
    """Steps between the states of a membership card; each is written down with its reason."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        """Write; state and number of a membership card change by its steps only."""
        guarded = vals.keys() & (GUARDED | {"code"})
        if guarded and not self.env.su and any(self.mapped("is_membership")):
            raise AccessError(
                self.env._("Use the buttons of the card: its state and number are not changed by hand.")
            )
        return super().write(vals)

    def _membership_check_officer(self):
        """:raise AccessError: the user issues and freezes no cards, or not those of this company"""
        if not self.env.su and not self.env.user.has_group("membership.group_officer"):
            raise AccessError(self.env._("Only membership officers do this."))
        self.check_access("write")
        if not all(self.mapped("is_membership")):
            raise UserError(self.env._("This is no membership card."))

    def _membership_reason(self, reason):
        """Return a written reason; :raise UserError: there is none"""
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Please write why."))
        return reason[:500]

    def _membership_is_over(self, day):
        """Tell whether the last valid day of the card has passed."""
        return bool(self.membership_valid_until and self.membership_valid_until < day)

    def _membership_state_refusal(self):
        """Return why the card cannot be used today, "" if it can."""
        self.ensure_one()
        if not self.active:
            return self.env._("The card is archived.")
        if self.membership_state == "blacklisted":
            return self.env._("The card is blacklisted.")
        if self.membership_state == "frozen":
            return self.env._("The card is frozen.")
        if self.membership_state == "expired" or self._membership_is_over(self._membership_day()):
            return self.env._("The card has expired.")
        return ""

    def _membership_refusal(self):
        """Nothing is redeemed from a card that is frozen, blacklisted or over."""
        return self._membership_state_refusal() or super()._membership_refusal()

    def _membership_set_state(self, state, reason=False, until=False):
        """Set the state of these cards. It runs as superuser: who calls has checked the right.

        Those whose last day has passed do not become active, but expired.
        """
        # sudo: states change here only, see write
        for card in self.sudo():
            over = state == "active" and card._membership_is_over(card._membership_day())
            card.write(
                {
                    "membership_state": "expired" if over else state,
                    "membership_state_reason": reason,
                    "membership_state_until": until,
                }
            )
            if reason:
                card._message_log(body=self.env._("Reason: %(reason)s", reason=reason))

    def action_freeze(self, reason, until=None):
        """Freeze active cards: they earn, but points and benefits are not used.

        :param until: the last frozen day; None: until somebody unfreezes them
        :raise UserError: without a reason, a day in the past, a card that is not active
        """
        self._membership_check_officer()
        self._membership_lock()
        reason, until = self._membership_reason(reason), fields.Date.to_date(until)
        for card in self:
            if card.membership_state != "active":
                raise UserError(self.env._("Card %(card)s is not active.", card=card.code))
            if until and until < card._membership_day():
                raise UserError(self.env._("The card cannot be frozen until a day that has passed."))
        self._membership_set_state("frozen", reason, until)

    def action_unfreeze(self, reason=False):
        """Make frozen cards active again.

        :raise UserError: a card is not frozen
        """
        self._membership_check_officer()
        self._membership_lock()
        for card in self:
            if card.membership_state != "frozen":
                raise UserError(self.env._("Card %(card)s is not frozen.", card=card.code))
        self._membership_set_state("active", reason and self._membership_reason(reason))

    def action_renew(self, until):
        """Let the cards be valid until ``until`` (empty: for good); expired ones become active.

        :raise UserError: a day in the past, a blacklisted card
        """
        self._membership_check_officer()
        self._membership_lock()
        until = fields.Date.to_date(until)
        for card in self:
            if card.membership_state == "blacklisted":
                raise UserError(self.env._("Card %(card)s is blacklisted.", card=card.code))
            if until and until < card._membership_day():
                raise UserError(self.env._("A card cannot be renewed until a day that has passed."))
        self._membership_extend(until)

    def _membership_extend(self, until):
        """Set the last valid day of these cards; expired ones become active."""
        # sudo: the right was checked, or an order was confirmed
        self.sudo().write({"membership_valid_until": until or False})
        self.filtered(lambda card: card.membership_state == "expired")._membership_set_state("active")

    def _membership_merge_state(self, others):
        """Take over what stricter state, earlier joining and later validity ``others`` have.

        For two contacts that became one: a blacklisted or frozen person does not get rid of it this way.
        """
        self.ensure_one()
        # sudo: contacts are merged by who may merge contacts
        cards = (self | others).sudo()
        strictest = max(cards, key=lambda card: RANK.index(card.membership_state))
        ends = cards.mapped("membership_valid_until")
        joined = [card.membership_joined_on for card in cards if card.membership_joined_on]
        vals = {
            "membership_valid_until": max(ends) if all(ends) else False,
            "membership_joined_on": min(joined, default=False),
        }
        if strictest.id != self.id:
            vals.update({name: strictest[name] for name in GUARDED})
        self.sudo().write(vals)
