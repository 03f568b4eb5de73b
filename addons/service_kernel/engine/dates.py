"""Dates and times as ledgers write them, in a company's time zone. What may mean two days is a problem,
never a guess.
"""

import re
from datetime import date, datetime, time, timedelta, timezone

from .cell_text import short_text
from .chinese_numbers import read_digits, read_integer
from .problem import Problem

FIRST, LAST = date(1950, 1, 1), date(2100, 12, 31)
_EPOCH = datetime(1899, 12, 30)  # day 0 of Excel's 1900 system for every day since 1 March 1900
_HAN = "〇○零一二三四五六七八九十"
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = re.compile(
    r"\s*[(\[]?(?:(?:星期|周|礼拜)[一二三四五六日天]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?(?=[\s)\]]|$))[)\]]?\s*",
    re.IGNORECASE,
)
_HAN_DATE = re.compile(
    rf"(?P<y>[0-9]{{4}}|[0-9]{{2}}|[{_HAN}]{{4}}|[{_HAN}]{{2}})\s*年\s*(?P<m>[0-9]{{1,2}}|[{_HAN}]{{1,3}})\s*月\s*"
    rf"(?P<d>[0-9]{{1,2}}|[{_HAN}]{{1,3}})(?:\s*[日号]|(?=\s|$))(?P<rest>.*)",
    re.DOTALL,
)
_YEAR_FIRST = re.compile(
    r"(?P<y>[0-9]{4})\s*(?P<s>[-/.])\s*(?P<m>[0-9]{1,2})\s*(?P=s)\s*(?P<d>[0-9]{1,2})(?![0-9.])日?(?P<rest>.*)",
    re.DOTALL,
)
_THREE = re.compile(
    r"(?P<a>[0-9]{1,2})\s*(?P<s>[-/.])\s*(?P<b>[0-9]{1,2})\s*(?P=s)\s*(?P<c>[0-9]{4}|[0-9]{1,2})(?![0-9.])(?P<rest>.*)",
    re.DOTALL,
)
_COMPACT = re.compile(
    r"(?P<y>[12][0-9]{3})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?:[ T]?(?P<time>[0-9]{4}|[0-9]{6})|(?P<rest>[ T].*))?"
)
_DAY_MONTH = re.compile(
    rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?[\s\-]+{_MONTH},?[\s\-]+(?P<y>[0-9]{{4}})(?![0-9])(?P<rest>.*)",
    re.I | re.S,
)
_MONTH_DAY = re.compile(
    rf"{_MONTH}\s+(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>[0-9]{{4}})(?![0-9])(?P<rest>.*)", re.I | re.S
)
_NO_YEAR = re.compile(
    rf"(?:[0-9]{{1,2}}|[{_HAN}]{{1,3}})\s*月\s*(?:[0-9]{{1,2}}|[{_HAN}]{{1,3}})\s*[日号]?.*|[0-9]{{1,2}}[-/.][0-9]{{1,2}}",
    re.S,
)
_NO_DAY = re.compile(r"[0-9]{4}\s*(?:年\s*[0-9]{1,2}\s*月?|[-/.]\s*[0-9]{1,2})")
_HALF_DAY = r"上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|晚间|夜里|夜间|早|晚|[ap]\.?m\.?"
_TIME = re.compile(
    rf"[\s,T]*(?P<before>{_HALF_DAY})?\s*(?P<h>[0-9]{{1,2}}|[{_HAN}两]{{1,3}})\s*(?P<sep>[:时点])\s*"
    rf"(?:(?P<min>[0-9]{{1,2}}|[{_HAN}]{{1,3}}|半)\s*(?:分钟?|(?=[:\s+\-Zzap]|$))\s*(?::?\s*(?P<s>[0-9]{{1,2}})(?:[.,][0-9]{{1,9}})?\s*秒?)?)?"
    rf"(?:整|许)?\s*(?P<after>[ap]\.?m\.?)?\s*(?P<zone>Z|[+-][0-9]{{2}}(?::?[0-9]{{2}})?)?",
    re.IGNORECASE,
)
# half of the day -> (first hour, last hour as written, hours to add); any other hour with it is a problem
_HALVES = {
    "上午": ((1, 11, 0),),
    "早上": ((4, 11, 0),),
    "早晨": ((4, 11, 0),),
    "清晨": ((3, 8, 0),),
    "早": ((4, 11, 0),),
    "凌晨": ((0, 6, 0), (12, 12, -12)),
    "中午": ((11, 13, 0), (1, 2, 12)),
    "下午": ((1, 11, 12), (12, 19, 0)),
    "傍晚": ((4, 8, 12), (16, 20, 0)),
    "晚上": ((5, 11, 12), (17, 23, 0)),
    "晚间": ((5, 11, 12), (17, 23, 0)),
    "夜里": ((8, 11, 12), (20, 23, 0)),
    "夜间": ((8, 11, 12), (20, 23, 0)),
    "晚": ((5, 11, 12), (17, 23, 0)),
    "am": ((1, 11, 0), (12, 12, -12)),
    "pm": ((1, 11, 12), (12, 23, 0)),
}


