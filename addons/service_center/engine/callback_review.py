"""Until when a callback is reviewed by a supervisor (CB-REP-01, DECO-FORM-01; questions 49 and 50).

Instants are naive UTC, as Odoo keeps them.
"""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

SUNDAY = 6


def week_end(made_at, hour, zone):
    """Return the Sunday's ``hour`` until which a callback of ``made_at`` is reviewed.

    Weeks run from Monday to Sunday. A callback that was made after that hour of its Sunday is due the next
    Sunday; one that was made exactly then is due at once.

    :param hour: local hour of the Sunday, such as 17.0
    :param zone: name of a time zone
    """
    local_zone = ZoneInfo(zone)
    made = made_at.replace(tzinfo=timezone.utc)
    day = made.astimezone(local_zone).date()
    sunday = day + timedelta(days=SUNDAY - day.weekday())
    for day in (sunday, sunday + timedelta(days=7)):
        due = (datetime.combine(day, time()) + timedelta(seconds=round(hour * 3600))).replace(
            tzinfo=local_zone
        )
        if made <= due:
            break
    return due.astimezone(timezone.utc).replace(tzinfo=None)


def review_due(made_at, amount, unit, hour, zone, due):
    """Return until when a callback is reviewed; None without a review.

    :param amount: 0: no review; for the end of the week, which is one, it does not matter
    :param unit: ``week_end``, or a unit that ``due`` knows
    :param due: function (start, amount, unit) that counts on the working calendar
    """
    if unit == "week_end":
        return week_end(made_at, hour, zone)
    return due(made_at, amount, unit) if amount > 0 else None


def state(step, due_at, now):
    """Return ``step`` of the review, or ``late`` while it is not done after its deadline (not at it)."""
    if step in ("waiting", "sent_back") and due_at is not None and now > due_at:
        return "late"
    return step
