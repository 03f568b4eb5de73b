from odoo import api, models
from odoo.fields import Domain

from ..engine.intake import dialled

#: fewer digits find half of all customers
MIN_DIGITS = 4


class ResPartner(models.Model):
    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _search_display_name(self, operator, value):
        """On the complaint desk a customer is also found by any part of the phone number."""
        domain = super()._search_display_name(operator, value)
        if not self.env.context.get("service_phone_search") or operator != "ilike":
            return domain
        digits = dialled(value)
        if len(digits) < MIN_DIGITS or any(char.isalpha() for char in value):
            return domain
        # a leading wildcard: Odoo takes two zeros at the start for those of a foreign number
        number = digits if digits.startswith("+") else f"%{digits}"
        return Domain(domain) | Domain("phone_mobile_search", "ilike", number)
