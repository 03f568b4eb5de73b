"""The columns of the sample repair register, and how their cells are written."""

from ledger_cells import amount_cell, date_cell, long_cell, loose_cell, moment_cell, phone_cell

COLUMNS = {  # code: (heading in the register, column width)
    "number": ("报修编号", 14),
    "received_at": ("报修日期", 18),
    "customer": ("报修人", 10),
    "phone": ("联系电话", 20),
    "address": ("楼盘房号", 20),
    "channel": ("报修方式", 10),
    "type": ("服务项目", 10),
    "category": ("报修类别", 12),
    "product": ("产品名称", 20),
    "serial": ("产品编号", 18),
    "description": ("报修内容", 52),
    "warranty": ("保内/保外", 10),
    "cause": ("故障原因", 12),
    "technician": ("维修人员", 14),
    "planned_start": ("预约日期", 14),
    "finished_at": ("完成日期", 18),
    "hours": ("工时", 10),
    "material": ("使用材料", 28),
    "amount": ("费用（元）", 12),
    "liability": ("费用承担", 10),
    "work_done": ("维修结果", 30),
    "opinion": ("客户意见", 20),
    "signed_by": ("客户签字", 10),
    "unfinished": ("未完成原因", 22),
    "state": ("状态", 10),
    "remark": ("备注", 20),
}
WORDS = {
    "phone": ("电话", "来电", "热线"), "counter": ("来访", "前台"), "social": ("微信", "企业微信"),
    "letter": ("信函",), "other": ("其他",),
    "on_site_repair": ("上门维修", "维修", "报修"), "maintenance": ("保养", "维护"),
    "in": ("保内", "是", "保修期内"), "out": ("保外", "否", "过保"), "unproven": ("无凭证", "不详"),
    "manufacturing": ("质量问题", "产品质量", "安装质量"), "misuse": ("人为损坏", "使用不当"),
    "transport": ("运输损坏",), "wear": ("自然磨损", "老化"), "unknown": ("不明",),
    "company": ("公司", "免费"), "customer": ("业主", "收费", "自费"), "split": ("各半",),
    "draft": ("新报修",), "confirmed": ("待派工", "已受理"), "scheduled": ("已派工", "已预约"),
    "waiting": ("等配件", "待料"), "done": ("已完工", "待签字"), "signed": ("已签字",),
    "closed": ("已完成", "已结案", "完成"), "cancelled": ("已取消",),
}  # fmt: skip


def _hours(rng, value):
    if value is None:
        return ""
    whole, half = divmod(value, 1)
    words = {0.5: "半小时", 1.5: "一个半小时", 4.0: "半天"}
    return rng.choices(
        [
            int(value) if value == int(value) else value,
            f"{value:g}小时",
            f"{int(whole)}小时30分" if half and whole else f"{value:g}h",
            f"{round(value * 60)}分钟",
            words.get(value, f"{value:g}工时"),
        ],
        [52, 20, 10, 8, 10],
    )[0]


def _material(rng, items):
    style = rng.random()
    parts = []
    for name, unit, count, _cost in items:
        parts.append(f"{name}×{count}" if style < 0.4 else f"{name}{count}{unit}")
    return rng.choice(["、", "，"]).join(parts)


def write_cells(rng, case):
    """The cells of one row, in the order of COLUMNS."""
    finished = case["finished_at"]
    if finished:
        finished = moment_cell(rng, finished) if rng.random() < 0.6 else date_cell(rng, finished.date())
    cells = {
        **case,
        "received_at": moment_cell(rng, case["received_at"]),
        "phone": phone_cell(rng, case["phone"]),
        "description": long_cell(rng, case["description"]),
        "planned_start": date_cell(rng, case["planned_start"]),
        "finished_at": finished,
        "hours": _hours(rng, case["hours"]),
        "material": _material(rng, case["material"]),
        "amount": amount_cell(rng, case["amount"]),
        "technician": rng.choice(["、", "，", "/"]).join(case["technician"]),
        "serial": case["serial"] if rng.random() > 0.04 else "",
    }
    for code in ("channel", "type", "warranty", "cause", "liability", "state"):
        cells[code] = rng.choice(WORDS[case[code]])
    if rng.random() < 0.05:
        cells["cause"] = ""
    for code in ("customer", "category", "product", "technician", "state"):
        cells[code] = loose_cell(rng, cells[code])
    return [cells[code] for code in COLUMNS]
