"""Read ``pack.json``, which names a policy pack: format, code, names, version, currency."""

import json
import re
from dataclasses import dataclass, field

from .pack_table import Fault, nearest

FORMAT = 1
FILE = "pack.json"
CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
KEYS = ("format", "code", "name", "description", "version", "currency", "depends")


@dataclass(frozen=True)
class Manifest:
    """``name`` and ``description``: {language: text}, en_US always; ``depends``: codes of packs."""

    code: str
    name: dict
    description: dict = field(default_factory=dict)
    version: str = "1"
    currency: str = ""
    depends: tuple = ()


def read_manifest(content, code=None):
    """Return (``Manifest`` or None, [``Fault``]) of the bytes of a manifest; ``code``: of its folder."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return None, [Fault(FILE, content.count(b"\n", 0, error.start) + 1, "", "encoding")]
    except json.JSONDecodeError as error:
        return None, [Fault(FILE, error.lineno, "", "json", {"position": error.colno})]
    except RecursionError:
        return None, [Fault(FILE, 0, "", "json", {"position": 1})]
    if not isinstance(data, dict):
        return None, [Fault(FILE, 1, "", "json", {"position": 1})]
    faults = list(_check(data, content.decode("utf-8-sig"), code))
    if faults:
        return None, faults
    return (
        Manifest(
            data["code"],
            _texts(data["name"]),
            _texts(data["description"]) if data.get("description") else {},
            str(data.get("version", "1")),
            data.get("currency", ""),
            tuple(data.get("depends", ())),
        ),
        [],
    )


def _texts(value):
    return {"en_US": value} if isinstance(value, str) else dict(value)


def _is_text(value):
    if isinstance(value, dict):
        return bool(value.get("en_US")) and all(isinstance(text, str) for text in value.values())
    return isinstance(value, str) and bool(value)


def _check(data, text, code):
    def fault(key, kind, **params):
        lines = (number for number, line in enumerate(text.splitlines(), 1) if f'"{key}"' in line)
        return Fault(FILE, next(lines, 1), key, kind, params)

    if data.get("format") != FORMAT:
        yield fault("format", "format", value=str(data.get("format")), known=str(FORMAT))
        return  # what another format means by the rest is not known
    for key in data:
        if key not in KEYS:
            guess = nearest(key, KEYS)
            yield fault(key, "key_meant" if guess else "key_unknown", guess=guess)
    if not isinstance(data.get("code"), str) or not CODE.fullmatch(data["code"]):
        yield fault("code", "pack_code", value=str(data.get("code")))
    elif code and data["code"] != code:
        yield fault("code", "pack_code_other", value=data["code"], expected=code)
    if not _is_text(data.get("name")):
        yield fault("name", "pack_name")
    if data.get("description") and not _is_text(data["description"]):
        yield fault("description", "pack_name")
    if not isinstance(data.get("version", "1"), (str, int)):
        yield fault("version", "pack_version")
    if data.get("currency") and not re.fullmatch(r"[A-Z]{3}", str(data["currency"])):
        yield fault("currency", "pack_currency", value=str(data["currency"]))
    depends = data.get("depends", [])
    if not isinstance(depends, list) or not all(isinstance(item, str) for item in depends):
        yield fault("depends", "pack_depends")


def write_manifest(manifest):
    """Return the bytes of a manifest."""
    data = {
        "format": FORMAT,
        "code": manifest.code,
        "name": manifest.name,
        "description": manifest.description,
        "version": manifest.version,
        "currency": manifest.currency,
        "depends": list(manifest.depends),
    }
    kept = {key: value for key, value in data.items() if value}
    return (json.dumps(kept, ensure_ascii=False, indent=4) + "\n").encode()
