"""Somebody registers an item, sends it to repair, and asks what holds on a day."""

import re


def choose(page, field, text):
    """Choose a record in a many2one by its name."""
    page.fill(f".o_field_widget[name={field}] input", text)
    page.click(f".o-autocomplete--dropdown-item:has-text('{text}')")


def test_from_the_proof_to_the_answer(page, login, screenshot):
    login("admin")
    page.goto("/odoo/service-warranties/new")
    page.wait_for_selector(".o_form_view")
    choose(page, "product_id", "时刻石英表")
    page.wait_for_function("document.querySelector('.o_field_widget[name=term_id] input').value != ''")
    page.fill(".o_field_widget[name=serial] input", "SK-NEW-1")
    page.click(".o_field_widget[name=proof] input")
    page.click(".o_select_menu_item:has-text('Receipt')")
    page.fill(".o_field_widget[name=proof_number] input", "XP-1")
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_saved")
    assert "In Warranty" in page.inner_text(".o_form_statusbar")
    assert "Return: 七日内退货" in page.inner_text(".o_field_widget[name=rights_today]")
    screenshot("warranty")

    page.click("button[name=action_step]:has-text('Repair Begins')")
    page.fill(".modal .o_field_widget[name=fault] input", "走时不准")
    page.click(".modal button[name=action_confirm]")
    page.wait_for_selector(".modal", state="detached")
    page.wait_for_selector(".o_field_widget[name=under_repair_since]")
    assert "走时不准" in page.inner_text(".o_field_widget[name=event_ids]")

    page.click("button[name=action_judge]")
    page.wait_for_selector(".modal .o_field_widget[name=answer] li")
    assert "under repair since" in page.inner_text(".modal .o_field_widget[name=answer]")
    page.fill(".modal .o_field_widget[name=text] input", "进水")
    page.click(".modal .o_field_widget[name=answer]")
    page.wait_for_selector(".modal .o_field_widget[name=state] :text('Out of Warranty')")
    assert "Not covered: “进水”" in page.inner_text(".modal .o_field_widget[name=answer]")
    screenshot("warranty-state-on-a-day")
    page.click(".modal-footer button")
    page.wait_for_selector(".modal", state="detached")

    page.goto("/odoo/service-warranties")
    page.wait_for_selector(".o_data_row:has-text('SK-NEW-1')")
    assert re.search(r"SK-2025-0342.*Not Proven", page.inner_text(".o_list_view"), re.S)
    screenshot("warranties")
