"""One cell to one value, by the kind of its column. See the modules that this one gathers."""

from .amounts import parse_amount
from .cell_text import clean_text, is_nothing, match_key, plain, split_names
from .dates import parse_date, parse_datetime
from .phones import Phone, parse_email, parse_phone
from .problem import BadCell, Problem

__all__ = [
    "BadCell",
    "Phone",
    "Problem",
    "clean_text",
    "is_nothing",
    "match_key",
    "parse_amount",
    "parse_cell",
    "parse_date",
    "parse_datetime",
    "parse_email",
    "parse_phone",
    "plain",
    "split_names",
]


def parse_cell(kind, value, *, zone=None, country="CN", serial=True, limit=None):
    """The value of a cell in a column of ``kind``; None (for names: an empty list) when it is empty or
    says "nothing".

    ``kind``: ``text``, ``relation``, ``selection`` → str; ``names`` → list of str; ``date`` → date;
    ``datetime`` → naive UTC datetime (local times in ``zone``); ``amount`` → Decimal; ``phone`` → Phone;
    ``email`` → str. Raises ``Problem`` and nothing else.
    """
    if kind == "datetime":
        return parse_datetime(value, zone, serial)
    if kind == "date":
        return parse_date(value, serial)
    if kind == "amount":
        return parse_amount(value)
    if kind == "phone":
        return parse_phone(value, country)
    if kind == "email":
        return parse_email(value)
    if kind == "names":
        return split_names(value)
    text = clean_text(value, limit)
    return None if is_nothing(text) else text
