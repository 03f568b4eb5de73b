"""A customer with an account and a telephone asks for a repair, follows it, and writes, at 375 px."""

import re

TELEPHONE = {"width": 375, "height": 812}


def fits(page):
    """Nothing is wider than the telephone."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_customer_asks_for_a_repair(page, screenshot):
    page.set_viewport_size(TELEPHONE)
    page.log_in("customer", "/my")
    page.wait_for_selector("a[href='/my/service/orders']")
    page.wait_for_load_state("networkidle")
    page.click("a[href='/my/service/orders']")
    page.click("a[href='/my/service/orders/new']")
    page.wait_for_load_state("networkidle")
    assert fits(page)

    page.fill("[name=serial]", "SN-0317")
    page.fill("[name=wished_times]", "Monday morning")
    page.click(".o_service_form button[type=submit]")
    page.wait_for_selector("#problem_text")
    assert page.input_value("[name=serial]") == "SN-0317"
    page.fill("[name=text]", "It shows <b>nothing</b>.\nSince Monday.")
    page.fill("[name=address]", "2 Lane")
    page.set_input_files("[name=files]", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"})
    page.click(".o_service_form button[type=submit]")
    page.wait_for_selector("#problem_files")
    screenshot("portal-order-refused")
    page.set_input_files("[name=files]", [])
    page.click(".o_service_form button[type=submit]")
    page.wait_for_selector(".o_service_status[data-state=draft]")
    page.wait_for_load_state("networkidle")
    number = page.inner_text("h1")
    assert re.fullmatch(r"SVO/\d{4}/\d{5}", number)
    assert "It shows <b>nothing</b>." in page.inner_text(".o_service_public")
    assert fits(page)

    page.fill("[name=message]", "Please ring twice.")
    page.click(".o_service_form button[type=submit]")
    page.wait_for_selector(".o_service_message:has-text('Please ring twice.')")
    screenshot("portal-order")
    page.goto("/my/service/orders")
    page.wait_for_selector(f".o_portal_my_doc_table a:has-text('{number}')")
    assert fits(page)
    screenshot("portal-orders")
