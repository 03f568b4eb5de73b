# Runs in an Odoo shell, on a database with service_center and OCA's peers; rolls back:
#
#     .run/venv/bin/pip install "odoo-addon-helpdesk_mgmt_sla==19.0.*"
#     ./run odoo -d bench -i service_center,helpdesk_mgmt_sla --stop-after-init
#     ./run odoo shell -d bench --no-http < tests/bench/bench_complaints.py
#
# 1,000 complaints singly and in one batch, with routing, two clocks, tracking and explanations, beside
# tickets with two SLAs of helpdesk_mgmt + helpdesk_mgmt_sla; then the clock cron with 20,000 due.
# Wanted: singly at most 30 queries and half the peer's time each, in a batch at most 3 queries a record, the
# cron at most 0.2 queries a clock.
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time

SINGLY, BATCH, CLOCKS = 1000, 1000, 20_000

company = env.company
weekdays = [
    (0, 0, {"name": "open", "dayofweek": str(day), "hour_from": start, "hour_to": end})
    for day in range(6)
    for start, end in ((8.5, 12), (14, 18))
]
calendar = env["resource.calendar"].create(
    {"name": "Bench", "company_id": company.id, "tz": "Asia/Shanghai", "attendance_ids": weekdays}
)
company.resource_calendar_id = calendar
Policy, Target = env["service.sla.policy"], env["service.sla.target"]
Policy.search([]).active = False
env["service.authority.rule"].search([]).active = False
policy = Policy.create({"code": "bench", "name": "Bench", "model": "service.complaint"})
first = Target.create(
    {"policy_id": policy.id, "metric": "acknowledge", "value": 4, "unit": "working_hours", "warn_share": 80}
)
second = Target.create(
    {"policy_id": policy.id, "metric": "resolve", "value": 2, "unit": "working_days", "warn_share": 80}
)
levels = env["service.authority.level"].create(
    [
        {"code": f"bench-{rank}", "name": f"Level {rank}", "sequence": rank, "user_ids": env.user.ids}
        for rank in (10, 20, 30)
    ]
)
flag = env["service.risk.flag"].create({"code": "bench", "name": "Fire", "is_major": True})
env["service.authority.rule"].create(
    [
        {"code": "bench-1", "amount_to": 500, "level_id": levels[0].id},
        {"code": "bench-2", "amount_from": 500, "amount_to": 2000, "level_id": levels[1].id},
        {"code": "bench-3", "amount_from": 2000, "level_id": levels[2].id},
        {"code": "bench-4", "flag_ids": flag.ids, "level_id": levels[2].id},
    ]
)
team = env["service.team"].create({"code": "bench", "name": "Bench"})
category = env["service.category"].create({"code": "bench", "name": "Bench"})
partners = env["res.partner"].create([{"name": f"Customer {number}"} for number in range(1000)])


def complaint(number):
    return {
        "partner_id": partners[number % len(partners)].id,
        "description": f"<p>Complaint {number}</p>",
        "category_id": category.id,
        "team_id": team.id,
        "amount_at_stake": number * 3,
        "flag_ids": flag.ids if number % 5 == 0 else [],
    }


makers = [("complaints", env["service.complaint"], complaint)]
if "helpdesk.ticket" in env:
    peer_team = env["helpdesk.ticket.team"].create(
        {"name": "Bench", "use_sla": True, "resource_calendar_id": calendar.id}
    )
    peer_category = env["helpdesk.ticket.category"].create({"name": "Bench"})
    stage = env["helpdesk.ticket.stage"].search([("closed", "=", True)], limit=1)
    env["helpdesk.sla"].search([]).active = False
    for number in (1, 2):
        env["helpdesk.sla"].create(
            {
                "name": f"SLA {number}",
                "team_ids": peer_team.ids,
                "hours": 4 * number,
                "stage_id": stage.id,
            }
        )

    def ticket(number):
        return {
            "name": f"Ticket {number}",
            "partner_id": partners[number % len(partners)].id,
            "description": f"<p>Ticket {number}</p>",
            "category_id": peer_category.id,
            "team_id": peer_team.id,
        }

    makers.append(("peer's tickets", env["helpdesk.ticket"], ticket))


def measure(label, count, call, *args):
    """Print milliseconds and queries for each of ``count``."""
    env.flush_all()
    env.invalidate_all()
    queries, began = env.cr.sql_log_count, time.perf_counter()
    call(*args)
    env.flush_all()
    spent = (time.perf_counter() - began) * 1000
    print(f"{label:34}{spent / count:9.2f}{(env.cr.sql_log_count - queries) / count:9.3f}")


def singly(Model, vals):
    for number in range(SINGLY):
        env.cr.cache.clear()  # as in a request of its own
        env.invalidate_all()
        Model.create(vals(number))
        env.flush_all()


def floor():
    """What the cron reads and writes, in plain SQL."""
    env.cr.execute("SELECT * FROM service_sla_clock WHERE policy_id = %s", [policy.id])
    env.cr.fetchall()
    env.cr.execute(
        "SELECT event.* FROM service_sla_event event JOIN service_sla_clock clock"
        " ON clock.id = event.clock_id WHERE clock.policy_id = %s",
        [policy.id],
    )
    env.cr.fetchall()
    env.cr.execute(
        "UPDATE service_sla_clock SET state = 'breached', next_event_at = NULL WHERE policy_id = %s",
        [policy.id],
    )
    env.cr.execute(
        "UPDATE service_complaint SET sla_state = 'breached', sla_deadline = now() WHERE team_id = %s",
        [team.id],
    )
    env.cr.execute(
        "INSERT INTO service_sla_event (clock_id, res_model, res_id, company_id, kind, at)"
        " SELECT id, res_model, res_id, company_id, 'notice', now() FROM service_sla_clock"
        " WHERE policy_id = %s",
        [policy.id],
    )


print(f"{'each':34}{'ms':>9}{'queries':>9}")
for label, Model, vals in makers:
    Model.create(vals(0))  # warm
    measure(f"{label}, one by one", SINGLY, singly, Model, vals)
    measure(f"{label}, in one batch", BATCH, Model.create, [vals(number) for number in range(BATCH)])

Clock = env["service.sla.clock"]
Clock.search([("is_open", "=", True)]).write({"next_event_at": False})
with freeze_time(fields.Datetime.now() - timedelta(days=8)):
    for _batch in range(CLOCKS // 2000):
        vals_list = [complaint(number) for number in range(1000)]
        env["service.complaint"].with_context(tracking_disable=True).create(vals_list)
        env.flush_all()
        env.invalidate_all()
due = Clock.search_count([("next_event_at", "<=", fields.Datetime.now())])
# the batches of a cron commit; here everything is rolled back
Cron = type(env["ir.cron"])
with patch.object(Cron, "_commit_progress", lambda self, *args, **kwargs: float("inf")):
    measure(f"clock cron, {due:,} due", due, Clock._cron_run)
measure("floor: the same in plain SQL", due, floor)
env.cr.rollback()
