from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.pay_guard import guard, split

D = Decimal
MONEY = st.integers(0, 2_000_000).map(lambda cents: D(cents) / 100)


class TestGuard:
    def test_below_at_and_above_the_cap(self):
        assert guard(D("999.99"), D(5000), D(20)) == (D("999.99"), 0, None)
        assert guard(D("1000.00"), D(5000), D(20)) == (D(1000), 0, None)
        assert guard(D("1000.01"), D(5000), D(20)) == (D(1000), D("0.01"), "cap")

    def test_below_at_and_above_the_floor(self):
        assert guard(D("259.99"), D(2750), D(20), floor=D(2490)) == (D("259.99"), 0, None)
        assert guard(D(260), D(2750), D(20), floor=D(2490)) == (D(260), 0, None)
        assert guard(D("260.01"), D(2750), D(20), floor=D(2490)) == (D(260), D("0.01"), "floor")

    def test_a_wage_at_or_below_the_floor_gives_nothing(self):
        assert guard(D(1), D(2490), D(20), floor=D(2490)) == (0, 1, "floor")
        assert guard(D(1), D(2000), D(20), floor=D(2490)) == (0, 1, "floor")

    def test_other_books_of_the_month_use_the_same_room(self):
        assert guard(D(300), D(5000), D(20), taken_before=D(800)) == (D(200), D(100), "cap")
        assert guard(D(300), D(5000), D(20), taken_before=D(1000)) == (0, D(300), "cap")
        assert guard(D(300), D(5000), D(20), taken_before=D(1200)) == (0, D(300), "cap")

    def test_what_others_give_back_makes_no_room(self):
        assert guard(D(1100), D(5000), D(20), taken_before=D(-500)) == (D(1000), D(100), "cap")

    def test_a_cap_of_zero_is_no_cap(self):
        assert guard(D(4000), D(5000), D(0)) == (D(4000), 0, None)

    def test_without_a_wage_nothing_is_taken_and_nothing_is_lost(self):
        assert guard(D(100), None, D(20)) == (0, 0, "no_wage")

    def test_giving_back_is_not_limited(self):
        assert guard(D(-100), D(0), D(20), floor=D(2490)) == (D(-100), 0, None)

    @given(MONEY, MONEY, st.integers(0, 100).map(D), MONEY, MONEY)
    def test_cap_and_floor_hold_and_nothing_is_lost(self, wanted, wage, share, floor, before):
        result = guard(wanted, wage, share, floor, before)
        assert result.taken + result.rest == wanted
        assert result.taken >= 0
        assert result.rest >= 0
        if result.taken:
            assert share == 0 or result.taken + before <= wage * share / 100
            assert wage - before - result.taken >= floor

    @given(st.lists(MONEY, max_size=8), MONEY, st.integers(1, 100).map(D), MONEY)
    def test_any_number_of_books_together(self, amounts, wage, share, floor):
        taken = D(0)
        for amount in amounts:
            taken += guard(amount, wage, share, floor, taken).taken
        assert taken <= wage * share / 100
        assert not taken or wage - taken >= floor


class TestSplit:
    def test_components_are_withheld_first(self):
        assert split(D(500), D(300)) == (D(200), D(300))
        assert split(D(300), D(300)) == (D(0), D(300))
        assert split(D(200), D(300)) == (D(0), D(200))

    def test_giving_back(self):
        assert split(D(-50), D(0)) == (D(-50), 0)
        assert split(D(100), D(-20)) == (D(120), D(-20))

    @given(MONEY, MONEY)
    def test_the_parts_are_the_whole(self, taken, withheld):
        assert sum(split(taken, withheld)) == taken
