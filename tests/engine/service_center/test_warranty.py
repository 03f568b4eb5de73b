"""The warranty ledger: ends, repairs, readings, exchange, transfer, void; replay and order of events."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from service_center_engine import warranty
from service_center_engine.warranty import Cover, Event, Terms
from service_center_engine.warranty_state import IN, OUT, UNPROVEN, judge, state_on
from service_kernel_engine.day_term import StoppedDays, after
from warranty_cases import DAY, histories

BOUGHT = date(2026, 1, 31)
TERMS = Terms("T", (Cover("parts", 100, 12), Cover("labour", 100, 6), Cover("travel", 50, 15, "days")))


def replay(*events, terms=TERMS, proof="invoice"):
    start = Event("start", BOUGHT, 1, terms=terms, owner=7)
    known = Event("proof", BOUGHT, 2, proof=proof)
    return warranty.replay([start, known, *events], StoppedDays)


def ends(standing):
    return {cover.kind: (cover.end, cover.ends_by) for cover in standing.covers}


def test_each_cover_has_its_own_length_and_the_last_day_belongs_to_it():
    standing = replay()
    assert ends(standing) == {
        "parts": (date(2027, 1, 31), "time"),
        "labour": (date(2026, 7, 31), "time"),
        "travel": (date(2026, 2, 15), "time"),
    }
    assert judge(standing, date(2026, 2, 15)).shares() == {"parts": 100, "labour": 100, "travel": 50}
    assert judge(standing, date(2026, 2, 16)).shares() == {"parts": 100, "labour": 100, "travel": 0}
    assert judge(standing, date(2027, 1, 31)).state == IN
    assert judge(standing, date(2027, 2, 1)).state == OUT
    assert judge(standing, BOUGHT - DAY).state == OUT
    assert judge(standing, BOUGHT).state == IN


@pytest.mark.parametrize("stops", [True, False])
def test_days_under_repair_count_only_where_the_policy_says_so(stops):
    terms = Terms("T", (Cover("parts", 100, 12),), repair_stops=stops)
    repair = (
        Event("repair_begin", date(2026, 3, 1), 3),
        Event("repair_end", date(2026, 3, 10), 4, of=3),
    )
    assert replay(*repair, terms=terms).end == date(2027, 1, 31) + (10 if stops else 0) * DAY


def test_overlapping_repairs_count_once():
    standing = replay(
        Event("repair_begin", date(2026, 3, 1), 3),
        Event("repair_begin", date(2026, 3, 5), 4),
        Event("repair_end", date(2026, 3, 8), 5, of=3),
        Event("repair_end", date(2026, 3, 12), 6, of=4),
    )
    assert standing.end == date(2027, 1, 31) + 12 * DAY
    assert [(repair.first, repair.last) for repair in standing.repairs] == [
        (date(2026, 3, 1), date(2026, 3, 8)),
        (date(2026, 3, 5), date(2026, 3, 12)),
    ]


def test_time_stands_still_while_the_item_is_under_repair():
    standing = replay(Event("repair_begin", date(2027, 1, 30), 3))
    assert ends(standing)["parts"] == (None, None)
    assert judge(standing, date(2030, 1, 1)).state == IN
    assert standing.under_repair_since == date(2027, 1, 30)
    after_the_end = replay(Event("repair_begin", date(2027, 2, 1), 3))
    assert ends(after_the_end)["parts"] == (date(2027, 1, 31), "time")
    back = replay(
        Event("repair_begin", date(2027, 1, 30), 3), Event("repair_end", date(2027, 3, 31), 4, of=3)
    )
    assert back.end == date(2027, 4, 2)


def test_whichever_comes_first_by_known_readings_only():
    terms = Terms("T", (Cover("parts", 100, 2, "years", 60_000),), limit_unit="km")
    standing = replay(
        Event("reading", date(2026, 6, 1), 3, reading=60_000),
        Event("reading", date(2026, 9, 1), 4, reading=60_001),
        terms=terms,
    )
    assert ends(standing) == {"parts": (date(2026, 8, 31), "usage")}
    assert judge(standing, date(2026, 8, 31)).state == IN
    assert judge(standing, date(2026, 9, 1)).state == OUT
    assert [reason.code for reason in judge(standing, date(2026, 7, 1)).covers[0].reasons] == [
        "holds_until",
        "reading_within",
    ]
    assert "reading_unknown" in [reason.code for reason in judge(standing, BOUGHT).covers[0].reasons]
    assert ends(replay(terms=terms)) == {"parts": (date(2028, 1, 31), "time")}
    unlimited = Terms("T", (Cover("parts", 100, None, limit=100),), limit_unit="hours")
    assert replay(terms=unlimited).end is None
    assert judge(replay(terms=unlimited), date(2050, 1, 1)).state == IN


def test_a_lower_reading_changes_nothing():
    standing = replay(
        Event("reading", date(2026, 6, 1), 3, reading=500),
        Event("reading", date(2026, 7, 1), 4, reading=50),
    )
    assert standing.readings == ((date(2026, 6, 1), 500),)


def test_an_exchange_or_void_ends_every_cover_from_that_day_on():
    for kind in ("exchange", "void"):
        standing = replay(Event(kind, date(2026, 5, 1), 3, reason="x"))
        assert ends(standing)["parts"] == (date(2026, 4, 30), kind)
        assert ends(standing)["travel"] == (date(2026, 2, 15), "time")
        assert judge(standing, date(2026, 4, 30)).state == IN
        judged = judge(standing, date(2026, 5, 1))
        assert (judged.state, judged.reasons[-1].code) == (OUT, kind)


def test_what_is_exchanged_under_repair_is_not_under_repair_any_more():
    standing = replay(Event("repair_begin", date(2026, 4, 1), 3), Event("exchange", date(2026, 5, 1), 4))
    assert standing.under_repair_since is None
    assert standing.end == date(2026, 4, 30)


def test_an_event_taken_back_never_was():
    standing = replay(Event("void", date(2026, 5, 1), 3), Event("revert", date(2026, 5, 2), 4, of=3))
    assert standing == replay()


def test_the_latest_start_and_proof_hold():
    standing = replay(Event("start", date(2026, 2, 10), 3, terms=TERMS), proof="none")
    assert standing.start == date(2026, 2, 10)
    assert judge(standing, date(2026, 3, 1)).state == UNPROVEN
    proven = replay(Event("proof", date(2026, 9, 1), 3, proof="receipt"), proof="none")
    assert judge(proven, date(2026, 3, 1)).state == IN


def test_no_proof_is_told_only_while_it_matters():
    standing = replay(proof="none")
    assert judge(standing, date(2026, 3, 1)).state == UNPROVEN
    assert judge(standing, date(2026, 3, 1)).shares() == {"parts": 0, "labour": 0, "travel": 0}
    assert judge(standing, date(2027, 2, 1)).state == OUT
    free = Terms("T", TERMS.covers, needs_proof=False)
    assert judge(replay(proof="none", terms=free), date(2026, 3, 1)).state == IN


def test_a_transfer_ends_what_cannot_be_transferred():
    event = Event("transfer", date(2026, 5, 1), 3, owner=8)
    standing = replay(event)
    assert (standing.owner, standing.end) == (8, date(2027, 1, 31))
    bound = replay(event, terms=Terms("T", TERMS.covers, transferable=False))
    assert (bound.owner, ends(bound)["parts"]) == (8, (date(2026, 4, 30), "transfer"))


def test_what_is_left_is_carried_on():
    terms = Terms("T", (Cover("parts", 100, 12, limit=1000), Cover("labour", 80, 1)), limit_unit="hours")
    day = date(2026, 5, 1)
    standing = replay(
        Event("repair_begin", date(2026, 4, 11), 3),
        Event("reading", date(2026, 4, 11), 4, reading=400),
        Event("exchange", day, 5),
        terms=terms,
    )
    left = (date(2027, 1, 31) - date(2026, 4, 10)).days
    assert warranty.carried_on(standing, day) == (Cover("parts", 100, left, "days", 600),)
    assert after(day, left, "days") == date(2027, 1, 31) + 21 * DAY


@given(histories())
def test_the_end_moves_by_exactly_the_union_of_repairs(history):
    standing = warranty.replay(history.events, StoppedDays)
    under = {
        repair.first + number * DAY
        for repair in standing.repairs
        for number in range(((repair.last or repair.first) - repair.first).days + 1)
    }
    for cover, term in zip(standing.covers, standing.terms.covers, strict=True):
        if term.value is None or cover.by_time is None:
            continue
        plain = after(standing.start, term.value, term.unit)
        lost = [day for day in under if standing.start < day <= cover.by_time]
        moved = len(lost) if standing.terms.repair_stops else 0
        assert cover.by_time == plain + timedelta(days=moved)


@given(histories())
def test_out_never_turns_in_again(history):
    standing = warranty.replay(history.events, StoppedDays)
    was_out = {}
    for number in range(0, 900, 3):
        judged = judge(standing, standing.start + number * DAY)
        for cover in judged.covers:
            assert not (was_out.get(cover.kind) and cover.state != OUT)
            was_out[cover.kind] = cover.state == OUT
        assert judged.state == state_on(standing, standing.start + number * DAY)


@given(histories())
def test_the_order_of_writing_down_does_not_matter_within_the_ledger(history):
    """Replaying what was stored, in whatever order it is read, gives the same standing."""
    forward = warranty.replay(history.events, StoppedDays)
    assert warranty.replay(history.events[::-1], StoppedDays) == forward


@given(histories())
def test_an_exchange_that_goes_on_gives_no_day_more_or_less(history):
    old = warranty.replay(history.events, StoppedDays)
    if old.closed or not old.terms.repair_stops:
        return
    day = old.start + history.exchange_after * DAY
    exchanged = warranty.replay([*history.events, Event("exchange", day, 999)], StoppedDays)
    covers = warranty.carried_on(exchanged, day)
    terms = Terms("T", covers)
    new = warranty.replay([Event("start", day, 1, terms=terms)], StoppedDays)
    for cover in new.covers:
        before = next(one for one in exchanged.covers if one.kind == cover.kind)
        if before.by_time is not None:
            later = exchanged.stopped.stopped(day + DAY, before.by_time)
            assert cover.by_time == before.by_time - later * DAY
