"""In which period a late entry counts: its own while that is open, else the next open one (decisions 15)."""

from datetime import timedelta


def first_open_day(day, closed):
    """Return ``day``, or the first day after the closed periods that hold it and follow on each other.

    :param closed: [(first day, last day)] of the periods whose sheet is confirmed
    """
    while last := max((last for first, last in closed if first <= day <= last), default=None):
        day = last + timedelta(days=1)
    return day
