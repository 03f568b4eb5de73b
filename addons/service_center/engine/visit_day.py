"""A technician's day: in which order jobs are shown, and what the next tap does (C7)."""

#: what a tap writes, in the order of the day; a tap is offered once what comes before is known
TAPS = {
    "accept": "taken_at",
    "depart": "departed_at",
    "arrive": "arrived_at",
    "finish": "finished_at",
}


def next_tap(times, state):
    """Return the code of the next tap of a job, or None.

    :param times: {name of a time: instant or None}
    :param state: state of the order
    """
    if state not in ("draft", "confirmed", "scheduled", "in_progress"):
        return None
    if state == "in_progress":
        return "finish"
    last = max((place for place, name in enumerate(TAPS.values()) if times.get(name)), default=-1)
    following = list(TAPS)[last + 1 :]
    return following[0] if following else None


def sort_key(job):
    """Key that sorts jobs as they are done: under way, emergencies, by plan, without a plan.

    :param job: (is it under way, is it an emergency, planned start or None, id)
    """
    under_way, is_emergency, start, number = job
    return (not under_way, not is_emergency, start is None, start or 0, number)
