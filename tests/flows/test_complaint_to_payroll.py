"""From confirmed complaints to a line in payroll, by the pack “mall”, and what comes too late."""

import base64

import pytest

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.service_kernel.tests.users import new_test_user


@pytest.fixture
def mall(env):
    """A mall whose staff rules are in force, adopted and acknowledged; Wang gets an allowance of 600."""
    company = env["res.company"].create({"name": "Flow Mall"})
    company.resource_calendar_id.tz = "Asia/Shanghai"
    env.user.company_ids |= company
    env = env(context={**env.context, "allowed_company_ids": company.ids, "tracking_disable": True})
    people = {
        role: new_test_user(
            env,
            f"flow_{role}",
            group,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        for role, group in (
            ("officer", "service_scoring.group_officer"),
            ("hr", "service_scoring.group_hr"),
            ("second", "service_scoring.group_hr"),
            ("wang", "base.group_user"),
        )
    }
    env["service.policy.pack"].load_pack("mall", company)
    book = env["service.score.rulebook"].search([("company_id", "=", company.id), ("code", "=", "MALL")])
    book.write({"adopted_on": "2025-12-01", "adopted_how": "congress"})
    wang = env["hr.employee"].create(
        {
            "name": "Wang",
            "company_id": company.id,
            "user_id": people["wang"].id,
            "score_employee_number": "0042",
        }
    )
    allowance = env["service.score.pay.component"].search(
        [("company_id", "=", company.id), ("kind", "=", "allowance")]
    )
    env["service.score.wage"].create(
        [
            {"employee_id": wang.id, "valid_from": "2026-01-01", "amount": 5000},
            {
                "employee_id": wang.id,
                "valid_from": "2026-01-01",
                "amount": 600,
                "component_id": allowance.id,
            },
        ]
    )
    env["service.score.acknowledgement"].create(
        {"rulebook_id": book.id, "employee_id": wang.id, "date": "2025-12-15", "how": "signed"}
    )
    return {"env": env, "company": company, "book": book, "employee": wang, **people}


def complain(mall, at):
    """A complaint about Wang, whose facts are confirmed."""
    with freeze_time(at):
        complaint = mall["env"]["service.complaint"].create(
            {
                "contact_name": "Ms Li",
                "description": "<p>Nobody came to the counter.</p>",
                "company_id": mall["company"].id,
                "employee_ids": mall["employee"].ids,
                "received_at": at,
            }
        )
        complaint.person_ids.finding = "confirmed"
    return complaint


def propose(mall, at):
    with freeze_time(at):
        return mall["env"]["service.score.source"]._propose(mall["company"], "complaint_twice")


def confirm(mall, entry, at):
    """Hear the employee, then confirm."""
    entry = entry.with_user(mall["officer"])
    with freeze_time(at):
        action = entry.action_hear()
        mall["env"][action["res_model"]].with_user(mall["officer"]).with_context(**action["context"]).create(
            {"statement": "It was very busy."}
        ).action_record()
        entry.action_confirm()


def export(mall, month, at):
    """Prepare a batch, let a second person release it, and export it."""
    with freeze_time(at):
        batch = mall["env"]["service.score.payroll.batch"].with_user(mall["hr"]).create({"month": month})
        batch.action_prepare()
        with pytest.raises(UserError):
            batch.action_release()
        batch.with_user(mall["second"]).action_release()
        batch.action_export()
    return batch


def test_from_complaints_to_payroll(mall):
    complain(mall, "2026-03-02 02:00:00")
    assert not propose(mall, "2026-03-03 02:00:00")
    second = complain(mall, "2026-03-10 02:00:00")
    entry = propose(mall, "2026-03-11 02:00:00")
    assert (entry.rule_code, entry.state, entry.res_id) == ("MALL-TWICE-01", "draft", second.id)
    with pytest.raises(UserError):
        entry.with_user(mall["officer"]).write({"state": "confirmed"})
    confirm(mall, entry, "2026-03-12 02:00:00")
    assert (entry.state, entry.statement, entry.heard_by_id) == (
        "confirmed",
        "It was very busy.",
        mall["officer"],
    )

    with freeze_time("2026-04-01 02:00:00"):
        sheet = mall["book"].with_user(mall["hr"]).generate_sheets("2026-03-31")
        sheet.action_publish()
        sheet.with_user(mall["wang"]).action_answer("disputed", "I was alone at the counter.")
        sheet.action_confirm()
    assert (sheet.employee_id, sheet.answer, sheet.state) == (mall["employee"], "disputed", "confirmed")
    assert (sheet.withheld_amount, sheet.cut_amount, sheet.pay_after) == (600, 600, 4400)

    batch = export(mall, "2026-03-01", "2026-04-02 02:00:00")
    assert batch.line_ids.mapped(lambda line: (line.employee_number, line.kind, line.amount)) == [
        ("0042", "withheld", -600)
    ]
    assert (batch.state, sheet.state) == ("exported", "exported")
    content = base64.b64decode(batch.csv_file)
    assert b"0042" in content
    with freeze_time("2026-04-03 02:00:00"):
        batch.action_export()
    assert base64.b64decode(batch.csv_file) == content

    # what was wrong is taken back: the closed month stays, the next one gives the money back
    with freeze_time("2026-04-05 02:00:00"):
        counter = entry.with_user(mall["officer"]).action_reverse(
            "The other complaint was about somebody else"
        )
    assert (counter.is_adjustment, counter.effective_date.isoformat()) == (True, "2026-04-01")
    with freeze_time("2026-05-01 02:00:00"):
        april = mall["book"].with_user(mall["hr"]).generate_sheets("2026-04-30")
        april.action_confirm()
        again = mall["book"].with_user(mall["hr"]).generate_sheets("2026-03-31")
    assert (again, again.withheld_amount, april.withheld_amount) == (sheet, 600, -600)
    back = export(mall, "2026-04-01", "2026-05-02 02:00:00")
    assert back.line_ids.mapped("amount") == [600]
    assert not list(mall["env"]["service.score.entry"]._verify_seals(mall["company"]))


def test_a_late_entry_counts_in_the_next_month(mall):
    for at in ("2026-03-02 02:00:00", "2026-03-10 02:00:00"):
        complain(mall, at)
    entry = propose(mall, "2026-03-11 02:00:00")
    with freeze_time("2026-04-01 02:00:00"):
        march = mall["book"].with_user(mall["hr"]).generate_sheets("2026-03-31", mall["employee"])
        march.action_confirm()
    assert march.withheld_amount == 0
    confirm(mall, entry, "2026-04-02 02:00:00")
    assert (entry.is_adjustment, entry.effective_date.isoformat()) == (True, "2026-04-01")
    with freeze_time("2026-05-01 02:00:00"):
        april = mall["book"].with_user(mall["hr"]).generate_sheets("2026-04-30", mall["employee"])
    assert (march.state, march.withheld_amount, april.withheld_amount) == ("confirmed", 0, 600)
