"""Seals: any change of any sealed row is found at its place, erasing words is no change."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_scoring_engine.seal import START, Row, content, digest, note_digest, verify

values = st.tuples(
    st.integers(), st.text(max_size=5), st.none() | st.text(max_size=5), st.booleans(), st.none()
)
ledgers = st.lists(values, max_size=12)


def seal(contents):
    rows, before = [], START
    for number, row in enumerate(contents, 1):
        before = digest(before, content(row))
        rows.append(Row(number * 7, number, before, row))
    return rows


@given(ledgers)
def test_an_untouched_ledger_holds(contents):
    assert list(verify(seal(contents))) == []


@given(ledgers.filter(bool), st.data())
def test_a_changed_row_is_found_once_and_at_its_place(contents, data):
    rows = seal(contents)
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[place] = rows[place]._replace(values=(*rows[place].values[:-1], "changed"))
    (found,) = verify(rows)
    assert (found.key, found.code, found.found) == (rows[place].key, "changed", rows[place].seal)


@given(ledgers.filter(lambda rows: len(rows) > 1), st.data())
def test_a_deleted_row_is_found_unless_it_is_the_last(contents, data):
    rows = seal(contents)
    place = data.draw(st.integers(0, len(rows) - 2))
    del rows[place]
    (found,) = verify(rows)
    assert (found.code, found.expected) == ("missing", place + 1)


@given(ledgers.filter(bool), st.data())
def test_a_row_that_was_sealed_anew_breaks_the_next_one(contents, data):
    rows = [*seal(contents), *seal([(1,)])]
    rows[-1] = rows[-1]._replace(number=len(rows), seal=digest(rows[-2].seal, content((1,))))
    assert list(verify(rows)) == []
    place = data.draw(st.integers(0, len(rows) - 2))
    before = rows[place - 1].seal if place else START
    forged = (*rows[place].values, "forged")
    rows[place] = rows[place]._replace(values=forged, seal=digest(before, content(forged)))
    (found,) = verify(rows)
    assert (found.key, found.code) == (rows[place + 1].key, "changed")


@given(ledgers, st.integers(0, 12))
def test_a_part_is_verified_from_the_last_row_of_the_part_before(contents, cut):
    rows = seal(contents)
    cut = min(cut, len(rows))
    before = rows[cut - 1].seal if cut else START
    assert list(verify(rows[cut:], cut, before)) == []


@given(values, values)
def test_the_same_content_is_the_same_values(one, other):
    assert (content(one) == content(other)) == (
        one == other and list(map(type, one)) == list(map(type, other))
    )


@pytest.mark.parametrize("value", [0.2, date(2026, 1, 1), ["x"], b"x"])
def test_values_of_more_than_one_notation_are_refused(value):
    with pytest.raises(TypeError):
        content((1, value))


def test_the_digest_of_words_needs_their_salt():
    assert note_digest("a", ("late", None)) == note_digest("a", ("late", None))
    assert note_digest("a", ("late", None)) != note_digest("b", ("late", None))
    assert note_digest("a", ("late", None)) != note_digest("a", (None, "late"))
    assert note_digest("a", ("late", "")) != note_digest("a", ("late", None))
