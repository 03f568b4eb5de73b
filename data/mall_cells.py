"""How people write dates, amounts, telephones and words into a ledger."""

from datetime import datetime, time

from ledger_cells import amount_cell, date_cell, long_cell, loose_cell, moment_cell, phone_cell

COLUMNS = {  # code: (heading in the ledger, column width)
    "number": ("登记编号", 16),
    "received_at": ("投诉日期", 18),
    "customer": ("顾客姓名", 10),
    "phone": ("联系方式", 20),
    "email": ("电子邮箱", 20),
    "channel": ("投诉途径", 10),
    "category": ("投诉类别", 16),
    "site": ("商铺/楼层", 16),
    "department": ("责任部门", 13),
    "description": ("投诉内容", 60),
    "demand": ("顾客要求", 24),
    "product": ("商品名称", 20),
    "order": ("小票号", 15),
    "amount": ("金额(元)", 12),
    "employees": ("被投诉员工", 14),
    "handler": ("受理人", 9),
    "state": ("处理情况", 10),
    "resolution": ("处理结果", 44),
    "closed_at": ("结案日期", 14),
    "remark": ("备注", 20),
}
WORDS = {
    "counter": ("来店", "现场", "前台"), "phone": ("电话", "来电"), "social": ("微信", "大众点评", "微博"),
    "web": ("官网", "小程序"), "email": ("电子邮件", "邮件"),
    "regulator": ("12315", "消协"), "letter": ("来信",),
    "other": ("其他",),
    "new": ("未处理",), "acknowledged": ("已受理",), "investigating": ("处理中", "调查中"),
    "resolving": ("协商中",),
    "resolved": ("已解决", "待回访"), "closed": ("已结案", "已结案", "结案", "已办结"),
    "rejected": ("不成立", "不予受理"),
}  # fmt: skip


def _site(rng, shop):
    return rng.choices([shop.name, shop.code, ""], [72, 22, 6])[0]


def write_cells(rng, case):
    """The cells of one row, in the order of COLUMNS."""
    closed = case["closed_at"]
    if closed and rng.random() < 0.15:
        end = max(case["received_at"], datetime.combine(closed, time(17, 30)))
        closed = f"{end:%Y-%m-%d %H:%M}"
    elif closed:
        closed = date_cell(rng, closed)
    cells = {
        **case,
        "received_at": moment_cell(rng, case["received_at"]),
        "phone": phone_cell(rng, case["phone"]),
        "channel": rng.choice(WORDS[case["channel"]]),
        "site": _site(rng, case["site"]),
        "department": case["department"] if rng.random() > 0.06 else "",
        "description": long_cell(rng, case["description"]),
        "demand": case["demand"] if rng.random() > 0.05 else "",
        "amount": amount_cell(rng, case["amount"]),
        "order": case["order"] if rng.random() > 0.25 else "",
        "employees": rng.choice(["、", "，", "/"]).join(case["employees"]),
        "state": rng.choice(WORDS[case["state"]]),
        "closed_at": closed,
    }
    for code in ("customer", "category", "department", "product", "handler", "state", "site"):
        cells[code] = loose_cell(rng, cells[code])
    return [cells[code] for code in COLUMNS]
