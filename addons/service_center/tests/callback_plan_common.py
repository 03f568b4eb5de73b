from datetime import date, datetime

from odoo.tools import SQL

from .order_common import OrderCase

#: a Thursday on which the tests of callbacks plan
TODAY = date(2026, 3, 12)


class CallbackPlanCase(OrderCase):
    """Plans of callbacks, and documents that started them on days of the test's choice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        if "service_contact_limit" in cls.company._fields:  # the budget has its own tests
            cls.company.service_contact_limit = 0
        cls.Callback = cls.env["service.callback"]
        cls.env["service.callback.plan"].search([]).active = False

    @classmethod
    def make_plan(cls, *steps, **vals):
        """Create a plan that is valid from 2020; a step is a dict of what matters in it."""
        number = cls.env["service.callback.plan"].with_context(active_test=False).search_count([])
        return cls.env["service.callback.plan"].create(
            {
                "code": f"t_plan_{number}",
                "name": f"Plan {number}",
                "valid_from": date(2020, 1, 1),
                "step_ids": [
                    (0, 0, {"code": f"t_step_{number}_{place}", "name": f"Step {place}", **step})
                    for place, step in enumerate(steps or [{}])
                ],
                **vals,
            }
        )

    @classmethod
    def happened(cls, record, column, at):
        """Have something happened to a document at a time (naive UTC; a date is noon in Shanghai)."""
        if not isinstance(at, datetime):
            at = datetime(at.year, at.month, at.day, 4)
        record.flush_recordset()
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = ANY(%s)",
                SQL.identifier(record._table),
                SQL.identifier(column),
                at,
                record.ids,
            )
        )
        record.invalidate_recordset()

    @classmethod
    def closed(cls, at=TODAY, **vals):
        """Return a complaint that was closed at a time."""
        complaint = cls.complain(**{"partner_id": cls.customer.id, **vals})
        complaint.write({"state": "resolved", "resolution": "Repaired."})
        complaint.write({"state": "closed"})
        cls.happened(complaint, "closed_at", at)
        return complaint

    @classmethod
    def warranty(cls, start):
        """Return an item of the customer whose warranty begins on a day."""
        term = cls.env["service.warranty.term"].create(
            {
                "code": "t_callback",
                "name": "Two years",
                "product_tmpl_ids": cls.product.product_tmpl_id.ids,
                "cover_ids": [(0, 0, {"kind": "parts", "value": 24})],
            }
        )
        return cls.env["service.warranty"].create(
            {
                "product_id": cls.product.id,
                "partner_id": cls.customer.id,
                "term_id": term.id,
                "start_date": start,
                "purchase_date": start,
            }
        )

    def schedule(self, plans=None, today=TODAY):
        """Plan, and return how many are new."""
        count = self.Callback._schedule(plans, today)
        self.env.flush_all()
        self.env.invalidate_all()
        return count

    def callbacks(self, plans, **where):
        """Return the callbacks of plans in the order of their dates."""
        domain = [("plan_id", "in", plans.ids), *((name, "=", value) for name, value in where.items())]
        return self.Callback.search(domain, order="due_date, id")

    def due(self, plans, **where):
        """Return how many days after today the callbacks of plans are due."""
        return [(one.due_date - TODAY).days for one in self.callbacks(plans, **where)]

    def reach(self, callback, day):
        """Have a callback made on a day, as the caller's steps leave it."""
        self.env.cr.execute(
            SQL(
                "UPDATE service_callback SET state = 'done', done_at = %s, result = 'fine'"
                " WHERE id = ANY(%s)",
                datetime(day.year, day.month, day.day, 4),
                callback.ids,
            )
        )
        callback.invalidate_recordset()
