"""The columns of a list of score entries, and the problems that only such a list can have."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.service_kernel.tools.ledger_column import column_maker

_lt = LazyTranslate(__name__)

HEADINGS = {
    "number": ("工号", "员工编号", "职工编号", "人员编号", "Employee No.", "Employee Number", "Badge"),
    "employee": ("姓名", "员工姓名", "员工", "责任人", "当事人", "Employee", "Name"),
    "department": ("部门", "所属部门", "Department"),
    "site": ("网点", "门店", "场所", "地点", "Site"),
    "rule": ("规则编号", "规则", "条款", "条款编号", "扣分项目", "项目", "Rule", "Rule Code"),
    "date": ("日期", "发生日期", "违规日期", "检查日期", "Date", "Day"),
    "quantity": ("数量", "次数", "人次", "Quantity", "Count"),
    "points": ("分值", "每次分值", "扣分", "分数", "Points", "Points Each"),
    "points_reason": ("加重理由", "分值理由", "Why More Points"),
    "description": ("说明", "情况说明", "事实经过", "违规情况", "Description", "What Happened"),
    "reporter": ("发现人", "检查人", "记录人", "上报人", "Reported By"),
}
MESSAGES = {
    "score_employee_unknown": _lt("Nobody of the company is called “%(value)s”. Correct the name."),
    "score_employee_ambiguous": _lt(
        "%(count)s employees are called “%(value)s”. Give the employee number, so that the right one is "
        "meant."
    ),
    "score_number_unknown": _lt("No employee of the company has the number “%(value)s”."),
    "score_number_ambiguous": _lt("Several employees have the number or badge “%(value)s”."),
    "score_number_of_other": _lt("The number %(number)s is not that of “%(value)s”. Correct one of them."),
    "score_unit_unknown": _lt("“%(value)s” does not exist. Correct the name."),
    "score_unit_ambiguous": _lt("Several are called “%(value)s”. Use a code or another name."),
    "score_rule_unknown": _lt("No rule book has a rule “%(value)s”. Give its code."),
    "score_rule_not_valid": _lt("No rule book with the rule “%(value)s” was in force on that day."),
    "score_rule_ambiguous": _lt("“%(value)s” fits %(count)s rules that were in force on that day."),
    "score_carrier_missing": _lt("The rule needs this: whose score changes?"),
    "score_in_future": _lt("“%(value)s” is in the future."),
    "score_too_old": _lt("“%(value)s” is too long ago: the rule allows %(limit)s days."),
    "score_quantity": _lt("“%(value)s” is not above zero."),
    "score_points_sign": _lt("“%(value)s” is below zero, but the rule does not deduct points."),
    "score_points_none": _lt("“%(value)s”: the rule is not about points."),
    "score_points_fixed": _lt("“%(value)s”: the rule says %(points)s points each."),
    "score_points_below": _lt("“%(value)s” is too little: the rule says at least %(points)s points each."),
    "score_points_above": _lt("“%(value)s” is too much: the rule allows at most %(points)s points each."),
    "score_reason_missing": _lt("“%(value)s” is more than the least that the rule says: write why."),
}


def entry_columns(env):
    """The columns of a list of entries in the order of the template, labelled in the language of ``env``."""
    column = column_maker(HEADINGS)
    return [
        column(
            "number",
            env._("Employee Number"),
            limit=100,
            example="1024",
            help=env._("Employee number or badge. Needed where several employees have the same name."),
        ),
        column("employee", env._("Employee"), limit=200, example="李明", help=env._("Name of the employee.")),
        column(
            "department",
            env._("Department"),
            "relation",
            example="前厅部",
            help=env._("Only where the score is a department's; else it follows from the employee."),
        ),
        column("site", env._("Site"), "relation", example="一楼大堂", help=env._("Name or code.")),
        column(
            "rule",
            env._("Rule Code"),
            "relation",
            required=True,
            example="HOTEL-PT-attendance",
            help=env._("Code of the rule, or its name."),
        ),
        column(
            "date", env._("Day"), "date", required=True, example="2026-09-05", help=env._("Write the year.")
        ),
        column("quantity", env._("Quantity"), "amount", example="1", help=env._("Empty: 1.")),
        column(
            "points",
            env._("Points Each"),
            "amount",
            example="1",
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
            env._("What Happened"),
            limit=32_767,
            example="早班迟到12分钟",
            help=env._("What was seen, where and when."),
        ),
        column(
            "reporter",
            env._("Reported By"),
            "relation",
            example="王芳",
            help=env._("Name or login of the user who saw it."),
        ),
    ]
