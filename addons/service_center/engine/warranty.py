"""The warranty of one item, replayed from its events: until when each cover holds, and what ended it.

Pure: the same events give the same standing. Days are the company's local days; the last day of a cover
belongs to it. What an item has not been read at is unknown: readings are taken as they were, never in
between. Which days do not count is computed by what the caller hands in (``service_kernel``'s
``day_term.StoppedDays``, the interval functions of time limits).
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

ENGINE = "warranty/1"
COVERS = ("parts", "labour", "travel")
KINDS = (
    *("start", "proof", "repair_begin", "repair_end", "reading", "transfer", "exchange", "void", "revert"),
)
#: events after which the item has no warranty any more
ENDS = ("exchange", "void")
DAY = timedelta(days=1)


class Cover(NamedTuple):
    """``share`` percent of a kind of cost, for ``value`` of ``unit`` and up to ``limit``; None: no bound."""

    kind: str
    share: float
    value: int | None = None
    unit: str = "months"
    limit: float | None = None


class Right(NamedTuple):
    """What raises the right to an ``exchange``, ``return`` or ``refund``; every condition given has to hold.

    ``days``: within so many days after the start; ``repairs``: so many repairs, of one fault if
    ``same_fault``; ``repair_days``: more than so many days under repair.
    """

    code: str
    kind: str
    days: int | None = None
    repairs: int | None = None
    same_fault: bool = True
    repair_days: int | None = None


@dataclass(frozen=True)
class Terms:
    """What was promised when the item was sold. ``causes`` and ``words``: what is not covered."""

    code: str
    covers: tuple
    limit_unit: str | None = None
    rights: tuple = ()
    causes: frozenset = frozenset()
    words: tuple = ()
    repair_stops: bool = True
    exchange: str = "restart"
    needs_proof: bool = True
    transferable: bool = True


class Event(NamedTuple):
    """What happened to an item on a day. ``key`` tells events apart and orders those of one day.

    ``of``: the key of the event that this one takes back, or of the beginning of the repair that it ends.
    """

    kind: str
    on: date
    key: int
    terms: Terms | None = None
    basis: str | None = None
    proof: str | None = None
    reading: float | None = None
    fault: str = ""
    reason: str | None = None
    owner: int | None = None
    of: int | None = None


class Repair(NamedTuple):
    """Days under repair, both included; ``last`` None: it is still there."""

    first: date
    last: date | None
    fault: str


class CoverEnd(NamedTuple):
    """Until when a cover holds. ``ends_by``: time, usage, exchange, void, transfer; None: no end in sight.

    ``by_time``: when it would have ended by time alone.
    """

    kind: str
    share: float
    end: date | None
    ends_by: str | None
    by_time: date | None = None


@dataclass(frozen=True)
class Standing:
    """What the events of an item give. ``closed``: the event after which it has no warranty any more."""

    start: date
    basis: str
    terms: Terms
    covers: tuple
    proof: str
    owner: int | None
    repairs: tuple = ()
    readings: tuple = ()
    closed: Event | None = None
    stopped: object = field(default=None, compare=False)

    @property
    def end(self):
        """The last day of the longest cover; None while none is in sight."""
        ends = [cover.end for cover in self.covers]
        return None if None in ends else max(ends, default=self.start - DAY)

    @property
    def is_proven(self):
        return self.proof != "none" or not self.terms.needs_proof

    @property
    def under_repair_since(self):
        return next((repair.first for repair in self.repairs if repair.last is None), None)

    def reading_at(self, day):
        """Return the last known (day, reading) on or before a day, or None."""
        return next((known for known in reversed(self.readings) if known[0] <= day), None)


def replay(events, stopped_days):
    """Return the ``Standing`` that ``events`` give, or None before any start.

    The latest start and proof hold, whenever they were entered; the rest counts in the order of its days.

    :param stopped_days: makes of [(first, last or None)] what counts the other days
    """
    taken = {event.of for event in events if event.kind == "revert"}
    live = [event for event in events if event.kind != "revert" and event.key not in taken]
    starts = [event for event in live if event.kind == "start"]
    if not starts:
        return None
    start = max(starts, key=lambda event: event.key)
    ordered = sorted(live, key=lambda event: (event.on, event.key))
    closed = next((event for event in ordered if event.kind in ENDS), None)
    proof = max((event for event in live if event.kind == "proof"), key=lambda event: event.key, default=None)
    transfers = [event for event in ordered if event.kind == "transfer"]
    repairs = repairs_of(ordered, closed)
    readings = readings_of(ordered)
    stopped = stopped_days(
        [(repair.first, repair.last) for repair in repairs] if start.terms.repair_stops else []
    )
    cut = _first_cut(start.terms, closed, transfers)
    return Standing(
        start=start.on,
        basis=start.basis or "purchase",
        terms=start.terms,
        covers=tuple(_cover_end(cover, start.on, stopped, readings, cut) for cover in start.terms.covers),
        proof=proof.proof if proof else "none",
        owner=transfers[-1].owner if transfers else start.owner,
        repairs=repairs,
        readings=readings,
        closed=closed,
        stopped=stopped,
    )


def repairs_of(ordered, closed=None):
    """Return the repairs of ordered events; what is not back when the item is given up ends then."""
    begun, repairs = {}, []
    for event in ordered:
        if closed and event.on > closed.on:
            break
        if event.kind == "repair_begin":
            begun[event.key] = event
        elif event.kind == "repair_end" and begun:
            begin = begun.pop(event.of if event.of in begun else min(begun))
            repairs.append(Repair(begin.on, max(event.on, begin.on), begin.fault or event.fault))
    for begin in begun.values():
        repairs.append(Repair(begin.on, closed.on if closed else None, begin.fault))
    return tuple(sorted(repairs, key=lambda repair: repair.first))


def readings_of(ordered):
    """Return the known (day, reading), never falling: a lower one is a slip and changes nothing."""
    readings = []
    for event in ordered:
        if event.reading is not None and (not readings or event.reading >= readings[-1][1]):
            readings.append((event.on, event.reading))
    return tuple(readings)


def _first_cut(terms, closed, transfers):
    """Return the event that ends every cover, or None: (kind, first day without cover)."""
    cuts = [(closed.kind, closed.on)] if closed else []
    if transfers and not terms.transferable:
        cuts.append(("transfer", transfers[0].on))
    return min(cuts, key=lambda cut: cut[1], default=None)


def _cover_end(cover, start, stopped, readings, cut):
    """Return until when a cover holds: whichever comes first of time, usage and what ends them all."""
    by_time = stopped.last_day(start, cover.value, cover.unit) if cover.value is not None else None
    bounds = [(by_time, "time")] if by_time else []
    if cover.limit is not None:
        over = next((day for day, reading in readings if reading > cover.limit), None)
        if over is not None:
            bounds.append((over - DAY, "usage"))
    if cut is not None:
        bounds.append((cut[1] - DAY, cut[0]))
    end, ends_by = min(bounds, key=lambda bound: bound[0], default=(None, None))
    return CoverEnd(cover.kind, cover.share, end, ends_by, by_time)


def carried_on(standing, day):
    """Return the covers of the item given in exchange on ``day`` when the term goes on: what is left.

    A cover that has run out is not carried on. Of a usage limit, what the old item had not used.

    :param standing: of the old item, its exchange included: what was under repair is not any more
    """
    known = standing.reading_at(day)
    used = known[1] if known else 0
    left = []
    for cover, ending in zip(standing.terms.covers, standing.covers, strict=True):
        if (cover.value is not None and ending.by_time < day) or (
            cover.limit is not None and used > cover.limit
        ):
            continue
        if cover.value is not None:
            days = standing.stopped.counted(day + DAY, ending.by_time)
            cover = cover._replace(value=days, unit="days")
        if cover.limit is not None:
            cover = cover._replace(limit=cover.limit - used)
        left.append(cover)
    return tuple(left)


def replace_covers(terms, covers):
    """Return ``Terms`` with other covers, everything else as it was promised."""
    return replace(terms, covers=covers)
