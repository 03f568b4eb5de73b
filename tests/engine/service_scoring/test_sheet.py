import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine import sheet_hash
from service_scoring_engine.fine import Bracket
from service_scoring_engine.pay_guard import guard
from service_scoring_engine.sheet import (
    Entry,
    Money,
    Prices,
    Terms,
    compute,
    final_score,
    less_written_off,
    money,
    replay,
    with_adjustments,
)

D = Decimal
HOTEL = (Bracket(D(0), D(20), D(10), "whole"), Bracket(D(20), None, D(20), "whole"))
POINTS = st.integers(1, 3000).map(lambda cents: D(cents) / 100)


def entry(number, points=0, kind=None, **values):
    kind = kind or ("reward" if D(points) > 0 else "deduction")
    values = {"rule": "R", "act": str(number), "day": "2026-06-01", **values}
    return Entry(number, kind=kind, points=D(points), **values)


@st.composite
def entries(draw):
    result = []
    for number in range(1, draw(st.integers(0, 12)) + 1):
        kind = draw(st.sampled_from(["deduction", "reward", "share", "withhold", "text"]))
        points = draw(POINTS) if kind in ("deduction", "reward") else D(0)
        result.append(
            Entry(
                number,
                f"2026-06-{draw(st.integers(1, 5)):02}",
                kind,
                rule=draw(st.sampled_from("ABC")),
                act=draw(st.sampled_from("xyz")),
                points=points if kind == "reward" else -points,
                cap=draw(st.sampled_from([D(0), D(10)])),
                share=D(draw(st.integers(1, 100))) if kind == "share" else D(0),
                component=draw(st.integers(1, 2)) if kind == "withhold" else 0,
                withheld=D(draw(st.integers(1, 100))) if kind == "withhold" else D(0),
                reverses=draw(st.integers(0, number - 1)) if draw(st.integers(0, 4)) == 0 else 0,
            )
        )
    return result


TERMS = st.builds(
    Terms,
    base=st.integers(0, 10_000).map(lambda cents: D(cents) / 100),
    floor=st.none() | st.integers(0, 50).map(D),
    concurrence=st.sampled_from(["all", "highest", "capped"]),
    act_cap=st.just(D(5)),
)


class TestPoints:
    def test_base_less_deductions_and_rewards(self):
        sheet = compute([entry(1, -3), entry(2, "0.5")], Terms(D(100)))
        assert (sheet.deducted, sheet.rewarded, sheet.score) == (3, D("0.5"), D("97.5"))
        assert [line.reason for line in sheet.lines] == ["counted", "counted"]

    def test_sums_do_not_drift(self):
        sheet = compute([entry(number, "-0.1") for number in range(1, 4)], Terms())
        assert sheet.deducted == D("0.3")
        assert str(sheet.score) == "-0.3"

    def test_what_was_taken_back_in_the_period_counts_nothing(self):
        sheet = compute([entry(1, -3, act="a"), entry(2, 3, kind="deduction", reverses=1, act="a")], Terms())
        assert sheet.deducted == sheet.rewarded == 0
        assert [line.reason for line in sheet.lines] == ["reversed", "reversed"]

    def test_the_weightiest_of_an_act_that_is_left(self):
        act = [entry(1, -5, act="a"), entry(2, -3, act="a")]
        terms = Terms(concurrence="highest")
        assert compute(act, terms).deducted == 5
        assert [(line.applied, line.reason) for line in compute(act, terms).lines] == [
            (-5, "counted"),
            (0, "highest"),
        ]
        assert compute([*act, entry(3, 5, kind="deduction", reverses=1, act="a")], terms).deducted == 3

    def test_a_rules_cap_at_both_sides(self):
        def deducted(*points):
            return compute([entry(number, -one, cap=D(10)) for number, one in enumerate(points, 1)], Terms())

        assert deducted(6, 4).deducted == 10
        assert [line.reason for line in deducted(6, 4).lines] == ["counted", "counted"]
        assert [(line.applied, line.reason) for line in deducted(6, 5).lines] == [
            (-6, "counted"),
            (-4, "rule_cap"),
        ]
        assert deducted(6, 5).lines[1].params == {"cap": "10"}

    def test_the_floor_at_both_sides(self):
        terms = Terms(D(10), D(0))
        assert compute([entry(1, -10)], terms).lines[0].reason == "counted"
        sheet = compute([entry(1, -8), entry(2, -3), entry(3, -1)], terms)
        assert (sheet.score, sheet.deducted) == (0, 10)
        assert [(line.applied, line.reason) for line in sheet.lines] == [
            (-8, "counted"),
            (-2, "floor"),
            (0, "floor"),
        ]
        assert compute([entry(1, -11)], Terms(D(10))).score == -1


