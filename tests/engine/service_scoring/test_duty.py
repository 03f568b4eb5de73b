from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine import duty as engine

KINDS = ("week", "month", "quarter", "half", "year")
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def plans(draw):
    """Kind, month and day of a plan."""
    kind = draw(st.sampled_from(KINDS))
    if kind == "week":
        return kind, 0, draw(st.integers(0, 7))
    return kind, draw(st.integers(0, engine.MONTHS[kind])), draw(st.integers(0, 31))


PROOFS = st.lists(
    st.builds(engine.Proof, st.integers(1, 5), st.none() | DAYS, st.booleans()),
    max_size=6,
)


@pytest.mark.parametrize(
    ("day", "plan", "expected"),
    [
        # CU-PUB-04: the monthly report by the 25th
        (date(2026, 2, 10), ("month", 0, 25), (date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 25))),
        # CU-PUB-05: within the first five days of the quarter
        (date(2026, 6, 30), ("quarter", 1, 5), (date(2026, 4, 1), date(2026, 6, 30), date(2026, 4, 5))),
        # CU-PUB-06: by 20 June, by 20 December
        (date(2026, 11, 1), ("year", 6, 20), (date(2026, 1, 1), date(2026, 12, 31), date(2026, 6, 20))),
        (date(2026, 11, 1), ("year", 12, 20), (date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 20))),
        (date(2026, 7, 1), ("half", 0, 0), (date(2026, 7, 1), date(2026, 12, 31), date(2026, 12, 31))),
        # a shorter month takes its last day, also in leap years
        (date(2028, 2, 1), ("month", 0, 31), (date(2028, 2, 1), date(2028, 2, 29), date(2028, 2, 29))),
        # a week runs from Monday to Sunday, over the end of the year
        (date(2026, 12, 31), ("week", 0, 0), (date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 3))),
        (date(2026, 12, 31), ("week", 0, 5), (date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 1))),
    ],
)
def test_periods(day, plan, expected):
    assert engine.period_of(day, *plan) == expected


def test_due_on_the_day_missing_the_day_after():
    month = ("month", 0, 25)
    since = date(2026, 3, 1)
    assert engine.due_periods(*month, since, date(2026, 3, 25)) == []
    assert [one.due for one in engine.due_periods(*month, since, date(2026, 3, 26))] == [date(2026, 3, 25)]


def test_a_period_that_had_begun_is_not_asked_for():
    assert engine.due_periods("month", 0, 0, date(2026, 3, 2), date(2026, 4, 1)) == []
    assert [one.first for one in engine.due_periods("month", 0, 0, date(2026, 3, 2), date(2026, 5, 1))] == [
        date(2026, 4, 1)
    ]


@pytest.mark.parametrize(
    ("done", "missing"), [(date(2026, 3, 25), 0), (date(2026, 3, 26), 1), (None, 1)], ids=str
)
def test_late_counts_as_missing(done, missing):
    """Q-58."""
    result = engine.count(1, date(2026, 3, 25), [engine.Proof(1, done)])
    assert (result.missing, result.late) == (missing, missing)


def test_excused_counts():
    """Q-58: with a reason, late ones and such as never came."""
    proofs = [engine.Proof(1, date(2026, 4, 2), True), engine.Proof(1, None, True)]
    assert engine.count(3, date(2026, 3, 25), proofs) == engine.Result(3, 2, 0, 2, 1)


@pytest.mark.parametrize(
    ("submitted", "published", "below"),
    [(0, 0, False), (2, 1, False), (3, 1, True), (1000, 500, False), (1000, 499, True)],
)
def test_share(submitted, published, below):
    """CU-PUB-07, Q-04: at least half; of nothing there is no share."""
    assert engine.is_below_share(submitted, published, 50) is below


@pytest.mark.parametrize(
    ("joined", "left", "owed"),
    [
        (None, None, True),
        (date(2026, 3, 1), None, True),
        (date(2026, 3, 2), None, False),
        (None, date(2026, 3, 25), True),
        (None, date(2026, 3, 24), False),
    ],
)
def test_who_owes(joined, left, owed):
    period = engine.period_of(date(2026, 3, 10), "month", 0, 25)
    assert engine.is_owed(period, joined, left) is owed


@given(DAYS, plans())
def test_periods_follow_each_other(day, plan):
    period = engine.period_of(day, *plan)
    after = engine.next_period(period, *plan)
    assert period.first <= day <= period.last
    assert period.first <= period.due <= period.last
    assert after.first == period.last + timedelta(1)
    assert engine.period_of(period.last, *plan) == period


@given(DAYS, st.integers(0, 400), st.integers(0, 400), plans())
def test_each_period_is_due_once(since, first, second, plan):
    """Asking in two steps gives what asking at once gives: a cron that was late misses nothing."""
    kind, month, day = plan
    middle, until = since + timedelta(first), since + timedelta(first + second)
    at_once = engine.due_periods(kind, month, day, since, until)
    early = engine.due_periods(kind, month, day, since, middle)
    assert early == at_once[: len(early)]
    assert all(middle <= one.due < until for one in at_once[len(early) :])


@given(st.integers(0, 12), DAYS, PROOFS, st.builds(engine.Proof, st.integers(1, 5), DAYS, st.booleans()))
def test_more_proofs_never_leave_more_missing(required, due, proofs, another):
    result = engine.count(required, due, proofs)
    assert result.missing + min(result.counted, required) == required
    assert result.counted + result.late == sum(proof.quantity for proof in proofs)
    assert engine.count(required, due, [*proofs, another]).missing <= result.missing
    excused = [proof._replace(excused=True) for proof in proofs]
    assert engine.count(required, due, excused).missing <= result.missing
