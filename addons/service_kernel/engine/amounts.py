"""Amounts of money as ledgers write them. What may mean two things is a problem, never a guess."""

import math
import re
from decimal import Decimal

from .cell_text import short_text
from .chinese_numbers import CHARACTERS, read_amount
from .problem import Problem

LIMIT = Decimal(10) ** 12
_UNITS = {"百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_PREFIX = r"(?:RMB|CNY|人民币|¥)?"
_SUFFIX = r"(?:元整|元正|元|圆整|圆|块钱|块|RMB|CNY|人民币)?(?:人民币)?"
_AMOUNT = re.compile(
    rf"(?P<minus>-)?\s*{_PREFIX}\s*(?P<sign>-)?\s*(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"\s*(?P<unit>[百千万萬亿億])?\s*{_SUFFIX}",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"约|大概|左右|上下|多元|余元|多$|以上|以内|不到|近|approx|about|~|～|≈", re.IGNORECASE
)
_FOREIGN = re.compile(r"\$|€|£|USD|EUR|HKD|GBP|JPY|美元|美金|港币|港元|欧元|日元|英镑", re.IGNORECASE)
_POINT_OR_THOUSAND = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def _number(value):
    if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
        raise Problem("amount_unreadable", value=str(value))
    return Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)


def _bounded(amount, text):
    if abs(amount) >= LIMIT:
        raise Problem("amount_too_large", value=text)
    return amount


def parse_amount(value):
    """The amount in a cell as a ``Decimal``, ``None`` when it is empty or says "nothing".

    Reads ``1,280.50元``, ``￥300``, ``RMB300``, ``300元整``, ``1.2万元``, ``-300``, full-width forms and
    numerals written in full (``三百二十元``). Raises ``Problem`` on anything else, also on "about 300",
    another currency, ``(300)`` and ``1.280``, which is 1280 to some and 1.28 to others.
    """
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return _bounded(_number(value), str(value))
    text = short_text(value)
    if not text:
        return None
    if _FOREIGN.search(text):
        raise Problem("amount_currency", value=text)
    if _APPROXIMATE.search(text):
        raise Problem("amount_approximate", value=text)
    match = _AMOUNT.fullmatch(text.replace("−", "-"))
    if match and not (match["minus"] and match["sign"]):
        if not match["unit"] and _POINT_OR_THOUSAND.fullmatch(match["number"]):
            raise Problem("amount_ambiguous", value=text)
        amount = Decimal(match["number"].replace(",", "")) * _UNITS.get(match["unit"], 1)
        return _bounded(-amount if match["minus"] or match["sign"] else amount, text)
    spelled = re.sub(r"^(?:人民币|RMB|CNY|¥)\s*", "", text)
    if spelled and spelled[0] in CHARACTERS:
        amount = read_amount(spelled.removesuffix("钱"))
        if amount is not None:
            return _bounded(amount, text)
    raise Problem("amount_unreadable", value=text)
