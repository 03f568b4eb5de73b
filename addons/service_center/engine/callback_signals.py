"""Signs that a callback was never made: proposals for somebody to look at, no proof of anything.

A caller's calls are looked at in the order in which they ended.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Call:
    """A call that reached a customer, as it was recorded.

    ``seconds``: how long it took; ``answers``: what was answered, hashable, None where nothing was asked.
    """

    key: object
    ended_at: datetime
    seconds: int
    least: int = 0
    answers: object = None

    @property
    def started_at(self):
        return self.ended_at - timedelta(seconds=self.seconds)


def length(seconds, opened_at, done_at):
    """Return how long a call took: as it was measured, else from when it was opened; 0: unknown."""
    if seconds > 0:
        return seconds
    if opened_at and done_at and done_at > opened_at:
        return int((done_at - opened_at).total_seconds())
    return 0


def too_short(calls):
    """Return {key: facts} of calls that were shorter than their script takes; of unknown length are none."""
    return {
        call.key: {"seconds": call.seconds, "least": call.least}
        for call in calls
        if 0 < call.seconds < call.least
    }


def overlapping(calls):
    """Return {key: facts} of calls that began before the caller's one before had ended.

    So of calls that ended closer to each other than the later one took. Those of unknown length are left out.
    """
    found, former = {}, None
    timed = [call for call in calls if call.seconds > 0]
    for call in sorted(timed, key=lambda one: (one.ended_at, one.started_at)):
        if former and call.started_at < former.ended_at:
            overlap = former.ended_at - max(call.started_at, former.started_at)
            found[call.key] = {"other": former.key, "seconds": int(overlap.total_seconds())}
        former = call
    return found


def repeated(calls, times):
    """Return {key: facts} of calls in a row of at least ``times`` in which all customers answered the same.

    The calls from the last of ``times`` on are named; those without answers are passed over.

    :param times: below 2: not looked at
    """
    found, run, former = {}, 0, None
    if times < 2:
        return found
    for call in sorted(calls, key=lambda one: one.ended_at):
        if call.answers is None:
            continue
        run = run + 1 if call.answers == former else 1
        former = call.answers
        if run >= times:
            found[call.key] = {"times": run}
    return found
