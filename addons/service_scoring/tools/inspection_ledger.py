"""The columns of a register of inspections, and the problems that only such a register can have."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.service_kernel.tools.ledger_column import column_maker

from .score_entry_ledger import MESSAGES as ENTRY_MESSAGES

_lt = LazyTranslate(__name__)

HEADINGS = {
    "department": ("被检查单位", "受检单位", "单位", "网点", "机构", "部门", "Unit", "Department", "Outlet"),
    "site": ("检查地点", "场所", "门店", "Site"),
    "date": ("检查日期", "日期", "Date", "Day"),
    "reporter": ("检查人", "检查人员", "检查组", "Inspector", "Inspectors"),
    "rule": ("条款编号", "条款", "规则编号", "检查项目", "Clause", "Rule Code"),
    "quantity": ("数量", "处数", "人次", "次数", "Count", "Quantity"),
    "persons": ("责任人工号", "责任人", "工号", "员工编号", "Persons", "Employee Numbers"),
    "points": ("分值", "每次扣分", "扣分", "Points", "Points Each"),
    "points_reason": ("加重理由", "分值理由", "Why More Points"),
    "description": ("检查情况", "发现问题", "存在问题", "说明", "备注", "What Was Seen", "Note"),
}
MESSAGES = ENTRY_MESSAGES | {
    "inspection_no_place": _lt("Which unit or site was inspected?"),
    "inspection_persons_exceed": _lt("%(named)s times are named for persons, but only %(count)s were found."),
    "inspection_refused": _lt("%(why)s"),
    "inspection_no_finding": _lt("“%(value)s” is a clause without points: no entry follows from it."),
}


def inspection_columns(env):
    """The columns in the order of the template, labelled in the language of ``env``."""
    column = column_maker(HEADINGS)
    return [
        column(
            "department",
            env._("Unit"),
            "relation",
            example="城关分社",
            help=env._("Name of the department that was inspected."),
        ),
        column("site", env._("Site"), "relation", help=env._("Name or code.")),
        column(
            "date", env._("Day"), "date", required=True, example="2026-09-05", help=env._("Write the year.")
        ),
        column(
            "reporter",
            env._("Inspector"),
            "relation",
            example="王芳",
            help=env._("Name or login of the user who inspected."),
        ),
        column(
            "rule",
            env._("Clause"),
            "relation",
            required=True,
            example="CU-ENV-02",
            help=env._("Code of the rule, or its name."),
        ),
        column(
            "quantity",
            env._("How Many"),
            "amount",
            example="2",
            help=env._(
                "Places, times, errors or documents, as the clause counts them. Empty: 1, or one each."
            ),
        ),
        column(
            "persons",
            env._("Persons"),
            limit=500,
            example="1001、1002×2",
            help=env._("Employee numbers of those who are known, with ×2 for twice."),
        ),
        column(
            "points",
            env._("Points Each"),
            "amount",
            help=env._("Only where the rule leaves a choice; empty: what the rule says."),
        ),
        column(
            "points_reason",
            env._("Why More Points"),
            limit=500,
            help=env._("Needed for more points than the least that the rule says."),
        ),
        column(
            "description",
            env._("What Was Seen"),
            limit=32_767,
            example="柜台外侧地面有纸屑",
            help=env._("What was seen, where and when."),
        ),
    ]
