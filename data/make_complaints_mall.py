"""Make complaints_mall.xlsx, the sample complaint ledger of a shopping mall.

    python data/make_complaints_mall.py [target.xlsx]

The seed is fixed: the cells are the same every time. Of the 312 rows 300 are good, in the
many notations that people use; 12 are wrong as rows of real ledgers are (see spoil()).
"""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from ledger_book import write_book
from mall_cells import COLUMNS, write_cells
from mall_goods import GOODS, PARTS
from mall_service import CALLERS, SERVICE
from mall_world import CATEGORIES, GIVEN, HANDLERS, PRODUCTS, REGULARS, SHOPS, SURNAMES

SEED = 20251101
FIRST, LAST = date(2025, 11, 1), date(2026, 10, 31)
TITLE = "银河购物中心顾客投诉登记台账"
TEXTS = {**GOODS, **SERVICE}
# Complaints by month, and the days on which the shops are fullest.
MONTHS = {11: 34, 12: 22, 1: 26, 2: 34, 3: 22, 4: 18, 5: 22, 6: 30, 7: 20, 8: 22, 9: 22, 10: 28}
FEASTS = [
    ((2025, 11, 1), (2025, 11, 16), "双十一"),
    ((2025, 12, 8), (2025, 12, 14), "双十二"),
    ((2025, 12, 30), (2026, 1, 4), "元旦"),
    ((2026, 1, 24), (2026, 2, 24), "年货节"),
    ((2026, 3, 5), (2026, 3, 9), "三八节"),
    ((2026, 5, 1), (2026, 5, 6), "五一"),
    ((2026, 6, 10), (2026, 6, 22), "618"),
    ((2026, 7, 10), (2026, 8, 20), "暑期"),
    ((2026, 9, 19), (2026, 9, 26), "中秋"),
    ((2026, 9, 29), (2026, 10, 8), "国庆"),
]
# Complaints that name the person also where the text does not.
PERSONAL = {"service_attitude", "service_cashier", "service_improper"}
REFUSALS = [
    "调看录像，情况与投诉内容不符，已向顾客说明，不予受理。",
    "超过退换期限且属人为损坏，不成立，已书面答复顾客。",
    "商品并非本商场售出，建议顾客联系原销售单位。",
]
REMARKS = [
    "顾客为金卡会员",
    "已电话回访，顾客满意",
    "转楼层经理跟进",
    "顾客情绪激动",
    "附照片2张",
    "第二次来电",
]


def promotion(day):
    for start, end, name in FEASTS:
        if date(*start) <= day <= date(*end):
            return name
    return "会员日"


def draw_days(rng, extra):
    """300 days by season, and ``extra`` more spread over the year; sorted."""
    every = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    chosen = []
    for month, count in MONTHS.items():
        days = [d for d in every if d.month == month]
        weights = [(1.6 if d.weekday() >= 5 else 1) * (2.2 if promotion(d) != "会员日" else 1) for d in days]
        chosen += rng.choices(days, weights, k=count)
    return sorted(chosen), rng.choices(every[20:-40], k=extra)


