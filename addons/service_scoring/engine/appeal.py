"""Appeals: until when they are in time, when somebody is reminded, and who may decide (S7). No Odoo.

Whoever decides is outside the case and its reporting line, at any depth, also where the line is a circle.
"""

from dataclasses import dataclass, field

#: working days to appeal, and to decide, where no rule book says otherwise
FILE_DAYS, DECISION_DAYS = 7, 10


@dataclass(frozen=True)
class Case:
    """Whose case it is, and who had a part in it.

    :param people: ids of the employee, in all companies
    :param involved: ids of the users who reported, heard, inspected, confirmed or decided
    :param parents: {employee id: id of the employee whom they report to, or None}
    :param persons: {employee id: who it is}, see ``persons``; who is not in it is an employee once only
    :param employees: {user id: ids of the user as an employee, in all companies}
    """

    people: frozenset
    involved: frozenset
    parents: dict
    persons: dict = field(default_factory=dict)
    employees: dict = field(default_factory=dict)


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


def persons(rows):
    """Return {employee id: who it is}: employees with a login or a contact in common are one person.

    :param rows: [(employee id, user id or None, contact id or None)]
    """
    found = {}

    def root(node):
        while found.setdefault(node, node) != node:
            node = found[node]
        return node

    rows = list(rows)
    for employee, user, contact in rows:
        for kind, known in (("user", user), ("contact", contact)):
            if known:
                found[root((kind, known))] = root(employee)
    return {employee: root(employee) for employee, _user, _contact in rows}


def leads(parents, who):
    """Return {person: the persons whom they report to}, as any of the employees that they are."""
    found = {}
    for child, parent in parents.items():
        if parent:
            found.setdefault(who.get(child, child), set()).add(who.get(parent, parent))
    return found


def above(people, bosses):
    """Return all to whom ``people`` report, directly or through others; see ``leads``."""
    found, queue = set(), list(people)
    while queue:
        new = bosses.get(queue.pop(), set()) - found
        found |= new
        queue.extend(new)
    return found


def below(people, bosses):
    """Return all who report to ``people``, directly or through others; see ``leads``."""
    reports = {}
    for child, leaders in bosses.items():
        for leader in leaders:
            reports.setdefault(leader, set()).add(child)
    return above(people, reports)


class Line:
    """The reporting line of a case, worked out once for many candidates."""

    def __init__(self, case):
        self.case = case
        self._own = self._get_persons(case.people)
        bosses = leads(case.parents, case.persons)
        self._above, self._below = above(self._own, bosses), below(self._own, bosses)

    def bar(self, user):
        """Return why a user may not decide: ``own``, ``involved``, ``above``, ``below``; "" if they may."""
        who = self._get_persons(self.case.employees.get(user, ()))
        if who & self._own:
            return "own"
        if user in self.case.involved:
            return "involved"
        if who & self._above:
            return "above"
        return "below" if who & self._below else ""

    def _get_persons(self, employees):
        return {self.case.persons.get(one, one) for one in employees}
