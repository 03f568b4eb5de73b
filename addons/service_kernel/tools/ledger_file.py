"""Read a ledger file, XLSX or CSV, into rows of plain cell values. No Odoo here.

What comes from outside is not trusted: sizes are bounded before anything is unpacked, entities are
refused, and every way in which a file can be unsuitable is a ``LedgerFileError`` with a code, for which
the caller has a sentence.
"""

import csv
import io
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from itertools import islice
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from ..engine.cells import BadCell
from ..engine.rows import is_blank

MAX_COLUMNS = 300
MAX_SHEET_ROWS = 1_048_576  # of any spreadsheet program
HEAD_ROWS = 15  # rows in which the headings are looked for
TITLE_ROWS = 50  # rows beyond the limit that titles, headings and totals may take

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, InvalidFileException, LookupError, OSError,
    NotImplementedError, ParseError, RuntimeError, TypeError, ValueError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
_ESCAPED_CONTROL = re.compile(r"_x00[01][0-9A-Fa-f]_")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY")

# one field of a CSV file may hold what a whole file may hold; the default (131,072) stops at a long story
csv.field_size_limit(2**31 - 1)
# openpyxl warns of what it will not keep when it writes the file; nothing is written back
warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


class LedgerFileError(Exception):
    """The file cannot be read; ``code`` and ``params`` say why."""

    def __init__(self, code, **params):
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Limits:
    """How large a ledger may be: records, bytes of the file, bytes of an XLSX when unpacked."""

    rows: int = 20_000
    file_bytes: int = 20 * 2**20
    unpacked_bytes: int = 200 * 2**20


