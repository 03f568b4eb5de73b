import base64
import csv
import hashlib
import io
from datetime import date

import openpyxl
import psycopg2.errors

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .payroll_common import MARCH, PayrollCase


@tagged("post_install", "-at_install")
class TestPayrollBatch(PayrollCase):
    """From confirmed sheets to a file: once, whole, and by two people (S4)."""

    def test_a_month_with_lines_per_employee_and_pay_code(self):
        self.data.sheet(self.book, self.wang, fine=30.5, bonus=12)
        self.data.sheet(self.book, self.li, withheld=200)
        batch = self.prepared(month="2026-03-17")
        self.assertEqual((batch.month, batch.state, batch.prepared_by_id), (MARCH, "prepared", self.hr))
        self.assertEqual(batch.display_name, f"{batch.name} · March 2026")
        self.assertEqual(
            self.lines_of(batch),
            [
                ("001", "B10", "bonus", 12),
                ("001", "F10", "fine", -30.5),
                ("002", "W10", "withheld", -200),
            ],
        )
        self.assertEqual(
            batch.totals,
            [
                {"pay_code": "B10", "count": 1, "amount": 12},
                {"pay_code": "F10", "count": 1, "amount": -30.5},
                {"pay_code": "W10", "count": 1, "amount": -200},
            ],
        )
        self.assertEqual((batch.line_count, batch.employee_count, batch.amount_total), (3, 2, -218.5))
        self.assertIn("F10", batch.totals_text)

    def test_which_sheets_belong_to_a_month(self):
        late = self.data.sheet(self.book, self.wang, date(2025, 12, 1), fine=1)
        own = self.data.sheet(self.book, self.wang, fine=2)
        self.data.sheet(self.book, self.wang, date(2026, 4, 1), fine=4)
        self.data.sheet(self.book, self.li, fine=8, state="published")
        self.data.sheet(self.book, self.li, date(2026, 2, 1), fine=16, state="draft")
        self.data.sheet(self.book, self.li, date(2026, 1, 1))
        self.assertEqual(self.prepared().line_ids.sheet_id, late | own)

    def test_the_last_day_of_the_month_is_in_and_the_next_is_not(self):
        sheets = [
            self.data.sheet(self.book, self.wang, date(2026, 1, 1), fine=1, date_to="2026-03-31"),
            self.data.sheet(self.book, self.wang, date(2026, 2, 1), fine=1, date_to="2026-04-01"),
        ]
        self.assertEqual(self.prepared().line_ids.sheet_id, sheets[0])

    def test_what_the_pay_guard_cut_is_not_taken(self):
        self.data.sheet(self.book, self.wang, fine=500, taken_fine=100, cut_amount=100, carried_out=400)
        self.data.sheet(self.book, self.li, fine=500, taken_fine=0, cut_amount=0, carried_out=500)
        self.assertEqual(self.lines_of(self.prepared()), [("001", "F10", "fine", -100)])

    def test_what_is_given_back_is_positive(self):
        self.data.sheet(self.book, self.wang, fine=-20)
        self.assertEqual(self.lines_of(self.prepared()), [("001", "F10", "fine", 20)])

    def test_prepared_again_it_follows_the_sheets(self):
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.prepared()
        first = batch.line_ids
        self.data.sheet(self.book, self.li, fine=5)
        batch.with_user(self.second).action_prepare()
        self.assertFalse(first.exists())
        self.assertEqual([line[0] for line in self.lines_of(batch)], ["001", "002"])
        self.assertEqual(batch.prepared_by_id, self.second)
        with self.refused(AccessError, "second person"):
            batch.with_user(self.second).action_release()
        batch.action_release()
        with self.refused(UserError, "only while it is Draft, Prepared"):
            batch.action_prepare()

    def test_a_second_person_releases_also_for_administrators(self):
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.prepared()
        with self.refused(AccessError, "second person"):
            batch.action_release()
        self.assertEqual(batch.state, "prepared")
        batch.with_user(self.second).action_release()
        self.assertEqual((batch.state, batch.released_by_id), ("released", self.second))
        self.assertEqual(batch.line_ids.mapped("state"), ["released"])
        admin = self.env.ref("base.user_admin")
        admin.company_ids += self.company
        self.data.sheet(self.book, self.li, fine=10)
        other = self.Batch.with_user(admin).create({"month": MARCH, "company_id": self.company.id})
        other.action_prepare()
        with self.refused(AccessError, "second person"):
            other.action_release()

    def test_steps_come_in_their_order(self):
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.Batch.create({"month": MARCH})
        with self.refused(UserError, "is Draft; this is possible only while it is Prepared"):
            batch.with_user(self.second).action_release()
        batch.action_prepare()
        with self.refused(UserError, "only while it is Released"):
            batch.action_export()
        batch.with_user(self.second).action_release()
        batch.action_export()
        for step in (batch.action_prepare, batch.with_user(self.second).action_release, batch.unlink):
            with self.refused(UserError, "is Exported"):
                step()

    def test_exported_sheets_are_sent_and_the_files_say_what(self):
        sheet = self.data.sheet(self.book, self.wang, fine=30.5, bonus=12)
        self.data.sheet(self.book, self.li, fine=0.1)
        batch = self.exported()
        self.assertEqual((batch.state, sheet.state), ("exported", "exported"))
        self.assertEqual(set(batch.line_ids.mapped("state")), {"exported"})
        content = base64.b64decode(batch.csv_file)
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        name = f"{self.book.name} 2026-03"
        currency = self.company.currency_id.name
        self.assertEqual(
            rows,
            [
                [
                    *("Pay Month", "Employee Number", "Employee Name", "Department"),
                    *("Pay Code", "Kind", "Amount", "Currency", "Score Sheets"),
                ],
                ["2026-03", "001", "Wang", "", "B10", "Bonus", "12.00", currency, name],
                ["2026-03", "001", "Wang", "", "F10", "Fine", "-30.50", currency, name],
                ["2026-03", "002", "Li", "", "F10", "Fine", "-0.10", currency, name],
                [],
                ["Total", "Pay Code", "Number of Rows", "Sum"],
                ["Total", "B10", "1", "12.00"],
                ["Total", "F10", "2", "-30.60"],
                ["Total", "All Pay Codes", "3", "-18.60"],
            ],
        )
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(batch.xlsx_file))).active
        cells = [[cell.value for cell in row] for row in book.iter_rows(max_col=9)]
        self.assertEqual(cells[1][:7], ["2026-03", "001", "Wang", "", "B10", "Bonus", 12])
        self.assertEqual(cells[-1][:4], ["Total", "All Pay Codes", 3, -18.6])
        self.assertEqual(len(cells), len(rows))
        self.assertEqual(batch.csv_digest, hashlib.sha256(content).hexdigest())
        self.assertEqual(
            (batch.xlsx_name, batch.csv_name.count("/")), (f"{batch.name}.xlsx".replace("/", "-"), 0)
        )

    def test_no_name_becomes_a_formula_and_no_number_loses_its_zeros(self):
        for number, name in (("000123", "=1+1"), ("0x10", "@SUM(A1)"), ("0", "http://x")):
            self.data.sheet(self.book, self.data.employee(name, number), fine=10)
        batch = self.exported()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(batch.xlsx_file))).active
        cells = [list(row) for row in book.iter_rows(min_row=2, max_row=4, max_col=7)]
        self.assertEqual(
            [(row[1].value, row[2].value) for row in cells],
            [("0", "http://x"), ("000123", "=1+1"), ("0x10", "@SUM(A1)")],
        )
        self.assertEqual({cell.data_type for row in cells for cell in row[:6]}, {"s"})
        self.assertIn(b",000123,'=1+1,", base64.b64decode(batch.csv_file))

    def test_exported_again_nothing_changes(self):
        self.data.sheet(self.book, self.wang, fine=10, bonus=3)
        batch = self.exported()
        names = ["xlsx_file", "csv_file", "exported_at", "exported_by_id", "xlsx_digest", "state"]
        before, keys = batch.read(names), batch.line_ids.mapped("source_key")
        self.wang.name = "Somebody Else"
        self.data.sheet(self.book, self.li, fine=5)
        batch.with_user(self.second).action_export()
        self.assertEqual(batch.read(names), before)
        self.assertEqual(batch.line_ids.mapped("source_key"), keys)

    def test_the_same_batch_gives_the_same_bytes_at_any_time(self):
        self.data.sheet(self.book, self.wang, fine=10, bonus=3)
        batch = self.released()
        with freeze_time("2026-04-01 08:00:00"):
            first = batch._make_files()
        with freeze_time("2031-01-01 23:59:59"):
            self.assertEqual(batch._make_files(), first)

    def test_an_export_that_fails_leaves_nothing(self):
        sheet = self.data.sheet(self.book, self.wang, fine=10)
        batch = self.released()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            batch.action_export()
            self.env.flush_all()
            1 / 0  # noqa: B018
        self.assertEqual(
            (batch.state, sheet.state, batch.line_ids.state), ("released", "confirmed", "released")
        )
        self.assertFalse(batch.xlsx_file)
        batch.action_export()
        self.assertEqual((batch.state, sheet.state, len(batch.line_ids)), ("exported", "exported", 1))

    # What was sent already
    def test_a_sheet_goes_once(self):
        sheet = self.data.sheet(self.book, self.wang, fine=10)
        first = self.exported()
        with self.refused(UserError, f"is in {first.name} already"):
            self.prepared()
        later = self.data.sheet(self.book, self.li, fine=5)
        second = self.exported()
        self.assertEqual((first.line_ids.sheet_id, second.line_ids.sheet_id), (sheet, later))

    def test_what_another_batch_prepared_is_its_own(self):
        self.data.sheet(self.book, self.wang, fine=10)
        first = self.prepared()
        with self.refused(UserError, f"is in {first.name} already"):
            self.prepared(month="2026-04-01")

    def test_nothing_to_send(self):
        self.data.sheet(self.book, self.wang)
        with self.refused(UserError, "No confirmed score sheet with money"):
            self.prepared()

    def test_the_database_takes_a_source_once(self):
        self.data.sheet(self.book, self.wang, fine=10)
        line = self.prepared().line_ids
        copy = line.copy_data()[0]
        with mute_logger("odoo.sql_db"), self.refused(psycopg2.errors.UniqueViolation, "source_uniq"):
            self.env["service.score.payroll.line"].create(copy)
            self.env.flush_all()

    # Withdrawal
    def test_a_rejected_file_is_withdrawn_whole_and_sent_anew(self):
        sheets = self.data.sheet(self.book, self.wang, fine=10) | self.data.sheet(self.book, self.li, fine=5)
        batch = self.exported()
        old = batch.read(["xlsx_file", "csv_file"])
        self.assertEqual(batch.action_withdraw()["res_model"], "service.score.payroll.withdraw")
        self.assertEqual(batch.state, "exported")
        dialog = self.env["service.score.payroll.withdraw"].with_user(self.second)
        dialog.create({"batch_id": batch.id, "reason": "Wrong month"}).action_confirm()
        self.assertEqual(
            (batch.state, batch.withdraw_reason, batch.withdrawn_by_id),
            ("withdrawn", "Wrong month", self.second),
        )
        self.assertEqual(set(sheets.mapped("state")), {"confirmed"})
        self.assertEqual(batch.line_ids.mapped("state"), ["withdrawn"] * 2)
        self.assertEqual(batch.read(["xlsx_file", "csv_file"]), old)
        for step in (batch.action_prepare, batch.action_export, batch.unlink):
            with self.refused(UserError, "is Withdrawn"):
                step()
        with self.refused(UserError, "is Withdrawn"):
            batch.action_withdraw("Again")
        anew = self.exported()
        self.assertEqual(anew.line_ids.sheet_id, sheets)
        self.assertEqual(
            sorted(anew.line_ids.mapped("source_key")), sorted(batch.line_ids.mapped("source_key"))
        )

    def test_before_the_export_a_batch_can_be_given_up(self):
        sheet = self.data.sheet(self.book, self.wang, fine=10)
        batch = self.released()
        batch.action_withdraw("A mistake")
        self.assertEqual((batch.state, sheet.state), ("withdrawn", "confirmed"))
        self.assertEqual(self.prepared().line_ids.sheet_id, sheet)

    def test_a_draft_or_prepared_batch_is_just_deleted(self):
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.prepared()
        lines = batch.line_ids
        batch.unlink()
        self.assertFalse(lines.exists())
        self.Batch.create({"month": MARCH}).unlink()

    # What is held back
    def held(self, batch):
        return {one.sheet_id: one.codes for one in batch.held_ids}

    def test_held_sheets_are_listed_and_wait(self):
        nobody = self.data.employee("Nobody")
        twin = self.data.employee("Twin", barcode="001")
        plain = self.data.component("plain", bonus_pay_code=False, fine_pay_code=False)
        adopted_late = self.data.book(self.component, "late", adopted_on="2026-03-29")
        strict = self.data.book(self.component, "strict", needs_acknowledgement=True)
        expected = {
            self.data.sheet(self.book, nobody, fine=10): "no_number",
            self.data.sheet(self.book, self.wang, fine=10): "shared_number",
            self.data.sheet(self.book, twin, fine=10): "shared_number",
            self.data.sheet(
                self.book, self.li, date(2026, 1, 1), fine=10, has_wage=False, taken_fine=0
            ): "no_wage",
            self.data.sheet(self.data.book(plain, "plain"), self.li, bonus=10): "no_pay_code",
            self.data.sheet(adopted_late, self.li, bonus=10): "not_adopted",
            self.data.sheet(strict, self.li, bonus=10): "not_acknowledged",
        }
        good = self.data.sheet(self.book, self.li, bonus=5)
        batch = self.prepared()
        self.assertEqual(self.held(batch), expected)
        self.assertEqual(batch.held_count, len(expected))
        self.assertEqual(batch.line_ids.sheet_id, good)
        for one in batch.held_ids:
            self.assertTrue(one.reasons.endswith("."), one.codes)
        batch.with_user(self.second).action_release()
        batch.action_export()
        self.assertEqual(sum(1 for sheet in expected if sheet.state == "confirmed"), len(expected))
        # what held them back is gone: they are in the next one
        nobody.score_employee_number = "077"
        twin.barcode = "088"
        self.env["service.score.acknowledgement"].create(
            {"rulebook_id": strict.id, "employee_id": self.li.id, "date": "2026-03-30", "how": "signed"}
        )
        plain.bonus_pay_code = "B77"
        later = self.prepared()
        self.assertEqual(sorted(self.held(later).values()), ["no_wage", "not_adopted"])
        self.assertEqual(len(later.line_ids), 5)

    def test_fines_on_basic_pay_are_sent_with_a_warning(self):
        """Q-57: another pay component may be chosen, with a warning."""
        self.data.sheet(self.book, self.li, fine=10)
        first = self.prepared()
        self.assertFalse(first.pay_warning)
        basic = self.data.book(self.data.component("basic", kind="basic"), "basic")
        self.data.sheet(basic, self.li, fine=10)
        batch = self.prepared()
        self.assertEqual(len(batch.line_ids), 1, "the other one is in the first batch")
        self.assertIn("act on basic pay", batch.pay_warning)
        self.assertIn(basic.display_name, batch.pay_warning)

    def test_never_by_name_alone_the_badge_will_do(self):
        badge = self.data.employee("Wang", barcode="9001")
        self.data.sheet(self.book, badge, fine=10)
        self.data.sheet(self.book, self.data.employee("Wang"), fine=10)
        batch = self.prepared()
        self.assertEqual([line[0] for line in self.lines_of(batch)], ["9001"])
        self.assertEqual(batch.held_count, 1)

    def test_the_number_of_somebody_without_a_sheet_is_shared_too(self):
        self.data.employee("Left", barcode="001", active=False)
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.prepared()
        self.assertEqual(batch.held_ids.codes, "shared_number")
        with self.refused(UserError, "nothing to send"):
            batch.with_user(self.second).action_release()

    def test_what_changed_after_preparing_is_noticed(self):
        sheet = self.data.sheet(self.book, self.wang, fine=10)
        batch = self.prepared()
        self.wang.score_employee_number = "111"
        with self.refused(UserError, "Prepare the batch again"):
            batch.with_user(self.second).action_release()
        batch.action_prepare()
        batch.with_user(self.second).action_release()
        self.component.fine_pay_code = "F99"
        with self.refused(UserError, "Withdraw the batch"):
            batch.action_export()
        self.component.fine_pay_code = False
        with self.refused(UserError, "no pay code for this. Withdraw the batch"):
            batch.action_export()
        self.assertEqual((batch.state, sheet.state), ("released", "confirmed"))
        self.component.fine_pay_code = "F10"
        batch.action_export()
        self.assertEqual(batch.state, "exported")

    # Layouts
    def layout(self, how="plain", **vals):
        columns = (("工号", "employee_number"), ("代码", "pay_code"), ("金额", "amount"))
        return self.env["service.score.payroll.layout"].create(
            {
                "code": "t",
                "name": "T",
                "company_id": self.company.id,
                "column_ids": [
                    (0, 0, {"heading": h, "field": f, "format": how if f == "amount" else "plain"})
                    for h, f in columns
                ],
                **vals,
            }
        )

    def test_a_layout_of_the_company_is_used(self):
        layout = self.layout("reversed", separator="semicolon", encoding="gb18030", has_totals=False)
        self.data.sheet(self.book, self.wang, fine=10)
        self.data.sheet(self.book, self.wang, date(2026, 2, 1), fine=2.5)
        with Form(self.Batch) as form:
            form.month = MARCH
        batch = form.record
        self.assertEqual(batch.layout_id, layout)
        batch.action_prepare()
        batch.with_user(self.second).action_release()
        batch.action_export()
        text = base64.b64decode(batch.csv_file).decode("gb18030")
        self.assertEqual(text, "工号;代码;金额\r\n001;F10;12.50\r\n")

    def test_a_row_for_each_sheet(self):
        self.layout(rows="line", has_totals=False)
        self.data.sheet(self.book, self.wang, fine=10)
        self.data.sheet(self.book, self.wang, date(2026, 2, 1), fine=2.5)
        text = base64.b64decode(self.exported().csv_file).decode("utf-8-sig")
        self.assertEqual(text, "工号,代码,金额\r\n001,F10,-10.00\r\n001,F10,-2.50\r\n")

    def test_without_signs_a_code_cannot_take_and_give(self):
        self.layout("absolute")
        self.data.sheet(self.book, self.wang, fine=10)
        self.data.sheet(self.book, self.li, fine=-3)
        with self.refused(UserError, "F10 both takes and gives"):
            self.released()

    # Who
    def test_steps_and_lines_are_not_entered(self):
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.exported()
        for vals in ({"state": "draft"}, {"exported_at": False}, {"released_by_id": self.hr.id}):
            with self.refused(UserError, "is set by preparing"):
                batch.write(vals)
        with self.refused(UserError, "is set by preparing"):
            self.Batch.create({"month": MARCH, "state": "exported"})
        for vals in ({"month": "2026-04-01"}, {"layout_id": False}):
            with self.refused(UserError, "is Exported"):
                batch.write(vals)
        line = batch.line_ids
        for records in (line, self.env["service.score.payroll.held"]):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(records.with_user(self.hr).has_access(operation))

    def test_the_database_keeps_what_was_exported(self):
        self.data.sheet(self.book, self.wang, fine=10)
        batch = self.exported()
        self.env.flush_all()
        for query, record in (
            ("UPDATE service_score_payroll_line SET amount = 0.01 WHERE id = %s", batch.line_ids),
            ("UPDATE service_score_payroll_line SET pay_code = 'X' WHERE id = %s", batch.line_ids),
            ("UPDATE service_score_payroll_line SET state = 'released' WHERE id = %s", batch.line_ids),
            ("DELETE FROM service_score_payroll_line WHERE id = %s", batch.line_ids),
            ("UPDATE service_score_payroll_batch SET state = 'released' WHERE id = %s", batch),
            ("UPDATE service_score_payroll_batch SET month = '2026-04-01' WHERE id = %s", batch),
            ("UPDATE service_score_payroll_batch SET exported_at = NULL WHERE id = %s", batch),
            ("DELETE FROM service_score_payroll_batch WHERE id = %s", batch),
        ):
            with mute_logger("odoo.sql_db"), self.refused(psycopg2.errors.IntegrityError, "append-only"):
                self.env.cr.execute(query, [record.id])

    def test_a_hundred_sheets_take_no_more_queries_than_ten(self):
        people = [self.data.employee(f"P{number}", f"9{number:03}") for number in range(100)]
        for person in people[:10]:
            self.data.sheet(self.book, person, fine=10, bonus=1)
        self.env.flush_all()

        def count():
            self.env.invalidate_all()
            batch = self.Batch.create({"month": MARCH})
            before = self.env.cr.sql_log_count
            batch.action_prepare()
            batch.with_user(self.second).action_release()
            batch.action_export()
            self.env.flush_all()
            used = self.env.cr.sql_log_count - before
            batch.action_withdraw("Again")
            return used, len(batch.line_ids)

        few, lines = count()
        self.assertEqual(lines, 20)
        for person in people[10:]:
            self.data.sheet(self.book, person, fine=10, bonus=1)
        self.env.flush_all()
        many, lines = count()
        self.assertEqual(lines, 200)
        self.assertLessEqual(many, few + 6)
