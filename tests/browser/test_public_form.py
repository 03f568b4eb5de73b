"""A customer with a telephone: the public form, the tracking page, and the portal, at 375 px."""

import re

import pytest

TELEPHONE = {"width": 375, "height": 812}
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c494441"
    "54789c63d8e0e0000002d40131c6c4c9ae0000000049454e44ae426082"
)


@pytest.fixture
def telephone(page):
    page.set_viewport_size(TELEPHONE)
    return page


def fits(page):
    """Nothing is wider than the telephone."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_the_form_to_the_tracking_page(telephone, screenshot):
    page = telephone
    page.goto("/service/complaint")
    page.wait_for_selector(".o_service_form")
    page.wait_for_load_state("networkidle")
    assert fits(page)
    page.fill("[name=text]", "The heel <b>broke</b>.\nOn the first day.")
    page.click(".o_service_form button[type=submit]")
    page.wait_for_selector("#problem_contact_name")
    assert page.input_value("[name=text]").startswith("The heel <b>broke</b>.")
    screenshot("public-form-refused")

    page.set_input_files("[name=files]", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"})
    page.fill("[name=contact_name]", "Ms Li")
    page.fill("[name=contact_phone]", "139 0000 0001")
    page.click(".o_service_form button[type=submit]")
    page.wait_for_selector("#problem_files")
    page.set_input_files("[name=files]", {"name": "heel.png", "mimeType": "image/png", "buffer": PICTURE})
    page.click(".o_service_form button[type=submit]")
    page.wait_for_url("**/service/track/**")
    page.wait_for_selector(".o_service_new")
    assert fits(page)
    screenshot("public-tracking")
    number = page.inner_text(".o_service_number")
    code = page.inner_text(".o_service_code")
    assert re.fullmatch(r"CMP/\d{4}/\d{5}", number)
    assert "The heel <b>broke</b>." in page.inner_text(".o_service_public")

    page.goto("/service/track")
    page.fill("[name=number]", number)
    page.fill("[name=code]", "AAAA-AAAA-AAAA")
    page.click("form[action='/service/track'] button[type=submit]")
    page.wait_for_selector(".alert-danger")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code.lower())
    page.click("form[action='/service/track'] button[type=submit]")
    page.wait_for_selector(".o_service_status[data-state=new]")
    page.wait_for_load_state("networkidle")
    page.fill("[name=message]", "When may I come?")
    page.click("button[value=reply]")
    page.wait_for_selector(".o_service_message:has-text('When may I come?')")
    assert fits(page)


def judged(page, screenshot, name, words):
    """The customer of a closed complaint says how satisfied they are, and sees what was said."""
    page.wait_for_selector(".o_service_question")
    page.wait_for_load_state("networkidle")
    page.click("button[value=rate]")
    page.wait_for_selector(".o_service_question .o_service_problem:not(.d-none)")
    assert fits(page)
    screenshot(f"{name}-question")
    page.check(".o_service_question input[value='5']")
    page.fill(".o_service_question textarea", words)
    page.click("button[value=rate]")
    page.wait_for_selector(f".o_service_answered:has-text('{words}')")
    assert page.locator("button[value=rate]").count() == 0
    assert fits(page)
    screenshot(f"{name}-answered")


def test_the_customer_agrees_and_judges(telephone, screenshot, colleague):
    page, call = telephone, colleague("manager")
    page.goto("/service/complaint")
    page.wait_for_load_state("networkidle")
    page.fill("[name=text]", "The zip is stuck.")
    page.fill("[name=contact_name]", "Mr Qin")
    page.fill("[name=contact_email]", "qin@example.com")
    page.click(".o_service_form button[type=submit]")
    page.wait_for_selector(".o_service_new")
    number = page.inner_text(".o_service_number")
    complaint = call("service.complaint", "search", [[["name", "=", number]]])
    assert page.locator("button[value=accept]").count() == 0

    call("service.complaint", "write", [complaint, {"resolution": "A new zip, free of charge."}])
    call("service.complaint", "action_resolve", [complaint])
    page.reload()
    page.wait_for_selector(".o_service_status[data-state=resolved]")
    page.wait_for_load_state("networkidle")
    assert fits(page)
    screenshot("public-settled")
    page.click("button[value=accept]")
    page.wait_for_function("!document.querySelector('button[value=accept]')")
    answers = call("service.customer.answer", "search_read", [[["complaint_id", "in", complaint]]])
    assert [(one["answer"], one["how"]) for one in answers] == [("accepted", "tracking")]

    call("service.complaint", "action_close", [complaint])
    page.reload()
    judged(page, screenshot, "public-satisfaction", "Quick and friendly")
    link = call("service.complaint", "read", [complaint, ["satisfaction_url"]])[0]["satisfaction_url"]
    page.goto("/" + link.split("/", 3)[3])
    page.wait_for_selector(".o_service_answered:has-text('Quick and friendly')")
    assert fits(page)
    screenshot("public-satisfaction-link")
    found = call("service.satisfaction", "search_read", [[["complaint_id", "in", complaint]]])
    assert [(one["value"], one["how"]) for one in found] == [("5", "tracking")]


def test_an_anonymous_complaint(telephone, screenshot):
    page = telephone
    page.goto("/service/complaint")
    page.wait_for_load_state("networkidle")
    page.fill("[name=text]", "Somebody smokes in the kitchen.")
    page.check("[name=is_anonymous]")
    assert page.locator("[name=contact_name]:visible").count() == 0
    page.click(".o_service_form button[type=submit]")
    page.wait_for_selector(".o_service_new")
    screenshot("public-anonymous")


def test_the_portal(telephone, screenshot, colleague):
    page = telephone
    page.log_in("customer", "/my")
    page.wait_for_selector("a[href='/my/complaints']")
    page.wait_for_load_state("networkidle")
    assert fits(page)
    screenshot("portal-home")
    page.click("a[href='/my/complaints']")
    page.click("a[href='/my/complaints/new']")
    page.wait_for_load_state("networkidle")
    page.fill("[name=text]", "The bill is wrong.")
    page.click(".o_service_form button[type=submit]")
    page.wait_for_selector(".o_service_status[data-state=new]")
    page.wait_for_load_state("networkidle")
    number = page.inner_text("h1")
    page.fill("[name=message]", "Here is the bill.")
    page.click("button[value=reply]")
    page.wait_for_selector(".o_service_message:has-text('Here is the bill.')")
    assert fits(page)
    screenshot("portal-complaint")
    page.goto("/my/complaints")
    page.wait_for_selector(f".o_portal_my_doc_table a:has-text('{number}')")
    assert fits(page)
    screenshot("portal-complaints")

    call = colleague("manager")
    complaint = call("service.complaint", "search", [[["name", "=", number]]])
    call("service.complaint", "action_resolve", [complaint])
    page.goto(f"/my/complaints/{complaint[0]}")
    page.wait_for_load_state("networkidle")
    page.click("button[value=accept]")
    page.wait_for_function("!document.querySelector('button[value=accept]')")
    call("service.complaint", "action_close", [complaint])
    page.reload()
    judged(page, screenshot, "portal-satisfaction", "All is well")
