from odoo import api, fields, models
from odoo.fields import Domain
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL

#: fewer digits find half of all customers
MIN_DIGITS = 4


def _prepare_name_index(registry):
    """Return an index for parts of names where the database has trigrams, as Odoo does for its own fields."""
    if not registry.has_trigram:
        return ""
    name = registry.unaccent('"name"') if registry.has_unaccent == FunctionStatus.INDEXABLE else '"name"'
    return f"USING gin ({name} gin_trgm_ops)"


class ResPartner(models.Model):
    # a name is looked for by any part of it
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    _membership_name_idx = models.Index(_prepare_name_index)


class LoyaltyCard(models.Model):
    """The desk finds a card by any part of name, phone, number or earlier number, or by a scan."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    code = fields.Char(index="trigram")
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
        whole = self._membership_get_word_domains("".join(words))
        if len(words) == 1:
            return self._membership_any_of(whole)
        each = Domain.AND(self._membership_any_of(self._membership_get_word_domains(word)) for word in words)
        return self._membership_any_of([*whole, each])

    @api.model
    def _membership_any_of(self, domains):
        """Return the domain of the cards in one of these domains.

        Each is looked for by itself, so that the database takes its index: ``OR`` would read all cards.
        """
        found = [self._search(domain).select() for domain in domains]
        return Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), SQL(" UNION ALL ").join(found)
            )
        )

    @api.model
    def _membership_get_word_domains(self, word):
        domains = [
            Domain("code", "ilike", word),
            Domain("partner_id.name", "ilike", word),
            Domain("membership_code_ids.code", "ilike", word),
        ]
        digits = "".join(char for char in word if char.isdecimal())
        if len(digits) >= MIN_DIGITS and not any(char.isalpha() for char in word):
            # a leading wildcard: Odoo takes two zeros at the start for those of a foreign number
            number = f"+{digits}" if word.startswith("+") else f"%{digits}"
            domains.append(Domain("partner_id.phone_mobile_search", "ilike", number))
        return domains

    @api.model
    def _search_display_name(self, operator, value):
        """Where a member's card is chosen, name and phone find it, too (context ``membership_desk``)."""
        if self.env.context.get("membership_desk") and operator in ("ilike", "="):
            return Domain("is_membership", "=", True) & self._membership_text_domain(str(value or ""))
        return super()._search_display_name(operator, value)