def open_ledger(content, limits=None):
    """Return the ledger in ``content`` (bytes): an object with ``names`` of its sheets and ``rows(name,
    at_most)``.

    :raise LedgerFileError: it is empty, too large, protected, broken or no XLSX or CSV file.
    """
    limits = limits or Limits()
    if not content or not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise LedgerFileError("file_empty")
    if len(content) > limits.file_bytes:
        raise LedgerFileError(
            "file_too_large", size=_megabytes(len(content)), limit=_megabytes(limits.file_bytes)
        )
    if content.startswith(_OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in content
        raise LedgerFileError("file_password" if protected else "file_old_xls")
    if content.startswith(b"PK"):
        return XlsxLedger(content, limits)
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!", b"7z\xbc\xaf", b"{\\rtf")):
        raise LedgerFileError("file_other")
    if (
        start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml", b"<style", b"<body"))
        or b"<html" in start
    ):
        raise LedgerFileError("file_html")
    return TextLedger(content, limits)


def _megabytes(size):
    return f"{size / 2**20:.1f}"


class _Ledger:
    names = ()

    def rows(self, name, at_most=None):
        """Rows of sheet ``name`` as ``(number, cells)``; the first ``at_most`` of the sheet, else all.

        Numbers are those that a spreadsheet program shows; blank rows are left out.

        :raise LedgerFileError: too many rows or columns, or broken after all.
        """
        found = []
        for number, cells in self._numbered(name):
            if at_most and number > at_most:
                break
            if number > MAX_SHEET_ROWS:
                raise LedgerFileError("file_broken")
            if is_blank(cells):
                continue
            if len(cells) > MAX_COLUMNS:
                raise LedgerFileError("too_many_columns", count=len(cells), limit=MAX_COLUMNS)
            found.append((number, cells))
            if len(found) > self.limits.rows + TITLE_ROWS:
                raise LedgerFileError("too_many_rows", limit=f"{self.limits.rows:,}")
        return found

    def _numbered(self, name):
        raise NotImplementedError


class XlsxLedger(_Ledger):
    """Sheets of an XLSX workbook: stored values, never formulas."""

    def __init__(self, content, limits):
        self.content, self.limits = content, limits
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._check_archive(archive)
            self._book = self._open(data_only=True)
            sheets = self._book.worksheets
            visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"] or sheets
        except _BROKEN as error:
            raise LedgerFileError("file_broken") from error
        self.names = tuple(sheet.title for sheet in visible)
        self.counts_from_1900 = self._book.epoch != CALENDAR_MAC_1904
        if not self.names:
            raise LedgerFileError("file_empty")

    def _open(self, data_only):
        return openpyxl.load_workbook(io.BytesIO(self.content), read_only=True, data_only=data_only)

    def _check_archive(self, archive):
        members = archive.infolist()
        names = {member.filename for member in members}
        if any(member.flag_bits & 1 for member in members):
            raise LedgerFileError("file_password")
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise LedgerFileError("file_other")
        if "xl/workbook.bin" in names:
            raise LedgerFileError("file_old_xls")
        if sum(member.file_size for member in members) > self.limits.unpacked_bytes or len(members) > 10_000:
            raise LedgerFileError("file_bomb", limit=_megabytes(self.limits.unpacked_bytes))
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    if _DOCTYPE.search(part.read(2048)):
                        raise LedgerFileError("file_broken")

    def _numbered(self, name):
        try:
            has_formulas, merged = self._scan(name)
            shown = self._sheet(self._book, name)
            written = self._sheet(self._open(data_only=False), name).iter_rows() if has_formulas else None
            above = {}
            for number, cells in enumerate(shown.iter_rows(), 1):
                formulas = next(written, ()) if has_formulas else ()
                values = [
                    _value(cell, formulas[i] if i < len(formulas) else None) for i, cell in enumerate(cells)
                ]
                yield number, _fill(number, _trim(values), merged, above)
        except _BROKEN as error:
            raise LedgerFileError("file_broken") from error

    @staticmethod
    def _sheet(book, name):
        sheet = book[name]
        sheet.reset_dimensions()  # some programs write wrong ones
        return sheet

    def _scan(self, name):
        """Whether the sheet holds formulas, and its merged cells as ``{first row of a merge: [(column,
        last row)]}``.
        """
        has_formulas, merged, tail = False, {}, b""
        with (
            zipfile.ZipFile(io.BytesIO(self.content)) as archive,
            archive.open(self._book[name]._worksheet_path) as part,
        ):
            while chunk := part.read(2**20):
                has_formulas = has_formulas or bool(_FORMULA.search(tail + chunk))
                for match in _MERGED.finditer(tail + chunk):
                    first_column, first, _last_column, last = range_boundaries(match[1].decode())
                    if last > first:
                        merged.setdefault(first, {})[first_column - 1] = last
                tail = (tail + chunk)[-200:]
        return has_formulas, merged


def _value(cell, formula):
    """The stored value of a cell; a ``BadCell`` for an error value or a formula that was never calculated."""
    value = cell.value
    if cell.data_type == "e":
        return BadCell("cell_error", str(value))
    if value is None and formula is not None and formula.data_type == "f" and cell.data_type == "n":
        return BadCell("cell_formula", str(getattr(formula.value, "text", formula.value)))
    if isinstance(value, str) and "_x00" in value:
        return _ESCAPED_CONTROL.sub("", value)
    return value


def _trim(cells):
    while cells and (cells[-1] is None or cells[-1] == ""):
        cells.pop()
    return cells


def _fill(number, cells, merged, above):
    """``cells`` with the value of a cell that is merged over several rows in each of these rows.

    ``above`` keeps the open merges: ``{column: (value, last row)}``. A row that is otherwise blank stays
    blank.
    """
    for column, last in merged.get(number, {}).items():
        above[column] = (cells[column] if column < len(cells) else None, last)
    for column, (value, last) in list(above.items()):
        if number > last:
            del above[column]
        elif cells and value is not None and (column >= len(cells) or cells[column] is None):
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value
    return cells


class TextLedger(_Ledger):
    """A CSV or TSV file in UTF-8, UTF-16 or GB 18030, separated by comma, semicolon or tab."""

    names = ("",)
    counts_from_1900 = False  # a bare number in a text file is no date

    def __init__(self, content, limits):
        self.limits = limits
        self._text = _decode(content)
        self._delimiter = _delimiter(self._text)

    def _numbered(self, name):
        try:
            for number, cells in enumerate(self._read(self._delimiter), 1):
                yield number, _trim([cell or None for cell in cells])
        except csv.Error as error:
            raise LedgerFileError("file_broken") from error

    def _read(self, delimiter):
        return csv.reader(io.StringIO(self._text, newline=""), delimiter=delimiter)


def _decode(content):
    zeros = content[:4096].count(0)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    elif zeros > len(content[:4096]) * 0.05:
        encodings = ("utf-16-le",) if content[1:4096:2].count(0) * 2 > zeros else ("utf-16-be",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = sum(char < " " and char not in "\t\r\n\0" for char in text[:4096])
        if strange * 50 > len(text[:4096]):
            raise LedgerFileError("file_other")
        return text.replace("\0", "")
    raise LedgerFileError("file_encoding")


def _delimiter(text):
    """The separator that cuts the first lines into the most cells."""
    head = text[:100_000]

    def cells(delimiter):
        rows = islice(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), HEAD_ROWS)
        return sum(len([cell for cell in row if cell]) - 1 for row in rows if row)

    return max(",;\t", key=cells)
