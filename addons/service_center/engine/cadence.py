"""On which days a step of a callback plan calls (catalogue C2, CONV-TIME-04, CONV-TIME-05).

A rhythm counts either from a fixed day (the start: nothing moves it) or from the last contact (a call made
early moves all that follow). Months are added to the fixed day and clipped to the month's end, never to a
day that was clipped before: 31 January, 28 February, 31 March. All days are local; of a start with a time of
day, hours count from that time, everything else from its day. What never happens is None.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from .complaint_report import shift_months

#: days off in a row among which a working day is looked for; with more, the date is kept
MOST_DAYS_OFF = 31
#: the last year about which anything is planned
LAST_YEAR = 9000


@dataclass(frozen=True)
class Rhythm:
    """A step: ``offset`` after its start, then every ``repeat`` (0: once).

    ``until`` counts from the start and belongs to the rhythm (0: no end); ``max_times`` is how often (0: no
    limit). ``rest_days``: ``keep``, ``previous`` or ``next`` working day. Only an offset may be in hours.
    """

    offset: int = 0
    offset_unit: str = "days"
    repeat: int = 0
    repeat_unit: str = "days"
    until: int = 0
    until_unit: str = "months"
    max_times: int = 0
    rest_days: str = "keep"


class Occurrence(NamedTuple):
    """The ``number``-th time of a rhythm, from 1; ``at`` is the time of day of one in hours."""

    number: int
    date: date
    is_same_day: bool = False
    at: datetime | None = None


def day_of(anchor):
    """Return the day of a date or a time."""
    return anchor.date() if isinstance(anchor, datetime) else anchor


def after(day, amount, unit):
    """Return the day so many days or months later; None where no calendar reaches."""
    months = amount if unit == "months" else amount // 31
    if day.year + months // 12 >= LAST_YEAR:
        return None
    return shift_months(day, amount) if unit == "months" else day + timedelta(amount)


def occurrence(rhythm, anchor, number, is_working=None):
    """Return the ``number``-th time of a rhythm that counts from a fixed ``anchor``; None: not any more.

    :param is_working: tells of a day whether it is a working day; asked only where days off matter
    """
    if number < 1 or (number > 1 and not rhythm.repeat):
        return None
    start = day_of(anchor)
    if rhythm.offset_unit == "hours":
        at = _in_hours(anchor, rhythm.offset)
        return _place(rhythm, start, start, number, at and at.date(), None, at)
    repeat = rhythm.repeat * (number - 1)
    if rhythm.offset_unit == rhythm.repeat_unit:
        nominal = after(start, rhythm.offset + repeat, rhythm.offset_unit)
    else:
        first = after(start, rhythm.offset, rhythm.offset_unit)
        nominal = first and after(first, repeat, rhythm.repeat_unit)
    return _place(rhythm, start, start, number, nominal, is_working)


def next_by_contact(rhythm, start, contact, number=1, is_working=None):
    """Return the ``number``-th time of a rhythm that counts from the last contact; None: not any more.

    The first time comes ``offset`` after the last contact (the start, if there was none since), each further
    one ``repeat`` after it. The end is counted from the start.

    :param contact: day of the last contact, or None
    """
    if number < 1 or (number > 1 and not rhythm.repeat):
        return None
    day = day_of(start)
    base = max(day, contact or day)
    if number > 1:
        nominal = after(base, rhythm.repeat, rhythm.repeat_unit)
    elif rhythm.offset_unit == "hours":
        at = _in_hours(start if base == day else base, rhythm.offset)
        return _place(rhythm, day, base, number, at and at.date(), None, at)
    else:
        nominal = after(base, rhythm.offset, rhythm.offset_unit)
    return _place(rhythm, day, base, number, nominal, is_working)


def occurrences(rhythm, anchor, first, last, is_working=None):
    """Yield the times from ``first`` to ``last``, both included, of a rhythm from a fixed ``anchor``.

    Times that days off move onto one day are one: nobody is called twice about the same.
    """
    number = _number_before(rhythm, anchor, first)
    before = occurrence(rhythm, anchor, number - 1, is_working)
    while (found := occurrence(rhythm, anchor, number, is_working)) and found.date <= last:
        if found.date >= first and not (before and before.date == found.date):
            yield found
        before, number = found, number + 1


def wanted(rhythm, anchor, first, today, last, is_working=None):
    """Return which times of a rhythm from a fixed ``anchor`` should be planned today.

    The next one up to ``last``, and of those that fell due from ``first`` to today the latest: whoever was
    not called for weeks is called once, not for every week.
    """
    if rhythm.repeat and not rhythm.until and not rhythm.max_times:
        # the latest is not far before today where no end may lie between
        span = rhythm.repeat * (31 if rhythm.repeat_unit == "months" else 1) + MOST_DAYS_OFF
        first = max(first, date.fromordinal(max(today.toordinal() - span, 1)))
    due, coming = None, None
    for found in occurrences(rhythm, anchor, first, last, is_working):
        if found.date > today:
            coming = found
            break
        due = found
    return [found for found in (due, coming) if found]


def next_by_grade(contact_on, ended_on, number, pause):
    """Return the next contact of a customer whose grade says when it is due; None: no date.

    :param contact_on: the day that the grade says
    :param ended_on: the day of the last callback that ended, made or not; where the grade's day has not
        moved since, the customer was not reached, and is due again after ``pause`` days
    """
    if contact_on is None:
        return None
    if ended_on and contact_on <= ended_on:
        contact_on = ended_on + timedelta(pause)
    return Occurrence(number, contact_on)


def not_before(found, first):
    """Return an occurrence on ``first`` where it was due before: nobody is forgotten."""
    return found and (found if found.date >= first else found._replace(date=first))


def after_gap(found, until):
    """Return an occurrence on the last day of a longer gap that was justified, where it was due before.

    What belongs to the very day of the start stays there: it is no contact of a rhythm (HOTEL-CUS-02).

    :param until: last day of the gap, or None
    """
    return not_before(found, until) if found and until and not found.is_same_day else found


def preview(rhythm, anchor, last, by_contact=False, is_working=None):
    """Return all times up to ``last``, included; contacts are taken to be made on the day they are due."""
    if not by_contact:
        return list(occurrences(rhythm, anchor, day_of(anchor), last, is_working))
    found, contact = [], None
    while (one := next_by_contact(rhythm, anchor, contact, len(found) + 1, is_working)) and one.date <= last:
        if contact and one.date <= contact:
            break
        found.append(one)
        contact = one.date
    return found


def _place(rhythm, start, base, number, nominal, is_working, at=None):
    """Return the occurrence for a day by the calendar, moved where it is a day off; None after the end."""
    if nominal is None or (rhythm.max_times and number > rhythm.max_times):
        return None
    if rhythm.until:
        end = after(start, rhythm.until, rhythm.until_unit)
        if end and nominal > end:
            return None
    is_same_day = nominal == start
    if is_working and not is_same_day and rhythm.rest_days != "keep":
        nominal = _to_working(nominal, base, rhythm.rest_days, is_working)
    return Occurrence(number, nominal, is_same_day, at)


def _to_working(day, base, direction, is_working):
    """Return the working day before or after; one not after ``base`` would be too early: the next then."""
    if direction == "previous":
        for distance in range(MOST_DAYS_OFF + 1):
            before = day - timedelta(distance)
            if before <= base:
                break
            if is_working(before):
                return before
    for distance in range(MOST_DAYS_OFF + 1):
        if is_working(day + timedelta(distance)):
            return day + timedelta(distance)
    return day


def _in_hours(anchor, hours):
    if not isinstance(anchor, datetime):
        anchor = datetime.combine(anchor, time())
    return None if anchor.year + hours // 8760 >= LAST_YEAR else anchor + timedelta(hours=hours)


def _number_before(rhythm, anchor, day):
    """Return a number that is not after the first time on or after ``day``: where to start looking."""
    if not rhythm.repeat:
        return 1
    begin = occurrence(rhythm, anchor, 1)
    if not begin:
        return 1
    # days off may bring a time from before onto the day
    span = (day - begin.date).days - MOST_DAYS_OFF - 31
    return max(1, span // (rhythm.repeat * (31 if rhythm.repeat_unit == "months" else 1)))
