import base64
import io
from datetime import date, timedelta

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from ..engine.summary_periods import Period
from ..report.callback_tables import CallbackSheets
from .report_common import local
from .test_callback_analysis import CallbackFiguresCase

WEEK = Period("weekly:2026-03-02:2026-03-08", date(2026, 3, 2), date(2026, 3, 8))


class CallbackReportCase(CallbackFiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user.name = "Chen"
        cls.plan.target_percent = 90
        for _number in range(8):
            cls.told(satisfaction="5")
        cls.told(satisfaction="2", result="problem")
        cls.told("unreached", user_id=cls.user.id)

    def rows(self, tables, title):
        """{label: values} of the table with a title."""
        table = next(table for table in tables if table.title == title)
        return {row[0][0]: [cell[0] for cell in row[1:]] for row in table.rows}

    def report(self, user=None, **vals):
        return (
            self.env["service.callback.report"]
            .with_user(user or self.user)
            .create(
                {
                    "plan_id": self.plan.id,
                    "date_from": date(2026, 3, 2),
                    "date_to": date(2026, 3, 2),
                    "summary": "Nine were reached.",
                    "evaluation": "Good, =but late.",
                    **vals,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestCallbackReport(CallbackReportCase):
    """The report form: figures, texts, review (CB-REP-01)."""

    def test_the_figures(self):
        tables = self.report()._get_report().tables
        rows = self.rows(tables, "Figures")
        self.assertEqual(rows["Had to be made"], [10, "", 0])
        self.assertEqual(rows["Made"][0], 9)
        self.assertEqual(rows["Missing"][0], 1)
        self.assertEqual(rows["Coverage"], [0.9, "59.6% – 98.2%", None])
        self.assertEqual(rows["Target"], [0.9, "Target met", ""])
        self.assertEqual(rows["Answered, of those asked"][0], 0.9)
        self.assertAlmostEqual(rows["Satisfied, of the answers"][0], 8 / 9)
        self.assertAlmostEqual(rows["Satisfaction (1 to 5)"][0], 42 / 9)
        self.assertEqual(rows["Problems"][0], 1)
        self.assertEqual(self.rows(tables, "By plan"), {"After the repair": [10, 9, 0.9, 1, 9, 8 / 9, 1]})
        self.assertEqual(self.rows(tables, "Why callbacks are missing"), {"Not Reached": [1]})

    def test_too_few_answers_say_nothing(self):
        self.company.service_callback_minimum = 10
        rows = self.rows(self.report()._get_report().tables, "Figures")
        self.assertEqual(rows["Satisfaction (1 to 5)"], [None, "Too few answers (9)", None])
        self.company.service_callback_minimum = 9
        rows = self.rows(self.report()._get_report().tables, "Figures")
        self.assertAlmostEqual(rows["Satisfaction (1 to 5)"][0], 42 / 9)

    def test_the_target_is_missed(self):
        self.plan.target_percent = 90.01
        rows = self.rows(self.report()._get_report().tables, "Figures")
        self.assertEqual(rows["Target"][1], "Target missed")

    def test_a_caller_sees_their_own_figures_only(self):
        self.told("unreached", user_id=self.colleague.id)
        rows = self.rows(self.report()._get_report().tables, "Figures")
        self.assertEqual(rows["Had to be made"][0], 10)
        whole = self.report(self.officer, caller_id=False)
        self.assertEqual(self.rows(whole._get_report().tables, "Figures")["Had to be made"][0], 11)
        with self.assertRaises(AccessError):
            self.report(caller_id=False)
        with self.assertRaises(AccessError):
            self.report(caller_id=self.colleague.id)

    def test_handed_in_by_the_next_working_day(self):
        friday = self.report(date_from=date(2026, 3, 6), date_to=date(2026, 3, 6))
        self.assertEqual(friday.due_at, local(2026, 3, 9, 17))
        with freeze_time(local(2026, 3, 9, 17)):
            friday.invalidate_recordset(["is_late"])
            self.assertFalse(friday.is_late)
        with freeze_time(local(2026, 3, 9, 17, 1)):
            friday.invalidate_recordset(["is_late"])
            self.assertTrue(friday.is_late)

    def test_a_supervisor_reviews_and_never_their_own(self):
        report = self.report()
        with self.assertRaises(UserError):
            report.with_user(self.officer).action_review()
        report.summary = " "
        with self.assertRaises(UserError):
            report.action_submit()
        report.summary = "Nine"
        report.write({"state": "reviewed"})
        self.assertEqual(report.state, "draft", "steps only")
        report.action_submit()
        with self.assertRaises(UserError):
            report.summary = "Ten"
        with self.assertRaises(AccessError):
            report.action_review()
        with self.assertRaises(AccessError):
            report.instruction = "Mine"
        mine = report.with_user(self.officer)
        with self.assertRaises(UserError):
            mine.action_send_back()
        mine.instruction = "Say why one was not reached."
        mine.action_send_back()
        report.summary = "One was on a journey."
        report.action_submit()
        mine.action_review()
        self.assertEqual((report.state, report.reviewed_by_id), ("reviewed", self.officer))
        own = self.report(self.officer, caller_id=self.officer.id)
        own.action_submit()
        with self.assertRaises(UserError):
            own.action_review()

    def test_who_may_read_it(self):
        report = self.report()
        with self.assertRaises(AccessError):
            report.with_user(self.colleague).read(["summary"])
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                report.with_user(user).read(["summary"])
            with self.assertRaises(AccessError):
                self.env["service.callback.improvement"].with_user(user).search([])
        self.assertTrue(report.with_user(self.officer).read(["summary"]))
        with self.assertRaises(AccessError):
            report.unlink()
        stranger = new_test_user(
            self.env,
            "sc_stranger",
            "service_center.group_officer",
            company_id=self.other_company.id,
            company_ids=self.other_company.ids,
        )
        with self.assertRaises(AccessError):
            report.with_user(stranger).read(["summary"])

    def test_workbook_and_document(self):
        report = self.report(self.officer, caller_id=self.user.id)
        self.env["service.callback.improvement"].create(
            {"name": "Announce arrivals", "deadline": date(2026, 4, 1), "report_id": report.id}
        )
        book = openpyxl.load_workbook(io.BytesIO(CallbackSheets(report.env, report._get_report()).render()))
        cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell]
        for text in ("Coverage", "Announce arrivals", "Nine were reached.", "Good, =but late."):
            self.assertIn(text, cells)
        html = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            ._render_qweb_html("service_center.action_report_callback_form", report.ids)[0]
            .decode()
        )
        for text in ("Callback report form", "59.6% – 98.2%", "Announce arrivals", "Good, =but late."):
            self.assertIn(text, html)
        self.assertIn(f"/callback_report/{report.id}/", report.action_workbook()["url"])
        self.assertEqual(report.action_print()["report_name"], "service_center.report_callback_form")

    def test_who_is_erased_is_taken_out(self):
        report = self.report(summary="Wang Fang, 138 0013 8000, was content; others were not.")
        item = self.env["service.callback.improvement"].create(
            {"name": "Call Wang Fang earlier", "deadline": date(2026, 4, 1)}
        )
        person = self.env["res.partner"].create({"name": "Wang Fang", "phone": "+86 138 0013 8000"})
        person.with_user(self.manager)._anonymise()
        self.env.invalidate_all()
        self.assertNotIn("Wang", report.summary)
        self.assertNotIn("8000", report.summary)
        self.assertIn("others were not", report.summary)
        self.assertNotIn("Wang", item.name)
        self.assertNotIn("Wang", item.activity_ids.summary)

    def test_as_many_queries_for_many(self):
        report = self.report(self.officer, caller_id=False)

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            report._get_report()
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        for _number in range(30):
            self.told(satisfaction="4")
        self.assertEqual(queries(), few)


@tagged("post_install", "-at_install")
class TestCallbackImprovement(CallbackReportCase):
    """Improvements are followed to their end (CSD-CB-01)."""

    def improve(self, **vals):
        vals = {"name": "Ring before arriving", "deadline": self.company._service_day(), **vals}
        return self.env["service.callback.improvement"].with_user(self.user).create(vals)

    def test_from_open_to_done(self):
        item = self.improve()
        self.assertEqual(item.activity_ids.user_id, self.user)
        with self.assertRaises(UserError):
            item.action_done()
        item.write({"result": "Told everybody", "state": "done"})
        self.assertEqual(item.state, "open", "steps only")
        item.action_done()
        self.assertEqual(item.state, "done")
        self.assertTrue(item.ended_at)
        self.assertFalse(item.activity_ids)
        with self.assertRaises(UserError):
            item.action_drop()

    def test_overdue_the_day_after(self):
        today = self.company._service_day()
        on_time, late = self.improve(), self.improve(deadline=today - timedelta(1))
        self.assertEqual((on_time.is_overdue, late.is_overdue), (False, True))
        Item = self.env["service.callback.improvement"]
        self.assertEqual(Item.search([("is_overdue", "=", True)]) & (on_time | late), late)
        self.assertEqual(Item.search([("is_overdue", "=", False)]) & (on_time | late), on_time)
        late.deadline = today
        self.assertEqual(late.activity_ids.date_deadline, today)
        self.assertFalse(late.is_overdue)

    def test_of_others(self):
        item = self.improve()
        with self.assertRaises(AccessError):
            item.with_user(self.colleague).read(["name"])
        self.assertTrue(item.with_user(self.officer).read(["name"]))


@tagged("post_install", "-at_install")
class TestCallbackSummary(CallbackReportCase):
    """Weekly and monthly figures by mail (CSD-CB-01)."""

    def summary(self, **vals):
        return self.env["service.complaint.summary"].create(
            {
                "name": "Callbacks of the week",
                "frequency": "weekly",
                "user_ids": self.officer.ids,
                "with_pdf": False,
                "with_callbacks": True,
                **vals,
            }
        )

    def test_mails_have_the_callbacks(self):
        self.officer.email = "officer@example.com"
        item = {"name": "Ring first", "deadline": date(2026, 3, 9)}
        self.env["service.callback.improvement"].create(item)
        summary = self.summary()
        summary._send(WEEK)
        mail = self.env["mail.mail"].search([("subject", "like", "Callbacks of the week")])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(mail.attachment_ids.datas)))
        self.assertEqual(book.sheetnames[-1], "Callbacks")
        cells = [cell for row in book.worksheets[-1].iter_rows(values_only=True) for cell in row]
        self.assertIn("Coverage", cells)
        self.assertIn("Ring first", cells)
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html(
                "service_center.action_report_complaint_summary",
                summary.ids,
                data={"first": str(WEEK.first), "last": str(WEEK.last)},
            )[0]
            .decode()
        )
        self.assertIn("Customers won back, of the problems", html)
        self.assertIn("Ring first", html)

    def test_without_callbacks_as_before(self):
        summary = self.summary(with_callbacks=False)
        book = openpyxl.load_workbook(io.BytesIO(summary._render_workbook(WEEK)))
        self.assertNotIn("Callbacks", book.sheetnames)

    def test_filters_and_improvements_that_ended(self):
        summary = self.summary()
        rows = self.rows(summary._get_callback_report(WEEK).tables, "Figures")
        self.assertEqual(rows["Had to be made"][0], 10)
        summary.team_ids = self.env["service.team"].create({"code": "t_x", "name": "Others"})
        rows = self.rows(summary._get_callback_report(WEEK).tables, "Figures")
        self.assertEqual(rows["Had to be made"][0], 0)
        items = self.env["service.callback.improvement"].create(
            [{"name": name, "deadline": date(2026, 3, 9), "result": "So"} for name in ("a", "b", "c")]
        )
        items[:2].action_done()
        items[0].sudo().ended_at = local(2026, 3, 1, 23, 59)
        items[1].sudo().ended_at = local(2026, 3, 2, 0, 1)
        self.assertEqual(summary._get_improvements(WEEK.first) & items, items[1:])
        self.assertLess(items[0].ended_at, fields.Datetime.now())
