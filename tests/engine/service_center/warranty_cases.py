"""Histories of items as random tests need them."""

from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import strategies as st
from service_center_engine.warranty import COVERS, Cover, Event, Terms

DAY = timedelta(days=1)


class History(NamedTuple):
    events: list
    exchange_after: int


def _cover(kind):
    return st.builds(
        lambda share, value, unit, limit: Cover(kind, share, value, unit, limit),
        st.integers(0, 100),
        st.one_of(st.none(), st.integers(0, 20)),
        st.sampled_from(("days", "months")),
        st.one_of(st.none(), st.integers(0, 500)),
    )


terms = st.builds(
    lambda covers, stops, proof, transferable: Terms(
        "T", tuple(covers), "km", repair_stops=stops, needs_proof=proof, transferable=transferable
    ),
    st.tuples(*map(_cover, COVERS)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@st.composite
def histories(draw):
    """A sold item with repairs, readings, and perhaps a transfer, an end, and a few things taken back."""
    start = draw(st.dates(date(2024, 1, 1), date(2025, 12, 31)))
    events = [Event("start", start, 1, terms=draw(terms), owner=1)]
    if draw(st.booleans()):
        events.append(Event("proof", start, 2, proof="invoice"))
    kinds = draw(
        st.lists(
            st.tuples(
                st.sampled_from(("repair", "repair", "reading", "transfer", "void", "revert")),
                st.integers(0, 600),
                st.integers(0, 40),
            ),
            max_size=8,
        )
    )
    for key, (kind, offset, length) in enumerate(kinds):
        key, on = 10 + key * 2, start + offset * DAY
        if kind == "repair":
            events.append(Event("repair_begin", on, key, fault=f"f{length % 3}"))
            if length % 5:
                events.append(Event("repair_end", on + length * DAY, key + 1, of=key))
        elif kind == "reading":
            events.append(Event("reading", on, key, reading=offset))
        elif kind == "revert":
            events.append(Event("revert", on, key, of=draw(st.integers(10, key))))
        else:
            events.append(Event(kind, on, key, owner=2))
    return History(events, draw(st.integers(0, 700)))
