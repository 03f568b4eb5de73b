import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from service_center_engine import intake


@given(st.randoms())
def test_a_code_is_read_as_it_is_shown(source):
    code = intake.make_code(source.choice)
    assert len(code) == intake.CODE_LENGTH
    assert intake.read_code(intake.show_code(code)) == code
    assert intake.read_code(f" {intake.show_code(code).lower()} ") == code


def test_codes_have_no_letters_that_look_alike():
    assert not set("01ILO") & set(intake.CODE_ALPHABET)
    assert intake.show_code(intake.make_code(random.Random(1).choice)).count("-") == 2
    assert intake.read_code(None) == ""


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("138 0013-8000", "13800138000"),
        ("+86 138 0013 8000", "+8613800138000"),
        ("tel:<script>", ""),
        (None, ""),
        ("1" * 50, "1" * 20),
        ("１３８", ""),
    ],
)
def test_dialled(text, number):
    assert intake.dialled(text) == number


@pytest.mark.parametrize(
    ("headers", "automatic"),
    [
        ([("Auto-Submitted", "auto-replied")], True),
        ([("auto-submitted", "Auto-Replied (vacation)")], True),
        ([("Auto-Submitted", "no")], False),
        ([("Auto-Submitted", "auto-generated")], False),
        ([("X-Autoreply", "yes")], True),
        ([("X-Autoreply", "no")], False),
        ([("Precedence", "auto_reply")], True),
        ([("Precedence", "bulk")], False),
        ([("Return-Path", "<>")], True),
        ([("Return-Path", "<wang@example.com>"), ("Subject", "auto-replied")], False),
        ([], False),
    ],
)
def test_automatic_answers(headers, automatic):
    assert intake.is_auto_reply(headers) is automatic
