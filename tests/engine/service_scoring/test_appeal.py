from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.appeal import (
    Case,
    Line,
    above,
    below,
    is_late,
    last_told,
    leads,
    persons,
    warning_days,
)

NOON = datetime(2026, 6, 10, 12)
SECOND = timedelta(seconds=1)
#: people who report to one another, also in circles and to themselves
PARENTS = st.dictionaries(st.integers(1, 8), st.none() | st.integers(1, 8), max_size=8)


def reaches(start, end, parents):
    """Slow and independent: whether one gets from ``start`` up to ``end`` within as many steps as people."""
    here = start
    for _step in range(10):
        here = parents.get(here)
        if here == end:
            return True
    return False


class TestTime:
    def test_in_time_until_the_last_second(self):
        assert not is_late(NOON, NOON)
        assert is_late(NOON + SECOND, NOON)

    def test_told_of_all_of_it(self):
        assert last_told([NOON, NOON + SECOND]) == NOON + SECOND
        assert last_told([NOON, None]) is None
        assert last_told([]) is None

    def test_a_reminder_comes_before_the_last_day(self):
        assert [warning_days(days) for days in (1, 2, 3, 4, 10)] == [0, 1, 1, 2, 8]


class TestLine:
    def bar(self, user, *employees, people=(3,), involved=(30,)):
        """2 leads 3 and 5, 1 leads 2, 3 leads 4; 6 is outside."""
        parents = {1: None, 2: 1, 3: 2, 4: 3, 5: 2, 6: None}
        case = Case(frozenset(people), frozenset(involved), parents, employees={user: employees})
        return Line(case).bar(user)

    def test_who_may_decide(self):
        assert self.bar(10, 3) == "own"
        assert self.bar(10, 6, 3) == "own"
        assert self.bar(10, 2) == "above"
        assert self.bar(10, 1) == "above"
        assert self.bar(10, 4) == "below"
        assert self.bar(30, 6) == "involved"
        assert self.bar(10, 5) == ""  # a colleague beside them
        assert self.bar(10, 6) == ""
        assert self.bar(10) == ""  # no employee at all

    def test_the_employee_in_another_company_counts(self):
        assert self.bar(10, 1, people=(3, 6)) == "above"
        assert self.bar(10, 5, people=(3, 6)) == ""

    @given(PARENTS, st.integers(1, 8), st.integers(1, 8))
    def test_at_any_depth(self, parents, person, other):
        bosses = leads(parents, {})
        assert (other in above([person], bosses)) == reaches(person, other, parents)
        assert (other in below([person], bosses)) == reaches(other, person, parents)

    def test_the_line_is_one_of_people(self):
        """2 leads 3; 2 is 7, too, by the login, and 7 is 8 by the contact: 9 leads 8, 8 leads 4."""
        who = persons(
            [(2, 20, None), (7, 20, 70), (8, None, 70), (3, 30, 31), (4, None, None), (9, None, 90)]
        )
        assert who[2] == who[7] == who[8]
        assert len({who[2], who[3], who[4], who[9]}) == 4
        users = {employee: [employee] for employee in (3, 7, 8, 9, 4)}
        line = Line(Case(frozenset({3}), frozenset(), {3: 2, 8: 9, 4: 8}, who, users))
        assert [line.bar(user) for user in users] == ["own", "above", "above", "above", ""]
