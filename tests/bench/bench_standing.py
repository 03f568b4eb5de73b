# Runs in an Odoo shell, on a database with service_scoring; rolls back:
#
#     ./run odoo shell -d service --no-http < tests/bench/bench_standing.py
#
# What stands open of 2,000 employees with 20 awards each; beside it, plain SQL reads the same rows. Then the
# years of a twentieth of them are judged anew and written. Wanted: reading within 3 times the floor.
# BENCH_SCALE=0.1 makes a tenth of it.
import os
import time

from odoo.tools import SQL

STAFF, EACH = round(2_000 * float(os.environ.get("BENCH_SCALE", 1))), 20
company = env["res.company"].create({"name": "Bench"})
env.user.company_ids |= company
env = env(context={**env.context, "allowed_company_ids": company.ids, "tracking_disable": True})
Award, Standing = env["service.score.award"], env["service.score.standing"]
staff = env["hr.employee"].create([{"name": f"Staff {n}", "company_id": company.id} for n in range(STAFF)])
book = env["service.score.rulebook"].create(
    {"name": "Bench", "code": "bench", "company_id": company.id, "is_award_scheme": True}
)
book.action_activate()
standings = Standing._get_standings({(one.company_id, one, 2024) for one in staff})
env.flush_all()
kinds = list(dict(Award._fields["kind"].selection))
env.cr.execute(
    SQL(
        "INSERT INTO service_score_award (name, company_id, employee_id, kind, date, effective_date, points,"
        " state, rulebook_id, standing_id)"
        " SELECT 'B' || s.id || '/' || n, s.company_id, s.employee_id,"
        " (%s::text[])[1 + (s.id * 7 + n * n * 3) %% 6], d, d, 1, 'confirmed', %s, s.id"
        " FROM service_score_standing s, generate_series(0, %s) n,"
        " LATERAL (SELECT DATE '2024-01-01' + (n * 17 + s.id) %% 366 AS d) x WHERE s.id = ANY(%s)",
        kinds,
        book.id,
        EACH - 1,
        [one.id for one in standings.values()],
    )
)
env.cr.execute("ANALYZE service_score_award")


def timed(label, run, count, floor=None):
    """Print seconds, queries and microseconds a row of ``run``, and the ratio to a floor in seconds."""
    env.flush_all()
    env.invalidate_all()
    queries, began = env.cr.sql_log_count, time.perf_counter()
    result = run()
    env.flush_all()
    seconds = time.perf_counter() - began
    queries = env.cr.sql_log_count - queries
    ratio = f"{seconds / floor:7.2f}" if floor else ""
    print(f"{label:46}{seconds:9.3f}{seconds / count * 1e6:10.1f}{queries:9}{ratio}", flush=True)
    return seconds, result


def read():
    env.cr.execute(
        SQL(
            "SELECT employee_id, id, date, kind, points, rulebook_id FROM service_score_award"
            " WHERE employee_id = ANY(%s) AND date BETWEEN '2024-01-01' AND '2024-12-31'"
            " AND state = 'confirmed' ORDER BY employee_id, date, id",
            staff.ids,
        )
    )
    return env.cr.fetchall()


print(f"{'':46}{'seconds':>9}{'µs each':>10}{'queries':>9}{'ratio':>7}")
floor, rows = timed("plain SQL reads the awards", read, STAFF * EACH)
seconds, found = timed("standing of all", lambda: Award._standings(staff, 2024), STAFF * EACH, floor)
assert len(rows) == STAFF * EACH and sum(one["points"] for one in found.values()) == STAFF * EACH
one = Award.standing(staff[0], 2024)
assert one == found[staff[0].id]
some = Standing.concat(*list(standings.values())[: STAFF // 20])
some._judge()
env.flush_all()
timed("a twentieth of them judged anew and written", some._judge, len(some) * EACH)
env.cr.rollback()
