from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

#: moves of points for which the member was there
SEEN = ("earn", "redeem", "reserve")


class LoyaltyProgram(models.Model):
    """After how long without a visit members are dormant, and lost (DEALER-LOST-01)."""

    # one concern a file
    _inherit = "loyalty.program"  # pylint: disable=consider-merging-classes-inherited

    membership_dormant_months = fields.Integer(
        "Dormant After", help="Months without a visit, purchase or use of the card; 0: nobody is dormant."
    )
    membership_lost_months = fields.Integer(
        "Lost After", help="Months without a visit, purchase or use of the card; 0: nobody is lost."
    )

    @api.constrains("membership_dormant_months", "membership_lost_months")
    def _check_membership_activity(self):
        for program in self:
            dormant, lost = program.membership_dormant_months, program.membership_lost_months
            if dormant < 0 or lost < 0:
                raise ValidationError(self.env._("A number of months is not below zero."))
            if lost and dormant >= lost:
                raise ValidationError(
                    self.env._("Members are dormant before they are lost: enter fewer months for dormant.")
                )

    def _membership_find_activity(self, card_ids):
        """Write when the members of some cards were last seen and what follows; one statement.

        On the day on which the months are over somebody is dormant or lost. Who comes again has no reason
        for staying away any more.
        """
        self.ensure_one()
        self.env.flush_all()
        company = self._membership_company()
        own = SQL("AND o.company_id = %s", self.company_id.id) if self.company_id else SQL()
        self.env.cr.execute(
            SQL(
                """
                WITH cards AS (
                    SELECT c.id, c.partner_id,
                           %(joined)s AS joined
                      FROM loyalty_card c WHERE c.id = ANY(%(ids)s)
                ), seen AS (
                    SELECT c.id, GREATEST(c.joined, o.day, f.day, m.day) AS day FROM cards c
                      LEFT JOIN (SELECT o.partner_id,
                                        (max(o.date_order) AT TIME ZONE 'UTC'
                                         AT TIME ZONE %(zone)s)::date AS day
                                   FROM sale_order o JOIN cards USING (partner_id)
                                  WHERE o.state = 'sale' %(own)s GROUP BY o.partner_id) o
                             ON o.partner_id = c.partner_id
                      LEFT JOIN (SELECT f.partner_id, max(f.date) AS day
                                   FROM membership_fact f JOIN cards USING (partner_id)
                                  WHERE f.company_id = %(company)s AND f.measure <> 'assets'
                                    AND f.date <= %(today)s AND f.reversal_of_id IS NULL AND f.value > 0
                                    AND NOT EXISTS (SELECT FROM membership_fact r
                                                     WHERE r.reversal_of_id = f.id)
                                  GROUP BY f.partner_id) f ON f.partner_id = c.partner_id
                      LEFT JOIN (SELECT m.card_id,
                                        (max(m.date) AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day
                                   FROM membership_point_move m JOIN cards ON cards.id = m.card_id
                                  WHERE m.kind = ANY(%(kinds)s) GROUP BY m.card_id) m ON m.card_id = c.id
                ), found AS (
                    SELECT id, day, CASE
                        WHEN %(lost)s > 0 AND %(today)s >= day + make_interval(months => %(lost)s)
                        THEN 'lost'
                        WHEN %(dormant)s > 0 AND %(today)s >= day + make_interval(months => %(dormant)s)
                        THEN 'dormant' ELSE 'active' END AS activity
                      FROM seen
                )
                UPDATE loyalty_card c
                   SET membership_seen_on = f.day, membership_activity = f.activity,
                       membership_lost_reason = CASE WHEN f.activity = 'active' THEN NULL
                                                     ELSE c.membership_lost_reason END
                  FROM found f
                 WHERE c.id = f.id AND (c.membership_seen_on IS DISTINCT FROM f.day
                                        OR c.membership_activity IS DISTINCT FROM f.activity)
                """,
                ids=list(card_ids),
                joined=company._membership_joined("c"),
                zone=company._service_tz(),
                own=own,
                company=company.id,
                today=company._membership_day(),
                kinds=list(SEEN),
                lost=self.membership_lost_months or 0,
                dormant=self.membership_dormant_months or 0,
            )
        )
        self.env["loyalty.card"].invalidate_model(
            ["membership_seen_on", "membership_activity", "membership_lost_reason"], flush=False
        )
