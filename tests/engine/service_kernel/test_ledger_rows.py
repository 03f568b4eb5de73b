"""Texts, headings, repeated rows and rows that are no records."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.cell_text import clean_text, is_nothing, plain, split_names
from service_kernel_engine.cells import BadCell, Problem, parse_cell
from service_kernel_engine.headings import assign, find_heading_row, known_headings, normalise_heading
from service_kernel_engine.rows import fingerprint, is_blank, is_footer, number_key, repeats

KNOWN = known_headings(
    {
        "number": ["投诉编号", "Ledger No."],
        "phone": ["联系电话", "Phone"],
        "description": ["投诉内容"],
        "ignore": ["序号"],
    }
)


@pytest.mark.parametrize(
    "value, text",
    [
        (" a\x00b\x07 ", "ab"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ufeff张三", "张三"),
        ("x\ud800y", "xy"),
        (20250001.0, "20250001"),
        (1.5, "1.5"),
        (True, "TRUE"),
        (None, ""),
        (datetime(2025, 3, 5), "2025-03-05"),
        (datetime(2025, 3, 5, 14, 30), "2025-03-05 14:30:00"),
        ("=1+1", "=1+1"),
        ("😡 שלום", "😡 שלום"),
    ],
)
def test_clean_text(value, text):
    assert clean_text(value) == text


def test_limits_and_bad_cells():
    with pytest.raises(Problem) as caught:
        clean_text("x" * 11, limit=10)
    assert caught.value == Problem("text_too_long", length=11, limit=10)
    with pytest.raises(Problem, match="cell_error"):
        clean_text(BadCell("cell_error", "#REF!"))
    assert plain(BadCell("cell_error", "#REF!")) == "#REF!"
    with pytest.raises(Problem, match="too_many_names"):
        split_names("、".join(map(str, range(51))))


def test_names():
    assert split_names("张三、李四,王五; Mary Jones／张三\n赵六") == [
        "张三",
        "李四",
        "王五",
        "Mary Jones",
        "赵六",
    ]
    assert split_names("无") == [] and split_names(None) == []
    assert is_nothing(" — ") and not is_nothing("Null") and not is_nothing("无理由退货")


@pytest.mark.parametrize(
    "heading, key",
    [
        (" 涉及金额（元） *", "涉及金额"),
        ("【投诉编号】", "投诉编号"),
        ("E-Mail:", "email"),
        ("Ｐｈｏｎｅ", "phone"),
        ("联系\n电话", "联系电话"),
        ("投诉时间(必填)(年月日)", "投诉时间"),
        ("", ""),
        (None, ""),
        ("***", ""),
    ],
)
def test_headings(heading, key):
    assert normalise_heading(heading) == key


@given(st.text())
def test_normalising_twice_changes_nothing(heading):
    key = normalise_heading(heading)
    assert normalise_heading(key) == key or any(not char.isascii() for char in key)


def test_each_field_is_given_once_except_free_ones():
    headings = ["序号", "联系电话", "Phone", "店长意见", "投诉编号", "序号"]
    assert assign(headings, KNOWN, free=("ignore",)) == ["ignore", "phone", None, None, "number", "ignore"]
    assert assign(["Phone", "联系电话"], KNOWN) == [None, "phone"]  # the better word, wherever it stands
    assert assign(["联系电话/Phone", "投诉内容/店长意见"], KNOWN) == ["phone", None]


def test_the_heading_row_is_below_titles_and_groups():
    rows = [
        ["2025年投诉台账"],
        [],
        ["投诉编号", "顾客信息"],
        ["投诉编号", "联系电话", "投诉内容"],
        ["TS-1", "13800138000", "Phone"],
    ]
    assert find_heading_row(rows, KNOWN) == 3
    assert find_heading_row([["投诉编号"], ["a", "b"]], KNOWN) is None
    assert find_heading_row([[]] * 15 + [["投诉编号", "联系电话"]], KNOWN) is None


def test_fingerprints_ignore_case_width_and_space_only():
    moment = datetime(2025, 3, 5, 6, 30)
    assert fingerprint([moment, "Li  Mei", "ＡＢ"]) == fingerprint([moment, "li mei", "ab "])
    assert fingerprint(["ab", "c"]) != fingerprint(["a", "bc"])
    assert fingerprint([None, "a"]) != fingerprint(["a", None])
    assert number_key(" ts－2025 001 ") == "TS-2025001"


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.sampled_from("xy"))))
def test_repeats_against_a_plain_loop(rows):
    for index, (kind, first) in enumerate(repeats(rows)):
        key, digest = rows[index]
        same_key = [i for i in range(index) if key and rows[i][0] == key]
        if not same_key:
            assert (kind, first) == ("new", None)
        else:
            assert first == same_key[0]
            assert kind == ("repeat" if rows[first][1] == digest else "conflict")


@pytest.mark.parametrize(
    "cells, filled, footer",
    [
        (["合计", None, 300], 0, True),
        ([None, "总 计：", 5], 0, True),
        (["Total", 300], 0, True),
        (["制表人：张三"], 0, True),
        (["备注：以上数据"], 1, True),
        (["合计", "2025-01-01"], 2, False),
        (["合计多收钱"], 0, False),
        (["张三"], 1, False),
        ([], 0, False),
    ],
)
def test_footers(cells, filled, footer):
    assert is_footer(cells, filled) is footer


def test_blank():
    assert is_blank([None, "", " 　"]) and is_blank([]) and not is_blank([0])


@given(
    st.sampled_from(["text", "relation", "selection", "names", "amount", "phone", "email", "date"]), st.text()
)
def test_every_kind_gives_a_value_or_a_problem(kind, text):
    try:
        parse_cell(kind, text, limit=20)
    except Problem as problem:
        assert problem.code
