"""Turns of technicians: DOOR-DISP-01 with Q-43, and fairness over many rounds and restarts (C8)."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.dispatch import (
    Job,
    Technician,
    Turn,
    bar,
    current,
    give,
    least_travelled,
    rotate,
    rounds,
    settle,
)

JOB = Job(start=10, end=12)
PEOPLE = range(1, 9)
orders = st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True)
away = st.sets(st.sampled_from(PEOPLE))


def team(order, absent=(), travelled=None):
    return [
        Technician(one, away=((0, 99),) if one in absent else (), travelled=(travelled or {}).get(one, 0.0))
        for one in order
    ]


def deal(order, jobs, pointer=None):
    """Who gets each job, given who is away at each; the pointer afterwards."""
    chosen = []
    for absent in jobs:
        turn = rotate(team(order, absent), pointer, JOB)
        chosen.append(turn.chosen)
        pointer = turn.pointer
    return chosen, pointer


# By example


def test_the_turn_is_lost_and_the_next_round_starts_after_the_one_assigned():
    chosen, pointer = deal((1, 2, 3), [(), {2}, (), (), ()])
    assert (chosen, pointer) == ([1, 3, 1, 2, 3], 1)


def test_nobody_fits_and_the_pointer_stays():
    turn = rotate(team((1, 2, 3), {1, 2, 3}), 2, JOB)
    assert (turn.decision, turn.chosen, turn.pointer) == ("nobody", None, 2)
    assert [(passed.technician, passed.because) for passed in turn.lost] == [
        (2, "absent"),
        (3, "absent"),
        (1, "absent"),
    ]
    assert rotate([], None, JOB) == Turn("nobody", None, None)
    assert least_travelled([], None, JOB) == Turn("nobody", None, None)


def test_newcomers_have_the_last_turn_of_the_round():
    _chosen, pointer = deal((1, 2, 3), [()])
    assert deal((1, 2, 3, 4), [()] * 4, pointer)[0] == [2, 3, 4, 1]


def test_who_has_the_turn_leaves():
    assert settle((1, 2, 3), (1, 3), 2) == 3
    assert settle((1, 2, 3), (1, 2), 3) == 1
    assert settle((1, 2, 3), (3, 1, 2), 2) == 2
    assert settle((1, 2), (), 1) is None
    assert settle((1, 2), (2, 1), None) == 2


def test_why_somebody_cannot_go():
    job = Job(start=10, end=12, skills=frozenset({7, 8}))
    able = frozenset({7, 8, 9})
    assert bar(Technician(1, skills=able), job) is None
    assert bar(Technician(1, skills=frozenset({8})), job).params == {"skills": [7]}
    assert bar(Technician(1, skills=able, out_on="SO/1"), job).because == "out"
    assert bar(Technician(1, skills=able, is_active=False), job).because == "left"


def test_time_off_and_rest_at_their_borders():
    assert bar(Technician(1, away=((0, 9),)), JOB) is None
    assert bar(Technician(1, away=((0, 10),)), JOB).because == "absent"
    assert bar(Technician(1, away=((12, 20),)), JOB).because == "absent"
    assert bar(Technician(1, away=((13, 20),)), JOB) is None
    assert bar(Technician(1, rested_at=10), JOB) is None
    assert bar(Technician(1, rested_at=11), JOB).because == "resting"


def test_who_travelled_least_goes_and_of_several_whose_turn_is_first():
    turn = least_travelled(team((1, 2, 3), (), {1: 30.0, 2: 10.0, 3: 10.0}), 3, JOB)
    assert (turn.decision, turn.chosen, turn.pointer) == ("least_travelled", 3, 1)
    assert [(one.technician, one.because) for one in turn.others] == [
        (1, "more_travelled"),
        (2, "later_turn"),
    ]
    turn = least_travelled(team((1, 2, 3), {3}, {1: 30.0, 2: 10.0}), None, JOB)
    assert (turn.chosen, [one.technician for one in turn.lost]) == (2, [3])


def test_by_hand_nobody_is_chosen_and_no_turn_is_lost():
    assert give("manual", team((1, 2)), 2, JOB) == Turn("manual", None, 2)
    assert give("rotation", team((1, 2)), 2, JOB).chosen == 2
    assert give("least_travelled", team((1, 2), (), {2: 1.0}), 2, JOB).chosen == 1


def test_rounds_begin_with_the_first():
    people = team((1, 2, 3), {3})
    assert rounds(people, 1, rotate(people, 1, JOB)) == ({1: 0}, 0)
    assert rounds(people, 3, rotate(people, 3, JOB)) == ({3: 0, 1: 1}, 1)
    people = team((1, 2, 3))
    assert rounds(people, 3, rotate(people, 3, JOB)) == ({3: 0}, 1)
    nobody = team((1, 2), {1, 2})
    assert rounds(nobody, 2, rotate(nobody, 2, JOB)) == ({1: 0, 2: 0}, 0)


# Always


@given(orders, st.integers(0, 80), away)
def test_c8_everybody_who_can_go_gets_the_same_number(order, jobs, absent):
    """All can go, or the same people are away all the time."""
    counts = Counter(deal(order, [absent] * jobs)[0])
    present = [counts[one] for one in order if one not in absent]
    assert not set(counts) & absent
    assert not present or max(present) - min(present) <= 1


@given(orders, st.lists(away, max_size=40))
def test_c8_in_a_round_everybody_has_at_most_one_turn(order, jobs):
    """Given or lost: a turn is one per person and round, and a round that is over has had all of them."""
    pointer, number, turns = None, 0, Counter()
    for absent in jobs:
        people = team(order, absent)
        turn = rotate(people, pointer, JOB)
        if turn.chosen is not None:
            used, further = rounds(people, pointer, turn)
            turns.update((number + offset, person) for person, offset in used.items())
            number += further
        pointer = turn.pointer
    assert all(count == 1 for count in turns.values())
    for over in range(number):
        assert {person for (one, person) in turns if one == over} == set(order)


@given(orders, st.lists(away, max_size=30), st.lists(away, max_size=30))
def test_c8_a_restart_loses_nobody_s_turn(order, before, after):
    chosen, pointer = deal(order, before)
    # what is stored is the order and the pointer
    again, last = deal(list(order), after, pointer)
    assert (chosen + again, last) == deal(order, before + after)


@given(orders, away, st.integers(0, 20))
def test_only_the_turn_passed_over_is_lost(order, absent, before):
    """After one job with people away, turns go on from who got it, in the same order, without a gap."""
    _chosen, pointer = deal(order, [()] * before)
    ((chosen,), pointer_after) = deal(order, [absent], pointer)
    if chosen is None:
        assert pointer_after == current(order, pointer)
        return
    place = order.index(chosen)
    expected = [order[(place + 1 + step) % len(order)] for step in range(len(order))]
    assert deal(order, [()] * len(order), pointer_after)[0] == expected


@given(orders, away, st.integers(0, 20))
def test_those_who_leave_take_nobody_s_turn(order, leaving, before):
    """Who stays goes in the same order as if the others were away all the time."""
    _chosen, pointer = deal(order, [()] * before)
    stay = [one for one in order if one not in leaving]
    jobs = 2 * len(order)
    without = deal(stay, [()] * jobs, settle(order, stay, pointer))[0]
    assert without == (deal(order, [leaving] * jobs, pointer)[0] if stay else [None] * jobs)


@given(orders, st.integers(0, 30))
def test_newcomers_wait_for_the_end_of_the_order(order, jobs):
    newcomer = 100
    _chosen, pointer = deal(order, [()] * jobs)
    longer = [*order, newcomer]
    chosen, _pointer = deal(longer, [()] * len(longer), settle(order, longer, current(order, pointer)))
    assert Counter(chosen) == Counter(longer)
    assert chosen[chosen.index(newcomer) - 1] == order[-1]


@given(orders, away, st.dictionaries(st.sampled_from(PEOPLE), st.floats(0, 100)))
def test_nobody_who_can_go_travelled_less(order, absent, travelled):
    turn = least_travelled(team(order, absent, travelled), None, JOB)
    able = [one for one in order if one not in absent]
    assert (turn.chosen in able) if able else turn.chosen is None
    assert all(travelled.get(one, 0.0) >= travelled.get(turn.chosen, 0.0) for one in able)
    assert {one.technician for one in (*turn.lost, *turn.others)} == set(order) - {turn.chosen}
