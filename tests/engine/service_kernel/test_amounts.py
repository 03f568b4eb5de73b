"""Amounts in every notation of a ledger."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.cells import Problem, parse_amount
from service_kernel_engine.chinese_numbers import read_amount, read_integer, write_integer

FULL_WIDTH = {ord(char): ord(char) + 0xFEE0 for char in "0123456789,.-"}
NOTATIONS = [
    lambda a: f"{a:,}",
    lambda a: f"{a:,}元",
    lambda a: f"¥{a:,}",
    lambda a: f"￥ {a}",
    lambda a: f"RMB{a}",
    lambda a: f"cny {a:,}",
    lambda a: f"人民币{a}元",
    lambda a: f"{a}元整",
    lambda a: f"{a} 块",
    lambda a: f"{a:,}元".translate(FULL_WIDTH),
    lambda a: f"{a} CNY",
    lambda a: f"'{a}",
    lambda a: a,
    float,
]
FORMAL = str.maketrans("一二三四五六七八九十百千万亿", "壹贰叁肆伍陆柒捌玖拾佰仟萬億")


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(NOTATIONS))
def test_an_amount_reads_back_in_every_notation(amount, write):
    assert parse_amount(write(amount)) == amount


@given(
    st.decimals(0, 10**6, places=2),
    st.sampled_from([("百", 100), ("千", 1000), ("万", 10**4), ("亿", 10**8)]),
)
def test_units(number, unit):
    name, worth = unit
    if number * worth < 10**12:
        assert parse_amount(f"{number}{name}元") == number * worth


@given(st.integers(1, 10**12 - 1))
def test_numerals_read_back(number):
    text = write_integer(number)
    assert read_integer(text) == number
    assert read_integer(text.translate(FORMAL)) == number
    assert read_amount(text + "元整") == number


@given(st.text("零一二三四五六七八九十百千万亿两", min_size=1, max_size=9))
def test_a_numeral_is_read_only_as_it_is_written(text):
    number = read_integer(text)
    if number is not None:
        assert write_integer(number) in (text.replace("两", "二"), "一" + text.replace("两", "二"))


@pytest.mark.parametrize(
    "value, expected",
    [
        ("1,280.50元", "1280.50"),
        ("￥300", "300"),
        ("¥ 300.00", "300"),
        ("RMB300", "300"),
        ("CNY 300", "300"),
        ("300元整", "300"),
        ("1.2万", "12000"),
        ("1.2万元", "12000"),
        ("3千", "3000"),
        ("１，２８０．５０元", "1280.5"),
        ("-300", "-300"),
        ("¥-300", "-300"),
        ("－300元", "-300"),
        ("三百二十元", "320"),
        ("壹仟贰佰元整", "1200"),
        ("十五", "15"),
        ("两千元", "2000"),
        ("一万零五十元", "10050"),
        ("三元五角二分", "3.52"),
        ("三百元零五分", "300.05"),
        ("0", "0"),
        ("0.125", "0.125"),
        ("1.280万", "12800"),
        (1280.4999999999998, "1280.5"),
        (0.1 + 0.2, "0.3"),
        (300, "300"),
    ],
)
def test_amounts(value, expected):
    assert parse_amount(value) == Decimal(expected)


@pytest.mark.parametrize("value", [None, "", "无", "-", "/", "—", "N/A", "不详", "暂无"])
def test_nothing(value):
    assert parse_amount(value) is None


@pytest.mark.parametrize(
    "value, code",
    [
        ("约300", "amount_approximate"),
        ("300左右", "amount_approximate"),
        ("300多", "amount_approximate"),
        ("~300", "amount_approximate"),
        ("2件", "amount_unreadable"),
        ("300-500", "amount_unreadable"),
        ("300元/次", "amount_unreadable"),
        ("(300)", "amount_unreadable"),
        ("--300", "amount_unreadable"),
        ("-¥-300", "amount_unreadable"),
        ("1,28", "amount_unreadable"),
        ("1.280,50", "amount_unreadable"),
        ("1,2800", "amount_unreadable"),
        ("1 280", "amount_unreadable"),
        ("5²", "amount_unreadable"),
        ("三百二", "amount_unreadable"),
        ("一百五元", "amount_unreadable"),
        ("三五百", "amount_unreadable"),
        ("1万2", "amount_unreadable"),
        ("abc", "amount_unreadable"),
        ("1.280", "amount_ambiguous"),
        ("12.345", "amount_ambiguous"),
        ("$300", "amount_currency"),
        ("300美元", "amount_currency"),
        ("HKD 300", "amount_currency"),
        ("9999亿元9", "amount_unreadable"),
        ("10000亿", "amount_too_large"),
        (10**12, "amount_too_large"),
        (float("nan"), "amount_unreadable"),
        (float("inf"), "amount_unreadable"),
        (True, "amount_unreadable"),
        ("9" * 250, "text_too_long"),
    ],
)
def test_problems(value, code):
    with pytest.raises(Problem) as caught:
        parse_amount(value)
    assert caught.value.code == code


@given(
    st.one_of(
        st.text(),
        st.text("0123456789,.-¥元万千整约零一二三十百()$ "),
        st.integers(),
        st.floats(),
        st.decimals(),
        st.booleans(),
        st.dates(),
    )
)
def test_nothing_but_a_problem_is_raised(value):
    try:
        amount = parse_amount(value)
    except Problem as problem:
        assert problem.code
    else:
        assert amount is None or (amount.is_finite() and abs(amount) < 10**12)
