"""Turns in a team: fair over many rounds, whoever is away and whenever the server restarts (C8, Q-43)."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.assignment import join, least_loaded, rotate

PEOPLE = range(1, 8)
members_of = st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True)
barred_of = st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(["absent", "complained_about"]))


def give(members, cases, ring=(), method=rotate):
    """Who gets each case, and the ring after it."""
    given_to = []
    for barred in cases:
        decision, ring = method(join(ring, members), barred)
        given_to.append(decision.value)
    return given_to, ring


def test_the_example_of_the_catalogue():
    """Three people; the second cannot take the second case, the third gets it, and the next round goes on."""
    assert give((1, 2, 3), [{}, {2: "absent"}, {}, {}, {}])[0] == [1, 3, 1, 2, 3]


def test_nobody_can_take_it():
    ring = (2, 3, 1)
    decision, after = rotate(ring, dict.fromkeys(ring, "absent"))
    assert (decision.decision, decision.value, after) == ("nobody", None, ring)
    assert [item.because for item in decision.rejected] == ["absent"] * 3
    assert rotate((), {})[0].value is None


def test_newcomers_join_at_the_end_and_leavers_take_nobody_s_turn():
    given_to, ring = give((1, 2, 3), [{}])
    assert (given_to, join(ring, (1, 2, 3, 4))) == ([1], (2, 3, 1, 4))
    assert join(ring, (1, 3)) == (3, 1)
    assert join((), (3, 1, 2)) == (3, 1, 2)


@given(members_of, st.integers(0, 60))
def test_c8_each_gets_the_same_number(members, cases):
    counts = Counter(give(members, [{}] * cases)[0])
    numbers = [counts[person] for person in members]
    assert max(numbers) - min(numbers) <= 1


@given(members_of, st.sets(st.sampled_from(PEOPLE)), st.integers(0, 60))
def test_c8_also_while_others_are_away(members, away, cases):
    barred = dict.fromkeys(away, "absent")
    counts = Counter(give(members, [barred] * cases)[0])
    present = [person for person in members if person not in away]
    assert not set(counts) & away
    if present:
        numbers = [counts[person] for person in present]
        assert max(numbers) - min(numbers) <= 1


@given(members_of, st.lists(barred_of, max_size=40), st.integers(0, 40))
def test_c8_a_restart_loses_nobody_s_turn(members, cases, place):
    """The ring is all that is kept: cut anywhere, the rest goes on as if nothing had happened."""
    whole = give(members, cases)[0]
    first, ring = give(members, cases[:place])
    assert first + give(members, cases[place:], tuple(ring))[0] == whole


@given(members_of, st.lists(barred_of, max_size=40))
def test_the_case_goes_to_somebody_who_can_take_it_or_to_nobody(members, cases):
    for method in (rotate, lambda ring, barred: least_loaded(ring, barred, {})):
        for barred, person in zip(cases, give(members, cases, method=method)[0], strict=True):
            able = set(members) - barred.keys()
            assert (person in able) if able else person is None


@given(members_of, barred_of, st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 5)))
def test_everybody_passed_over_is_named_with_the_reason(members, barred, loads):
    for decision, ring in (rotate(members, barred), least_loaded(members, barred, loads)):
        assert sorted(ring) == sorted(members)
        named = {int(item.rule[1:]): item.because for item in decision.rejected}
        if decision.value:
            assert named.keys() == set(members) - {decision.value}
        for person, because in named.items():
            assert because == barred[person] if person in barred else because in ("later_turn", "more_load")


@given(members_of, barred_of, st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 5)))
def test_least_loaded(members, barred, loads):
    decision, _ring = least_loaded(members, barred, loads)
    able = [person for person in members if person not in barred]
    if able:
        least = min(loads.get(person, 0) for person in able)
        assert decision.value == next(person for person in able if loads.get(person, 0) == least)


@given(members_of, st.integers(0, 60))
def test_c8_least_loaded_is_even_when_all_start_alike(members, cases):
    ring, counts = join((), members), Counter()
    for _case in range(cases):
        decision, ring = least_loaded(ring, {}, counts)
        counts[decision.value] += 1
    numbers = [counts[person] for person in members]
    assert max(numbers) - min(numbers) <= 1
