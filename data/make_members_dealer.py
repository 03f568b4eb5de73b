"""Make members_dealer.xlsx, the sample list of the members of a car dealer.

    python data/make_members_dealer.py [target.xlsx]

The seed is fixed: the cells are the same every time. Of the 212 rows 200 are good; 12 are wrong as rows of
real lists are (see spoil()): numbers given out twice, two cards of one person, balances that cannot be.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

from ledger_book import write_book
from ledger_cells import date_cell, loose_cell, phone_cell

SEED = 20261101
GOOD = 200
FIRST, LAST = date(2019, 3, 1), date(2026, 10, 31)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = (
    *(
        "伟",
        "芳",
        "娜",
        "敏",
        "静",
        "丽",
        "强",
        "磊",
        "军",
        "洋",
        "勇",
        "艳",
        "杰",
        "娟",
        "涛",
        "明",
        "超",
        "霞",
    ),
    *("秀英", "桂兰", "志强", "建国", "晓燕", "海燕", "文博", "思远", "雨桐", "子轩", "欣怡", "佳宁"),
)
#: least cumulative points of a tier (DEALER-TIER-01, Q-24) and its word in the list
TIERS = ((20_000, "钻石"), (5_000, "金卡"), (1_000, "银卡"), (0, "普通"))
COLUMNS = {
    "number": ("会员卡号", 14),
    "name": ("姓名", 10),
    "phone": ("手机号", 16),
    "joined": ("入会日期", 14),
    "tier": ("会员等级", 10),
    "points": ("积分余额", 12),
    "expires": ("积分有效期", 14),
}


def points_cell(rng, points):
    return rng.choices([points, f"{points:,}", str(points), f"{points:,.2f}"], [70, 12, 12, 6])[0]


def make_row(rng, count):
    earned = int(rng.paretovariate(0.9) * 400) % 60_000
    left = earned - int(earned * rng.choice([0, 0, 0.2, 0.5, 0.9, 1]))
    joined = FIRST + timedelta(rng.randint(0, (LAST - FIRST).days))
    name = rng.choice(SURNAMES) + rng.choice(GIVEN)
    phone = f"1{rng.choice('3589')}{rng.randint(0, 9)}{count:04d}{rng.randint(0, 9999):04d}"
    ends = left and rng.random() < 0.3
    return [
        loose_cell(rng, f"D{20_000 + count:06d}"),
        loose_cell(rng, name),
        phone_cell(rng, phone),
        date_cell(rng, joined),
        next(word for least, word in TIERS if earned >= least),
        points_cell(rng, left) if left or rng.random() < 0.5 else "",
        date_cell(rng, date(rng.choice([2027, 2028]), 12, 31)) if ends else "",
    ]


def spoil(rng, rows):
    """Put 12 wrong rows between the good ones."""
    at = {code: position for position, code in enumerate(COLUMNS)}
    faults = [
        {"number": ""},
        {"name": ""},
        {"points": -350},  # below zero
        {"points": "约2000"},  # an estimate
        {"points": "1280.125"},  # three decimals
        {"points": 500, "expires": "2025-12-31"},  # expired before the list was made
        {"joined": "2026-02-30"},  # a day that does not exist
        {"joined": "5月8日"},  # no year
        {"joined": "2062-08-01"},  # years swapped
        {"phone": "1380000"},  # digits are missing
    ]
    for position, fault in enumerate(faults):
        row = make_row(rng, GOOD + position)
        for code, value in fault.items():
            row[at[code]] = value
        rows.insert(rng.randint(5, len(rows)), row)
    twice = make_row(rng, GOOD + len(faults))
    twice[at["number"]] = rows[3][at["number"]]  # the number of somebody else
    rows.insert(40, twice)
    known = next(row for row in rows if row[at["phone"]] and row[at["name"]] and row[at["number"]])
    second = make_row(rng, GOOD + len(faults) + 1)
    second[at["name"]], second[at["phone"]] = known[at["name"]], known[at["phone"]]  # a second card
    rows.insert(90, second)
    return rows


def make_rows():
    rng = Random(SEED)
    return spoil(rng, [make_row(rng, count) for count in range(GOOD)])


def write(target):
    notes = [
        "一、每张会员卡登记一行，卡号沿用原系统。",
        "二、积分余额为截至 2026 年 10 月 31 日的可用积分。",
        "三、积分有效期为最后可用日；空白表示长期有效。",
    ]
    write_book(target, "会员资料登记表", "会员", COLUMNS, make_rows(), notes)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("members_dealer.xlsx"))
