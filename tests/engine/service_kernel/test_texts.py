from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.texts import clean


def test_unstorable_characters_go():
    assert clean("a\x00b\x1fc\ud800d\uffff") == "abcd"


def test_what_people_write_stays():
    text = "Zeile 1\r\n\tZeile 2 中文 \N{GRINNING FACE} \u0639\u0631\u0628\u064a \u202e"
    assert clean(text) == text


@given(st.text(st.characters(exclude_categories=[])))
def test_result_is_storable_and_stable(text):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")
