"""Finds a person in free texts by what is known of them, and takes them out.

It cannot know every way of naming somebody: texts about one person only are blanked instead.
"""

import re

REMOVED = "***"
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,5}")
#: how Chinese texts name a customer by the family name
_TITLES = "(?:某+|先生|女士|小姐|太太|夫人|阿姨|大爷|总)"
#: of a number, its last digits tell whose it is; less of them are no number
_DIGITS = 7
_BETWEEN = r"[\s().\-–—]{0,3}"
#: shorter words of a name are words of the language, too
_WORD = 3


def find(names=(), numbers=(), addresses=()):
    """Return the pattern of these people, None where nothing is known that could be found.

    :param numbers: telephone numbers in any notation; found in any other
    :param addresses: e-mail addresses, streets … found as they are
    """
    parts = [*_numbers(numbers), *(f"(?i:{re.escape(one.strip())})" for one in addresses if one.strip())]
    parts += _full_names(names) + _parts_of_names(names)
    # the longest first: of an alternative, the first that fits is taken
    return re.compile("|".join(dict.fromkeys(parts))) if parts else None


def narrow(names, text):
    """Return those of many names that ``find`` might find in a text, so that its pattern stays small."""
    lower = text.lower()
    return {
        name
        for name in names
        if any(word in lower for word in name.lower().split())
        or (_CHINESE.fullmatch(name.strip()) and name.strip()[0] in lower)
    }


def redact(text, pattern):
    """Return ``text`` without what ``pattern`` finds; twice is as once."""
    return pattern.sub(REMOVED, text) if pattern and text else text


def _full_names(names):
    found = []
    for name in sorted(names, key=len, reverse=True):
        words = name.split()
        if not words or len("".join(words)) < 2:
            continue
        full = r"\s+".join(re.escape(word) for word in words)
        found.append(f"(?i:{_edge(full, words)})")
    return found


def _parts_of_names(names):
    found = []
    for name in names:
        if _CHINESE.fullmatch(name.strip()):
            found.append(re.escape(name.strip()[0]) + _TITLES)
        for word in name.split():
            if len(word) >= _WORD and word[0].isupper():
                found.append(_edge(re.escape(word), [word]))
    return found


def _edge(pattern, words):
    """Let a name of letters be a word of its own; Chinese has no spaces."""
    first, last = words[0][0], words[-1][-1]
    before = r"(?<![A-Za-z])" if first.isascii() and first.isalpha() else ""
    after = r"(?![A-Za-z])" if last.isascii() and last.isalpha() else ""
    return before + pattern + after


def _numbers(numbers):
    found = []
    for number in numbers:
        digits = "".join(char for char in number if char in "0123456789")
        if len(digits) < _DIGITS:
            continue
        tail = _BETWEEN.join(digits[-_DIGITS - 1 :])
        found.append(rf"\+?(?:[0-9]{_BETWEEN}){{0,8}}{tail}(?![0-9])")
    return found
