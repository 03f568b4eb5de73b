# Runs in an Odoo shell, on a database with membership; rolls back:
#
#     ./run odoo shell -d service --no-http < tests/bench/bench_membership_ledger.py
#
# Orders are confirmed whose points go to cards of Odoo's own loyalty, and to membership cards: the ledger may
# cost 1.3 times as much. Then a card is read among 1,000,000 moves. Then 100,000 cards become membership
# cards, 100,000 lots expire, and 100,000 members are looked at for those who stay away: each at most 3
# times as long as plain SQL that writes the same rows. BENCH_SCALE=0.1 makes a tenth of it.
#
# What was measured stands in docs/development.md. CPU is what this process and its connection to the database
# used, on the same machine: seconds say little while others work on it, too.
#
# Use a database of its own and drop it: what is rolled back still fills it, and slows the next run.
import os
import time
from datetime import date, datetime, timedelta
from statistics import median

from odoo.tools import SQL

SCALE = float(os.environ.get("BENCH_SCALE", 1))
ORDERS, ROUNDS = round(100 * SCALE), 10
CARDS, MOVES = round(10_000 * SCALE), 100
DUE = round(100_000 * SCALE)
Program, Card = env["loyalty.program"], env["loyalty.card"]
Program.search([]).write({"active": False})
product = env["product.product"].create({"name": "Bench", "list_price": 100, "taxes_id": False})


def spent():
    """Return the seconds of CPU of this process and of the one that works for it in the database."""
    with open(f"/proc/{env.cr.connection.info.backend_pid}/stat") as stat:
        values = stat.read().rpartition(")")[2].split()
    return time.process_time() + (int(values[11]) + int(values[12])) / os.sysconf("SC_CLK_TCK")


def timed(label, run, count=1, floor=None):
    """Print seconds, of CPU, milliseconds of it each, queries, and the ratio to a floor in seconds of CPU."""
    env.flush_all()
    env.invalidate_all()
    queries, began, before = env.cr.sql_log_count, time.perf_counter(), spent()
    run()
    env.flush_all()
    cpu, seconds = spent() - before, time.perf_counter() - began
    queries = env.cr.sql_log_count - queries
    ratio = f"{cpu / floor:7.2f}" if floor else ""
    print(f"{label:40}{seconds:9.3f}{cpu:9.3f}{cpu / count * 1e3:10.3f}{queries:9}{ratio}", flush=True)
    return cpu


def beside(label, run, plain, count):
    """Time ``run`` beside plain SQL, each from the same rows, twice; print the ratio of the better ones."""
    times = {run: [], plain: []}
    for one in (plain, run, run, plain):
        env.cr.execute("SAVEPOINT bench")
        times[one].append(timed(label if one is run else f"  plain SQL: {label}", one, count))
        env.cr.execute("ROLLBACK TO SAVEPOINT bench")
        env.invalidate_all(flush=False)
    print(f"  ratio, at most 3{'':50}{min(times[run]) / min(times[plain]):17.2f}", flush=True)


def create_program(name, **vals):
    return Program.create(
        {
            "name": name,
            "program_type": "loyalty",
            "applies_on": "both",
            "trigger": "auto",
            "rule_ids": [(0, 0, {"reward_point_mode": "money", "reward_point_amount": 1})],
            "reward_ids": [(0, 0, {"required_points": 10, "discount": 1, "discount_mode": "per_point"})],
            **vals,
        }
    )


