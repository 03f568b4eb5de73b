# Runs in an Odoo shell, on any database with service_kernel; rolls back:
#
#     ./run odoo shell -d service --no-http < tests/bench/bench_working_time.py
#
# Deadlines and elapsed time per call over a year of holidays, beside Odoo's own methods on the same calendar.
import time
from datetime import datetime, timedelta

CALLS = 200
YEAR = datetime(2026, 1, 1)

company = env.company
calendar = env["resource.calendar"].create({"name": "Bench", "company_id": company.id, "tz": "Asia/Shanghai"})
china = env.ref("base.cn")
wizard = env["service.holiday.wizard"].create(
    {"country_id": china.id, "calendar_ids": calendar, "year": 2026}
)
wizard.action_load()
env.flush_all()
domain = [("time_type", "=", "leave"), ("company_id", "in", [False, company.id])]
starts = [YEAR + timedelta(hours=37 * number % 8000, minutes=number) for number in range(CALLS)]
ends = [start + timedelta(days=30) for start in starts]


def odoo_days(start, days):
    return calendar.plan_days(days, start, compute_leaves=True, domain=domain)


def odoo_hours(start, hours):
    return calendar.plan_hours(hours, start, compute_leaves=True, domain=domain)


def odoo_elapsed(start, end):
    return calendar.get_work_hours_count(start, end, domain=domain)


def measure(call, arguments):
    """Microseconds and queries a call, the first one included."""
    env.invalidate_all()
    env.cr.cache.clear()
    queries, began = env.cr.sql_log_count, time.perf_counter()
    for one in arguments:
        call(*one)
    return (
        (time.perf_counter() - began) / len(arguments) * 1e6,
        (env.cr.sql_log_count - queries) / len(arguments),
    )


rows = [("8 hours", [(start, 8) for start in starts], "working_hours", odoo_hours)]
rows += [("200 hours", [(start, 200) for start in starts], "working_hours", odoo_hours)]
rows += [("5 days", [(start, 5) for start in starts], "working_days", odoo_days)]
print(f"{'per call':24}{'ours µs':>10}{'queries':>9}{'Odoo µs':>12}{'queries':>9}{'times':>8}")
table = [
    (label, lambda start, amount, unit=unit: calendar._service_due(start, amount, unit), arguments, other)
    for label, arguments, unit, other in rows
]
table.append(
    (
        "elapsed in 30 days",
        lambda start, end: calendar._service_elapsed(start, end, "working_hours"),
        list(zip(starts, ends, strict=True)),
        odoo_elapsed,
    )
)
for label, ours, arguments, other in table:
    mine, my_queries = measure(ours, arguments)
    theirs, their_queries = measure(other, arguments)
    print(f"{label:24}{mine:10.1f}{my_queries:9.2f}{theirs:12.1f}{their_queries:9.2f}{theirs / mine:8.0f}")
env.cr.rollback()
