import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .ledger_common import CHINESE, GOOD, OTHER, LedgerCase, xlsx

MODELS = ("import", "sheet", "column", "problem", "heading")


@tagged("post_install", "-at_install")
class TestLedgerAccess(LedgerCase):
    def test_users_below_officer_have_no_access(self):
        self.take_in(xlsx(CHINESE, GOOD))
        for user in (self.user, self.employee, self.portal):
            for name in MODELS:
                model = self.env[f"service.ledger.{name}"].with_user(user)
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(model.has_access(operation), f"{user.login} {name} {operation}")
        with self.assertRaises(AccessError):
            self.Import.with_user(self.user)._import_content(
                "service.complaint", "x.xlsx", xlsx(CHINESE, GOOD)
            )

    def test_officers_import_and_managers_maintain_headings(self):
        record = self.read_file(xlsx([*CHINESE, "店长意见"], [*GOOD, "x"]))
        record.column_ids[-1].field_code = "resolution"
        record.action_import()
        heading = self.env["service.ledger.heading"].search([("heading", "=", "店长意见")])
        self.assertTrue(heading.with_user(self.officer).has_access("write"))
        self.assertFalse(heading.with_user(self.officer).has_access("unlink"))
        self.assertFalse(record.has_access("unlink"))
        heading.with_user(self.manager).field_code = "note"
        heading.with_user(self.manager).unlink()

    def test_other_companies_do_not_see_it(self):
        record = self.read_file(xlsx([*CHINESE, "x"], ["", "昨天", *GOOD[2:], "y"]))
        record.column_ids[-1].field_code = "resolution"
        record.action_check()
        stranger = new_test_user(
            self.env,
            "sc_stranger",
            "service_center.group_manager",
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        for name in MODELS:
            model = self.env[f"service.ledger.{name}"]
            self.assertTrue(model.with_user(self.officer).search_count([]) or name == "import")
            self.assertFalse(model.with_user(stranger).search_count([]), name)
        with self.assertRaises(AccessError):
            record.with_user(stranger).read(["file"])

    def test_the_same_number_in_another_company_is_another_row(self):
        self.take_in(xlsx(CHINESE, GOOD))
        self.category.company_id = False
        officer = new_test_user(
            self.env,
            "sc_other_officer",
            "service_center.group_officer",
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        other = self.Import.with_user(officer)._import_content(
            "service.complaint", "x.xlsx", xlsx(CHINESE, GOOD)
        )
        self.assertEqual(other.created_count, 1, other.problem_ids.mapped("message"))
        self.assertEqual(self.complaints(other).company_id, self.other_company)

    def test_only_models_that_take_ledgers_can_be_chosen(self):
        with self.assertRaises(AccessError):
            self.Import._import_content("res.users", "x.xlsx", xlsx(CHINESE, GOOD))
        takers = [name for name, _label in self.Import._selection_res_model()]
        self.assertEqual(takers, ["service.complaint", "service.order", "service.warranty"])
        with self.assertRaises(UserError):
            self.env["service.ledger.import"]._import_content("res.users", "x.xlsx", xlsx(CHINESE, GOOD))
        with self.assertRaises(UserError):
            self.Import.with_user(self.employee).new({"res_model": "service.complaint"})._ledger_model()

    def test_what_the_officer_may_not_see_still_counts_as_imported(self):
        complaint = self.complaints(self.take_in(xlsx(CHINESE, GOOD, OTHER)))[0]
        complaint.active = False
        again = self.take_in(xlsx(CHINESE, GOOD, OTHER))
        self.assertEqual((again.created_count, again.repeat_count), (0, 2))


@tagged("post_install", "-at_install")
class TestLedgerDownload(HttpCase):
    def test_template_and_rows_to_correct_are_downloaded_as_the_user(self):
        officer = new_test_user(self.env, "dl_officer", "service_center.group_officer")
        new_test_user(self.env, "dl_user", "service_center.group_user")
        record = (
            self.env["service.ledger.import"]
            .with_user(officer)
            ._import_content("service.complaint", "台账.xlsx", xlsx(CHINESE, ["", "昨天", *GOOD[2:]]))
        )
        url = record.action_download_correction()["url"]
        self.authenticate("dl_officer", "dl_officer")
        answer = self.url_open(record.action_download_template()["url"])
        self.assertEqual(answer.status_code, 200)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        self.assertEqual([cell.value for cell in sheet[1]][:3], ["Ledger No.", "Received at", "Customer"])
        answer = self.url_open(url)
        self.assertEqual(answer.content, base64.b64decode(record.correction_file))
        self.assertIn(".xlsx", answer.headers["Content-Disposition"])
        self.authenticate("dl_user", "dl_user")
        self.assertNotEqual(self.url_open(url).content, answer.content)
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(url).content, answer.content)
        self.assertNotIn(
            "spreadsheet", self.url_open("/service/ledger/template/res.users").headers["Content-Type"]
        )
