"""A member at the service desk, in a sale order and in the portal: each sees the same points."""

import re

import pytest
from playwright.sync_api import expect

PHONE = "13666001234"
DESK = "/odoo/action-membership.membership_card_desk_action"


@pytest.fixture
def membership(colleague):
    """The pack of a service desk, a card of the portal's customer, and who serves at the desk.

    :return: the administrator's call, the id of the card, its number, the customer's partner
    """
    call = colleague("admin")
    call("service.policy.pack", "load_pack", ["department_desk"])
    (program,) = call("loyalty.program", "search", [[["membership_code", "=", "department_desk"]]])
    group = call(
        "ir.model.data",
        "search_read",
        [[["module", "=", "membership"], ["name", "=", "group_user"]], ["res_id"]],
    )
    user = {"name": "台小姐", "login": "member_desk", "password": "member_desk", "lang": "zh_CN"}
    call("res.users", "create", [user | {"tz": "Asia/Shanghai", "group_ids": [[6, 0, [group[0]["res_id"]]]]}])
    (customer,) = call("res.users", "search_read", [[["login", "=", "customer"]], ["partner_id"]])
    partner = customer["partner_id"][0]
    call("res.partner", "write", [[partner], {"phone": PHONE}])
    card = call("loyalty.card", "create", [{"program_id": program, "partner_id": partner}])
    (read,) = call("loyalty.card", "read", [[card], ["code"]])
    return call, card, read["code"], partner


def at_desk(page, button, points, reason):
    """Book points in two clicks from the member's card."""
    page.click(f".o_kanban_record:has-text('{PHONE}') button[name={button}]")
    page.fill(".modal .o_field_widget[name=points] input", points)
    page.fill(".modal .o_field_widget[name=reason] :is(input, textarea)", reason)
    page.click(".modal footer button[name=action_apply]:visible")
    page.wait_for_selector(".modal", state="detached")


def test_a_member_at_desk_sale_and_portal(page, membership, screenshot):
    call, card, number, partner = membership

    page.log_in("member_desk", DESK)
    page.fill(".o_searchview_input", PHONE[3:9])
    page.keyboard.press("Enter")
    found = page.locator(".o_kanban_record:not(.o_kanban_ghost)")
    expect(found).to_have_count(1)
    at_desk(page, "action_membership_earn", "1200", "开业赠送")
    expect(found).to_contain_text("银卡")
    at_desk(page, "action_membership_redeem", "200", "兑换雨伞")
    expect(found).to_contain_text(re.compile(r"1,?000"))
    screenshot("membership-desk")
    # one more than there is: refused in words, and nothing is booked
    page.click(f".o_kanban_record:has-text('{PHONE}') button[name=action_membership_redeem]")
    page.fill(".modal .o_field_widget[name=points] input", "1000.01")
    page.fill(".modal .o_field_widget[name=reason] :is(input, textarea)", "多一点")
    page.click(".modal footer button[name=action_apply]:visible")
    expect(page.locator(".modal").last).to_contain_text(re.compile(r"1,?000"))
    screenshot("membership-refused")
    assert call("loyalty.card", "read", [[card], ["points"]])[0]["points"] == 1000

    product = call(
        "product.product", "create", [{"name": "保温杯", "list_price": 4000, "taxes_id": [[6, 0, []]]}]
    )
    order = call(
        "sale.order", "create", [{"partner_id": partner, "order_line": [[0, 0, {"product_id": product}]]}]
    )
    page.log_in("admin", f"/odoo/action-sale.action_quotations_with_onboarding/{order}")
    expect(page.locator(".o_field_widget[name=membership_tier_ids]")).to_contain_text(
        re.compile("Silver|银卡")
    )
    page.click(".o_statusbar_buttons button[name=action_confirm]:visible >> nth=0")
    page.wait_for_selector(".o_arrow_button_current[data-value=sale]")
    screenshot("membership-order")
    (read,) = call("loyalty.card", "read", [[card], ["points", "membership_tier_id"]])
    # 1,200 and 4,000 were earned altogether
    assert (read["points"], read["membership_tier_id"][1] in ("Gold", "金卡")) == (5000, True)

    page.log_in("customer", "/my/membership")
    page.click(f"a:has-text('{number}')")
    expect(page.locator("img[src*=barcode], img[src^='data:image']").first).to_be_visible()
    statement = page.locator("table").last
    for text in ("开业赠送", "兑换雨伞", re.compile(r"5,?000"), re.compile(r"4,?000")):
        expect(statement).to_contain_text(text)
    screenshot("membership-portal")