def _int(text):
    """A number of one or two digits, or its characters (``三十``, ``〇五``); None when it is none."""
    if text.isascii():
        return int(text)
    number = read_integer(text)
    return read_digits(text) if number is None else number


def _year(text):
    number = int(text) if text.isascii() else read_digits(text)
    if number is not None and len(text) == 2:
        number += 2000 if number < 70 else 1900
    return number


def _day(year, month, day, text):
    try:
        result = date(year, month, day)
    except (TypeError, ValueError):
        raise Problem("date_impossible", value=text) from None
    if not FIRST <= result <= LAST:
        raise Problem("date_out_of_range", value=text, first=FIRST.year, last=LAST.year)
    return result


def _of_three(match, text):
    """``5/3/2025``, ``25/3/5``: the one day that it can be, whatever order the writer had in mind."""
    a, b, c = match["a"], match["b"], match["c"]
    orders = [(c, a, b), (c, b, a)] if len(c) == 4 else [(a, b, c), (c, a, b), (c, b, a)]
    days = set()
    for year, month, day in orders:
        if len(year) != 1:
            try:
                days.add(date(_year(year), int(month), int(day)))
            except ValueError:
                continue
    if len(days) > 1:
        raise Problem("date_ambiguous", value=text)
    if not days:
        raise Problem("date_impossible", value=text)
    found = days.pop()
    return _day(found.year, found.month, found.day, text)


def _find_day(text):
    """The day at the start of ``text``, and what follows it."""
    if match := _HAN_DATE.fullmatch(text):
        return _day(_year(match["y"]), _int(match["m"]), _int(match["d"]), text), match["rest"]
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(int(match["y"]), int(match["m"]), int(match["d"]), text), match["rest"]
    if match := _COMPACT.fullmatch(text):
        clock = match["time"]
        rest = match["rest"] or (":".join(clock[i : i + 2] for i in range(0, len(clock), 2)) if clock else "")
        return _day(int(match["y"]), int(match["m"]), int(match["d"]), text), rest
    if match := _DAY_MONTH.fullmatch(text) or _MONTH_DAY.fullmatch(text):
        return _day(int(match["y"]), _MONTHS[match["month"][:3].lower()], int(match["d"]), text), match[
            "rest"
        ]
    if match := _THREE.fullmatch(text):
        return _of_three(match, text), match["rest"]
    if _NO_YEAR.fullmatch(text):
        raise Problem("date_no_year", value=text)
    raise Problem("date_no_day" if _NO_DAY.fullmatch(text) else "date_unreadable", value=text)


def _hour(hour, half, text):
    if not half:
        return hour
    for first, last, shift in _HALVES[half.lower().replace(".", "")]:
        if first <= hour <= last:
            return hour + shift
    raise Problem("time_ambiguous_half", value=text)


def _find_time(rest, text):
    """``(seconds after midnight, offset in minutes or None)`` written in ``rest``; None when it is empty."""
    if not rest.strip(" ,"):
        return None
    match = _TIME.fullmatch(rest.rstrip())
    if not match or (match["sep"] == ":" and match["min"] is None) or (match["before"] and match["after"]):
        raise Problem("time_unreadable", value=text)
    hour = _int(match["h"].replace("两", "二"))
    minute = 30 if match["min"] == "半" else _int(match["min"] or "0")
    second = int(match["s"] or 0)
    if (
        hour is None
        or minute is None
        or not ((hour < 24 and minute < 60 and second < 60) or (hour, minute, second) == (24, 0, 0))
    ):
        raise Problem("time_impossible", value=text)
    hour = _hour(hour, match["before"] or match["after"], text)
    return hour * 3600 + minute * 60 + second, _offset(match["zone"], text)


