# Runs in an Odoo shell, on a database with membership; rolls back:
#
#     ./run odoo shell -d service --no-http < tests/bench/bench_membership_tiers.py
#
# A plan reviews 100,000 members by the points that they earned; beside it, plain SQL does the same reads
# and writes: sums the moves, finds the tier, writes standings, cards and history. Wanted: at most 3
# times the floor. Everybody is judged for the first time, then again after every tenth earned more.
# BENCH_SCALE=0.1 makes a tenth of it. What was measured stands in docs/development.md.
import os
import resource
import time

from odoo.tools import SQL

MEMBERS, EACH = round(100_000 * float(os.environ.get("BENCH_SCALE", 1))), 5
company = env["res.company"].create({"name": "Bench"})
env.user.company_ids |= company
env = env(context={**env.context, "allowed_company_ids": company.ids, "tracking_disable": True})
env["service.policy.pack"].load_pack("car_dealer", company=company)
plan = env["membership.plan"].search([("code", "=", "DEALER-TIER"), ("company_id", "=", company.id)])
program = plan.program_id
env.flush_all()
env.cr.execute(
    SQL(
        "WITH people AS (INSERT INTO res_partner (name, active, company_id, autopost_bills)"
        " SELECT 'Bench ' || n, TRUE, %s, 'ask' FROM generate_series(1, %s) n RETURNING id)"
        " INSERT INTO loyalty_card (program_id, company_id, partner_id, code, points, active, is_membership,"
        " membership_state) SELECT %s, %s, id, 'BENCH' || id, 0, TRUE, TRUE, 'active' FROM people",
        company.id,
        MEMBERS,
        program.id,
        company.id,
    )
)


def earn(condition, points):
    """Book moves past everything; what lots they have does not matter here."""
    env.cr.execute(
        SQL(
            "INSERT INTO membership_point_move (card_id, company_id, kind, points, earned, date)"
            " SELECT c.id, %s, 'earn', p, p, now() AT TIME ZONE 'UTC'"
            " FROM loyalty_card c, LATERAL (SELECT %s AS p) x WHERE c.program_id = %s AND %s",
            company.id,
            points,
            program.id,
            condition,
        )
    )
    env.cr.execute("ANALYZE membership_point_move")


for _number in range(EACH):
    earn(SQL("TRUE"), SQL("(c.id * 7919) %% 5000"))
for table in ("loyalty_card", "membership_standing", "res_partner"):
    env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
env.cr.execute(
    SQL("SELECT partner_id FROM loyalty_card WHERE program_id = %s ORDER BY partner_id", program.id)
)
members = [partner_id for (partner_id,) in env.cr.fetchall()]
day = company._membership_day()


def spent():
    """Return the seconds of CPU of this process and of the one that works for it in the database."""
    with open(f"/proc/{env.cr.connection.info.backend_pid}/stat") as stat:
        values = stat.read().rpartition(")")[2].split()
    return time.process_time() + (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def undone(label, run):
    """Time ``run`` in a savepoint that is taken back, so that all start from the same rows.

    Print seconds, those of CPU, microseconds of it for a member, queries; return the seconds of CPU.
    """
    env.flush_all()
    env.invalidate_all()
    env.cr.execute("SAVEPOINT bench")
    queries, began, before = env.cr.sql_log_count, time.perf_counter(), spent()
    run()
    env.flush_all()
    cpu, seconds = spent() - before, time.perf_counter() - began
    queries = env.cr.sql_log_count - queries
    print(f"{label:46}{seconds:9.3f}{cpu:9.3f}{cpu / MEMBERS * 1e6:10.1f}{queries:9}", flush=True)
    env.cr.execute("ROLLBACK TO SAVEPOINT bench")
    return cpu


def plain():
    """The same reads and writes in plain SQL."""
    env.cr.execute(
        SQL(
            """
            CREATE TEMPORARY TABLE judged ON COMMIT DROP AS
            SELECT v.partner_id, v.value, t.id AS tier_id, s.tier_id AS before, s.since
              FROM (SELECT c.partner_id, sum(m.earned) AS value FROM loyalty_card c
                      JOIN membership_point_move m ON m.card_id = c.id
                     WHERE c.program_id = %(program)s GROUP BY c.partner_id) v
              LEFT JOIN membership_standing s ON s.partner_id = v.partner_id AND s.plan_id = %(plan)s
              LEFT JOIN LATERAL (SELECT id FROM membership_tier
                                  WHERE plan_id = %(plan)s AND threshold <= v.value
                                  ORDER BY threshold DESC LIMIT 1) t ON TRUE;
            INSERT INTO membership_standing AS s (partner_id, plan_id, company_id, tier_id, since, value,
                   because, judged_on, window_to, create_uid, create_date, write_uid, write_date)
            SELECT partner_id, %(plan)s, %(company)s, tier_id, %(day)s, value, 'same', %(day)s, %(day)s,
                   1, now(), 1, now() FROM judged
                ON CONFLICT (partner_id, plan_id) DO UPDATE
               SET tier_id = excluded.tier_id, value = excluded.value, judged_on = excluded.judged_on,
                   write_date = excluded.write_date;
            UPDATE loyalty_card c SET membership_tier_id = j.tier_id FROM judged j
             WHERE c.partner_id = j.partner_id AND c.program_id = %(program)s
               AND c.membership_tier_id IS DISTINCT FROM j.tier_id;
            INSERT INTO membership_standing_change (partner_id, plan_id, company_id, date, tier_from_id,
                   tier_id, value, because, facts, create_uid, create_date, write_uid, write_date)
            SELECT partner_id, %(plan)s, %(company)s, %(day)s, before, tier_id, value, 'up', '{}', 1, now(),
                   1, now() FROM judged WHERE before IS DISTINCT FROM tier_id;
            DROP TABLE judged
            """,
            program=program.id,
            plan=plan.id,
            company=company.id,
            day=day,
        )
    )


def judge():
    return plan._judge(members, day)


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


print(f"{'':46}{'seconds':>9}{'CPU':>9}{'µs each':>10}{'queries':>9}")
for what in ("first review", "review after a tenth earned"):
    times, had = {judge: [], plain: []}, memory()
    for run in (plain, judge, judge, plain):
        times[run].append(undone(what if run is judge else f"plain SQL: {what}", run))
    ratio = min(times[judge]) / min(times[plain])
    print(f"  ratio, at most 3: {ratio:.2f}; {memory() - had:.0f} MB more memory", flush=True)
    judge()
    earn(SQL("c.id %% 10 = 0"), SQL("3000"))
env.cr.rollback()
