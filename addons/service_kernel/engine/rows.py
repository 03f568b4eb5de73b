"""What makes two rows of a ledger the same, and which rows are no records at all."""

import hashlib
import re
import unicodedata
from datetime import datetime

from .cell_text import match_key, plain

_TOTAL = re.compile(
    r"(?:本月|本页|本年|本季度?|月度?|年度?)?(?:合计|总计|小计|共计|累计)|(?:sub|grand)?total|sum"
)
_REMARK = re.compile(
    r"(?:制表|填表|审核|审批|复核|备注|说明|注意?|统计|note|remarks?|prepared\s*by)[人日期时间0-9]*\s*[:：]",
    re.I,
)


def fingerprint(parts):
    """SHA-256 over ``parts`` (str, datetime or None), indifferent to case, width and white space. Hex
    digits.
    """
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, datetime):
            part = part.isoformat(sep=" ", timespec="seconds")
        encoded = match_key(part or "").encode("utf-8", "replace")
        digest.update(b"%d:" % len(encoded) + encoded)
    return digest.hexdigest()


def row_key(number, identity):
    """Return the key of a row: its own number in the ledger, else what it says."""
    return f"no:{number_key(number)}" if number else f"sha:{fingerprint(identity)}"


def number_key(number):
    """A ledger number for comparing: NFKC, upper case, without white space; punctuation counts."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split())


def is_blank(cells):
    """Whether no cell of a row says anything."""
    return not any(plain(cell).strip() for cell in cells)


def is_footer(cells, filled_required):
    """Whether a row is a total or a signature line rather than a record.

    ``filled_required`` counts the required columns with a value; a row with two of them is always a record.
    """
    if filled_required > 1:
        return False
    first = next((text for text in (plain(cell).strip() for cell in cells) if text), "")
    folded = unicodedata.normalize("NFKC", first[:100]).casefold()
    return bool(_TOTAL.fullmatch("".join(folded.split()).rstrip(":")) or _REMARK.match(folded))


def repeats(rows):
    """What each of ``rows``, an iterable of ``(key, digest)``, is among those before it.

    Yields ``("new", None)``, ``("repeat", i)`` for the same key and digest as row ``i``, ``("conflict",
    i)`` for the same key with another digest. A falsy key is always new.
    """
    seen = {}
    for index, (key, digest) in enumerate(rows):
        first, same = seen.setdefault(key, (index, digest)) if key else (index, digest)
        if first == index:
            yield "new", None
        else:
            yield ("repeat" if same == digest else "conflict"), first
