"""A service desk's day: the year's ledger, a complaint from intake to closing, an import, the report."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import xlsxwriter

SHANGHAI = ZoneInfo("Asia/Shanghai")


def opened(page, path, view):
    """Open a client address and wait until its view is drawn."""
    page.goto(path)
    page.wait_for_selector(f".o_action_manager .{view}")


def pressed(page, action, state):
    """Press a step's button in the form's header and wait for the new status."""
    page.click(f".o_form_view .o_statusbar_buttons button[name={action}]:visible >> nth=0")
    page.wait_for_selector(f".o_statusbar_status button.o_arrow_button_current[data-value={state}]")


def search(page, text):
    """Search the open list for a number or a customer."""
    page.fill(".o_searchview_input", text)
    page.press(".o_searchview_input", "Enter")
    page.wait_for_selector(".o_searchview_facet")


@pytest.fixture
def ledger(tmp_path):
    """A desk's own ledger: two good rows, one without a day, a heading that nobody knows."""
    path = tmp_path / "柜台台账.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    rows = [
        ("登记编号", "投诉日期", "顾客姓名", "联系方式", "投诉类别", "投诉内容", "金额(元)", "天气"),
        (
            "GT-1",
            "2026年10月5日 14:20",
            "严女士",
            "138 0013 8999",
            "商品质量",
            "=SUM(1,2) 电饭煲坏了",
            "1,280元",
            "晴",
        ),
        ("GT-2", "2026-10-06", "金先生", "010-88001234转5", "员工态度", "导购不理人", "", "雨"),
        ("GT-3", "2026年10月", "秦女士", "", "员工态度", "收银台无人", "约三百", ""),
    ]
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(index, column, text)
    book.close()
    return path


def test_the_ledger_of_a_year_is_there(page, login, screenshot):
    login("leader")
    opened(page, "/odoo/service-complaints-all", "o_list_view")
    page.click(".o_searchview_dropdown_toggler")
    page.click(".o_filter_menu .o_menu_item:has-text('历史') >> nth=-1")
    page.wait_for_selector(".o_searchview_facet")
    page.keyboard.press("Escape")
    page.wait_for_function("document.querySelector('.o_pager_limit')?.textContent === '300'")
    assert page.locator(".o_data_row").count() == 80
    screenshot("complaints")
    for view in ("kanban", "pivot", "graph", "calendar"):
        page.click(f".o_cp_switch_buttons .o_{view}")
        page.wait_for_selector(f".o_{view}_renderer, .o_{view}_view")
        page.wait_for_timeout(500)  # charts are drawn with an animation
        screenshot(f"complaints-{view}")


def test_from_intake_to_closing(page, login, screenshot):
    login("desk")
    opened(page, "/odoo/service-complaints", "o_kanban_view")
    page.click(".o-kanban-button-new")
    page.wait_for_selector(".o_form_view .o_field_widget[name=contact_name] input")
    page.fill(".o_field_widget[name=contact_name] input", "孔女士")
    page.fill(".o_field_widget[name=contact_phone] input", "139 0000 0001")
    page.click(".o_field_widget[name=category_id] input")
    page.fill(".o_field_widget[name=category_id] input", "商品质量")
    page.click(".o-autocomplete--dropdown-item:has-text('商品质量') >> nth=0")
    page.fill(".o_field_widget[name=amount_at_stake] input", "499")
    page.click(".o_field_widget[name=description] .odoo-editor-editable")
    page.keyboard.type("新买的吹风机第三天冒烟。")
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_field_widget[name=name]:has-text('CMP/')")
    number = page.inner_text(".oe_title .o_field_widget[name=name]").strip()
    assert re.fullmatch(r"CMP/\d{4}/\d{5}", number)

    pressed(page, "action_acknowledge", "acknowledged")
    pressed(page, "action_start", "investigating")
    screenshot("complaint-investigating")
    pressed(page, "action_remedy", "resolving")
    page.click(".o_statusbar_buttons button[name=action_decide]:visible >> nth=0")
    page.wait_for_selector(".modal .o_field_widget[name=text] textarea")
    screenshot("complaint-resolve")
    page.fill(".modal .o_field_widget[name=text] textarea", "当场换新，并致歉。")
    page.click(".modal footer button[name=action_confirm]:visible")
    page.wait_for_selector(".o_statusbar_status button.o_arrow_button_current[data-value=resolved]")
    pressed(page, "action_close", "closed")
    page.click(".o_notebook a[name=result]")
    page.wait_for_selector(".o_field_widget[name=closed_at]:not(:empty)")
    assert page.input_value(".o_field_widget[name=resolution] textarea") == "当场换新，并致歉。"
    screenshot("complaint-closed")

    opened(page, "/odoo/service-complaints-all", "o_list_view")
    search(page, number)
    page.wait_for_function("document.querySelectorAll('.o_data_row').length === 1")
    assert "已结案" in page.inner_text(".o_data_row")


