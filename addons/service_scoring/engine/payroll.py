"""What goes to payroll: lines of sheets, rows of the file, cells of its columns, sums, and the CSV file.

A line is one amount of one sheet and has a key that no other living line may have (S4). The file has a row
per employee number and pay code, or a row per line. The same lines give the same rows, in the same order,
and the same bytes, whatever order they come in. Amounts are signed: what the person loses is negative.
Amounts are ``Decimal``, rounded half up to the currency at the last step (CONV-MON-01).
"""

import csv
import io
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

#: kinds of amounts; what reduces the pay comes first
REDUCTIONS = ("fine", "withheld")
KINDS = (*REDUCTIONS, "bonus")

#: {field of a column: formats that it may have, the first one is the usual one}
FORMATS = {
    "employee_number": ("plain",),
    "employee_name": ("plain",),
    "department": ("plain",),
    "pay_code": ("plain",),
    "kind": ("plain",),
    "amount": ("plain", "reversed", "absolute"),
    "currency": ("plain",),
    "month": ("month", "month_compact", "first_day", "last_day"),
    "line_count": ("plain",),
    "source": ("plain",),
    "text": ("plain",),
}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
ENCODINGS = {"utf8": "utf-8-sig", "gb18030": "gb18030"}

#: a text that begins so would be a formula in Excel, where CSV files are opened
_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True)
class Part:
    """An amount of a sheet before rounding and before signs; below zero it turns round: a fine given back.

    ``component``: the pay component it acts on, 0 without one; several parts of a kind differ in it.
    """

    kind: str
    pay_code: str
    amount: Decimal
    component: int = 0


@dataclass(frozen=True)
class Line:
    """A signed amount of a sheet, on its way to payroll."""

    source_key: str
    employee: int
    employee_number: str
    employee_name: str
    pay_code: str
    kind: str
    amount: Decimal
    department: str = ""
    source: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the file: one or more lines of one employee number and pay code."""

    employee_number: str
    employee_name: str
    department: str
    pay_code: str
    kinds: tuple
    amount: Decimal
    line_count: int
    sources: tuple


@dataclass(frozen=True)
class Column:
    """A column of the file: ``field`` and ``format`` as in ``FORMATS``; ``text``: of a text column."""

    heading: str
    field: str
    format: str = "plain"
    text: str = ""


def round_money(amount, digits=2):
    """Return ``amount`` as Decimal with ``digits`` decimals, half up; a float counts as it is written."""
    unit = Decimal(1).scaleb(-digits)
    return (amount if isinstance(amount, Decimal) else Decimal(str(amount))).quantize(unit, ROUND_HALF_UP)


def source_key(sheet, kind, component=0):
    """Return the key of an amount: one sheet, one kind, one component, one living line."""
    return f"sheet,{sheet},{kind},{component}" if component else f"sheet,{sheet},{kind}"


def share_withheld(taken, wanted, digits=2):
    """Return {component: amount} of what is taken, by component: each in its turn as far as it was wanted.

    :param taken: below zero: given back
    :param wanted: {component: what was to be withheld of it}, at least one; what ``taken`` has beyond that,
        or gives back, is the first one's
    """
    left, shares = round_money(taken, digits), {}
    for component in sorted(wanted):
        shares[component] = max(min(round_money(wanted[component], digits), left), Decimal(0))
        left -= shares[component]
    shares[min(wanted)] += left
    return shares


def _part_order(part):
    return KINDS.index(part.kind), part.component, part.pay_code


def signed_parts(sheet, parts, digits=2):
    """Return [(source key, part, signed amount)] of the parts of a sheet that are not zero, in order."""
    result = []
    for part in sorted(parts, key=_part_order):
        amount = round_money(part.amount, digits)
        if amount:
            sign = -1 if part.kind in REDUCTIONS else 1
            result.append((source_key(sheet, part.kind, part.component), part, sign * amount))
    return result


def shared_numbers(people):
    """Return the numbers that more than one person has, of pairs (employee, number)."""
    owners = {}
    for employee, number in people:
        owners.setdefault(number, set()).add(employee)
    return {number for number, ids in owners.items() if number and len(ids) > 1}


def group_rows(lines, per_line=False):
    """Return the rows of the file, by number, then pay code.

    :param per_line: a row for each line, not for each number and pay code
    """
    groups = {}
    for line in sorted(
        lines, key=lambda one: (one.employee_number, one.pay_code, _key_order(one.source_key))
    ):
        key = (line.employee_number, line.pay_code, line.source_key if per_line else "")
        groups.setdefault(key, []).append(line)
    return [_make_row(group) for group in groups.values()]


def _make_row(lines):
    first = lines[0]
    kinds = {line.kind for line in lines}
    return Row(
        first.employee_number,
        first.employee_name,
        first.department,
        first.pay_code,
        tuple(kind for kind in KINDS if kind in kinds),
        sum((line.amount for line in lines), Decimal(0)),
        len(lines),
        tuple(dict.fromkeys(line.source for line in lines if line.source)),
    )


def _key_order(key):
    """Return what sorts a source key by its numbers, not by their digits."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in key.split(","))


