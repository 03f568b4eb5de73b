"""Make inspection_credit_union.xlsx, the sample register of inspections of a rural credit union.

    python data/make_inspection_credit_union.py [target.xlsx]

The seed is fixed: the cells are the same every time. Of the 132 rows 120 are good; 12 are wrong as rows of
real registers are (see spoil()): unknown units, clauses and numbers, more persons than were counted, days
that cannot be, and one row entered twice.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

from ledger_book import write_book
from ledger_cells import date_cell, loose_cell
from union_world import CLAUSES, INSPECTORS, STAFF, UNITS

SEED = 20260930
FIRST, QUARTERS = date(2026, 1, 12), 3
GOOD = 120
TITLE = "文明优质服务检查登记表"
COLUMNS = {
    "unit": ("被检查单位", 16),
    "date": ("检查日期", 14),
    "inspector": ("检查人", 16),
    "rule": ("条款编号", 20),
    "count": ("数量", 8),
    "persons": ("责任人工号", 20),
    "points": ("每次扣分", 10),
    "reason": ("加重理由", 18),
    "note": ("检查情况", 44),
}


def visits(rng):
    """Every unit is inspected once a quarter, by one of the inspectors."""
    found = []
    for quarter in range(QUARTERS):
        for unit in UNITS:
            day = FIRST + timedelta(91 * quarter + rng.randint(0, 60))
            found.append((day, unit, rng.choice(INSPECTORS)))
    return sorted(found)


def make_row(rng, visit, said):
    day, unit, inspector = visit
    while True:
        code = rng.choice(list(CLAUSES))
        most, is_named, stories = CLAUSES[code]
        text = rng.choice(stories).format(n=rng.randint(3, 20), d=rng.randint(1, 4))
        if (day, unit, text) not in said:
            said.add((day, unit, text))
            break
    count = rng.randint(1, most)
    points = reason = ""
    if code == "CU-DISC-01" and rng.random() < 0.3:
        points, reason = 2, "同一季度内再次发现"
    return [
        loose_cell(rng, unit),
        date_cell(rng, day),
        loose_cell(rng, inspector),
        loose_cell(rng, code),
        count if count > 1 or rng.random() < 0.5 else "",
        persons(rng, unit, count) if is_named else "",
        points,
        reason,
        text,
    ]


def persons(rng, unit, count):
    """Who did it, as far as the inspectors know: at most as often as it was counted."""
    people = [number for number, _name, where in STAFF if where == unit]
    named = rng.randint(0, count)
    if not named:
        return ""
    if named > 1 and rng.random() < 0.4:
        return f"{rng.choice(people)}×{named}"
    return rng.choice(["、", "，", " "]).join(rng.sample(people, min(named, len(people))))


def spoil(rng, rows, plan, said):
    """Put 12 wrong rows between the good ones: 11 faults, and one row entered twice."""
    at = {code: position for position, code in enumerate(COLUMNS)}
    faults = [
        {"unit": "西街分社"},  # there is no such unit
        {"unit": ""},
        {"rule": "CU-ENV-09"},  # there is no such clause
        {"rule": ""},
        {"rule": "CU-SUP-02"},  # a clause without points
        {"date": "2026-06-31"},  # a day that does not exist
        {"date": "9月5日"},  # no year
        {"count": 0},
        {"rule": "CU-LANG-01", "persons": "9999"},  # nobody has this number
        {"rule": "CU-LANG-01", "count": 1, "persons": "6101、6102"},  # two for one
        {"rule": "CU-ENV-02", "points": 1, "persons": ""},  # the clause says 0.2
    ]
    for fault in faults:
        row = make_row(rng, rng.choice(plan), said)
        for code, value in fault.items():
            row[at[code]] = value
        rows.insert(rng.randint(5, len(rows)), row)
    good = next(position for position, row in enumerate(rows) if position > 60 and row[0] and row[at["rule"]])
    rows.insert(good + 4, list(rows[good]))
    return rows


def make_rows():
    rng, said = Random(SEED), set()
    plan = visits(rng)
    chosen = sorted(rng.choice(plan) for _row in range(GOOD))
    return spoil(rng, [make_row(rng, visit, said) for visit in chosen], plan, said)


def write(target):
    notes = [
        "一、每处问题登记一行；同一单位、同一天、同一检查人的各行为一次检查。",
        "二、数量按条款的计量单位填写：人次、次、处、份。",
        "三、责任人填工号，多人用顿号分开，多次写“工号×次数”；不明的不填。",
        "四、条款规定“至少”的可多扣，须写明加重理由。",
    ]
    write_book(target, TITLE, "检查登记", COLUMNS, make_rows(), notes)


if __name__ == "__main__":
    write(
        Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("inspection_credit_union.xlsx")
    )