class TestShares:
    """Q-03: taken last, of what is left, added up, at most all."""

    def test_taken_last_of_what_is_left(self):
        share = entry(1, kind="share", share=D(50))
        sheet = compute([share, entry(2, -20)], Terms(D(100), D(0)))
        assert sheet.score == 40
        assert sheet.lines[0].applied == -40
        assert sheet.lines[0].params == {"share": "50", "left": "80"}

    def test_added_up_to_all_and_no_more(self):
        def score(*shares):
            return compute(
                [entry(number, kind="share", share=D(one)) for number, one in enumerate(shares, 1)],
                Terms(D(80), D(0)),
            )

        assert score(50, 49).score == D("0.8")
        assert score(50, 50).score == 0
        sheet = score(50, 100)
        assert sheet.score == 0
        assert [line.applied for line in sheet.lines] == [-40, -40]

    def test_parts_add_up_to_the_cent(self):
        shares = [entry(number, kind="share", share=D("33.33")) for number in (1, 2, 3)]
        sheet = compute(shares, Terms(D("99.97")))
        assert sum(line.applied for line in sheet.lines) == -sheet.deducted == -D("99.96")

    def test_nothing_is_left_to_share(self):
        assert compute([entry(1, -5), entry(2, kind="share", share=D(50))], Terms(D(3))).score == -2

    def test_no_lower_than_the_floor(self):
        sheet = compute([entry(1, kind="share", share=D(100))], Terms(D(80), D(60)))
        assert (sheet.score, sheet.lines[0].reason) == (60, "floor")


class TestMoney:
    def test_the_hotel_at_twenty_points_and_above(self):
        def fine(points):
            return money(compute([entry(1, -D(points))], Terms()), Prices(HOTEL)).fine

        assert fine("19.99") == D("199.90")
        assert fine(20) == 200
        assert fine("20.01") == D("400.20")

    def test_rewards(self):
        assert money(compute([entry(1, "2.5")], Terms()), Prices(reward=D(3))).bonus == D("7.5")

    def test_an_allowance_is_withheld_once(self):
        """Q-31"""
        twice = [entry(number, kind="withhold", component=7, withheld=D(100)) for number in (1, 2)]
        prices = Prices(amounts={7: D(300)})
        assert money(compute(twice[:1], Terms()), prices).withheld == 300
        assert money(compute(twice, Terms()), prices).withheld == 300
        assert [line.reason for line in compute(twice, Terms()).lines] == ["withhold", "withhold"]

    def test_the_highest_share_of_a_component(self):
        shares = [entry(number, kind="withhold", component=7, withheld=D(50 * number)) for number in (1, 2)]
        sheet = compute(shares, Terms())
        assert money(sheet, Prices(amounts={7: D(300)})).withheld == 300
        assert money(sheet, Prices(amounts={7: D(300)}, before={7: D(50)})).withheld == 150
        assert money(sheet, Prices(amounts={7: D(300)}, before={7: D(100)})).withheld == 0
        assert money(sheet, Prices()).withheld == 0


