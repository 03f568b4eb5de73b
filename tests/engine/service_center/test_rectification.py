from datetime import datetime, timedelta

import pytest
from service_center_engine import rectification as engine

NOON = datetime(2026, 3, 10, 12)


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, False), (1, True)])
def test_late_only_after_the_deadline(seconds, late):
    now = NOON + timedelta(seconds=seconds)
    assert engine.is_late("issued", NOON, now) is late
    assert engine.is_late("acknowledged", NOON, now) is late
    assert engine.state_after_acknowledging(NOON, now) == ("overdue" if late else "acknowledged")
    for state in ("draft", "overdue", "done", "failed", "cancelled"):
        assert not engine.is_late(state, NOON, now)
    assert not engine.is_late("issued", None, now)


def test_what_is_over_stays_over():
    for state in ("done", "failed", "cancelled"):
        assert not any(engine.is_possible(step, state) for step in engine.STEPS)


def test_late_ones_may_still_be_done():
    assert {step for step in engine.STEPS if engine.is_possible(step, "overdue")} == {
        "acknowledge",
        "done",
        "fail",
        "cancel",
    }
