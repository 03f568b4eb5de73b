# Runs in an Odoo shell, on a database with service_center; rolls back:
#
#     ./run odoo shell -d bench --no-http < tests/bench/bench_dispatch.py
#
# 1,000 orders given to 100 technicians at once, by turns and by least travelled, with skills, time off,
# tracking, steps of clocks and explanations; beside plain SQL that does the same reads and writes.
# Wanted: at most 3 queries an order, however many technicians there are.
import json
import time
from datetime import timedelta

from odoo import fields

ORDERS, TECHNICIANS = 1000, 100

skills = env["service.skill"].create([{"code": f"bench-{one}", "name": f"Skill {one}"} for one in range(5)])
employees = env["hr.employee"].create(
    [
        {"name": f"Technician {number}", "service_skill_ids": [(6, 0, skills[: 1 + number % 5].ids)]}
        for number in range(TECHNICIANS)
    ]
)
now = fields.Datetime.now()
env["resource.calendar.leaves"].create(
    [
        {
            "name": "Off",
            "resource_id": employee.resource_id.id,
            "calendar_id": employee.resource_calendar_id.id,
            "date_from": now - timedelta(days=1),
            "date_to": now + timedelta(days=1),
        }
        for employee in employees[::10]
    ]
)
queue = env["service.dispatch.queue"].create(
    {
        "code": "bench",
        "name": "Bench",
        "line_ids": [(0, 0, {"employee_id": employee.id}) for employee in employees],
    }
)
partner = env["res.partner"].create({"name": "Customer"})


def make_orders():
    orders = env["service.order"].create(
        [
            {
                "partner_id": partner.id,
                "is_emergency": True,  # nobody has to agree to a price first
                "skill_ids": [(6, 0, skills[number % 5].ids)],
            }
            for number in range(ORDERS)
        ]
    )
    orders.write({"state": "confirmed"})
    env.flush_all()
    return orders


def measure(label, call, *args):
    """Print milliseconds and queries for each order; return the milliseconds."""
    env.flush_all()
    env.invalidate_all()
    queries, began = env.cr.sql_log_count, time.perf_counter()
    call(*args)
    env.flush_all()
    spent = (time.perf_counter() - began) * 1000
    print(f"{label:34}{spent / ORDERS:9.3f}{(env.cr.sql_log_count - queries) / ORDERS:9.3f}")
    return spent


def floor(order_ids):
    """What dispatching reads and writes, in plain SQL."""
    cr = env.cr
    cr.execute("UPDATE service_dispatch_queue SET turns_given = turns_given + 1 WHERE id = %s", [queue.id])
    cr.execute(
        "SELECT employee_id FROM service_dispatch_line WHERE queue_id = %s ORDER BY sequence", [queue.id]
    )
    technicians = [row[0] for row in cr.fetchall()]
    cr.execute("SELECT * FROM service_skill_employee_rel WHERE employee_id = ANY(%s)", [technicians])
    cr.fetchall()
    cr.execute("SELECT resource_id, date_from, date_to FROM resource_calendar_leaves WHERE date_to > now()")
    cr.fetchall()
    cr.execute("SELECT employee_id, name FROM service_order WHERE employee_id = ANY(%s)", [technicians])
    cr.fetchall()
    cr.execute("SELECT * FROM service_order WHERE id = ANY(%s)", [order_ids])
    cr.fetchall()
    explanation = json.dumps({"dispatch": {"decision": "rotation", "facts": {"queue": "bench"}}})
    for place, technician in enumerate(technicians):
        mine = order_ids[place::TECHNICIANS]
        cr.execute(
            "UPDATE service_order SET employee_id = %s, queue_id = %s, state = 'scheduled', explanation = %s,"
            " write_date = now() WHERE id = ANY(%s)",
            [technician, queue.id, explanation, mine],
        )
        cr.execute(
            "INSERT INTO service_dispatch_turn (queue_id, round_number, employee_id, order_id, outcome,"
            " reason_code, at, company_id) SELECT %s, 1, %s, id, 'assigned', 'rotation', now(), company_id"
            " FROM service_order WHERE id = ANY(%s)",
            [queue.id, technician, mine],
        )


print(f"{'each of 1,000 orders':34}{'ms':>9}{'queries':>9}")
queue.dispatch(make_orders()[:10])  # warm
rotation = measure("by turns", queue.dispatch, make_orders())
queue.method = "least_travelled"
measure("who travelled least", queue.dispatch, make_orders())
plain = measure("floor: the same in plain SQL", floor, make_orders().ids)
print(f"by turns: {rotation / plain:.1f} times the floor")
env.cr.rollback()