def sum_codes(rows, how="plain"):
    """Return [(pay code, number of rows, sum)] by pay code; the sum of amounts as the format ``how`` shows
    them, so that whoever adds up the column finds the same.
    """
    sums = {}
    for row in rows:
        count, total = sums.get(row.pay_code, (0, Decimal(0)))
        sums[row.pay_code] = (count + 1, total + _turn(row.amount, how))
    return [(code, *sums[code]) for code in sorted(sums)]


def find_mixed_codes(lines):
    """Return the pay codes that both take and give: without signs nobody could tell which row does what."""
    signs = {}
    for line in lines:
        signs.setdefault(line.pay_code, set()).add(line.amount > 0)
    return sorted(code for code, both in signs.items() if len(both) > 1)


def find_column_faults(columns):
    """Return [(code, heading)] of what makes ``columns`` useless: ``format`` does not suit the field, or the
    file does not say whom (``no_employee_number``), what (``no_pay_code``) or how much (``no_amount``), or
    says how much twice (``two_amounts``).
    """
    faults = [("format", column.heading) for column in columns if column.format not in FORMATS[column.field]]
    fields = [column.field for column in columns]
    faults += [(f"no_{name}", "") for name in ("employee_number", "pay_code", "amount") if name not in fields]
    if fields.count("amount") > 1:
        faults.append(("two_amounts", ""))
    return faults


def format_month(month, how):
    """Return the text of a month, given by any of its days: ``month`` 2026-03, ``month_compact`` 202603,
    ``first_day`` and ``last_day`` 2026-03-01 and 2026-03-31.
    """
    if how == "month_compact":
        return f"{month:%Y%m}"
    if how == "first_day":
        return month.replace(day=1).isoformat()
    if how == "last_day":
        return date(month.year, month.month, monthrange(month.year, month.month)[1]).isoformat()
    return f"{month:%Y-%m}"


def make_cell(row, column, month, currency, kinds):
    """Return the value of a cell: a text, or a number for amounts and counts.

    :param kinds: {kind: its name in the reader's language}
    """
    values = {
        "employee_number": row.employee_number,
        "employee_name": row.employee_name,
        "department": row.department,
        "pay_code": row.pay_code,
        "kind": ", ".join(kinds[kind] for kind in row.kinds),
        "amount": _turn(row.amount, column.format),
        "currency": currency,
        "month": format_month(month, column.format),
        "line_count": row.line_count,
        "source": ", ".join(row.sources),
        "text": column.text,
    }
    return values[column.field]


def _turn(amount, how):
    if how == "absolute":
        return abs(amount)
    # no "-0.00"
    return -amount + 0 if how == "reversed" else amount


def make_table(lines, columns, month, currency, words, per_line=False, has_totals=True):
    """Return the cells of the whole file: headings, rows, and count and sum per pay code.

    :param words: ``kinds`` {kind: name}, ``total``, ``all_codes``, ``code``, ``count``, ``sum``: texts of it
    """
    rows = group_rows(lines, per_line)
    table = [[column.heading for column in columns]]
    table += [[make_cell(row, column, month, currency, words["kinds"]) for column in columns] for row in rows]
    if has_totals:
        how = next(column.format for column in columns if column.field == "amount")
        sums = sum_codes(rows, how)
        table += [[], [words["total"], words["code"], words["count"], words["sum"]]]
        table += [[words["total"], *one] for one in sums]
        table.append(
            [
                words["total"],
                words["all_codes"],
                sum(count for _code, count, _sum in sums),
                sum((total for _code, _count, total in sums), Decimal(0)),
            ]
        )
    return table


def write_csv(table, separator="comma", encoding="utf8", digits=2):
    """Return the bytes of the CSV file of ``table``; lines end as in Windows, amounts have all decimals."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=SEPARATORS[separator], lineterminator="\r\n")
    for cells in table:
        writer.writerow([_to_text(cell, digits) for cell in cells])
    return buffer.getvalue().encode(ENCODINGS[encoding])


def _to_text(cell, digits):
    if isinstance(cell, Decimal):
        return f"{round_money(cell, digits):f}"
    if isinstance(cell, int):
        return str(cell)
    text = " ".join(cell.split())
    return f"'{text}" if text.startswith(_FORMULA) else text
