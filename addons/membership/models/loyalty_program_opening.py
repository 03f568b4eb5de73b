from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class LoyaltyProgram(models.Model):
    """What makes an existing program a membership: each of its cards gets one opening move and lot."""

    # one concern a file
    _inherit = "loyalty.program"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        opened = self.browse()
        if "is_membership" in vals:
            changed = self.filtered(lambda one: one.is_membership != bool(vals["is_membership"]))
            if vals["is_membership"]:
                opened = changed
            else:
                changed._check_no_cards()
        result = super().write(vals)
        for program in opened:
            program._membership_open_cards()
        if "membership_code" in vals:
            # sudo: a copy of the code, on cards of all companies
            cards = self.env["loyalty.card"].sudo().with_context(active_test=False)
            others = (self - opened).filtered("is_membership")
            cards.search([("program_id", "in", others.ids)])._membership_recode()
        return result

    def _check_no_cards(self):
        # sudo: only whether there are any
        cards = self.env["loyalty.card"].sudo().with_context(active_test=False)
        if cards.search_count([("program_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("The program has membership cards, so it stays a membership. Archive it instead.")
            )

    def _membership_open_cards(self):
        """Post the points of all cards of this program; a card below zero owes that much.

        One statement for a hundred thousand cards.
        """
        self.ensure_one()
        self.env.flush_all()
        day = self._membership_company()._membership_day()
        self.env.cr.execute(
            SQL(
                """
                WITH found AS (
                    SELECT id, round(COALESCE(points, 0)::numeric, 2) AS points
                      FROM loyalty_card WHERE program_id = %(program)s ORDER BY id FOR UPDATE
                ), moves AS (
                    INSERT INTO membership_point_move (card_id, company_id, kind, points, earned, returned,
                           date, expires_on, balance_after, owed_after, user_id, user_uid,
                           create_uid, create_date, write_uid, write_date)
                    SELECT id, %(company)s, 'opening', points, 0, 0, %(now)s,
                           CASE WHEN points > 0 THEN %(last)s::date END,
                           greatest(points, 0), greatest(-points, 0), %(uid)s, %(uid)s,
                           %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM found WHERE points <> 0
                    RETURNING id, card_id, points
                ), lots AS (
                    INSERT INTO membership_point_lot (card_id, company_id, move_id, issued, remaining,
                           expires_on, create_uid, create_date, write_uid, write_date)
                    SELECT card_id, %(company)s, id, points, points, %(last)s::date,
                           %(uid)s, %(now)s, %(uid)s, %(now)s
                      FROM moves WHERE points > 0
                )
                UPDATE loyalty_card c
                   SET points = greatest(found.points, 0),
                       membership_points_owed = greatest(-found.points, 0),
                       is_membership = TRUE, membership_code = %(code)s,
                       membership_version = COALESCE(c.membership_version, 0) + 1
                  FROM found WHERE c.id = found.id
                """,
                program=self.id,
                company=(self.company_id or self.env.company).id,
                code=self.membership_code or None,
                now=fields.Datetime.now(),
                last=self._membership_expires_on(day) or None,
                uid=self.env.uid,
            )
        )
        self.env.invalidate_all(flush=False)


class LoyaltyCard(models.Model):
    # likewise
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_recode(self):
        """Take the code of the program over again."""
        self.env.add_to_compute(self._fields["membership_code"], self)
