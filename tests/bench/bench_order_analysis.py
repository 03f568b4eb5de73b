# Runs in an Odoo shell, on a database with service_center; rolls back:
#
#     ./run odoo shell -d bench --no-http < tests/bench/bench_order_analysis.py
#
# The analysis of 100,000 service orders over two years. Wanted: a pivot at most 40 times the floor (one pass
# over the orders that counts and sums), 80 rows of the list at most 0.5 s.
import time

ORDERS = 100_000
cr = env.cr
company = env.company
kind = env["service.order.type"].search(
    [("kind", "=", "on_site_repair"), ("company_id", "=", company.id)], limit=1
)
products = env["product.product"].create([{"name": f"Bench {number}"} for number in range(50)])
people = env["hr.employee"].create([{"name": f"Bench {number}"} for number in range(20)])
partners = env["res.partner"].create([{"name": f"Bench {number}"} for number in range(30)])
env.flush_all()
cr.execute(
    """
    INSERT INTO service_order (name, company_id, active, type_id, state, channel, received_at, finished_at,
        product_id, serial, serial_key, defect_cause, employee_id, partner_id, liability, company_share,
        work_hours, work_cost)
    SELECT 'B' || n, %s, TRUE, %s, 'closed', 'phone', TIMESTAMP '2024-01-01' + n * 630 * INTERVAL '1 second',
        TIMESTAMP '2024-01-02' + n * 630 * INTERVAL '1 second', (%s::int[])[1 + n %% 50], 'S' || n %% 30000,
        'S' || n %% 30000, (ARRAY['wear', 'misuse', 'manufacturing', 'unknown'])[1 + n %% 4],
        (%s::int[])[1 + n %% 20], (%s::int[])[1 + n %% 30], 'company', 100, 1.5, 100
      FROM generate_series(1, %s) n
    """,
    [company.id, kind.id, products.ids, people.ids, partners.ids, ORDERS],
)
cr.execute("ANALYZE service_order")
Analysis = env["service.order.analysis"]


def measure(label, action):
    env.invalidate_all()
    start = time.perf_counter()
    action()
    seconds = time.perf_counter() - start
    print(f"{label}: {seconds:.3f} s")
    return seconds


floor = measure(
    "floor", lambda: cr.execute("SELECT product_id, COUNT(*), SUM(work_hours) FROM service_order GROUP BY 1")
)
sums = ["__count", "work_hours:sum", "work_cost:sum", "first_time_share:avg"]
for groups in (
    ["product_id", "problem_class"],
    ["received_on:week", "problem_class"],
    ["employee_id", "finished_on:month"],
):
    taken = measure(str(groups), lambda groups=groups: Analysis._read_group([], groups, sums))
    print(f"    {taken / floor:.1f} times the floor")
rows = Analysis.search([], limit=80)
measure("80 rows", lambda: rows.read(["problem_class", "order_id", "work_hours", "first_time_share"]))
cr.rollback()
