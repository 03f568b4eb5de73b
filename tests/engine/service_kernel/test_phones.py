"""Telephone numbers and addresses in any notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.cells import Phone, Problem, parse_email, parse_phone

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True).filter(str.isascii)
NOTATIONS = [
    str,
    int,
    float,
    lambda m: f"{m}.0",
    lambda m: f"{m[:3]} {m[3:7]} {m[7:]}",
    lambda m: f"{m[:3]}-{m[3:7]}-{m[7:]}",
    lambda m: f"+86{m}",
    lambda m: f"+86 {m[:3]} {m[3:7]} {m[7:]}",
    lambda m: f"(+86){m}"[1:].replace(")", " "),
    lambda m: f"0086-{m}",
    lambda m: f"86{m}",
    lambda m: m.translate({ord("0") + i: ord("０") + i for i in range(10)}),
    lambda m: f"手机：{m}",
    lambda m: f"Tel: {m}",
    lambda m: f"'{m}",
    lambda m: f"  {m}\n",
]


@given(MOBILES, st.sampled_from(NOTATIONS))
def test_a_mobile_number_is_one_number_in_every_notation(mobile, write):
    assert parse_phone(write(mobile)) == Phone(f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}", mobile)


@pytest.mark.parametrize(
    "value, text, key",
    [
        ("021-6234 5678", "021-62345678", "02162345678"),
        ("(021)62345678", "021-62345678", "02162345678"),
        ("（021）62345678转801", "021-62345678 ext. 801", "02162345678#801"),
        ("021-62345678 ext 801", "021-62345678 ext. 801", "02162345678#801"),
        ("010 88006722-871", "010-88006722 ext. 871", "01088006722#871"),
        ("+86 21 6234 5678", "021-62345678", "02162345678"),
        ("0086-21-62345678", "021-62345678", "02162345678"),
        ("0571-87654321", "0571-87654321", "057187654321"),
        ("0571-8765432", "0571-8765432", "05718765432"),
        ("400-123-4567", "400-123-4567", "4001234567"),
        ("62345678", "62345678", "62345678"),
        ("+1 415-555-2671", "+14155552671", "14155552671"),
        ("00852 2345 6789", "+85223456789", "85223456789"),
    ],
)
def test_numbers(value, text, key):
    assert parse_phone(value) == Phone(text, key)


def test_another_country():
    assert parse_phone("030 1234567", country="DE") == Phone("030 1234567", "0301234567")
    assert parse_phone("+86 13800138000", country="DE") == Phone("138 0013 8000", "13800138000")
    assert parse_phone("+49 30 1234567", country="DE") == Phone("+49301234567", "49301234567")


@pytest.mark.parametrize("value", [None, "", "无", "-", "/", "N/A", "不详"])
def test_nothing(value):
    assert parse_phone(value) is None
    assert parse_email(value) is None


@pytest.mark.parametrize(
    "value, code",
    [
        ("1.38E+10", "phone_scientific"),
        ("1.38001E+10", "phone_scientific"),
        ("138****8000", "phone_masked"),
        ("138xxxx8000", "phone_masked"),
        ("12345", "phone_too_short"),
        ("1380013", "phone_invalid"),
        ("138001380", "phone_invalid"),
        ("138001380001", "phone_invalid"),
        ("12800138000", "phone_invalid"),
        (2162345678.0, "phone_invalid"),
        ("1" * 30, "phone_too_long"),
        ("13800138000 13900139000", "phone_several"),
        ("13800138000/02162345678", "phone_several"),
        ("13800138000、13900139000", "phone_several"),
        ("张先生13800138000", "phone_unreadable"),
        ("see e-mail", "phone_unreadable"),
        ("-13800138000", "phone_unreadable"),
        (13800138000.5, "phone_unreadable"),
        (True, "phone_unreadable"),
    ],
)
def test_problems(value, code):
    with pytest.raises(Problem) as caught:
        parse_phone(value)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "value, expected",
    [("Mei.Li@Example.COM", "mei.li@example.com"), ("ａ＠ｂ．ｃｏｍ", "a@b.com"), (" a+b@c.co ", "a+b@c.co")],
)
def test_addresses(value, expected):
    assert parse_email(value) == expected


@pytest.mark.parametrize(
    "value", ["a@b", "a b@c.com", "a@b@c.com", "a@b..com", "@c.com", "a@b.com; c@d.com", "微信"]
)
def test_no_addresses(value):
    with pytest.raises(Problem, match="email_invalid"):
        parse_email(value)


@given(
    st.one_of(
        st.text(), st.text("0123456789+-() 转#xX*.E/"), st.integers(), st.floats(), st.booleans(), st.dates()
    ),
    st.sampled_from(["CN", "DE"]),
)
def test_nothing_but_a_problem_is_raised(value, country):
    for parse in (lambda: parse_phone(value, country), lambda: parse_email(value)):
        try:
            parse()
        except Problem as problem:
            assert problem.code


@given(st.text("0123456789+-() 转"), st.sampled_from(["CN", "DE"]))
def test_the_canonical_text_reads_back_as_itself(value, country):
    try:
        phone = parse_phone(value, country)
    except Problem:
        return
    if phone:
        assert parse_phone(phone.text, country) == phone
