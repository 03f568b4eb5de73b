from babel.dates import format_skeleton

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, babel_locale_parse, format_date

from ..engine import complaint_report
from ..engine.lifecycle import ENDED_STATES
from .complaint_workbook import ComplaintReport


class ServiceComplaintStatistics(models.AbstractModel):
    """Counts complaints for reports, in as many queries for a million complaints as for one.

    All queries run as the user: what the user may not read is not counted. Received means received in the
    period; closed and rejected mean decided in it, whenever received. Archived complaints do not count.
    """

    _name = "service.complaint.statistics"
    _description = "Complaint Statistics"

    @api.model
    def _get_scope(self, company, site=None, category=None, team=None):
        """Return the domain of the complaints of a company, at sites and of categories with their parts.

        Those merged into another and those cancelled do not count: the other one does, or there was none.
        """
        scope = Domain("company_id", "=", company.id) & Domain("state", "not in", ("merged", "cancelled"))
        if site:
            scope &= Domain("site_id", "child_of", site.ids)
        if category:
            scope &= Domain("category_id", "child_of", category.ids)
        if team:
            scope &= Domain("team_id", "in", team.ids)
        return scope

    @api.model
    def _get_report(self, company, scope, first, last, title, heading):
        """Count everything about the local days first to last and return the ``ComplaintReport``."""
        tz = company._service_tz()
        periods = [(first, last), *complaint_report.comparisons(first, last)]
        return ComplaintReport(
            title=title,
            heading=heading,
            currency=company.currency_id,
            periods=[
                (self._get_period_name(start, end), self._get_figures(scope, start, end, tz))
                for start, end in periods
            ],
            step=complaint_report.step_of(first, last),
            series=self._get_series(scope, first, last, tz),
            groups={
                by: self._get_groups(scope, first, last, tz, by)
                for by in ("category_id", "channel", "product_id", "employee_ids")
            },
        )

    @api.model
    def _get_period_name(self, first, last):
        """Return the name of a period, such as October 2026, or its days."""
        if complaint_report.is_whole_months(first, last) and (first.year, first.month) == (
            last.year,
            last.month,
        ):
            return format_skeleton("yMMMM", first, locale=babel_locale_parse(self.env.lang))
        if first == last:
            return format_date(self.env, first)
        return f"{format_date(self.env, first)} – {format_date(self.env, last)}"

    @api.model
    def _get_figures(self, scope, first, last, tz):
        """Return the ``Figures`` of the local days first to last of time zone ``tz``, in two queries."""
        query, parts = self._prepare_query(scope, first, last, tz)
        counts = self.env.execute_query(
            query.select(
                self._count(parts["received"]),
                self._count(SQL("%s AND %s", parts["received"], parts["history"])),
                self._count(SQL("%s AND %s", parts["received"], parts["closed_by_end"])),
                self._count(SQL("%s AND %s > 0", parts["received"], parts["reopen_count"])),
                SQL("COALESCE(SUM(%s) FILTER (WHERE %s), 0)", parts["amount"], parts["received"]),
                self._count(parts["closed"]),
                self._count(parts["rejected"]),
                self._count(parts["open_at_end"]),
            )
        )[0]
        query.add_where(parts["closed"])
        query.groupby = parts["seconds"]
        seconds = dict(self.env.execute_query(query.select(parts["seconds"], SQL("COUNT(*)"))))
        return complaint_report.Figures(*counts[:4], float(counts[4]), *counts[5:], seconds)

    @api.model
    def _get_series(self, scope, first, last, tz):
        """Return [(day, received, closed)] without gaps, by day, week or month, in two queries."""
        counts = []
        for part, moment in (("received", "received_at"), ("closed", "closed_at")):
            query, parts = self._prepare_query(scope, first, last, tz)
            day = SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", parts[moment], tz)
            query.add_where(parts[part])
            rows = self.env.execute_query(
                SQL("SELECT day, COUNT(*) FROM (%s) AS days(day) GROUP BY day", query.select(day))
            )
            counts.append(dict(rows))
        return complaint_report.series(first, last, *counts)

    @api.model
    def _get_groups(self, scope, first, last, tz, by):
        """Return the ranked ``Group`` lines by category_id, channel, product_id or employee_ids.

        A complaint about several employees counts for each of them, one about nobody for none.
        """
        query, parts = self._prepare_query(scope, first, last, tz)
        field = self.env["service.complaint"]._fields[by]
        if field.type == "many2many":
            alias = query.join(query.table, "id", field.relation, field.column1, by)
            key = SQL.identifier(alias, field.column2)
        else:
            key = self.env["service.complaint"]._field_to_sql(query.table, by, query)
        query.add_where(SQL("(%s OR %s)", parts["received"], parts["closed"]))
        query.groupby = key
        rows = self.env.execute_query(
            query.select(
                key,
                self._count(parts["received"]),
                SQL("COALESCE(SUM(%s) FILTER (WHERE %s), 0)", parts["amount"], parts["received"]),
                self._count(parts["closed"]),
                SQL("COALESCE(SUM(%s) FILTER (WHERE %s), 0)", parts["seconds"], parts["closed"]),
            )
        )
        labels = self._get_labels(field, [row[0] for row in rows if row[0]])
        return complaint_report.rank(
            complaint_report.Group(
                labels.get(key, self.env._("(no access)")) if key else self.env._("(not given)"),
                received,
                float(amount),
                closed,
                int(seconds),
                known=bool(key),
            )
            for key, received, amount, closed, seconds in rows
        )

    @api.model
    def _get_labels(self, field, keys):
        """Return {key: name in the user's language}, without the names that the user may not read."""
        if field.type == "selection":
            return dict(field._description_selection(self.env))
        model = "hr.employee.public" if field.comodel_name == "hr.employee" else field.comodel_name
        readable = (
            self.env[model]
            .with_context(active_test=False, display_default_code=False)
            .search([("id", "in", keys)])
        )
        return {record.id: record.display_name for record in readable}

    @api.model
    def _count(self, condition):
        return SQL("COUNT(*) FILTER (WHERE %s)", condition)

    @api.model
    def _prepare_query(self, scope, first, last, tz):
        """Return a query over the complaints of the scope that the user may read, and its parts by name."""
        Complaint = self.env["service.complaint"]
        Complaint.flush_model()
        query = Complaint._search(scope)
        fields = {
            name: Complaint._field_to_sql(query.table, name, query)
            for name in ("received_at", "closed_at", "state", "is_history", "reopen_count", "amount_at_stake")
        }
        start, end = complaint_report.utc_bounds(first, last, tz)
        names = {**fields, "start": start, "end": end, "ended": ENDED_STATES}
        parts = {
            "received_at": fields["received_at"],
            "closed_at": fields["closed_at"],
            "amount": fields["amount_at_stake"],
            "history": fields["is_history"],
            "reopen_count": fields["reopen_count"],
            "received": SQL("(%(received_at)s >= %(start)s AND %(received_at)s < %(end)s)", **names),
            "closed": SQL(
                "(%(state)s = 'closed' AND %(closed_at)s >= %(start)s AND %(closed_at)s < %(end)s)", **names
            ),
            "rejected": SQL(
                "(%(state)s = 'rejected' AND %(closed_at)s >= %(start)s AND %(closed_at)s < %(end)s)", **names
            ),
            # What was decided on an unknown day (old history) is decided.
            "closed_by_end": SQL(
                "(%(state)s = 'closed' AND (%(closed_at)s < %(end)s) IS NOT FALSE)", **names
            ),
            "open_at_end": SQL(
                "(%(received_at)s < %(end)s AND (%(state)s NOT IN %(ended)s OR %(closed_at)s >= %(end)s))",
                **names,
            ),
            "seconds": SQL("ROUND(EXTRACT(EPOCH FROM %(closed_at)s - %(received_at)s))::bigint", **names),
        }
        return query, parts
