import base64
import io
import zipfile
from unittest.mock import patch

import openpyxl

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.models import service_ledger_import_check

from .ledger_common import CHINESE, GOOD, OTHER, LedgerCase, csv, xlsx


@tagged("post_install", "-at_install")
class TestLedgerBadInput(LedgerCase):
    def assertRefused(self, content, sentence):
        """Reading ``content`` is refused with ``sentence``, and neither a complaint nor an import is left."""
        before = self.env["service.complaint"].search_count([]), self.Import.search_count([])
        with (
            mute_logger("odoo.tools.mimetypes.guess_mimetype"),
            self.assertRaisesRegex(UserError, sentence),
            self.env.cr.savepoint(),
        ):
            self.take_in(content)
        self.assertEqual(
            (self.env["service.complaint"].search_count([]), self.Import.search_count([])), before
        )

    def test_files_that_are_no_ledgers_say_what_to_do(self):
        ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
        for content, sentence in (
            (b"", "empty"),
            (xlsx(), "No row with headings"),
            (xlsx(CHINESE), "no rows below"),
            (xlsx(["a", "b"], [1, 2]), "Download the template"),
            (ole + "EncryptedPackage".encode("utf-16-le"), "password"),
            (ole, r"old or binary format \(\.xls"),
            (b"%PDF-1.4", "neither an XLSX nor a CSV"),
            (b"<html><table></table></html>", "web page"),
            (xlsx(CHINESE, GOOD)[:900], "damaged"),
        ):
            with self.subTest(sentence=sentence):
                self.assertRefused(content, sentence)

    def test_50_000_rows_are_refused_at_once(self):
        row = csv(GOOD)
        self.assertRefused(csv(CHINESE) + b"\n" + b"\n".join([row] * 50_000), "more than 20,000 rows")

    def test_limits_are_parameters(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("service_kernel.ledger_max_rows", "1")
        self.assertRefused(xlsx(CHINESE, GOOD, OTHER), "more than 1 rows")
        parameters.set_param("service_kernel.ledger_max_rows", "many")
        self.assertEqual(self.take_in(xlsx(CHINESE, GOOD, OTHER)).created_count, 2)
        parameters.set_param("service_kernel.ledger_max_unpacked_mb", "1")
        buffer = io.BytesIO(xlsx(CHINESE, GOOD))
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/image1.png", b"\0" * 2_000_000)
        self.assertRefused(buffer.getvalue(), "larger than 1.0 MB")

    def test_formulas_are_values_or_problems_and_text_stays_text(self):
        texts = ["=HYPERLINK(1)", "+1", "-1 star", "@home"]
        head = ["投诉时间", "顾客姓名", "投诉内容"]
        record = self.take_in(csv(head, *(["2025-4-1", "周", text] for text in texts)))
        self.assertEqual(self.complaints(record).mapped("description"), [f"<p>{text}</p>" for text in texts])
        record = self.take_in(xlsx(head, ["2025-4-1", "周", "=TODAY()"]))
        self.assertEqual(self.problems(record), {(2, "投诉内容", "cell_formula")})
        book = openpyxl.load_workbook(io.BytesIO(self.correction_bytes(record)))
        self.assertEqual(book.active["C2"].data_type, "s")

    def test_odd_texts_are_stored_as_plain_text(self):
        texts = {
            "<script>alert(1)</script><b>": "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;",
            "😡🔥": "😡🔥",
            "שלום مرحبا": "שלום مرحبا",
            "a\x00b": "ab",
            "one\ntwo": "one<br>two",
        }
        head = ["投诉时间", "顾客姓名", "投诉内容", "顾客诉求"]
        record = self.take_in(csv(head, *(["2025-4-1", "周", text, text] for text in texts)))
        for complaint, expected in zip(self.complaints(record), texts.values(), strict=True):
            self.assertEqual(complaint.description, f"<p>{expected}</p>")
            self.assertNotIn("\x00", complaint.demand)

    def test_ten_megabytes_in_a_cell_are_a_problem_of_that_cell(self):
        head = ["投诉时间", "顾客姓名", "投诉内容"]
        record = self.take_in(csv(head, ["2025-4-1", "周", "长" * 3_500_000], ["2025-4-1", "周", "short"]))
        self.assertEqual(
            (record.created_count, self.problems(record)), (1, {(2, "投诉内容", "text_too_long")})
        )
        self.assertEqual(len(self.correction(record)[1][2]), 32_767)

    def test_the_longest_text_of_a_cell_fits(self):
        head = ["投诉时间", "顾客姓名", "投诉内容"]
        record = self.take_in(csv(head, ["2025-4-1", "周", "&" * 32_767]))
        self.assertEqual(record.created_count, 1)

    def test_more_problems_than_lines_are_all_counted_and_in_the_file(self):
        with patch.object(service_ledger_import_check, "MAX_PROBLEM_LINES", 5):
            record = self.take_in(xlsx(CHINESE, *([f"N{i}", "昨天", *GOOD[2:]] for i in range(12)), OTHER))
        self.assertEqual((len(record.problem_ids), record.problem_count, record.problem_more), (5, 12, 7))
        self.assertEqual((record.bad_count, len(self.correction(record))), (12, 13))

    def test_titles_groups_totals_and_remarks_are_no_rows(self):
        record = self.take_in(
            xlsx(
                ["银河购物中心投诉台账"],
                ["制表人：张三", None, "2025年"],
                ["投诉编号", "顾客信息"],
                CHINESE,
                GOOD,
                CHINESE,
                OTHER,
                ["合计", None, None, None, None, None, "2 件"],
                ["制表人：李四", None, "审核：王五"],
            )
        )
        self.assertRecordValues(
            record, [{"row_count": 2, "created_count": 2, "bad_count": 0, "skipped_count": 3}]
        )

    def test_the_sheet_with_the_ledger_is_found_and_another_can_be_chosen(self):
        book = openpyxl.Workbook()
        book.active.append(["说明"])
        for name, row in (("一月", GOOD), ("二月", OTHER)):
            sheet = book.create_sheet(name)
            sheet.append(CHINESE)
            sheet.append(row)
        buffer = io.BytesIO()
        book.save(buffer)
        record = self.read_file(buffer.getvalue())
        self.assertEqual((record.sheet_id.name, record.sheet_count, record.good_count), ("一月", 3, 1))
        record.sheet_id = record.sheet_ids[2]
        record.action_import()
        self.assertEqual(self.complaints(record).contact_name, "李先生")

    def test_an_import_happens_once(self):
        record = self.read_file(xlsx(CHINESE, GOOD))
        record.action_import()
        for action in (record.action_import, record.action_read, record.action_check, record.action_reset):
            with self.assertRaises(UserError):
                action()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            record.with_user(self.manager).unlink()

    def test_another_file_can_be_chosen_before_the_import(self):
        record = self.read_file(xlsx(CHINESE, ["", "昨天", *GOOD[2:]]))
        record.action_reset()
        self.assertRecordValues(
            record, [{"state": "draft", "bad_count": 0, "problem_count": 0, "preview": False}]
        )
        record.write({"file": base64.b64encode(xlsx(CHINESE, GOOD))})
        record.action_read()
        self.assertEqual(record.good_count, 1)
        with self.assertRaisesRegex(UserError, "Choose another file first"):
            record.file = False

    def test_going_back_leaves_nothing_of_the_first_reading(self):
        record = self.read_file(xlsx(CHINESE, ["", "昨天", *GOOD[2:]]))
        record.action_reset()
        self.assertFalse(
            record.column_ids or record.problem_ids or record.sheet_ids or record.correction_file
        )

    def correction_bytes(self, record):
        return base64.b64decode(record.correction_file)
