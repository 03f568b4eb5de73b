"""From confirmed complaints to a payroll file by the mall's rules, and an entry that comes too late."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def opened(page, path, view="o_form_view"):
    """Open a client address and wait until its view is drawn."""
    page.goto(path)
    page.wait_for_selector(f".o_action_manager .{view}")


def pressed(page, action, state):
    """Press a step's button in the form's header, say yes where it asks, and wait for the new status."""
    page.click(f".o_form_view .o_statusbar_buttons button[name={action}]:visible >> nth=0")
    page.wait_for_selector(
        f".o_statusbar_status button.o_arrow_button_current[data-value={state}], .modal footer .btn-primary"
    )
    if page.locator(".modal footer .btn-primary").count():
        page.click(".modal footer .btn-primary")
    page.wait_for_selector(f".o_statusbar_status button.o_arrow_button_current[data-value={state}]")


def last_month():
    first = datetime.now(SHANGHAI).date().replace(day=1)
    return (first - timedelta(days=1)).replace(day=1), first


def find(call, model, *domain):
    """The id of the only record."""
    (found,) = call(model, "search", [[list(leaf) for leaf in domain]])
    return found


def staff_rules(admin, month):
    """The mall's rules for staff, adopted; somebody with number, wage and allowance who knows them."""
    admin("service.policy.pack", "load_pack", ["mall"])
    book = find(admin, "service.score.rulebook", ("code", "=", "MALL"), ("state", "=", "active"))
    adopted = (month - timedelta(days=60)).isoformat()
    admin("service.score.rulebook", "write", [[book], {"adopted_on": adopted, "adopted_how": "congress"}])
    employee = find(admin, "hr.employee", ("name", "=", "张伟"))
    admin("hr.employee", "write", [[employee], {"score_employee_number": "B042"}])
    allowance = find(
        admin, "service.score.pay.component", ("code", "=", "allowance"), ("pack_code", "=", False)
    )
    wage = {"employee_id": employee, "valid_from": adopted}
    admin(
        "service.score.wage",
        "create",
        [[{**wage, "amount": 5000}, {**wage, "amount": 600, "component_id": allowance}]],
    )
    known = {"rulebook_id": book, "employee_id": employee, "date": adopted, "how": "signed"}
    admin("service.score.acknowledgement", "create", [known])
    return book, employee


def complaint_about(admin, employee, day):
    """A complaint of that day about somebody, whose facts are confirmed."""
    at = datetime.combine(day, time(2)).isoformat(" ")  # 10:00 in Shanghai
    values = {"contact_name": "严女士", "description": "导购不理人", "received_at": at}
    complaint = admin("service.complaint", "create", [{**values, "employee_ids": [[6, 0, [employee]]]}])
    person = find(admin, "service.complaint.person", ("complaint_id", "=", complaint))
    admin("service.complaint.person", "write", [[person], {"finding": "confirmed"}])


def test_from_complaints_to_payroll(page, login, colleague, screenshot):
    admin = colleague("admin")
    month, next_month = last_month()
    book, employee = staff_rules(admin, month)
    for day in (3, 10):
        complaint_about(admin, employee, month + timedelta(days=day - 1))
    cron = admin(
        "ir.model.data",
        "search_read",
        [[["module", "=", "service_center_scoring"], ["name", "=", "cron_score_source"]], ["res_id"]],
    )[0]["res_id"]
    admin("ir.cron", "method_direct_trigger", [[cron]])
    entry = find(
        admin, "service.score.entry", ("employee_id", "=", employee), ("rule_code", "=", "MALL-TWICE-01")
    )

    # heard and confirmed
    login("director")
    opened(page, f"/odoo/score-entries-to-confirm/{entry}")
    page.click(".o_statusbar_buttons button[name=action_hear]:visible")
    page.fill(".modal .o_field_widget[name=statement] textarea", "当时只有我一人在柜台。")
    screenshot("scoring-hear")
    page.click(".modal footer button[name=action_record]")
    page.wait_for_selector(".modal", state="detached")
    pressed(page, "action_confirm", "confirmed")
    assert "当时只有我一人在柜台。" in page.inner_text(".o_form_view")
    screenshot("scoring-entry")

    # the sheet of the month
    login_as(page, login, "payroll")
    payroll = colleague("payroll")
    payroll("service.score.rulebook", "generate_sheets", [[book], month.isoformat()])
    sheet = find(
        payroll,
        "service.score.sheet",
        ("employee_id", "=", employee),
        ("rulebook_code", "=", "MALL"),
        ("date_from", "=", month.isoformat()),
    )
    opened(page, f"/odoo/score-sheets/{sheet}")
    pressed(page, "action_publish", "published")
    pressed(page, "action_confirm", "confirmed")
    assert "600.00" in page.inner_text(".o_field_widget[name=withheld_amount]")
    screenshot("scoring-sheet")

    # payroll: prepared by one, released by another
    opened(page, "/odoo/score-payroll/new")
    page.click(".o_form_button_save")
    pressed(page, "action_prepare", "prepared")
    address = page.url
    assert "600.00" in page.inner_text(".o_form_view")
    login_as(page, login, "admin")
    opened(page, address)
    pressed(page, "action_release", "released")
    login_as(page, login, "payroll")
    opened(page, address)
    pressed(page, "action_export", "exported")
    page.wait_for_selector(".o_field_widget[name=csv_file]:visible")
    screenshot("scoring-payroll")
    assert payroll("service.score.sheet", "read", [[sheet], ["state"]])[0]["state"] == "exported"

    # what is found out later counts in the next month
    director = colleague("director")
    rule = find(director, "service.score.rule", ("code", "=", "MALL-IGN-01"), ("rulebook_id", "=", book))
    day = (month + timedelta(days=20)).isoformat()
    late = director(
        "service.score.entry", "create", [{"rule_id": rule, "employee_id": employee, "date": day}]
    )
    login_as(page, login, "director")
    opened(page, f"/odoo/score-entries/{late}")
    pressed(page, "action_confirm", "confirmed")
    screenshot("scoring-late")
    stored = director("service.score.entry", "read", [[late], ["effective_date", "is_adjustment"]])[0]
    assert stored["is_adjustment"]
    assert date.fromisoformat(stored["effective_date"]) == next_month


def login_as(page, login, user):
    """Change the user in the same window, as if nobody had logged in before."""
    page.context.clear_cookies()
    page.evaluate("localStorage.clear()")
    login(user)
