"""What the warranty of an item says on a day: in, out or unproven, cover by cover, and why.

Reasons are codes with plain values; the sentences are made in the reader's language.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

IN, OUT, UNPROVEN = "in", "out", "unproven"
STATES = (IN, OUT, UNPROVEN)
DAY = timedelta(days=1)


class Reason(NamedTuple):
    """One step of the chain: a code and the values of its sentence."""

    code: str
    params: dict

    def as_json(self):
        return {"code": self.code, "params": self.params}


class CoverState(NamedTuple):
    """``share``: percent that the company bears on that day; 0 unless the cover is in."""

    kind: str
    state: str
    share: float
    reasons: tuple


class RightState(NamedTuple):
    """Whether the customer has a right on that day; ``reasons`` tell what raises it, or what is missing."""

    code: str
    kind: str
    is_open: bool
    reasons: tuple


@dataclass(frozen=True)
class Judgement:
    """``reasons`` hold for the item as a whole; each cover and right has its own."""

    state: str
    covers: tuple
    rights: tuple
    reasons: tuple

    def shares(self):
        """Return {cover: percent that the company bears}."""
        return {cover.kind: cover.share for cover in self.covers}

    def open_rights(self):
        return tuple(right for right in self.rights if right.is_open)


def judge(standing, day, cause=None, text=""):
    """Return the ``Judgement`` of an item on a day.

    Out is told before unproven: proof would not help.

    :param standing: ``warranty.Standing``
    :param cause: of the defect, as far as it is known
    :param text: what is said about the defect, in which words of exclusion are looked for
    """
    whole = list(_whole_reasons(standing, day))
    excluded = exclusion(standing.terms, cause, text)
    if excluded:
        whole.append(excluded)
    if not standing.is_proven:
        whole.append(Reason("proof_missing", {}))
    covers = tuple(_judge_cover(standing, cover, day, excluded) for cover in standing.covers)
    state = _highest([cover.state for cover in covers])
    rights = tuple(_judge_right(standing, right, day, state) for right in standing.terms.rights)
    return Judgement(state, covers, rights, tuple(whole))


def state_on(standing, day):
    """Return only the state of an item on a day."""
    if day < standing.start or (standing.end is not None and standing.end < day):
        return OUT
    return IN if standing.is_proven else UNPROVEN


def _highest(states):
    return next((state for state in (IN, UNPROVEN) if state in states), OUT)


def _whole_reasons(standing, day):
    """Yield what holds for the item whatever the cover: its start, standstill, and what ended it."""
    start = {"on": standing.start.isoformat(), "basis": standing.basis}
    yield Reason("not_started" if day < standing.start else "started", start)
    stopped = standing.stopped.stopped(standing.start + DAY, day) if day > standing.start else 0
    if stopped:
        yield Reason("stopped_days", {"days": stopped})
    elif standing.repairs and not standing.terms.repair_stops:
        yield Reason("repairs_count", {})
    since = standing.under_repair_since
    if since is not None and since <= day:
        yield Reason("under_repair", {"since": since.isoformat()})
    closed = standing.closed
    if closed is not None and closed.on <= day:
        yield Reason(closed.kind, {"on": closed.on.isoformat(), "reason": closed.reason})


def exclusion(terms, cause, text):
    """Return the reason why a defect is not covered at all, or None."""
    if cause in terms.causes:
        return Reason("excluded_cause", {"cause": cause})
    spoken = (text or "").casefold()
    word = next((word for word in terms.words if word.casefold() in spoken), None) if spoken else None
    return Reason("excluded_word", {"word": word}) if word else None


def _judge_cover(standing, cover, day, excluded):
    terms = next(one for one in standing.terms.covers if one.kind == cover.kind)
    is_over = cover.end is not None and cover.end < day
    reasons = []
    if is_over:
        reasons.append(Reason("ended", {"end": cover.end.isoformat(), "by": cover.ends_by}))
    elif cover.end is not None:
        left = (cover.end - day).days + 1  # with today
        reasons.append(Reason("holds_until", {"end": cover.end.isoformat(), "days": left}))
    else:
        reasons.append(Reason("no_end", {}))
    reasons += _usage_reasons(standing, terms, day)
    if day < standing.start or is_over or excluded:
        return CoverState(cover.kind, OUT, 0, tuple(reasons))
    if not standing.is_proven:
        return CoverState(cover.kind, UNPROVEN, 0, tuple(reasons))
    return CoverState(cover.kind, IN, cover.share, tuple(reasons))


def _usage_reasons(standing, terms, day):
    """Return what is known of the usage on a day: only readings that were taken."""
    if terms.limit is None:
        return []
    unit, known = standing.terms.limit_unit, standing.reading_at(day)
    if known is None:
        return [Reason("reading_unknown", {"limit": terms.limit, "unit": unit})]
    code = "reading_over" if known[1] > terms.limit else "reading_within"
    params = {"limit": terms.limit, "unit": unit, "reading": known[1], "on": known[0].isoformat()}
    return [Reason(code, params)]


def _judge_right(standing, right, day, state):
    """Say whether a right is open: the item is in warranty, and every condition of the right holds."""
    missing, met = [], []

    def note(holds, code, **params):
        (met if holds else missing).append(Reason(code, params))

    if state != IN:
        note(False, "right_not_in", state=state)
    if right.days is not None:
        last = standing.start + right.days * DAY
        note(day <= last, "right_window", days=right.days, last=last.isoformat())
    done = [repair for repair in standing.repairs if repair.last is not None and repair.last <= day]
    if right.repairs is not None:
        count = _count_repairs(done, right.same_fault)
        note(
            count >= right.repairs,
            "right_repairs",
            count=count,
            wanted=right.repairs,
            same_fault=right.same_fault,
        )
    if right.repair_days is not None:
        days = _repair_days(standing, day)
        note(days > right.repair_days, "right_repair_days", days=days, limit=right.repair_days)
    return RightState(right.code, right.kind, not missing, tuple(missing or met))


def _count_repairs(repairs, same_fault):
    if not same_fault:
        return len(repairs)
    faults = Counter(" ".join(repair.fault.split()).casefold() for repair in repairs if repair.fault.strip())
    return max(faults.values(), default=0)


def _repair_days(standing, day):
    """Return on how many days up to ``day`` the item was under repair, each day once."""
    days = set()
    for repair in standing.repairs:
        last = min(repair.last or day, day)
        days.update(range(repair.first.toordinal(), last.toordinal() + 1))
    return len(days)
