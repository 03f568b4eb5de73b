from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

#: days that days off, clipped months and time zones may move a date
MARGIN = 70
#: {model: fields of it that count how often a document has started the plan again}
ROUNDS = {"service.complaint": "reopen_count"}


class Document(NamedTuple):
    """A document that starts a plan: when, whose it is, and what is known about the customer's contacts."""

    id: int
    partner_id: int
    start: date | datetime
    anchor: date | datetime
    round: int
    user_id: int | None
    product_id: int | None
    contact: date | None
    next_contact: date | None
    gap_until: date | None
    refused: bool
    refused_until: date | None


class ServiceCallbackStep(models.Model):
    """The documents for which a step plans callbacks, read in one query for a batch."""

    # one concern a file
    _inherit = "service.callback.step"  # pylint: disable=consider-merging-classes-inherited

    def _get_documents_domain(self):
        """Return the documents that this step is about; None where nothing starts the plan."""
        self.ensure_one()
        domain = self.plan_id._get_documents_domain()
        if domain is None:
            return None
        domain &= Domain(self.plan_id._get_domain_of(self.domain))
        stop = self.plan_id._get_domain_of(self.stop_domain)
        if stop:
            domain &= ~Domain(stop)
        domain &= self.plan_id._about_partner(self.plan_id._get_customers_domain(self.customers))
        for name in self._get_anchor_fields() if self.anchor == "dates" else ():
            domain &= Domain(name, "!=", False)
        return domain & self.plan_id._get_valid_domain()

    def _get_coming_domain(self, first, last):
        """Return which documents may have a date from ``first`` to ``last``; it leaves out no other.

        A condition on the date that started the plan, which the database has an index for.
        """
        if self.anchor != "start" or self.plan_id.trigger == "grade":
            return Domain.TRUE
        name = self.plan_id._get_start_field()
        domain = Domain(name, "<=", last + timedelta(1))
        longest = self.until_amount, self.until_unit
        if not self.repeat_amount:
            longest = self.offset_amount, self.offset_unit
        if longest[0]:
            days = {"hours": 1 / 24, "days": 1, "months": 31}[longest[1]] * longest[0]
            domain &= Domain(name, ">=", first - timedelta(min(int(days), 100_000) + MARGIN))
        elif not self.repeat_amount:
            domain &= Domain(name, ">=", first - timedelta(MARGIN))
        return domain

    def _read_documents(self, domain, limit=None):
        """Return the documents of a domain in the order of their ids, in one query."""
        plan = self.plan_id
        Model = self.env[plan.res_model].with_company(plan.company_id)
        query = Model._search(domain, order="id", limit=limit)
        if query.is_empty():
            return []
        table, Partner = Model._table, self.env["res.partner"].with_company(plan.company_id)
        partner = table
        if plan.res_model != "res.partner":
            partner = "callback_customer"  # an alias that no condition uses
            ours = SQL("%s = %s", SQL.identifier(table, "partner_id"), SQL.identifier(partner, "id"))
            query.add_join("JOIN", partner, "res_partner", ours)
        start = self._day_sql(Model, table, plan._get_start_field())
        anchor = start
        if self.anchor == "dates":
            dates = [self._day_sql(Model, table, name) for name in self._get_anchor_fields()]
            anchor = SQL("GREATEST(%s)", SQL(", ").join(dates))

        def column(model, alias, name):
            field = model._fields.get(name)
            return model._field_to_sql(alias, name, query) if field and field.store else SQL("NULL")

        columns = [
            SQL.identifier(table, "id"),
            SQL.identifier(partner, "id"),
            start,
            anchor,
            SQL("COALESCE(%s, 0)", column(Model, table, ROUNDS.get(plan.res_model, ""))),
            column(Model, table, "user_id") if plan.assignment == "responsible" else SQL("NULL"),
            column(Model, table, "product_id"),
            self._contact_sql(Partner, partner, column) if self._is_by_contact() else SQL("NULL"),
            column(Partner, partner, "service_next_contact_date"),
            column(Partner, partner, "service_gap_until") if self._is_by_contact() else SQL("NULL"),
            SQL("COALESCE(%s, FALSE)", column(Partner, partner, "service_do_not_disturb")),
            column(Partner, partner, "service_do_not_disturb_until"),
        ]
        return [Document(*row) for row in self.env.execute_query(query.select(*columns))]

    def _day_sql(self, model, alias, name):
        """Return a date field as it is, a time as the company's local day; its local time for hours."""
        column = model._field_to_sql(alias, name)
        if model._fields[name].type == "date":
            return column
        zone = self.company_id._service_tz()
        local = SQL("timezone(%s, timezone('UTC', %s))", zone, column)
        return local if self.offset_unit == "hours" else SQL("(%s)::date", local)

    def _contact_sql(self, Partner, partner, column):
        """Return the local day on which the customer was contacted last, by whatever."""
        made = SQL(
            "(SELECT max(timezone(%s, timezone('UTC', callback.done_at)))::date"
            " FROM service_callback callback WHERE callback.partner_id = %s AND callback.state = 'done')",
            self.company_id._service_tz(),
            SQL.identifier(partner, "id"),
        )
        noted = column(Partner, partner, "service_last_contact_date")
        return SQL("GREATEST(%s, %s)", made, noted)
