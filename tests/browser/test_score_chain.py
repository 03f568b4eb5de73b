"""From a complaint that is rightly about somebody to a line in payroll: proposed, heard, confirmed,
published, answered, confirmed, released by a second person, exported. What comes after the month is closed
counts in the next one."""

import codecs
import csv
import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from playwright.sync_api import expect

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
FIRST = TODAY.replace(day=1)
#: two days of the month before, which is closed in the test
DAY = (FIRST - timedelta(days=1)).replace(day=10)
LATE = DAY.replace(day=12)
LONG_AGO = f"{TODAY - timedelta(days=400)}"
PERSON, NUMBER = "褚青", "CH-0042"
BOOK = {"code": "CHAIN", "name": "投诉与考勤计分"}
COMPLAINED, MISSED = 6, 4  # points
PER_POINT, WAGE = 10, 6000


@pytest.fixture
def scoring(colleague):
    """Who decides about a score, whose it is, and a rule book that they know.

    :return: the administrator's call, the employee's id, the id of a complaint about them
    """
    call = colleague("admin")

    def user(login, name, *groups):
        external = [group.split(".") for group in groups]
        domain = ["|"] * (len(groups) - 1)
        for module, ref in external:
            domain += ["&", ["module", "=", module], ["name", "=", ref]]
        found = call("ir.model.data", "search_read", [domain, ["res_id"]])
        vals = {"name": name, "login": login, "password": login, "lang": "zh_CN", "tz": "Asia/Shanghai"}
        vals["group_ids"] = [[6, 0, [one["res_id"] for one in found]]]
        return call("res.users", "create", [vals])

    officer = ("service_scoring.group_officer", "service_center.group_officer")
    user("chain_officer", "闻主管", *officer)
    user("chain_hr", "裘薪酬", "service_scoring.group_hr")
    user("chain_second", "阮复核", "service_scoring.group_hr")
    staff = user("chain_staff", PERSON, "base.group_user")
    person = {"name": PERSON, "user_id": staff, "score_employee_number": NUMBER}
    person = call("hr.employee", "create", [person])
    wage = {"employee_id": person, "valid_from": LONG_AGO, "amount": WAGE}
    call("service.score.wage", "create", [wage])

    bracket = {"code": "all", "points_from": 0, "is_open_end": True, "amount": PER_POINT, "mode": "whole"}
    rules = [
        {"code": "CHAIN-1", "name": "被投诉属实", "points": COMPLAINED, "source": "complaint_person"},
        {"code": "CHAIN-2", "name": "例会缺席", "points": MISSED},
    ]
    book = call(
        "service.score.rulebook",
        "create",
        [
            BOOK
            | {
                "four_eyes": True,
                "base_score": 100,
                "adopted_on": LONG_AGO,
                "adopted_how": "congress",
                "bracket_ids": [[0, 0, bracket]],
                "rule_ids": [[0, 0, rule] for rule in rules],
            }
        ],
    )
    call("service.score.rulebook", "action_activate", [[book]])
    known = {"rulebook_id": book, "employee_id": person, "date": LONG_AGO, "how": "signed"}
    call("service.score.acknowledgement", "create", [known])
    complaint = {
        "contact_name": "祁女士",
        "description": "<p>柜台无人接待，等了四十分钟。</p>",
        "received_at": f"{DAY} 02:00:00",
        "employee_ids": [[6, 0, [person]]],
    }
    return call, person, call("service.complaint", "create", [complaint])


def press(page, action):
    page.click(f".o_form_view .o_statusbar_buttons button[name={action}]:visible >> nth=0")


def reached(page, state):
    page.wait_for_selector(f".o_statusbar_status button.o_arrow_button_current[data-value={state}]")
    page.wait_for_load_state("networkidle")


def choose(page, field, text):
    page.fill(f".o_field_widget[name={field}] input", text)
    page.click(f".o-autocomplete--dropdown-item:has-text('{text}') >> nth=0")


def set_day(page, form, field, day):
    """Write a day into a field, in any language."""
    cell = f"{form} .o_field_widget[name={field}]"
    page.click(f"{cell} :is(input, button) >> nth=0")
    page.fill(f"{cell} input", f"{day}")
    page.keyboard.press("Tab")


def refused(page, screenshot, name):
    """Wait for the dialog that refuses; return what it says, and close it."""
    page.wait_for_selector(".modal .modal-body")
    screenshot(name)
    text = page.inner_text(".modal .modal-body")
    page.click(".modal footer button >> nth=0")
    page.wait_for_selector(".modal", state="detached")
    return text


