"""Headings of a ledger: which column is which field, in whatever words and order the ledger has them."""

import re
import unicodedata

from .cell_text import plain

MAX_HEADING = 200  # characters that count

_PARTS = re.compile(r"[/／、|｜]|或|和|及")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|「[^「」]*」|<[^<>]*>|{[^{}]*}")


def normalise_heading(value):
    """A heading for comparing: NFKC, case-folded, without spaces, punctuation and bracketed hints.

    ``" 涉及金额（元） *"`` → ``"涉及金额"``; ``"【投诉编号】"`` → ``"投诉编号"``; ``"E-Mail:"`` →
    ``"email"``.
    """
    text = unicodedata.normalize("NFKC", plain(value)[:MAX_HEADING]).casefold()
    without = _BRACKETS.sub("", text)
    return _letters(without) or _letters(text)


def _letters(text):
    return "".join(char for char in text if char.isalnum())


def known_headings(synonyms):
    """``{normalised heading: code}`` from ``{code: [headings]}``; the first code keeps a heading named
    twice.
    """
    known = {}
    for code, words in synonyms.items():
        for word in words:
            known.setdefault(normalise_heading(word), code)
    known.pop("", None)
    return known


def meaning(heading, known):
    """``(normalised heading, code)`` of a heading; of ``"商铺/楼层"`` when all its parts are words for
    one field.
    """
    key = normalise_heading(heading)
    if key in known or not key:
        return key, known.get(key)
    parts = [normalise_heading(part) for part in _PARTS.split(plain(heading)[:MAX_HEADING])]
    codes = {known.get(part) for part in parts if part}
    return key, codes.pop() if len(codes) == 1 else None


def assign(headings, known, free=()):
    """The code of each heading, None where it is unknown or another column is the better one for its code.

    ``known`` maps normalised headings to codes, the best words first: of two columns that could be the
    same field, the one with the better word is it. Codes in ``free`` (such as "ignore") may be given more
    than once.
    """
    rank = {heading: position for position, heading in enumerate(known)}
    found = [meaning(heading, known) for heading in headings]
    best = {}
    for position, (key, code) in enumerate(found):
        if code is not None:
            here = (rank.get(key, len(rank)), position)
            best[code] = min(best.get(code, here), here)
    return [
        code if code is not None and (code in free or best[code][1] == position) else None
        for position, (_key, code) in enumerate(found)
    ]


def find_heading_row(rows, known, within=15, at_least=2):
    """Index of the heading row among the first ``within`` of ``rows`` (lists of cells), None when there
    is none.

    It is the row that names the most different fields, the first of several; title rows above it name
    none, a group heading above it fewer.
    """
    best, index = at_least - 1, None
    for position, cells in enumerate(rows[:within]):
        found = len({code for _key, code in (meaning(cell, known) for cell in cells) if code is not None})
        if found > best:
            best, index = found, position
    return index