def confirm(program, label):
    """Confirm orders of members of a program, one by one, as people do."""
    partners = env["res.partner"].create([{"name": f"{label} {number}"} for number in range(ORDERS)])
    Card.create([{"program_id": program.id, "partner_id": one.id, "points": 5} for one in partners])
    orders = env["sale.order"].create(
        [
            {"partner_id": one.id, "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 3})]}
            for one in partners
        ]
    )
    for order in orders:
        order._update_programs_and_rewards()

    def run():
        for order in orders:
            order.action_confirm()
            env.flush_all()

    return timed(label, run, ORDERS)


plain = create_program("Plain")
members = create_program(
    "Members", is_membership=True, membership_expiry="months", membership_expiry_count=12
)
print(f"{'':40}{'seconds':>9}{'CPU':>9}{'ms each':>10}{'queries':>9}{'ratio':>7}")
times = {plain: [], members: []}
for _round in range(ROUNDS + 1):
    for program, other in ((plain, members), (members, plain)):
        program.active, other.active = True, False
        times[program].append(confirm(program, f"confirming for {program.name}"))
# the first round fills caches
floor, cost = (median(times[program][1:]) for program in (plain, members))
print(f"{'ratio to Odoo itself, at most 1.3':77}{cost / floor:7.2f}", flush=True)


def fill(program, cards, moves, last):
    """Members whose points came in by so many moves each."""
    env.cr.execute(
        SQL(
            """
            WITH people AS (
                INSERT INTO res_partner (name, active, autopost_bills)
                SELECT 'Bench ' || n, TRUE, 'ask' FROM generate_series(1, %(cards)s) n RETURNING id
            ), cards AS (
                INSERT INTO loyalty_card (program_id, company_id, partner_id, code, points, is_membership,
                       active, membership_state)
                SELECT %(program)s, %(company)s, id, %(prefix)s || id, %(moves)s, TRUE, TRUE, 'active'
                  FROM people RETURNING id
            ), moves AS (
                INSERT INTO membership_point_move (card_id, company_id, date, kind, points, earned, returned,
                       balance_after, owed_after)
                SELECT id, %(company)s, timestamp '2025-01-01' + n * interval '1 day', 'earn', 1, 1, 0, n, 0
                  FROM cards, generate_series(1, %(moves)s) n RETURNING id, card_id
            )
            INSERT INTO membership_point_lot (card_id, company_id, move_id, issued, remaining, expires_on)
            SELECT card_id, %(company)s, id, 1, 1, %(last)s FROM moves
            """,
            program=program.id,
            company=program.company_id.id or env.company.id,
            prefix=f"BENCH{program.id}-",
            cards=cards,
            moves=moves,
            last=last,
        )
    )
    analyze("res_partner", "loyalty_card", "membership_point_move", "membership_point_lot")
    return Card.search([("program_id", "=", program.id), ("code", "like", f"BENCH{program.id}-")], limit=1)


def analyze(*tables):
    env.invalidate_all()
    for table in tables:
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


def execute(*queries, **values):
    for query in queries:
        env.cr.execute(SQL(query, **values))


card = fill(members, CARDS, MOVES, date.today() + timedelta(365))
print(f"a card among {env['membership.point.move'].search_count([])} moves:")
timed("  its balance", lambda: card.points)
timed("  its statement", card._membership_statement)
timed("  its statement of a month", lambda: card._membership_statement(date(2025, 3, 1), date(2025, 3, 31)))
timed("  redeeming", lambda: card.membership_redeem(1, "Gift"))
timed("  checking all cards", lambda: list(Card._check_membership_points()))

# Cards of Odoo become membership cards: some have points, some owe
old = create_program("Old")
execute(
    "INSERT INTO loyalty_card (program_id, company_id, code, points, active, membership_state)"
    " SELECT %(program)s, %(company)s, 'OLD' || n, n %% 50 - 5, TRUE, 'active'"
    " FROM generate_series(1, %(count)s) n",
    program=old.id,
    company=old.company_id.id or None,
    count=DUE,
)
analyze("loyalty_card")
LOG = {"company": env.company.id, "uid": env.uid, "now": datetime.now().replace(microsecond=0)}


def open_plainly():
    execute(
        """
        INSERT INTO membership_point_move (card_id, company_id, kind, points, earned, returned, date,
               balance_after, owed_after, user_id, user_uid, create_uid, create_date, write_uid, write_date)
        SELECT id, %(company)s, 'opening', points, 0, 0, %(now)s, greatest(points, 0), greatest(-points, 0),
               %(uid)s, %(uid)s, %(uid)s, %(now)s, %(uid)s, %(now)s
          FROM loyalty_card WHERE program_id = %(program)s AND points <> 0
        """,
        """
        INSERT INTO membership_point_lot (card_id, company_id, move_id, issued, remaining,
               create_uid, create_date, write_uid, write_date)
        SELECT m.card_id, m.company_id, m.id, m.points, m.points, %(uid)s, %(now)s, %(uid)s, %(now)s
          FROM membership_point_move m JOIN loyalty_card c ON c.id = m.card_id
         WHERE c.program_id = %(program)s AND m.points > 0
        """,
        """
        UPDATE loyalty_card SET points = greatest(points, 0), membership_points_owed = greatest(-points, 0),
               is_membership = TRUE, membership_version = 1
         WHERE program_id = %(program)s
        """,
        program=old.id,
        **LOG,
    )


print(f"{DUE} cards:")
beside("become membership cards", lambda: old.write({"is_membership": True}), open_plainly, DUE)

due = create_program("Due", is_membership=True, membership_dormant_months=1, membership_lost_months=20)
fill(due, DUE, 1, date.today() - timedelta(1))


def expire():
    while Card._membership_expire_batch(due.company_id):
        pass


def expire_plainly():
    execute(
        """
        CREATE TEMPORARY TABLE gone ON COMMIT DROP AS
        SELECT id, card_id, remaining FROM membership_point_lot WHERE remaining > 0 AND expires_on < %(today)s
        """,
        """
        UPDATE loyalty_card c SET points = c.points - g.points,
               membership_version = COALESCE(membership_version, 0) + 1
          FROM (SELECT card_id, sum(remaining) AS points FROM gone GROUP BY card_id) g
         WHERE c.id = g.card_id
        """,
        """
        INSERT INTO membership_point_move (card_id, company_id, kind, points, earned, returned, date,
               balance_after, owed_after, user_id, user_uid, create_uid, create_date, write_uid, write_date)
        SELECT g.card_id, %(company)s, 'expire', -g.points, 0, 0, %(now)s, c.points, 0, %(uid)s, %(uid)s,
               %(uid)s, %(now)s, %(uid)s, %(now)s
          FROM (SELECT card_id, sum(remaining) AS points FROM gone GROUP BY card_id) g
          JOIN loyalty_card c ON c.id = g.card_id
        """,
        """
        INSERT INTO membership_point_allocation (move_id, lot_id, points, is_settlement,
               create_uid, create_date, write_uid, write_date)
        SELECT m.id, g.id, -g.remaining, FALSE, %(uid)s, %(now)s, %(uid)s, %(now)s
          FROM gone g JOIN membership_point_move m ON m.card_id = g.card_id AND m.kind = 'expire'
        """,
        "UPDATE membership_point_lot l SET remaining = 0 FROM gone g WHERE l.id = g.id",
        """
        INSERT INTO loyalty_history (card_id, description, issued, used,
               create_uid, create_date, write_uid, write_date)
        SELECT card_id, 'Expired', 0, sum(remaining), %(uid)s, %(now)s, %(uid)s, %(now)s
          FROM gone GROUP BY card_id
        """,
        "DROP TABLE gone",
        today=date.today(),
        **LOG,
    )


beside("have a lot that expires", expire, expire_plainly, DUE)

# A third of the members bought something meanwhile, a third came
execute(
    """
    INSERT INTO sale_order (company_id, partner_id, partner_invoice_id, partner_shipping_id, name, date_order,
           picking_policy, state)
    SELECT %(company)s, partner_id, partner_id, partner_id, 'B' || id, %(now)s - id %% 900 * interval '1 day',
           'direct', 'sale'
      FROM loyalty_card WHERE program_id = %(program)s AND id %% 3 = 0
    """,
    """
    INSERT INTO membership_fact (partner_id, company_id, measure, date, value)
    SELECT partner_id, %(company)s, 'visits', (%(now)s - id %% 900 * interval '1 day')::date, 1
      FROM loyalty_card WHERE program_id = %(program)s AND id %% 3 = 1
    """,
    program=due.id,
    **LOG,
)
analyze("sale_order", "membership_fact")


def look():
    after = 0
    while ids := Card._membership_next_ids(due, after):
        due._membership_find_activity(ids)
        after = ids[-1]


def look_plainly():
    execute(
        """
        UPDATE loyalty_card c SET membership_seen_on = f.day, membership_activity = CASE
               WHEN f.day + interval '20 months' <= %(today)s THEN 'lost'
               WHEN f.day + interval '1 month' <= %(today)s THEN 'dormant' ELSE 'active' END
          FROM (SELECT c.id, greatest(o.day, f.day, m.day) AS day FROM loyalty_card c
                  LEFT JOIN (SELECT partner_id, max(date_order)::date AS day FROM sale_order
                              WHERE state = 'sale' GROUP BY partner_id) o USING (partner_id)
                  LEFT JOIN (SELECT partner_id, max(date) AS day FROM membership_fact f
                              WHERE measure <> 'assets' AND reversal_of_id IS NULL AND NOT EXISTS (
                                    SELECT FROM membership_fact r WHERE r.reversal_of_id = f.id)
                              GROUP BY partner_id) f USING (partner_id)
                  LEFT JOIN (SELECT m.card_id, max(m.date)::date AS day FROM membership_point_move m
                               JOIN loyalty_card k ON k.id = m.card_id
                              WHERE k.program_id = %(program)s AND m.kind = 'earn' GROUP BY m.card_id) m
                         ON m.card_id = c.id
                 WHERE c.program_id = %(program)s) f
         WHERE c.id = f.id
        """,
        program=due.id,
        today=date.today(),
    )


beside("are looked at for the lost", look, look_plainly, DUE)
print("differences:", len(list(Card._check_membership_points())))
env.cr.rollback()
