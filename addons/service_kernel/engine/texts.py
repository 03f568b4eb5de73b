"""Texts as people paste them: what can be stored, and what cannot.

PostgreSQL stores no NUL, UTF-8 no lone surrogate, and XML (so XLSX too) none of the other control
characters. They carry no meaning in a text that a person wrote, so they are taken out, not refused.
"""

import re

_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text):
    """Return ``text`` without the characters that neither the database nor an XLSX file can hold."""
    return _UNSTORABLE.sub("", text)
