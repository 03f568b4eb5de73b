from odoo.exceptions import UserError
from odoo.tests import tagged

from .inspection_common import InspectionCase
from .test_entry_ledger import xlsx

HEADINGS = [
    "被检查单位",
    "检查日期",
    "检查人",
    "条款编号",
    "数量",
    "责任人工号",
    "每次扣分",
    "加重理由",
    "检查情况",
]
ROW = ["Kitchen", "2024年9月5日", "score_inspector", "polite", 4, "1024、B77×2", None, None, "对客人态度生硬"]


@tagged("post_install", "-at_install")
class TestInspectionLedger(InspectionCase):
    """Registers of inspections come in as submitted inspections; twice is as once (E2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other.score_employee_number = "1024"
        cls.worker.barcode = "B77"
        cls.Import = cls.env["service.ledger.import"].with_user(cls.officer)

    def take_in(self, *rows):
        return self.Import._import_content(
            "service.score.inspection.line", "检查.xlsx", xlsx(HEADINGS, *rows)
        )

    @staticmethod
    def changed(**values):
        return [values.get(heading, cell) for heading, cell in zip(HEADINGS, ROW, strict=True)]

    def inspections(self, record):
        lines = self.env["service.score.inspection.line"].search([("ledger_import_id", "=", record.id)])
        return lines.inspection_id.sorted("date")

    def test_rows_of_a_place_and_day_are_one_inspection(self):
        record = self.take_in(
            ROW,
            self.changed(条款编号="clean", 数量=3, 责任人工号=None, 检查情况="地面有水"),
            self.changed(检查日期="2024-09-06"),
            self.changed(被检查单位="Hall", 检查人="刘组长", 责任人工号=None, 数量=None),
        )
        self.assertEqual(record.created_count, 4)
        found = self.inspections(record)
        self.assertEqual(len(found), 3)
        first = found.filtered(
            lambda one: str(one.date) == "2024-09-05" and one.department_id == self.kitchen
        )
        self.assertEqual((first.state, first.inspector_ids), ("submitted", self.inspector))
        self.assertEqual((first.rulebook_id, first.points, first.score), (self.units, -2.6, 97.4))
        entries = self.entries(first).sorted(lambda one: (one.rule_code, one.employee_id.name or ""))
        self.assertEqual(
            entries.mapped(lambda one: (one.rule_code, one.employee_id.id, one.quantity, one.state)),
            [
                ("clean", False, 3, "draft"),
                ("polite", False, 1, "draft"),
                ("polite", self.other.id, 1, "draft"),
                ("polite", self.worker.id, 2, "draft"),
            ],
        )
        self.assertIn("对客人态度生硬", entries[1].description)
        hall = found.filtered(lambda one: one.department_id == self.hall)
        # a name that is no user's is kept; who imports stands for it
        self.assertEqual(hall.inspector_ids, self.officer)
        self.assertIn("刘组长", hall.line_ids.import_note)
        self.assertFalse(self.messages(first))
        first.action_confirm()
        self.assertEqual((first.state, set(entries.mapped("state"))), ("confirmed", {"confirmed"}))

    def test_the_same_file_twice_is_the_same_as_once(self):
        self.take_in(ROW, self.changed(检查情况="插队"))
        again = self.take_in(ROW, self.changed(检查情况="插队"), self.changed(检查情况="迟到"), ROW)
        self.assertEqual((again.created_count, again.repeat_count), (1, 3))
        self.assertEqual(self.inspections(again).finding_count, 1)

    def test_without_a_number_the_persons_are_counted(self):
        record = self.take_in(self.changed(数量=None))
        self.assertEqual(self.inspections(record).line_ids.count, 3)

    def test_bad_rows_are_named_by_line_and_the_good_ones_are_in(self):
        rows = {
            "score_unit_unknown": self.changed(被检查单位="Cellar"),
            "inspection_no_place": self.changed(被检查单位=None),
            "score_rule_unknown": self.changed(条款编号="smile"),
            "score_rule_not_valid": self.changed(检查日期="2025-09-05"),
            "score_number_unknown": self.changed(责任人工号="9999"),
            "inspection_persons_exceed": self.changed(数量=2),
            "score_quantity": self.changed(数量=0),
            "inspection_no_finding": self.changed(条款编号="tell", 责任人工号=None),
            "inspection_refused": self.changed(条款编号="order", 每次扣分=0.4),
        }
        reasonless = self.changed(条款编号="order", 每次扣分=0.6)
        reasoned = self.changed(条款编号="order", 每次扣分=0.6, 加重理由="第三次")
        record = self.take_in(*rows.values(), reasonless, reasoned, ROW)
        codes = [(one.row, one.code) for one in record.problem_ids.sorted("row")]
        self.assertEqual(codes, [*enumerate(rows, 2), (11, "inspection_refused")])
        self.assertEqual((record.created_count, record.bad_count), (2, 10))
        self.assertEqual(sum(self.inspections(record).line_ids.mapped("points")), -4.4)

    def test_inspectors_do_not_import(self):
        with self.assertRaises(UserError):
            self.env["service.ledger.import"].with_user(self.inspector)._import_content(
                "service.score.inspection.line", "检查.xlsx", xlsx(HEADINGS, ROW)
            )
