import pytest
from service_center_engine.automatic_mail import is_automatic


@pytest.mark.parametrize(
    "headers",
    [
        [("Auto-Submitted", "auto-replied")],
        [("auto-submitted", "auto-generated; owner-email=x")],
        [("Precedence", "BULK")],
        [("Precedence", "auto_reply")],
        [("X-Autoreply", "yes")],
        [("X-Autorespond", "")],
        [("Return-Path", "<>")],
        [("List-Id", "<news.example.com>")],
        [("Subject", "Automatic reply: your complaint")],
        [("Subject", "Out of office until Monday")],
        [("Subject", "自动回复：您的投诉")],
    ],
)
def test_written_by_a_program(headers):
    assert is_automatic(headers)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Auto-Submitted", "no")],
        [("Precedence", "first-class")],
        [("Return-Path", "<wang@example.com>")],
        [("Subject", "Re: automatic reply of your machine")],
        [("Subject", "你们的自动回复没有用")],
    ],
)
def test_written_by_a_person(headers):
    assert not is_automatic(headers)
