from odoo import models
from odoo.tools import SQL


class LoyaltyProgram(models.Model):
    """What makes an existing program a membership: each of its cards gets one opening move and lot."""

    # one concern a file
    _inherit = "loyalty.program"  # pylint: disable=consider-merging-classes-inherited

    def _membership_open(self):
        """Book the points of all cards of these programs that have no moves yet; in one go for each."""
        for program in self:
            program._membership_open_cards()

    def _membership_open_cards(self):
        """A card below zero owes that much: the ledger starts as the card stood."""
        self.ensure_one()
        self.env["loyalty.card"].flush_model()
        company = self.company_id or self.env.company
        day = company._membership_day()
        self.env.cr.execute(
            SQL(
                """
                WITH found AS (
                    SELECT c.id, c.partner_id, round(c.points::numeric, 2) AS points
                      FROM loyalty_card c
                     WHERE c.program_id = %(program)s
                       AND NOT EXISTS (SELECT FROM membership_point_move m WHERE m.card_id = c.id)
                     ORDER BY c.id FOR UPDATE
                ), moves AS (
                    INSERT INTO membership_point_move (card_id, partner_id, company_id, kind, points, earned,
                           date, day, balance_after, owed_after, create_uid, create_date, write_uid, write_date)
                    SELECT id, partner_id, %(company)s, 'opening', points, 0, %(now)s, %(day)s,
                           greatest(points, 0), greatest(-points, 0), %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM found WHERE points <> 0
                    RETURNING id, card_id, points
                ), lots AS (
                    INSERT INTO membership_point_lot (card_id, move_id, issued, remaining, expires_on,
                           create_uid, create_date, write_uid, write_date)
                    SELECT card_id, id, points, points, %(last)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM moves WHERE points > 0
                )
                UPDATE loyalty_card c
                   SET points = greatest(found.points, 0), membership_points_owed = greatest(-found.points, 0),
                       is_membership = TRUE
                  FROM found WHERE c.id = found.id
                """,
                program=self.id,
                company=self.company_id.id or None,
                now=self.env.cr.now(),
                day=day,
                last=self._membership_last_day(day),
                uid=self.env.uid,
            )
        )
        self.env.invalidate_all(flush=False)
