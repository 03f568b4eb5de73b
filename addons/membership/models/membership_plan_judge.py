import json

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..engine import tier as engine


class MembershipPlan(models.Model):
    """Judging members: what was measured decides where they stand, and that is written with its facts."""

    # one concern a file
    _inherit = "membership.plan"  # pylint: disable=consider-merging-classes-inherited

    def judge(self, partners, date=None):
        """Judge members on a day, as at a review, and write where they stand.

        :param partners: members (``res.partner``)
        :param date: the day; the company's today without
        :return: {partner id: code of the tier, False where there is none}
        :raise UserError: the plan is not in force
        :raise AccessError: only managers of memberships do that by hand
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("membership.group_manager"):
            raise AccessError(self.env._("Only membership managers judge members."))
        self.check_access("read")
        if self.state != "active":
            raise UserError(self.env._("“%(plan)s” is not in force.", plan=self.name))
        day = fields.Date.to_date(date) or self.company_id._membership_day()
        # sudo: the outcome of a plan; the right to judge was checked
        return self.sudo()._judge(partners.ids, day)

    def _judge(self, partner_ids, day, is_review=True):
        """Judge members; a fixed number of queries for any number of them. In superuser mode.

        :return: as ``judge``
        """
        tiers = self._sorted_tiers()
        codes = {tier.id: tier.code for tier in tiers}
        rungs = [engine.Rung(tier.id, tier.threshold) for tier in tiers]
        policy = engine.Policy(self.up, self.down, self.keep_months)
        first, last = engine.window_of(self.window, self.judged, day, self.window_months)
        before = self._read_standings(partner_ids)
        values = self._measure(partner_ids, first, last)
        new = self._find_new(partner_ids, first) if self.leaves_out_new and first else ()
        rows, changes, outcome = [], [], {}
        for partner_id in partner_ids:
            tier_id, kept, since = before.get(partner_id, (None, None, None))
            value = None if partner_id in new else values.get(partner_id)
            made = engine.decide(rungs, policy, value, day, tier_id, kept, is_review)
            outcome[partner_id] = codes.get(made.key, False)
            moved = made.key != tier_id
            rows.append((partner_id, made.key, day if moved else since, value, made.because, made.kept_until))
            if moved:
                changes.append((partner_id, tier_id, made.key, value, made.because, kept, made.kept_until))
        self._write_standings(rows, day, first, last)
        self._write_changes(changes, day, first, last, is_review)
        return outcome

    def _read_standings(self, partner_ids):
        self.env["membership.standing"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id, tier_id, kept_until, since FROM membership_standing"
                " WHERE plan_id = %s AND partner_id = ANY(%s) ORDER BY partner_id FOR UPDATE",
                self.id,
                list(partner_ids),
            )
        )
        return {partner_id: tuple(rest) for partner_id, *rest in rows}

    def _find_new(self, partner_ids, first):
        """Return who joined within the days that are measured, or later."""
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id FROM loyalty_card WHERE program_id = %s AND partner_id = ANY(%s)"
                " GROUP BY partner_id HAVING min(%s) >= %s",
                self.program_id.id,
                list(partner_ids),
                self.company_id._membership_joined("loyalty_card"),
                first,
            )
        )
        return {partner_id for (partner_id,) in rows}

    def _write_standings(self, rows, day, first, last):
        if not rows:
            return
        now, uid = self.env.cr.now(), self.env.uid
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_standing AS s (partner_id, plan_id, company_id, tier_id, since, value,
                       because, kept_until, judged_on, window_from, window_to,
                       create_uid, create_date, write_uid, write_date)
                SELECT v.partner_id, %(plan)s, %(company)s, v.tier_id, v.since, v.value, v.because, v.kept,
                       %(day)s, %(first)s, %(last)s, %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(partners)s::int[], %(tiers)s::int[], %(since)s::date[], %(values)s::numeric[],
                              %(because)s::varchar[], %(kept)s::date[])
                       AS v (partner_id, tier_id, since, value, because, kept)
                ON CONFLICT (partner_id, plan_id) DO UPDATE
                   SET tier_id = excluded.tier_id, since = excluded.since, value = excluded.value,
                       because = excluded.because, kept_until = excluded.kept_until,
                       judged_on = excluded.judged_on, window_from = excluded.window_from,
                       window_to = excluded.window_to, write_uid = excluded.write_uid,
                       write_date = excluded.write_date
                """,
                plan=self.id,
                company=self.company_id.id,
                day=day,
                first=first,
                last=last,
                uid=uid,
                now=now,
                partners=[row[0] for row in rows],
                tiers=[row[1] for row in rows],
                since=[row[2] for row in rows],
                values=[row[3] for row in rows],
                because=[row[4] for row in rows],
                kept=[row[5] for row in rows],
            )
        )
        self.env["membership.standing"].invalidate_model(flush=False)
        if self.kind == "tier":
            self._write_cards([(row[0], row[1]) for row in rows])

    def _write_cards(self, rows):
        """Write the tier on the cards that show another one."""
        Card = self.env["loyalty.card"]
        Card.flush_model(["membership_tier_id", "partner_id", "program_id"])
        self.env.cr.execute(
            SQL(
                "UPDATE loyalty_card c SET membership_tier_id = v.tier_id"
                " FROM unnest(%s::int[], %s::int[]) AS v (partner_id, tier_id)"
                " WHERE c.partner_id = v.partner_id AND c.program_id = %s"
                " AND c.membership_tier_id IS DISTINCT FROM v.tier_id",
                [row[0] for row in rows],
                [row[1] for row in rows],
                self.program_id.id,
            )
        )
        Card.invalidate_model(["membership_tier_id"], flush=False)

    def _write_changes(self, changes, day, first, last, is_review):
        if not changes:
            return
        now, uid = self.env.cr.now(), self.env.uid
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO membership_standing_change (plan_id, company_id, date, window_from, window_to,
                       is_review, facts, partner_id, tier_from_id, tier_id, value, because, kept_until_before,
                       kept_until, create_uid, create_date, write_uid, write_date)
                SELECT %(plan)s, %(company)s, %(day)s, %(first)s, %(last)s, %(review)s, %(facts)s::jsonb, v.*,
                       %(uid)s, %(now)s, %(uid)s, %(now)s
                  FROM unnest(%(partners)s::int[], %(before)s::int[], %(after)s::int[], %(values)s::numeric[],
                              %(because)s::varchar[], %(kept)s::date[], %(until)s::date[]) AS v
                """,
                plan=self.id,
                company=self.company_id.id,
                day=day,
                first=first,
                last=last,
                review=is_review,
                facts=json.dumps(self._get_facts()),
                uid=uid,
                now=now,
                partners=[row[0] for row in changes],
                before=[row[1] for row in changes],
                after=[row[2] for row in changes],
                values=[row[3] for row in changes],
                because=[row[4] for row in changes],
                kept=[row[5] for row in changes],
                until=[row[6] for row in changes],
            )
        )
        self.env["membership.standing.change"].invalidate_model(flush=False)

    def _get_facts(self):
        """Return what of the plan a later replay needs."""
        return {
            "tiers": [[tier.id, tier.threshold] for tier in self._sorted_tiers()],
            "up": self.up,
            "down": self.down,
            "keep_months": self.keep_months,
        }
