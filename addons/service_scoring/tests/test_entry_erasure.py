from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestEntryErasure(EntryCase):
    """Erasing a person takes words and photos; the ledger stays and still verifies (E5)."""

    def test_no_text_or_photo_is_left_and_the_seals_hold(self):
        photo = self.env["ir.attachment"].with_user(self.officer).create({"name": "Wang.png", "raw": b"a"})
        entry = self.confirmed(description="Wang was late", statement="The bus", evidence_ids=photo.ids)
        entry.message_post(body="Wang again")
        counter = entry.action_reverse("It was not Wang")
        rejected = self.entry(description="Wang left early")
        rejected.action_reject("Wang was ill")
        stays = self.confirmed(employee=self.other, description="Somebody else")
        self.Entry._seal(self.company)
        self.worker.with_user(self.hr).sudo(False).action_anonymise_scores()
        for record in (entry, counter, rejected):
            record.invalidate_recordset()
            self.assertFalse(
                record.description or record.statement or record.reverse_reason or record.reject_reason
            )
            self.assertFalse(record.evidence_ids)
        self.assertFalse(photo.sudo().exists())
        self.assertNotIn("Wang", "".join(entry.sudo().message_ids.mapped(lambda one: one.body or "")))
        self.assertEqual((entry.points, entry.employee_id, entry.state), (-1, self.worker, "reversed"))
        self.assertEqual(stays.description, "Somebody else")
        self.assertEqual(list(self.Entry.sudo()._verify_seals(self.company)), [])

    def test_reasons_of_consequences_go(self):
        for _time in range(2):
            self.confirmed("again")
        proposed = self.env["service.score.consequence"].search([("employee_id", "=", self.worker.id)])
        proposed.reason = "Wang was warned before"
        proposed.with_user(self.officer).action_approve()
        self.worker._anonymise_scores()
        self.assertEqual((proposed.reason, proposed.state), (False, "approved"))

    def test_only_hr_of_scoring_erases(self):
        with self.assertRaises(AccessError):
            self.worker.with_user(self.officer).action_anonymise_scores()

    def test_hr_of_another_company_erases_nothing(self):
        entry = self.entry(description="Wang was late")
        foreign = new_test_user(self.env, "foreign_hr", "service_scoring.group_hr")
        company = self.env["res.company"].create({"name": "Another"})
        foreign.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        worker = self.worker.with_user(foreign).with_context(allowed_company_ids=company.ids).sudo(False)
        with self.assertRaises(AccessError):
            worker.action_anonymise_scores()
        self.assertEqual(entry.description, "Wang was late")
