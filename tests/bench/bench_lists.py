# Runs in an Odoo shell, on a database with service_center and OCA's peers; rolls back:
#
#     .run/venv/bin/pip install --no-deps "odoo-addon-helpdesk_mgmt==19.0.*" "odoo-addon-crm_claim==19.0.*"
#     ./run odoo -d bench -i service_center,helpdesk_mgmt,crm_claim --stop-after-init
#     ./run odoo shell -d bench --no-http < tests/bench/bench_lists.py
#
# 100,000 complaints with two clocks each, compensation, ratings and repeats beside 100,000 tickets of
# helpdesk_mgmt and 100,000 claims of crm_claim, as an officer and managers of the peers see them: the first
# 80 of the list with the fields of its view and their number, all grouped by month and category, and the
# analysis (crm_claim's own is a view of the same kind; helpdesk_mgmt has none); plain SQL of the same reads
# is the floor.
# Wanted: the list within 1.5 times the better peer's, groups within 1.5 times plain SQL, the analysis in a
# second.
import statistics
import time

from lxml import etree

from odoo.addons.service_kernel.tests.users import new_test_user

ROWS, CATEGORIES, RUNS = 100_000, 20, 7
company = env.company
categories = env["service.category"].create(
    [{"code": f"bench-{number}", "name": f"Bench {number}"} for number in range(CATEGORIES)]
)
site = env["service.site"].create({"code": "bench", "name": "Bench"})
partner = env["res.partner"].create({"name": "Bench", "email": "bench@example.com"})
officer = new_test_user(env, "bench_officer", "service_center.group_officer")
policy = env["service.sla.policy"].create({"code": "bench", "name": "Bench", "model": "service.complaint"})
target = env["service.sla.target"].create(
    {"policy_id": policy.id, "metric": "resolve", "value": 2, "unit": "working_days"}
)
env.flush_all()


def insert(statement, **params):
    """Run an INSERT … SELECT, whose numbers are n, and let the planner know."""
    env.cr.execute(statement, {"rows": ROWS, "many": CATEGORIES, "company": company.id, **params})


insert(
    """INSERT INTO service_complaint (name, company_id, active, state, user_id, partner_id, channel,
            received_at, acknowledged_at, resolved_at, closed_at, category_id, site_id, description,
            amount_at_stake, reopen_count, is_history, sla_state, sla_deadline, validity, create_uid,
            create_date)
        SELECT 'B' || n, %(company)s, TRUE, CASE WHEN n %% 10 = 0 THEN 'new' ELSE 'closed' END, %(user)s,
            %(partner)s, (ARRAY['phone', 'email', 'counter', 'web'])[1 + n %% 4], at, at + interval '1 hour',
            CASE WHEN n %% 10 > 0 THEN at + (n %% 90) * interval '1 hour' END,
            CASE WHEN n %% 10 > 0 THEN at + (n %% 95) * interval '1 hour' END, %(first)s + n %% %(many)s,
            %(site)s, '<p>Broken</p>', n %% 3000, n %% 7 / 6, FALSE, 'running', at,
            (ARRAY['valid', 'valid', 'invalid', 'pending'])[1 + n %% 4], %(user)s, at
        FROM (SELECT n, now() AT TIME ZONE 'UTC' - n * interval '8 minutes' AS at
            FROM generate_series(1, %(rows)s) n) series""",
    user=officer.id,
    partner=partner.id,
    first=min(categories.ids),
    site=site.id,
)
for metric in ("acknowledge", "resolve"):
    insert(
        """INSERT INTO service_sla_clock (res_model, res_id, company_id, target_id, policy_id, metric, party,
                state, is_open, started_at, deadline, reached_at, worked_seconds)
            SELECT 'service.complaint', id, company_id, %(target)s, %(policy)s, %(metric)s, 'customer',
                CASE WHEN state = 'new' THEN 'running' WHEN id %% 5 = 0 THEN 'breached' ELSE 'met' END,
                state = 'new', received_at, received_at,
                CASE %(metric)s WHEN 'resolve' THEN resolved_at ELSE acknowledged_at END, 3600
            FROM service_complaint WHERE site_id = %(site)s""",
        target=target.id,
        policy=policy.id,
        metric=metric,
        site=site.id,
    )
