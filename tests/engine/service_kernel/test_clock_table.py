"""Clocks at worked boundaries: CONV-TIME-01 and MFG-SLA-01 to 03 around the National Day holiday."""

import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from service_kernel_engine.clock import Event, Terms, replay
from service_kernel_engine.working_time import Calendar, working_time

sys.path.insert(0, str(Path(__file__).parent))
from clock_cases import deadline, openings
from clock_reference import SECOND

# Worked boundaries: CONV-TIME-01 and MFG-SLA. Thursday 1 to Wednesday 7 October 2026 are the National Day
# holiday; Sunday 20 September is worked for it


def local(text):
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M:%S") - timedelta(hours=8)


SHOP = [(8.5, 12), (14, 18)]
MAKE_UP = local("09-20 12:00:00").date()
MILL = working_time(
    Calendar(
        "Asia/Shanghai",
        openings(range(6), SHOP),
        ((local("10-01 00:00:00"), local("10-08 00:00:00")),),
        tuple((MAKE_UP, int(start * 3600), int(end * 3600)) for start, end in SHOP),
    )
)
SHEET = Terms(1, "working_hours", MILL)  # MFG-SLA-01
ANSWER = Terms(3, "working_days", MILL)  # MFG-SLA-02
TEMPORARY = Terms(8, "working_hours", MILL)  # MFG-SLA-03
PERMANENT = Terms(2, "working_days", MILL)
HOLIDAY = ("09-30 20:00:00", "10-05 10:00:00")
TABLE = [
    (SHEET, "09-22 08:29:59", (), "09-22 09:30:00"),
    (SHEET, "09-22 11:30:00", (), "09-22 14:30:00"),
    (SHEET, "09-30 17:00:00", (), "09-30 18:00:00"),
    (SHEET, "09-30 17:00:01", (), "10-08 08:30:01"),
    (SHEET, "09-30 17:30:00", (), "10-08 09:00:00"),
    (SHEET, "10-03 10:00:00", (), "10-08 09:30:00"),
    (SHEET, "09-19 17:30:00", (), "09-20 09:00:00"),
    (SHEET, "09-20 10:00:00", (), "09-20 11:00:00"),
    (SHEET, "09-27 10:00:00", (), "09-28 09:30:00"),
    (SHEET, "09-30 17:30:00", (HOLIDAY,), "10-08 09:00:00"),
    (SHEET, "09-30 17:30:00", (("09-30 17:45:00", "10-08 09:00:00"),), "10-08 09:45:00"),
    (SHEET, "09-30 17:00:00", (("09-30 18:00:00", "10-08 08:30:00"),), "10-08 08:30:00"),
    (SHEET, "09-30 17:00:00", (("09-30 18:00:01", "10-08 09:30:00"),), "09-30 18:00:00"),
    (ANSWER, "09-17 10:00:00", (), "09-20 18:00:00"),
    (ANSWER, "09-19 23:59:59", (), "09-22 18:00:00"),
    (ANSWER, "09-20 00:00:00", (), "09-23 18:00:00"),
    (ANSWER, "09-27 10:00:00", (), "09-30 18:00:00"),
    (ANSWER, "09-29 23:59:59", (), "10-09 18:00:00"),
    (ANSWER, "09-30 00:00:00", (), "10-10 18:00:00"),
    (ANSWER, "10-03 10:00:00", (), "10-10 18:00:00"),
    (ANSWER, "09-29 10:00:00", (("10-09 17:00:00", "10-12 10:00:00"),), "10-12 18:00:00"),
    (ANSWER, "09-29 10:00:00", (("10-09 17:00:00", "10-12 17:00:00"),), "10-12 18:00:00"),
    (ANSWER, "09-29 10:00:00", (("10-09 17:00:00", "10-12 17:00:01"),), "10-13 18:00:00"),
    (ANSWER, "09-29 10:00:00", (HOLIDAY,), "10-09 18:00:00"),
    (ANSWER, "09-29 10:00:00", (("10-09 18:00:01", "10-12 17:00:01"),), "10-09 18:00:00"),
    (TEMPORARY, "09-29 17:30:00", (), "09-30 18:00:00"),
    (TEMPORARY, "09-30 10:00:00", (), "10-08 10:30:00"),
    (TEMPORARY, "09-30 10:00:00", (("09-30 11:00:00", "09-30 14:30:00"),), "10-08 12:00:00"),
    (PERMANENT, "09-18 10:00:00", (), "09-20 18:00:00"),
    (PERMANENT, "09-30 10:00:00", (), "10-09 18:00:00"),
    (PERMANENT, "10-07 23:59:59", (), "10-09 18:00:00"),
]


@pytest.mark.parametrize(("terms", "start", "pauses", "due"), TABLE)
def test_worked_boundaries(terms, start, pauses, due):
    events = [Event("start", local(start), terms)]
    for first, last in pauses:
        events += [Event("pause", local(first)), Event("resume", local(last))]
    at = max(local(due), events[-1].at)
    assert deadline(*events) == local(due)
    state = "met" if at == local(due) else "breached"
    assert replay([*events, Event("reach", at)], at).state == state
    assert replay([*events, Event("reach", at + SECOND)], at + SECOND).state == "breached"
