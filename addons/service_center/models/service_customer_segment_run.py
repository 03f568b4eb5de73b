from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..engine import customer_segment
from .service_customer_segment import CODE

#: customers in a transaction
BATCH = 1000


class ServiceCustomerSegment(models.Model):
    """Segments are found every night: the database sums, the engine decides, a batch is a transaction."""

    # one concern a file: what a segment is, is another
    _inherit = "service.customer.segment"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_judge(self):
        """Put all customers with a history into their segments; may be stopped at any point."""
        # sudo: the cron's own work, for all companies
        companies = self.env["res.company"].sudo().search([("id", ">", 0)], order="id")
        judged = self._judge(companies)
        self._forget_others(judged)
        Cron = self.env["ir.cron"]
        ids = sorted(judged)
        Cron._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            self._store({one: judged[one] for one in batch})
            if not Cron._commit_progress(len(batch)):
                return

    @api.model
    def _forget_others(self, judged):
        """Take customers out of their segments whose history is gone, such as a sale that was cancelled."""
        # sudo: the cron's own work
        rows = self.sudo().search([("segment", "!=", False), ("by_hand", "=", False)])
        rows = rows.filtered(lambda row: row.partner_id.id not in judged)
        rows.write({"segment": False, "last_date": False})
        rows._explain(CODE, "no_history", None)
        rows.partner_id._write_service_segment(False)
        self.env["service.customer.lost"]._follow(rows)

    @api.model
    def _judge(self, companies, partners=None):
        """Return {customer id: (rule or None, rejected, history, company id)} by the rules of companies.

        A customer of several companies is what the best of them says: a good customer of one is one of all.
        Customers without purchases and services are in no segment.
        """
        found = {}
        for company in companies:
            rules = self.env["service.customer.segment.rule"]._get_rules(company.id)
            if not rules:
                continue
            today = company._service_day()
            for partner_id, history in self._read_history(company, rules, today, partners).items():
                rule, rejected = customer_segment.judge(history, today, rules)
                found.setdefault(partner_id, []).append((rule, rejected, history, company.id))
        return {
            partner_id: customer_segment.best([one for one in ones if one[0]] or ones)
            if any(one[0] for one in ones)
            else ones[0]
            for partner_id, ones in found.items()
        }

    @api.model
    def _read_history(self, company, rules, today, partners=None):
        """Return {customer id: ``customer_segment.History``} of a company, in one query."""
        models_read = ("sale.order", "service.order", "res.partner")
        for model in models_read:
            self.env[model].flush_model()
        windows = sorted({rule.months for rule in rules})
        columns = []
        for months in windows:
            after = customer_segment.since(months, today)
            when = SQL("day > %s", after) if after else SQL("TRUE")
            columns.append(SQL("COALESCE(SUM(amount) FILTER (WHERE %s), 0)", when))
            columns.append(SQL("COUNT(*) FILTER (WHERE %s)", when))
        zone = company._service_tz()
        query = SQL(
            """
            SELECT p.commercial_partner_id, MAX(day), %(columns)s
              FROM (
                    SELECT partner_id, (date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                           amount_total / COALESCE(NULLIF(currency_rate, 0), 1) AS amount
                      FROM sale_order
                     WHERE company_id = %(company)s AND state = 'sale'
                 UNION ALL
                    SELECT partner_id, (finished_at AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date, 0
                      FROM service_order
                     WHERE company_id = %(company)s AND finished_at IS NOT NULL AND partner_id IS NOT NULL
                       AND state != 'cancelled'
                   ) done
              JOIN res_partner p ON p.id = done.partner_id
              JOIN res_partner c ON c.id = p.commercial_partner_id
             WHERE day < %(tomorrow)s AND c.active AND COALESCE(c.company_id, %(company)s) = %(company)s
               AND %(only)s
             GROUP BY p.commercial_partner_id
            """,
            columns=SQL(", ").join(columns),
            zone=zone,
            company=company.id,
            tomorrow=today + timedelta(1),
            only=SQL("TRUE") if partners is None else SQL("c.id IN %s", tuple(partners.ids) or (0,)),
        )
        found = {}
        for partner_id, last, *sums in self.env.execute_query(query):
            pairs = zip(sums[::2], sums[1::2], strict=True)
            by_months = {
                months: (float(amount), count) for months, (amount, count) in zip(windows, pairs, strict=True)
            }
            found[partner_id] = customer_segment.History(last, by_months)
        return found

    @api.model
    def _store(self, judged):
        """Keep what was judged, with why; those put somewhere by hand stay there."""
        rows = self._take_rows({one: company_id for one, (*_what, company_id) in judged.items()})
        entries, by_vals = {}, {}
        for row in rows:
            rule, rejected, history, company_id = judged[row.partner_id.id]
            segment = row.segment if row.by_hand else rule.segment if rule else False
            vals = (company_id, history.last, segment)
            if vals != (row.company_id.id, row.last_date, row.segment):
                by_vals.setdefault(vals, []).append(row.id)
            if not row.by_hand:
                entries[row.id] = {CODE: self._explain_segment(rule, rejected, history)}
        for (company_id, last, segment), ids in by_vals.items():
            changed = rows.browse(ids)
            changed.write({"company_id": company_id, "last_date": last, "segment": segment})
        self._explain_each(entries)
        for segment, ones in rows.grouped("segment").items():
            ones.partner_id._write_service_segment(segment)
        self.env["service.customer.lost"]._follow(rows)

    @api.model
    def _explain_segment(self, rule, rejected, history):
        facts = {"last": history.last.isoformat()}
        if rule:
            amount, count = history.windows[rule.months]
            facts |= {"bought": amount, "count": count, "months": rule.months}
        return self._prepare_explanation(
            "first_segment" if rule else "no_segment",
            rule and rule.segment,
            rule and rule.code,
            facts,
            rejected,
            customer_segment.ENGINE,
        )
