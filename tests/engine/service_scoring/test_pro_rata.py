from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.pro_rata import Stretch, days, part, seconds_at_work, stretches

D = Decimal
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)
DAY = 8 * 3600


def always_open(start, end):
    return int((end - start).total_seconds())


class TestStretches:
    def test_an_unknown_contract_means_always(self):
        assert stretches(FIRST, LAST, [(date(2026, 6, 20), 1)]) == [Stretch(1, FIRST, LAST)]

    def test_joining_on_the_first_on_the_last_day_and_one_day_later(self):
        def joined(day):
            return stretches(FIRST, LAST, [(day, 1)], [(day, None)])

        assert joined(FIRST) == [Stretch(1, FIRST, LAST)]
        assert joined(LAST) == [Stretch(1, LAST, LAST)]
        assert joined(LAST + timedelta(1)) == []

    def test_leaving(self):
        assert stretches(FIRST, LAST, [(date(2020, 1, 1), 1)], departed=FIRST) == [Stretch(1, FIRST, FIRST)]
        assert stretches(FIRST, LAST, [(date(2020, 1, 1), 1)], departed=FIRST - timedelta(1)) == []

    def test_another_calendar_from_the_tenth(self):
        versions = [(date(2020, 1, 1), 1), (date(2026, 6, 10), 2)]
        assert stretches(FIRST, LAST, versions) == [
            Stretch(1, FIRST, date(2026, 6, 9)),
            Stretch(2, date(2026, 6, 10), LAST),
        ]

    def test_a_gap_between_contracts_is_no_employment(self):
        contracts = [(date(2026, 6, 21), None), (date(2026, 1, 1), date(2026, 6, 10))]
        assert stretches(FIRST, LAST, [(date(2026, 1, 1), 1)], contracts) == [
            Stretch(1, FIRST, date(2026, 6, 10)),
            Stretch(1, date(2026, 6, 21), LAST),
        ]

    def test_overlapping_contracts_count_once(self):
        contracts = [(date(2026, 6, 1), date(2026, 6, 20)), (date(2026, 6, 15), None)]
        assert stretches(FIRST, LAST, [(date(2026, 1, 1), 1)], contracts) == [Stretch(1, FIRST, LAST)]


class TestSecondsAtWork:
    start, end = datetime(2026, 6, 1), datetime(2026, 6, 11)

    def test_overlapping_leaves_count_once(self):
        leaves = [
            (datetime(2026, 6, 2), datetime(2026, 6, 4)),
            (datetime(2026, 6, 3), datetime(2026, 6, 5)),
            (datetime(2026, 6, 3), datetime(2026, 6, 4)),
        ]
        assert seconds_at_work(self.start, self.end, leaves, always_open) == 7 * 86_400

    def test_leaves_that_reach_beyond_the_period(self):
        leaves = [(datetime(2026, 5, 1), datetime(2026, 6, 2)), (datetime(2026, 6, 10), datetime(2026, 7, 1))]
        assert seconds_at_work(self.start, self.end, leaves, always_open) == 8 * 86_400

    def test_leaves_outside(self):
        leaves = [(datetime(2026, 5, 1), self.start), (self.end, datetime(2026, 7, 1))]
        assert seconds_at_work(self.start, self.end, leaves, always_open) == 10 * 86_400

    @given(st.lists(st.tuples(st.integers(-5, 15), st.integers(0, 10)), max_size=6))
    def test_never_below_nothing_nor_above_all(self, spans):
        leaves = [(self.start + timedelta(one), self.start + timedelta(one + more)) for one, more in spans]
        away = {day for one, more in spans for day in range(one, one + more) if 0 <= day < 10}
        assert seconds_at_work(self.start, self.end, leaves, always_open) == (10 - len(away)) * 86_400


class TestPart:
    def test_ten_of_twenty_two_days(self):
        assert part(D(100), D(10), D(22)) == D("45.45")
        assert part(D(100), D(22), D(22)) == 100

    def test_more_than_full_time_is_full_time(self):
        assert part(D(100), D(26), D(22)) == 100

    def test_half_up(self):
        assert part(D("0.01"), D(1), D(2)) == D("0.01")

    def test_a_period_without_working_days_reduces_nothing(self):
        assert part(D(100), D(0), D(0)) == 100
        assert part(D(100), D(0), D(22)) == 0

    def test_days(self):
        assert days(DAY * 3, DAY) == 3
        assert days(DAY // 2, DAY) == D("0.5")
        assert days(DAY, 0) == 0
