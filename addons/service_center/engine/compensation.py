"""May this compensation be approved? Limits of levels of authority against what was given already (C6).

A limit looks at the total of the case and at what the customer got, and what the proposer proposed, within a
rolling window of days: splitting an amount into parts changes none of these totals. Amounts are in one
currency, rounded to it; whoever calls has summed what was approved before. None is no limit.
"""

from dataclasses import dataclass

ENGINE = "compensation/1"
#: smaller than the smallest unit of any currency, larger than the error of adding floats
TOLERANCE = 1e-6

#: what may become of a compensation: {state: states that it may get}
MOVES = {
    "proposed": ("approved", "rejected", "cancelled"),
    "approved": ("settled", "cancelled"),
}
OPEN_STATES = tuple(MOVES)


@dataclass(frozen=True)
class Grade:
    """A level of authority: ``case`` and ``window`` limit what it may approve, ``own`` also one's own."""

    id: int
    code: str
    case: float | None = None
    window: float | None = None
    days: int = 30
    own: bool = False


@dataclass(frozen=True)
class Request:
    """What is asked for, and what was approved before: for the case, and within windows {days: amount}.

    ``is_own``: whoever decides proposed it.
    """

    amount: float
    case: float = 0.0
    customer: dict | None = None
    agent: dict | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Hit:
    """A limit that would be exceeded: ``total`` with this compensation."""

    code: str
    limit: float | None = None
    total: float | None = None
    days: int | None = None

    def as_params(self):
        """Return it as plain values, without what does not matter."""
        values = {"limit": self.limit, "total": self.total, "days": self.days}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True)
class Verdict:
    """``decision``: how it came about; ``grade``: who approves it, or the lowest that could (None: nobody).

    ``able`` are the ids of all levels that could; ``hits`` are pairs (grade, hit) of those that could not.
    """

    decision: str
    grade: Grade | None
    able: tuple = ()
    hits: tuple = ()

    @property
    def is_approved(self):
        """Whether the person asked may approve it."""
        return self.decision in ("within_limits", "no_levels")


def find_hits(grade, request):
    """Return the limits of ``grade`` that ``request`` exceeds; a total equal to a limit is within it."""
    hits = [Hit("own_proposal")] if request.is_own and not grade.own else []
    if _is_above(request.case + request.amount, grade.case):
        hits.append(Hit("case_limit", grade.case, request.case + request.amount))
    for code, windows in (("customer_window", request.customer), ("agent_window", request.agent)):
        total = (windows or {}).get(grade.days, 0.0) + request.amount
        if _is_above(total, grade.window):
            hits.append(Hit(code, grade.window, total, grade.days))
    return tuple(hits)


def judge(chain, request, held):
    """Decide whether somebody approves ``request``.

    :param chain: ``Grade`` of each level that may decide the case, lowest first
    :param held: {level id: ``Grade`` with the limits that the person has there} of the person's own levels
    :return: ``Verdict``: ``within_limits``, ``no_levels`` (nothing limits it), ``over_limits`` or
        ``not_at_level``
    """
    if not chain:
        return Verdict("no_levels", None)
    stranger = Request(request.amount, request.case, request.customer, request.agent)
    able = tuple(grade for grade in chain if not find_hits(grade, stranger))
    hits = tuple(
        (grade, hit)
        for grade in chain
        for hit in find_hits(held.get(grade.id, grade), request if grade.id in held else stranger)
    )
    ids = tuple(grade.id for grade in able)
    for grade in chain:
        if grade.id in held and not find_hits(held[grade.id], request):
            return Verdict("within_limits", grade, ids, hits)
    return Verdict("over_limits" if held else "not_at_level", able[0] if able else None, ids, hits)


def _is_above(total, limit):
    return limit is not None and total - limit > TOLERANCE
