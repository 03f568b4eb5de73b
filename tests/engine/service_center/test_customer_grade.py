from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.customer_grade import Grade, add_months, grade, next_contact, urgency
from service_center_engine.customer_review import becomes, period_end
from service_center_engine.customer_segment import History, Rule, best, is_quiet, judge

RULES = (
    Grade("A", "clear", 1),
    Grade("B", "clear", 3),
    Grade("C", "clear", 6),
    Grade("D", "potential"),
    Grade("E", "none"),
)
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("today", "closing", "code"),
    [
        (date(2026, 3, 15), date(2026, 3, 15), "A"),
        (date(2026, 3, 15), date(2026, 4, 15), "A"),  # exactly one month
        (date(2026, 3, 15), date(2026, 4, 16), "B"),
        (date(2026, 3, 15), date(2026, 6, 15), "B"),
        (date(2026, 3, 15), date(2026, 6, 16), "C"),
        (date(2026, 3, 15), date(2026, 9, 15), "C"),  # exactly half a year
        (date(2026, 3, 15), date(2026, 9, 16), "D"),
        (date(2026, 3, 15), None, "D"),
        (date(2026, 3, 15), date(2026, 3, 1), "A"),  # the day is over: as urgent as today
        (date(2026, 1, 31), date(2026, 2, 28), "A"),  # the month is short
        (date(2026, 1, 31), date(2026, 3, 1), "B"),
        (date(2028, 1, 31), date(2028, 2, 29), "A"),  # leap year
        (date(2028, 1, 31), date(2028, 3, 1), "B"),
        (date(2028, 2, 29), date(2028, 3, 29), "A"),
        (date(2028, 2, 29), date(2028, 3, 30), "B"),
        (date(2026, 8, 31), date(2027, 2, 28), "C"),
        (date(2026, 8, 31), date(2027, 3, 1), "D"),
        (date(2027, 8, 31), date(2028, 2, 29), "C"),
        (date(2027, 8, 31), date(2028, 3, 1), "D"),
    ],
)
def test_a_clear_need_is_graded_by_its_day(today, closing, code):
    assert grade("clear", closing, today, RULES)[0] == code


@pytest.mark.parametrize(
    ("need", "closing", "code"),
    [
        ("potential", date(2026, 3, 16), "D"),
        ("potential", None, "D"),
        ("none", date(2026, 3, 16), "E"),
        ("none", None, "E"),
        (None, date(2026, 3, 16), None),
    ],
)
def test_less_than_a_clear_need(need, closing, code):
    assert grade(need, closing, date(2026, 3, 15), RULES)[0] == code


def test_why_the_grades_before_did_not_fit():
    _code, rejected = grade("clear", date(2026, 5, 1), date(2026, 3, 15), RULES)
    assert rejected == [
        {"rule": "A", "because": {"code": "closing_later", "params": {"until": "2026-04-15", "months": 1}}}
    ]
    _code, rejected = grade("clear", None, date(2026, 3, 15), RULES)
    assert [one["because"]["code"] for one in rejected] == ["closing_unknown"] * 3
    code, rejected = grade("none", None, date(2026, 3, 15), RULES[:4])
    assert code is None
    assert {one["because"]["code"] for one in rejected} == {"need_less"}


@given(DAYS, st.integers(0, 400))
def test_a_later_day_is_never_more_urgent(today, days):
    codes = [grade("clear", today + timedelta(days + more), today, RULES)[0] for more in (0, 1)]
    assert codes == sorted(codes)


@given(DAYS, st.integers(0, 600))
def test_months_are_never_longer_than_the_day_asks(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(1)).day == 1