class TestReplay:
    def test_what_is_taken_back_later_gives_back_what_it_cost(self):
        closed = [entry(1, -15), entry(2, -6)]
        ((number, score, change),) = replay(closed, Terms(D(100)), Prices(HOTEL), (), [2])
        assert (number, score, change.fine) == (2, 6, -270)

    def test_the_other_rule_of_the_act_counts_then(self):
        closed = [entry(1, -15, act="a"), entry(2, -6, act="a")]
        changes = replay(closed, Terms(concurrence="highest"), Prices(HOTEL), (), [1, 2])
        assert [(score, change.fine) for _number, score, change in changes] == [(9, -90), (6, -60)]

    def test_what_earlier_adjustments_gave_back_is_gone(self):
        closed = [entry(1, -15), entry(2, -6)]
        ((_number, score, change),) = replay(closed, Terms(), Prices(HOTEL), {2}, [1])
        assert (score, change.fine) == (15, -150)

    def test_an_allowance_is_given_back_with_the_last_reason_for_it(self):
        closed = [entry(number, kind="withhold", component=7, withheld=D(100)) for number in (1, 2)]
        changes = replay(closed, Terms(), Prices(amounts={7: D(300)}), (), [1, 2])
        assert [change.withheld for _number, _score, change in changes] == [0, -300]

    def test_what_was_written_off_is_not_given_back(self):
        changes = [Money(D(-270)), Money(D(-100), D(-50))]
        assert less_written_off(changes, D(0), D(0)) == changes
        assert less_written_off(changes, D(300), D(0)) == [Money(), Money(D(-70), D(-50))]
        assert less_written_off(changes, D(300), D(280)) == [Money(D(-250)), Money(D(-100), D(-50))]

    def test_a_bonus_taken_back_is_taken_like_a_fine(self):
        amounts = Money(D(10), D(5), D(30))
        assert with_adjustments(amounts, []) == amounts
        assert with_adjustments(amounts, [Money(bonus=D(-30))]) == (10, 5, 0)
        assert with_adjustments(amounts, [Money(D(-15), D(-1), D(-40))]) == (5, 4, 0)

    def test_adjustments_do_not_bring_the_score_below_the_floor(self):
        terms = Terms(D(100), D(60))
        sheet = compute([entry(1, -30)], terms)
        assert final_score(sheet, terms, D(-10)) == 60
        assert final_score(sheet, terms, D("-10.01")) == 60
        assert final_score(sheet, terms, D(5)) == 75
        assert final_score(sheet, Terms(D(100)), D(-20)) == 50

    @given(entries(), TERMS, st.data())
    def test_all_steps_together_are_the_difference(self, closed, terms, data):
        gone = data.draw(st.lists(st.sampled_from([one.id for one in closed]), unique=True)) if closed else []
        prices = Prices(HOTEL, D(2), {1: D(100), 2: D(50)})
        changes = replay(closed, terms, prices, (), gone)
        after = compute([one for one in closed if one.id not in gone], terms)
        before = compute(closed, terms)
        assert sum(score for _number, score, _change in changes) == after.score - before.score
        assert sum(change.fine for _number, _score, change in changes) == (
            money(after, prices).fine - money(before, prices).fine
        )


class TestProperties:
    @given(entries(), TERMS, st.integers())
    def test_a_pure_function_whatever_the_order(self, given_entries, terms, seed):
        shuffled = given_entries.copy()
        random.Random(seed).shuffle(shuffled)
        one, other = compute(given_entries, terms), compute(shuffled, terms)
        assert one == other
        assert sheet_hash.content([one]) == sheet_hash.content([other])

    @given(entries(), TERMS)
    def test_the_sheet_adds_up(self, given_entries, terms):
        sheet = compute(given_entries, terms)
        assert len(sheet.lines) == len(given_entries)
        assert -sum(line.applied for line in sheet.lines if line.applied < 0) == sheet.deducted
        assert sum(line.applied for line in sheet.lines if line.applied > 0) == sheet.rewarded
        assert sheet.score == terms.base + sheet.rewarded - sheet.deducted
        assert sheet.score == round(sheet.score, 2)

    @given(entries(), TERMS)
    def test_floor_and_caps_hold(self, given_entries, terms):
        sheet = compute(given_entries, terms)
        if terms.floor is not None:
            assert sheet.score >= min(terms.floor, terms.base)
        rule = {one.id: one for one in given_entries}
        for code in "ABC":
            lines = [
                line for line in sheet.lines if rule[line.id].rule == code and rule[line.id].kind != "share"
            ]
            if all(rule[line.id].cap for line in lines):
                assert sum(abs(line.applied) for line in lines) <= 10 or not lines

    @given(entries(), TERMS)
    def test_no_line_turns_round_or_grows(self, given_entries, terms):
        given_points = {one.id: one for one in given_entries}
        for line in compute(given_entries, terms).lines:
            one = given_points[line.id]
            if one.kind in ("deduction", "reward"):
                assert abs(line.applied) <= abs(one.points)
                assert line.applied * one.points >= 0

    @given(entries(), TERMS, POINTS.map(lambda wage: wage * 300), st.integers(0, 5000).map(D))
    def test_cap_and_wage_floor_hold_for_any_mix(self, given_entries, terms, wage, floor):
        amounts = money(compute(given_entries, terms), Prices(HOTEL, D(2), {1: D(1000), 2: D(500)}))
        result = guard(amounts.fine + amounts.withheld, wage, D(20), floor)
        assert result.taken <= wage * 20 / 100
        assert not result.taken or wage - result.taken >= floor
        assert result.taken + result.rest == amounts.fine + amounts.withheld


class TestHash:
    def test_the_same_numbers_give_the_same_bytes(self):
        assert sheet_hash.content({"b": D("1.50"), "a": [D(100), D("0.00"), None]}) == (
            b'{"a":["100","0",null],"b":"1.5"}'
        )
        assert sheet_hash.digest({"a": D("1.5")}) == sheet_hash.digest({"a": D("1.500")})

    def test_another_number_gives_another_digest(self):
        assert sheet_hash.digest({"a": D("1.5")}) != sheet_hash.digest({"a": D("1.51")})
