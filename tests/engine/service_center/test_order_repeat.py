from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.order_repeat import Repair, Request, find, item_key

DONE = datetime(2026, 3, 2, 10)
ITEM = item_key(1, "sn-1", None)


def repair(**vals):
    vals = {"id": 1, "item": ITEM, "fault": 7, "finished": DONE, **vals}
    return Repair(day=vals["finished"].date(), **vals)


def request(days, seconds=0, **vals):
    received = datetime(2026, 3, 2) + timedelta(days, seconds)
    return Request(**{"item": ITEM, "fault": 7, "received": received, "day": received.date(), **vals})


@pytest.mark.parametrize(
    ("product", "serial", "customer", "key"),
    [
        (1, " sn 1 ", 9, ("serial", "SN1")),
        (1, "", 9, ("product", 1, 9)),
        (1, None, None, None),
        (None, None, 9, None),
    ],
)
def test_what_an_item_is_known_by(product, serial, customer, key):
    assert item_key(product, serial, customer) == key


@pytest.mark.parametrize(
    ("days", "seconds", "expected"),
    [
        (90, 86_399, True),  # the last second of the 90th day after
        (91, 0, False),
        (0, 36_000, True),  # the very instant
        (0, 35_999, False),  # it was not finished yet
    ],
)
def test_the_guarantee_ends_with_its_last_day(days, seconds, expected):
    found, rejected = find(request(days, seconds), [repair()], 90)
    assert (found is not None) == expected
    assert len(rejected) == (not expected)


def test_another_item_or_fault_is_none():
    assert find(request(3, fault=8), [repair()], 90)[0] is None
    assert find(request(3, item=item_key(1, "sn-2", None)), [repair()], 90)[0] is None
    assert find(request(3, item=None), [repair(item=None)], 90)[0] is None


def test_no_days_is_no_guarantee():
    assert find(request(0, 86_000), [repair()], 0)[0] is None


def test_of_several_the_latest_one():
    first, second = repair(), repair(id=2, finished=DONE + timedelta(5))
    found, rejected = find(request(30), [first, second], 90)
    assert found == second
    assert [one["because"]["code"] for one in rejected] == ["repeated_later"]


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_longer_guarantee_never_finds_less(passed, days):
    ask = request(passed, 50_000)
    if find(ask, [repair()], days)[0]:
        assert find(ask, [repair()], days + 1)[0]
    assert (find(ask, [repair()], days)[0] is not None) == (passed <= days and days > 0)
