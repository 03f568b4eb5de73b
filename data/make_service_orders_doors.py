"""Make service_orders_doors.xlsx, the sample repair register of a door and window company.

    python data/make_service_orders_doors.py [target.xlsx]

The seed is fixed: the cells are the same every time. Of the 252 rows 240 are good, in the many notations
that people use; 12 are wrong as rows of real registers are (see spoil()). One lot of casement windows has
bad hinges (a batch problem), and some repairs have to be done again.
"""

import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from doors_cells import COLUMNS, write_cells
from doors_world import (
    DETAILS,
    ESTATES,
    FAULTS,
    OPINIONS,
    PRODUCTS,
    REMARKS,
    ROOMS,
    TECHNICIANS,
    UNFINISHED,
)
from ledger_book import write_book
from mall_world import GIVEN, SURNAMES

SEED = 20251108
FIRST, LAST = date(2025, 11, 1), date(2026, 10, 31)
TITLE = "静安门窗有限公司顾客报修登记表"
GOOD, SPARE = 240, 11
# requests by month: typhoon rain in summer, wind in spring, handovers before the Spring Festival
MONTHS = {11: 16, 12: 16, 1: 24, 2: 12, 3: 18, 4: 18, 5: 16, 6: 24, 7: 30, 8: 28, 9: 20, 10: 18}
BATCH_LOT = "PK65-2509"  # its hinges break
WAGE = 60  # cost of an hour


def draw_days(rng):
    every = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
    chosen = []
    for month, count in MONTHS.items():
        chosen += rng.choices([day for day in every if day.month == month], k=count)
    return sorted(chosen + rng.choices(every[20:-40], k=SPARE))


def weekend(day):
    """The Saturday or Sunday on or after a day (DOOR-DISP-03)."""
    return day + timedelta(max(0, 5 - day.weekday()))


def draw_person(rng):
    name = rng.choice(SURNAMES) + (rng.choice(["先生", "女士"]) if rng.random() < 0.4 else rng.choice(GIVEN))
    phone = rng.choice(["13800138", "13900000", "13700000"]) + f"{rng.randint(500, 999)}"
    house = f"{rng.randint(1, 18)}栋{rng.randint(1, 24)}0{rng.randint(1, 4)}"
    return name, phone, f"{rng.choice(ESTATES)}{house}"


def draw_goods(rng, received):
    fault = rng.choice(FAULTS)
    kinds = fault.kinds.split()
    product = rng.choice([name for name, (_prefix, kind) in PRODUCTS.items() if not kinds or kind in kinds])
    age = rng.choices([rng.randint(20, 700), rng.randint(731, 2600)], [65, 35])[0]
    made = received.date() - timedelta(age + 30)
    serial = f"{PRODUCTS[product][0]}-{made:%y%m}-{rng.randint(1, 480):04d}"
    return fault, product, serial, age


def fill(rng, received):
    """One request: its facts by column, unformatted."""
    fault, product, serial, age = draw_goods(rng, received)
    if date(2026, 1, 20) <= received.date() <= date(2026, 2, 20) and rng.random() < 0.6:
        fault, product, age = FAULTS[3], "静安65断桥平开窗", 100
        serial = f"{BATCH_LOT}-{rng.randint(1, 480):04d}"
    words, weights = zip(*fault.causes, strict=True)
    cause = rng.choices(words, weights)[0]
    if serial.startswith(BATCH_LOT):
        cause = "manufacturing"
    material = [(name, unit, rng.randint(low, high), cost) for name, unit, low, high, cost in fault.material]
    hours = round(rng.uniform(*fault.hours) * 2) / 2 or 0.5
    cost = sum(count * each for _name, _unit, count, each in material) + hours * WAGE
    warranty = "in" if age <= 730 else "out"
    if rng.random() < 0.05:
        warranty = "unproven"
    paid = (
        "company" if warranty == "in" and cause in ("manufacturing", "transport", "unknown") else "customer"
    )
    if paid == "customer" and warranty == "in" and rng.random() < 0.2:
        paid = "split"
    return {
        "received_at": received, "category": fault.category, "product": product, "serial": serial,
        "description": fault.said.format(p=product, room=rng.choice(ROOMS), detail=rng.choice(DETAILS)),
        "warranty": warranty, "cause": cause, "hours": hours, "material": material, "amount": cost,
        "liability": paid, "work_done": fault.done,
        "type": "maintenance" if fault.category == "保养调试" else "on_site_repair",
    }  # fmt: skip


