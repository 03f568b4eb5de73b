from odoo import api, models
from odoo.tools import SQL

#: differences looked at in one run; more have one cause
LIMIT = 1000


class ServiceCheck(models.Model):
    """The balances of cards are derived anew from their moves and lots (P1)."""

    _inherit = "service.check"

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "membership_points",
                self.env._("Points of membership cards are the sum of their moves and of their lots"),
                "loyalty.card",
                "_check_membership_points",
                "fast",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "membership_balance": self.env._(
                "Somebody changed points in the database past Odoo. Find out who, then set the balance right."
            ),
        }


class LoyaltyCard(models.Model):
    # likewise
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_membership_points(self):
        """Yield cards whose balance, moves and lots do not agree."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH moves AS (
                    SELECT card_id, sum(points) AS points FROM membership_point_move GROUP BY card_id
                ), uses AS (
                    SELECT lot_id, sum(points) AS points FROM membership_point_allocation GROUP BY lot_id
                ), lots AS (
                    SELECT l.card_id, sum(l.remaining) AS remaining,
                           sum(l.issued + COALESCE(u.points, 0)) AS derived,
                           bool_or(l.remaining <> l.issued + COALESCE(u.points, 0)) AS wrong
                      FROM membership_point_lot l LEFT JOIN uses u ON u.lot_id = l.id GROUP BY l.card_id
                )
                SELECT c.id, c.code, c.company_id, round(c.points::numeric, 2),
                       COALESCE(c.membership_points_owed, 0), COALESCE(m.points, 0),
                       COALESCE(l.remaining, 0), COALESCE(l.derived, 0)
                  FROM loyalty_card c
                  LEFT JOIN moves m ON m.card_id = c.id
                  LEFT JOIN lots l ON l.card_id = c.id
                 WHERE c.is_membership
                   AND (round(c.points::numeric, 2) <> COALESCE(l.remaining, 0) OR COALESCE(l.wrong, FALSE)
                        OR round(c.points::numeric, 2) - COALESCE(c.membership_points_owed, 0)
                           <> COALESCE(m.points, 0))
                 ORDER BY c.id LIMIT %s
                """,
                LIMIT,
            )
        )
        for card_id, code, company_id, points, owed, moves, lots, derived in rows:
            yield {
                "res_model": self._name,
                "res_id": card_id,
                "company_id": company_id or False,
                "place": code,
                "expected": f"{moves} = {derived}",
                "found": f"{points} − {owed} = {lots}",
                "remedy": "membership_balance",
                "params": {},
            }
