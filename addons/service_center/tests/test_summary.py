import base64
import io
from datetime import datetime
from unittest.mock import patch

import openpyxl
import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .report_common import ReportCase, local


@tagged("post_install", "-at_install")
class TestSummary(ReportCase):
    """Summaries by mail: each period once, to everybody, in their language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader.email = "lin@example.com"
        cls.outside = cls.env["res.partner"].create({"name": "Owner", "email": "owner@example.com"})
        with freeze_time(local(2026, 3, 2, 9)):
            cls.summary = cls.plan()
        cls.complain_here(local(2026, 3, 3, 10), category_id=cls.goods.id, contact_name="=cmd()")
        cls.complain_here(local(2026, 3, 4, 0, 30), category_id=cls.attitude.id, site_id=cls.floor.id)

    @classmethod
    def plan(cls, **vals):
        return cls.env["service.complaint.summary"].create(
            {
                "name": "Mall daily",
                "company_id": cls.mall.id,
                "frequency": "daily",
                "hour": 8,
                "user_ids": cls.leader.ids,
                "partner_ids": cls.outside.ids,
                "with_pdf": False,
                **vals,
            }
        )

    def run_at(self, *parts):
        self.env.flush_all()
        with freeze_time(local(*parts)), self.enter_registry_test_mode():
            self.env.ref("service_center.cron_complaint_summary").method_direct_trigger()
        self.env.invalidate_all()

    def mails(self):
        return self.env["mail.mail"].search([("subject", "like", "Mall daily")], order="id")

    def test_each_period_once(self):
        self.run_at(2026, 3, 4, 7, 59)
        self.assertEqual(len(self.mails()), 2, "the third of March fell due while the server was off")
        for hour in (8, 9, 23):
            self.run_at(2026, 3, 4, hour)
        self.assertEqual(len(self.mails()), 4)
        self.assertEqual(self.summary.last_period, "daily:2026-03-03:2026-03-03")
        self.assertEqual(self.summary.issue_ids.mapped("mail_count"), [2, 2])
        self.assertEqual(set(self.mails().mapped("email_to")), {"lin@example.com", "owner@example.com"})

    def test_missed_days_are_caught_up_once(self):
        self.run_at(2026, 3, 6, 12)
        self.assertEqual(
            self.summary.issue_ids.sorted("id").mapped("key"),
            [f"daily:2026-03-0{day}:2026-03-0{day}" for day in (2, 3, 4, 5)],
        )
        self.run_at(2026, 3, 6, 13)
        self.assertEqual(len(self.summary.issue_ids), 4)

    def test_what_fell_due_while_archived_is_not_sent(self):
        self.summary.active = False
        self.run_at(2026, 3, 6, 12)
        self.assertFalse(self.mails())
        with freeze_time(local(2026, 3, 6, 12)):
            self.summary.active = True
        self.run_at(2026, 3, 6, 13)
        self.assertFalse(self.mails())

    def test_the_workbook_is_about_the_local_day(self):
        self.run_at(2026, 3, 4, 8)
        mail = self.mails().filtered(lambda mail: "2026" in mail.subject)[-1]
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(mail.attachment_ids.datas)))
        rows = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True) if row[0]}
        self.assertEqual(rows["Complaints received"], 1)

    def test_filters(self):
        with freeze_time(local(2026, 3, 5, 9)):
            day = self.summary._get_last_period()
            self.assertEqual(self.summary._get_report(day).figures.received, 1)
            self.summary.category_ids = self.goods
            self.assertEqual(self.summary._get_report(day).figures.received, 0)
            self.summary.write({"category_ids": [(5,)], "site_ids": self.floor.ids})
            self.assertEqual(self.summary._get_report(day).figures.received, 1)

    def test_one_that_fails_stops_no_other(self):
        other = self.plan(name="Other")
        other.planned_from = self.summary.planned_from
        Summary = type(self.summary)
        make = Summary._render_workbook

        def fail(summary, period):
            if summary.id == self.summary.id:
                raise OSError("disk full")
            return make(summary, period)

        with (
            patch.object(Summary, "_render_workbook", fail),
            mute_logger("odoo.addons.service_center.models.service_complaint_summary"),
        ):
            self.run_at(2026, 3, 3, 8)
        self.assertIn("disk full", self.summary.error)
        self.assertFalse(self.summary.issue_ids)
        self.assertTrue(other.issue_ids)
        self.run_at(2026, 3, 3, 9)
        self.assertFalse(self.summary.error)
        self.assertTrue(self.summary.issue_ids)

    def test_the_database_lets_no_period_in_twice(self):
        period = self.summary._get_last_period()
        self.summary._send(period)
        refused = self.assertRaises(psycopg2.errors.UniqueViolation)
        with mute_logger("odoo.sql_db"), refused, self.env.cr.savepoint():
            self.summary._send(period)
        with self.assertRaises(UserError):
            self.summary.action_send_now()

    def test_who_has_no_address_is_named(self):
        self.outside.email = "nonsense"
        self.run_at(2026, 3, 3, 8)
        self.assertEqual(self.summary.issue_ids.missed, "Owner")
        self.assertEqual(self.summary.issue_ids.mail_count, 1)

    def test_bad_plans(self):
        for vals in ({"user_ids": False, "partner_ids": False}, {"with_xlsx": False}):
            with self.assertRaises(ValidationError):
                self.plan(**vals)
        for vals in ({"hour": 24}, {"month_day": 0}, {"month_day": 32}):
            refused = self.assertRaises(psycopg2.errors.CheckViolation)
            with mute_logger("odoo.sql_db"), refused, self.env.cr.savepoint():
                self.plan(**vals)

    def test_rights(self):
        mine = self.summary.with_user(self.leader)
        mine.name = "Mine"
        action = mine.action_preview()
        self.assertEqual(action["report_name"], "service_center.report_complaint_summary")
        self.assertFalse(action.get("data"), "the web client would leave the id out")
        with self.assertRaises(AccessError):
            mine.unlink()
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                self.summary.with_user(user).read(["name"])
        with self.assertRaises(AccessError):
            self.summary.with_user(self.officer).read(["name"])  # of another company
        with self.assertRaises(AccessError):
            self.env["service.complaint.summary.issue"].with_user(self.leader).create(
                {"summary_id": self.summary.id, "key": "x"}
            )

    def test_the_document(self):
        data = {"first": "2026-03-01", "last": "2026-03-31"}
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("service_center.action_report_complaint_summary", self.summary.ids, data=data)[
                0
            ]
            .decode()
        )
        self.assertIn("Complaints received", html)
        self.assertIn("=1+1", html)
        self.assertIn("Noto Sans CJK SC", html)

    def test_a_real_pdf(self):
        self.summary.with_pdf = True
        with self.allow_pdf_render():
            content, kind = (
                self.env["ir.actions.report"]
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(
                    "service_center.action_report_complaint_summary",
                    self.summary.ids,
                    data={"first": "2026-03-01", "last": "2026-03-31"},
                )
            )
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))

    def test_now_is_a_moment_in_the_mall(self):
        with freeze_time(datetime(2026, 3, 4, 17)):  # the fifth, one o'clock, in Shanghai
            self.assertEqual(self.summary._get_last_period().key, "daily:2026-03-04:2026-03-04")
