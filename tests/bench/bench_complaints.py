# Runs in an Odoo shell, on a database with service_center and OCA's peers; rolls back:
#
#     .run/venv/bin/pip install "odoo-addon-helpdesk_mgmt_sla==19.0.*"
#     ./run odoo -d bench -i service_center,helpdesk_mgmt_sla --stop-after-init
#     ./run odoo shell -d bench --no-http < tests/bench/bench_complaints.py
#
# 1,000 complaints singly and in batches, with routing, two clocks, tracking and explanations, beside tickets
# with two SLAs of helpdesk_mgmt + helpdesk_mgmt_sla; then the clock cron with 20,000 due, and with 2,000.
# Wanted: singly at most 30 queries and half the peer's time each, in a batch at most 3 queries a record, the
# cron at most 0.2 queries a clock.
#
# Ours, the peer's and plain SQL take turns in small blocks, and the medians count: what else the machine does
# meanwhile meets all of them. BENCH_SCALE=0.1 makes a tenth of it.
import os
import statistics
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time
from odoo.tools import SQL

SCALE = float(os.environ.get("BENCH_SCALE", 1))
SINGLY, BATCH, CLOCKS = round(1000 * SCALE), round(1000 * SCALE), round(20_000 * SCALE)
BLOCK = 20

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


def peer():
    """Make the peer ready; returns the function that gives the values of a ticket."""
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

    return ticket


class Measure:
    """Milliseconds of the wall and of this process, and queries, for each record: medians."""

    taken = {}

    def __init__(self, label, each=1):
        self.each, self.rows = each, self.taken.setdefault(label, [])

    def __enter__(self):
        self.before = time.perf_counter(), time.process_time(), env.cr.sql_log_count

    def __exit__(self, *_error):
        after = time.perf_counter(), time.process_time(), env.cr.sql_log_count
        wall, cpu, queries = ((now - then) / self.each for now, then in zip(after, self.before, strict=True))
        self.rows.append((wall * 1000, cpu * 1000, queries))

    @classmethod
    def show(cls, label, beside=None):
        wall, cpu, queries = map(statistics.median, zip(*cls.taken[label], strict=True))
        line = f"{label:34}{wall:9.2f}{cpu:9.2f}{queries:9.3f}"
        if beside in cls.taken:
            peers = [statistics.median(column) for column in zip(*cls.taken[beside], strict=True)]
            line += f"   {wall / peers[0]:.2f} of the peer's time, {cpu / peers[1]:.2f} of its CPU"
        print(line)


def alone():
    """Forget what is known, as a request of its own would begin."""
    env.flush_all()
    env.cr.cache.clear()
    env.invalidate_all()


class Floor:
    """What creating a complaint reads and writes, in plain SQL: as a copy of one that is there."""

    READ = (
        "SELECT * FROM res_users WHERE id = %(user)s",
        "SELECT * FROM res_partner WHERE id IN (%(author)s, %(partner)s)",
        "SELECT * FROM res_company WHERE id = %(company)s",
        "SELECT * FROM res_currency WHERE id = %(currency)s",
        "SELECT * FROM resource_calendar WHERE id = %(calendar)s",
        "SELECT * FROM service_category WHERE id = %(category)s",
        "SELECT * FROM service_team WHERE id = %(team)s",
        "SELECT id FROM service_complaint WHERE partner_id = %(partner)s AND category_id = %(category)s",
        "SELECT user_id FROM resource_resource WHERE user_id = %(user)s AND id IN"
        " (SELECT resource_id FROM resource_calendar_leaves WHERE date_to >= now())",
    )

    def __init__(self, row):
        message, clocks = row.message_ids[:1], row._get_sla_clocks()[row.id]
        self.params = {
            "user": env.uid,
            "author": env.user.partner_id.id,
            "partner": row.partner_id.id,
            "company": company.id,
            "currency": company.currency_id.id,
            "calendar": calendar.id,
            "category": category.id,
            "team": team.id,
        }
        self.row, self.message = self.copy(row, "name"), self.copy(message, "res_id")
        self.clocks = [(self.copy(one, "res_id"), self.copy(one.event_ids[:1], "clock_id")) for one in clocks]
        self.number = 0

    def copy(self, record, changed):
        """Return the statement that inserts a row like that of ``record`` with another value in a column."""
        names = [name for name, field in record._fields.items() if field.store and field.column_type]
        names = SQL(", ").join(SQL.identifier(name) for name in names if name not in ("id", changed))
        return SQL(
            "INSERT INTO %(table)s (%(changed)s, %(names)s) SELECT %(mark)s, %(names)s FROM %(table)s"
            " WHERE id = %(row)s RETURNING id",
            table=SQL.identifier(record._table),
            changed=SQL.identifier(changed),
            names=names,
            mark=SQL("%s", "MARK"),
            row=record.id,
        )

    def write(self, statement, value):
        params = [value if param == "MARK" else param for param in statement.params]
        env.cr.execute(statement.code, params)
        return env.cr.fetchone()[0]

    def one(self):
        for query in self.READ:
            env.cr.execute(query, self.params)
            env.cr.fetchall()
        self.number += 1
        row_id = self.write(self.row, f"floor-{self.number}")
        self.write(self.message, row_id)
        for clock, event in self.clocks:
            self.write(event, self.write(clock, row_id))


