# Runs in an Odoo shell, on a database with service_scoring; rolls back:
#
#     ./run odoo shell -d bench --no-http < tests/bench/bench_streaks.py
#
# What follows over several periods: 2,000 employees with 24 confirmed months each and five streaks (points
# over three months, clean months and quarters, results of a target below the floor three times running and
# five times a year). The month that closes last is judged; beside raw SQL that reads the same rows. Wanted:
# the number of queries does not depend on the employees, and judging takes a few seconds.
#
# BENCH_SCALE=0.1 makes a tenth of the employees.
import os
import random
import statistics
import time
from datetime import date

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.service_kernel.tools.insert_rows import insert_rows
from odoo.addons.service_scoring.engine import period

PEOPLE, ROUNDS = round(2000 * float(os.environ.get("BENCH_SCALE", 1))), 3
MONTHS = [period.period_of(date(year, month, 1), "month") for year in (2024, 2025) for month in range(1, 13)]

company = env["res.company"].create({"name": "Bench"})
env.user.company_ids |= company
env = env(context={**env.context, "allowed_company_ids": company.ids, "tracking_disable": True})
target = env["service.score.target"].create(
    {"name": "Sales", "code": "SALES", "company_id": company.id, "value": 100}
)
book = env["service.score.rulebook"].create(
    {
        "name": "Bench",
        "code": "bench",
        "company_id": company.id,
        "streak_ids": [
            Command.create({"code": code, "name": code, **vals})
            for code, vals in {
                "over": {"mode": "sliding_sum", "periods": 3, "comparison": "gt", "threshold": 50},
                "clean": {"measure": "no_deduction", "restart": True, "full_periods_only": True},
                "quarter": {"measure": "no_deduction", "periods": 3, "restart": True},
                "low": {
                    "measure": "value",
                    "target_code": "SALES",
                    "periods": 3,
                    "comparison": "lt",
                    "threshold": 100,
                },
                "low-year": {
                    "measure": "value",
                    "target_code": "SALES",
                    "mode": "cumulative",
                    "periods": 5,
                    "comparison": "lt",
                    "threshold": 100,
                },
            }.items()
        ],
    }
)
book.action_activate()
people = env["hr.employee"].create(
    [{"name": f"Employee {number}", "company_id": company.id} for number in range(PEOPLE)]
)
env.flush_all()
chance = random.Random(7)
for first, last in MONTHS:
    insert_rows(
        env["service.score.sheet"],
        [
            {
                "name": f"bench {first:%Y-%m}",
                "rulebook_id": book.id,
                "rulebook_code": book.code,
                "company_id": company.id,
                "date_from": first,
                "date_to": last,
                "employee_id": one.id,
                "points_deducted": chance.choice((0, 0, 0, 5, 10, 25)),
                "state": "confirmed",
                "answer": "none",
            }
            for one in people
        ],
    )
    insert_rows(
        env["service.score.result"],
        [
            {
                "target_id": target.id,
                "company_id": company.id,
                "employee_id": one.id,
                "date_from": first,
                "date_to": last,
                "value": chance.choice((50, 90, 100, 120, 150)),
                "target_value": 100,
                "is_known": True,
                "is_full_period": True,
                "source": "typed",
                "state": "confirmed",
            }
            for one in people
        ],
    )
for table in ("service_score_sheet", "service_score_result", "hr_employee", "hr_version"):
    env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


def measure(label, action):
    env.flush_all()
    env.invalidate_all()
    before, cpu, queries = time.perf_counter(), time.process_time(), env.cr.sql_log_count
    result = action()
    env.flush_all()
    wall, cpu = time.perf_counter() - before, time.process_time() - cpu
    print(f"{label:24}{wall:8.2f} s, of it Python {cpu:.2f} s, {env.cr.sql_log_count - queries} queries")
    return result, wall


def read():
    """What judging reads, in raw SQL."""
    for query in (
        SQL("SELECT * FROM service_score_sheet WHERE company_id = %s AND state = 'confirmed'", company.id),
        SQL("SELECT * FROM service_score_result WHERE target_id = %s AND state = 'confirmed'", target.id),
        SQL("SELECT * FROM hr_version WHERE employee_id = ANY(%s)", people.ids),
        SQL("SELECT * FROM hr_employee WHERE id = ANY(%s)", people.ids),
        SQL("SELECT * FROM service_score_consequence WHERE employee_id = ANY(%s)", people.ids),
    ):
        env.cr.execute(query)
        env.cr.fetchall()


first, last = MONTHS[-1]
Sheet, Streak = env["service.score.sheet"], env["service.score.streak"]
closing = Sheet.search([("company_id", "=", company.id), ("date_from", "=", first)])
judged, plain = [], []
for number in range(ROUNDS):
    plain.append(measure("raw SQL", read)[1])
    proposed, wall = measure("judged and proposed", lambda: Streak._judge(book, closing))
    if not number:
        print(f"{len(proposed)} consequences proposed for {len(closing)} employees")
    else:
        assert not proposed, "nothing is proposed twice"
        judged.append(wall)
print(f"judging again: {statistics.median(judged):.2f} s, raw SQL {statistics.median(plain):.2f} s")
env.cr.rollback()
