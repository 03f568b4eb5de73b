# Runs in an Odoo shell, on a database with service_scoring; rolls back:
#
#     ./run odoo shell -d bench --no-http < tests/bench/bench_score_sheets.py
#
# The month closing of 1,000 employees with 100 confirmed entries each: the sheets are made, published and
# confirmed, with wages, pay guard and accounts; beside plain SQL that reads and writes the same rows. Wanted:
# at most 3 times the time of plain SQL.
#
# Both take turns, and the medians count: what else the machine does meanwhile meets both. Sealing the ledger
# is measured apart, as it happens once, whoever makes it. BENCH_SCALE=0.1 makes a tenth of the employees.
import os
import random
import statistics
import time
from datetime import date

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.service_kernel.tools.insert_rows import insert_rows

PEOPLE, ENTRIES, ROUNDS = round(1000 * float(os.environ.get("BENCH_SCALE", 1))), 100, 3
FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)

company = env["res.company"].create({"name": "Bench"})
env.user.company_ids |= company
env = env(context={**env.context, "allowed_company_ids": company.ids, "tracking_disable": True})
book = env["service.score.rulebook"].create(
    {
        "name": "Bench",
        "code": "bench",
        "company_id": company.id,
        "base_score": 100,
        "is_base_pro_rata": True,
        "concurrence": "highest",
        "bracket_ids": [
            Command.create({"points_to": 20, "amount": 10, "mode": "whole"}),
            Command.create({"points_from": 20, "is_open_end": True, "amount": 20, "mode": "whole"}),
        ],
        "rule_ids": [
            Command.create(
                {"name": f"Rule {number}", "code": f"r{number}", "points": 0.1 * number, "cap_points": 50}
            )
            for number in range(1, 21)
        ],
    }
)
book.action_activate()
people = env["hr.employee"].create(
    [{"name": f"Employee {number}", "company_id": company.id} for number in range(PEOPLE)]
)
env["service.score.wage"].create(
    [{"company_id": company.id, "employee_id": one.id, "valid_from": FIRST, "amount": 5000} for one in people]
)
env.flush_all()
rules, chance = book.rule_ids.sorted("code"), random.Random(7)
Entry = env["service.score.entry"]
for start in range(0, PEOPLE, 100):
    insert_rows(
        Entry,
        [
            {
                "name": f"B{one.id}-{number}",
                "company_id": company.id,
                "rulebook_id": book.id,
                "rulebook_code": book.code,
                "rule_id": rule.id,
                "rule_code": rule.code,
                "kind": rule.kind,
                "employee_id": one.id,
                "date": day,
                "effective_date": day,
                "quantity": 1,
                "points": -rule.points,
                "act_key": f"act {one.id} {number // 2}",
                "source": "manual",
                "state": "confirmed",
            }
            for one in people[start : start + 100]
            for number in range(ENTRIES)
            for rule in [chance.choice(rules)]
            for day in [FIRST.replace(day=chance.randint(1, 30))]
        ],
    )
for table in ("service_score_entry", "service_score_wage", "hr_employee", "hr_version"):
    env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


def measure(label, action):
    env.flush_all()
    env.invalidate_all()
    before, cpu, queries = time.perf_counter(), time.process_time(), env.cr.sql_log_count
    result = action()
    env.flush_all()
    wall, cpu = time.perf_counter() - before, time.process_time() - cpu
    print(f"{label:20}{wall:9.2f} s, of it Python {cpu:.2f} s, {env.cr.sql_log_count - queries} queries")
    return result


def close():
    """The month as people close it."""
    sheets = measure("sheets made", lambda: book.generate_sheets(LAST))
    measure("published", sheets.action_publish)
    measure("confirmed", sheets.action_confirm)
    assert len(sheets) == PEOPLE and set(sheets.mapped("state")) == {"confirmed"}
    return sheets


READ = SQL(
    """
    SELECT e.employee_id, e.id, e.effective_date, e.kind, e.rule_code, COALESCE(e.act_key, e.source_key),
           e.points, r.cap_points, e.share, e.withhold_component_id, e.withhold_share, e.reversal_of_id,
           e.rule_id
      FROM service_score_entry e JOIN service_score_rule r ON r.id = e.rule_id
     WHERE e.rulebook_id = %s AND e.state IN ('confirmed', 'reversed')
       AND e.effective_date BETWEEN %s AND %s
     ORDER BY e.effective_date, e.id
    """,
    book.id,
    FIRST,
    LAST,
)
STAMP = SQL("%s, now(), %s, now()", env.uid, env.uid)
STAMPS = SQL("create_uid, create_date, write_uid, write_date")


