"""Appeals: until when they are in time, when somebody is reminded, and who may decide (S7). No Odoo.

Whoever decides is outside the case and its reporting line, at any depth, also where the line is a circle.
"""

from dataclasses import dataclass

#: working days to appeal, and to decide, where no rule book says otherwise
FILE_DAYS, DECISION_DAYS = 7, 10


@dataclass(frozen=True)
class Case:
    """Whose case it is, and who had a part in it.

    :param people: ids of the employee, in all companies
    :param involved: ids of the users who reported, heard, inspected, confirmed or decided
    :param parents: {employee id: id of the employee whom they report to, or None}
    """

    people: frozenset
    involved: frozenset
    parents: dict


def last_told(instants):
    """Return when the employee was told of all of it: the latest instant; None if one is not known."""
    instants = list(instants)
    return max(instants) if instants and all(instants) else None


def is_late(filed_at, until):
    """Whether an appeal comes too late; at the last moment it is in time."""
    return filed_at > until


def warning_days(days):
    """Return after how many of the days to decide somebody is reminded: two before the last, or half-way."""
    return max(days - 2, days // 2)


def above(people, parents):
    """Return the ids of all to whom ``people`` report, directly or through others."""
    found, queue = set(), list(people)
    while queue:
        parent = parents.get(queue.pop())
        if parent and parent not in found:
            found.add(parent)
            queue.append(parent)
    return found


def below(people, parents):
    """Return the ids of all who report to ``people``, directly or through others."""
    children = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    found, queue = set(), list(people)
    while queue:
        for child in children.get(queue.pop(), ()):
            if child not in found:
                found.add(child)
                queue.append(child)
    return found


class Line:
    """The reporting line of a case, worked out once for many candidates."""

    def __init__(self, case):
        self.case = case
        self._above = above(case.people, case.parents)
        self._below = below(case.people, case.parents)

    def bar(self, user, employees):
        """Return why a user may not decide: ``own``, ``involved``, ``above``, ``below``; "" if they may.

        :param employees: ids of the user as an employee
        """
        employees = set(employees)
        if employees & self.case.people:
            return "own"
        if user in self.case.involved:
            return "involved"
        if employees & self._above:
            return "above"
        return "below" if employees & self._below else ""
