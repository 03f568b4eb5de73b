from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.similarity import ALIKE, similarity


def test_examples():
    assert similarity("购买三天后鞋底开胶", "购买3天后，鞋底开胶了") >= ALIKE
    assert similarity("The heel broke after three days.", "the heel BROKE, after 3 days") >= ALIKE
    assert similarity("购买三天后鞋底开胶", "收银员态度恶劣") < ALIKE
    assert similarity("The heel broke.", "The milk was sour.") < ALIKE
    assert similarity("", "") == 0


@given(st.text(), st.text())
def test_bounds_and_order(one, other):
    assert 0 <= similarity(one, other) <= 1
    assert similarity(one, other) == similarity(other, one)
    assert similarity(one, one) in (0, 1)
