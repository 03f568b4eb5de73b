# Runs in an Odoo shell, on a database with service_scoring; rolls back:
#
#     ./run odoo shell -d service --no-http < tests/bench/bench_scores.py
#
# A register of 100,000 entries is read, judged and imported, then confirmed; beside it, plain SQL writes the
# same rows of entries and words. Then 1,000,000 confirmed entries are sealed and checked; beside it, plain
# SQL reads the same columns in the same batches (and, for sealing, writes the same columns).
# Wanted: the import within 4 times, the check within 3 times the floor. BENCH_SCALE=0.1 makes a tenth of it.
#
# A file has at most as many rows as the system parameter service_kernel.ledger_max_rows says (20,000); the
# rows here are judged together, past the file, which is the most that one import may ever be told to take.
#
# Use a database of its own and drop it: what is rolled back still fills it, and slows the next run.
#
# Measured on 2 cores, busy with other work at the same time (so the ratios count, not the seconds):
#
#     import of 100,000        149 s (judging 31, creating 119)    3.3 times the floor of 45 s, 604 MB
#     confirming 10,000         46 s
#     sealing 1,000,000        668 s
#     checking 1,000,000       128 s                               2.9 times the floor of 44 s
import os
import resource
import time

from odoo.tools import SQL

from odoo.addons.service_kernel.tools.ledger_check import LedgerCheck

SCALE = float(os.environ.get("BENCH_SCALE", 1))
IMPORTED, SEALED = round(100_000 * SCALE), round(1_000_000 * SCALE)
STAFF, CHUNK = 1000, 500
company = env["res.company"].create({"name": "Bench"})
env.user.company_ids |= company
env = env(context={**env.context, "allowed_company_ids": company.ids, "tracking_disable": True})
company = company.with_env(env)
Entry = env["service.score.entry"]
staff = env["hr.employee"].create(
    [
        {"name": f"Staff {n}", "score_employee_number": f"B{n:04}", "company_id": company.id}
        for n in range(STAFF)
    ]
)
book = env["service.score.rulebook"].create(
    {
        "name": "Bench",
        "code": "bench",
        "company_id": company.id,
        "valid_from": "2024-01-01",
        "adopted_on": "2024-01-01",
        "needs_acknowledgement": False,
        "rule_ids": [
            (0, 0, {"code": f"R{n}", "name": f"Rule {n}", "points": n % 5 + 1, "step_window": "month"})
            if n % 4 == 0
            else (0, 0, {"code": f"R{n}", "name": f"Rule {n}", "points": n % 5 + 1})
            for n in range(20)
        ],
    }
)
book.action_activate()
env.flush_all()


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
    print(f"{label:46}{seconds:9.2f}{seconds / count * 1e6:10.1f}{queries:9}{ratio}")
    return seconds, result