@pytest.mark.parametrize(
    ("contact", "amount", "unit", "expected"),
    [
        (date(2026, 2, 28), 1, "days", date(2026, 3, 1)),
        (date(2028, 2, 28), 1, "days", date(2028, 2, 29)),
        (date(2026, 2, 25), 7, "days", date(2026, 3, 4)),
        (date(2026, 2, 20), 15, "days", date(2026, 3, 7)),
        (date(2026, 1, 31), 30, "days", date(2026, 3, 2)),
        (date(2028, 2, 29), 1, "years", date(2029, 2, 28)),
        (date(2027, 2, 28), 1, "years", date(2028, 2, 28)),
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2026, 1, 31), 0, "days", None),
        (None, 7, "days", None),
        (date(9999, 12, 31), 1, "days", None),
        (date(9999, 12, 31), 1, "years", None),
    ],
)
def test_the_latest_day_of_the_next_contact(contact, amount, unit, expected):
    assert next_contact(contact, amount, unit) == expected


@pytest.mark.parametrize(
    ("closing", "code"),
    [
        (None, None),
        (date(2026, 3, 22), "urgent"),
        (date(2026, 3, 23), "moderate"),
        (date(2026, 4, 15), "moderate"),
        (date(2026, 4, 16), "not_urgent"),
        (date(2026, 6, 15), "not_urgent"),
        (date(2026, 6, 16), "potential"),
    ],
)
def test_how_soon_to_act(closing, code):
    assert urgency(closing, date(2026, 3, 15)) == code


@pytest.mark.parametrize(
    ("last", "today", "quiet"),
    [
        (date(2026, 1, 15), date(2026, 7, 14), False),
        (date(2026, 1, 15), date(2026, 7, 15), True),  # six months exactly
        (date(2026, 8, 31), date(2027, 2, 27), False),
        (date(2026, 8, 31), date(2027, 2, 28), True),
        (date(2027, 8, 31), date(2028, 2, 28), False),
        (date(2027, 8, 31), date(2028, 2, 29), True),
    ],
)
def test_lost_at_six_months_exactly(last, today, quiet):
    assert is_quiet(last, 6, today) is quiet


SEGMENT_RULES = (
    Rule("lost", "lost", quiet_months=6),
    Rule("value", "high_value", amount=10000.0, months=12),
    Rule("often", "high_contribution", count=5, months=12),
    Rule("rest", "ordinary"),
)


@pytest.mark.parametrize(
    ("last", "amount", "count", "code"),
    [
        (date(2026, 1, 15), 50000.0, 9, "lost"),
        (date(2026, 1, 16), 10000.0, 9, "value"),
        (date(2026, 1, 16), 9999.99, 5, "often"),
        (date(2026, 1, 16), 9999.99, 4, "rest"),
    ],
)
def test_the_first_segment_that_fits(last, amount, count, code):
    history = History(last, {0: (99999.0, 99), 12: (amount, count)})
    rule, rejected = judge(history, date(2026, 7, 15), SEGMENT_RULES)
    assert rule.code == code
    assert [one["rule"] for one in rejected] == [one.code for one in SEGMENT_RULES if one.code != code][
        : len(rejected)
    ]


def test_no_segment_fits_and_the_best_of_several():
    assert judge(History(date(2026, 7, 1), {12: (0.0, 0)}), date(2026, 7, 15), SEGMENT_RULES[1:3])[0] is None
    assert best([(SEGMENT_RULES[0],), (SEGMENT_RULES[2],), (SEGMENT_RULES[3],)])[0].code == "often"


@pytest.mark.parametrize(
    ("today", "end"),
    [
        (date(2026, 6, 29), date(2025, 12, 31)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 12, 30), date(2026, 6, 30)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2026, 12, 31)),
    ],
)
def test_days_of_review(today, end):
    assert period_end(today) == end


@pytest.mark.parametrize(
    ("kind", "count", "after"),
    [("new", 1, "new"), ("new", 2, "old"), ("potential", 9, "potential"), ("old", 0, "old")],
)
def test_a_new_customer_who_came_back_is_an_old_one(kind, count, after):
    assert becomes(kind, count, 2) == after


@pytest.mark.parametrize(
    ("gap_until", "due"),
    [
        (None, date(2026, 3, 31)),
        (date(2026, 3, 30), date(2026, 3, 31)),  # never earlier than the grade says
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
def test_a_gap_that_was_justified_moves_the_next_contact(gap_until, due):
    assert next_contact(date(2026, 3, 1), 30, "days", gap_until) == due
    assert next_contact(None, 30, "days", gap_until) is None
