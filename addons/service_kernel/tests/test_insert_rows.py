import psycopg2

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..tools.insert_rows import insert_rows


@tagged("post_install", "-at_install")
class TestInsertRows(TransactionCase):
    """Rows go in as they are given, in their order; what the database forbids stays forbidden."""

    def row(self, kind, **vals):
        return {
            "res_model": "res.partner",
            "res_id": 1,
            "company_id": self.env.company.id,
            "kind": kind,
            **vals,
        }

    def test_in_order_with_who_and_when(self):
        Event = self.env["service.sla.event"]
        rows = [self.row("milestone", metric=f"m{number}", at="2026-05-04 01:00:00") for number in range(50)]
        events = Event.browse(insert_rows(Event, rows))
        self.assertEqual(events.mapped("metric"), [row["metric"] for row in rows])
        self.assertEqual(events.create_uid, self.env.user)
        self.assertEqual(set(events.mapped("create_date")), {self.env.cr.now()})

    def test_rows_need_not_have_the_same_columns(self):
        Event = self.env["service.sla.event"]
        rows = [
            self.row("milestone", metric="first", at="2026-05-04 01:00:00"),
            self.row("reopen", metric="second", at="2026-05-04 01:00:00", step="warn"),
        ]
        events = Event.browse(insert_rows(Event, rows))
        self.assertEqual(events.mapped("step"), [False, "warn"])

    def test_none(self):
        with self.assertQueryCount(0):
            self.assertEqual(insert_rows(self.env["service.sla.event"], []), [])

    def test_the_database_still_refuses(self):
        Event = self.env["service.sla.event"]
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.NotNullViolation):
            insert_rows(Event, [self.row("milestone")])  # no time
