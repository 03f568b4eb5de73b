import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.payroll import (
    ENCODINGS,
    FORMATS,
    SEPARATORS,
    Column,
    Line,
    Part,
    find_column_faults,
    find_mixed_codes,
    format_month,
    group_rows,
    make_table,
    round_money,
    share_withheld,
    shared_numbers,
    signed_parts,
    source_key,
    sum_codes,
    write_csv,
)

MARCH = date(2026, 3, 1)
WORDS = {
    "kinds": {"fine": "Fine", "withheld": "Withheld", "bonus": "Bonus"},
    "total": "Total",
    "all_codes": "All",
    "code": "Code",
    "count": "Count",
    "sum": "Sum",
}
COLUMNS = (
    Column("No.", "employee_number"),
    Column("Name", "employee_name"),
    Column("Code", "pay_code"),
    Column("Amount", "amount"),
)


def line(sheet=1, number="001", code="F", amount="-10", kind="fine", name="Wang", **more):
    return Line(source_key(sheet, kind), int(number), number, name, code, kind, Decimal(amount), **more)


def part(kind, amount, component=0, code="X"):
    return Part(kind, code, Decimal(amount), component)


def test_money_is_rounded_half_up_at_the_last_step():
    assert round_money(0.125) == Decimal("0.13")
    assert round_money(Decimal("0.1249999")) == Decimal("0.12")
    assert round_money(2.675) == Decimal("2.68")  # as it is written, not as binary has it
    assert round_money(-0.125) == Decimal("-0.13")
    assert round_money(0.1 + 0.2) == Decimal("0.30")
    assert round_money(10.5, 0) == Decimal("11")


def test_a_key_names_sheet_kind_and_component():
    assert source_key(12, "fine") == "sheet,12,fine"
    assert source_key(12, "withheld", 4) == "sheet,12,withheld,4"


@pytest.mark.parametrize(
    ("taken", "shares"),
    [
        ("50", {3: 20, 7: 30}),
        ("49.99", {3: 20, 7: Decimal("29.99")}),
        ("20.01", {3: 20, 7: Decimal("0.01")}),
        ("20", {3: 20, 7: 0}),
        ("19.99", {3: Decimal("19.99"), 7: 0}),
        ("0", {3: 0, 7: 0}),
        ("-5", {3: -5, 7: 0}),
        ("51", {3: 21, 7: 30}),
    ],
)
def test_what_is_taken_fills_one_component_after_the_other(taken, shares):
    assert share_withheld(Decimal(taken), {7: Decimal(30), 3: Decimal(20)}) == shares


def test_reductions_are_negative_turned_round_positive_and_nothing_is_no_line():
    parts = [part("bonus", 5), part("withheld", "0.004", 2), part("fine", "10.005"), part("withheld", -3, 1)]
    assert [(key, amount) for key, _part, amount in signed_parts(9, parts)] == [
        ("sheet,9,fine", Decimal("-10.01")),
        ("sheet,9,withheld,1", Decimal("3.00")),
        ("sheet,9,bonus", Decimal("5.00")),
    ]


def test_a_number_of_two_people_is_found_and_none_is_no_number():
    people = [(1, "A"), (2, "B"), (3, "A"), (1, "A"), (4, ""), (5, "")]
    assert shared_numbers(people) == {"A"}


def test_rows_add_up_lines_of_one_number_and_pay_code():
    lines = [
        line(2, "002", "F", "-1.10"),
        line(10, "001", "F", "-0.10", source="SH10"),
        line(9, "001", "F", "-0.20", source="SH9"),
        line(9, "001", "B", "5", "bonus", source="SH9"),
    ]
    rows = group_rows(lines)
    assert [(row.employee_number, row.pay_code, row.amount, row.line_count) for row in rows] == [
        ("001", "B", Decimal("5"), 1),
        ("001", "F", Decimal("-0.30"), 2),
        ("002", "F", Decimal("-1.10"), 1),
    ]
    assert rows[1].sources == ("SH9", "SH10")
    assert [row.amount for row in group_rows(lines, per_line=True)] == [
        Decimal("5"),
        Decimal("-0.20"),
        Decimal("-0.10"),
        Decimal("-1.10"),
    ]
    assert sum_codes(rows) == [("B", 1, Decimal("5")), ("F", 2, Decimal("-1.40"))]


