import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.order_ledger import parse_hours, parse_materials


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("2.5", 2.5),
        ("2", 2),
        ("1.5小时", 1.5),
        ("2小时30分", 2.5),
        ("90分钟", 1.5),
        ("45 min", 0.75),
        ("1.5h", 1.5),
        ("半小时", 0.5),
        ("一个半小时", 1.5),
        ("半天", 4),
        ("1天", 8),
        ("1天2小时", 10),
        ("3 工时", 3),
        ("0", 0),
        ("约3小时", None),
        ("2-3小时", None),
        ("当天", None),
        ("-1", None),
    ],
)
def test_hours_as_they_are_written(text, hours):
    assert parse_hours(text) == hours


def test_a_day_has_the_hours_of_the_company():
    assert parse_hours("半天", 7.5) == 3.75
    assert parse_hours("2天", 7.5) == 15


@given(st.text(max_size=30))
def test_any_text_gives_hours_or_none(text):
    hours = parse_hours(text)
    assert hours is None or hours >= 0


@given(st.integers(0, 500), st.integers(0, 59))
def test_hours_and_minutes_add_up(hours, minutes):
    assert parse_hours(f"{hours}小时{minutes}分") == round(hours + minutes / 60, 2)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("滑轮×4、密封胶条6米，玻璃胶1支", [("滑轮", 4), ("密封胶条", 6), ("玻璃胶", 1)]),
        ("滑轮 x 2", [("滑轮", 2)]),
        ("5mm钢化玻璃", [("5mm钢化玻璃", 1)]),
        ("中空玻璃5+12A+5", [("中空玻璃5+12A+5", 1)]),
        ("执手2个", [("执手", 2)]),
        ("3个", [("3个", 1)]),
        ("螺丝×0", [("螺丝×0", 1)]),
        ("", []),
        ("、，", []),
    ],
)
def test_materials_as_they_are_listed(text, items):
    assert parse_materials(text) == items


@given(st.text(max_size=60))
def test_nothing_but_positive_quantities_of_something(text):
    for name, quantity in parse_materials(text):
        assert name.strip() and quantity > 0