def test_a_ledger_comes_in_once(page, login, screenshot, ledger, tmp_path):
    login("leader")
    for expected in ("2", "0"):
        opened(page, "/odoo/service-complaints-all", "o_list_view")
        page.click(".o_menu_sections [data-menu-xmlid='service_center.menu_ledger_import']")
        page.wait_for_selector(
            ".o_last_breadcrumb_item:has-text('导入台账'), .o_breadcrumb:has-text('导入台账')"
        )
        page.click(".o_list_button_add")
        page.set_input_files(".o_field_widget[name=file] input[type=file]", ledger)
        page.wait_for_selector(
            ".o_field_widget[name=file] .o_form_uri, .o_field_widget[name=file] input.o_input"
        )
        page.click("button[name=action_read]")
        page.wait_for_selector(".o_field_widget[name=bad_count]:visible")
        assert page.inner_text(".o_field_widget[name=good_count]") == expected
        assert page.inner_text(".o_field_widget[name=bad_count]") == "1"
        screenshot(f"import-check-{expected}")
        if expected == "2":
            page.click("button[name=action_import]")
            page.wait_for_selector(".o_field_widget[name=created_count]:visible")
            screenshot("import-done")
        else:
            assert page.inner_text(".o_field_widget[name=repeat_count]") == "2"
            assert page.locator("button[name=action_import]:visible").count() == 0

    with page.expect_download() as waiting:
        page.click("button[name=action_download_correction]")
    target = tmp_path / "correction.xlsx"
    waiting.value.save_as(target)
    rows = list(openpyxl.load_workbook(target).active.iter_rows(values_only=True))
    assert rows[1][0] == "GT-3"
    assert len(rows) == 2

    opened(page, "/odoo/service-complaints-all", "o_list_view")
    search(page, "严女士")
    page.wait_for_function("document.querySelectorAll('.o_data_row').length === 1")
    page.click(".o_data_row .o_data_cell >> nth=1")
    page.wait_for_selector(".o_field_widget[name=description]:has-text('=SUM(1,2) 电饭煲坏了')")
    screenshot("import-complaint")


def test_the_monthly_report_is_downloaded(page, login, screenshot, tmp_path):
    login("leader")
    page.goto("/odoo/service-complaints-all")
    page.wait_for_selector(".o_list_view")
    page.click(".o_menu_sections [data-menu-xmlid='service_center.menu_reporting']")
    page.click(".o-dropdown--menu [data-menu-xmlid='service_center.menu_complaint_report']")
    page.wait_for_selector(".modal button[name=action_download]")
    screenshot("report-wizard")
    with page.expect_download() as waiting:
        page.click(".modal button[name=action_download]")
    assert waiting.value.suggested_filename.endswith(".xlsx")
    target = tmp_path / "report.xlsx"
    waiting.value.save_as(target)
    book = openpyxl.load_workbook(target)
    assert len(book.sheetnames) == 5
    assert sum(len(sheet._charts) for sheet in book) >= 5
    texts = [
        cell.value for row in book.worksheets[0].iter_rows() for cell in row if isinstance(cell.value, str)
    ]
    assert any("银河购物中心" in text for text in texts)
    last_month = (datetime.now(SHANGHAI).replace(day=1)).month - 1 or 12
    assert any(f"{last_month}月" in text for text in texts)
