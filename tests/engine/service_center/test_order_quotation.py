"""When the customer's consent is needed, what it was given to, and when it is invoiced."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import order_lifecycle
from service_center_engine import order_quotation as engine

LINE = engine.Line(1, "Sensor", 2.0, 1, 120.0, (3,), 100.0)
STATES = (*order_lifecycle.OPEN_STATES, *order_lifecycle.ENDED_STATES)


@pytest.mark.parametrize(
    ("liability", "share", "needed"),
    [
        ("company", 0.0, False),
        ("customer", 100.0, True),
        ("split", 0.01, True),
        ("split", 99.99, True),
        (None, 0.0, False),
    ],
)
def test_who_has_to_agree(liability, share, needed):
    assert engine.needs_consent(liability, share) is needed


@pytest.mark.parametrize("target", STATES)
def test_where_the_consent_is_asked_for(target):
    work = target in ("scheduled", "in_progress", "done", "signed")
    assert engine.is_refused(target, True, False, False) is (work or target == "closed")
    assert engine.is_refused(target, True, False, True) is (target == "closed")
    for accepted, needs in ((True, True), (False, False), (True, False)):
        assert not engine.is_refused(target, needs, accepted, False)


@pytest.mark.parametrize("name", [field.name for field in fields(engine.Line)])
def test_another_content_is_another_digest(name):
    others = {"name": "Probe", "taxes": (3, 4), "product": None, "unit": None}
    changed = replace(LINE, **{name: others.get(name, 7.0)})
    assert engine.digest(1, [LINE]) != engine.digest(1, [changed])


def test_currency_and_number_of_lines_count():
    digests = {
        engine.digest(1, [LINE]),
        engine.digest(2, [LINE]),
        engine.digest(1, [LINE, LINE]),
        engine.digest(1, []),
    }
    assert len(digests) == 4


lines = st.lists(
    st.builds(
        engine.Line,
        st.none() | st.integers(1, 5),
        st.text(max_size=5),
        st.floats(0.01, 100),
        st.integers(1, 3),
        st.floats(0, 1000),
        st.lists(st.integers(1, 3), max_size=2).map(tuple),
        st.floats(0.01, 100),
    ),
    max_size=4,
)


@given(lines, lines)
def test_the_same_digest_only_for_the_same_content(first, second):
    assert (engine.digest(1, first) == engine.digest(1, second)) == (first == second)


@pytest.mark.parametrize(
    ("status", "states", "settled"),
    [
        ("invoiced", ["posted"], True),
        ("upselling", ["posted"], True),
        ("invoiced", ["posted", "cancel"], True),
        ("invoiced", ["posted", "draft"], False),
        ("invoiced", ["draft"], False),
        ("invoiced", ["cancel"], False),
        ("invoiced", [], False),
        ("to invoice", ["posted"], False),
        ("no", [], False),
    ],
)
def test_settled_when_invoiced(status, states, settled):
    assert engine.is_settled(True, status, states) is settled
    assert engine.is_settled(False, status, states) is True
