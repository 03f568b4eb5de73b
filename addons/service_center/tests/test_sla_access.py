from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestSlaAccess(SlaCase):
    """Who reads clocks and their events.

    Officers see all complaints of their companies, so rules of company and document type show them no clock
    of a complaint that they could not see. Everybody else sees limits through a complaint they may read.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(local("2026-03-02 09:00")):
            cls.complaint = cls.complain(received_at=local("2026-03-02 09:00"), user_id=cls.colleague.id)
        cls.foreign_officer = cls.officer.copy(
            {
                "login": "sc_foreign_officer",
                "company_id": cls.other_company.id,
                "company_ids": cls.other_company.ids,
            }
        )
        cls.domain = [("res_model", "=", "service.complaint"), ("res_id", "=", cls.complaint.id)]

    def test_officers_and_managers_read_and_never_write(self):
        for user in (self.officer, self.manager):
            for model in ("service.sla.clock", "service.sla.event"):
                rows = self.env[model].with_user(user).search(self.domain)
                self.assertEqual(len(rows), 2, model)
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(rows.has_access(operation), (model, operation))
            clock = self.env["service.sla.clock"].with_user(user).search(self.domain, limit=1)
            self.assertEqual(clock.document_name, self.complaint.name)
            self.assertEqual(clock.action_open_document()["res_id"], self.complaint.id)

    def test_below_officer_nobody_reads(self):
        for user in (self.user, self.colleague, self.employee, self.portal):
            for model in ("service.sla.clock", "service.sla.event", "service.sla.review"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search(self.domain)

    def test_officers_of_another_company_see_none(self):
        for model in ("service.sla.clock", "service.sla.event"):
            self.assertFalse(self.env[model].with_user(self.foreign_officer).search(self.domain))
        with self.assertRaises(AccessError):
            self.clocks(self.complaint)[0].with_user(self.foreign_officer).read(["deadline"])

    def test_clocks_of_other_documents_are_not_the_officers(self):
        """A row of a document type that they know nothing about stays hidden."""
        clock = self.clocks(self.complaint, "resolve")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_sla_clock SET res_model = 'res.partner' WHERE id = %s", [clock.id]
        )
        self.env.invalidate_all()
        self.assertFalse(clock.with_user(self.officer).search([("id", "=", clock.id)]))
        self.assertTrue(clock.search([("id", "=", clock.id)]))

    def test_limits_are_seen_through_the_complaint(self):
        self.assertEqual(len(self.complaint.with_user(self.colleague).sla_clocks), 2)
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                self.complaint.with_user(user).read(["sla_clocks"])

    def test_policies_are_read_by_employees_and_kept_by_managers(self):
        records = (self.policy, self.resolve, self.env["service.sla.metric"]._find(self.company, "resolve"))
        for record in records:
            record.with_user(self.employee).read(["code"])
            record.with_user(self.manager).write({"sequence": 7})
            for user in (self.user, self.officer):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"sequence": 8})
            with self.assertRaises(AccessError):
                record.with_user(self.portal).read(["code"])
