"""Telephone numbers and e-mail addresses: a readable text, and a key by which two notations of one number
agree.
"""

import re
from typing import NamedTuple

from .cell_text import short_text
from .problem import Problem

_LABEL = re.compile(
    r"^(?:联系电话|电话|手机号码|手机号|手机|座机|tel|phone|mobile|mob|cell)\s*[:.]?\s*", re.IGNORECASE
)
_EXTENSION = re.compile(r"\s*(?:转分机|转|分机|ext\.?|extension|x|#)\s*[:.]?\s*([0-9]{1,6})$", re.IGNORECASE)
_DASHED_EXTENSION = re.compile(r"^(\(?0[0-9]{2,3}\)?[ -]?[2-8][0-9]{6,7})\s*-\s*([0-9]{1,5})$")
_SHAPE = re.compile(r"\+?[0-9(][0-9 ().\-–—]*")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_SEVERAL = re.compile(r"[0-9]{7,}\s*[/、,;|\n或 ]\s*\+?[0-9(][0-9-]{6,}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9])([2-8][0-9]{7})|(0[3-9][0-9]{2})([2-8][0-9]{6,7})")
_SERVICE = re.compile(r"([48]00)([0-9]{3})([0-9]{4})")
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_EMAIL = re.compile(
    r"[A-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Z0-9](?:[A-Z0-9-]{0,61}[A-Z0-9])?\.)+[A-Z]{2,24}",
    re.IGNORECASE,
)


class Phone(NamedTuple):
    """``text`` to show and store; ``key``: digits (``#`` and extension), equal for all notations of one
    number.
    """

    text: str
    key: str


def _chinese(digits):
    """Text of a number in mainland China from its national digits, or None."""
    if _MOBILE.fullmatch(digits):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if match := _LANDLINE.fullmatch(digits):
        return "-".join(part for part in match.groups() if part)
    if match := _SERVICE.fullmatch(digits):
        return "-".join(match.groups())
    return digits if _LOCAL.fullmatch(digits) else None


def _in_china(with_code, digits):
    """National digits of a number in China, or None when it is one of another country."""
    if with_code:
        digits = digits.removeprefix("00")
        if not digits.startswith("86"):
            return None
        digits = digits[2:]
    elif digits.startswith("86") and len(digits) == 13 and _MOBILE.fullmatch(digits[2:]):
        digits = digits[2:]
    else:
        return digits
    if _MOBILE.fullmatch(digits) or _SERVICE.fullmatch(digits) or digits.startswith("0"):
        return digits
    return "0" + digits


def _split(value):
    """Text without label, digits and extension of a cell; raises when it is no single number."""
    text = _LABEL.sub("", short_text(value))
    text = re.sub(r"^([0-9]{7,})\.0$", r"\1", text)
    if _SCIENTIFIC.fullmatch(text):
        raise Problem("phone_scientific", value=text)
    if re.search(r"[0-9]\s*[*＊xX]{2,}", text):
        raise Problem("phone_masked", value=text)
    text = _DASHED_EXTENSION.sub(r"\1 ext. \2", text)
    body = _EXTENSION.sub("", text)
    extension = _EXTENSION.search(text)
    if _SEVERAL.search(body):
        raise Problem("phone_several", value=text)
    if text and not _SHAPE.fullmatch(body):
        raise Problem("phone_unreadable", value=text)
    return body, re.sub("[^0-9]", "", body), extension[1] if extension else ""


def parse_phone(value, country="CN"):
    """The number in a cell as a ``Phone``, None when it is empty or says "nothing".

    Numbers without a country code are read as those of ``country``; for mainland China (``CN``) they are
    checked and written in its usual notation (``138 0013 8000``, ``021-62345678``), for others only the
    digits are counted.
    """
    if isinstance(value, float) and not value.is_integer():
        raise Problem("phone_unreadable", value=str(value))
    text, digits, extension = _split(value)
    if not text:
        return None
    if len(digits) < 7:
        raise Problem("phone_too_short", value=text, count=len(digits))
    if len(digits) > 17:
        raise Problem("phone_too_long", value=text, count=len(digits))
    with_code = text.startswith("+") or digits.startswith("00")
    national = None
    if country == "CN" or (with_code and digits.removeprefix("00").startswith("86")):
        national = _in_china(with_code, digits)
    if national is None:
        return _foreign(text, with_code, digits, extension)
    shown = _chinese(national)
    if shown is None:
        raise Problem("phone_invalid", value=text, count=len(national))
    if extension:
        return Phone(f"{shown} ext. {extension}", f"{national}#{extension}")
    return Phone(shown, national)


def _foreign(text, with_code, digits, extension):
    digits = digits.removeprefix("00") if with_code else digits
    if not 7 <= len(digits) <= 15:
        raise Problem("phone_invalid", value=text, count=len(digits))
    shown = f"+{digits}" if with_code else " ".join(text.split())
    return Phone(
        f"{shown} ext. {extension}" if extension else shown, digits + (f"#{extension}" if extension else "")
    )


def parse_email(value):
    """The address in a cell in lower case, None when it is empty; raises ``Problem`` when it is none."""
    text = short_text(value)
    if not text:
        return None
    if not _EMAIL.fullmatch(text) or ".." in text:
        raise Problem("email_invalid", value=text)
    return text.lower()
