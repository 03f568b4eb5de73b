"""One clock of a case, replayed from its events: deadline, pauses, verdict.

Nothing asks what time it is: the same events, calendars and ``now`` give the same state (T3 to T6, T12).

Time is counted in seconds: open time of a calendar for working units, plain time for the others. What was
used up before the terms changed stays used up; only units of days are laid anew from the start. After a
pause, a limit of hours or minutes goes on where it stopped; of a limit of days, what was left is laid again
and rounded up to that day's closing. A clock in time when it was paused is in time when it goes on. A
deadline that was given from outside stands as it is, whatever was used up or waited before.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

from .intervals import subtract
from .terms import DAYS, SECONDS, Terms

ENGINE = "clock/1"
KINDS = ("start", "change", "pause", "resume", "reach", "cancel")
EXTEND = "extend"  # another deadline was agreed on, before the former passed
REVIVE = "revive"  # takes a cancellation back, as if it had never been


class Event(NamedTuple):
    """What happened to a clock. ``terms`` with a start and a change; ``since`` if a change moves the start.

    ``deadline`` and ``paused`` are the verdict that was given with a ``reach`` or ``cancel``: once given, it
    holds whatever the calendars say today (T9). With an ``extend``, ``deadline`` is what was agreed on
    instead. ``wait``: what a pause waits for.
    """

    kind: str
    at: datetime
    terms: Terms | None = None
    since: datetime | None = None
    deadline: datetime | None = None
    paused: int | None = None
    wait: str | None = None


class Piece(NamedTuple):
    """A stretch in which the clock ran under one set of terms; ``end`` None: it still runs."""

    start: datetime
    end: datetime | None
    terms: Terms


@dataclass(frozen=True)
class Clock:
    """What the events give at an instant.

    ``state``: running, paused, met, breached, cancelled; final once ``ended_at`` is set. A clock past its
    deadline is breached and goes on counting. Seconds count as the unit does; lateness stops in a pause (T5).
    """

    started_at: datetime
    deadline: datetime
    state: str
    terms: Terms
    reached_at: datetime | None = None
    ended_at: datetime | None = None
    paused_at: datetime | None = None
    paused_seconds: int = 0
    late_seconds: int = 0
    pieces: tuple = ()

    @property
    def is_open(self):
        return self.ended_at is None


def replay(events, now):
    """Return the ``Clock`` that ``events`` give at ``now``, or None before any started.

    Events are taken in the order of their instants; those of one instant as given. What comes after the end
    is without effect, as are a pause of a paused clock and a resume of a running one. Only a cancellation can
    be taken back.

    :param events: ``Event`` with naive UTC instants in whole seconds
    :raise Problem: as ``WorkingTime.due``
    """
    ordered = sorted(events, key=lambda event: event.at)  # stable
    start = next((event for event in ordered if event.kind == "start"), None)
    if start is None:
        return None
    tape = _Tape(start)
    for event in ordered:
        if event.kind == REVIVE:
            tape.revive()
        elif event is not start and tape.ended is None:
            tape.take(event)
    return tape.clock(now)


class _Tape:
    """Collects terms and pauses of one clock."""

    def __init__(self, start):
        self.since = start.at
        self.terms = [(start.at, start.terms)]
        self.pauses = []
        self.paused_at = None
        self.extended = None
        self.ended = None

    def take(self, event):
        if event.kind == "change":
            self.terms.append((event.at, event.terms))
            self.since = event.since or self.since
        elif event.kind == EXTEND:
            self.extended = event
        elif event.kind == "pause" and self.paused_at is None:
            self.paused_at = event.at
        elif event.kind == "resume" and self.paused_at is not None:
            self._resume(event.at)
        elif event.kind in ("reach", "cancel"):
            # reaching a paused clock resumes it first: the pause counts (T4). Cancelling leaves it as it is
            if self.paused_at is not None and event.kind == "reach":
                self._resume(event.at)
            self.ended = event

    def revive(self):
        """Forget a cancellation; a milestone that was reached stays reached."""
        if self.ended is not None and self.ended.kind == "cancel":
            self.ended = None

    def _resume(self, at):
        self.pauses.append((self.paused_at, at))
        self.paused_at = None

    def clock(self, now):
        terms = self.terms[-1][1]
        end = self.ended.at if self.ended else now
        pauses = [(max(first, self.since), last) for first, last in self.pauses if last > self.since]
        pieces = self._pieces(pauses)
        if self.ended and self.ended.deadline is not None:
            deadline, paused = self.ended.deadline, self.ended.paused or 0
        else:
            deadline = self._deadline(terms, pieces, pauses)
            paused = sum(self._terms_at(first).count(first, last) for first, last in pauses)
        counted_until = end if self.paused_at is None else min(self.paused_at, end)
        reached = self.ended.at if self.ended and self.ended.kind == "reach" else None
        if counted_until > deadline:
            state = "breached"
        elif self.ended:
            state = "met" if reached else "cancelled"
        else:
            state = "paused" if self.paused_at is not None else "running"
        late = terms.count(deadline, counted_until) - sum(
            terms.count(max(first, deadline), min(last, counted_until)) for first, last in pauses
        )
        return Clock(
            started_at=self.since,
            deadline=deadline,
            state=state,
            terms=terms,
            reached_at=reached,
            ended_at=self.ended.at if self.ended else None,
            paused_at=None if self.ended else self.paused_at,
            paused_seconds=paused,
            late_seconds=late,
            pieces=tuple(pieces),
        )

    def _terms_at(self, instant):
        return next((terms for at, terms in reversed(self.terms) if at <= instant), self.terms[0][1])

    def _pieces(self, pauses):
        """The stretches in which time counted, cut at pauses and changes; the last one is open."""
        starts = [self.since, *(max(at, self.since) for at, _terms in self.terms[1:])]
        pieces = []
        for at, last, (_at, terms) in zip(starts, [*starts[1:], None], self.terms, strict=True):
            running = subtract([(at, last or datetime.max)], pauses)
            pieces += [Piece(begin, None if end == datetime.max else end, terms) for begin, end in running]
        return pieces

    def _deadline(self, terms, pieces, pauses):
        if self.extended:
            since = self.extended.at
            later = [(max(begin, since), end) for begin, end in pauses if end > since]
            return _postpone(terms, self.extended.deadline, later)
        if terms.given is not None:
            return terms.given
        if terms.unit not in DAYS:
            return lay(pieces, round(terms.value * SECONDS[terms.unit]))
        return _postpone(terms, terms.time.due(self.since, terms.value, terms.unit), pauses)


def _postpone(terms, deadline, pauses):
    """A deadline after pauses: what was left at each is laid again from its end."""
    for begin, end in pauses:
        if begin <= deadline:
            left = terms.count(begin, deadline)
            deadline = terms.add(end, left) if left else end
            if terms.unit in DAYS:
                deadline = terms.closing(deadline)
    return deadline


def lay(pieces, seconds):
    """The instant at which so many seconds are used up over the pieces, of which the last one is open;
    what is used up just when a pause begins is so until the pause ends."""
    for piece, following in pairwise(pieces):
        counted = piece.terms.count(piece.start, piece.end)
        if 0 < counted >= seconds:
            instant = piece.terms.add(piece.start, seconds)
            return instant if instant < piece.end else following.start
        seconds -= counted
    return pieces[-1].terms.add(pieces[-1].start, seconds)