def read():
    """What making and confirming read, each of them."""
    for query in (
        READ,
        SQL("SELECT * FROM service_score_sheet WHERE company_id = %s", company.id),
        SQL("SELECT * FROM hr_version WHERE employee_id = ANY(%s)", people.ids),
        SQL("SELECT * FROM hr_employee WHERE id = ANY(%s)", people.ids),
        SQL("SELECT * FROM service_score_wage WHERE employee_id = ANY(%s)", people.ids),
        SQL("SELECT * FROM service_score_account WHERE employee_id = ANY(%s)", people.ids),
        SQL("SELECT * FROM service_score_sheet_pay WHERE employee_id = ANY(%s)", people.ids),
    ):
        env.cr.execute(query)
        env.cr.fetchall()


def set_state(state):
    env.cr.execute(
        SQL(
            "UPDATE service_score_sheet SET state = %s, write_date = now() WHERE company_id = %s",
            state,
            company.id,
        )
    )


def floor():
    """The same rows, as plain SQL writes them, without computing what counts and why."""
    read()
    env.cr.execute(
        SQL(
            """
            INSERT INTO service_score_sheet (name, rulebook_id, rulebook_code, company_id, date_from, date_to,
                   employee_id, base, points_deducted, points_rewarded, points_adjusted, score,
                   scheduled_days, period_days, inputs_hash, state, answer, %s)
            SELECT 'floor', %s, 'bench', %s, %s, %s, employee_id, 100, -sum(points), 0, 0, 100 + sum(points),
                   22, 22, md5(string_agg(points::text, ',')) || md5(string_agg(id::text, ',')), 'draft',
                   'none', %s
              FROM service_score_entry WHERE rulebook_id = %s GROUP BY employee_id
            """,
            *(STAMPS, book.id, company.id, FIRST, LAST, STAMP, book.id),
        )
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO service_score_sheet_line (sheet_id, sequence, entry_id, rule_id, points,
                   applied_points, reason)
            SELECT s.id, row_number() OVER (PARTITION BY s.id ORDER BY e.effective_date, e.id), e.id,
                   e.rule_id, e.points, e.points, 'counted'
              FROM service_score_entry e JOIN service_score_sheet s ON s.employee_id = e.employee_id
             WHERE e.rulebook_id = %s AND s.company_id = %s
            """,
            *(book.id, company.id),
        )
    )
    env.cr.execute(
        SQL(
            """
            INSERT INTO service_score_sheet_pay (sheet_id, company_id, employee_id, date_to, is_final,
                   has_wage, fine_amount, bonus_amount, withheld_amount, pay_before, cut_amount, taken_fine,
                   taken_withheld, pay_after, carried_in, carried_out, written_off, facts, inputs_hash, %s)
            SELECT id, company_id, employee_id, date_to, false, true, 20 * points_deducted, 0, 0, 5000, 1000,
                   1000, 0, 4000, 0, 20 * points_deducted - 1000, 0,
                   (SELECT facts FROM service_score_sheet_pay ORDER BY id LIMIT 1), inputs_hash, %s
              FROM service_score_sheet WHERE company_id = %s
            """,
            *(STAMPS, STAMP, company.id),
        )
    )
    set_state("published")
    env.cr.execute(
        SQL(
            """
            INSERT INTO service_score_account (company_id, rulebook_code, employee_id, version, %s)
            SELECT company_id, code, employee_id, 1, %s
              FROM service_score_sheet, unnest(ARRAY['bench', '#pay']) AS code WHERE company_id = %s
            """,
            *(STAMPS, STAMP, company.id),
        )
    )
    read()
    set_state("confirmed")
    env.cr.execute(
        SQL("UPDATE service_score_sheet_pay SET is_final = true WHERE company_id = %s", company.id)
    )
    env.cr.execute(
        SQL(
            """
            UPDATE service_score_account a SET carried_amount = p.carried_out
              FROM service_score_sheet_pay p
             WHERE p.employee_id = a.employee_id AND a.rulebook_code = 'bench' AND a.company_id = %s
            """,
            company.id,
        )
    )


def turn(action):
    env.flush_all()
    env.cr.execute("SAVEPOINT turn")
    before = time.perf_counter()
    action()
    env.flush_all()
    taken = time.perf_counter() - before
    env.cr.execute("ROLLBACK TO SAVEPOINT turn")
    env.invalidate_all()
    env.cr.cache.clear()
    return taken


measure("ledger sealed", lambda: Entry._seal(company))
ours, plain = [], []
for _round in range(ROUNDS):
    ours.append(turn(close))
    plain.append(turn(floor))
mine, raw = statistics.median(ours), statistics.median(plain)
print(f"{PEOPLE} employees x {ENTRIES} entries, medians of {ROUNDS}:")
print(f"month closed {mine:.2f} s, plain SQL {raw:.2f} s: {mine / raw:.2f} times")
env.cr.rollback()
