from odoo import api, fields, models
from odoo.tools import SQL

#: due lots whose cards are looked at in one go
BATCH = 5000


class LoyaltyCard(models.Model):
    """Points whose last usable day is past are taken out: once, on the company's day (P6)."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_membership_expire(self):
        """Take what is due out of all cards, in batches; what another worker holds is left to it."""
        Cron = self.env["ir.cron"]
        companies = self.env["res.company"].with_context(active_test=False).search([("name", "!=", False)])
        kinds = [*companies, companies.browse()]
        Cron._commit_progress(remaining=sum(map(self._membership_count_due, kinds)))
        for company in kinds:
            while done := self._membership_expire_batch(company):
                if not Cron._commit_progress(done):
                    return

    def _membership_due(self, company):
        """Return the conditions for lots that are due, and for cards of a company (or of none)."""
        day = (company or company._membership_first())._membership_day()
        return (
            SQL("l.remaining > 0 AND l.expires_on < %s", day),
            SQL("c.company_id IS NOT DISTINCT FROM %s", company.id or None),
        )

    def _membership_count_due(self, company):
        ((count,),) = self.env.execute_query(
            SQL(
                "SELECT count(DISTINCT l.card_id) FROM membership_point_lot l"
                " JOIN loyalty_card c ON c.id = l.card_id WHERE %s AND %s",
                *self._membership_due(company),
            )
        )
        return count

    @api.model
    def _membership_expire_batch(self, company):
        """Take what is due out of some cards; returns of how many.

        The same as of one card, see ``_membership_account``, in one statement for all of them: it locks
        cards, counts on them as ``_membership_lock``, and writes each once. Tiers look at what was earned,
        and that does not expire, so nobody is judged.
        """
        self.env.flush_all()
        due, own = self._membership_due(company)
        kinds = dict(self.env["membership.point.move"]._fields["kind"]._description_selection(self.env))
        rows = self.env.execute_query(
            SQL(
                """
                WITH due AS (
                    SELECT l.card_id AS id FROM membership_point_lot l
                      JOIN loyalty_card c ON c.id = l.card_id WHERE %(due)s AND %(own)s
                     ORDER BY l.expires_on LIMIT %(batch)s
                ), held AS MATERIALIZED (
                    SELECT c.id FROM loyalty_card c WHERE c.id IN (SELECT id FROM due)
                     ORDER BY c.id FOR UPDATE SKIP LOCKED
                ), gone AS MATERIALIZED (
                    SELECT l.id, l.card_id, l.remaining FROM held c
                      JOIN membership_point_lot l ON l.card_id = c.id WHERE %(due)s
                ), cards AS (
                    UPDATE loyalty_card c
                       SET points = round(c.points::numeric - sums.points, 2),
                           membership_version = COALESCE(c.membership_version, 0) + 1
                      FROM (SELECT card_id, sum(remaining) AS points FROM gone GROUP BY card_id) sums
                     WHERE c.id = sums.card_id
                    RETURNING c.id, c.points AS balance, COALESCE(c.membership_points_owed, 0) AS owed,
                              sums.points
                ), moves AS (
                    INSERT INTO membership_point_move (card_id, company_id, kind, points, earned, returned,
                           date, balance_after, owed_after, user_id, user_uid,
                           create_uid, create_date, write_uid, write_date)
                    SELECT id, %(company)s, 'expire', -points, 0, 0, %(now)s, balance, owed, %(uid)s, %(uid)s,
                           %(uid)s, %(now)s, %(uid)s, %(now)s FROM cards
                    RETURNING id, card_id
                ), uses AS (
                    INSERT INTO membership_point_allocation (move_id, lot_id, points, is_settlement,
                           create_uid, create_date, write_uid, write_date)
                    SELECT moves.id, gone.id, -gone.remaining, FALSE, %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM gone JOIN moves USING (card_id) ORDER BY gone.id
                ), lots AS (
                    UPDATE membership_point_lot l SET remaining = 0 FROM gone WHERE l.id = gone.id
                )
                INSERT INTO loyalty_history (card_id, description, issued, used,
                       create_uid, create_date, write_uid, write_date)
                SELECT id, %(text)s, 0, points, %(uid)s, %(now)s, %(uid)s, %(now)s FROM cards
                RETURNING card_id
                """,
                due=due,
                own=own,
                batch=BATCH,
                now=fields.Datetime.now(),
                company=(company or company._membership_first()).id,
                text=kinds["expire"],
                uid=self.env.uid,
            )
        )
        if rows:
            self.env.invalidate_all(flush=False)
        return len(rows)