def _offset(zone, text):
    if not zone:
        return None
    if zone in "Zz":
        return 0
    minutes = int(zone[1:3]) * 60 + int(zone[3:].replace(":", "") or 0)
    if minutes > 14 * 60 or int(zone[3:].replace(":", "") or 0) > 59:
        raise Problem("time_impossible", value=text)
    return -minutes if zone[0] == "-" else minutes


def to_utc(local, zone, text="", whole_day=False):
    """Naive UTC of the naive ``local`` time in ``zone`` (a ``tzinfo``).

    An hour that the clock skipped or showed twice is a problem, except for a mere date (``whole_day``),
    which begins at the first moment of that day.
    """
    both = [
        local.replace(tzinfo=zone, fold=fold).astimezone(timezone.utc).replace(tzinfo=None) for fold in (0, 1)
    ]
    if both[0] == both[1] or whole_day:
        return min(both) if both[0] <= both[1] else _after_gap(local, zone)
    raise Problem("time_twice" if both[0] < both[1] else "time_skipped", value=text)


def _after_gap(local, zone):
    """First moment of the day of ``local`` when midnight was skipped: the jump itself."""
    before = local.replace(tzinfo=zone, fold=0).utcoffset()
    after = local.replace(tzinfo=zone, fold=1).utcoffset()
    low, high = local - after, local - before
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        jumped = middle.replace(tzinfo=timezone.utc).astimezone(zone).date() >= local.date()
        low, high = (low, middle) if jumped else (middle, high)
    return high.replace(microsecond=0)


def _from_serial(value, serial):
    if float(value).is_integer() and 19000101 <= value <= 99991231:
        return None  # 20250305 in a numeric cell
    moment = None
    if serial and 0 < value < 100000:
        moment = _EPOCH + timedelta(seconds=round(float(value) * 86400))
    if not moment or not 1990 <= moment.year <= LAST.year:
        raise Problem("date_number", value=str(value))
    return moment


def _read(value, serial):
    """``(local moment, offset or None, whether only a date was given)``; None when the cell says
    "nothing".
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        moment = _from_serial(value, serial) if value == value and abs(value) < 1e9 else None
        if moment:
            return moment, None, moment.time() == time()
        value = str(int(value)) if abs(value) < 1e15 else str(value)
    if isinstance(value, datetime):
        offset = value.utcoffset()
        moment = (value.replace(tzinfo=None) + timedelta(microseconds=500000)).replace(microsecond=0)
        _day(moment.year, moment.month, moment.day, str(value))
        return (
            moment,
            None if offset is None else offset.total_seconds() / 60,
            moment.time() == time() and offset is None,
        )
    if isinstance(value, date):
        return datetime.combine(_day(value.year, value.month, value.day, str(value)), time()), None, True
    if isinstance(value, time):
        raise Problem("date_no_year", value=value.isoformat())
    return _read_text(short_text(value))


def _read_text(text):
    if not text:
        return None
    written = re.sub(r"[—–−]", "-", text.replace("。", ".").replace("：", ":")).strip()
    day, rest = _find_day(_WEEKDAY.sub(" ", written).strip())
    clock = _find_time(rest, text)
    start = datetime.combine(day, time())
    if clock is None:
        return start, None, True
    return start + timedelta(seconds=clock[0]), clock[1], False


def parse_datetime(value, zone, serial=True):
    """The moment in a cell as a naive UTC ``datetime`` to the second, None when it is empty or says
    "nothing".

    ``zone`` is the ``tzinfo`` of the company, in which local times are meant; a mere date is the start of
    that day. Numbers are Excel's serial days of the 1900 system, unless ``serial`` is False. Raises
    ``Problem``.
    """
    found = _read(value, serial)
    if found is None:
        return None
    moment, offset, whole_day = found
    if offset is not None:
        return moment - timedelta(minutes=offset)
    return to_utc(moment, zone, str(value), whole_day)


def parse_date(value, serial=True):
    """The day in a cell as a ``date``; a time that follows is read and dropped. Raises ``Problem``."""
    found = _read(value, serial)
    return None if found is None else found[0].date()