def test_one_code_for_both_directions():
    lines = [line(1, code="P"), line(1, kind="bonus", code="P", amount="4"), line(2, code="F")]
    assert find_mixed_codes(lines) == ["P"]
    (row,) = group_rows(lines[:2])
    assert (row.amount, row.kinds) == (Decimal("-6"), ("fine", "bonus"))


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        (COLUMNS, []),
        (COLUMNS[1:], ["no_employee_number"]),
        (COLUMNS[:2], ["no_pay_code", "no_amount"]),
        ((), ["no_employee_number", "no_pay_code", "no_amount"]),
        ((*COLUMNS, Column("Again", "amount", "absolute")), ["two_amounts"]),
        ((*COLUMNS, Column("Month", "month")), ["format"]),
        ((*COLUMNS, Column("Month", "month", "month")), []),
        ((*COLUMNS[:3], Column("Amount", "amount", "last_day")), ["format"]),
    ],
)
def test_columns_have_to_say_whom_what_and_how_much(columns, codes):
    assert [code for code, _heading in find_column_faults(columns)] == codes


@pytest.mark.parametrize(
    ("how", "text"),
    [
        ("month", "2024-02"),
        ("month_compact", "202402"),
        ("first_day", "2024-02-01"),
        ("last_day", "2024-02-29"),
    ],
)
def test_months(how, text):
    assert format_month(date(2024, 2, 17), how) == text


def test_cells_of_every_field_and_format():
    columns = [Column(f"{name} {how}", name, how, "7") for name, hows in FORMATS.items() for how in hows]
    lines = [line(department="Store", source="SH1"), line(2, amount="-0.5", source="SH2")]
    (cells,) = make_table(lines, columns, MARCH, "CNY", WORDS, has_totals=False)[1:]
    assert cells == [
        *("001", "Wang", "Store", "F", "Fine"),
        *(Decimal("-10.5"), Decimal("10.5"), Decimal("10.5")),
        *("CNY", "2026-03", "202603", "2026-03-01", "2026-03-31"),
        *(2, "SH1, SH2", "7"),
    ]


def test_the_file_ends_with_count_and_sum_per_pay_code():
    lines = [line(1), line(2, "002", "F", "-0.5"), line(2, "002", "B", "3", "bonus")]
    table = make_table(lines, COLUMNS, MARCH, "CNY", WORDS)
    assert table[4:] == [
        [],
        ["Total", "Code", "Count", "Sum"],
        ["Total", "B", 1, Decimal("3")],
        ["Total", "F", 2, Decimal("-10.5")],
        ["Total", "All", 3, Decimal("-7.5")],
    ]
    reversed_ = (*COLUMNS[:3], Column("Amount", "amount", "reversed"))
    assert make_table(lines, reversed_, MARCH, "CNY", WORDS)[-1][-1] == Decimal("7.5")
    absolute = (*COLUMNS[:3], Column("Amount", "amount", "absolute"))
    assert make_table(lines, absolute, MARCH, "CNY", WORDS)[-1][-1] == Decimal("13.5")


def test_the_csv_file_to_the_byte():
    lines = [line(1, name='Wang "W", 王'), line(2, "002", "F", "-0.5", name="=1+1\nx")]
    table = make_table(lines, COLUMNS, MARCH, "CNY", WORDS)
    text = (
        "No.,Name,Code,Amount\r\n"
        '001,"Wang ""W"", 王",F,-10.00\r\n'
        "002,'=1+1 x,F,-0.50\r\n"
        "\r\n"
        "Total,Code,Count,Sum\r\n"
        "Total,F,2,-10.50\r\n"
        "Total,All,2,-10.50\r\n"
    )
    assert write_csv(table) == b"\xef\xbb\xbf" + text.encode()
    assert write_csv(table, encoding="gb18030") == text.encode("gb18030")
    assert write_csv(table, "semicolon").decode("utf-8-sig").startswith("No.;Name;Code;Amount\r\n")
    assert write_csv(table, "tab").decode("utf-8-sig").startswith("No.\tName\tCode\tAmount\r\n")


