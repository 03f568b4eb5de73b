"""Dates in every notation of a ledger; what could mean two days is refused."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.cells import BadCell, Problem, parse_date, parse_datetime
from service_kernel_engine.chinese_numbers import DIGITS, write_integer

SHANGHAI = ZoneInfo("Asia/Shanghai")
FULL_WIDTH = {ord("0") + i: ord("０") + i for i in range(10)}


def han_number(number):
    text = write_integer(number)
    return text[1:] if text.startswith("一十") else text


def han_year(year):
    return "".join(DIGITS[int(digit)] for digit in str(year)).replace("零", "〇")


NOTATIONS = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month:02}月{d.day:02}日".translate(FULL_WIDTH),
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 号",
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}。{d.month}。{d.day}",
    lambda d: f"{d.year}－{d.month:02}－{d.day:02}",
    lambda d: f"{d.year}{d.month:02}{d.day:02}",
    lambda d: int(f"{d.year}{d.month:02}{d.day:02}"),
    lambda d: d.isoformat(),
    lambda d: f"{d.isoformat()} 星期{'一二三四五六日'[d.weekday()]}",
    lambda d: f"{d.isoformat()}（周{'一二三四五六日'[d.weekday()]}）",
    lambda d: f"{han_year(d.year)}年{han_number(d.month)}月{han_number(d.day)}日",
    lambda d: f"{d.year % 100:02}年{d.month}月{d.day}日",
    lambda d: d.strftime("%d %b %Y"),
    lambda d: d.strftime("%B %d, %Y"),
    lambda d: d.strftime("%a, %d %B %Y"),
    lambda d: (d - date(1899, 12, 30)).days,
    lambda d: datetime(d.year, d.month, d.day),
    lambda d: d,
]
TIMES = [
    lambda t: t.strftime("%H:%M:%S"),
    lambda t: t.strftime("%H：%M：%S"),
    lambda t: f"{t.hour}时{t.minute}分{t.second}秒",
    lambda t: f"{t.hour}点{t.minute}分{t.second}秒",
    lambda t: t.strftime("%I:%M:%S %p"),
]


@given(st.dates(date(1990, 1, 1), date(2069, 12, 31)), st.sampled_from(NOTATIONS))
def test_a_day_reads_back_in_every_notation(day, write):
    assert parse_date(write(day)) == day


@given(
    st.datetimes(datetime(1992, 1, 1), datetime(2069, 12, 31)),
    st.sampled_from(NOTATIONS[:10]),
    st.sampled_from(TIMES),
    st.sampled_from(["", " ", "  "]),
)
def test_a_local_time_reads_back_as_utc(moment, write_day, write_time, space):
    moment = moment.replace(microsecond=0)
    day = write_day(moment.date())
    gap = space if "日" in str(day) or "号" in str(day) else " "
    text = f"{day}{gap}{write_time(moment.time())}"
    assert parse_datetime(text, SHANGHAI) == moment - timedelta(hours=8)


@given(st.datetimes(datetime(1992, 1, 1), datetime(2069, 12, 31), timezones=st.timezones()))
def test_iso_8601_with_an_offset_is_that_moment(moment):
    moment = moment.replace(microsecond=0)
    utc = moment.astimezone(timezone.utc)
    offset = moment.utcoffset()
    if offset.total_seconds() % 60 == 0:
        assert parse_datetime(moment.isoformat(), SHANGHAI) == utc.replace(tzinfo=None)
    assert parse_datetime(utc.strftime("%Y-%m-%dT%H:%M:%SZ"), SHANGHAI) == utc.replace(tzinfo=None)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2069, 12, 31)),
    st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York"]),
)
def test_every_zone_agrees_with_the_standard_library_or_objects(moment, name):
    zone, moment = ZoneInfo(name), moment.replace(microsecond=0, second=1)
    both = {
        moment.replace(tzinfo=zone, fold=fold).astimezone(timezone.utc).replace(tzinfo=None)
        for fold in (0, 1)
    }
    if len(both) == 1:
        assert parse_datetime(moment.isoformat(), zone) == both.pop()
    else:
        with pytest.raises(Problem) as caught:
            parse_datetime(moment.isoformat(), zone)
        assert caught.value.code in ("time_twice", "time_skipped")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2025年03月05日 14:30", "2025-03-05 06:30"),
        ("2025年3月5日14：30", "2025-03-05 06:30"),
        ("2025年3月5日下午2点30分", "2025-03-05 06:30"),
        ("2025年3月5日下午2点半", "2025-03-05 06:30"),
        ("2025年3月5日 下午14:30", "2025-03-05 06:30"),
        ("2025-03-05 14时30分", "2025-03-05 06:30"),
        ("2025-03-05 14点", "2025-03-05 06:00"),
        ("2025-03-05 下午两点", "2025-03-05 06:00"),
        ("2025年3月5日上午9点05分", "2025-03-05 01:05"),
        ("2025年3月5日晚上8点", "2025-03-05 12:00"),
        ("2025年3月5日中午12点", "2025-03-05 04:00"),
        ("2025年3月5日中午1点", "2025-03-05 05:00"),
        ("2025年3月5日凌晨3点", "2025-03-04 19:00"),
        ("二〇二五年三月五日下午三点二十分", "2025-03-05 07:20"),
        ("二零二五年十二月三十一日", "2025-12-30 16:00"),
        ("2025-03-05T14:30:00Z", "2025-03-05 14:30"),
        ("2025-03-05T14:30:00.123+08:00", "2025-03-05 06:30"),
        ("2025-03-05T14:30-0500", "2025-03-05 19:30"),
        ("2025-03-05 2:30 PM", "2025-03-05 06:30"),
        ("2025-03-05 12:30 AM", "2025-03-04 16:30"),
        ("2025-03-05 24:00", "2025-03-05 16:00"),
        ("20250305143000", "2025-03-05 06:30"),
        (20250305143000, "2025-03-05 06:30"),
        (45721.604166666664, "2025-03-05 06:30"),
        ("25/3/2025", "2025-03-24 16:00"),
        ("3/25/2025", "2025-03-24 16:00"),
        ("5/5/2025", "2025-05-04 16:00"),
        ("25年3月5日", "2025-03-04 16:00"),
        ("99年3月5日", "1999-03-04 16:00"),
        ("45/03/05", "2045-03-04 16:00"),
        ("25/3/5", "2025-03-04 16:00"),
        (datetime(2025, 3, 5, 14, 30, 0, 600000), "2025-03-05 06:30:01"),
        (datetime(2025, 3, 5, 14, 30, tzinfo=timezone.utc), "2025-03-05 14:30"),
    ],
)
def test_moments(text, expected):
    assert parse_datetime(text, SHANGHAI) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("value", [None, "", "  ", "无", "-", "—", "/", "N/A", "n/a", "暂无", "　"])
def test_nothing(value):
    assert parse_datetime(value, SHANGHAI) is None
    assert parse_date(value) is None


@pytest.mark.parametrize(
    "value, code",
    [
        ("2025-02-30", "date_impossible"),
        ("2025年13月1日", "date_impossible"),
        ("2025年2月29日", "date_impossible"),
        ("31/11/2025", "date_impossible"),
        ("20251301", "date_impossible"),
        ("3月5日", "date_no_year"),
        ("三月五日", "date_no_year"),
        ("3/5", "date_no_year"),
        ("12-31", "date_no_year"),
        ("2025年3月", "date_no_day"),
        ("2025-03", "date_no_day"),
        ("5/3/2025", "date_ambiguous"),
        ("25/03/05", "date_ambiguous"),
        ("1/2/3", "date_impossible"),
        ("01/02/03", "date_ambiguous"),
        ("昨天", "date_unreadable"),
        ("去年年底", "date_unreadable"),
        ("45721", "date_unreadable"),
        ("114年3月5日", "date_unreadable"),
        ("2025/3-5", "date_unreadable"),
        ("2025.3.5.6", "date_unreadable"),
        ("٢٠٢٥-٠٣-٠٥", "date_unreadable"),
        ("²025-03-05", "date_unreadable"),
        (True, "date_unreadable"),
        (float("nan"), "date_unreadable"),
        (float("inf"), "date_unreadable"),
        (7, "date_number"),
        (2025, "date_number"),
        (-45721, "date_number"),
        (250305, "date_number"),
        (20250305.5, "date_number"),
        ("1900-01-01", "date_out_of_range"),
        ("2999-01-01", "date_out_of_range"),
        ("2025-03-05 25:00", "time_impossible"),
        ("2025-03-05 14:61", "time_impossible"),
        ("2025-03-05 14:30+25:00", "time_impossible"),
        ("2025-03-05 上午14点", "time_ambiguous_half"),
        ("2025-03-05 晚上12点", "time_ambiguous_half"),
        ("2025-03-05 上午12点", "time_ambiguous_half"),
        ("2025-03-05 晚上2点", "time_ambiguous_half"),
        ("2025-03-05 早", "time_unreadable"),
        ("2025-03-05 14", "time_unreadable"),
        ("2025-03-05 下午2点pm", "time_unreadable"),
        ("2025-03-05 2025-03-06", "time_unreadable"),
        (BadCell("cell_formula", "=TODAY()"), "cell_formula"),
        (BadCell("cell_error", "#REF!"), "cell_error"),
        ("2" * 300, "text_too_long"),
    ],
)
def test_problems(value, code):
    with pytest.raises(Problem) as caught:
        parse_datetime(value, SHANGHAI)
    assert caught.value.code == code


def test_clocks_that_change():
    new_york, sao_paulo = ZoneInfo("America/New_York"), ZoneInfo("America/Sao_Paulo")
    with pytest.raises(Problem, match="time_skipped"):
        parse_datetime("2025-03-09 02:30", new_york)
    with pytest.raises(Problem, match="time_twice"):
        parse_datetime("2025-11-02 01:30", new_york)
    assert parse_datetime("2025-11-02 01:30-04:00", new_york) == datetime(2025, 11, 2, 5, 30)
    # midnight of 4 November 2018 was skipped: the day began at 01:00
    assert parse_datetime("2018-11-04", sao_paulo) == datetime(2018, 11, 4, 3, 0)
    assert parse_datetime("2018-02-18", sao_paulo) == datetime(2018, 2, 18, 3, 0)


def test_serial_numbers_only_where_the_sheet_counts_from_1900():
    with pytest.raises(Problem, match="date_number"):
        parse_datetime(45721, SHANGHAI, serial=False)


ANY_CELL = st.one_of(
    st.text(),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.text("0123456789年月日-/.:时点分秒上午下晚 TZ+零一二三十〇AMPamp"),
    st.from_regex(r"[0-9]{1,4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}.{0,12}"),
)


@given(ANY_CELL, st.sampled_from(["UTC", "Asia/Shanghai", "America/Sao_Paulo"]))
def test_nothing_but_a_problem_is_raised(value, zone):
    for parse in (lambda: parse_datetime(value, ZoneInfo(zone)), lambda: parse_date(value)):
        try:
            result = parse()
        except Problem as problem:
            assert problem.code
        else:
            assert result is None or 1949 <= result.year <= 2101
