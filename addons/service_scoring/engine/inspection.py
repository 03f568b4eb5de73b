"""What an inspection adds up to: who bears a finding, the score of the place, who is named in a register.

Pure arithmetic of CU-SCORE-01 and CU-SCORE-02: the unit's score and each person's tally come from the same
entries, so what is counted is shared out, never counted twice.
"""

import re
from decimal import Decimal

from .numbers import exact
from .problem import ScoreProblem

#: where a rule book does not say from what a score begins (Q-01)
FULL_SCORE = Decimal(100)
_SEPARATORS = re.compile(r"[、,，;；/\s]+")
_TIMES = re.compile(r"(?P<who>.+?)[×xX*＊](?P<times>\d{1,4})(?:次)?")


def shares(count, persons):
    """Share what was counted out to those who are known; the rest is the unit's alone.

    :param count: places, errors, documents or person-occurrences that were found
    :param persons: [(who, how many times)]
    :return: [(who or None, how many)]: what each is entered with; together they are ``count``
    :raise ScoreProblem: ``persons_exceed``, ``times`` or ``quantity``
    """
    count = exact(count)
    if count <= 0:
        raise ScoreProblem("quantity", given=count)
    together = {}
    for who, times in persons:
        times = exact(times)
        if times <= 0:
            raise ScoreProblem("times", given=times)
        together[who] = together.get(who, Decimal(0)) + times
    named = sum(together.values(), Decimal(0))
    if named > count:
        raise ScoreProblem("persons_exceed", named=named, count=count)
    rest = [(None, count - named)] if named < count else []
    return [*together.items(), *rest]


def score(base, points, floor=None):
    """Return what a place scores: where it begins, and the signed points that were found (CU-SCORE-01).

    :param base: what the rule book begins with; 0: the full score
    :param floor: the score never falls below it; None: it may
    """
    result = (exact(base) or FULL_SCORE) + exact(points)
    return result if floor is None else max(result, exact(floor))


def people(text):
    """Return [(number, times)] of whom a cell of a register names, such as ``1001、1002×2``.

    Somebody who is named twice was so twice.
    """
    together = {}
    for word in filter(None, _SEPARATORS.split(text or "")):
        match = _TIMES.fullmatch(word)
        who, times = (match["who"], int(match["times"])) if match else (word, 1)
        together[who] = together.get(who, 0) + times
    return list(together.items())
