import base64
import io

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..report.case_workbook import CaseWorkbook
from .erasure_common import EMAIL, NAME, PHONE, SAID, ErasureCase


@tagged("post_install", "-at_install")
class TestErasure(ErasureCase):
    """After erasing a person no text, attachment, export or explanation shows who they were (E5)."""

    def test_no_text_of_the_database_shows_who_it_was(self):
        complaint = self.make()
        self.end(complaint)
        before = self.find_traces()
        for trace in ("service_complaint.description", "mail_message.body", "ir_attachment.name"):
            self.assertIn(trace, before, "the test would prove nothing")
        self.confirm(partner_id=self.person.id)
        self.assertEqual(self.find_traces(), [])
        self.assertTrue(complaint.anonymised_at)
        self.assertFalse(complaint.partner_id)
        self.assertEqual(complaint.state, "closed")
        self.assertFalse(self.person.active)

    def test_ledgers_still_verify(self):
        complaint = self.make()
        self.end(complaint)
        clocks = self.clocks(complaint)
        verdicts = clocks.mapped("state")
        self.confirm(complaint_ids=complaint.ids)
        self.assertEqual(self.clocks(complaint), clocks)
        self.assertEqual(clocks.mapped("state"), verdicts)
        self.assertReplays(complaint)
        own = [
            found
            for found in self.env["service.check"]._get_all_differences()
            if found.get("res_id") in complaint.ids
        ]
        self.assertEqual(own, [])

    def test_exports_show_nothing(self):
        complaint = self.make()
        self.end(complaint)
        self.confirm(complaint_ids=complaint.ids)
        complaint.invalidate_recordset()
        sections = complaint.with_user(self.officer)._get_case_file()
        said = "\n".join(text for section in sections for row in section.rows for text in row)
        for secret in (NAME, PHONE, EMAIL, SAID, "kongming"):
            self.assertNotIn(secret, said)
        self.assertIn("Anonymised", said)
        book = CaseWorkbook(self.env, complaint.name, sections).render()
        self.assertTrue(book.startswith(b"PK"))

    def test_colleagues_stay_named(self):
        complaint = self.make()
        note = complaint.with_user(self.officer).message_post(body=f"I called {NAME}")
        self.end(complaint)
        self.confirm(complaint_ids=complaint.ids)
        self.assertEqual(note.author_id, self.officer.partner_id)
        self.assertFalse(note.body)
        moved = complaint.message_ids.tracking_value_ids.filtered(lambda one: one.field_id.name == "state")
        self.assertTrue(moved)

    def test_the_dialog_says_what_stays(self):
        complaint = self.make()
        Wizard = self.env["service.erasure.wizard"].with_user(self.manager)
        by_case = Wizard.new({"complaint_ids": [(6, 0, complaint.ids)]})
        self.assertFalse(by_case.contact_needed)
        self.assertEqual(by_case.open_names, complaint.name)
        by_person = Wizard.new({"partner_id": self.person.id})
        self.assertTrue(by_person.erase_contact)
        self.assertEqual(by_person.complaint_count, 1)

    def test_texts_may_stay(self):
        complaint = self.make(description="<p>The heel broke</p>", demand="A new pair")
        self.end(complaint)
        complaint.resolution = "Exchanged"
        self.confirm(complaint_ids=complaint.ids, keep_texts=True)
        self.assertIn("heel", complaint.description)
        self.assertEqual((complaint.demand, complaint.resolution), ("A new pair", "Exchanged"))
        self.assertEqual(complaint.customer_name, "Anonymised")

    def test_an_open_case_is_refused(self):
        complaint = self.make()
        with self.assertRaisesRegex(UserError, complaint.name):
            self.confirm(complaint_ids=complaint.ids)
        self.assertEqual(complaint.partner_id, self.person)

    def test_without_confirming_nothing_happens(self):
        complaint = self.make()
        self.end(complaint)
        with self.assertRaises(UserError):
            self.confirm(complaint_ids=complaint.ids, is_understood=False)
        self.assertFalse(complaint.anonymised_at)

    def test_managers_only(self):
        complaint = self.make()
        self.end(complaint)
        for user in (self.officer, self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                complaint.with_user(user).action_anonymise()
            with self.assertRaises(AccessError):
                self.person.with_user(user).action_anonymise()
            with self.assertRaises(AccessError):
                self.confirm(user=user, complaint_ids=complaint.ids)
        self.assertFalse(complaint.anonymised_at)
        action = complaint.with_user(self.manager).action_anonymise()
        self.assertEqual(action["context"]["default_complaint_ids"], complaint.ids)

    def test_not_by_who_is_complained_about(self):
        employee = self.env["hr.employee"].create({"name": "Boss", "user_id": self.manager.id})
        complaint = self.make()
        self.end(complaint)
        complaint.employee_ids = employee
        with self.assertRaisesRegex(UserError, "complained about"):
            self.confirm(complaint_ids=complaint.ids)

    def test_a_contact_of_an_order_stays(self):
        complaint = self.make()
        self.end(complaint)
        order = self.env["sale.order"].create({"partner_id": self.person.id})
        wizard = (
            self.env["service.erasure.wizard"]
            .with_user(self.manager)
            .create({"partner_id": self.person.id, "is_understood": True})
        )
        self.assertTrue(wizard.contact_needed)
        self.assertFalse(wizard.erase_contact)
        wizard.action_confirm()
        self.assertTrue(complaint.anonymised_at)
        self.assertEqual(order.partner_id.name, NAME)
        with self.assertRaises(UserError):
            self.person._anonymise()

    def test_complaints_without_a_contact_are_found_by_the_number(self):
        complaint = self.make(partner_id=False, contact_name=NAME, contact_phone=PHONE)
        wizard = self.env["service.erasure.wizard"].create({"partner_id": self.person.id})
        complaint.contact_phone = PHONE
        self.env.add_to_compute(wizard._fields["complaint_ids"], wizard)
        self.assertIn(complaint, wizard.complaint_ids)

    def test_survey_answers_go_with_the_contact(self):
        survey = self.env["survey.survey"].create({"title": "How was it"})
        question = self.env["survey.question"].create(
            {"survey_id": survey.id, "title": "Why", "question_type": "text_box"}
        )
        answer = self.env["survey.user_input"].create(
            {"survey_id": survey.id, "partner_id": self.person.id, "email": EMAIL, "nickname": NAME}
        )
        self.env["survey.user_input.line"].create(
            {
                "user_input_id": answer.id,
                "question_id": question.id,
                "answer_type": "text_box",
                "value_text_box": SAID,
            }
        )
        self.confirm(partner_id=self.person.id)
        self.assertEqual(self.find_traces(), [])

    def test_the_uploaded_ledger_goes(self):
        complaint = self.make()
        ledger = self.env["service.ledger.import"].create(
            {
                "res_model": "service.complaint",
                "file": base64.b64encode(io.BytesIO(f"{NAME},{PHONE}".encode()).read()),
                "filename": "ledger.csv",
                "state": "done",
            }
        )
        ledger.preview = [[NAME]]
        self.env["service.ledger.problem"].create(
            {"import_id": ledger.id, "value": NAME, "severity": "error", "code": "empty"}
        )
        complaint.ledger_import_id = ledger
        self.end(complaint)
        self.confirm(complaint_ids=complaint.ids, partner_id=False)
        ledger.invalidate_recordset()
        self.assertFalse(ledger.file)
        self.assertFalse(ledger.preview)
        self.assertFalse(ledger.problem_ids)

    # Retention
    def run_retention(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("service_center.cron_complaint_retention").method_direct_trigger()
        self.env.invalidate_all()

    def test_retention_at_its_boundary(self):
        now = fields.Datetime.now().replace(microsecond=0)
        limit = now - relativedelta(months=6)
        old, young, still_open, archived = (self.complain() for _number in range(4))
        for complaint in (old, young, archived):
            complaint.action_resolve()
            complaint.action_close()
        archived.active = False
        (old | archived).write({"closed_at": limit - relativedelta(seconds=1)})
        young.write({"closed_at": limit + relativedelta(minutes=5)})
        still_open.received_at = limit - relativedelta(years=1)
        self.company.service_retention_months = 0
        self.run_retention()
        self.assertFalse(old.anonymised_at, "0 keeps everything")
        self.company.service_retention_months = 6
        domain = self.Complaint._get_retention_domain(self.company, 6)
        over = self.Complaint.with_context(active_test=False).search(domain)
        self.assertEqual(over & (old | young | still_open | archived), old | archived)
        self.assertEqual(self.company._count_service_retention(6), len(over))
        self.run_retention()
        self.assertTrue(old.anonymised_at)
        self.assertTrue(archived.anonymised_at)
        self.assertFalse(young.anonymised_at)
        self.assertFalse(still_open.anonymised_at)
        when = old.anonymised_at
        self.run_retention()
        self.assertEqual(old.anonymised_at, when)
