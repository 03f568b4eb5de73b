"""A signature holds for exactly what was shown, and a day has one order."""

import copy

from hypothesis import given
from hypothesis import strategies as st
from service_center_engine.visit_day import TAPS, next_tap, sort_key
from service_center_engine.visit_report import changes, digest, seal, verify

texts = st.text(max_size=12)
reports = st.fixed_dictionaries(
    {
        "title": texts,
        "sections": st.lists(
            st.fixed_dictionaries(
                {"title": texts, "rows": st.lists(st.lists(texts, min_size=2, max_size=2), max_size=4)}
            ),
            max_size=3,
        ),
    }
)
REPORT = {
    "title": "Report",
    "sections": [{"title": "Work", "rows": [["Done", "New lock"], ["Part", "Lock"]]}],
}
PICTURE = b"\x89PNG"


def signed(report, signer="Ms Li", at="2026-03-06 09:00:00", picture=PICTURE):
    shown = digest(report)
    return shown, signer, at, seal(shown, signer, at, picture)


def test_valid_stale_broken_erased():
    kept = signed(REPORT)
    other = copy.deepcopy(REPORT)
    other["sections"][0]["rows"][0][1] = "Old lock"
    assert verify(REPORT, kept, PICTURE, digest(REPORT)) == "valid"
    assert verify(REPORT, kept, PICTURE, digest(other)) == "stale"
    assert verify(other, kept, PICTURE, digest(other)) == "broken"
    assert verify(REPORT, kept, PICTURE + b"x", digest(REPORT)) == "broken"
    assert verify(REPORT, (kept[0], "Mr Wu", *kept[2:]), PICTURE, digest(REPORT)) == "broken"
    assert verify(REPORT, (*kept[:2], "2026-03-07 09:00:00", kept[3]), PICTURE, digest(REPORT)) == "broken"
    assert verify(None, kept, b"", digest(REPORT)) == "erased"


def test_what_changed_is_named():
    other = copy.deepcopy(REPORT)
    other["sections"][0]["rows"] = [["Done", "Old lock"], ["Done", "Oil"]]
    assert changes(REPORT, other) == [
        ("Work", "Done", "New lock", "Old lock"),
        ("Work", "Part", "Lock", None),
        ("Work", "Done", None, "Oil"),
    ]


@given(reports, reports)
def test_two_reports_have_one_digest_only_if_they_are_the_same(one, other):
    assert (digest(one) == digest(other)) == (one == other)
    assert digest(one) == digest(copy.deepcopy(one))
    assert verify(one, signed(one), PICTURE, digest(other)) == ("valid" if one == other else "stale")


@given(reports)
def test_nothing_changed_in_the_same_report(one):
    assert changes(one, copy.deepcopy(one)) == []


def test_the_taps_of_a_day():
    times = {}
    for tap, name in TAPS.items():
        assert next_tap(times, "in_progress" if tap == "finish" else "scheduled") == tap
        times[name] = 1
    assert next_tap(times, "done") is None
    assert next_tap({}, "waiting") is None
    assert next_tap({"departed_at": 1}, "scheduled") == "arrive"


@given(
    st.permutations(
        [(True, False, 9, 4), (False, True, None, 3), (False, False, 5, 2), (False, False, None, 1)]
    )
)
def test_under_way_then_emergencies_then_by_plan(jobs):
    assert [job[3] for job in sorted(jobs, key=sort_key)] == [4, 3, 2, 1]
