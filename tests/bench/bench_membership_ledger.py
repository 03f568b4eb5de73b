# Runs in an Odoo shell, on a database with membership; rolls back:
#
#     ./run odoo shell -d service --no-http < tests/bench/bench_membership_ledger.py
#
# Orders are confirmed whose points go to cards of Odoo's own loyalty, and to membership cards: the ledger may
# cost 1.3 times as much. Then a card is read among 1,000,000 moves, 100,000 cards become membership cards at
# once, and 100,000 lots expire. BENCH_SCALE=0.1 makes a tenth of it.
#
# Measured on 2 cores, busy with other work at the same time (so the ratios count, not the seconds):
#
#     confirming an order           0.9 times as long as with Odoo's own loyalty (62 queries, 56 of Odoo)
#     among 1,000,000 moves         balance 3 ms, statement 150 ms, of a month 41 ms, redeeming 84 ms
#     100,000 new membership cards  33 s
#     100,000 lots expire           147 s in one transaction; 0.33 s a thousand of 10,000 lots
#
# Use a database of its own and drop it: what is rolled back still fills it, and slows the next run.
import os
import time
from datetime import date, timedelta
from statistics import median

from odoo.tools import SQL

SCALE = float(os.environ.get("BENCH_SCALE", 1))
ORDERS, ROUNDS = 40, 3
CARDS, MOVES = round(10_000 * SCALE), 100
DUE = round(100_000 * SCALE)
Program, Card = env["loyalty.program"], env["loyalty.card"]
Program.search([]).write({"active": False})
product = env["product.product"].create({"name": "Bench", "list_price": 100, "taxes_id": False})


def timed(label, run, count=1):
    """Print seconds, queries and milliseconds each; return the seconds."""
    env.flush_all()
    env.invalidate_all()
    queries, began = env.cr.sql_log_count, time.perf_counter()
    run()
    env.flush_all()
    seconds = time.perf_counter() - began
    queries = env.cr.sql_log_count - queries
    print(f"{label:46}{seconds:9.3f} s{seconds / count * 1e3:10.3f} ms each{queries:9} queries")
    return seconds


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
times = {plain: [], members: []}
for _round in range(ROUNDS + 1):
    for program, other in ((plain, members), (members, plain)):
        program.active, other.active = True, False
        times[program].append(confirm(program, f"confirming for {program.name}"))
# the first round fills caches
floor, cost = (median(times[program][1:]) for program in (plain, members))
print(f"{'ratio to Odoo itself, at most 1.3':46}{cost / floor:9.2f}")


def fill(program, cards, moves, last):
    """Cards whose points came in by so many moves each."""
    env.cr.execute(
        SQL(
            """
            WITH cards AS (
                INSERT INTO loyalty_card (program_id, company_id, code, points, is_membership, active)
                SELECT %(program)s, %(company)s, %(prefix)s || n, %(moves)s, TRUE, TRUE
                  FROM generate_series(1, %(cards)s) n RETURNING id
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
    env.cr.execute("ANALYZE loyalty_card")
    env.cr.execute("ANALYZE membership_point_move")
    env.cr.execute("ANALYZE membership_point_lot")
    env.invalidate_all()
    return Card.search([("program_id", "=", program.id), ("code", "like", f"BENCH{program.id}-")], limit=1)


card = fill(members, CARDS, MOVES, date.today() + timedelta(365))
print(f"a card among {env['membership.point.move'].search_count([])} moves:")
timed("  its balance", lambda: card.points)
timed("  its statement", card._membership_statement)
timed("  its statement of a month", lambda: card._membership_statement(date(2025, 3, 1), date(2025, 3, 31)))
timed("  redeeming", lambda: card.membership_redeem(1, "Gift"))
timed("  checking all cards", lambda: list(Card._check_membership_points()))

old = create_program("Old")
env.cr.execute(
    SQL(
        "INSERT INTO loyalty_card (program_id, company_id, code, points, active)"
        " SELECT %s, %s, 'OLD' || n, n %% 50 - 5, TRUE FROM generate_series(1, %s) n",
        old.id,
        old.company_id.id or None,
        DUE,
    )
)
timed(f"{DUE} cards become membership cards", lambda: old.write({"is_membership": True}), DUE)

due = create_program("Due", is_membership=True)
fill(due, DUE, 1, date.today() - timedelta(1))


def expire():
    while Card._membership_expire_batch(due.company_id):
        pass


timed(f"{DUE} lots expire", expire, DUE)
print("differences:", len(list(Card._check_membership_points())))
env.cr.rollback()
