# Runs in an Odoo shell, on a database with service_center; rolls back:
#
#     ./run odoo shell -d service --no-http < tests/bench/bench_warranty.py
#
# The state of 100,000 items in warranty on a day, as an officer sees them: one query, beside plain SQL of the
# same rows and comparisons (the floor); the list and its filters; registering what a sale of 1,000 items
# brings; replaying 1,000 ledgers. Wanted: the state within 1.3 times the floor.
import statistics
import time
from datetime import date

from odoo.addons.service_kernel.tests.users import new_test_user

ROWS, RUNS = 100_000, 7
DAY = date(2026, 6, 15)
company = env.company
product = env["product.product"].create({"name": "Bench"})
partner = env["res.partner"].create({"name": "Bench"})
officer = new_test_user(env, "bench_officer", "service_center.group_officer")
term = env["service.warranty.term"].create(
    {
        "code": "bench",
        "name": "Bench",
        "product_tmpl_ids": product.product_tmpl_id.ids,
        "cover_ids": [(0, 0, {"kind": "parts", "value": 24}), (0, 0, {"kind": "labour", "value": 12})],
    }
)
env.flush_all()
env.cr.execute(
    """INSERT INTO service_warranty (name, company_id, active, product_id, serial, partner_id, origin,
            term_id, purchase_date, start_basis, start_date, proof, parts_share, parts_end, labour_share,
            labour_end, end_date, is_proven, is_current, create_uid, create_date)
        SELECT 'B' || n, %(company)s, TRUE, %(product)s, 'SN' || n, %(partner)s, 'sale', %(term)s,
            bought, 'purchase', bought, CASE WHEN n %% 20 = 0 THEN 'none' ELSE 'sale' END, 100,
            (bought + interval '24 months')::date, 100, (bought + interval '12 months')::date,
            CASE WHEN n %% 50 > 0 THEN (bought + interval '24 months')::date END, n %% 20 > 0, TRUE, 1, now()
        FROM (SELECT n, (%(day)s::date - n %% 1500) AS bought FROM generate_series(1, %(rows)s) n) series""",
    {
        "rows": ROWS,
        "day": DAY,
        "company": company.id,
        "product": product.id,
        "partner": partner.id,
        "term": term.id,
    },
)
env.cr.execute("ANALYZE service_warranty")
Warranty = env["service.warranty"].with_user(officer)


def measure(label, run, floor=None, runs=RUNS):
    """Print the median, the worst, the queries and the ratio to a floor; returns the median."""
    times = []
    for _run in range(runs):
        env.flush_all()
        env.invalidate_all()
        queries = env.cr.sql_log_count
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
        queries = env.cr.sql_log_count - queries
    median = statistics.median(times)
    ratio = f"{median / floor:8.2f}" if floor else ""
    print(f"{label:52}{median:9.1f}{max(times):9.1f}{queries:9}{ratio}")
    return median


def plain(statement, *params):
    return lambda: env.cr.execute(statement, params) or dict(env.cr.fetchall())


def count(statement, *params):
    return lambda: env.cr.execute(statement, params) or env.cr.fetchall()


state = (
    "CASE WHEN start_date <= %s AND (end_date IS NULL OR end_date >= %s)"
    " THEN CASE WHEN is_proven THEN 'in' ELSE 'unproven' END ELSE 'out' END"
)
print(f"{'ms of ' + format(ROWS, ',') + ' items':52}{'median':>9}{'worst':>9}{'queries':>9}{'ratio':>8}")
floor = measure(
    "floor: state of every item",
    plain(f"SELECT id, {state} FROM service_warranty WHERE active AND company_id = %s", DAY, DAY, company.id),
)
measure("state of every item", lambda: Warranty._get_states_on(DAY), floor)
measure("state of every item's labour", lambda: Warranty._get_states_on(DAY, cover="labour"), floor)
floor = measure(
    "floor: how many are in warranty",
    count(
        "SELECT count(*) FROM service_warranty WHERE active AND company_id = %s AND is_proven"
        " AND start_date <= %s AND (end_date IS NULL OR end_date >= %s)",
        company.id,
        DAY,
        DAY,
    ),
)
domain = Warranty._get_state_domain(["in"], DAY)
measure("how many are in warranty", lambda: Warranty.search_count(domain), floor)
measure("how many are in warranty today", lambda: Warranty.search_count([("state", "=", "in")]), floor)
spec = {
    "name": {},
    "product_id": {"fields": {"display_name": {}}},
    "partner_id": {"fields": {"display_name": {}}},
    "end_date": {},
    "state": {},
}
measure(
    "list of 80 with count, in warranty",
    lambda: Warranty.web_search_read([("state", "=", "in")], spec, limit=80),
)
order = env["sale.order"].create(
    {
        "partner_id": partner.id,
        "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 1000})],
    }
)
measure("registering 1,000 items that were sold", order.action_confirm, runs=1)
sold = env["service.warranty"].search([("sale_order_id", "=", order.id)])
measure("replaying 1,000 ledgers", sold._replay)
env.cr.rollback()