def cron_floor():
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


makers = {"complaints": (env["service.complaint"], complaint)}
if "helpdesk.ticket" in env:
    makers["peer's tickets"] = (env["helpdesk.ticket"], peer())
for Model, vals in makers.values():
    Model.create([vals(number) for number in range(5)])  # warm
alone()
floor = Floor(env["service.complaint"].search([("team_id", "=", team.id)], limit=1))

print(f"{'each':34}{'ms':>9}{'CPU':>9}{'queries':>9}")
for begin in range(0, SINGLY, BLOCK):
    numbers = range(begin, min(begin + BLOCK, SINGLY))
    for label, (Model, vals) in makers.items():
        for number in numbers:
            alone()
            with Measure(f"{label}, one by one"):
                Model.create(vals(number))
                env.flush_all()
    for _number in numbers:
        with Measure("floor: a complaint in plain SQL"):
            floor.one()
for begin in range(0, BATCH, BATCH // 4):
    for label, (Model, vals) in makers.items():
        vals_list = [vals(number) for number in range(begin, begin + BATCH // 4)]
        alone()
        with Measure(f"{label}, in batches of {BATCH // 4}", BATCH // 4):
            Model.create(vals_list)
            env.flush_all()
for label in Measure.taken:
    Measure.show(label, label.replace("complaints", "peer's tickets") if "complaints" in label else None)

Clock = env["service.sla.clock"]
# other cases of the database, whose limits were changed above: the cron would plan them anew as well, which
# has nothing to do with how many are due
Clock.search([("needs_planning", "=", True)])._plan_marked()
# the batches of a cron commit; here everything is rolled back
Cron = type(env["ir.cron"])
for wanted in (CLOCKS, CLOCKS // 10):
    Clock.search([("is_open", "=", True)]).write({"next_event_at": False})
    with freeze_time(fields.Datetime.now() - timedelta(days=8)):
        for begin in range(0, wanted // 2, 1000):
            vals_list = [complaint(number) for number in range(min(1000, wanted // 2 - begin))]
            env["service.complaint"].with_context(tracking_disable=True).create(vals_list)
            alone()
    alone()
    due = Clock.search_count([("next_event_at", "<=", fields.Datetime.now())])
    label = f"clock cron, {due:,} due"
    with Measure(label, due), patch.object(Cron, "_commit_progress", lambda *_args, **_kwargs: float("inf")):
        Clock._cron_run()
        env.flush_all()
    Measure.show(label)
with Measure("floor: the cron in plain SQL", Clock.search_count([("policy_id", "=", policy.id)])):
    cron_floor()
Measure.show("floor: the cron in plain SQL")
env.cr.rollback()
