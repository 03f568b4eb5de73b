"""What two sets of answers say about each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import callback_check as engine

CLASSES = {"fact": "must_match", "opinion": "may_differ", "mood": "may_change"}
answers = st.dictionaries(
    st.sampled_from(list(CLASSES)),
    st.one_of(st.none(), st.text(max_size=3), st.integers(0, 2), st.tuples(st.integers(0, 2))),
)


def weights(first, second):
    return [(one.key, one.weight) for one in engine.differences(first, second, CLASSES)]


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ({"fact": (1,)}, {"fact": (1,)}, []),
        ({"fact": (2, 1)}, {"fact": [1, 2]}, []),
        ({"fact": "Oiled  it"}, {"fact": " oiled it "}, []),
        ({"fact": (1,)}, {"fact": (2,)}, [("fact", "mismatch")]),
        ({"fact": (1,)}, {"fact": (1, 2)}, [("fact", "mismatch")]),
        ({"fact": 0}, {"fact": 1}, [("fact", "mismatch")]),
        ({"fact": 1}, {"fact": 0}, [("fact", "mismatch")]),
        ({"fact": (1,)}, {}, [("fact", "unclear")]),
        ({"fact": (1,)}, {"fact": " "}, [("fact", "unclear")]),
        ({}, {"fact": (1,)}, []),
        ({"fact": ""}, {"fact": (1,)}, []),
        ({"opinion": 5}, {"opinion": 1}, [("opinion", "match")]),
        ({"opinion": 5}, {}, []),
        ({"mood": 5}, {"mood": 1}, []),
        ({"other": 5}, {"other": 1}, [("other", "match")]),
    ],
)
def test_differences(first, second, found):
    assert weights(first, second) == found


@given(first=answers, second=answers)
def test_the_same_answers_differ_in_nothing(first, second):
    assert engine.differences(first, first, CLASSES) == []
    found = engine.differences(first, second, CLASSES)
    assert {one.key for one in found} <= set(first)
    assert not any(one.key == "mood" for one in found)


@pytest.mark.parametrize(
    ("first", "second", "weight"),
    [
        ("5", "5", None),
        ("5", False, None),
        (None, "5", None),
        ("5", "4", "match"),
        ("5", "3", "unclear"),
        ("1", "2", "match"),
        ("1", "3", "unclear"),
    ],
)
def test_satisfaction(first, second, weight):
    found = engine.satisfaction_difference(first, second)
    assert (found and found.weight) == weight


@pytest.mark.parametrize(
    ("remembered", "found", "verdict"),
    [
        ("yes", [], "match"),
        ("yes", ["match"], "match"),
        ("yes", ["match", "unclear"], "unclear"),
        ("yes", ["unclear", "mismatch"], "mismatch"),
        ("unknown", [], "unclear"),
        ("unknown", ["mismatch"], "mismatch"),
        ("no", [], "mismatch"),
        ("no", ["match"], "mismatch"),
    ],
)
def test_verdict(remembered, found, verdict):
    differences = [engine.Difference("x", "may_differ", 1, 2, weight) for weight in found]
    assert engine.verdict(remembered, differences) == verdict


@pytest.mark.parametrize(
    ("result", "satisfaction", "problem", "recovered"),
    [
        ("problem", None, True, False),
        ("problem", "5", True, False),
        ("fine", None, False, True),
        ("fine", "2", True, False),
        ("fine", "3", False, False),
        ("fine", "4", False, True),
        ("praise", False, False, True),
        ("praise", "1", True, False),
    ],
)
def test_problem_and_recovered(result, satisfaction, problem, recovered):
    assert engine.is_problem(result, satisfaction) is problem
    assert engine.is_recovered(result, satisfaction) is recovered


@given(seed=st.text(), key=st.text(), people=st.sets(st.integers(), max_size=5))
def test_the_seed_decides_and_nothing_else(seed, key, people):
    assert 0 <= engine.fraction(seed, key) < 1
    chosen = engine.pick(seed, key, people)
    assert chosen == engine.pick(seed, key, sorted(people, reverse=True))
    assert chosen in people if people else chosen is None


def test_everybody_gets_a_share():
    counts = dict.fromkeys(range(4), 0)
    for number in range(4000):
        counts[engine.pick("seed", str(number), counts)] += 1
    assert min(counts.values()) > 850
