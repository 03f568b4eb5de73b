"""Files of policy packs: what is written is read back the same, what is wrong is named with its place."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine import pack_cell, pack_manifest, pack_table
from service_kernel_engine.pack_cell import Column
from service_kernel_engine.problem import Problem

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r", exclude_categories=("Cs",)))


@given(TEXT)
def test_a_guarded_text_comes_back_and_is_no_formula(text):
    guarded = pack_table.guard(text)
    assert pack_table.unguard(guarded) == text
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.tuples(TEXT.map(str.strip), TEXT.map(str.strip)), max_size=8))
def test_a_table_comes_back(rows):
    rows = [{"code": f"c{number}", "a": one, "b:zh_CN": two} for number, (one, two) in enumerate(rows)]
    content = pack_table.write_table(["code", "a", "b:zh_CN"], rows)
    table, faults = pack_table.read_table("x.csv", content)
    assert not faults
    assert [row.cells for row in table.rows] == rows
    lines = content.decode().split("\n")
    assert all(lines[row.line - 1].startswith(row.cells["code"]) for row in table.rows)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(content):
    table, faults = pack_table.read_table("x.csv", content)
    assert table or faults
    manifest, faults = pack_manifest.read_manifest(content)
    assert manifest or faults


def test_limits():
    many = b"code\n" + b"x\n" * (pack_table.MAX_ROWS + 1)
    wide = ",".join(f"c{number}" for number in range(101)).encode()
    large = b"c\n" + b"x" * pack_table.MAX_BYTES
    for content, code in ((many, "too_many_rows"), (wide, "too_many_columns"), (large, "file_too_large")):
        assert [fault.code for fault in pack_table.read_table("x.csv", content)[1]] == [code]
    assert not pack_table.read_table("x.csv", b"code\n" + b"x\n" * pack_table.MAX_ROWS)[1]


def column(kind, **options):
    return Column("c", kind, "c", **options)


VALUES = [
    (column("text"), TEXT.map(str.strip)),
    (column("integer"), st.integers(-999_999_999, 999_999_999)),
    (column("float"), st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 6) + 0.0)),
    (column("boolean"), st.booleans()),
    (column("date"), st.dates().map(lambda day: day.isoformat())),
    (column("selection", options=("a", "b")), st.sampled_from(["a", "b"])),
    (column("one"), st.from_regex(r"[A-Z]{1,3}-\d", fullmatch=True)),
    (column("many"), st.sets(st.from_regex(r"[a-z]{1,3}", fullmatch=True)).map(sorted)),
]


@pytest.mark.parametrize(("kind", "values"), VALUES, ids=lambda item: getattr(item, "kind", ""))
@given(data=st.data())
def test_a_value_comes_back(kind, values, data):
    value = data.draw(values)
    text = pack_cell.write(kind, value)
    assert pack_cell.read(kind, text) == value


spans = st.tuples(st.integers(0, 6), st.integers(0, 1438), st.integers(1, 600))


@given(st.lists(spans, min_size=1, max_size=6))
def test_hours_come_back(drawn):
    hours, last = [], {}
    for day, start, length in sorted(drawn):
        start = max(start, last.get(day, 0))
        end = min(start + length, 1440)
        if start < end:
            hours.append([day, start, end])
            last[day] = end
    if hours:
        kind = column("hours")
        assert pack_cell.read(kind, pack_cell.write(kind, hours)) == hours


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("monday 08:00-12:00", "hours"),
        ("mon 8-12", "hours"),
        ("mon 12:00-08:00", "hours"),
        ("mon 08:00-24:01", "hours"),
        ("mon 08:70-09:00", "hours"),
        ("fri-mon 08:00-12:00", "hours"),
        ("mon 08:00-12:00 11:00-13:00", "hours_overlap"),
        ("mon 08:00-12:00; mon 11:00-13:00", "hours_overlap"),
    ],
)
def test_hours_that_cannot_be(text, code):
    with pytest.raises(Problem) as problem:
        pack_cell.read(column("hours"), text)
    assert problem.value.code == code


def test_an_empty_cell():
    assert pack_cell.read(column("integer", default=10), "") == 10
    assert pack_cell.read(column("integer"), "") == 0
    assert pack_cell.read(column("selection", required=True, default="x"), "") == "x"
    with pytest.raises(Problem, match="missing"):
        pack_cell.read(column("one", required=True), "")


def test_the_place_of_a_fault():
    content = b'code,name\na,"two\nlines"\nb,"x\n'
    _table, faults = pack_table.read_table("x.csv", content)
    assert [(fault.line, fault.code) for fault in faults] == [(4, "broken")]
    _table, faults = pack_table.read_table("x.csv", b"code,name\na,x\nb\nc,x,y\n")
    assert [(fault.line, fault.code) for fault in faults] == [(3, "cell_count"), (4, "cell_count")]


def test_written_cells_are_plain_csv():
    content = pack_table.write_table(["code", "name"], [{"code": "a", "name": '=1,"2"\n3'}])
    assert list(csv.reader(io.StringIO(content.decode(), newline=""))) == [
        ["code", "name"],
        ["a", '\'=1,"2"\n3'],
    ]


def test_a_manifest_comes_back():
    manifest = pack_manifest.Manifest("own", {"en_US": "Own", "zh_CN": "自有"}, {}, "2", "CNY", ("mall",))
    assert pack_manifest.read_manifest(pack_manifest.write_manifest(manifest), "own") == (manifest, [])
