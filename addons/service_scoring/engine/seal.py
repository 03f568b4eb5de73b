"""The chain of seals over a ledger: each row's hash covers its content and the hash of the row before.

A row that was changed, deleted, put in or moved afterwards breaks the chain at its place.
"""

import hashlib
import json
from typing import NamedTuple

ENGINE = "score-seal-1"
START = ""  # stands for the row before the first one
# one encoder for all rows: a ledger has millions of them
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


class Row(NamedTuple):
    """A sealed row: ``key`` tells it apart, ``number`` is its place in the chain, ``values`` its content."""

    key: int
    number: int
    seal: str
    values: tuple


class Break(NamedTuple):
    """A place where the chain does not hold: ``code`` is ``missing`` (``expected`` is the number that is
    not there) or ``changed`` (``expected`` is the hash that the content gives).
    """

    key: int
    number: int
    code: str
    expected: object
    found: object


def content(values):
    """Return the canonical bytes of a row's values: texts, whole numbers, booleans and None, in one order.

    :raise TypeError: a value has more than one notation (a float, a date): it has to be given as text
    """
    for value in values:
        if value is not None and not isinstance(value, (str, int)):
            raise TypeError(f"{value!r} has no canonical notation")
    return _encode(values).encode()


def digest(before, content_bytes):
    """Return the seal of a row, as hexadecimal SHA-256.

    :param before: seal of the row before, ``START`` for the first one
    """
    return hashlib.sha256(before.encode() + b"\n" + content_bytes).hexdigest()


def verify(rows, number=0, before=START):
    """Yield a ``Break`` for each place of the chain that does not hold.

    After a break it goes on from what the row says of itself, so that one change is found once.

    :param rows: ``Row`` in the order of their numbers
    :param number: number of the last row that was verified already
    :param before: its seal
    """
    for row in rows:
        if row.number != number + 1:
            yield Break(row.key, row.number, "missing", number + 1, row.number)
        else:
            seal = digest(before, content(row.values))
            if seal != row.seal:
                yield Break(row.key, row.number, "changed", seal, row.seal)
        number, before = row.number, row.seal


def note_digest(salt, texts):
    """Return what the ledger keeps of words and photos that may be deleted later: a salted SHA-256.

    Without the salt, which is deleted with them, it tells nothing about them.

    :param texts: the words, and a checksum for each photo; None where there is none
    """
    return hashlib.sha256(salt.encode() + b"\n" + content(texts)).hexdigest()