insert(
    """INSERT INTO service_sla_event (res_model, res_id, company_id, kind, metric, at)
        SELECT 'service.complaint', id, company_id, 'milestone', 'respond', acknowledged_at
        FROM service_complaint WHERE site_id = %(site)s""",
    site=site.id,
)
insert(
    """INSERT INTO service_compensation (name, complaint_id, company_id, state, kind, reason, currency_id,
            amount_currency, rate, amount, bearer, proposer_id, proposed_at)
        SELECT 'B' || id, id, company_id, 'settled', 'goodwill', 'Broken', %(currency)s, id %% 500 + 1, 1,
            id %% 500 + 1, CASE WHEN id %% 8 = 0 THEN 'tenant' ELSE 'company' END, %(user)s, received_at
        FROM service_complaint WHERE site_id = %(site)s AND id %% 4 = 0""",
    site=site.id,
    user=officer.id,
    currency=company.currency_id.id,
)
insert(
    """INSERT INTO rating_rating (res_model_id, res_model, res_id, rating, consumed, access_token)
        SELECT %(model)s, 'service.complaint', id, 1 + id %% 5, TRUE, 'bench' || id
        FROM service_complaint WHERE site_id = %(site)s AND id %% 3 = 0""",
    site=site.id,
    model=env["ir.model"]._get_id("service.complaint"),
)
insert(
    """INSERT INTO service_complaint_repeat_rel (complaint_id, earlier_id)
        SELECT id, id - 1 FROM service_complaint WHERE site_id = %(site)s AND id %% 10 = 5""",
    site=site.id,
)
for table in ("complaint", "sla_clock", "sla_event", "compensation", "complaint_repeat_rel"):
    env.cr.execute(f"ANALYZE service_{table}")
env.cr.execute("ANALYZE rating_rating")


def specification(Model):
    """What the web client asks for with the model's list view."""
    arch = etree.fromstring(Model.get_view(view_type="list")["arch"])
    names = [node.get("name") for node in arch.iter("field")]
    relational = ("many2one", "many2many", "one2many")
    return {
        name: {"fields": {"display_name": {}}} if Model._fields[name].type in relational else {}
        for name in names
    }


def measure(label, run):
    """Print the median, the worst and the queries of ``run``, each time with empty caches."""
    times = []
    for _run in range(RUNS):
        env.flush_all()
        env.invalidate_all()
        queries = env.cr.sql_log_count
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
        queries = env.cr.sql_log_count - queries
    print(f"{label:52}{statistics.median(times):9.1f}{max(times):9.1f}{queries:9}")


def plain(statement, *params):
    return lambda: env.cr.execute(statement, params) or env.cr.fetchall()


Complaint = env["service.complaint"].with_user(officer)
Analysis = env["service.complaint.analysis"].with_user(officer)
spec = specification(Complaint)
print(f"{'ms of ' + format(ROWS, ',') + ' rows':52}{'median':>9}{'worst':>9}{'queries':>9}")
measure("complaints: list of 80 with count", lambda: Complaint.web_search_read([], spec, limit=80))
measure(
    "complaints: list of 80, page 500",
    lambda: Complaint.web_search_read([], spec, limit=80, offset=40_000),
)
for by, field in (("month", "received_at:month"), ("category", "category_id")):
    measure(
        f"complaints: grouped by {by}",
        lambda by=field: Complaint.formatted_read_group([], [by], ["__count", "amount_at_stake:sum"]),
    )
measure(
    "floor: 80 rows in list order, and their number",
    lambda: (
        plain(
            "SELECT * FROM service_complaint WHERE company_id = %s AND active"
            " ORDER BY received_at DESC, id DESC LIMIT 80",
            company.id,
        )(),
        plain("SELECT count(*) FROM service_complaint WHERE company_id = %s AND active", company.id)(),
    ),
)
for by, expression in (("month", "date_trunc('month', received_at)"), ("category", "category_id")):
    measure(
        f"floor: grouped by {by}",
        plain(
            f"SELECT {expression}, count(*), sum(amount_at_stake) FROM service_complaint"
            " WHERE company_id = %s AND active GROUP BY 1",
            company.id,
        ),
    )
for label, groups, measures in (
    ("by month, count", ["received_on:month"], ["__count"]),
    ("by main category, count", ["main_category_id"], ["__count"]),
    (
        "by category and month, hours and shares",
        ["category_id", "received_on:month"],
        ["__count", "resolve_hours:avg", "resolve_on_time:avg", "response_hours:avg", "amount_at_stake:sum"],
    ),
    (
        "by month, everything",
        ["received_on:month"],
        [
            f"{name}:{field.aggregator}"
            for name, field in Analysis._fields.items()
            if field.type in ("float", "monetary", "integer") and field.aggregator and name != "id"
        ],
    ),
):
    measure(
        f"analysis: {label}",
        lambda groups=groups, measures=measures: Analysis.formatted_read_group([], groups, measures),
    )
