"""What is said on a day: exclusions, rights, and the chain of reasons."""

from datetime import date

import pytest
from service_center_engine import warranty
from service_center_engine.warranty import Cover, Event, Right, Terms
from service_center_engine.warranty_state import IN, OUT, judge
from service_kernel_engine.day_term import StoppedDays
from warranty_cases import DAY

BOUGHT = date(2026, 3, 1)
RETURN = Right("return7", "return", days=7)
EXCHANGE = Right("exchange15", "exchange", days=15)
LEMON = Right("two-repairs", "exchange", repairs=2)
LONG = Right("long", "exchange", repair_days=30)


def replay(*events, proof="invoice", **terms):
    terms = Terms("T", (Cover("parts", 100, 12), Cover("labour", 50, 3)), **terms)
    start = Event("start", BOUGHT, 1, terms=terms)
    return warranty.replay([start, Event("proof", BOUGHT, 2, proof=proof), *events], StoppedDays)


def repair(key, first, last, fault=""):
    return (
        Event("repair_begin", first, key, fault=fault),
        Event("repair_end", last, key + 1, of=key),
    )


def rights(standing, day):
    return [right.code for right in judge(standing, day).open_rights()]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 1), ["return7", "exchange15"]),
        (date(2026, 3, 8), ["return7", "exchange15"]),
        (date(2026, 3, 9), ["exchange15"]),
        (date(2026, 3, 16), ["exchange15"]),
        (date(2026, 3, 17), []),
        (date(2026, 2, 28), []),
    ],
)
def test_windows_are_open_to_the_end_of_their_last_day(day, expected):
    assert rights(replay(rights=(RETURN, EXCHANGE)), day) == expected


def test_repairs_of_the_same_fault_raise_a_right():
    first = repair(3, date(2026, 4, 1), date(2026, 4, 2), "No power")
    second = repair(5, date(2026, 5, 1), date(2026, 5, 3), " no  POWER ")
    other = repair(5, date(2026, 5, 1), date(2026, 5, 3), "Noise")
    assert rights(replay(*first, rights=(LEMON,)), date(2026, 6, 1)) == []
    assert rights(replay(*first, *other, rights=(LEMON,)), date(2026, 6, 1)) == []
    both = replay(*first, *second, rights=(LEMON,))
    assert rights(both, date(2026, 5, 2)) == []
    assert rights(both, date(2026, 5, 3)) == ["two-repairs"]
    any_fault = Right("any", "exchange", repairs=2, same_fault=False)
    assert rights(replay(*first, *other, rights=(any_fault,)), date(2026, 6, 1)) == ["any"]


def test_more_than_so_many_days_under_repair_raise_a_right():
    def after(days):
        return replay(*repair(3, BOUGHT, BOUGHT + (days - 1) * DAY), rights=(LONG,))

    assert rights(after(30), date(2026, 6, 1)) == []
    assert rights(after(31), date(2026, 6, 1)) == ["long"]
    still = replay(Event("repair_begin", BOUGHT, 3), rights=(LONG,))
    assert rights(still, BOUGHT + 29 * DAY) == []
    assert rights(still, BOUGHT + 30 * DAY) == ["long"]


def test_overlapping_repairs_are_the_same_days():
    standing = replay(
        *repair(3, BOUGHT, BOUGHT + 19 * DAY), *repair(5, BOUGHT, BOUGHT + 29 * DAY), rights=(LONG,)
    )
    assert rights(standing, date(2026, 6, 1)) == []


def test_every_condition_of_a_right_has_to_hold():
    both = Right("both", "return", days=90, repairs=1)
    assert rights(replay(rights=(both,)), date(2026, 4, 1)) == []
    repaired = replay(*repair(3, date(2026, 4, 1), date(2026, 4, 1), "x"), rights=(both,))
    assert rights(repaired, date(2026, 4, 1)) == ["both"]
    assert rights(repaired, date(2026, 5, 31)) == []


def test_no_rights_out_of_warranty_or_without_proof():
    assert rights(replay(rights=(RETURN,), proof="none"), BOUGHT) == []
    void = Event("void", date(2026, 3, 2), 3)
    assert rights(replay(void, rights=(RETURN,)), date(2026, 3, 2)) == []
    closed = judge(replay(void, rights=(RETURN,)), date(2026, 3, 2)).rights[0]
    assert [reason.code for reason in closed.reasons] == ["right_not_in"]


def test_causes_that_are_not_covered():
    standing = replay(causes=frozenset({"misuse"}))
    assert judge(standing, BOUGHT, cause="manufacturing").state == IN
    assert judge(standing, BOUGHT, cause=None).state == IN
    judged = judge(standing, BOUGHT, cause="misuse")
    assert (judged.state, judged.shares()) == (OUT, {"parts": 0, "labour": 0})
    assert judged.reasons[-1].as_json() == {"code": "excluded_cause", "params": {"cause": "misuse"}}


def test_words_that_are_not_covered():
    standing = replay(words=("进水", "Water"))
    assert judge(standing, BOUGHT, text="WATER got in").state == OUT
    assert judge(standing, BOUGHT, text="手机进水").state == OUT
    assert judge(standing, BOUGHT, text="Screen flickers").state == IN


def test_the_chain_of_reasons():
    standing = replay(
        *repair(3, date(2026, 4, 1), date(2026, 4, 10)), Event("repair_begin", date(2026, 5, 1), 5)
    )
    judged = judge(standing, date(2026, 5, 2))
    assert [reason.as_json() for reason in judged.reasons] == [
        {"code": "started", "params": {"on": "2026-03-01", "basis": "purchase"}},
        {"code": "stopped_days", "params": {"days": 12}},
        {"code": "under_repair", "params": {"since": "2026-05-01"}},
    ]
    assert [reason.code for reason in judge(standing, BOUGHT - DAY).reasons] == ["not_started"]
    counted = replay(*repair(3, date(2026, 4, 1), date(2026, 4, 10)), repair_stops=False)
    assert "repairs_count" in [reason.code for reason in judge(counted, date(2026, 5, 2)).reasons]
    labour = judge(counted, date(2026, 6, 2)).covers[1]
    assert (labour.state, labour.reasons[0].params) == (OUT, {"end": "2026-06-01", "by": "time"})