def settle(rng, case):
    """Visit, state and papers, as they stood at the end of the register."""
    received = case["received_at"].date()
    emergency = "碎" in case["description"] or "进不了门" in case["description"]
    visit = received if emergency else weekend(received + timedelta(rng.choice([0, 1, 2, 4])))
    unfinished = rng.random() < 0.1
    if unfinished:
        case["unfinished"], visit = rng.choice(UNFINISHED), visit + timedelta(7)
    case["planned_start"] = visit
    case["finished_at"] = max(
        case["received_at"] + timedelta(minutes=40),
        datetime.combine(visit, time(rng.randint(9, 17), rng.choice([0, 10, 20, 30, 40, 50]))),
    )
    case["opinion"] = rng.choices(*zip(*OPINIONS, strict=True))[0]
    case["signed_by"] = case["customer"]
    case["state"] = rng.choices(["closed", "signed", "done"], [86, 9, 5])[0]
    if case["finished_at"].date() > LAST:
        for name in ("finished_at", "opinion", "signed_by", "hours", "amount", "work_done"):
            case[name] = None
        case["material"] = []
        case["state"] = rng.choice(["confirmed", "scheduled", "waiting" if unfinished else "draft"])
    elif rng.random() < 0.02:
        case["state"], case["opinion"] = "cancelled", "客户自行解决"
        for name in ("finished_at", "signed_by", "hours", "amount", "work_done"):
            case[name] = None
        case["material"] = []


def draw_cases(rng):
    """The requests in order of time; some come back with the same fault within a month."""
    days = draw_days(rng)
    spare = set(rng.sample(range(40, len(days) - 30), SPARE))
    cases, said = [], set()
    for position, day in enumerate(days):
        received = datetime.combine(day, time(rng.randint(8, 18), rng.randint(0, 59)))
        for _try in range(60):
            case = fill(rng, received)
            if case["description"] not in said:
                break
        said.add(case["description"])
        case["customer"], case["phone"], case["address"] = draw_person(rng)
        recent = [one for one in cases[-25:] if one["state"] == "closed" and not one["spare"]]
        if recent and rng.random() < 0.05:
            repeat(rng, case, rng.choice(recent))
        case["technician"] = [TECHNICIANS[position % len(TECHNICIANS)]]
        if rng.random() < 0.06:
            case["technician"].append(TECHNICIANS[(position + 1) % len(TECHNICIANS)])
        case["channel"] = rng.choices(["phone", "counter", "social", "letter", "other"], [62, 14, 14, 4, 6])[
            0
        ]
        case["remark"] = rng.choice(REMARKS) if rng.random() < 0.18 else ""
        case["unfinished"] = ""
        case["spare"] = position in spare
        settle(rng, case)
        if case["state"] in ("draft", "confirmed"):
            case["technician"] = []
        cases.append(case)
    number_cases(cases)
    return cases


def repeat(rng, case, former):
    """The same fault of the same piece again, after it had been repaired."""
    for name in (
        "customer",
        "phone",
        "address",
        "product",
        "serial",
        "category",
        "cause",
        "warranty",
        "type",
    ):
        case[name] = former[name]
    case["description"] = f"上次修的又坏了：{former['description']}"
    case["liability"] = "company"
    if former["finished_at"] and former["finished_at"] >= case["received_at"]:
        case["received_at"] = former["finished_at"] + timedelta(days=rng.randint(1, 3))


def number_cases(cases):
    cases.sort(key=lambda case: case["received_at"])
    counts = {}
    for case in cases:
        month = f"{case['received_at']:%Y%m}"
        counts[month] = counts.get(month, 0) + 1
        case["number"] = f"BX{month}-{counts[month]:03d}"


def spoil(rows, spare):
    """Make 12 wrong rows: those at the positions ``spare`` and one copy of a good row."""
    at = {code: column for column, code in enumerate(COLUMNS)}
    faults = [
        ("received_at", "2026-04-31"),  # a day that does not exist
        ("received_at", "5月7日"),  # no year
        ("customer", ""),
        ("description", ""),
        ("amount", "约两百"),  # in words
        ("amount", "-80"),  # below zero
        ("phone", "1.39E+10"),  # what Excel made of a telephone number
        ("number", None),  # the number of another request
        ("finished_at", "2025-01-05"),  # finished long before it came in
        ("hours", "一会儿"),  # no hours
        ("liability", "再说"),  # nobody knows who pays
    ]
    for position, (code, value) in zip(spare, faults, strict=True):
        rows[position][at[code]] = rows[position - 1][at[code]] if value is None else value
    taken = next(p for p in range(120, len(rows)) if not {p, p - 1} & set(spare))
    rows.insert(taken + 3, list(rows[taken]))  # the same row entered twice
    return rows


def make_rows():
    rng = Random(SEED)
    cases = draw_cases(rng)
    rows = [write_cells(rng, case) for case in cases]
    return spoil(rows, [position for position, case in enumerate(cases) if case["spare"]])


def write(target):
    notes = [
        "一、每次报修登记一行，编号不得重复。",
        "二、维修单当日交回客户服务部，登记工时、材料和费用。",
        "三、当日未完成的写明原因，重新派工。",
    ]
    write_book(target, TITLE, "报修登记", COLUMNS, make_rows(), notes)


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("service_orders_doors.xlsx"))