def print_memory(label):
    """Print the most memory that this process has had so far."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{f'most memory in MB, {label}':46}{most:9.0f}")


# The register
headings = ["工号", "姓名", "规则编号", "日期", "数量", "分值", "说明", "发现人"]
codes = ["number", "employee", "rule", "date", "quantity", "points", "description", "reporter"]
rows = [(1, headings)]
for n in range(IMPORTED):
    who, day = n % STAFF, f"2024-{n // STAFF % 12 + 1:02}-{n // 37 % 28 + 1:02}"
    rows.append((n + 2, [f"B{who:04}", f"Staff {who}", f"R{n % 20}", day, 1, None, f"Story {n}", None]))


def judge():
    return LedgerCheck(Entry, company, rows, 0, codes, now=env.cr.now(), serial=None, as_history=False).run()


def create(check):
    good = [row for row in check.rows if row.status == "new"]
    assert len(good) == IMPORTED, check.rows[0].problems
    for start in range(0, len(good), CHUNK):
        Entry._ledger_create(
            [
                {
                    **Entry._ledger_values(row, check),
                    "company_id": company.id,
                    "import_key": row.key,
                    "import_digest": row.digest,
                }
                for row in good[start : start + CHUNK]
            ]
        )
        env.flush_all()
        env.invalidate_all()


def copy_rows():
    """Write what the import wrote once more, in plain SQL, a chunk at a time; then take it back."""
    names = [
        field.name for field in Entry._fields.values() if field.store and field.column_type
        and field.name not in ("id", "name", "import_key")
    ]  # fmt: skip
    columns = SQL(", ").join(map(SQL.identifier, names))
    env.cr.execute(
        SQL("SELECT %s FROM service_score_entry WHERE company_id = %s ORDER BY id", columns, company.id)
    )
    entries = env.cr.fetchall()
    env.cr.execute("SAVEPOINT floor")
    began = time.perf_counter()
    for start in range(0, len(entries), CHUNK):
        part = entries[start : start + CHUNK]
        env.cr.execute(
            SQL(
                "INSERT INTO service_score_entry (%s) VALUES %s RETURNING id",
                columns,
                SQL(", ").join(SQL("%s", row) for row in part),
            )
        )
        ids = [entry_id for (entry_id,) in env.cr.fetchall()]
        env.cr.execute(
            SQL(
                "INSERT INTO service_score_entry_note (entry_id, description, salt) VALUES %s",
                SQL(", ").join(SQL("%s", (entry_id, "Story", "0" * 32)) for entry_id in ids),
            )
        )
    seconds = time.perf_counter() - began
    env.cr.execute("ROLLBACK TO SAVEPOINT floor")
    return seconds


print(f"{'':46}{'seconds':>9}{'µs a row':>10}{'queries':>9}{'ratio':>7}")
judged, check = timed(f"reading and judging {IMPORTED:,} rows", judge, IMPORTED)
written, _none = timed(f"creating {IMPORTED:,} entries with words", lambda: create(check), IMPORTED)
floor = copy_rows()
print(f"{'floor: plain INSERT of the same rows':46}{floor:9.2f}{floor / IMPORTED * 1e6:10.1f}")
print_memory("after the import")
print(f"{'import together':46}{judged + written:9.2f}{'':19}{(judged + written) / floor:7.2f}")
drafts = Entry.search([("company_id", "=", company.id)], limit=max(IMPORTED // 10, 1), order="id")
timed(f"confirming {len(drafts):,} of them at once", drafts.action_confirm, len(drafts))

# The ledger
env.cr.execute(
    """INSERT INTO service_score_entry (name, state, company_id, rulebook_id, rulebook_code, rule_id,
            rule_code, rule_text, kind, employee_id, date, effective_date, is_adjustment, quantity,
            points_each, factor, share, occurrence, points, withhold_share, source, reported_uid,
            confirmed_at, confirmed_uid, create_uid, create_date)
        SELECT 'B' || n, 'confirmed', %(company)s, %(book)s, 'bench', (%(rules)s::int[])[n %% 20 + 1],
            'R' || n %% 20, 'Rule ' || n %% 20, 'deduction', (%(staff)s::int[])[n %% 1000 + 1],
            date '2024-01-01' + n %% 366, date '2024-01-01' + n %% 366, FALSE, 1.00, n %% 5 + 1, 1.0000, 0.00,
            1, -(n %% 5 + 1), 0.00, 'manual', 1, '2024-12-31 08:00:00', 1, 1, now()
        FROM generate_series(1, %(rows)s) n""",
    {
        "company": company.id,
        "book": book.id,
        "rules": book.rule_ids.ids,
        "staff": staff.ids,
        "rows": SEALED,
    },
)
env.cr.execute(
    """INSERT INTO service_score_entry_note (entry_id, description, salt)
        SELECT id, 'Story', repeat('0', 32) FROM service_score_entry
        WHERE company_id = %s AND state = 'confirmed' AND id %% 10 = 0
        ON CONFLICT DO NOTHING""",
    [company.id],
)
env.cr.execute(
    "DELETE FROM service_score_entry_note n USING service_score_entry e WHERE e.id = n.entry_id"
    " AND e.company_id = %s AND e.note_digest IS NULL AND e.state = 'confirmed'",
    [company.id],
)
env.cr.execute("ANALYZE service_score_entry")
timed(f"sealing {SEALED:,} entries", lambda: Entry._seal(company), SEALED)
columns = Entry._get_seal_columns()


def read():
    """Read the same columns in the same batches."""
    after = 0
    while found := Entry._read_sealed(company, after, columns):
        after = found[-1][1]


floor, _none = timed("floor: plain SQL reads the same columns", read, SEALED)
timed(f"checking the seals of {SEALED:,} entries", lambda: list(Entry._verify_seals(company)), SEALED, floor)
timed("entries and their counter-entries", lambda: list(Entry._check_pairs()), SEALED)
print_memory("after the check")
assert not list(Entry._verify_seals(company))
env.cr.rollback()
