"""Time limits on the screen: deadlines of a complaint, milestones told of, waiting that stops the clock."""

from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def call(page):
    """Call a method of a model as the user who is logged in."""

    def call_kw(model, method, *args, **kwargs):
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = page.request.post(
            f"/web/dataset/call_kw/{model}/{method}",
            data={"jsonrpc": "2.0", "method": "call", "params": params},
        ).json()
        assert "error" not in answer, answer
        return answer["result"]

    return call_kw


@pytest.fixture
def complaint(login, call):
    """A complaint of an hour ago, under a policy of its own that the manager entered."""
    login("manager")
    team = call("service.team", "create", [{"name": "时限测试组", "code": "time_limits_test"}])[0]
    metric = call("service.sla.metric", "create", [{"name": "出具处理单", "code": "sheet_test"}])[0]
    limits = [
        {"metric": "acknowledge", "value": 5, "unit": "clock_minutes"},
        {"metric": "respond", "value": 8, "unit": "clock_hours", "pauses": False},
        {"metric": "resolve", "value": 3, "unit": "calendar_days"},
        {"metric": "sheet_test", "value": 90, "unit": "clock_minutes", "party": "internal"},
    ]
    policy = {
        "name": "时限测试",
        "model": "service.complaint",
        "sequence": 1,
        "team_ids": [(6, 0, [team])],
        "target_ids": [(0, 0, vals) for vals in limits],
    }
    policy = call("service.sla.policy", "create", [policy])[0]
    received = datetime.now(timezone.utc) - timedelta(hours=1)
    vals = {
        "contact_name": "时限女士",
        "description": "<p>电饭煲坏了。</p>",
        "team_id": team,
        "received_at": f"{received:%Y-%m-%d %H:%M:%S}",
    }
    yield call("service.complaint", "create", [vals])[0]
    # the complaints of other tests have no limits
    call("service.sla.policy", "write", [policy], {"active": False})
    call("service.sla.metric", "write", [metric], {"code": f"sheet_test_{metric}", "active": False})
    call("service.team", "write", [team], {"code": f"time_limits_test_{team}", "active": False})


def test_a_complaint_shows_its_limits(page, login, screenshot, complaint):
    page.goto(f"/odoo/service-complaints/{complaint}")
    of = {
        code: page.locator(f".o_service_clock[data-key='sla:{key}']")
        for code, key in (
            ("acknowledge", "acknowledge"),
            ("respond", "respond"),
            ("resolve", "resolve"),
            ("sheet", "sheet_test:internal"),
        )
    }
    expect(of["acknowledge"].locator(".badge")).to_have_class("badge rounded-pill text-bg-danger")
    expect(of["acknowledge"].locator(".o_service_clock_note")).to_contain_text("55")  # minutes overdue
    expect(of["respond"].locator(".o_service_clock_note")).to_contain_text("6")  # hours left
    expect(of["respond"]).to_have_attribute("data-state", "running")
    screenshot("time-limits")

    page.click(".o_service_milestones button[data-code=respond]")
    expect(of["respond"]).to_have_attribute("data-state", "met")
    expect(page.locator(".o_service_milestones button[data-code=respond]")).to_have_count(0)
    expect(page.locator(".o_service_milestones button[data-code=sheet_test]")).to_be_visible()

    page.click(".o_statusbar_buttons button[name=action_wait]:visible >> nth=0")
    expect(of["resolve"]).to_have_attribute("data-state", "paused")
    expect(of["sheet"]).to_have_attribute("data-state", "paused")
    screenshot("time-limits-waiting")

    page.set_viewport_size(PHONE)
    page.locator(".o_service_clocks").scroll_into_view_if_needed()
    wide = "box => box.scrollWidth > box.clientWidth"
    assert not page.locator(".o_service_clocks").evaluate(wide)
    screenshot("time-limits-phone")


def test_what_is_overdue_is_red_in_the_list(page, login, screenshot, complaint):
    page.goto("/odoo/service-complaints-all")
    page.wait_for_selector(".o_list_view")
    row = page.locator(".o_data_row:has-text('时限女士')").first
    expect(row.locator(".o_service_deadline.text-danger")).to_be_visible()
    screenshot("time-limits-list")


def test_a_policy_and_its_clocks(page, login, screenshot, complaint):
    page.goto("/odoo/service-time-limits")
    page.click(".o_data_row:has-text('时限测试') .o_data_cell[name=name]")
    expect(page.locator(".o_field_widget[name=target_ids] .o_data_row")).to_have_count(4)
    screenshot("time-limit-policy")
    page.goto("/odoo/service-clocks")
    page.wait_for_selector(".o_list_view .o_data_row")
    for view in ("pivot", "graph"):
        page.click(f".o_cp_switch_buttons .o_{view}")
        page.wait_for_selector(f".o_{view}_renderer, .o_{view}_view")
    screenshot("time-limit-clocks")
    page.click("[data-menu-xmlid='service_center.menu_reporting']")
    page.click("[data-menu-xmlid='service_center.menu_sla_review']")
    page.click(".modal button[name=action_review]")
    page.wait_for_selector(".o_list_view .o_view_nocontent, .o_list_view .o_group_header")
    screenshot("time-limit-review")
