"""The check of translations finds what a reader of Chinese would stumble over."""

import polib
import pytest
from check_translations import compare


def entry(text, translation="", **options):
    return polib.POEntry(msgid=text, msgstr=translation, **options)


@pytest.mark.parametrize(
    ("text", "translated", "problem"),
    [
        ("Close", entry("Close", "关闭"), ""),
        ("Close", entry("Other", "其他"), "missing"),
        ("Close", entry("Close", ""), "not translated"),
        ("Close", entry("Close", "关闭", flags=["fuzzy"]), "fuzzy"),
        ("Row %(row)s", entry("Row %(row)s", "第 %(row)s 行"), ""),
        ("Row %(row)s", entry("Row %(row)s", "第 %(rows)s 行"), "other placeholders"),
        ("%s of %s", entry("%s of %s", "%s"), "other placeholders"),
        ("<b>Hi</b> {name}", entry("<b>Hi</b> {name}", "<b>你好</b> {name}"), ""),
        ('<a href="#">x</a>', entry('<a href="#">x</a>', "x"), "other placeholders"),
    ],
)
def test_compare(text, translated, problem):
    found = list(compare([entry(text)], [translated]))
    assert [line.split(":")[0] for line in found] == ([problem] if problem else [])
