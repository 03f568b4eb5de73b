"""The committed sample ledger is what its generator makes, and holds what it promises."""

import subprocess
import sys
from pathlib import Path

import openpyxl

DATA = Path(__file__).parents[2] / "data"


def cells(path):
    return {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
        for sheet in openpyxl.load_workbook(path).worksheets
    }


def test_the_generator_reproduces_the_committed_ledger_cell_by_cell(tmp_path):
    made = tmp_path / "ledger.xlsx"
    subprocess.run([sys.executable, DATA / "make_complaints_mall.py", made], check=True, timeout=60)
    assert cells(made) == cells(DATA / "complaints_mall.xlsx")


def test_the_ledger_has_312_rows_under_a_title_with_varied_texts():
    rows = cells(DATA / "complaints_mall.xlsx")["投诉台账"]
    assert rows[0][0] == "银河购物中心顾客投诉登记台账"
    headings, body = rows[1], rows[2:]
    assert len(body) == 312
    assert len({row[headings.index("投诉内容")] for row in body}) >= 300
    assert len({row[headings.index("投诉类别")].strip() for row in body}) == 15
