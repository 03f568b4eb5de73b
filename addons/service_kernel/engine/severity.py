"""How serious a case is: the highest severity of its risk flags, which an officer may raise."""

from dataclasses import dataclass

from .decision import Decision, Rejected

ENGINE = "severity/1"


@dataclass(frozen=True)
class Severity:
    """A severity; the higher ``rank``, the more serious."""

    id: int
    code: str
    rank: int


@dataclass(frozen=True)
class Flag:
    """A risk: the severity it calls for (None: none), whether it makes a case a major one, and the codes of
    flags beside which it does not count for the severity (CARMK: "may attract the press" beside "published").
    """

    code: str
    severity: Severity | None = None
    is_major: bool = False
    yields_to: frozenset = frozenset()


def is_above(severity, other):
    """Tell whether ``severity`` is higher than ``other``; None is the lowest."""
    if severity is None:
        return False
    return other is None or severity.rank > other.rank


def decide(flags, raised_to=None):
    """Return the ``Decision``: ``value`` is the highest ``Severity`` of the flags, or ``raised_to`` above it.

    A raise that the flags have caught up with no longer decides and is kept among the rejected as ``raise``.
    """
    ordered = sorted(flags, key=lambda flag: flag.code)
    present = {flag.code for flag in ordered}
    yielding = {flag.code: sorted(flag.yields_to & present - {flag.code}) for flag in ordered}
    counting = [flag for flag in ordered if flag.severity and not yielding[flag.code]]
    winner = max(counting, key=lambda flag: flag.severity.rank, default=None)
    highest = winner.severity if winner else None
    raised = is_above(raised_to, highest)
    value = raised_to if raised else highest
    rejected = []
    for flag in ordered:
        if flag is winner and not raised:
            continue
        if yielding[flag.code]:
            rejected.append(Rejected(flag.code, "yields", {"flags": yielding[flag.code]}))
        elif not flag.severity:
            rejected.append(Rejected(flag.code, "no_severity", {}))
        else:
            code = "lower_severity" if is_above(value, flag.severity) else "same_severity"
            rejected.append(Rejected(flag.code, code, {"severity": flag.severity.code}))
    if raised:
        return Decision("raised", value, None, tuple(rejected))
    if raised_to:
        rejected.append(Rejected("raise", "raise_not_above", {"severity": raised_to.code}))
    if winner is None:
        return Decision("no_flag", None, None, tuple(rejected))
    return Decision("highest_flag", value, winner.code, tuple(rejected))


def is_major(flags):
    """Tell whether a flag makes the case a major one."""
    return any(flag.is_major for flag in flags)
