"""How people write dates, amounts, telephones and words into a ledger."""

from datetime import datetime, time

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
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _date(rng, day):
    return rng.choices(
        [
            day,
            f"{day.year}年{day.month}月{day.day}日",
            f"{day.year}/{day.month}/{day.day}",
            f"{day:%Y-%m-%d}",
            f"{day:%Y%m%d}",
            f"{day.year}.{day.month}.{day.day}",
            f"{day.year}年{day.month}月{day.day}日".translate(FULL_WIDTH),
        ],
        [40, 18, 14, 14, 6, 6, 2],
    )[0]


def _moment(rng, moment):
    if rng.random() < 0.35:
        return _date(rng, moment.date())
    day = f"{moment.year}年{moment.month}月{moment.day}日"
    return rng.choices(
        [
            moment,
            f"{moment.year}/{moment.month}/{moment.day} {moment.hour}:{moment:%M}",
            f"{moment:%Y-%m-%d %H:%M}",
            f"{moment:%Y-%m-%d %H:%M:00}",
            f"{day} {moment.hour}:{moment:%M}",
            f"{day}{moment.hour}时{moment.minute}分",
        ],
        [40, 20, 16, 8, 10, 6],
    )[0]


def _amount(rng, value):
    if value is None:
        return None
    plain = f"{value:.2f}".rstrip("0").rstrip(".")
    return rng.choices(
        [
            int(value) if value == int(value) else value,
            plain + "元",
            f"￥{value:,.2f}",
            f"¥{plain}",
            f"{value:,.2f}",
            plain.translate(FULL_WIDTH) + "元",
            plain + " 元",
            "RMB " + plain,
        ],
        [52, 16, 10, 6, 6, 3, 4, 3],
    )[0]


def _phone(rng, digits):
    if not digits or rng.random() < 0.04:
        return ""
    if digits.startswith("0"):
        line, _dash, extension = digits.rpartition("-")
        return rng.choice([digits, f"{line}转{extension}", digits.replace("-", " ", 1)])
    split = digits[:3], digits[3:7], digits[7:]
    return rng.choices(
        [
            digits,
            " ".join(split),
            "-".join(split),
            "+86 " + digits,
            "+86 " + "-".join(split),
            int(digits),
            digits.translate(FULL_WIDTH),
            digits + "  ",
        ],
        [46, 12, 12, 7, 5, 10, 3, 5],
    )[0]


def _site(rng, shop):
    return rng.choices([shop.name, shop.code, ""], [72, 22, 6])[0]


def _loose(rng, text):
    """A word as typed: sometimes with blanks around it."""
    if text and isinstance(text, str):
        return text + rng.choices(["", " ", "\u3000"], [94, 4, 2])[0]
    return text


def _long(rng, text):
    """A description as typed: sometimes with a line break after the first sentence part."""
    return text.replace("，", "，\n", 1) if text and rng.random() < 0.05 else text


def write_cells(rng, case):
    """The cells of one row, in the order of COLUMNS."""
    closed = case["closed_at"]
    if closed and rng.random() < 0.15:
        end = max(case["received_at"], datetime.combine(closed, time(17, 30)))
        closed = f"{end:%Y-%m-%d %H:%M}"
    elif closed:
        closed = _date(rng, closed)
    cells = {
        **case,
        "received_at": _moment(rng, case["received_at"]),
        "phone": _phone(rng, case["phone"]),
        "channel": rng.choice(WORDS[case["channel"]]),
        "site": _site(rng, case["site"]),
        "department": case["department"] if rng.random() > 0.06 else "",
        "description": _long(rng, case["description"]),
        "demand": case["demand"] if rng.random() > 0.05 else "",
        "amount": _amount(rng, case["amount"]),
        "order": case["order"] if rng.random() > 0.25 else "",
        "employees": rng.choice(["、", "，", "/"]).join(case["employees"]),
        "state": rng.choice(WORDS[case["state"]]),
        "closed_at": closed,
    }
    for code in ("customer", "category", "department", "product", "handler", "state", "site"):
        cells[code] = _loose(rng, cells[code])
    return [cells[code] for code in COLUMNS]
