from odoo import models
from odoo.tools import SQL


class MembershipPlan(models.Model):
    """What a salon measures: spending or card use, whichever is more (SALON-CLS-03).

    A card is bought first and used later: the sum would count the same money twice.
    """

    # one concern a file
    _inherit = "membership.plan"  # pylint: disable=consider-merging-classes-inherited

    def _query_spend_card(self, partner_ids, first, last):
        use = SQL(
            "SELECT partner_id, sum(value) AS amount FROM membership_fact WHERE measure = 'card_use'"
            " AND company_id = %s AND partner_id = ANY(%s) AND %s GROUP BY partner_id",
            self.company_id.id,
            partner_ids,
            self._between(SQL("date"), first, last),
        )
        return SQL(
            "SELECT partner_id, max(amount) FROM (%s UNION ALL %s) either (partner_id, amount)"
            " GROUP BY partner_id",
            self._query_spend(partner_ids, first, last),
            use,
        )
