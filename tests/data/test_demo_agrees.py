"""The sample ledger's names are those of the demo data, so that an import finds them."""

import csv
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "addons" / "service_center" / "data" / "packs"
DEMO = [*ROOT.glob("addons/service_kernel/demo/*.xml"), *ROOT.glob("addons/service_center/demo/*.xml")]


def names(model, field="name"):
    found = set()
    for path in DEMO:
        for node in etree.parse(path).xpath(f"//record[@model='{model}']/field[@name='{field}']"):
            found.add(node.text)
    return found


def chinese_categories(pack="mall"):
    """Those of the policy pack that the demo data load."""
    with (PACKS / pack / "service.category.csv").open(encoding="utf-8", newline="") as file:
        return {row["name:zh_CN"] for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("投诉类别", chinese_categories()),
        ("商铺/楼层", names("service.site") | names("service.site", "code")),
        ("责任部门", names("hr.department")),
        ("商品名称", names("product.product")),
        ("被投诉员工", names("hr.employee")),
        ("受理人", names("res.users")),
    ],
)
def test_every_name_in_the_ledger_is_known(heading, known):
    assert written("complaints_mall.xlsx", heading) <= known


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("报修类别", chinese_categories("doors_windows")),
        ("产品名称", names("product.product")),
        ("维修人员", names("hr.employee")),
    ],
)
def test_every_name_in_the_repair_register_is_known(heading, known):
    assert written("service_orders_doors.xlsx", heading) <= known


def written(file, heading):
    """The names in a column of a sample ledger."""
    sheet = openpyxl.load_workbook(ROOT / "data" / file).worksheets[0]
    column = [cell.value for cell in sheet[2]].index(heading)
    cells = {row[column] for row in sheet.iter_rows(min_row=3, values_only=True)} - {None}
    return {
        part.strip() for text in cells for part in text.replace("，", "、").replace("/", "、").split("、")
    }
