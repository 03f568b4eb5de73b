import io
import zipfile

import openpyxl
import xlsxwriter

from odoo.tests import BaseCase, tagged

from ..engine.cells import BadCell
from ..tools.ledger_column import LedgerColumn
from ..tools.ledger_file import LedgerFileError, Limits, open_ledger
from ..tools.ledger_xlsx import correction_file, template_file

ROWS = [["编号", "电话"], ["A1", "138"], ["A2", None]]


def workbook(rows, **options):
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for ranges in options.get("merge", ()):
        book.active.merge_cells(ranges)
    book.save(buffer)
    return buffer.getvalue()


def rewritten(content, part, change):
    """The zip ``content`` with one part changed."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == part else data)
    return buffer.getvalue()


@tagged("post_install", "-at_install")
class TestLedgerFile(BaseCase):
    def assertUnreadable(self, content, code, **limits):
        with self.assertRaises(LedgerFileError) as caught:
            ledger = open_ledger(content, Limits(**limits))
            ledger.rows(ledger.names[0])
        self.assertEqual(caught.exception.code, code)

    def rows(self, content):
        ledger = open_ledger(content)
        return ledger.rows(ledger.names[0])

    def test_xlsx_rows_keep_the_numbers_of_the_sheet(self):
        content = workbook([["title"], [], *ROWS])
        self.assertEqual(self.rows(content), [(1, ["title"]), (3, ROWS[0]), (4, ROWS[1]), (5, ["A2"])])

    def test_text_in_any_encoding_and_with_any_separator(self):
        for separator in ",;\t":
            text = f'编号{separator}内容\nA1{separator}"第一行\n第二行，逗号"\n\nA2{separator}x\n'
            for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"):
                with self.subTest(separator=separator, encoding=encoding):
                    self.assertEqual(
                        self.rows(text.encode(encoding)),
                        [(1, ["编号", "内容"]), (2, ["A1", "第一行\n第二行，逗号"]), (4, ["A2", "x"])],
                    )

    def test_nul_in_text_is_dropped(self):
        self.assertEqual(self.rows("编号,内容\nA\x001,b\n".encode())[1], (2, ["A1", "b"]))

    def test_what_is_no_ledger_says_which(self):
        xlsx = workbook(ROWS)
        ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
        for content, code in (
            (b"", "file_empty"),
            (b"\xef\xbb\xbf \r\n", "file_empty"),
            (ole, "file_old_xls"),
            (ole + "EncryptedPackage".encode("utf-16-le"), "file_password"),
            (b"%PDF-1.7 ...", "file_other"),
            (b"\x89PNG\r\n\x1a\n...", "file_other"),
            (b"<html><table><tr><td>1</td></tr></table></html>", "file_html"),
            (b'<?xml version="1.0"?><Workbook/>', "file_html"),
            (xlsx[: len(xlsx) // 2], "file_broken"),
            (xlsx[:200] + b"\0" * 200 + xlsx[400:], "file_broken"),
            (b"PK\x03\x04 nothing", "file_broken"),
            (rewritten(xlsx, "xl/worksheets/sheet1.xml", lambda data: data[:-60]), "file_broken"),
            (rewritten(xlsx, "xl/workbook.xml", lambda data: b"<x/>"), "file_empty"),
            (bytes(range(1, 32)) * 50, "file_other"),
            (b"\xff\xfe\xd8" * 3, "file_encoding"),
            (b"\x81\xff\x81\xff", "file_encoding"),
        ):
            with self.subTest(code=code, content=content[:20]):
                self.assertUnreadable(content, code)

    def test_another_zip_is_no_ledger(self):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
        self.assertUnreadable(buffer.getvalue(), "file_other")

    def test_entities_are_refused(self):
        bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'
        self.assertUnreadable(rewritten(workbook(ROWS), "xl/workbook.xml", lambda data: bomb), "file_broken")

    def test_sizes_are_bounded_before_unpacking(self):
        blown_up = rewritten(workbook(ROWS), "xl/worksheets/sheet1.xml", lambda data: data + b" " * 2**21)
        self.assertLess(len(blown_up), 2**20)
        self.assertUnreadable(blown_up, "file_bomb", unpacked_bytes=2**20)
        self.assertUnreadable(workbook(ROWS), "file_too_large", file_bytes=1000)
        self.assertUnreadable("\n".join(map(str, range(200))).encode(), "too_many_rows", rows=100)
        self.assertUnreadable(b"," * 400 + b"x\n", "too_many_columns")

    def test_a_million_blank_rows_are_no_rows(self):
        far = rewritten(
            workbook(ROWS),
            "xl/worksheets/sheet1.xml",
            lambda data: data.replace(
                b"</sheetData>", b'<row r="1048576"><c r="A1048576"/></row></sheetData>'
            ),
        )
        self.assertEqual(len(self.rows(far)), 3)
        beyond = rewritten(
            workbook(ROWS),
            "xl/worksheets/sheet1.xml",
            lambda data: data.replace(b"</sheetData>", b'<row r="99999999999"/></sheetData>'),
        )
        self.assertUnreadable(beyond, "file_broken")

    def test_formulas_give_their_stored_value_or_a_bad_cell(self):
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer)
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=1+1", None, 2)
        sheet.write_formula("B1", '=IF(1,"","")', None, "")
        sheet.write_formula("C1", "=REF", None, "#NAME?")
        sheet.write_string("D1", "=1+1")
        book.close()
        as_excel_writes_it = rewritten(
            buffer.getvalue(),
            "xl/worksheets/sheet1.xml",
            lambda data: data.replace(b'<c r="B1">', b'<c r="B1" t="str">'),
        )
        _number, cells = self.rows(as_excel_writes_it)[0]
        self.assertEqual((cells[0], cells[1], cells[3]), (2, None, "=1+1"))
        self.assertEqual((cells[2].code, cells[2].text), ("cell_error", "#NAME?"))
        bad = self.rows(workbook([["x", "=TODAY()"]]))[0][1][1]
        self.assertIsInstance(bad, BadCell)
        self.assertEqual((bad.code, bad.text), ("cell_formula", "=TODAY()"))

    def test_a_cell_merged_over_rows_counts_for_each_of_them(self):
        rows = [["日期", "姓名"], ["3月", "甲"], [None, "乙"], [None, None], [None, "丙"]]
        content = workbook(rows, merge=["A2:A4"])
        self.assertEqual(self.rows(content), [(1, rows[0]), (2, rows[1]), (3, ["3月", "乙"]), (5, rows[4])])

    def test_control_characters_that_a_sheet_escapes_are_dropped(self):
        self.assertEqual(self.rows(workbook([["a_x000D_b", 1]])), [(1, ["ab", 1])])

    def test_hidden_sheets_are_left_out(self):
        book = openpyxl.Workbook()
        book.active.title = "codes"
        book.active.sheet_state = "hidden"
        book.create_sheet("ledger").append(["x"])
        buffer = io.BytesIO()
        book.save(buffer)
        self.assertEqual(open_ledger(buffer.getvalue()).names, ("ledger",))


@tagged("post_install", "-at_install")
class TestLedgerXlsx(BaseCase):
    def test_text_is_never_written_as_a_formula(self):
        texts = ["=1+1", "{=1+1}", "+1", "-1", "@x", "http://x.example", "\x00a", "x" * 40_000]
        content = correction_file(["=H"], [([text], {0}, ["=P"]) for text in texts], "problems")
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cells = [cell for row in sheet.iter_rows() for cell in row]
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertEqual(sheet["A1"].value, "=H")
        self.assertEqual([sheet.cell(row, 1).value for row in range(2, 8)], texts[:6])
        self.assertEqual(len(sheet["A9"].value), 32_767)
        self.assertTrue(all(cell.hyperlink is None for cell in cells))

    def test_values_come_back_as_they_were(self):
        cells = [1.5, 3, "x", None, True]
        content = correction_file(list("abcde"), [(cells, {1}, ["wrong"])], "problems")
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        self.assertEqual([cell.value for cell in sheet[2]], [1.5, 3, "x", None, "TRUE", "wrong"])

    def test_the_template_explains_each_column_and_offers_choices(self):
        columns = [
            LedgerColumn("a", "A", required=True, help="what", example="e.g."),
            LedgerColumn("b", "B", "selection", choices={"x": ("X1", "X2"), "y": ("Y1",)}),
        ]
        words = dict.fromkeys(("heading", "needed", "yes", "enter", "example"), "w") | {
            "sheet": "s",
            "notes": "n",
        }
        book = openpyxl.load_workbook(io.BytesIO(template_file(columns, words)))
        self.assertEqual([cell.value for cell in book["s"][1]], ["A", "B"])
        self.assertEqual(book["s"].max_row, 1)
        self.assertEqual([cell.value for cell in book["n"][2]], ["A", "w", "what", "e.g."])
        self.assertIn("X1,Y1", book["s"].data_validations.dataValidation[0].formula1)
