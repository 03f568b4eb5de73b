"""The slice through all layers: a year's ledger comes in, and the report counts exactly what it says."""

import base64
import io
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest

SHANGHAI = ZoneInfo("Asia/Shanghai")
LEDGER = Path(__file__).resolve().parents[2] / "data" / "complaints_mall.xlsx"


def take_in(env):
    return env["service.ledger.import"]._import_content(
        "service.complaint", LEDGER.name, LEDGER.read_bytes(), as_history=True, create_missing=True
    )


@pytest.fixture
def complaints(env):
    """The complaints of the sample ledger in a company that has nothing but its time zone."""
    env.company.resource_calendar_id.tz = "Asia/Shanghai"
    before = env["service.complaint"].search([])
    record = take_in(env)
    assert (record.created_count, record.bad_count, record.repeat_count) == (300, 11, 1)
    return env["service.complaint"].search([]) - before


def test_the_ledger_comes_in_once(env, complaints):
    assert len(complaints) == 300
    assert set(complaints.mapped("is_history")) == {True}
    assert not complaints.message_ids
    assert not complaints.activity_ids
    again = take_in(env)
    assert (again.created_count, again.repeat_count) == (0, 301)
    assert env["service.complaint"].search_count([("is_history", "=", True)]) == 300


def test_the_report_counts_what_the_ledger_says(env, complaints):
    in_october = complaints.filtered(
        lambda complaint: _local(complaint.received_at).strftime("%Y-%m") == "2026-10"
    )
    assert in_october
    wizard = env["service.complaint.report.wizard"].create({"period": "month", "month": "10", "year": 2026})
    wizard.action_download()
    book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.file)))
    assert _figure(book.worksheets[0], "Complaints received") == len(in_october)
    by_channel = Counter(
        dict(complaints._fields["channel"]._description_selection(env))[c.channel] for c in in_october
    )
    sheet = book["By channel"]
    for label, count in by_channel.items():
        assert _figure(sheet, label) == count, label


def _local(moment):
    return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(SHANGHAI)


def _figure(sheet, label):
    """The first number to the right of a label."""
    for row in sheet.iter_rows(values_only=True):
        if row[0] == label:
            return next(value for value in row[1:] if isinstance(value, (int, float)))
    raise AssertionError(f"{label!r} is not in sheet {sheet.title}")
