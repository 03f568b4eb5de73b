"""The half-yearly review of customers' files (EQM-FILE-03, Q-05)."""

from datetime import date

ENDS = ((6, 30), (12, 31))


def period_end(today):
    """Return the last day of review, 30 June or 31 December, that has come."""
    ends = [date(year, *end) for year in (today.year - 1, today.year) for end in ENDS]
    return max(end for end in ends if end <= today)


def becomes(kind, cooperations, at_least):
    """Return the kind that a customer has after the review: a new one who came back is an old one."""
    return "old" if kind == "new" and cooperations >= at_least else kind
