"""A manager's policies: a pack is loaded with a preview, changed, loaded again, and exported as a file."""

import io
import zipfile

import pytest

PACK = ".o_data_row:has(td:text-is('manufacturer'))"


def opened(page, path):
    """Open a list and wait until it is drawn."""
    page.goto(path)
    page.wait_for_selector(".o_action_manager .o_list_view")


def previewed(page):
    """Open the wizard from the pack's line and have it show what would happen."""
    opened(page, "/odoo/service-policy-packs")
    page.click(f"{PACK} button[name=action_load]")
    page.click(".modal button[name=action_preview]:visible")
    page.wait_for_selector(".modal button[name=action_load]:visible")


def count(page, name):
    return int(page.inner_text(f".modal .o_field_widget[name={name}]"))


def loaded(page):
    page.click(".modal button[name=action_load]:visible")
    page.wait_for_selector(".modal .alert-success:visible")


@pytest.fixture
def exported(page, tmp_path):
    """Export what is chosen in the open dialog and return the archive."""

    def export():
        with page.expect_download() as waiting:
            page.click(".modal button[name=action_export]:visible")
        target = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(target)
        return zipfile.ZipFile(io.BytesIO(target.read_bytes()))

    return export


def test_load_change_load_again_export(page, login, screenshot, exported):
    """The mall's own pack comes with the demo data; another trade's is loaded beside it."""
    login("manager")
    previewed(page)
    records = count(page, "created_count")
    assert records >= 30
    assert count(page, "kept_count") == 0
    assert page.locator(".modal .o_data_row:has-text('MFG-SLA-02')").count() >= 1
    screenshot("packs-preview")
    loaded(page)
    screenshot("packs-loaded")

    opened(page, "/odoo/service-limits")
    page.click(".o_data_row:has(td:text-is('一般投诉')) .o_data_cell[name=metric_id]")
    page.wait_for_selector(".o_form_view .o_field_widget[name=value] input")
    assert page.input_value(".o_field_widget[name=value] input") == "3"
    page.fill(".o_field_widget[name=value] input", "5")
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_status_indicator_buttons.invisible", state="attached")

    previewed(page)
    assert count(page, "kept_count") == 1
    assert count(page, "unchanged_count") == records - 1
    screenshot("packs-kept")
    loaded(page)
    opened(page, "/odoo/service-limits")
    # the list shows what it knew before it has read anew
    page.wait_for_selector(".o_data_row:has(td:text-is('一般投诉')) .o_data_cell[name=value]:text-is('5')")

    opened(page, "/odoo/service-policy-packs")
    page.click(".o_control_panel .o_service_export:visible")
    page.wait_for_selector(".modal .o_field_widget[name=load_ids] input")
    page.click(".modal .o_field_widget[name=load_ids] input")
    page.click(".o-autocomplete--dropdown-item:has-text('manufacturer')")
    page.click(".modal .o_field_widget[name=own] input")
    page.wait_for_function("document.querySelector('.modal [name=code] input').value === 'manufacturer'")
    screenshot("packs-export")
    with exported() as archive:
        limits = archive.read("manufacturer/service.sla.target.csv").decode()
        assert "manufacturer/pack.json" in archive.namelist()
    assert any(row.startswith("MFG-SLA-02,") and ",5," in row for row in limits.splitlines())
