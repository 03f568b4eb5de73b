"""Headings of a ledger: which column is which field, in whatever words and order the ledger has them."""

import re
import unicodedata

from .cell_text import plain

MAX_HEADING = 200  # characters that count

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|「[^「」]*」|<[^<>]*>|{[^{}]*}")


def normalise_heading(value):
    """A heading for comparing: NFKC, case-folded, without spaces, punctuation and bracketed hints.

    ``" 涉及金额（元） *"`` → ``"涉及金额"``; ``"【投诉编号】"`` → ``"投诉编号"``; ``"E-Mail:"`` → ``"email"``.
    """
    text = unicodedata.normalize("NFKC", plain(value)[:MAX_HEADING]).casefold()
    without = _BRACKETS.sub("", text)
    return _letters(without) or _letters(text)


def _letters(text):
    return "".join(char for char in text if char.isalnum())


def known_headings(synonyms):
    """``{normalised heading: code}`` from ``{code: [headings]}``; the first code keeps a heading named twice."""
    known = {}
    for code, words in synonyms.items():
        for word in words:
            known.setdefault(normalise_heading(word), code)
    known.pop("", None)
    return known


def assign(headings, known, free=()):
    """The code of each heading, None where it is unknown or another column is the better one for its code.

    ``known`` maps normalised headings to codes, the best words first: of two columns that could be the same field, the
    one with the better word is it. Codes in ``free`` (such as "ignore") may be given more than once.
    """
    rank = {heading: position for position, heading in enumerate(known)}
    keys = [normalise_heading(heading) for heading in headings]
    best = {}
    for position, key in enumerate(keys):
        if key in known:
            best[known[key]] = min(best.get(known[key], (len(rank), 0)), (rank[key], position))
    codes = []
    for position, key in enumerate(keys):
        code = known.get(key)
        codes.append(code if code in free or code in best and best[code][1] == position else None)
    return codes


def find_heading_row(rows, known, within=15, at_least=2):
    """Index of the heading row among the first ``within`` of ``rows`` (lists of cells), None when there is none.

    It is the row that names the most different fields, the first of several; title rows above it name none, a group
    heading above it fewer.
    """
    best, index = at_least - 1, None
    for position, cells in enumerate(rows[:within]):
        found = len({known[key] for key in map(normalise_heading, cells) if key in known})
        if found > best:
            best, index = found, position
    return index
