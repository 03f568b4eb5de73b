from odoo import models
from odoo.tools import SQL

from .membership_plan import LATEST


class MembershipPlan(models.Model):
    """What is measured of many members at once: one query each."""

    # one concern a file
    _inherit = "membership.plan"  # pylint: disable=consider-merging-classes-inherited

    def _measure(self, partner_ids, first, last):
        """Return {partner id: value} over the days; who is not in it is unknown.

        :param first: None: from the beginning
        """
        self.ensure_one()
        self.env.flush_all()
        query = getattr(self, f"_query_{self.measure}")(list(partner_ids), first, last)
        found = {partner_id: float(value) for partner_id, value in self.env.execute_query(query)}
        if self.measure in LATEST:
            return found
        if self.measure == "card_use" and not found and not self._has_facts(first, last):
            return {}  # nothing was brought in of these days: that is not zero
        return {partner_id: found.get(partner_id, 0.0) for partner_id in partner_ids}

    def _has_facts(self, first, last):
        domain = [("measure", "=", self.measure), ("company_id", "=", self.company_id.id)]
        domain += [("date", "<=", last), *([("date", ">=", first)] if first else [])]
        # sudo: only whether there are any
        return bool(self.env["membership.fact"].sudo().search_count(domain, limit=1))

    def _between(self, column, first, last):
        if first is None:
            return SQL("%s <= %s", column, last)
        return SQL("%s BETWEEN %s AND %s", column, first, last)

    def _local_day(self, column):
        """Return the day of an instant as the company counts it."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", column, self.company_id._service_tz())

    def _query_points(self, partner_ids, first, last):
        return SQL(
            "SELECT c.partner_id, sum(m.earned) FROM loyalty_card c"
            " JOIN membership_point_move m ON m.card_id = c.id"
            " WHERE c.partner_id = ANY(%s) AND c.program_id = %s AND %s GROUP BY c.partner_id",
            partner_ids,
            self.program_id.id,
            self._between(self._local_day(SQL("m.date")), first, last),
        )

    def _query_spend(self, partner_ids, first, last):
        """Confirmed orders less posted credit notes, taxes included, in the company's currency."""
        day = self._local_day(SQL("o.date_order"))
        return SQL(
            """
            SELECT partner_id, sum(amount) FROM (
                SELECT o.partner_id, o.amount_total / NULLIF(COALESCE(o.currency_rate, 1), 0) AS amount
                  FROM sale_order o
                 WHERE o.state = 'sale' AND o.company_id = %(company)s
                   AND o.partner_id = ANY(%(partners)s) AND %(ordered)s
                 UNION ALL
                SELECT o.partner_id, -l.price_total / NULLIF(COALESCE(o.currency_rate, 1), 0)
                  FROM account_move_line l
                  JOIN account_move n ON n.id = l.move_id
                  JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = l.id
                  JOIN sale_order_line sl ON sl.id = r.order_line_id
                  JOIN sale_order o ON o.id = sl.order_id
                 WHERE n.move_type = 'out_refund' AND n.state = 'posted' AND n.company_id = %(company)s
                   AND o.state = 'sale' AND o.partner_id = ANY(%(partners)s) AND %(refunded)s
            ) amounts GROUP BY partner_id
            """,
            company=self.company_id.id,
            partners=partner_ids,
            ordered=self._between(day, first, last),
            refunded=self._between(SQL("n.invoice_date"), first, last),
        )

    def _query_visits(self, partner_ids, first, last):
        """Different days with a confirmed order, and visits brought in."""
        day = self._local_day(SQL("o.date_order"))
        return SQL(
            """
            SELECT partner_id, sum(amount) FROM (
                SELECT o.partner_id, count(DISTINCT %(day)s) AS amount
                  FROM sale_order o
                 WHERE o.state = 'sale' AND o.company_id = %(company)s
                   AND o.partner_id = ANY(%(partners)s) AND %(ordered)s
                 GROUP BY o.partner_id
                 UNION ALL %(facts)s
            ) amounts GROUP BY partner_id
            """,
            day=day,
            company=self.company_id.id,
            partners=partner_ids,
            ordered=self._between(day, first, last),
            facts=self._query_facts(partner_ids, first, last),
        )

    def _query_trips(self, partner_ids, first, last):
        """Confirmed orders of trips that are over, and trips brought in (TRAVEL-MEM-01)."""
        day = self._local_day(SQL("COALESCE(o.commitment_date, o.date_order)"))
        return SQL(
            """
            SELECT partner_id, sum(amount) FROM (
                SELECT o.partner_id, count(*) AS amount
                  FROM sale_order o
                 WHERE o.state = 'sale' AND o.company_id = %(company)s
                   AND o.partner_id = ANY(%(partners)s) AND %(over)s
                   AND EXISTS (SELECT FROM sale_order_line sl
                                 JOIN product_product p ON p.id = sl.product_id
                                 JOIN product_template t ON t.id = p.product_tmpl_id
                                WHERE sl.order_id = o.id AND t.membership_is_trip)
                 GROUP BY o.partner_id
                 UNION ALL %(facts)s
            ) amounts GROUP BY partner_id
            """,
            company=self.company_id.id,
            partners=partner_ids,
            over=self._between(day, first, last),
            facts=self._query_facts(partner_ids, first, last),
        )

    def _query_card_use(self, partner_ids, first, last):
        return self._query_facts(partner_ids, first, last)

    def _query_facts(self, partner_ids, first, last):
        return SQL(
            "SELECT partner_id, sum(value) FROM membership_fact WHERE measure = %s AND company_id = %s"
            " AND partner_id = ANY(%s) AND %s GROUP BY partner_id",
            self.measure,
            self.company_id.id,
            partner_ids,
            self._between(SQL("date"), first, last),
        )

    def _query_assets(self, partner_ids, first, last):
        """The daily average that is known last."""
        return SQL(
            """
            SELECT DISTINCT ON (f.partner_id) f.partner_id, f.value FROM membership_fact f
             WHERE f.measure = 'assets' AND f.company_id = %s AND f.partner_id = ANY(%s) AND %s
               AND f.reversal_of_id IS NULL
               AND NOT EXISTS (SELECT FROM membership_fact r WHERE r.reversal_of_id = f.id)
             ORDER BY f.partner_id, f.date DESC, f.id DESC
            """,
            self.company_id.id,
            partner_ids,
            self._between(SQL("f.date"), first, last),
        )
