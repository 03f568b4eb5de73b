from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.pack_merge import is_untouched, merge

NAMES = ("a", "b", "c")
values = st.fixed_dictionaries({name: st.integers(0, 2) for name in NAMES})
some = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 2))


@given(values, values, some, some)
def test_every_value_has_one_fate(new, current, given_before, changed):
    stored = dict(given_before)
    result = merge(new, given_before, stored, current, dict.fromkeys(NAMES, 0))
    assert not result.write.keys() & result.kept.keys()
    for name in NAMES:
        untouched = stored.get(name, 0)
        if name in result.write:
            assert current[name] == untouched, "only what the company left alone is written"
            assert new[name] != current[name]
        elif name in result.kept:
            assert current[name] not in (untouched, new[name])
            assert result.kept[name] == (current[name], new[name])
        else:
            assert new[name] == current[name]


@given(values, values)
def test_loading_twice_is_loading_once(new, current):
    first = merge(new, {}, {}, current, dict.fromkeys(NAMES, 0))
    after = {**current, **first.write}
    known = {name: new[name] for name in NAMES if name not in first.kept}
    second = merge(new, known, {name: after[name] for name in known}, after, dict.fromkeys(NAMES, 0))
    assert not second.write
    assert second.kept == first.kept


def test_what_was_stored_otherwise_is_no_change_of_the_company():
    """2.005 was given and stored as 2.01: it stays, until the pack says something else."""
    before = ({"a": 2.005}, {"a": 2.01}, {"a": 2.01}, {"a": 0})
    assert merge({"a": 2.005}, *before).outcome == "unchanged"
    assert merge({"a": 3}, *before).write == {"a": 3}


def test_untouched():
    assert is_untouched({"a": 1}, {"a": 1, "b": 2})
    assert not is_untouched({"a": 1}, {"a": 2})
