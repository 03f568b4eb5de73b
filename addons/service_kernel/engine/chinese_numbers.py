"""Chinese numerals, read strictly: what is not written in full is not read at all.

``三百二`` means 320 in speech and 302 to a careless parser. A numeral is accepted only when writing the
number again gives the same characters.
"""

from decimal import Decimal

DIGITS = "零一二三四五六七八九"
_FORMAL = str.maketrans(
    "〇○壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億两兩圆圓块", "零零一二二三三四五六六七八九十百千万亿二二元元元"
)
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHARACTERS = frozenset("零〇○一二三四五六七八九十百千万亿两兩壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億")


def _group(number, lead):
    """1..9999 in characters; ``lead`` tells whether something stands before it (then a gap needs 零)."""
    text, gap = "", lead and number < 1000
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if gap else "") + DIGITS[digit] + name
            gap = False
        elif text:
            gap = True
    return text


def write_integer(number):
    """0 ≤ ``number`` < 10^12 in simplified characters (``一万零五十``)."""
    if not number:
        return "零"
    text = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, unit)
        if part:
            text += _group(part, bool(text)) + name
    return text


def read_integer(text):
    """The number that ``text`` writes in full (``三百二十``, ``十五``), or None."""
    text = text.translate(_FORMAL)
    if text.startswith("十"):
        text = "一" + text
    total = section = digit = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS.index(char)
        elif char in _UNITS:
            section, digit = section + digit * _UNITS[char], 0
        elif char in "万亿":
            total, section, digit = total + (section + digit) * (10**4 if char == "万" else 10**8), 0, 0
        else:
            return None
    number = total + section + digit
    return number if number < 10**12 and write_integer(number) == text else None


def read_digits(text):
    """Digits one by one (``二〇二五`` → 2025), or None."""
    text = text.translate(_FORMAL)
    if not text or any(char not in DIGITS for char in text):
        return None
    return int("".join(str(DIGITS.index(char)) for char in text))


def read_amount(text):
    """Yuan, jiao and fen in characters (``壹仟贰佰元伍角整``) as a Decimal, or None."""
    text = text.translate(_FORMAL).removesuffix("整").removesuffix("正")
    whole, yuan, rest = text.partition("元")
    if not yuan:
        number = read_integer(text)
        return None if number is None else Decimal(number)
    number = read_integer(whole)
    if number is None:
        return None
    cents, gap = 0, False
    for name, worth in (("角", 10), ("分", 1)):
        rest, gap = (rest[1:], True) if rest.startswith("零") and not gap else (rest, gap)
        if len(rest) > 1 and rest[1] == name and rest[0] in DIGITS[1:]:
            cents += DIGITS.index(rest[0]) * worth
            rest = rest[2:]
    if rest:
        return None
    return Decimal(number) + Decimal(cents) / 100