def test_a_turned_nothing_is_no_minus_nothing():
    lines = [line(1), line(1, kind="bonus", amount="10")]
    columns = (*COLUMNS[:3], Column("Amount", "amount", "reversed"))
    assert write_csv(make_table(lines, columns, MARCH, "CNY", WORDS)).count(b"-0.00") == 0


amounts = st.decimals(min_value=0, max_value=10**6, places=2)


@given(st.dictionaries(st.integers(1, 9), amounts, min_size=1), amounts)
def test_nothing_taken_is_lost_between_components(wanted, taken):
    shares = share_withheld(taken, wanted)
    assert sum(shares.values()) == taken
    assert shares.keys() == wanted.keys()
    if taken <= sum(wanted.values()):
        assert all(0 <= shares[component] <= wanted[component] for component in wanted)
    assert share_withheld(-taken, wanted)[min(wanted)] == -taken


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12)
codes = st.text("ABÜ工1=-", min_size=1, max_size=3)


@st.composite
def some_lines(draw):
    """Lines with keys of their own; a number has one name, as one person has one number."""
    result = []
    who = draw(st.dictionaries(codes, names, min_size=1, max_size=5))
    for sheet, kind in draw(st.sets(st.tuples(st.integers(1, 300), st.sampled_from(["fine", "bonus"])))):
        number = draw(st.sampled_from(sorted(who)))
        amount = draw(st.decimals(min_value="0.01", max_value=10**5, places=2))
        result.append(
            Line(
                source_key(sheet, kind),
                0,
                number,
                who[number],
                draw(codes),
                kind,
                -amount if kind == "fine" else amount,
                source=f"SH{sheet}",
            )
        )
    return result


@given(
    some_lines(),
    st.randoms(),
    st.booleans(),
    st.sampled_from(sorted(SEPARATORS)),
    st.sampled_from(sorted(ENCODINGS)),
)
def test_the_same_lines_give_the_same_bytes_and_no_cent_is_lost(lines, random, per_line, separator, encoding):
    def render(some):
        table = make_table(some, COLUMNS, MARCH, "CNY", WORDS, per_line)
        return table, write_csv(table, separator, encoding)

    table, content = render(lines)
    mixed = list(lines)
    random.shuffle(mixed)
    assert render(mixed)[1] == content

    rows = group_rows(lines, per_line)
    keys = [(row.employee_number, row.pay_code) for row in rows]
    assert keys == sorted(keys)
    assert per_line or len(keys) == len(set(keys))
    assert sum(row.line_count for row in rows) == len(lines)
    total = sum((one.amount for one in lines), Decimal(0))
    assert sum((row.amount for row in rows), Decimal(0)) == total
    assert table[-1][2:] == [len(rows), total]

    text = content.decode(ENCODINGS[encoding])
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATORS[separator]))
    assert len(read) == len(table)
    body = read[1 : 1 + len(rows)]
    assert [Decimal(cells[3]) for cells in body] == [row.amount for row in rows]
    assert not any(cells[1].startswith(("=", "+", "-", "@")) for cells in body)
    by_code = {code: Decimal(amount) for _total, code, _count, amount in read[len(rows) + 3 : -1]}
    for code, amount in by_code.items():
        of_code = [one.amount for one in lines if one.pay_code == code.removeprefix("'")]
        assert amount == sum(of_code, Decimal(0))


@given(st.lists(st.tuples(st.integers(1, 9), st.sampled_from(["", "A", "B", "C"]))))
def test_shared_numbers_belong_to_several(people):
    shared = shared_numbers(people)
    for number in "ABC":
        assert (number in shared) == (len({who for who, one in people if one == number}) > 1)
