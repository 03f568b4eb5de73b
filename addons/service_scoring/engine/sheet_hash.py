"""The inputs of a sheet as bytes that are always the same for the same inputs, and their digest (S3)."""

import json
from datetime import date
from decimal import Decimal
from hashlib import sha256


def content(inputs):
    """Return a plain tree as canonical bytes: sorted keys, numbers as written, no blanks."""
    return json.dumps(
        inputs, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_plain
    ).encode()


def digest(inputs):
    """Return the digest of the canonical bytes of a plain tree."""
    return sha256(content(inputs)).hexdigest()


def _plain(value):
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
