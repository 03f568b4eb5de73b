"""The committed sample ledgers are what their generators make, and hold what they promise."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

DATA = Path(__file__).parents[2] / "data"


def cells(path):
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in openpyxl.load_workbook(path).worksheets
    }


@pytest.mark.parametrize(
    "name", ["complaints_mall", "service_orders_doors", "score_entries_hotel", "inspection_credit_union"]
)
def test_the_generator_reproduces_the_committed_ledger_cell_by_cell(tmp_path, name):
    made = tmp_path / "ledger.xlsx"
    subprocess.run([sys.executable, DATA / f"make_{name}.py", made], check=True, timeout=60)
    assert cells(made) == cells(DATA / f"{name}.xlsx")


def test_the_ledger_has_312_rows_under_a_title_with_varied_texts():
    rows = cells(DATA / "complaints_mall.xlsx")["投诉台账"]
    assert rows[0][0] == "银河购物中心顾客投诉登记台账"
    headings, body = rows[1], rows[2:]
    assert len(body) == 312
    assert len({row[headings.index("投诉内容")] for row in body}) >= 300
    assert len({row[headings.index("投诉类别")].strip() for row in body}) == 15


def test_the_repair_register_has_252_rows_of_a_year():
    rows = cells(DATA / "service_orders_doors.xlsx")["报修登记"]
    assert rows[0][0] == "静安门窗有限公司顾客报修登记表"
    headings, body = rows[1], rows[2:]
    assert len(body) == 252
    assert len({row[headings.index("报修类别")].strip() for row in body}) == 9
    named = {row[headings.index("维修人员")] for row in body}
    assert {"韩志强", "马立军", "田大勇", "冯建"} <= named


def test_one_lot_has_a_batch_of_the_same_fault():
    rows = cells(DATA / "service_orders_doors.xlsx")["报修登记"]
    serials = [row[rows[1].index("产品编号")] or "" for row in rows[2:]]
    assert sum(serial.startswith("PK65-2509") for serial in serials) >= 8


def test_the_score_register_has_172_rows_of_a_quarter():
    rows = cells(DATA / "score_entries_hotel.xlsx")["扣分登记"]
    assert rows[0][0] == "员工违规扣分登记表"
    headings, body = rows[1], rows[2:]
    assert headings == ["工号", "姓名", "规则编号", "日期", "数量", "分值", "说明", "发现人"]
    assert len(body) == 172
    codes = {(row[headings.index("规则编号")] or "").strip() for row in body}
    assert len({code for code in codes if code.startswith("HOTEL-PT-")}) == 16


def test_the_register_of_inspections_has_132_rows_of_three_quarters():
    rows = cells(DATA / "inspection_credit_union.xlsx")["检查登记"]
    assert rows[0][0] == "文明优质服务检查登记表"
    headings, body = rows[1], rows[2:]
    assert headings[:6] == ["被检查单位", "检查日期", "检查人", "条款编号", "数量", "责任人工号"]
    assert len(body) == 132
    assert len({(row[0] or "").strip() for row in body} - {""}) == 6
    assert len({(row[3] or "").strip() for row in body} - {"", "CU-ENV-09", "CU-SUP-02"}) == 15
