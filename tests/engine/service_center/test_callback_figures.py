from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import callback_figures as engine
from service_center_engine.callback_figures import Figures

NOW = datetime(2026, 3, 2, 10)
HISTOGRAMS = st.dictionaries(st.integers(1, 5), st.integers(0, 500))


def test_worked_numbers():
    figures = Figures(
        required=10,
        done=8,
        on_time=6,
        unreached=1,
        asked=9,
        scores={5: 3, 4: 2, 2: 1},
        problems=2,
        recovered=1,
        praise=1,
    )
    assert (figures.coverage, figures.missing, figures.late) == (0.8, 2, 2)
    assert figures.timeliness == 0.75
    assert figures.answered == 6
    assert figures.response_rate == pytest.approx(6 / 9)
    assert figures.satisfied_share == pytest.approx(5 / 6)
    assert figures.mean == pytest.approx(25 / 6)
    assert figures.recovered_rate == 0.5
    assert figures.problem_share == 0.25
    assert not figures.is_too_few


def test_nothing_is_not_zero():
    nothing = Figures()
    for name in (
        *("coverage", "coverage_interval", "timeliness", "response_rate", "satisfied_share", "mean"),
        *("satisfied_interval", "mean_interval", "recovered_rate", "problem_share"),
    ):
        assert getattr(nothing, name) is None, name
    assert nothing.reaches(100) is None
    assert nothing.is_too_few


@pytest.mark.parametrize(("answers", "too_few"), [(4, True), (5, False), (6, False)])
def test_too_few_up_to_the_minimum(answers, too_few):
    assert Figures(scores={5: answers}).is_too_few is too_few
    assert Figures(scores={5: answers}, minimum=0).is_too_few is False


def test_wilson_as_in_the_books():
    # 8 of 10 at 95 %: 0.490 to 0.943; 0 of 10: 0 to 0.278
    low, high = engine.wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert engine.wilson(0, 10)[0] == 0
    assert round(engine.wilson(0, 10)[1], 3) == 0.278
    assert engine.wilson(10, 10)[1] == 1
    with pytest.raises(ValueError, match="11 of 10"):
        engine.wilson(11, 10)
    with pytest.raises(ValueError, match="-1 of 10"):
        engine.wilson(-1, 10)


def test_interval_of_a_mean():
    # 3, 4, 4, 5: mean 4, s = sqrt(2/3), half = 1.96 * s / 2
    low, high = engine.mean_interval({3: 1, 4: 2, 5: 1})
    assert (round(low, 3), round(high, 3)) == (3.2, 4.8)
    assert engine.mean_interval({4: 1}) is None
    assert engine.mean_interval({5: 9}) == (5, 5)
    assert engine.mean_interval({1: 1, 5: 1}) == (1, 5)  # no mean beyond the scale


@pytest.mark.parametrize(
    ("state", "reason", "due", "required"),
    [
        ("planned", None, 0, True),
        ("planned", None, 1, False),
        ("calling", None, -1, True),
        ("calling", None, 1, False),
        ("done", None, 9, True),  # an early call is no free ride: it counts on both sides
        ("unreached", None, 9, True),
        ("cancelled", "purpose_met", -9, False),
        ("cancelled", "do_not_disturb", -9, False),
        ("cancelled", "gone", -9, False),
        ("cancelled", "plan_changed", -9, False),
        ("cancelled", "superseded", -9, False),
        ("cancelled", "undone", -9, False),
        ("cancelled", "by_hand", -1, True),
        ("cancelled", "by_hand", 1, False),
        ("cancelled", "no_address", -1, True),
    ],
)
def test_what_is_required(state, reason, due, required):
    assert engine.is_required(state, reason, NOW + timedelta(seconds=due), NOW) is required


@pytest.mark.parametrize(("done", "reached"), [(89, False), (90, True), (91, True)])
def test_a_target_is_reached_on_the_dot(done, reached):
    assert Figures(required=100, done=done).reaches(90) is reached


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_wilson_holds_the_share(first, second):
    part, whole = sorted((first, second))
    interval = engine.wilson(part, whole)
    if whole:
        assert 0 <= interval.low <= part / whole <= interval.high <= 1
        more = engine.wilson(part * 4, whole * 4)  # more answers, a narrower interval
        assert more.high - more.low <= interval.high - interval.low + 1e-12
        mirror = engine.wilson(whole - part, whole)
        assert mirror.low == pytest.approx(1 - interval.high, abs=1e-9)


@given(HISTOGRAMS)
def test_the_mean_lies_in_its_interval(scores):
    interval = engine.mean_interval(scores)
    if interval:
        assert 1 <= interval.low <= engine.mean(scores) + 1e-9
        assert engine.mean(scores) - 1e-9 <= interval.high <= 5


@given(HISTOGRAMS, HISTOGRAMS)
def test_figures_of_groups_add_up(one, other):
    both = {score: one.get(score, 0) + other.get(score, 0) for score in range(1, 6)}
    parts = [Figures(scores=scores) for scores in (one, other)]
    whole = Figures(scores=both)
    assert whole.answered == sum(part.answered for part in parts)
    assert whole.satisfied == sum(part.satisfied for part in parts)
