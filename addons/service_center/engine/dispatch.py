"""Who goes to a job: by turns with lost turns (DOOR-DISP-01, Q-43), who travelled least, or by hand.

Technicians stand in a fixed order, and a pointer says whose turn it is. Whoever does not fit is passed over
and loses that turn only; the next turn is that of the one after who got the job. If nobody fits, the pointer
stays. Newcomers join at the end. Technicians are ids; instants are any values that compare.
"""

from dataclasses import dataclass, replace

ENGINE = "dispatch/1"
METHODS = ("rotation", "least_travelled", "manual")


@dataclass(frozen=True)
class Technician:
    """What is known about a technician when a job is given away.

    ``away`` are spans (first, last instant) of time off, both included; ``out_on`` is the number of the job
    that they have not come back from; ``rested_at`` is when they may work again; ``travelled`` is what they
    travelled in the period.
    """

    id: int
    skills: frozenset = frozenset()
    away: tuple = ()
    out_on: str | None = None
    rested_at: object = None
    travelled: float = 0.0
    is_active: bool = True


@dataclass(frozen=True)
class Job:
    """What a job asks for: skills, and the time from ``start`` to ``end``."""

    start: object
    end: object
    skills: frozenset = frozenset()


@dataclass(frozen=True)
class Passed:
    """A technician who did not get the job: ``because`` with its ``params`` (plain values)."""

    technician: int
    because: str
    params: dict


@dataclass(frozen=True)
class Turn:
    """Who got the job (None: nobody), whose turn is next, and why others did not get it.

    ``lost`` are those who were passed over; ``others`` could have gone, and somebody else went.
    """

    decision: str
    chosen: int | None
    pointer: int | None
    lost: tuple = ()
    others: tuple = ()


def bar(technician, job):
    """Return why the technician cannot take the job (``Passed``), or None."""
    if not technician.is_active:
        return Passed(technician.id, "left", {})
    if any(first <= job.end and job.start <= last for first, last in technician.away):
        return Passed(technician.id, "absent", {})
    if technician.out_on is not None:
        return Passed(technician.id, "out", {"order": technician.out_on})
    if technician.rested_at is not None and job.start < technician.rested_at:
        return Passed(technician.id, "resting", {})
    missing = job.skills - technician.skills
    if missing:
        return Passed(technician.id, "skill", {"skills": sorted(missing)})
    return None


def current(order, pointer):
    """Return whose turn it is: ``pointer``, the first without one, None of an empty order."""
    if pointer in order:
        return pointer
    return order[0] if order else None


def settle(before, after, pointer):
    """Return the pointer after technicians left or were put in another order; nobody else's turn is lost.

    :param before: technicians in their former order
    :param after: technicians in their order of now
    """
    if pointer in after or pointer not in before:
        return current(after, pointer)
    place = before.index(pointer)
    following = (*before[place + 1 :], *before[:place])
    return next((one for one in following if one in after), current(after, None))


def rotate(technicians, pointer, job):
    """Give a job to whose turn it is.

    :param technicians: [``Technician``] in their order
    :param pointer: id of whose turn it is; None is the first
    :return: ``Turn``
    """
    order = [technician.id for technician in technicians]
    pointer = current(order, pointer)
    if pointer is None:
        return Turn("nobody", None, None)
    start = order.index(pointer)
    lost = []
    for step in range(len(order)):
        place = (start + step) % len(order)
        reason = bar(technicians[place], job)
        if reason is None:
            return Turn("rotation", order[place], order[(place + 1) % len(order)], tuple(lost))
        lost.append(reason)
    return Turn("nobody", None, pointer, tuple(lost))


def least_travelled(technicians, pointer, job):
    """Give a job to who travelled least; of several, to whose turn is first.

    :return: as ``rotate``; the turn after is that of the one after who got it
    """
    order = [technician.id for technician in technicians]
    pointer = current(order, pointer)
    start = order.index(pointer) if order else 0
    lost, able = [], []
    for technician in (*technicians[start:], *technicians[:start]):
        reason = bar(technician, job)
        if reason is None:
            able.append(technician)
        else:
            lost.append(reason)
    if not able:
        return Turn("nobody", None, pointer, tuple(lost))
    chosen = min(able, key=lambda technician: technician.travelled)
    others = tuple(
        Passed(one.id, *_compare(one.travelled, chosen.travelled)) for one in able if one is not chosen
    )
    after = order[(order.index(chosen.id) + 1) % len(order)]
    return Turn("least_travelled", chosen.id, after, tuple(lost), others)


def _compare(travelled, least):
    code = "more_travelled" if travelled > least else "later_turn"
    return code, {"travelled": travelled, "least": least}


def add_travel(technician, travel):
    """Return the technician with so much more travelled."""
    return replace(technician, travelled=technician.travelled + travel)


def rounds(technicians, pointer, turn):
    """Return in which round each turn of a job was, counted from the round of the pointer.

    A round begins with the first of the order.

    :return: ({technician id: 0 or 1} of who got the job and of who lost a turn, rounds the pointer went on)
    """
    places = {technician.id: place for place, technician in enumerate(technicians)}
    start = places.get(current(list(places), pointer), 0)
    used = {one.technician: int(places[one.technician] < start) for one in turn.lost}
    if turn.chosen is None:
        return dict.fromkeys(used, 0), 0
    used[turn.chosen] = int(places[turn.chosen] < start)
    return used, used[turn.chosen] + int(places[turn.chosen] == len(places) - 1)


def give(method, technicians, pointer, job):
    """Give a job by one of ``METHODS``; by hand, nobody is chosen and nobody loses a turn."""
    if method == "manual":
        return Turn("manual", None, current([technician.id for technician in technicians], pointer))
    return (rotate if method == "rotation" else least_travelled)(technicians, pointer, job)
