"""An inspection on a phone finds two things about somebody; the sheet is published, the employee appeals and
is right about one; what the rules propose because of the other is decided; the evidence file has it all."""

import hashlib
import io
import json
import zipfile
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
FIRST = TODAY.replace(day=1)
#: a day of the month before, which can be confirmed
DAY = (FIRST - timedelta(days=1)).replace(day=10)
LONG_AGO = f"{TODAY - timedelta(days=400)}"
PERSON, UNIT = "向晚晴", "南门网点"
BOOK = {"code": "INSPECT", "name": "网点检查计分"}
RUDE, UNTIDY = 6, 4  # points
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def inspected(colleague):
    """A unit, its employee, who inspects and who decides, and a rule book that they know.

    :return: the administrator's call, the employee's id, the inspection's id
    """
    call = colleague("admin")

    def user(login, name, group):
        module, ref = group.split(".")
        found = call(
            "ir.model.data", "search_read", [[["module", "=", module], ["name", "=", ref]], ["res_id"]]
        )
        vals = {"name": name, "login": login, "password": login, "lang": "zh_CN", "tz": "Asia/Shanghai"}
        return call("res.users", "create", [vals | {"group_ids": [[6, 0, [found[0]["res_id"]]]]}])

    inspector = user("insp_inspector", "骆检查", "base.group_user")
    user("insp_officer", "施专员", "service_scoring.group_officer")
    user("insp_judge", "谭公允", "service_scoring.group_officer")
    user("insp_hr", "柯人事", "service_scoring.group_hr")
    staff = user("insp_staff", PERSON, "base.group_user")
    unit = call("hr.department", "create", [{"name": UNIT}])
    person = call("hr.employee", "create", [{"name": PERSON, "user_id": staff, "department_id": unit}])
    step = {"code": "first", "occurrence": 1, "consequence": "removal"}
    rules = [
        {"code": "INSP-1", "name": "与顾客争吵", "points": RUDE, "step_window": "year"},
        {"code": "INSP-2", "name": "台面杂乱", "points": UNTIDY},
    ]
    rules[0]["step_ids"] = [[0, 0, step]]
    vals = {"base_score": 100, "adopted_on": LONG_AGO, "adopted_how": "congress"}
    rules = [[0, 0, rule | {"count_unit": "person_occurrence"}] for rule in rules]
    book = call("service.score.rulebook", "create", [BOOK | vals | {"rule_ids": rules}])
    call("service.score.rulebook", "action_activate", [[book]])
    known = {"rulebook_id": book, "employee_id": person, "date": LONG_AGO, "how": "signed"}
    call("service.score.acknowledgement", "create", [known])
    items = [("a", "接待顾客有礼貌", "INSP-1"), ("b", "台面整洁", "INSP-2"), ("c", "公示牌齐全", False)]
    items = [[0, 0, {"code": code, "text": text, "rule_code": rule}] for code, text, rule in items]
    checklist = {"code": "INSPECT", "name": "网点检查表", "rulebook_code": BOOK["code"], "item_ids": items}
    plan = {
        "checklist_id": call("service.score.checklist", "create", [checklist]),
        "department_id": unit,
        "date": f"{DAY}",
        "inspector_ids": [[6, 0, [inspector]]],
    }
    return call, person, call("service.score.inspection", "create", [plan])


def press(page, action):
    page.click(f".o_form_view .o_statusbar_buttons button[name={action}]:visible >> nth=0")


def reached(page, state):
    page.wait_for_selector(f".o_statusbar_status button.o_arrow_button_current[data-value={state}]")
    page.wait_for_load_state("networkidle")


def gone(page):
    page.wait_for_selector(".modal", state="detached")
    page.wait_for_load_state("networkidle")


def press_on_phone(page, action):
    """Press a button of a form; a phone puts those after the first into a menu."""
    page.wait_for_selector(".o_form_statusbar")
    button = page.locator(f"button[name={action}]:visible")
    if not button.count():
        page.click(".o_form_statusbar .dropdown-toggle:visible >> nth=0")
    button.first.click()


