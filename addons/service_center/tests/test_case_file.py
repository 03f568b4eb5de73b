import io

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, freeze_time, tagged

from ..report.case_workbook import CaseWorkbook
from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestCaseFile(SlaCase):
    """The whole file of a case: everything that is known, for officers, with neutral texts."""

    def make(self):
        with freeze_time(local("2026-03-02 09:00")):
            complaint = self.env["service.complaint"].create(
                {
                    "contact_name": "=HYPERLINK(1)",
                    "description": "<p>It <b>broke</b> &lt;script&gt;alert(1)&lt;/script&gt;</p>",
                    "demand": "<img src=x onerror=alert(1)>",
                    "amount_at_stake": 300,
                }
            )
        with freeze_time(local("2026-03-02 09:30")):
            complaint.action_acknowledge()
            complaint.with_user(self.officer).message_post(body="We look into it")
            self.env["ir.attachment"].create(
                {"name": "photo.txt", "raw": b"x", "res_model": complaint._name, "res_id": complaint.id}
            )
            activity = complaint.activity_schedule("mail.mail_activity_data_todo", summary="Call back")
            activity.action_feedback(feedback="Reached her")
        self.env.flush_all()
        return complaint

    def sections(self, complaint):
        return {section.code: section for section in complaint.with_user(self.officer)._get_case_file()}

    def test_everything_is_in_it(self):
        sections = self.sections(self.make())
        self.assertEqual(
            list(sections),
            [
                "case",
                "texts",
                "evidence",
                "decisions",
                "clocks",
                "events",
                "messages",
                "activities",
                "attachments",
            ],
        )
        said = {code: str(section.rows) for code, section in sections.items()}
        self.assertIn("300", said["case"])
        self.assertIn("Met", said["clocks"])
        self.assertIn("Running", said["clocks"])
        self.assertIn("Reached", said["events"])
        self.assertIn("We look into it", said["messages"])
        self.assertIn("Reached her", said["activities"])
        self.assertIn("photo.txt", said["attachments"])

    def test_what_hangs_on_the_case_is_in_it(self):
        complaint = self.make()
        self.assertNotIn("compensation_ids", self.sections(complaint), "no empty parts")
        link = {"complaint_id": complaint.id}
        employee = self.env["hr.employee"].create({"name": "Zhou"})
        self.env["service.complaint.person"].create(
            {**link, "employee_id": employee.id, "statement": "Not me"}
        )
        self.env["service.compensation"].create({**link, "amount_currency": 12.5, "reason": "For the taxi"})
        self.env["service.agreement"].create({**link, "text": "Both are content"})
        self.env["service.rectification"].create({**link, "requirement": "Mend the door"})
        self.env["service.complaint.fault"].create({**link, "party": "carrier", "share": 40})
        action = self.env["service.corrective.action"].create(
            {"title": "Doors", "complaint_ids": complaint.ids}
        )
        self.env["service.corrective.cause"].create(
            {"action_id": action.id, "name": "Rusty hinge", "kind": "material"}
        )
        complaint.write({"batch": "B-7", "case_review": "Oil the hinges", "shipped_on": "2026-02-01"})
        sections = self.sections(complaint)
        for code, text in (
            ("person_ids", "Not me"),
            ("compensation_ids", "For the taxi"),
            ("compensation_ids", "12.50"),
            ("agreement_ids", "Both are content"),
            ("rectification_ids", "Mend the door"),
            ("fault_ids", "Carrier"),
            ("corrective_action_ids", "Rusty hinge"),
            ("case", "B-7"),
            ("case", "2026-02-01"),
            ("texts", "Oil the hinges"),
        ):
            self.assertIn(text, str(sections[code].rows), code)
        for section in sections.values():
            if section.headings:
                self.assertEqual({len(row) for row in section.rows}, {len(section.headings)}, section.code)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "service_center.action_report_complaint_file", complaint.ids
        )[0]
        self.assertIn(b"Rusty hinge", html)

    def test_decisions_are_sentences(self):
        section = self.sections(self.make())["decisions"]
        self.assertEqual(section.rows[0][0], "Who decides")
        self.assertIn("Rule R-rest", section.rows[0][2])

    def test_moments_are_those_of_the_case(self):
        rows = self.sections(self.make())["clocks"].rows
        self.assertIn("9:00", rows[0][2].replace("09:00", "9:00"))

    def test_the_workbook_has_texts_only(self):
        complaint = self.make()
        sections = list(self.sections(complaint).values())
        book = openpyxl.load_workbook(io.BytesIO(CaseWorkbook(self.env, complaint.name, sections).render()))
        self.assertEqual(
            book.sheetnames,
            ["Case", "Evidence", "Time Limits", "Timeline", "Messages", "Activities", "Attachments"],
        )
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
        self.assertEqual(kinds, {"s"})
        cells = [cell.value for row in book["Case"].iter_rows() for cell in row]
        self.assertIn("=HYPERLINK(1)", cells)

    def test_the_document_escapes(self):
        complaint = self.make()
        html = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            ._render_qweb_html("service_center.action_report_complaint_file", complaint.ids)[0]
            .decode()
        )
        self.assertNotIn("<img src=x", html)
        self.assertNotIn("<script>alert", html)
        self.assertIn("&lt;img src=x", html)

    def test_a_real_pdf(self):
        with self.allow_pdf_render():
            content, _kind = (
                self.env["ir.actions.report"]
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf("service_center.action_report_complaint_file", self.make().ids)
            )
        self.assertTrue(content.startswith(b"%PDF"))

    def test_officers_only(self):
        complaint = self.make()
        complaint.user_id = self.user
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                complaint.with_user(user)._get_case_file()
            with self.assertRaises(AccessError):
                complaint.with_user(user).action_case_workbook()
        self.assertTrue(complaint.with_user(self.manager)._get_case_file())


@tagged("post_install", "-at_install")
class TestWorkbookDownload(HttpCase, SlaCase):
    def test_download(self):
        complaint = self.complain(user_id=self.user.id)
        url = f"/service_center/complaint/{complaint.id}/workbook"
        self.authenticate("sc_officer", "sc_officer")
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        self.assertTrue(response.content.startswith(b"PK"))
        self.assertEqual(self.url_open("/service_center/complaint/0/workbook").status_code, 404)
        self.authenticate("sc_user", "sc_user")
        self.assertEqual(self.url_open(url).status_code, 403)
