"""Plain text of a cell: control characters, full-width forms, names in one cell."""

import re
import unicodedata
from datetime import date, datetime, time

from .problem import BadCell, Problem
from .texts import clean

#: what people write into a cell that has nothing to say (compared case-folded)
NOTHING = frozenset(("", "-", "--", "---", "–", "—", "——", "/", "//", "\\", "无", "無", "n/a", "#n/a"))
#: more of them, where a word cannot be somebody's name or story
NOTHING_BUT_TEXT = NOTHING | frozenset(
    ("na", "n.a.", "none", "nil", "null", "没有", "暂无", "不涉及", "不详", "未知", "未填", "待定", "unknown")
)

MAX_SHORT = 200  # characters: no date, amount, phone or e-mail is longer
MAX_NAMES = 50

_NEWLINE = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x202F: 0x20,
    0x2009: 0x20,
    0xFFE5: 0xA5,
    0x200B: None,
    0xFEFF: None,
}
_SEPARATORS = re.compile(r"[、,;/|\n]+")


def fold_width(text):
    """``text`` with full-width letters, digits, signs and spaces as ASCII; nothing else changes (``5²``
    stays ``5²``).
    """
    return text.translate(_WIDTH)


def plain(value):
    """``value`` of any cell as text, as a person would read it in the sheet."""
    if value is None or value is False:
        return ""
    if value is True:
        return "TRUE"
    if isinstance(value, BadCell):
        return value.text
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        shape = "%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M:%S"
        return value.strftime(shape)
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


def clean_text(value, limit=None):
    """Text of a cell without NUL, control characters and broken surrogates, lines ending in ``\\n``,
    stripped.

    Raises ``Problem`` when it has more than ``limit`` characters or the file holds no value for the cell.
    """
    if isinstance(value, BadCell):
        raise Problem(value.code, value=value.text)
    text = _NEWLINE.sub("\n", plain(value))
    text = clean(text).strip("\ufeff \t\n\xa0\u3000")
    if limit and len(text) > limit:
        raise Problem("text_too_long", length=len(text), limit=limit)
    return text


def short_text(value):
    """A date, amount, phone or the like as folded, stripped text; ``""`` when the cell says "nothing"."""
    text = fold_width(clean_text(value, MAX_SHORT)).strip().lstrip("'").strip()
    return "" if text.casefold() in NOTHING_BUT_TEXT else text


def is_nothing(value):
    """Whether a text cell is empty or holds only a sign for "nothing" (``-``, ``/``, ``无``, ``N/A``)."""
    return fold_width(plain(value)[:20]).strip().casefold() in NOTHING


def match_key(text):
    """``text`` for comparing names: NFKC, case-folded, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def split_names(value):
    """Names in one cell, separated by 、 , ; / | or a line break; each once, in order.

    A space does not separate ("Mary Jones", "张 三").
    """
    text = fold_width(clean_text(value))
    if text.casefold() in NOTHING_BUT_TEXT:
        return []
    names = dict.fromkeys(name.strip() for name in _SEPARATORS.split(text))
    names.pop("", None)
    if len(names) > MAX_NAMES:
        raise Problem("too_many_names", count=len(names), limit=MAX_NAMES)
    return list(names)
