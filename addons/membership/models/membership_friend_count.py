from odoo import api, models
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import fixed_row


class MembershipFriend(models.Model):
    """Who is a new friend: a customer counts once, in the month of the first record (Q-27)."""

    # one concern a file
    _inherit = "membership.friend"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _count_new(self, partners):
        """Mark the first record of each of these customers in each company; one query for all of them."""
        # sudo: counts; of two at once who record one customer one is second and sees the other's
        fixed_row.count_on(partners.sudo(), "membership_card_version")
        self.flush_model(["partner_id", "company_id", "date", "new_friends"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE membership_friend f SET new_friends = r.number
                  FROM (SELECT id, (row_number() OVER (PARTITION BY company_id, partner_id
                                                       ORDER BY date, id) = 1)::int AS number
                          FROM membership_friend WHERE partner_id = ANY(%s)) r
                 WHERE f.id = r.id AND f.new_friends IS DISTINCT FROM r.number
                """,
                partners.ids,
            )
        )
        self.invalidate_model(["new_friends"], flush=False)
