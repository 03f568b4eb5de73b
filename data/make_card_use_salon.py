"""Make card_use_salon.xlsx, the sample list of a salon: what was taken from which card on which day.

    python data/make_card_use_salon.py [target.xlsx]

The seed is fixed: the cells are the same every time. 40 cards (S0001 to S0040) over eight months; S0001 to
S0003 stay below 150 yuan in each of six months running, S0004 has exactly 150 in one of them. Of the rows
eight are wrong as rows of real lists are (see ``spoil``), and one is entered twice.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

from ledger_book import write_book

SEED = 20261001
FIRST, MONTHS, CARDS = date(2026, 3, 1), 8, 40
QUIET, EDGE = ("S0001", "S0002", "S0003"), "S0004"
TITLE = "会员耗卡明细"
COLUMNS = {
    "voucher": ("单号", 16),
    "number": ("会员卡号", 12),
    "date": ("耗卡日期", 14),
    "service": ("服务项目", 18),
    "amount": ("耗卡金额", 12),
}
SERVICES = {
    "面部护理": (180, 380),
    "身体护理": (220, 480),
    "太空仓": (98, 168),
    "刮痧拔罐": (68, 128),
    "热沙包": (88, 138),
    "肩颈按摩": (80, 160),
}


def months():
    day = FIRST
    for _month in range(MONTHS):
        yield day
        day = (day + timedelta(32)).replace(day=1)


def uses_of(rng, card, month):
    """What one card is used for in a month: [(day, service, amount)]."""
    if card in QUIET or card == EDGE:
        amount = 150 if card == EDGE and month.month == 6 else rng.randint(30, 149)
        return [(month + timedelta(rng.randint(0, 27)), "肩颈按摩", amount)]
    found = []
    for _use in range(rng.choice((0, 1, 2, 3, 5))):
        service = rng.choice(list(SERVICES))
        low, high = SERVICES[service]
        found.append((month + timedelta(rng.randint(0, 27)), service, rng.randint(low, high)))
    return found


def make_rows():
    rng, rows = Random(SEED), []
    for month in months():
        uses = [
            (day, f"S{number:04}", service, amount)
            for number in range(1, CARDS + 1)
            for day, service, amount in uses_of(rng, f"S{number:04}", month)
        ]
        for position, (day, card, service, amount) in enumerate(sorted(uses), 1):
            rows.append([f"X{month:%Y%m}-{position:03}", card, day, service, amount])
    return spoil(rows)


def spoil(rows):
    """Put wrong rows between the good ones: faults, and one row entered twice."""
    faults = [
        {1: "S0999"},  # there is no such card
        {1: ""},
        {2: "2026-06-31"},  # a day that does not exist
        {2: "9月5日"},  # no year
        {2: date(2099, 1, 1)},
        {4: -60},
        {4: "见单据"},
        {4: 88.888},
    ]
    for position, fault in enumerate(faults):
        row = list(rows[20 * position + 7])
        row[0] = f"W{position + 1:03}"
        for column, value in fault.items():
            row[column] = value
        rows.insert(20 * position + 11, row)
    rows.insert(190, list(rows[180]))
    return rows


def write(target):
    notes = [
        "一、每次耗卡登记一行；卡号为会员现用或换卡前的卡号。",
        "二、耗卡金额为本次从卡内扣除的金额，不含现金消费。",
        "三、同一单号只登记一次。",
    ]
    write_book(target, TITLE, "耗卡明细", COLUMNS, make_rows(), notes)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("card_use_salon.xlsx"))
