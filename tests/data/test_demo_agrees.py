"""The sample ledger's names are those of the demo data, so that an import finds them."""

from pathlib import Path

import openpyxl
import pytest
from lxml import etree

ROOT = Path(__file__).parents[2]
DEMO = [*ROOT.glob("addons/service_kernel/demo/*.xml"), *ROOT.glob("addons/service_center/demo/*.xml")]


def names(model, field="name"):
    found = set()
    for path in DEMO:
        for node in etree.parse(path).xpath(f"//record[@model='{model}']/field[@name='{field}']"):
            found.add(node.text)
    return found


def chinese_categories():
    calls = [
        call
        for path in DEMO
        for call in etree.parse(path).xpath("//function[@model='service.category']/@eval")
    ]
    return {call.split("{lang.code: '")[1].split("'")[0] for call in calls}


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
    sheet = openpyxl.load_workbook(ROOT / "data" / "complaints_mall.xlsx").worksheets[0]
    column = [cell.value for cell in sheet[2]].index(heading)
    written = {row[column] for row in sheet.iter_rows(min_row=3, values_only=True)} - {None}
    separated = {
        part.strip() for text in written for part in text.replace("，", "、").replace("/", "、").split("、")
    }
    assert separated <= known