def money(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


def fill(rng, code, text, received):
    """One complaint from a text pattern: its facts by column, unformatted."""
    description, demand, resolution, amount_of, where = text
    goods = code in GOODS
    if goods:
        kinds = where.split()
        product = rng.choice([p for p in PRODUCTS if not kinds or {p.kind, p.shop} & set(kinds)])
        shop = SHOPS[product.shop]
    else:
        shop = SHOPS[rng.choice(where.split() or list(SHOPS))]
        own = [p for p in PRODUCTS if p.shop == shop.code]
        if shop.code == "B1-03":
            own = [p for p in PRODUCTS if p.shop.startswith("B1")]
        product = rng.choice(own or PRODUCTS)
    price, count = product.price, rng.randint(2, 4)
    days = rng.randint(2, 7) if code in ("goods_price", "return_dispute") else rng.randint(3, 20)
    if product.kind == "fresh":
        days = rng.randint(1, 3)
    sizes = {"L2-12": ["36", "37", "38"], "L3-10": ["110", "120", "130"]}.get(
        product.shop, ["S", "M", "L", "XL"]
    )
    diff = max(2, round(price * rng.uniform(0.08, 0.25)))
    named = rng.random() < (0.85 if not goods else 0.5) and shop.staff
    blamed = list(shop.staff) if named and rng.random() < 0.3 else [rng.choice(shop.staff)] if named else []
    hour = rng.randint(10, max(10, min(21, received.hour - 1)))
    facts = {
        "shop": shop.name, "p": product.name, "unit": product.unit, "price": money(price),
        "n": count, "less": count - 1, "total": money(price * count if "{n}" in description else price),
        "two": money(price * 2), "half": money(price / 2), "up": money(round(price * 1.35)),
        "diff": money(diff), "old": money(price - diff), "d": days, "months": rng.randint(7, 16),
        "m": rng.choice([15, 20, 25, 30, 35, 40, 50]), "med": rng.randint(8, 120) * 10,
        "big": rng.randint(28, 160) * 10,
        "clean": rng.choice([30, 45, 60]), "fix50": 50, "defect": rng.choice(product.defects),
        "part": rng.choice(PARTS.get(product.kind, ("配件",))),
        "staff": blamed[0] if blamed else rng.choice(CALLERS),
        "floor": shop.name, "size": rng.choice(sizes),
        "promo": promotion(received.date()), "mon": received.month,
        "time": ("上午" if hour < 12 else "中午" if hour < 13 else "下午" if hour < 18 else "晚上")
        + f"{hour if hour <= 12 else hour - 12}点",
        "date": "{0.month}月{0.day}日".format(received - timedelta(days)),
    }  # fmt: skip
    said = description.format(**facts)
    facts["staff"] = blamed[0] if blamed else "当事人"
    return {
        "received_at": received, "site": shop, "department": shop.department, "category": CATEGORIES[code][0],
        "description": said, "demand": demand.format(**facts), "resolution": resolution.format(**facts),
        "product": product.name if goods or "{p}" in description else "",
        "order": f"XP{received - timedelta(days):%y%m%d}{rng.randint(1, 9999):04d}" if amount_of else "",
        "amount": float(facts[amount_of]) if amount_of else None,
        "employees": blamed if "{staff}" in description or code in PERSONAL else [],
        "channel": "regulator" if "12315" in said else "",
    }  # fmt: skip


def draw_person(rng, taken):
    if rng.random() < 0.08:
        return rng.choice(REGULARS)
    while True:
        surname = rng.choice(SURNAMES)
        name = surname + (rng.choice(["先生", "女士"]) if rng.random() < 0.12 else rng.choice(GIVEN))
        if rng.random() < 0.07:
            phone = f"010-8800{rng.randint(1000, 9999)}-8{rng.randint(10, 99)}"
        else:
            phone = rng.choice(["13800138", "13900000", "13700000"]) + f"{rng.randint(500, 999)}"
        if (name, phone) not in taken:
            taken.add((name, phone))
            return name, phone


def settle(rng, case):
    """State, resolution and closing day, as they stood at the end of the ledger."""
    received = case["received_at"]
    days = rng.choices([0, 1, 2, 3, 5, 8, 13, 21], [14, 22, 20, 16, 12, 9, 5, 2])[0]
    if received.date() >= date(2026, 10, 8):
        days = days * 4 + 6
    elif rng.random() < 0.02:
        days = 400  # still being argued about
    closed, age = received.date() + timedelta(days), (LAST - received.date()).days
    case["closed_at"] = None
    if closed <= LAST:
        case["state"], case["closed_at"] = "closed", closed
        if rng.random() < 0.04:
            case["state"], case["resolution"] = "rejected", rng.choice(REFUSALS)
        return
    case["state"] = (
        "new" if age < 2 else "acknowledged" if age < 4 else "investigating" if age < 9 else "resolving"
    )
    if case["state"] == "resolving" and rng.random() < 0.5:
        case["state"] = "resolved"
    else:
        case["resolution"] = ""


def draw_cases(rng):
    """300 complaints in order of time, and the complaints that become the wrong rows."""
    codes = [code for code, (_name, count) in CATEGORIES.items() for _n in range(count)]
    rng.shuffle(codes)
    days, spare = draw_days(rng, 11)
    pending = {code: [] for code in TEXTS}
    taken, said, cases = set(), set(), []
    for position, day in enumerate([*days, *spare]):
        code = codes[position] if position < len(codes) else rng.choice(["goods_quality", "service_attitude"])
        channel = rng.choices(
            ["counter", "phone", "social", "web", "email", "regulator", "letter", "other"],
            [40, 27, 12, 8, 4, 5, 2, 2],
        )[0]
        late = channel in ("web", "email", "social")
        clock = time(rng.randint(7 if late else 10, 23 if late else 21), rng.randint(0, 59))
        for _try in range(60):
            if not pending[code]:
                pending[code] = rng.sample(TEXTS[code], len(TEXTS[code]))
            case = fill(rng, code, pending[code].pop(), datetime.combine(day, clock))
            if case["description"] not in said:
                break
        said.add(case["description"])
        case["channel"] = case["channel"] or channel
        case["customer"], case["phone"] = draw_person(rng, taken)
        case["email"] = f"guest{position:03d}@example.com" if channel == "email" else ""
        case["handler"] = rng.choice([name for name in HANDLERS if name not in case["employees"]])
        case["remark"] = rng.choice(REMARKS) if rng.random() < 0.15 else ""
        case["spare"] = position >= len(days)
        settle(rng, case)
        cases.append(case)
    cases.sort(key=lambda case: case["received_at"])
    counts = {}
    for case in cases:
        day = f"{case['received_at']:%Y%m%d}"
        counts[day] = counts.get(day, 0) + 1
        case["number"] = f"TS{day}-{counts[day]:02d}"
    return cases


def spoil(rows, spare):
    """Make 12 wrong rows: those at the positions ``spare`` and one copy of a good row."""
    at = {code: column for column, code in enumerate(COLUMNS)}
    faults = [
        ("received_at", "2026-02-30"),  # a day that does not exist
        ("received_at", "3月15日"),  # no year
        ("customer", ""),
        ("customer", "\u3000\u3000"),  # blanks only
        ("description", ""),
        ("amount", "约三百"),  # in words
        ("amount", "500-800元"),  # a range
        ("phone", "1.38001E+10"),  # what Excel made of a telephone number
        ("number", None),  # the number of another complaint
        ("closed_at", "2025-01-05"),  # closed long before it came in
        ("received_at", "2026/13/5"),  # month 13
    ]
    for position, (code, value) in zip(spare, faults, strict=True):
        rows[position][at[code]] = rows[position - 1][at[code]] if value is None else value
    taken = next(p for p in range(150, len(rows)) if not {p, p - 1} & set(spare))
    rows.insert(taken + 4, list(rows[taken]))  # the same row entered twice
    return rows


def make_rows():
    rng = Random(SEED)
    cases = draw_cases(rng)
    rows = [write_cells(rng, case) for case in cases]
    return spoil(rows, [position for position, case in enumerate(cases) if case["spare"]])


def write(target):
    notes = [
        "一、每件投诉登记一行，编号不得重复。",
        "二、金额填写涉及金额，单位为元。",
        "三、结案后填写处理结果和结案日期。",
    ]
    write_book(target, TITLE, "投诉台账", COLUMNS, make_rows(), notes)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("complaints_mall.xlsx"))
