from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.sample import drawn

#: drawn by another program from the same description
KNOWN = [21, 26, 35, 36, 39]
KEYS = [f"service.complaint:{number}" for number in range(10_000)]


def test_a_sample_can_be_drawn_again():
    sample = [key for key in KEYS if drawn("2026-03", key, 5)]
    assert sample == [key for key in KEYS if drawn("2026-03", key, 5)]
    assert sample != [key for key in KEYS if drawn("2026-04", key, 5)]


def test_a_sample_has_about_its_size():
    for percent in (1, 5, 50, 90):
        share = 100 * sum(drawn("a", key, percent) for key in KEYS) / len(KEYS)
        assert abs(share - percent) < 2


def test_all_and_none():
    assert all(drawn("a", key, 100) for key in KEYS)
    assert not any(drawn("a", key, 0) for key in KEYS)


def test_the_draw_is_fixed_for_good():
    """Samples that were drawn can be checked years later: the rule must never change."""
    assert [number for number in range(40) if drawn("1", f"res.partner:{number}", 10)] == KNOWN


@given(st.text(), st.text(), st.floats(0, 100), st.floats(0, 100))
def test_a_larger_share_draws_the_same_and_more(seed, key, one, other):
    smaller, larger = sorted((one, other))
    assert not drawn(seed, key, smaller) or drawn(seed, key, larger)
