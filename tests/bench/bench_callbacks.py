# Runs in an Odoo shell, on a database with service_center; rolls back:
#
#     ./run odoo shell -d bench --no-http < tests/bench/bench_callbacks.py
#
# 100,000 customers under four plans: a call after seven days, every half-year by the last contact, a sample
# of ten percent for key dates, and a monthly rhythm that is not due yet for most; planned, planned again when
# nothing is new, and reviewed. All contacts are booked in the customers' budgets: first without a limit, then
# at most two in seven days, where half of the customers were contacted in the last days.
# Beside plain SQL that does the same reads and writes, bookings included (the floor).
# Wanted: planning within twice the floor, within two and a half times where the budget has to be searched,
# with a handful of queries for a batch. Measured with 10,000 customers, on a machine that was busy with
# other work: 1.7 times the floor without a limit, 2.2 times with two contacts in seven days.
import time
from datetime import date, timedelta

from odoo.addons.service_center.models.service_callback_step_plan import BATCH

CUSTOMERS = 100_000
DAY = date(2026, 3, 12)
company = env.company
env["service.callback.plan"].search([]).active = False
env.flush_all()
env.cr.execute(
    """INSERT INTO res_partner (name, complete_name, active, type, partner_share, commercial_partner_id,
            autopost_bills, create_uid, create_date, write_uid, write_date)
        SELECT 'Bench ' || n, 'Bench ' || n, TRUE, 'contact', TRUE, NULL, 'ask', 1,
            %(day)s::timestamp - (n %% 200) * interval '1 day', 1, now()
        FROM generate_series(1, %(rows)s) n RETURNING id""",
    {"rows": CUSTOMERS, "day": DAY},
)
first = env.cr.fetchone()[0]
env.cr.execute("UPDATE res_partner SET commercial_partner_id = id WHERE id >= %s", [first])
env.cr.execute("ANALYZE res_partner")
env.invalidate_all()


def make_plan(code, step, **vals):
    return env["service.callback.plan"].create(
        {
            "code": f"bench-{code}",
            "name": f"Bench {code}",
            "trigger": "customer",
            "valid_from": DAY - timedelta(300),
            "domain": repr([("id", ">=", first)]),
            "step_ids": [(0, 0, {"code": f"bench-{code}", "name": code, **step})],
            **vals,
        }
    )


plans = (
    make_plan("once", {"offset_amount": 7})
    | make_plan(
        "contact",
        {"anchor": "last_contact", "offset_amount": 180, "repeat_amount": 180},
    )
    | make_plan("sample", {"offset_amount": 30}, coverage_percent=10)
    | make_plan(
        "monthly",
        {"offset_amount": 1, "offset_unit": "months", "repeat_amount": 1, "repeat_unit": "months"},
        is_duty=True,
    )
)
env.flush_all()


def measure(label, call, floor=None):
    """Print seconds, queries and the ratio to a floor; returns the seconds and what the call returned."""
    env.flush_all()
    env.invalidate_all()
    queries, began = env.cr.sql_log_count, time.perf_counter()
    result = call()
    env.flush_all()
    spent = time.perf_counter() - began
    ratio = f"{spent / floor:8.2f}" if floor else ""
    env.cr.execute("ANALYZE service_callback")  # as the database does by itself after the commit
    print(f"{label:52}{spent:9.2f}{env.cr.sql_log_count - queries:9}{result:10,}{ratio}")
    return spent


def floor(step, where, due, number):
    """Read the customers of a step, leave out what is planned, insert the rest; in plain SQL."""
    env.cr.execute(
        f"""INSERT INTO service_callback (key, res_model, res_id, occurrence, partner_id, company_id, plan_id,
                step_id, anchor_date, planned_for, due_date, due_at, is_same_day, is_duty, channel, state,
                active, attempt_count, review_step, create_uid, create_date, write_uid, write_date)
            SELECT 'floor:{step.id}:res.partner:' || p.id || ':' || ({number}), 'res.partner', p.id, {number},
                p.id, {company.id}, {step.plan_id.id}, {step.id}, p.start, {due}, {due},
                {due} + interval '16 hours' - interval '1 second', FALSE, FALSE, 'phone', 'planned', TRUE, 0,
                0, 1, now(), 1, now()
            FROM (
                SELECT id, (timezone('Asia/Shanghai', timezone('UTC', create_date)))::date AS start,
                    (SELECT max(done_at) FROM service_callback c WHERE c.partner_id = res_partner.id
                        AND c.state = 'done') AS contact
                FROM res_partner WHERE active AND parent_id IS NULL AND partner_share AND id >= {first}
            ) p
            WHERE {where} AND NOT EXISTS (
                SELECT 1 FROM service_callback c WHERE c.company_id = {company.id}
                AND c.key = 'floor:{step.id}:res.partner:' || p.id || ':' || ({number})
            )"""
    )
    return env.cr.rowcount


