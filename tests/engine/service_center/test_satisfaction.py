import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import satisfaction


@pytest.mark.parametrize(
    ("value", "low", "high", "score"),
    [(1, 1, 5, 1), (5, 1, 5, 5), (0, 0, 10, 1), (5, 0, 10, 3), (10, 0, 10, 5), (2, 1, 4, 1 + 4 / 3)],
)
def test_a_scale_counts_from_1_to_5(value, low, high, score):
    assert satisfaction.normalised(value, low, high) == pytest.approx(score)


@pytest.mark.parametrize(("value", "low", "high"), [(0, 1, 5), (6, 1, 5), (1, 1, 1), (2, 3, 1)])
def test_what_is_outside_of_the_scale_is_refused(value, low, high):
    with pytest.raises(ValueError):
        satisfaction.normalised(value, low, high)


@pytest.mark.parametrize(
    ("labels", "scores"),
    [
        (["Excellent", "Good", "Fair", "Poor"], [5, 11 / 3, 7 / 3, 1]),  # TRAVEL-SURV-01
        (["1", "2", "3", "4", "5"], [1, 2, 3, 4, 5]),
        (["5", "4", "2"], [5, 4, 2]),
        (["0", "10"], [1, 5]),
        (["3", "3"], [5, 1]),
        (["Yes"], [0]),
        ([], []),
        (["nan", "1"], [5, 1]),
    ],
)
def test_choices_count_by_number_or_by_place(labels, scores):
    assert satisfaction.choice_scores(labels) == pytest.approx(scores)


@pytest.mark.parametrize(("score", "grade"), [(1, "1"), (2.49, "2"), (2.5, "3"), (11 / 3, "4"), (5, "5")])
def test_the_nearest_grade(score, grade):
    assert satisfaction.grade(score) == grade


@pytest.mark.parametrize(("score", "bad"), [(0, False), (1, True), (2, True), (2.01, False), (5, False)])
def test_who_is_dissatisfied(score, bad):
    assert satisfaction.is_bad(score) is bad


@given(st.integers(-100, 100), st.integers(1, 100), st.data())
def test_a_better_value_never_scores_less(low, length, data):
    values = st.integers(low, low + length)
    first, second = sorted((data.draw(values), data.draw(values)))
    scores = [satisfaction.normalised(value, low, low + length) for value in (first, second)]
    assert 1 <= scores[0] <= scores[1] <= 5
    assert satisfaction.grade(scores[0]) in "12345"


@given(st.lists(st.text(max_size=5), min_size=2, max_size=12))
def test_every_choice_has_a_score(labels):
    assert all(1 <= score <= 5 for score in satisfaction.choice_scores(labels))
