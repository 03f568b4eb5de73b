from io import BytesIO

import xlsxwriter
from openpyxl import load_workbook

from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .score_common import ScoreCase

OPTIONS = {"has_headers": True, "quoting": '"', "separator": ",", "float_thousand_separator": ","}
OPTIONS |= {"float_decimal_separator": ".", "date_format": "", "datetime_format": "", "sheet": None}


@tagged("post_install", "-at_install")
class TestWageImport(ScoreCase):
    """HR imports wages with Odoo's import, by employee number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr.lang = "en_US"
        cls.wang, cls.li, cls.twin = cls.env["hr.employee"].create(
            [
                {"name": name, "company_id": cls.company.id, "score_employee_number": number}
                for name, number in (("Wang", "0017"), ("Li", "18"), ("Li", "19"))
            ]
        )

    def imported(self, *rows, heads=("Employee Number", "Pay Component", "Valid From", "Amount")):
        """Import a workbook as the screen does; return its messages."""
        stream = BytesIO()
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate((heads, *rows)):
                sheet.write_row(number, 0, row)
        wizard = (
            self.env["base_import.import"]
            .with_user(self.hr)
            .create(
                {
                    "res_model": "service.score.wage",
                    "file": stream.getvalue(),
                    "file_name": "wages.xlsx",
                    "file_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                }
            )
        )
        preview = wizard.parse_preview(dict(OPTIONS))
        self.assertNotIn("error", preview)
        fields = [
            "/".join(preview["matches"][number]) if number in preview["matches"] else False
            for number in range(len(heads))
        ]
        result = wizard.execute_import(fields, list(heads), preview["options"])
        return [message["message"] for message in result["messages"]]

    def wages(self):
        wages = self.env["service.score.wage"].search([("company_id", "=", self.company.id)])
        return sorted(
            (wage.employee_number, wage.component_id.code, str(wage.valid_from), wage.amount)
            for wage in wages
        )

    def test_a_workbook_by_number(self):
        messages = self.imported(
            ("0017", "", "2026-03-01", 5000), (18, "Performance Pay", "2026-03-01", 1200.5)
        )
        self.assertEqual(messages, [])
        self.assertEqual(
            self.wages(),
            [("0017", False, "2026-03-01", 5000), ("18", "performance", "2026-03-01", 1200.5)],
        )

    def test_bad_rows_are_told_and_nothing_is_stored(self):
        good = ("18", "", "2026-03-01", 4000)
        for bad, problem in {
            (17, "", "2026-03-01", 5000): "Nobody in Score Hotel has the employee number “17”",
            ("", "", "2026-03-01", 5000): "Give the employee number.",
            ("0017", "", "2026-03-01", -1): "A wage is not negative.",
            ("18", "", "2026-03-01", 4100): "The employee has an amount for this pay component from this day",
            ("0017", "Nothing", "2026-03-01", 1): "No matching record found for name 'Nothing'",
        }.items():
            with self.subTest(bad=bad), mute_logger("odoo.sql_db"):
                messages = self.imported(good, bad)
                self.assertEqual(len(messages), 1, messages)
                self.assertIn(problem, messages[0])
                self.assertEqual(self.wages(), [])

    def test_names_are_taken_only_where_they_are_clear(self):
        heads = ("Employee", "Valid From", "Amount")
        messages = self.imported(("Wang", "2026-03-01", 5000), ("Li", "2026-03-01", 1), heads=heads)
        self.assertEqual(messages, ["Several employees are called “Li”: give only the employee number."])
        self.assertEqual(self.imported(("Wang", "2026-03-01", 5000), heads=heads), [])
        self.assertEqual(self.wages(), [("0017", False, "2026-03-01", 5000)])

    def test_number_and_name_have_to_agree(self):
        messages = self.imported(
            ("19", "Wang", "2026-03-01", 1), heads=("Employee Number", "Employee", "Valid From", "Amount")
        )
        self.assertEqual(messages, ["The employee number “19” is somebody else's."])

    def test_rows_by_what_odoo_knows_them(self):
        heads = ("Employee Number", "Employee/External ID", "Valid From", "Amount")
        (known,) = self.wang.export_data(["id"])["datas"][0]
        self.assertEqual(self.imported(("", known, "2026-03-01", 5000), heads=heads), [])
        wage = self.env["service.score.wage"].search([("employee_id", "=", self.wang.id)])
        (known,) = wage.export_data(["id"])["datas"][0]
        self.assertEqual(self.imported((known, 5100), heads=("External ID", "Amount")), [])
        self.assertEqual(self.wages(), [("0017", False, "2026-03-01", 5100)])
        heads = ("External ID", "Employee Number", "Amount")
        for number, amount in (("", 5200), ("0017", 5300)):
            self.assertEqual(self.imported((known, number, amount), heads=heads), [])
            self.assertEqual(self.wages(), [("0017", False, "2026-03-01", amount)])
        messages = self.imported((known, "18", 5400), heads=heads)
        self.assertEqual(messages, ["The employee number “18” is somebody else's."])

    def test_the_template_is_imported_as_it_is(self):
        Wage = self.env["service.score.wage"].with_user(self.hr)
        heads = {}
        for lang in ("en_US", "zh_CN"):
            (template,) = Wage.with_context(lang=lang).get_import_templates()
            with file_open(template["template"].lstrip("/"), "rb") as file:
                heads[lang] = tuple(cell.value for cell in load_workbook(file).active[1])
        self.assertEqual(heads["zh_CN"], ("工号", "工资项目", "生效日期", "金额"))
        self.assertEqual(self.imported(("0017", "", "2026-03-01", 5000), heads=heads["en_US"]), [])
        self.assertEqual(self.wages(), [("0017", False, "2026-03-01", 5000)])
