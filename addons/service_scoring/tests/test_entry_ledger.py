import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.service_score_entry_note import WORDS
from .entry_common import EntryCase

HEADINGS = ["工号", "姓名", "规则编号", "日期", "数量", "分值", "说明", "发现人"]
ROW = ["1024", "Li Ming", "late", "2024年9月5日", 2, None, "迟到两次", None]


def xlsx(*rows):
    """Bytes of a workbook with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestEntryLedger(EntryCase):
    """Registers of points come in as entries to confirm; nobody is guessed (S4, E2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other.write({"score_employee_number": "1024", "barcode": "B77"})
        cls.Import = cls.env["service.ledger.import"].with_user(cls.officer)

    def take_in(self, *rows, headings=HEADINGS):
        return self.Import._import_content("service.score.entry", "扣分.xlsx", xlsx(headings, *rows))

    def entries(self, record):
        return self.Entry.search([("ledger_import_id", "=", record.id)], order="id")

    def problems(self, record):
        return sorted((one.row, one.heading, one.code) for one in record.problem_ids)

    @staticmethod
    def changed(**values):
        """``ROW`` with other cells, by heading."""
        return [values.get(heading, cell) for heading, cell in zip(HEADINGS, ROW, strict=True)]

    def test_a_row_becomes_an_entry_to_confirm(self):
        record = self.take_in(["员工违规扣分登记表"], HEADINGS, ROW, headings=["酒店"])
        entry = self.entries(record)
        self.assertRecordValues(
            entry,
            [
                {
                    "state": "draft",
                    "employee_id": self.other.id,
                    "department_id": self.kitchen.id,
                    "rule_id": self.rule_of("late").id,
                    "quantity": 2,
                    "points": -2,
                    "description": "迟到两次",
                    "is_history": False,
                    "reported_by_id": False,
                }
            ],
        )
        self.assertEqual(str(entry.date), "2024-09-05")
        entry.action_confirm()
        self.assertEqual(entry.state, "confirmed")

    def test_the_same_file_twice_is_the_same_as_once(self):
        rows = [ROW, self.changed(说明="早退")]
        first = self.take_in(*rows)
        self.assertEqual(first.created_count, 2)
        self.entries(first).action_confirm()
        again = self.take_in(*rows, self.changed(日期="2024-09-06"), ROW)
        self.assertEqual((again.created_count, again.repeat_count), (1, 3))

    def test_staff_is_found_by_number_badge_or_a_name_that_only_one_has(self):
        record = self.take_in(
            self.changed(姓名=None),
            self.changed(工号="b77", 说明="二"),
            self.changed(工号=None, 说明="三"),
        )
        self.assertEqual(self.entries(record).employee_id, self.other)
        self.assertEqual(record.created_count, 3)

    def test_unknown_and_equally_named_staff_are_reported_by_line_and_the_good_rows_are_in(self):
        self.env["hr.employee"].create({"name": "Li Ming", "company_id": self.company.id})
        record = self.take_in(
            ROW,
            self.changed(工号=None),
            self.changed(工号=None, 姓名="Nobody"),
            self.changed(工号="4711"),
            self.changed(姓名=self.worker.name),
            self.changed(工号=None, 姓名=None),
        )
        self.assertEqual(record.created_count, 1)
        self.assertEqual(
            self.problems(record),
            [
                (3, "姓名", "score_employee_ambiguous"),
                (4, "姓名", "score_employee_unknown"),
                (5, "工号", "score_number_unknown"),
                (6, "姓名", "score_number_of_other"),
                (7, "姓名", "score_carrier_missing"),
            ],
        )
        twice = record.problem_ids.filtered(lambda one: one.code == "score_employee_ambiguous")
        self.assertIn("2 employees are called “Li Ming”", twice.message)

    def test_employees_of_another_company_are_nobody(self):
        company = self.env["res.company"].create({"name": "Another"})
        self.env["hr.employee"].create({"name": "Foreign", "company_id": company.id})
        record = self.take_in(self.changed(工号=None, 姓名="Foreign"))
        self.assertEqual(self.problems(record), [(2, "姓名", "score_employee_unknown")])

    def test_rules_are_those_in_force_on_the_day(self):
        record = self.take_in(
            self.changed(规则编号="nothing"),
            self.changed(日期="2023-12-31"),
            self.changed(日期="2024-01-01"),
            self.changed(日期="2024-12-31", 规则编号="RUDE"),
            self.changed(日期="2025-01-01"),
            self.changed(规则编号="attendance"),
        )
        self.assertEqual(
            self.problems(record),
            [
                (2, "规则编号", "score_rule_unknown"),
                (3, "规则编号", "score_rule_not_valid"),
                (6, "规则编号", "score_rule_not_valid"),
                (7, "规则编号", "score_rule_unknown"),
            ],
        )
        self.assertEqual(record.created_count, 2)

    def test_two_books_with_the_same_rule_code_are_not_guessed(self):
        self.make_house_book(code="second")
        record = self.take_in(ROW)
        self.assertEqual(self.problems(record), [(2, "规则编号", "score_rule_ambiguous")])

    def test_points_and_quantities_are_those_of_the_rule(self):
        record = self.take_in(
            self.changed(分值=-1),
            self.changed(分值=2, 说明="二"),
            self.changed(数量=0, 说明="三"),
            self.changed(规则编号="praise", 分值=-3, 说明="四"),
            self.changed(规则编号="paper", 分值=0.5, 说明="五"),
            self.changed(规则编号="hidden", 分值=5, 说明="六"),
            self.changed(日期="2099-01-01", 说明="七"),
        )
        self.assertEqual(
            self.problems(record),
            [
                (3, "分值", "score_points_fixed"),
                (4, "数量", "score_quantity"),
                (5, "分值", "score_points_sign"),
                (7, "分值", "score_points_none"),
                (8, "日期", "score_in_future"),
                (8, "规则编号", "score_rule_not_valid"),
            ],
        )
        self.assertEqual(self.entries(record).mapped("points"), [-2, -1])

    def test_points_that_the_rule_leaves_open(self):
        """What a cell shows is what counts, as 0.2 of CU-ENV-02; more than the least needs a reason."""
        self.make_house_book(code="dust", rule_ids=[(0, 0, {"code": "dust", "name": "Dust", "points": 0.2})])
        record = self.take_in(
            *(
                [*self.changed(规则编号=rule, 分值=points, 说明=f"{points}"), reason]
                for rule, points, reason in (
                    ("dust", 0.2, None),
                    ("dust", 0.21, None),
                    ("paper", 0.49, None),
                    ("paper", 1, None),
                    ("paper", 1.01, None),
                    ("rude", 1.99, None),
                    ("rude", 2, None),
                    ("rude", 2.01, None),
                    ("rude", 2.5, "当众"),
                )
            ),
            headings=[*HEADINGS, "加重理由"],
        )
        self.assertEqual(
            self.problems(record),
            [
                (3, "分值", "score_points_fixed"),
                (4, "分值", "score_points_below"),
                (6, "分值", "score_points_above"),
                (7, "分值", "score_points_below"),
                (9, "加重理由", "score_reason_missing"),
            ],
        )
        self.assertIn("at most 1 points", "".join(record.problem_ids.mapped("message")))
        entries = self.entries(record)
        self.assertEqual(entries.mapped("points"), [-0.4, -2, -4, -5])
        self.assertFalse(entries._find_problems())

    def test_units_carry_rows_of_their_books(self):
        self.make_house_book(
            code="units",
            carrier="department",
            rule_ids=[(0, 0, {"code": "floor", "name": "Dirty floor", "points": 2})],
        )
        headings = ["部门", "规则编号", "日期", "说明"]
        record = self.take_in(
            ["Hall", "floor", "2024-09-05", "脏"],
            ["Cellar", "floor", "2024-09-05", "脏"],
            [None, "floor", "2024-09-05", "脏"],
            headings=headings,
        )
        self.assertEqual(
            self.problems(record),
            [(3, "部门", "score_unit_unknown"), (4, "部门", "score_carrier_missing")],
        )
        self.assertEqual(self.entries(record).department_id, self.hall)

    def test_who_reported_it_is_a_user_or_a_note(self):
        record = self.take_in(self.changed(发现人="score_hr"), self.changed(发现人="何琳", 说明="二"))
        known, noted = self.entries(record)
        self.assertEqual(known.reported_by_id, self.hr)
        self.assertFalse(noted.reported_by_id)
        self.assertIn("何琳", noted.import_note)

    def test_erasing_a_person_takes_the_file_they_are_named_in(self):
        record = self.take_in(self.changed(发现人="何琳"))
        entry = self.entries(record)
        self.other._anonymise_scores()
        self.assertFalse(entry.import_note or entry.description)
        self.assertFalse(record.file)

    def test_many_rows_cost_few_queries_each(self):
        def count(rows):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.take_in(*rows)
            return self.env.cr.sql_log_count - before

        count([ROW])
        few = count([self.changed(说明=f"甲{number}") for number in range(5)])
        many = count([self.changed(说明=f"乙{number}") for number in range(205)])
        self.assertLessEqual(many - few, 20)

    def test_what_is_inserted_is_what_would_have_been_created(self):
        """The rows go past ``create``, and nothing of it is missing: defaults, rule, unit, clean words."""
        self.other.create_version({"date_version": "2024-06-01", "department_id": self.hall.id})
        common = {"company_id": self.company.id, "employee_id": self.other.id}
        vals_list = [
            {**common, "rule_id": self.rule_of(code).id, "date": day, **vals}
            for code, day, vals in (
                ("late", "2024-05-31", {"quantity": 1.25, "description": "late\x00 again"}),
                ("late", "2024-06-01", {"quantity": 1.25, "import_note": "kept"}),
                (
                    "rude",
                    "2023-01-01",
                    {"points_each": 4.5, "points_reason": "Twice", "reported_by_id": False},
                ),
                ("rude", "2024-06-01", {"points_each": 1}),  # fewer than the rule allows: no points
                ("praise", "2024-06-01", {"site_id": False, "department_id": self.kitchen.id}),
            )
        ]
        created, inserted = self.Entry.create(vals_list), self.Entry._insert_entries(vals_list)
        names = [
            name
            for name, field in self.Entry._fields.items()
            if ((field.store and field.column_type) or name in WORDS) and name not in ("id", "name")
        ]
        for one, other in zip(created, inserted, strict=True):
            self.assertEqual({name: one[name] for name in names}, {name: other[name] for name in names})
            self.assertEqual(len(one.sudo().note_ids), len(other.sudo().note_ids))
        self.assertEqual(inserted.mapped("points"), [-1.25, -1.25, -4.5, 0, 3])
        self.assertEqual(len(set((created | inserted).mapped("name"))), 10)
        self.assertEqual(len(set(inserted.sudo().note_ids.mapped("salt"))), 2)
        inserted[0].action_confirm()
        self.assertEqual(inserted[0].points, -1.25)

    def test_what_belongs_to_another_company_is_not_inserted(self):
        company = self.env["res.company"].create({"name": "Another"})
        foreign = self.env["hr.employee"].create({"name": "Foreign", "company_id": company.id})
        vals = {"rule_id": self.rule_of("late").id, "date": "2024-09-05", "company_id": self.company.id}
        with self.assertRaisesRegex(UserError, "another company"):
            self.Entry.sudo()._insert_entries(
                [{**vals, "employee_id": self.other.id}, {**vals, "employee_id": foreign.id}]
            )

    def test_only_officers_import(self):
        with self.assertRaises(AccessError):
            self.Import.with_user(self.user)._import_content(
                "service.score.entry", "a.xlsx", xlsx(HEADINGS, ROW)
            )
        with self.assertRaises(AccessError):
            self.Entry.with_user(self.user)._insert_entries([{"employee_id": self.other.id}])
