"""Offset, conversion and what is reached (ASC-OFF-01, ASC-ACC-01/02, ASC-PTS-01, Q-41)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.award import (
    BECOMES,
    CONVERTED,
    KINDS,
    OFFSET,
    OPEN,
    OPPOSITE,
    Record,
    Scheme,
    judge,
    points_of,
)

JAN = date(2026, 1, 1)
SHORT = dict(zip(("c", "m", "M", "w", "d", "D"), KINDS, strict=True))


def record(key, day, kind, **limits):
    return Record(key, JAN + timedelta(days=day), kind, points_of(kind), **limits)


records = st.lists(st.tuples(st.integers(0, 364), st.sampled_from(KINDS)), max_size=30).map(
    lambda rows: [record(key, *row) for key, row in enumerate(rows)]
)
limits = st.tuples(st.integers(0, 4), st.integers(0, 4))


def of(text, **limits):
    """Judge records of one kind a letter, a day each."""
    return judge([record(key, key, SHORT[letter], **limits) for key, letter in enumerate(text)])


def stands(text, **limits):
    """What stands open, as letters."""
    counts = of(text, **limits).open
    return "".join(letter * counts[kind] for letter, kind in SHORT.items())


@pytest.mark.parametrize(
    ("given_", "left"),
    [
        ("", ""),
        ("cw", ""),
        ("md", ""),
        ("MD", ""),
        ("cd", "cd"),  # no offset across levels
        ("wM", "Mw"),
        ("mD", "mD"),
        ("mm", "mm"),
        ("mmm", "M"),
        ("ddd", "D"),
        ("ccc", "ccc"),  # neither accumulates
        ("wwww", "wwww"),
        ("mmdm", "mm"),  # the demerit was there before the third merit
        ("mmmd", "Md"),  # what was converted is not offset singly any more
        ("mmmD", ""),  # but the major one is
        ("mmmddd", ""),
        ("Dmmm", ""),
        ("dddddd", "DD"),
        ("ddddddddd", "DDD"),
        ("mmmmmmmmmm", "mMMM"),
    ],
)
def test_what_stands_open(given_, left):
    assert sorted(stands(given_)) == sorted(left)


def test_dismissal_is_proposed_at_the_third_open_major_demerit_once_per_reaching():
    assert of("DD").reached == []
    third = of("DDD").reached
    assert [(one.key, one.day, len(one.rows)) for one in third] == [(2, date(2026, 1, 3), 3)]
    assert len(of("DDDD").reached) == 1
    assert len(of("DDDDM").reached) == 1
    assert len(of("DDDDMM").reached) == 1  # two are open: below
    assert [of(kinds).is_over for kinds in ("DD", "DDD", "DDDDM", "DDDDMM")] == [False, True, True, False]
    assert [one.key for one in of("DDDMD").reached] == [2, 4]  # reached again
    assert [one.key for one in of("dddddddd").reached] == []
    assert [one.key for one in of("ddddddddd").reached] == [8]
    assert of("MDDD").reached == []


def test_thresholds_of_the_scheme():
    assert stands("mmm", conversion=4) == "mmm"
    assert stands("mmmm", conversion=4) == "M"
    assert stands("mmmm", conversion=0) == "mmmm"
    assert [one.key for one in of("DD", dismissal=2).reached] == [1]
    assert of("DDDDD", dismissal=0).reached == []
    # a new scheme in the middle of the year: from its first record on
    year = [record(n, n, "major_demerit", dismissal=5) for n in range(4)]
    assert judge(year).reached == []
    assert [one.key for one in judge([*year, record(4, 4, "major_demerit", dismissal=3)]).reached] == [4]


def test_points_of_the_kinds():
    assert [points_of(kind) for kind in KINDS] == [1, 3, 9, -1, -3, -9]
    assert [points_of(kind, Scheme(0.5, 2, 10)) for kind in KINDS] == [0.5, 2, 10, -0.5, -2, -10]


def test_offset_and_conversion_carry_no_points():
    """3 × 3 = 9."""
    assert of("mmm").points == 9
    assert of("mmmD").points == 0
    assert of("md").points == 0
    months = judge([record(1, 0, "merit"), record(2, 31, "warning"), record(3, 364, "demerit")])
    assert {month: points for month, points in months.points_by_month.items() if points} == {
        1: 3,
        2: -1,
        12: -3,
    }


def test_the_oldest_is_offset_first_and_the_key_orders_a_day():
    rows = {row.key: row for row in of("mmd").rows}
    assert (rows[0].state, rows[0].partner, rows[1].state) == (OFFSET, rows[2], OPEN)
    same_day = judge([record(key, 0, kind) for key, kind in ((7, "demerit"), (3, "merit"), (5, "merit"))])
    assert [(row.key, row.state) for row in same_day.rows] == [(3, OFFSET), (5, OPEN), (7, OFFSET)]


def reference(rows, conversion, dismissal):
    """Net counts of the levels instead of rows: what is open of opposite kinds never stands beside it."""
    net, reached, over = {"commendation": 0, "merit": 0, "major": 0}, [], False
    signs = {kind: (1 if number < 3 else -1) for number, kind in enumerate(KINDS)}
    levels = dict(zip(KINDS, ("commendation", "merit", "major") * 2, strict=True))
    for one in sorted(rows, key=lambda one: (one.day, one.key)):
        level, sign = levels[one.kind], signs[one.kind]
        net[level] += sign
        if level == "merit" and conversion and net[level] == sign * conversion:
            net[level], level = 0, "major"
            net[level] += sign
        is_over = bool(dismissal) and -net["major"] >= dismissal
        if is_over and not over:
            reached.append(one.key)
        over = is_over
    left = {kind: max(0, signs[kind] * net[levels[kind]]) for kind in KINDS}
    return left, reached


@given(records, limits)
def test_as_the_net_counts_say(rows, numbers):
    rows = [one._replace(conversion=numbers[0], dismissal=numbers[1]) for one in rows]
    judged = judge(rows)
    assert (judged.open, [one.key for one in judged.reached]) == reference(rows, *numbers)


@given(records)
def test_nothing_opposite_stands_open_and_nothing_is_lost(rows):
    judged = judge(rows)
    for kind in KINDS:
        assert not (judged.open[kind] and judged.open[OPPOSITE[kind]])
        assert judged.open[kind] == sum(row.kind == kind and row.state == OPEN for row in judged.rows)
        if kind in BECOMES:
            assert judged.open[kind] < 3
    assert sorted(row.key for row in judged.rows if row.key is not None) == [one.key for one in rows]
    for row in judged.rows:
        if row.state == OFFSET:
            assert row.partner.partner is row and row.partner.kind == OPPOSITE[row.kind]
        if row.state == CONVERTED:
            assert row.into.kind == BECOMES[row.kind] and row.into.key is None and row.into.points == 0
    for row in judged.rows:
        if row.key is None:
            assert sum(part.into is row for part in judged.rows) == 3


@given(records)
def test_points_are_the_sum_of_the_records(rows):
    judged = judge(rows)
    assert judged.points == sum(one.points for one in rows) == sum(judged.points_by_month.values())


def picture(judged):
    return (
        [(row.key, row.kind, row.state, row.partner and row.partner.key) for row in judged.rows],
        judged.open,
        [(one.key, one.day) for one in judged.reached],
    )


@given(records, st.randoms(use_true_random=False))
def test_the_order_in_which_they_come_does_not_matter(rows, random):
    """Inserted in the past is replayed."""
    mixed = list(rows)
    random.shuffle(mixed)
    assert picture(judge(mixed)) == picture(judge(rows))


@given(records, st.integers(0, 364), st.sampled_from(KINDS))
def test_what_comes_late_changes_nothing_before_its_day(rows, day, kind):
    late = record(1000, day, kind)
    before = judge([one for one in rows if one.day <= late.day])
    after = judge([*rows, late]).rows
    assert [(row.key, row.kind) for row in after[: len(before.rows)]] == [
        (row.key, row.kind) for row in before.rows
    ]
