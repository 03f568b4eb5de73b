"""What a customer signs, bound by hashes: the report exactly as it was shown, and the signature on it.

A report is plain values: {"title": text, "sections": [{"title": text, "rows": [[label, text], …]}, …]}.
"""

import hashlib
import json

#: what a signature is worth: as signed; the report was changed since; row or picture were changed;
#: what was shown has been erased
VALID, STALE, BROKEN, ERASED = "valid", "stale", "broken", "erased"


def canonical(report):
    """Return the one form in bytes of a report."""
    return json.dumps(report, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(report):
    """Return the SHA-256 of a report as shown."""
    return hashlib.sha256(canonical(report)).hexdigest()


def seal(shown, signer, signed_at, picture):
    """Return the SHA-256 that binds a signature to what was shown.

    :param shown: ``digest`` of the report
    :param signed_at: text of the instant
    :param picture: bytes of the drawn signature
    """
    parts = [shown, signer, signed_at, hashlib.sha256(picture).hexdigest()]
    return hashlib.sha256(canonical(parts)).hexdigest()


def verify(kept, signed, picture, shown_now):
    """Tell what a signature is worth.

    :param kept: the report that was shown, None once erased
    :param signed: (digest, signer, instant, seal) as kept
    :param shown_now: ``digest`` of the report as it is today
    """
    shown, signer, signed_at, sealed = signed
    if kept is None:
        return ERASED
    if digest(kept) != shown or seal(shown, signer, signed_at, picture) != sealed:
        return BROKEN
    return VALID if shown == shown_now else STALE


def changes(kept, now):
    """Return [(section, label, text signed, text of today)] of what differs; None where it is missing."""
    before, after = _flat(kept), _flat(now)
    places = [*before, *(place for place in after if place not in before)]
    return [
        (*place[:2], before.get(place), after.get(place))
        for place in places
        if before.get(place) != after.get(place)
    ]


def _flat(report):
    """{(section, label, which of that name): text}"""
    found, seen = {}, {}
    for section in report["sections"]:
        for label, text in section["rows"]:
            number = seen[section["title"], label] = seen.get((section["title"], label), 0) + 1
            found[section["title"], label, number] = text
    return found
