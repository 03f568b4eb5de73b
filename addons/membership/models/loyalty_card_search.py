from odoo import api, fields, models
from odoo.fields import Domain

#: fewer digits find half of all customers
MIN_DIGITS = 4


class LoyaltyCard(models.Model):
    """The desk finds a card by any part of name, phone, number or earlier number, or by a scan."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    membership_search = fields.Char(
        "Member",
        compute="_compute_membership_search",
        search="_search_membership_search",
        help="Name, phone, card number or an earlier number of it, or any part of these.",
    )

    def _compute_membership_search(self):
        """Nothing to show: the field is searched by only."""
        self.membership_search = False

    @api.model
    def _search_membership_search(self, operator, value):
        if operator not in ("ilike", "=", "in"):
            return NotImplemented
        texts = value if operator == "in" else [value]
        return Domain.OR(self._membership_text_domain(str(text or "")) for text in texts)

    @api.model
    def _membership_text_domain(self, text):
        """Return the domain of the cards that a typed or scanned text means.

        The whole text is tried as one number; else each of its words has to be found somewhere.
        """
        words = text.split()
        if not words:
            return Domain.TRUE
        whole = self._membership_word_domain("".join(words))
        each = Domain.AND(self._membership_word_domain(word) for word in words)
        return whole | each if len(words) > 1 else whole

    @api.model
    def _membership_word_domain(self, word):
        domain = (
            Domain("code", "ilike", word)
            | Domain("partner_id.name", "ilike", word)
            | Domain("membership_code_ids.code", "ilike", word)
        )
        digits = "".join(char for char in word if char.isdecimal())
        if len(digits) >= MIN_DIGITS and not any(char.isalpha() for char in word):
            # a leading wildcard: Odoo takes two zeros at the start for those of a foreign number
            number = f"+{digits}" if word.startswith("+") else f"%{digits}"
            domain |= Domain("partner_id.phone_mobile_search", "ilike", number)
        return domain

    @api.model
    def _search_display_name(self, operator, value):
        """Where a member's card is chosen, name and phone find it, too (context ``membership_desk``)."""
        if self.env.context.get("membership_desk") and operator in ("ilike", "="):
            return Domain("is_membership", "=", True) & self._membership_text_domain(str(value or ""))
        return super()._search_display_name(operator, value)
