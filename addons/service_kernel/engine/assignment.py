"""Who gets the next case of a team: by turns, or the one with the least to do (invariant C8).

People are ids. A ring is the order in which people have their turns, the next one first. Whoever is passed
over loses the turn, and the next round starts after the one who got the case (catalogue Q-43). If nobody
can take it, the ring stays as it is. Newcomers join at the end.
"""

from .decision import Decision, Rejected

ENGINE = "assignment/1"
METHODS = ("manual", "rotation", "least_loaded")


def join(ring, members):
    """Return the ring of today's members: those who left are taken out, newcomers join at the end.

    :param ring: people in the order of their turns
    :param members: people of the team in their fixed order
    """
    stayed = [person for person in dict.fromkeys(ring) if person in set(members)]
    return (*stayed, *(person for person in dict.fromkeys(members) if person not in set(stayed)))


def rotate(ring, barred):
    """Give one case to whose turn it is.

    :param ring: see ``join``
    :param barred: {person: code of why they cannot take this case}
    :return: (``Decision`` with the person or None, the ring for the next case)
    """
    place = next((place for place, person in enumerate(ring) if person not in barred), None)
    others = [person for number, person in enumerate(ring) if number != place]
    rejected = tuple(Rejected(f"#{one}", barred.get(one, "later_turn"), {}) for one in others)
    if place is None:
        return Decision("nobody", None, None, rejected), tuple(ring)
    return Decision("rotation", ring[place], None, rejected), (*ring[place + 1 :], *ring[: place + 1])


def least_loaded(ring, barred, loads):
    """Give one case to who has the least to do; of several, to whose turn is first.

    :param loads: {person: number of open cases}; who is missing has none
    :return: as ``rotate``; the one who got it goes to the end of the ring
    """
    able = [person for person in ring if person not in barred]
    chosen = min(able, key=lambda person: loads.get(person, 0), default=None)
    rejected = []
    for person in ring:
        if person in barred:
            rejected.append(Rejected(f"#{person}", barred[person], {}))
        elif person != chosen:
            load, least = loads.get(person, 0), loads.get(chosen, 0)
            because = "more_load" if load > least else "later_turn"
            rejected.append(Rejected(f"#{person}", because, {"load": load, "least": least}))
    if chosen is None:
        return Decision("nobody", None, None, tuple(rejected)), tuple(ring)
    rest = tuple(person for person in ring if person != chosen)
    return Decision("least_loaded", chosen, None, tuple(rejected)), (*rest, chosen)
