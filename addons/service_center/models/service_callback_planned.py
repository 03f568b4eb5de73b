from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .service_callback_window import Case

#: fields of callbacks that name the document
LINKS = {
    "service.complaint": "complaint_id",
    "service.order": "order_id",
    "sale.order": "sale_order_id",
}
#: columns that differ from callback to callback of a step: {column: type in the database}
COLUMNS = {
    "key": "varchar",
    "res_id": "int4",
    "occurrence": "int4",
    "partner_id": "int4",
    "product_id": "int4",
    "user_id": "int4",
    "anchor_date": "date",
    "planned_for": "date",
    "due_date": "date",
    "due_at": "timestamp",
    "is_same_day": "bool",
    "window_from": "timestamp",
    "window_to": "timestamp",
    "state": "varchar",
    "cancel_reason": "varchar",
}
#: a contact for which the customer has no room is put off by at most so many days
LATEST = 7


class ServiceCallback(models.Model):
    """Callbacks that plans make: thousands in a query, each of them once (CB-COV-01)."""

    # one concern a file
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    planned_for = fields.Date(
        readonly=True,
        copy=False,
        help="The day that the plan says, before the customer's contacts are counted.",
    )
    cancel_reason = fields.Selection(selection_add=[("undone", "What Started It Was Undone")])

    # what is planned already for a document, what is reviewed next, and when a customer was contacted last
    _step_document_idx = models.Index("(step_id, res_id) WHERE step_id IS NOT NULL")
    _step_planned_idx = models.Index("(step_id, id) WHERE state = 'planned'")
    _contact_idx = models.Index("(partner_id, done_at) WHERE state = 'done'")

    @api.model
    def _insert_planned(self, step, rows):
        """Insert callbacks of a step; those that exist are left as they are, also when two do this at once.

        :param rows: [{column of COLUMNS: value}]
        :return: the callbacks that are new
        """
        if not rows:
            return self.browse()
        same = self._prepare_planned(step)
        rows = self._add_windows(step.plan_id, rows)
        link = LINKS.get(same["res_model"])
        names = list(same)
        arrays = [SQL("%s::%s[]", [row[name] for row in rows], SQL(COLUMNS[name])) for name in COLUMNS]
        values = [
            SQL("%s", self._fields[name].convert_to_column_insert(same[name], self, same)) for name in names
        ]
        columns = [*COLUMNS, *names]
        selected = [SQL.identifier("row", name) for name in COLUMNS] + values
        if link:
            columns.append(link)
            selected.append(SQL.identifier("row", "res_id"))
        found = self.env.execute_query(
            SQL(
                "INSERT INTO service_callback (%s) SELECT %s FROM unnest(%s) AS row (%s)"
                " ON CONFLICT (company_id, key) DO NOTHING RETURNING id",
                SQL(", ").join(map(SQL.identifier, columns)),
                SQL(", ").join(selected),
                SQL(", ").join(arrays),
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
            )
        )
        callbacks = self.browse(row_id for (row_id,) in found)
        given = {*columns, "create_date", "write_date"}
        for field in self._fields.values():
            if field.store and field.compute and field.name not in given:
                self.env.add_to_compute(field, callbacks)
        return callbacks

    def _prepare_planned(self, step):
        """Return what all callbacks of a step have in common, with the defaults of other fields."""
        plan = step.plan_id
        stored = [
            name
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and not field.compute
            and name not in COLUMNS
            and name != "key"
        ]
        now = self.env.cr.now()
        return {
            **{
                name: value
                for name, value in self.default_get(stored).items()
                if name in stored and name != "id"
            },
            **step._prepare_content(),
            "company_id": plan.company_id.id,
            "plan_id": plan.id,
            "step_id": step.id,
            "res_model": plan.res_model,
            "active": True,
            "create_uid": self.env.uid,
            "create_date": now,
            "write_uid": self.env.uid,
            "write_date": now,
        }

    @api.model
    def _book_planned(self, rows, today, always, purpose):
        """Ask for room among the customers' contacts, and set the due dates (C4).

        What is always made, and what is due the same day, is made on its date. Anything else is put off by a
        few days where the customer was contacted enough; without room it is left for another day.

        :param rows: [{column: value}]
        :param always: keys of what is made on its date in any case
        :param purpose: what the contacts are for
        :return: the rows that have room
        """
        wanted = {row["key"]: max(row["planned_for"], today) for row in rows if row["state"] == "planned"}
        dates = self.env["service.contact"]._book(
            [
                {
                    "partner_id": row["partner_id"],
                    "company_id": self.env.company.id,
                    "date": wanted[row["key"]],
                    "latest": wanted[row["key"]] + timedelta(0 if row["key"] in always else LATEST),
                    "duty": row["key"] in always,
                    "key": row["key"],
                    "purpose": purpose,
                }
                for row in rows
                if row["key"] in wanted
            ]
        )
        booked = []
        for row in rows:
            date = dates.get(row["key"]) if row["key"] in wanted else row["due_date"]
            if date:
                # one that was overdue before it could be planned stays overdue
                moved = row["key"] in wanted and date != wanted[row["key"]]
                booked.append({**row, "due_date": date, "due_at": None} if moved else row)
        return booked

    @api.model
    def _change_planned(self, rows):
        """Write columns of planned callbacks, in one query; what somebody took meanwhile is left alone.

        :param rows: [{"id": …, column: value}], the same columns in each
        :return: the callbacks that were changed
        """
        if not rows:
            return self.browse()
        names = [name for name in rows[0] if name != "id"]
        arrays = [SQL("%s::int4[]", [row["id"] for row in rows])]
        arrays += [
            SQL("%s::%s[]", [row[name] for row in rows], SQL(self._fields[name].column_type[0]))
            for name in names
        ]
        found = self.env.execute_query(
            SQL(
                "UPDATE service_callback SET %s, write_date = %s, write_uid = %s"
                " FROM unnest(%s) AS row (id, %s)"
                " WHERE service_callback.id = row.id AND service_callback.state IN ('planned', 'cancelled')"
                " RETURNING service_callback.id",
                SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), SQL.identifier("row", name)) for name in names
                ),
                self.env.cr.now(),
                self.env.uid,
                SQL(", ").join(arrays),
                SQL(", ").join(map(SQL.identifier, names)),
            )
        )
        callbacks = self.browse(row_id for (row_id,) in found)
        callbacks.invalidate_recordset(flush=False)
        callbacks.modified(names)
        return callbacks

    @api.model
    def _add_windows(self, plan, rows):
        """Return the rows with the hours in which they are offered; what is not made is offered at none."""
        cases = {
            row["key"]: Case(
                *(row["partner_id"], plan.id, plan.company_id.id),
                *(row["due_date"], row["is_same_day"], False),
            )
            for row in rows
            if row["state"] == "planned"
        }
        found = self._find_windows_of(cases, fields.Datetime.now())
        windows = [found.get(row["key"], (None, None)) for row in rows]
        return [
            {**row, "window_from": start or None, "window_to": end or None}
            for row, (start, end) in zip(rows, windows, strict=True)
        ]

    def _offer_planned_windows(self):
        """Set the hours in which these planned callbacks are offered, in one query for thousands."""
        windows = self._find_windows(fields.Datetime.now())
        self._change_planned(
            [
                {"id": callback.id, "window_from": start or None, "window_to": end or None}
                for callback, (start, end) in windows.items()
            ]
        )

    def _cancel_planned(self, reason):
        """Cancel planned callbacks because of what happened; others are left alone. No rights are asked for.

        :param reason: a code of the reasons
        """
        self.flush_recordset()
        self._change_planned(
            [{"id": callback_id, "state": "cancelled", "cancel_reason": reason} for callback_id in self.ids]
        )
        for company, callbacks in self.grouped("company_id").items():
            self.env["service.contact"].with_company(company)._release(callbacks.mapped("key"))