def proposed(page, call, complaint, screenshot):
    """What the complaint says about the person is found to be true, and proposes an entry; open it."""
    page.log_in("chain_officer", f"/odoo/service-complaints/{complaint}")
    page.click(".o_notebook a[name=people]")
    cell = ".o_field_widget[name=person_ids] .o_data_row td[name=finding]"
    page.click(cell)
    page.click(f"{cell} .o_select_menu_toggler")
    page.click(".o_select_menu_item:not(:has-text('不属实')):has-text('属实')")
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_saved")
    screenshot("chain-01-confirmed-person")
    (person,) = call("service.complaint.person", "search_read", [[["complaint_id", "=", complaint]]])
    assert person["finding"] == "confirmed"

    (cron,) = call("ir.cron", "search", [[["model_id.model", "=", "service.score.source"]]])
    page.log_in("admin", f"/odoo/ir.cron/{cron}")
    with page.expect_response(re.compile("method_direct_trigger")):
        press(page, "method_direct_trigger")

    page.log_in("chain_officer", f"/odoo/service-complaints/{complaint}")
    page.click(".oe_stat_button[name=action_score_entries]")
    page.wait_for_selector(".o_list_view .o_data_row")
    expect(page.locator(".o_list_view .o_data_row")).to_have_count(1)
    screenshot("chain-02-proposed")
    page.click(".o_list_view .o_data_row td[name=rule_id]")
    page.wait_for_selector(".o_form_view .o_field_widget[name=rule_id]")
    reached(page, "draft")


def heard(page, statement):
    press(page, "action_hear")
    page.fill(".modal .o_field_widget[name=statement] textarea", statement)
    page.click(".modal footer button[name=action_record]:visible")
    page.wait_for_selector(".modal", state="detached")
    page.wait_for_load_state("networkidle")


def sheet_made(page, call, user, day):
    """Make the sheets of the period with this day; return the id of the person's."""
    page.log_in(user, "/odoo/score-sheets")
    page.click(".o_menu_sections [data-menu-xmlid='service_scoring.menu_sheets']")
    page.click(".o-dropdown--menu [data-menu-xmlid='service_scoring.menu_make_sheets']")
    page.wait_for_selector(".modal .o_field_widget[name=rulebook_ids]")
    set_day(page, ".modal", "date", day)
    page.wait_for_load_state("networkidle")
    # other books have their own day of closing
    others = page.locator(f".modal [name=rulebook_ids] .o_tag:not(:has-text('{BOOK['name']}')) .o_delete")
    while left := others.count():
        others.first.click()
        expect(others).to_have_count(left - 1)
    page.click(".modal footer button[name=action_generate]:visible")
    page.wait_for_selector(".modal", state="detached")
    page.click(f".o_list_view .o_data_row:has-text('{PERSON}') td[name=name]")
    page.wait_for_selector(".o_form_view .o_field_widget[name=score]")
    page.wait_for_load_state("networkidle")
    (sheet,) = call(
        "service.score.sheet",
        "search",
        [
            [
                ["rulebook_code", "=", BOOK["code"]],
                ["employee_id.name", "=", PERSON],
                ["date_from", "<=", f"{day}"],
                ["date_to", ">=", f"{day}"],
            ]
        ],
    )
    return sheet


def downloaded(page, field):
    with page.expect_download() as wait:
        page.click(f".o_field_widget[name={field}] a:has(.fa-download)")
    return wait.value.path().read_bytes()


def check_files(page, lines):
    """Both files hold the lines of the batch, and end with the count and sum of each pay code."""
    sums = {}
    for line in lines:
        count, amount = sums.get(line["pay_code"], (0, 0))
        sums[line["pay_code"]] = (count + 1, amount + line["amount"])
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(page, "xlsx_file"))).worksheets[0]
    table = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    text = downloaded(page, "csv_file")
    assert text.startswith(codecs.BOM_UTF8), "by this mark Excel knows that it is UTF-8"
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    for code, (count, amount) in sums.items():
        assert any(row[-3:] == [code, count, amount] for row in table), table
        assert any(row[-3:] == [code, f"{count}", f"{amount:.2f}"] for row in rows), rows
    for line in lines:
        assert any(line["employee_number"] in row and line["amount"] in row for row in table), table
        assert any(line["employee_number"] in row and f"{line['amount']:.2f}" in row for row in rows), rows


def exported(page, call, screenshot):
    """One prepares what goes to payroll, a second one releases and exports it; return the lines."""
    page.log_in("chain_hr", "/odoo/score-payroll/new")
    press(page, "action_prepare")
    reached(page, "prepared")
    screenshot("chain-08-prepared")
    batch = int(re.search(r"/score-payroll/(\d+)", page.url)[1])
    press(page, "action_release")
    refused(page, screenshot, "chain-09-release-refused")

    page.log_in("chain_second", f"/odoo/score-payroll/{batch}")
    press(page, "action_release")
    reached(page, "released")
    press(page, "action_export")
    page.click(".modal footer .btn-primary")
    reached(page, "exported")
    screenshot("chain-10-exported")
    fields = ["employee_number", "pay_code", "kind", "amount", "sheet_id"]
    lines = call("service.score.payroll.line", "search_read", [[["batch_id", "=", batch]], fields])
    check_files(page, lines)
    return lines


