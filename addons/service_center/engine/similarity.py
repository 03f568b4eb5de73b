"""How alike two texts are, whatever their language: by the pairs of characters that they share."""

import re

#: from here on two stories are taken for the same
ALIKE = 0.5
LONGEST = 2000  # characters that are looked at


def pairs(text):
    """The pairs of neighbouring letters and digits of a text, as a set."""
    letters = re.sub(r"[\W_]+", "", text[:LONGEST].lower())
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


def similarity(one, other):
    """0 for texts that share nothing, 1 for texts that say the same; a text without pairs is like none."""
    first, second = pairs(one), pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))
