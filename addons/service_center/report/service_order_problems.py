"""New, repeated and batch problems of products (VEHQ-LOG-02), in SQL over all service orders.

A problem is a repair, exchange or return whose cause is known, of a product, or of a lot where the product is
not known. Repeated: the same item had one of the same cause within the days of the company's policy before.
Batch: it belongs to a span of days of the policy in which the product had at least so many of that cause.
"""

from odoo.tools import SQL

KINDS = ("on_site_repair", "workshop_repair", "factory_repair", "exchange", "return")
#: days are numbers divided by the span, so that one window serves companies with different spans; the
#: distance of whole days up to ten years is told from the next one by far more than the surplus
SPAN = SQL("1.00001")

_DAY = SQL(
    "((p.received_at AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(hours.tz, place.tz, 'UTC'))::date"
    " - DATE '2000-01-01')"
)
_PROBLEMS = SQL(
    """
    SELECT p.id, p.company_id, p.defect_cause, p.received_at, %(day)s AS day,
           COALESCE(p.product_id::text, p.serial_key) AS thing,
           COALESCE(p.serial_key, p.partner_id::text) AS piece,
           policy.service_problem_days AS problem_days, policy.service_batch_count AS batch_count,
           CASE WHEN policy.service_batch_days > 0 THEN %(day)s::float8 / policy.service_batch_days
                ELSE 2 * %(day)s END AS spot
      FROM service_order p
      JOIN service_order_type kind ON kind.id = p.type_id
      JOIN res_company policy ON policy.id = p.company_id
      LEFT JOIN resource_calendar hours ON hours.id = policy.resource_calendar_id
      LEFT JOIN res_partner place ON place.id = policy.partner_id
     WHERE p.state <> 'cancelled' AND p.defect_cause <> 'unknown' AND kind.kind IN %(kinds)s
       AND (p.product_id IS NOT NULL OR p.serial_key IS NOT NULL)
    """,
    day=_DAY,
    kinds=KINDS,
)
_WITHIN = SQL(
    """
    AND p.company_id = o.company_id AND p.defect_cause = o.defect_cause
    AND (p.product_id = o.product_id
         OR o.product_id IS NULL AND p.product_id IS NULL AND p.serial_key = o.serial_key)
    AND p.received_at BETWEEN o.received_at - %(around)s AND o.received_at + %(around)s
    """,
    around=SQL("(GREATEST(policy.service_problem_days, policy.service_batch_days) + 1) * INTERVAL '1 day'"),
)


def join_problems(by_row):
    """Return the join of ``problem`` (res_id, repeated, again, in_batch) to the orders ``o``.

    :param by_row: a few orders are read by their ids: only what is around each of them is looked at
    """
    problems = SQL("%s %s", _PROBLEMS, _WITHIN) if by_row else _PROBLEMS
    judged = SQL(
        """
        SELECT id, piece IS NOT NULL AND problem_days > 0
                   AND day - LAG(day) OVER item <= problem_days AS repeated,
               piece IS NOT NULL AND problem_days > 0
                   AND LEAD(day) OVER item - day <= problem_days AS again,
               batch_count > 1 AND MAX(so_far) OVER (
                   PARTITION BY company_id, thing, defect_cause ORDER BY spot
                   RANGE BETWEEN CURRENT ROW AND %(span)s FOLLOWING) >= batch_count AS in_batch
          FROM (SELECT *, COUNT(*) OVER (
                    PARTITION BY company_id, thing, defect_cause ORDER BY spot
                    RANGE BETWEEN %(span)s PRECEDING AND CURRENT ROW) AS so_far
                  FROM (%(problems)s) found) counted
        WINDOW item AS (PARTITION BY company_id, thing, piece, defect_cause ORDER BY received_at, id)
        """,
        span=SPAN,
        problems=problems,
    )
    # grouped, so that the database leaves it out where nothing of it is asked for
    chosen = SQL(
        "SELECT id AS res_id, COALESCE(BOOL_OR(repeated), FALSE) AS repeated,"
        " COALESCE(BOOL_OR(again), FALSE) AS again, COALESCE(BOOL_OR(in_batch), FALSE) AS in_batch"
        " FROM (%s) judged",
        judged,
    )
    if by_row:
        return SQL("LEFT JOIN LATERAL (%s WHERE id = o.id GROUP BY id) problem ON TRUE", chosen)
    return SQL("LEFT JOIN (%s GROUP BY id) problem ON problem.res_id = o.id", chosen)