def entered_late(page, call, screenshot):
    """The officer enters what happened in the closed month; a second person confirms it. Return its id."""
    page.log_in("chain_officer", "/odoo/score-entries/new")
    choose(page, "rule_id", "CHAIN-2")
    choose(page, "employee_id", PERSON)
    set_day(page, ".o_form_view", "date", LATE)
    page.fill(".o_field_widget[name=description] textarea", "周例会缺席，会后才查到签到表。")
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_saved")
    entry = int(re.search(r"/score-entries/(\d+)", page.url)[1])
    press(page, "action_confirm")
    refused(page, screenshot, "chain-11-own-report-refused")

    page.log_in("chain_hr", f"/odoo/score-entries/{entry}")
    heard(page, "当时在仓库盘点。")
    press(page, "action_confirm")
    reached(page, "confirmed")
    page.wait_for_selector(".o_field_widget[name=is_adjustment] input:checked")
    screenshot("chain-12-adjustment")
    names = ["is_adjustment", "date", "effective_date"]
    (said,) = call("service.score.entry", "read", [[entry], names])
    assert said == {"id": entry, "is_adjustment": True, "date": f"{LATE}", "effective_date": f"{FIRST}"}
    return entry


def test_from_complaint_to_payroll(page, scoring, screenshot):
    # refusals are answers of the server that the client logs
    page.expected_errors.append("RPC_ERROR")
    call, person, complaint = scoring

    proposed(page, call, complaint, screenshot)
    page.wait_for_selector(".alert-warning:visible")  # not heard yet
    heard(page, "当时只有我一个人，正在接待别的顾客。")
    press(page, "action_confirm")
    reached(page, "confirmed")
    screenshot("chain-03-entry")
    (entry,) = call("service.score.entry", "search_read", [[["employee_id", "=", person]]])
    assert (entry["state"], entry["points"], entry["date"]) == ("confirmed", -COMPLAINED, f"{DAY}")
    assert entry["res_id"] == complaint and entry["heard_at"]

    sheet = sheet_made(page, call, "chain_hr", DAY)
    press(page, "action_publish")
    reached(page, "published")
    screenshot("chain-04-published")

    page.log_in("chain_staff", "/odoo/my-score")
    page.wait_for_selector(".o_kanban_record:not(.o_kanban_ghost)")
    screenshot("chain-05-my-score")
    page.click(".o_kanban_record:not(.o_kanban_ghost)")
    press(page, "action_open_dispute")
    page.fill(".modal .o_field_widget[name=text] textarea", "当时人手不够。")
    page.click(".modal footer button[name=action_apply]:visible")
    page.wait_for_selector(".modal", state="detached")
    page.click(".o_notebook a[name=answers]")
    page.wait_for_selector(".o_field_widget[name=answer_ids] .o_data_row:has-text('当时人手不够')")
    screenshot("chain-06-answered")

    page.log_in("chain_hr", f"/odoo/score-sheets/{sheet}")
    press(page, "action_confirm")
    reached(page, "confirmed")
    screenshot("chain-07-sheet")
    money = ["points_deducted", "score", "fine_amount", "pay_before", "cut_amount", "pay_after", "answer"]
    closed = call("service.score.sheet", "read", [[sheet], money])[0]
    fine = COMPLAINED * PER_POINT
    assert closed == {
        "id": sheet,
        "points_deducted": COMPLAINED,
        "score": 100 - COMPLAINED,
        "fine_amount": fine,
        "pay_before": WAGE,
        "cut_amount": fine,
        "pay_after": WAGE - fine,
        "answer": "disputed",
    }

    lines = exported(page, call, screenshot)
    own = [line for line in lines if line["sheet_id"][0] == sheet]
    assert [(line["employee_number"], line["kind"], line["amount"]) for line in own] == [
        (NUMBER, "fine", -fine)
    ]

    late = entered_late(page, call, screenshot)
    following = sheet_made(page, call, "chain_hr", TODAY)
    assert following != sheet
    row = page.locator(".o_field_widget[name=line_ids] .o_data_row")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("例会缺席")
    screenshot("chain-13-next-month")
    (line,) = call("service.score.sheet.line", "search_read", [[["sheet_id", "=", following]]])
    assert (line["entry_id"][0], line["applied_points"]) == (late, -MISSED)
    assert call("service.score.sheet", "read", [[following], ["score"]])[0]["score"] == 100 - MISSED
    after = call("service.score.sheet", "read", [[sheet], [*money, "state"]])[0]
    assert after == closed | {"state": "exported"}, "the closed month stays as it was"
