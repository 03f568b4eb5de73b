from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tools.ledger_xlsx import correction_file

from .ledger_common import CHINESE, ENGLISH, GOOD, OTHER, LedgerCase, csv, xlsx


@tagged("post_install", "-at_install")
class TestLedgerImport(LedgerCase):
    def test_a_chinese_ledger_becomes_complaints(self):
        record = self.take_in(
            xlsx(["2025年投诉台账"], [], CHINESE, GOOD, OTHER, ["合计", None, None, None, None, 2])
        )
        self.assertRecordValues(
            record,
            [
                {
                    "state": "done",
                    "row_count": 2,
                    "good_count": 2,
                    "bad_count": 0,
                    "created_count": 2,
                    "skipped_count": 1,
                }
            ],
        )
        first, second = self.complaints(record)
        self.assertRecordValues(
            first,
            [
                {
                    "received_at": datetime(2025, 3, 5, 6, 30),
                    "contact_name": "王女士",
                    "contact_phone": "138 0013 8111",
                    "channel": "phone",
                    "category_id": self.category.id,
                    "state": "closed",
                    "closed_at": False,
                    "amount_at_stake": 1280.5,
                    "is_history": True,
                    "user_id": False,
                    "import_note": False,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(first.description, "<p>鞋底开胶</p>")
        self.assertEqual(
            (second.category_id, second.channel, second.state), (self.category, "counter", "new")
        )
        self.assertEqual(second.received_at, datetime(2025, 3, 5, 16, 0))

    def test_english_headings_csv_and_any_order_give_the_same(self):
        order = [6, 2, 8, 0, 4, 7, 5, 1, 3]

        def shuffled(row):
            return [row[i] for i in order]

        record = self.take_in(csv(shuffled(ENGLISH), shuffled(GOOD)))
        complaint = self.complaints(record)
        self.assertEqual((complaint.contact_name, complaint.amount_at_stake), ("王女士", 1280.5))
        again = self.take_in(xlsx(CHINESE, GOOD))
        self.assertEqual((again.created_count, again.repeat_count), (0, 1))

    def test_twice_is_once(self):
        content = xlsx(CHINESE, GOOD, OTHER, ["", *OTHER[1:6], "没有编号", *OTHER[7:]])
        first = self.take_in(content)
        self.assertEqual(first.created_count, 3)
        again = self.take_in(content)
        self.assertRecordValues(
            again, [{"created_count": 0, "repeat_count": 3, "bad_count": 0, "state": "done"}]
        )
        self.assertEqual(set(again.problem_ids.mapped("code")), {"row_imported"})
        self.assertEqual(
            again.problem_ids[0].message, f"Imported already as {self.complaints(first)[0].name}; skipped."
        )

    def test_the_same_row_without_or_with_its_number_is_the_same(self):
        self.take_in(xlsx(CHINESE, GOOD, ["", *OTHER[1:]]))
        again = self.take_in(xlsx(CHINESE, ["", *GOOD[1:]], OTHER))
        self.assertEqual((again.created_count, again.repeat_count), (0, 2))

    def test_repeated_and_contradicting_rows_in_one_file(self):
        changed = [*GOOD[:6], "另一件事", *GOOD[7:]]
        record = self.take_in(xlsx(CHINESE, GOOD, GOOD, changed))
        self.assertEqual((record.created_count, record.repeat_count, record.bad_count), (1, 1, 1))
        self.assertEqual(self.problems(record), {(3, "", "row_repeated"), (4, "投诉编号", "number_twice")})
        later = self.take_in(xlsx(CHINESE, changed))
        self.assertEqual(self.problems(later), {(2, "投诉编号", "number_imported")})

    def test_another_assignment_of_other_columns_changes_nothing(self):
        self.take_in(xlsx(CHINESE, GOOD))
        fewer = self.take_in(xlsx([*CHINESE[:4], "a", "b", CHINESE[6]], [*GOOD[:4], "x", "y", GOOD[6]]))
        self.assertEqual((fewer.repeat_count, fewer.bad_count), (1, 0))

    def test_the_rows_to_correct_come_back_and_only_the_corrected_come_in(self):
        bad_date = ["TS-3", "3月5日", "赵女士", None, None, None, "排队太久", None, 12.5]
        bad_amount = [
            "TS-4",
            datetime(2025, 3, 7, 9, 0),
            "钱先生",
            13800138222,
            None,
            None,
            "=1+1",
            None,
            "约300",
        ]
        record = self.take_in(xlsx(CHINESE, GOOD, bad_date, bad_amount))
        self.assertEqual((record.created_count, record.bad_count), (1, 2))
        self.assertEqual(
            self.problems(record),
            {
                (3, "投诉时间", "date_no_year"),
                (4, "涉及金额（元）", "amount_approximate"),
                (4, "投诉内容", "cell_formula"),
            },
        )
        head, first, second = self.correction(record)
        self.assertEqual(head, [*CHINESE, "导入问题/Problems"])
        self.assertEqual(first[:9], bad_date)
        self.assertEqual(second[:9], bad_amount)
        self.assertIn("投诉时间: “3月5日” has no year.", first[9])
        first[1] = "2025-03-05"
        fixed = correction_file(
            head[:9], [(first[:9], set(), ["old problem"]), (second[:9], set(), [])], head[9]
        )
        again = self.take_in(fixed)
        self.assertEqual((again.created_count, again.bad_count), (1, 1))
        self.assertEqual(self.complaints(again).contact_name, "赵女士")
        self.assertNotIn("Problems", self.complaints(again).import_note or "")
        self.assertEqual(self.correction(again)[0], head)

    def test_unknown_columns_are_kept_as_notes_or_assigned_and_remembered(self):
        content = xlsx([*CHINESE, "店长意见", "当班"], [*GOOD, "同意退货", "早班"])
        record = self.read_file(content)
        self.assertEqual(record.unknown_count, 2)
        column = record.column_ids.filtered(lambda line: line.heading == "店长意见")
        self.assertEqual(column.examples, "同意退货")
        column.field_code = "resolution"
        record.column_ids.filtered(lambda line: line.heading == "当班").field_code = "ignore"
        record.action_check()
        self.assertEqual(record.preview["rows"][0][1][-1], "同意退货")
        record.action_import()
        complaint = self.complaints(record)
        self.assertEqual((complaint.resolution, complaint.import_note), ("同意退货", False))
        later = self.read_file(
            xlsx(["投诉时间", "顾客姓名", "投诉内容", "店长 意见："], ["2025-4-1", "周", "x", "y"])
        )
        self.assertEqual(later.column_ids[-1].field_code, "resolution")
        self.assertEqual(later.column_ids[-1].origin, "remembered")
        kept = self.take_in(xlsx([*CHINESE, "赠品"], ["TS-9", *GOOD[1:], "雨伞"]))
        self.assertEqual(self.complaints(kept).import_note, "赠品: 雨伞")

    def test_one_field_from_two_columns_is_refused(self):
        record = self.read_file(xlsx([*CHINESE, "备用电话"], [*GOOD, "13800138333"]))
        record.column_ids[-1].field_code = "phone"
        with self.assertRaisesRegex(UserError, "联系电话.*备用电话"):
            record.action_check()

    def test_a_heading_that_may_be_two_things_is_told_by_its_cells(self):
        status = self.read_file(
            xlsx(["投诉时间", "顾客姓名", "投诉内容", "处理情况"], ["2025-4-1", "周", "x", "已结案"])
        )
        self.assertEqual(status.column_ids[-1].field_code, "state")
        story = self.read_file(
            xlsx(["投诉时间", "顾客姓名", "投诉内容", "处理情况"], ["2025-4-1", "周", "x", "已向顾客致歉"])
        )
        self.assertEqual(story.column_ids[-1].field_code, "resolution")

    def test_history_leaves_no_messages_activities_or_mails(self):
        mails = self.env["mail.mail"].search_count([])
        record = self.take_in(xlsx([*CHINESE, "经办人"], [*GOOD, self.colleague.name]))
        complaint = self.complaints(record)
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(complaint.user_id, self.colleague)
        self.assertFalse(complaint.message_ids)
        self.assertFalse(complaint.message_follower_ids)
        self.assertFalse(complaint.activity_ids)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        current = self.take_in(xlsx(CHINESE, OTHER), as_history=False)
        self.assertFalse(self.complaints(current).is_history)

    def test_the_sentences_are_in_the_readers_language(self):
        record = self.take_in(xlsx(CHINESE, ["", "3月5日", *GOOD[2:]]))
        self.assertEqual(record.problem_ids.message, "“3月5日” has no year.")
        self.assertIn("has no year", record.summary_html)

    def test_the_template_names_every_field(self):
        for lang in ("en_US", "zh_CN"):
            columns = self.env["service.complaint"].with_context(lang=lang)._ledger_columns()
            record = self.read_file(
                xlsx([column.label for column in columns], [column.example for column in columns])
            )
            self.assertEqual(record.column_ids.mapped("field_code"), [column.code for column in columns])
