from odoo.exceptions import AccessError
from odoo.tests import tagged

from .visit_common import VisitCase


@tagged("post_install", "-at_install")
class TestVisitAccess(VisitCase):
    """What belongs to a visit follows the order; policies follow their managers."""

    def rights(self, record):
        """{login: operations allowed on a record}"""
        people = (self.user, self.officer, self.manager, self.users[0], self.portal)
        return {
            user.login: "".join(
                operation[0]
                for operation in ("read", "write", "unlink")
                if record.with_user(user).has_access(operation)
            )
            for user in people
        }

    def test_checklist_readings_and_signatures_of_an_order(self):
        self.finish()
        self.job._add_reading("Pressure", 1, "bar")
        self.sign()
        nobody = {"sc_tech_a": "", "sc_portal": ""}
        for record in (self.job.check_ids[0], self.job.reading_ids):
            self.assertEqual(
                self.rights(record), {"sc_user": "", "sc_officer": "rwu", "sc_manager": "rwu", **nobody}
            )
        self.assertEqual(
            self.rights(self.job.signature_ids),
            {"sc_user": "", "sc_officer": "r", "sc_manager": "r", **nobody},
        )
        self.job.user_id = self.user
        self.assertEqual(self.rights(self.job.check_ids[0])["sc_user"], "rwu")
        self.assertEqual(self.rights(self.job.signature_ids)["sc_user"], "r")
        with self.assertRaises(AccessError):
            self.env["service.visit.signature"].with_user(self.manager).create({"order_id": self.job.id})

    def test_checklists_are_policies(self):
        for record in (self.checklist, self.checklist.line_ids[0]):
            self.assertEqual(
                self.rights(record),
                {"sc_user": "r", "sc_officer": "r", "sc_manager": "rwu", "sc_tech_a": "", "sc_portal": ""},
            )

    def test_other_companies(self):
        foreign = self.checklist.copy(
            {"company_id": self.other_company.id, "type_ids": False, "line_ids": False}
        )
        self.assertEqual(self.rights(foreign)["sc_manager"], "")

    def test_the_service_notice(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "service_center.report_service_notice", self.job.ids
        )
        for text in (self.job.name, "Technician A", "Wang Fang", "The window does not close."):
            self.assertIn(text, html.decode())