def floors():
    """The same rows as the plans make, without conditions, samples, days off or contacts that are counted."""
    once, contact, sampled, monthly = plans.step_ids
    horizon = f"DATE '{DAY + timedelta(35)}'"
    count = floor(once, f"p.start + 7 <= {horizon}", "(p.start + 7)", "1")
    count += floor(contact, f"p.start + 180 <= {horizon}", "(p.start + 180)", "1")
    count += floor(sampled, f"p.start + 30 <= {horizon} AND p.id % 10 = 0", "(p.start + 30)", "1")
    months = (
        "(SELECT count(*)::int FROM generate_series(1, 12) m"
        f" WHERE p.start + m * interval '1 month' <= '{DAY}')"
    )
    for number in (f"NULLIF({months}, 0)", f"({months} + 1)"):
        due = f"(p.start + {number} * interval '1 month')::date"
        count += floor(monthly, f"{due} <= {horizon}", due, number)
    return count


def clear():
    """Take back what was planned and booked; deleting it row by row would take longer than planning."""
    env.flush_all()
    env.cr.execute("ROLLBACK TO SAVEPOINT bench")
    env.invalidate_all()


def floor_booked():
    """Book the days of what the floor has planned; returns how many."""
    env.cr.execute(
        """INSERT INTO service_contact_account (partner_id, company_id, version)
            SELECT DISTINCT partner_id, company_id, 1 FROM service_callback WHERE plan_id = ANY(%s)
            ORDER BY partner_id
            ON CONFLICT (partner_id, company_id)
            DO UPDATE SET version = service_contact_account.version + 1""",
        [plans.ids],
    )
    env.cr.execute(
        """INSERT INTO service_contact (partner_id, company_id, day, key, purpose, is_duty,
                create_uid, create_date, write_uid, write_date)
            SELECT partner_id, company_id, due_date, key, 'Bench', is_duty, 1, now(), 1, now()
            FROM service_callback WHERE plan_id = ANY(%s)""",
        [plans.ids],
    )
    return env.cr.rowcount


print(f"{CUSTOMERS:,} customers, batches of {BATCH:,}")
print(f"{'':52}{'seconds':>9}{'queries':>9}{'rows':>10}{'ratio':>8}")
env.cr.execute("SAVEPOINT bench")
plain = measure("floor: the same in plain SQL", lambda: floors() and floor_booked())
clear()
Callback = env["service.callback"]
company.write({"service_contact_limit": 0})
measure("planning, any number of contacts", lambda: Callback._schedule(plans, DAY), plain)
clear()
company.write({"service_contact_limit": 2, "service_contact_days": 7})
env.cr.execute(
    """INSERT INTO service_contact (partner_id, company_id, day, key, is_duty, create_date, write_date)
        SELECT id, %(company)s, %(day)s::date - n, 'bench:' || id || ':' || n, FALSE, now(), now()
        FROM res_partner, generate_series(0, 2) n WHERE id >= %(first)s AND id %% 2 = 0""",
    {"company": company.id, "day": DAY, "first": first},
)
env.cr.execute("ANALYZE service_contact")
measure("planning, two contacts in seven days", lambda: Callback._schedule(plans, DAY), plain)
measure("planning again, with all reviewed", lambda: Callback._schedule(plans, DAY), plain)
measure("the day after", lambda: Callback._schedule(plans, DAY + timedelta(1)), plain)
plans.active = False
measure("all plans archived: everything cancelled", lambda: Callback._schedule(plans, DAY), plain)
env.cr.rollback()
