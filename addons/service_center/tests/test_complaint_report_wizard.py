import io

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .report_common import ReportCase, local


@tagged("post_install", "-at_install")
class TestComplaintReportWizard(ReportCase):
    """Who may make a report, of what, and what it says when it cannot."""

    def test_users_are_refused_officers_and_managers_are_not(self):
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                self.wizard(user=user, company_id=self.company.id)
        for user in (self.officer, self.manager):
            self.assertTrue(self.wizard(user=user).action_download())

    def test_nobody_reads_the_report_of_another(self):
        wizard = self.wizard(user=self.manager)
        wizard.action_download()
        with self.assertRaises(AccessError):
            wizard.with_user(self.officer).read(["file"])

    def test_a_company_counts_its_own_and_strangers_get_nothing(self):
        self.complain_here(local(2026, 3, 5))
        self.complain(received_at=local(2026, 3, 5), company_id=self.other_company.id, user_id=False)
        self.assertEqual(self.rows(self.book()["Totals"], "Figure")[0][1], 1)
        wizard = self.wizard()
        with self.assertRaises(AccessError):
            wizard.company_id = self.other_company
            wizard.action_download()
        with self.assertRaises(UserError):
            self.wizard(site_id=self.site.id).action_download()

    def test_names_of_another_company_are_not_shown(self):
        self.complain_here(local(2026, 3, 5), employee_ids=self.staff[0].ids)
        self.staff[0].company_id = self.other_company
        self.env.flush_all()
        table = self.rows(self.book()["By employee"], "By employee")
        self.assertEqual(table[0][:2], ("(no access)", 1))

    def test_clear_words_for_impossible_days(self):
        with self.assertRaisesRegex(
            ValidationError, "cannot end on 03/01/2026, before it begins on 03/02/2026"
        ):
            self.wizard(period="days", date_from="2026-03-02", date_to="2026-03-01")
        with self.assertRaisesRegex(UserError, "first and the last day"):
            self.wizard(period="days", date_from="2026-03-02")
        with self.assertRaisesRegex(UserError, "Choose a month"):
            self.wizard(month=False)
        with self.assertRaisesRegex(UserError, "Choose a month"):
            self.wizard(year=0)
        with self.assertRaisesRegex(ValidationError, "between 1900 and 2999"):
            self.wizard(year=9999)

    def test_names_never_become_formulas(self):
        self.complain_here(
            local(2026, 3, 5),
            contact_name="=1+1",
            category_id=self.attitude.id,
            product_id=self.products[0].id,
            employee_ids=self.staff[0].ids,
        )
        book = self.book()
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        self.assertFalse([cell.value for cell in cells if cell.data_type == "f"])
        written = {cell.value for cell in cells if cell.data_type == "s"}
        self.assertLessEqual({"=1+1", "=HYPERLINK(1)", "=cmd()", "Company: =Galaxy Mall"}, written)

    def test_the_number_of_queries_does_not_grow(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            wizard = self.wizard()
            self.env.flush_all()
            wizard.env.user.lang  # noqa: B018 - read before or not, as the memory of access rules happens to be
            before = self.cr.sql_log_count
            wizard.action_download()
            return self.cr.sql_log_count - before

        def fill(count):
            self.Complaint.create(
                [
                    self.here(
                        local(2026, 3, 1 + number % 28, number % 24),
                        state="closed",
                        closed_at=local(2026, 3, 28, 23),
                        category_id=(self.price, self.attitude)[number % 2].id,
                        product_id=self.products[number % 2].id,
                        employee_ids=self.staff[number % 2].ids,
                    )
                    for number in range(count)
                ]
            )

        fill(4)
        queries()
        few = queries()
        fill(200)
        self.assertEqual(queries(), few)
        self.assertLess(few, 60)

    def test_money_in_the_format_of_the_company(self):
        self.complain_here(local(2026, 3, 5), amount_at_stake=1234.5)
        cell = next(
            row[1] for row in self.book()["Totals"].iter_rows() if row[0].value == "amount at stake (EUR)"
        )
        self.assertEqual((cell.value, cell.number_format), (1234.5, '#,##0.00 "€"'))

    def test_it_prints_on_a4_and_its_headings_stay(self):
        self.complain_here(local(2026, 3, 5))
        for sheet in self.book():
            self.assertEqual((sheet.page_setup.paperSize, sheet.page_setup.orientation), (9, "landscape"))
            self.assertEqual((sheet.page_setup.fitToWidth or 1, int(sheet.page_setup.fitToHeight)), (1, 0))
            self.assertTrue(sheet.print_title_rows)
            self.assertTrue(sheet.freeze_panes)


@tagged("post_install", "-at_install")
class TestComplaintReportDownload(HttpCase):
    def test_the_file_comes_with_its_name_and_only_to_who_made_it(self):
        new_test_user(self.env, "sc_reporter", "service_center.group_officer")
        new_test_user(self.env, "sc_other", "service_center.group_officer")
        env = self.env(user=self.env["res.users"].search([("login", "=", "sc_reporter")]))
        wizard = env["service.complaint.report.wizard"].create({"month": "10", "year": 2026})
        url = wizard.action_download()["url"]
        self.authenticate("sc_reporter", "sc_reporter")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertIn("Complaint report 2026-10.xlsx", answer.headers["Content-Disposition"])
        self.assertEqual(openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[0], "Totals")
        self.authenticate("sc_other", "sc_other")
        self.assertEqual(self.url_open(url).status_code, 404)
