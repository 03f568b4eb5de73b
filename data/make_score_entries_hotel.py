"""Make score_entries_hotel.xlsx, the sample register of points of a hotel.

    python data/make_score_entries_hotel.py [target.xlsx]

The seed is fixed: the cells are the same every time. Of the 172 rows 160 are good; 12 are wrong as rows
of real registers are (see spoil()): unknown and equally named staff, rules that do not exist, days that
cannot be.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

from hotel_world import PLACES, REPORTERS, RULES, STAFF
from ledger_book import write_book
from ledger_cells import date_cell, loose_cell

SEED = 20260901
FIRST, LAST = date(2026, 8, 1), date(2026, 10, 31)
GOOD = 160
TITLE = "员工违规扣分登记表"
COLUMNS = {
    "number": ("工号", 10),
    "employee": ("姓名", 10),
    "rule": ("规则编号", 24),
    "date": ("日期", 14),
    "quantity": ("数量", 8),
    "points": ("分值", 8),
    "description": ("说明", 44),
    "reporter": ("发现人", 16),
}
#: of several of one name only the number tells which one it is
TWICE = {name for _number, name, _unit in STAFF if sum(other == name for _n, other, _u in STAFF) > 1}


def make_row(rng, day, said):
    number, name, _unit = rng.choice(STAFF)
    while True:
        code = rng.choice(list(RULES))
        story = rng.choice(RULES[code]).format(n=rng.randint(3, 40), d=rng.randint(1, 5))
        place = rng.choice(PLACES).format(f=rng.randint(2, 9))
        text = f"{place}，{story}"
        if (number, day, text) not in said:
            said.add((number, day, text))
            break
    quantity = rng.choices([1, 2, 3], [88, 9, 3])[0]
    return [
        loose_cell(rng, number) if name in TWICE or rng.random() < 0.7 else "",
        loose_cell(rng, name) if rng.random() < 0.96 or name in TWICE else name,
        loose_cell(rng, f"HOTEL-PT-{code}"),
        date_cell(rng, day),
        quantity if quantity > 1 or rng.random() < 0.5 else "",
        "",
        text,
        loose_cell(rng, rng.choice(REPORTERS)),
    ]


def spoil(rng, rows, said):
    """Put 12 wrong rows between the good ones: 11 faults, and one row entered twice."""
    at = {code: position for position, code in enumerate(COLUMNS)}
    faults = [
        {"number": "", "employee": "王芳"},  # two are called so
        {"number": "", "employee": "王 芳芳"},  # nobody is called so
        {"number": "", "employee": ""},  # nobody at all
        {"number": "9999", "employee": "李明"},  # nobody has this number
        {"number": "2001", "employee": "李明"},  # the number of somebody else
        {"rule": "HOTEL-PT-smoking"},  # there is no such rule
        {"rule": ""},
        {"date": "2026-09-31"},  # a day that does not exist
        {"date": "9月5日"},  # no year
        {"quantity": 0},
        {"number": "1001", "employee": "李明", "rule": "HOTEL-PT-safety", "points": 1},  # the rule says 3
    ]
    for fault in faults:
        row = make_row(rng, FIRST + timedelta(rng.randint(0, 80)), said)
        for code, value in fault.items():
            row[at[code]] = value
        rows.insert(rng.randint(5, len(rows)), row)
    good = next(position for position, row in enumerate(rows) if position > 60 and row[0] and row[at["rule"]])
    rows.insert(good + 4, list(rows[good]))
    return rows


def make_rows():
    rng = Random(SEED)
    span, said = (LAST - FIRST).days, set()
    days = sorted(FIRST + timedelta(rng.randint(0, span)) for _row in range(GOOD))
    return spoil(rng, [make_row(rng, day, said) for day in days], said)


def write(target):
    notes = [
        "一、每次违规登记一行；同名员工必须填写工号。",
        "二、分值按《员工奖惩条例》执行，不另行填写。",
        "三、登记后由人事部核实，听取本人意见后确认。",
    ]
    write_book(target, TITLE, "扣分登记", COLUMNS, make_rows(), notes)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("score_entries_hotel.xlsx"))