def card(page, text):
    return page.locator(f".o_kanban_record:has-text('{text}')")


def found_on_phone(page, text, note):
    """Enter a finding about the person."""
    card(page, text).locator("button[name=action_finding]").click()
    form = page.locator(".modal")
    form.locator(".o_field_widget[name=note] textarea").fill(note)
    form.locator(".o_field_x2many_list_row_add a").click()
    form.locator(".o_field_widget[name=employee_id] input").click()
    choice = page.locator(f".modal :is(.o_kanban_record, .o_data_row):has-text('{PERSON}')")
    choice.first.click()
    expect(choice).to_have_count(0)
    page.locator(".modal .o_form_button_save:visible, .modal-footer .btn-primary:visible").last.click()
    gone(page)


def inspected_on_phone(page, inspection, screenshot):
    page.set_viewport_size(PHONE)
    page.log_in("insp_inspector", f"/odoo/my-inspections/{inspection}")
    press_on_phone(page, "action_start")
    page.wait_for_selector(".o_kanban_record button[name=action_ok]")
    card(page, "公示牌齐全").locator("button[name=action_ok]").click()
    expect(card(page, "公示牌齐全").locator("button.btn-success")).to_be_visible()
    found_on_phone(page, "接待顾客有礼貌", "与一位顾客争吵，引来围观。")
    found_on_phone(page, "台面整洁", "柜台上堆着餐盒。")
    screenshot("inspection-01-phone")
    # from the cards themselves: a phone keeps the buttons above them in the menu ⋮
    page.click(".o_control_panel button.o-control-panel-adaptive-dropdown:visible")
    page.click(".o-dropdown--menu button[name=action_submit_inspection]:visible")
    page.click(".modal footer .btn-primary")
    gone(page)
    screenshot("inspection-02-submitted")
    page.set_viewport_size({"width": 1440, "height": 900})


def appealed(page, sheet, screenshot):
    """The employee looks at the sheet and appeals against one of its entries."""
    page.log_in("insp_staff", f"/odoo/my-score/{sheet}")
    page.wait_for_selector(".o_form_view .o_field_widget[name=score]")
    press(page, "action_open_appeal")
    page.fill(".modal .o_field_widget[name=entry_ids] input", "INSP-2")
    page.click(".o-autocomplete--dropdown-item:has-text('INSP-2') >> nth=0")
    page.fill(".modal .o_field_widget[name=text] textarea", "那天我休息，台面是别人用的。")
    screenshot("inspection-04-appeal")
    page.click(".modal footer button[name=action_apply]:visible")
    gone(page)


def decided(page, appeal, screenshot):
    """HR asks somebody outside the case, who takes the entry back."""
    page.log_in("insp_hr", f"/odoo/score-appeals/{appeal}")
    press(page, "action_open_assign")
    page.fill(".modal .o_field_widget[name=decider_id] input", "谭公允")
    page.click(".o-autocomplete--dropdown-item:has-text('谭公允') >> nth=0")
    page.click(".modal footer button[name=action_apply]:visible")
    gone(page)

    page.log_in("insp_judge", f"/odoo/score-appeals/{appeal}")
    press(page, "action_open_decide")
    page.check(".modal .o_field_widget[name=outcome] input[data-value=accepted]")
    page.fill(".modal .o_field_widget[name=decision] textarea", "排班表显示当天休息，撤回该记录。")
    page.click(".modal footer button[name=action_apply]:visible")
    gone(page)
    reached(page, "accepted")
    screenshot("inspection-05-decided")


def asked_and_approve(page):
    press(page, "action_approve")
    page.click(".modal .modal-footer .btn-primary:visible")  # it is about somebody's work: asked once more


