import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.severity import Flag, Severity, decide, is_above, is_major

B, A = Severity(1, "B", 10), Severity(2, "A", 20)
FIRE = Flag("fire", A, True)
PUBLISHED = Flag("published", B)
PRESS = Flag("may_attract_press", A, yields_to=frozenset({"published"}))
NOTE = Flag("note")
FLAGS = [FIRE, PUBLISHED, PRESS, NOTE]


@pytest.mark.parametrize(
    ("flags", "raised_to", "value", "how", "rule"),
    [
        ([], None, None, "no_flag", None),
        ([NOTE], None, None, "no_flag", None),
        ([FIRE], None, A, "highest_flag", "fire"),
        ([PUBLISHED], None, B, "highest_flag", "published"),
        ([PRESS], None, A, "highest_flag", "may_attract_press"),
        ([PRESS, PUBLISHED], None, B, "highest_flag", "published"),
        ([PRESS, PUBLISHED, FIRE], None, A, "highest_flag", "fire"),
        ([PUBLISHED], A, A, "raised", None),
        ([FIRE], A, A, "highest_flag", "fire"),
        ([FIRE], B, A, "highest_flag", "fire"),
        ([], B, B, "raised", None),
    ],
)
def test_severity(flags, raised_to, value, how, rule):
    decision = decide(flags, raised_to)
    assert (decision.value, decision.decision, decision.rule) == (value, how, rule)


def test_reasons():
    reasons = {item.rule: (item.because, item.params) for item in decide(FLAGS, B).rejected}
    assert reasons == {
        "may_attract_press": ("yields", {"flags": ["published"]}),
        "note": ("no_severity", {}),
        "published": ("lower_severity", {"severity": "B"}),
        "raise": ("raise_not_above", {"severity": "B"}),
    }
    assert decide([FIRE, Flag("zeta", A)]).rejected[0].because == "same_severity"


def test_major():
    assert is_major([NOTE, FIRE])
    assert not is_major([NOTE, PRESS])
    assert not is_major([])


severities = st.sampled_from([None, B, A])
some_flags = st.lists(
    st.builds(
        Flag,
        code=st.sampled_from("abcdef"),
        severity=severities,
        is_major=st.booleans(),
        yields_to=st.frozensets(st.sampled_from("abcdef"), max_size=2),
    ),
    unique_by=lambda flag: flag.code,
)


@given(some_flags, severities)
def test_raising_never_lowers_and_nothing_is_lost(flags, raised_to):
    plain, raised = decide(flags).value, decide(flags, raised_to).value
    assert not is_above(plain, raised)
    assert raised in (plain, raised_to)
    decision = decide(flags, raised_to)
    named = {item.rule for item in decision.rejected} - {"raise"}
    assert named | ({decision.rule} if decision.rule else set()) == {flag.code for flag in flags}


@given(some_flags.map(lambda flags: [Flag(f.code, f.severity, f.is_major) for f in flags]))
def test_more_flags_never_make_it_less_serious(flags):
    for flag in flags:
        fewer = [other for other in flags if other is not flag]
        assert not is_above(decide(fewer).value, decide(flags).value)
