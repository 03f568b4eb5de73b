"""Compare the terms of addons with their zh_CN.po: `check_translations.py POT_FOLDER ADDONS_FOLDER ADDON…`.

Runs under the Python of the virtual environment; prints {addon: [problem]} as JSON.
"""

import json
import re
import sys
from pathlib import Path

import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[sdfr]|%%|\$\{[^}]*\}|\{\w*\}|<[a-zA-Z/][^>]*>")


def placeholders(text):
    """The parts of a text that a translation must keep: %(x)s, %s, {x}, ${x} and the names of tags."""
    found = []
    for part in PLACEHOLDER.findall(text):
        found.append(re.match(r"</?[a-zA-Z0-9]+", part)[0] if part.startswith("<") else part)
    return sorted(found)


def compare(template, translated):
    """What is wrong with the entries of a .po file, measured by those of the exported .pot."""
    entries = {entry.msgid: entry for entry in translated if not entry.obsolete}
    for term in template:
        entry = entries.get(term.msgid)
        short = json.dumps(term.msgid[:70], ensure_ascii=False)
        if entry is None:
            yield f"missing: {short}"
        elif not entry.msgstr.strip():
            yield f"not translated: {short}"
        elif entry.fuzzy:
            yield f"fuzzy: {short}"
        elif placeholders(entry.msgstr) != placeholders(term.msgid):
            yield f"other placeholders: {short}: {json.dumps(entry.msgstr[:70], ensure_ascii=False)}"


def check(pot, po):
    template = polib.pofile(str(pot)) if pot.stat().st_size else []
    if not template:
        return []
    if not po.exists():
        return [f"missing file ({len(template)} terms)"]
    try:
        return list(compare(template, polib.pofile(str(po))))
    except (OSError, ValueError) as error:
        return [f"not readable: {error}"]


def main(pots, addons, *names):
    found = {name: check(Path(pots, f"{name}.pot"), Path(addons, name, "i18n", "zh_CN.po")) for name in names}
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