def approved(page, consequence, screenshot):
    """HR is refused to decide unheard; hears the employee, says that there is no union, and decides."""
    page.log_in("insp_hr", f"/odoo/score-consequences/{consequence}")
    page.expected_errors.append("RPC_ERROR")
    asked_and_approve(page)
    page.wait_for_selector(".modal .modal-body:has-text('请先听取员工陈述')")
    screenshot("inspection-06-unheard")
    page.click(".modal footer button >> nth=0")
    gone(page)
    page.click(".o_field_widget[name=heard_at] :is(input, button) >> nth=0")
    page.fill(".o_field_widget[name=heard_at] input", f"{TODAY - timedelta(days=1)} 10:00:00")
    page.keyboard.press("Tab")
    page.fill(".o_field_widget[name=statement] textarea", "我承认当时态度不好。")
    page.check(".o_field_widget[name=no_union] input")
    asked_and_approve(page)
    gone(page)
    reached(page, "approved")
    screenshot("inspection-07-approved")


def evidence(page, screenshot):
    """HR makes the evidence file of the employee; return {name: content} of what is in it."""
    page.log_in("insp_hr", "/odoo/action-service_scoring.service_score_evidence_action")
    page.fill(".modal .o_field_widget[name=employee_id] input", PERSON)
    page.click(f".o-autocomplete--dropdown-item:has-text('{PERSON}') >> nth=0")
    for field, day in (("date_from", DAY), ("date_to", TODAY)):
        page.click(f".modal .o_field_widget[name={field}] :is(input, button) >> nth=0")
        page.fill(f".modal .o_field_widget[name={field}] input", f"{day}")
        page.keyboard.press("Tab")
    screenshot("inspection-08-evidence")
    with page.expect_download() as wait:
        page.click(".modal footer button[name=action_make]:visible")
    with zipfile.ZipFile(io.BytesIO(wait.value.path().read_bytes())) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_from_inspection_to_evidence(page, inspected, screenshot):
    call, person, inspection = inspected
    inspected_on_phone(page, inspection, screenshot)

    page.log_in("insp_officer", f"/odoo/score-inspections/{inspection}")
    press(page, "action_confirm")
    reached(page, "confirmed")
    screenshot("inspection-03-confirmed")
    fields = ["state", "rule_code", "points", "date"]
    entries = call(
        "service.score.entry", "search_read", [[["employee_id", "=", person]], fields], order="rule_code"
    )
    assert [(one["state"], one["rule_code"], one["points"], one["date"]) for one in entries] == [
        ("confirmed", "INSP-1", -RUDE, f"{DAY}"),
        ("confirmed", "INSP-2", -UNTIDY, f"{DAY}"),
    ]

    (book,) = call("service.score.rulebook", "search", [[["code", "=", BOOK["code"]]]])
    call("service.score.rulebook", "generate_sheets", [[book], f"{DAY}"])
    (sheet,) = call(
        "service.score.sheet", "search", [[["rulebook_id", "=", book], ["employee_id", "=", person]]]
    )
    page.log_in("insp_hr", f"/odoo/score-sheets/{sheet}")
    press(page, "action_publish")
    reached(page, "published")
    appealed(page, sheet, screenshot)
    (appeal,) = call("service.score.appeal", "search", [[["employee_id", "=", person]]])
    decided(page, appeal, screenshot)
    after = call("service.score.entry", "search_read", [[["employee_id", "=", person]], ["state", "points"]])
    assert sorted((one["state"], one["points"]) for one in after) == [
        ("confirmed", -RUDE),
        ("confirmed", UNTIDY),
        ("reversed", -UNTIDY),
    ]

    page.log_in("insp_hr", f"/odoo/score-sheets/{sheet}")
    press(page, "action_confirm")
    reached(page, "confirmed")
    assert call("service.score.sheet", "read", [[sheet], ["score"]])[0]["score"] == 100 - RUDE

    found = [["employee_id", "=", person]]
    (consequence,) = call("service.score.consequence", "search_read", [found, ["kind", "state"]])
    assert (consequence["kind"], consequence["state"]) == ("removal", "proposed")
    approved(page, consequence["id"], screenshot)

    files = evidence(page, screenshot)
    said = json.loads(files.pop("manifest.json"))
    assert files["evidence.pdf"].startswith(b"%PDF")
    digests = {one["path"]: one["sha256"] for one in said["files"]}
    assert digests == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert len(said["seals"]) == 3 and all(one["seal"] for one in said["seals"])