wide = specification(Analysis)
measure("analysis: list of 80 with count", lambda: Analysis.web_search_read([], wide, limit=80))
measure(
    "floor: what the widest analysis reads",
    plain(
        "SELECT category_id, date_trunc('month', received_at), count(*), avg(extract(epoch FROM resolved_at"
        " - received_at)), avg(met), avg(extract(epoch FROM at - received_at)), sum(amount_at_stake)"
        " FROM service_complaint complaint"
        " LEFT JOIN (SELECT res_id, min((state = 'met')::int) AS met FROM service_sla_clock"
        "   WHERE metric = 'resolve' AND state IN ('met', 'breached') GROUP BY 1) clock"
        "   ON clock.res_id = complaint.id"
        " LEFT JOIN (SELECT res_id, min(at) AS at FROM service_sla_event WHERE clock_id IS NULL"
        "   AND metric = 'respond' GROUP BY 1) event ON event.res_id = complaint.id"
        " WHERE company_id = %s AND active GROUP BY 1, 2",
        company.id,
    ),
)
if "helpdesk.ticket" in env:
    boss = new_test_user(env, "bench_boss", "helpdesk_mgmt.group_helpdesk_manager")
    stage = env["helpdesk.ticket.stage"].search([], limit=1)
    kinds = env["helpdesk.ticket.category"].create([{"name": f"Bench {n}"} for n in range(CATEGORIES)])
    env.flush_all()
    insert(
        """INSERT INTO helpdesk_ticket (number, name, company_id, active, user_id, partner_id, category_id,
                stage_id, description, priority, sequence, last_stage_update, create_uid, create_date)
            SELECT 'B' || n, 'Broken', %(company)s, TRUE, %(user)s, %(partner)s, %(first)s + n %% %(many)s,
                %(stage)s, '<p>Broken</p>', '1', 10, at, %(user)s, at
            FROM (SELECT n, now() AT TIME ZONE 'UTC' - n * interval '8 minutes' AS at
                FROM generate_series(1, %(rows)s) n) series""",
        user=boss.id,
        partner=partner.id,
        first=min(kinds.ids),
        stage=stage.id,
    )
    env.cr.execute("ANALYZE helpdesk_ticket")
    Ticket = env["helpdesk.ticket"].with_user(boss)
    theirs = specification(Ticket)
    measure("helpdesk_mgmt: list of 80 with count", lambda: Ticket.web_search_read([], theirs, limit=80))
    measure(
        "helpdesk_mgmt: list of 80, page 500",
        lambda: Ticket.web_search_read([], theirs, limit=80, offset=40_000),
    )
    for by, field in (("month", "create_date:month"), ("category", "category_id")):
        measure(
            f"helpdesk_mgmt: grouped by {by}",
            lambda by=field: Ticket.formatted_read_group([], [by], ["__count"]),
        )
if "crm.claim" in env:
    boss = new_test_user(env, "bench_sales", "sales_team.group_sale_manager")
    kinds = env["crm.claim.category"].create([{"name": f"Bench {n}"} for n in range(CATEGORIES)])
    env.flush_all()
    insert(
        """INSERT INTO crm_claim (name, company_id, active, user_id, partner_id, categ_id, date, priority,
                description, date_closed, create_uid, create_date, write_date)
            SELECT 'Broken ' || n, %(company)s, TRUE, %(user)s, %(partner)s, %(first)s + n %% %(many)s, at,
                '1', 'Broken', at + (n %% 95) * interval '1 hour', %(user)s, at, at
            FROM (SELECT n, now() AT TIME ZONE 'UTC' - n * interval '8 minutes' AS at
                FROM generate_series(1, %(rows)s) n) series""",
        user=boss.id,
        partner=partner.id,
        first=min(kinds.ids),
    )
    env.cr.execute("ANALYZE crm_claim")
    Claim = env["crm.claim"].with_user(boss)
    theirs = specification(Claim)
    measure("crm_claim: list of 80 with count", lambda: Claim.web_search_read([], theirs, limit=80))
    measure(
        "crm_claim: list of 80, page 500",
        lambda: Claim.web_search_read([], theirs, limit=80, offset=40_000),
    )
    for by, field in (("month", "date:month"), ("category", "categ_id")):
        measure(
            f"crm_claim: grouped by {by}",
            lambda by=field: Claim.formatted_read_group([], [by], ["__count"]),
        )
    Report = env["crm.claim.report"].with_user(boss)
    measure(
        "crm_claim: analysis by month and category",
        lambda: Report.formatted_read_group(
            [], ["claim_date:month", "categ_id"], ["__count", "delay_close:avg", "email:sum"]
        ),
    )
env.cr.rollback()
