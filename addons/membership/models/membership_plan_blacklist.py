from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import blacklist as engine

#: cards looked at in one go
BATCH = 1000


class MembershipPlan(models.Model):
    """Members whose card use was little for months running are proposed for the blacklist (SALON-CLS-04)."""

    # one concern a file
    _inherit = "membership.plan"  # pylint: disable=consider-merging-classes-inherited

    blacklist_months = fields.Integer(
        "Months of Little Use",
        aggregator=None,
        help="Who used less in each of so many full months running is proposed for the blacklist; 0: nobody.",
    )
    blacklist_below = fields.Float(
        "Little Use Is Below",
        digits=(16, 2),
        aggregator=None,
        help="Card use of a month; a month at this value or above ends the run.",
    )
    blacklist_month = fields.Integer(readonly=True, copy=False, export_string_translation=False)

    _blacklist_rule = models.Constraint(
        "CHECK (COALESCE(blacklist_months, 0) = 0 OR (blacklist_months > 0 AND blacklist_below > 0))",
        "Below which card use of a month is somebody proposed for the blacklist?",
    )

    @api.model
    def _cron_blacklist(self):
        """Propose by the months that are complete and known since the last time, in batches of cards.

        A month that is brought in late is looked at when it is. What was proposed is not proposed again, so
        that a job that was stopped begins its month anew.
        """
        Cron = self.env["ir.cron"]
        plans = self.search([("state", "=", "active"), ("blacklist_months", ">", 0)])
        Cron._commit_progress(remaining=len(plans))
        for plan in plans:
            for month, known in plan._find_months():
                cards = plan._find_little_use(month, known)
                for start in range(0, len(cards), BATCH):
                    plan._propose(cards[start : start + BATCH], month, known)
                    if not Cron._commit_progress():
                        return
                plan.blacklist_month = month
            if not Cron._commit_progress(1):
                return
        self.env["membership.blacklist"]._cron_end()

    def _find_months(self):
        """Return [(number of a complete month to look at, numbers of all known months)]."""
        known = self._get_known_months()
        today = self.company_id._membership_day()
        complete = sorted(month for month in known if month < engine.month_of(today))
        if not self.blacklist_month:
            complete = complete[-1:]
        return [(month, known) for month in complete if month > self.blacklist_month]

    def _get_known_months(self):
        """Return the numbers of the months in which the company has card use of anybody."""
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT %s FROM membership_fact WHERE company_id = %s AND measure = 'card_use'",
                self._month_number(),
                self.company_id.id,
            )
        )
        return {month for (month,) in rows}

    def _month_number(self):
        return SQL("(EXTRACT(YEAR FROM date) * 12 + EXTRACT(MONTH FROM date) - 1)::int")

    def _find_little_use(self, month, known):
        """Return [(card id, partner id, day of joining)] whose last months up to ``month`` were all low."""
        months = range(month - self.blacklist_months + 1, month + 1)
        if not known.issuperset(months):
            return []
        first, last = engine.bounds_of(months[0])[0], engine.bounds_of(month)[1]
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                WITH used AS MATERIALIZED (
                    SELECT partner_id, max(used) AS most
                      FROM (SELECT partner_id, sum(value) AS used FROM membership_fact
                             WHERE company_id = %(company)s AND measure = 'card_use'
                               AND date BETWEEN %(first)s AND %(last)s
                             GROUP BY partner_id, %(month)s) months
                     GROUP BY partner_id
                )
                SELECT c.id, c.partner_id, %(joined)s
                  FROM loyalty_card c LEFT JOIN used u ON u.partner_id = c.partner_id
                 WHERE c.program_id = %(program)s AND c.active
                   AND c.partner_id IS NOT NULL AND c.membership_state <> 'blacklisted'
                   AND %(joined)s <= %(first)s
                   AND COALESCE(u.most, 0) < %(below)s
                   AND NOT EXISTS (SELECT FROM membership_blacklist b
                                    WHERE b.card_id = c.id AND b.state IN ('proposed', 'confirmed'))
                 ORDER BY c.id
                """,
                company=self.company_id.id,
                program=self.program_id.id,
                joined=self.company_id._membership_joined("c"),
                first=first,
                last=last,
                month=self._month_number(),
                below=self.blacklist_below,
            )
        )

    def _propose(self, cards, month, known):
        """Propose those of these cards whose run was not proposed before."""
        entries = self.env["membership.blacklist"]
        use = self._get_monthly_use([partner_id for _card, partner_id, _day in cards])
        raised = {}
        for entry in entries.search([("card_id", "in", [card[0] for card in cards]), ("kind", "=", "use")]):
            run = (engine.month_of(entry.run_from), engine.month_of(entry.run_to))
            raised.setdefault(entry.card_id.id, []).append(run)
        vals_list = []
        for card_id, partner_id, joined in cards:
            values = {engine.month_of(day): value for day, value in use.get(partner_id, {}).items()}
            run = engine.find_run(
                values,
                known,
                joined,
                month,
                self.blacklist_below,
                self.blacklist_months,
                raised.get(card_id, ()),
            )
            if run:
                vals_list.append(self._prepare_entry(card_id, values, run))
        # thousands at once: their first state needs no message
        return entries.with_context(tracking_disable=True).create(vals_list)

    def _prepare_entry(self, card_id, values, run):
        first, last = run
        return {
            "card_id": card_id,
            "plan_id": self.id,
            "kind": "use",
            "run_from": engine.bounds_of(first)[0],
            "run_to": engine.bounds_of(last)[1],
            "evidence": {
                "limit": self.blacklist_below,
                "months": [
                    [engine.bounds_of(month)[0].isoformat(), values.get(month, 0.0)]
                    for month in range(first, last + 1)
                ],
            },
        }

    def _get_monthly_use(self, partner_ids, first=None, last=None):
        """Return {partner id: {first day of a month: card use}} of the company; one query."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id, date_trunc('month', date)::date, sum(value) FROM membership_fact
                 WHERE company_id = %s AND measure = 'card_use' AND partner_id = ANY(%s)
                   AND date >= %s AND date <= %s GROUP BY 1, 2
                """,
                self.company_id.id,
                list(partner_ids),
                first or "-infinity",
                last or "infinity",
            )
        )
        use = {}
        for partner_id, month, value in rows:
            use.setdefault(partner_id, {})[month] = float(value)
        return use


class MembershipBlacklist(models.Model):
    # what time does to entries runs with the search for new ones
    _inherit = "membership.blacklist"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_end(self):
        """Lift what has ended, ask again about what is to be reviewed."""
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            day = company._membership_day()
            mine = Domain("company_id", "=", company.id) & Domain("state", "=", "confirmed")
            for entry in self.search(mine & Domain("expires_on", "<", day)):
                entry._start_step("confirmed")
                entry._lift(entry.env._("The time on the blacklist is over."))
                self.env["ir.cron"]._commit_progress()
            for entry in self.search(mine & Domain("review_on", "<=", day)):
                entry._remind(day)
                self.env["ir.cron"]._commit_progress()

    def _remind(self, day):
        """Ask who decided to look at it again, once; who leaves the member there sets the next day."""
        user = self.decided_by_id.filtered("active") or self.env.ref("base.user_admin")
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            user_id=user.id,
            summary=self.with_context(lang=user.lang).env._(
                "Does %(member)s stay on the blacklist?", member=self.partner_id.name
            ),
        )
        self.review_on = False
