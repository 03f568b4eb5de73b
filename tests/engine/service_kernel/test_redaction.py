from hypothesis import given
from hypothesis import strategies as st
from service_kernel_engine.redaction import REMOVED, find, narrow, redact

LETTERS = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=8).map(str.capitalize)


def test_a_chinese_customer():
    pattern = find(names=["王小芳"], numbers=["+86 138 0013 8000"], addresses=["wang@example.com"])
    for text in (
        "王小芳来电",
        "王女士说坏了",
        "王某投诉",
        "电话13800138000",
        "电话 138-0013-8000。",
        "+8613800138000",
        "WANG@Example.com",
    ):
        assert REMOVED in redact(text, pattern), text
        assert not pattern.search(redact(text, pattern))
    for text in ("汪女士", "女王的鞋", "13800138001", "138001380001", "他姓王"):
        assert redact(text, pattern) == text


def test_a_western_customer():
    pattern = find(names=["Zhuge Kongming"], numbers=["12345"], addresses=["", " "])
    assert redact("zhuge  kongming called", pattern) == f"{REMOVED} called"
    assert redact("Mr Zhuge and Kongming.", pattern) == f"Mr {REMOVED} and {REMOVED}."
    assert redact("Zhugeliang 12345", pattern) == "Zhugeliang 12345"


def test_nothing_known():
    assert find() is None
    assert find(names=["", "X"], numbers=["110"], addresses=[""]) is None
    assert redact("text", None) == "text"
    assert redact(False, find(names=["Wang"])) is False


@given(LETTERS, LETTERS, st.text(max_size=30), st.text(max_size=30))
def test_no_name_survives_as_a_word(first, last, before, after):
    text = f"{before} {first} {last} {after}"
    pattern = find(names=[f"{first} {last}"])
    done = redact(text, pattern)
    assert not pattern.search(done)
    assert redact(done, pattern) == done


@given(st.integers(10**7, 10**11), st.sampled_from(["", " ", "-", " - "]))
def test_no_number_survives_in_any_notation(number, separator):
    pattern = find(numbers=[str(number)])
    assert str(number) not in redact(f"call {separator.join(str(number))} now", pattern)
    assert redact(f"call {separator.join(str(number))} now", pattern) == f"call {REMOVED} now"


@given(st.lists(LETTERS | st.sampled_from(["王小芳", "李明", "Zhuge Kongming", " "])), st.data())
def test_narrowed_names_find_the_same(names, data):
    words = [word for name in names for word in [name, name.upper(), *name.split(), f"{name[0]}女士"]]
    text = " ".join(data.draw(st.lists(st.sampled_from([*words, "said", "来电"]))))
    assert redact(text, find(narrow(names, text))) == redact(text, find(names))


def test_names_that_are_not_in_the_text_are_left_out():
    assert narrow({"王小芳", "李明", "Zhuge Kongming"}, "王女士, KONGMING") == {"王小芳", "Zhuge Kongming"}
