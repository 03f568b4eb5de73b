from datetime import date, datetime, timedelta
from time import perf_counter

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..engine import callback_figures as engine
from .callback_common import CallbackCase
from .report_common import local

DUE = local(2026, 3, 2, 23, 59, 59)


class CallbackFiguresCase(CallbackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Analysis = cls.env["service.callback.analysis"].with_user(cls.officer)
        cls.Callback = cls.Callback.sudo()

    @classmethod
    def told(cls, state="done", **vals):
        """A callback as it was: made on time at noon of 2 March, unless ``vals`` say otherwise."""
        if state == "done":
            vals = {
                "done_at": local(2026, 3, 2, 12),
                "result": "fine",
                "seconds": 60,
                "user_id": cls.user.id,
                **vals,
            }
            vals["score"] = float(vals.get("satisfaction") or 0)
        return cls.callback(**{"due_date": date(2026, 3, 2), "state": state, **vals})

    def figures(self, callbacks, *names):
        sums = self.Analysis._read_group([("id", "in", callbacks.ids)], [], names)
        return list(sums[0])


@tagged("post_install", "-at_install")
class TestCallbackAnalysis(CallbackFiguresCase):
    def test_counts_and_shares(self):
        made = self.told(satisfaction="5")
        made |= self.told(satisfaction="4", result="praise", done_at=DUE)
        late = self.told(satisfaction="2", result="problem", done_at=DUE + timedelta(seconds=1))
        given_up = self.told("unreached", attempt_count=3)
        open_one = self.told("planned")
        out = self.told("cancelled", cancel_reason="purpose_met")
        by_hand = self.told("cancelled", cancel_reason="by_hand")
        future = self.told("planned", due_date=self.company._service_day() + timedelta(1))
        rows = made | late | given_up | open_one | out | by_hand | future
        names = ("required", "done", "missing", "on_time", "late", "unreached", "asked", "answered")
        self.assertEqual(self.figures(rows, *(f"{name}:sum" for name in names)), [6, 3, 3, 2, 1, 1, 4, 3])
        shares = self.figures(rows, "coverage:avg", "timeliness:avg", "response_rate:avg", "score:avg")
        for found, expected in zip(shares, (3 / 6, 2 / 3, 3 / 4, 11 / 3), strict=True):
            self.assertAlmostEqual(found, expected)
        self.assertEqual(self.figures(rows, "satisfied:sum", "problem:sum", "praise:sum"), [2, 1, 1])
        self.assertAlmostEqual(self.figures(rows, "satisfied_share:avg")[0], 2 / 3)

    def test_the_view_counts_as_the_engine_says(self):
        now = fields.Datetime.now()
        states = ("planned", "calling", "done", "unreached", "cancelled")
        reasons = [key for key, _label in self.Callback._fields["cancel_reason"].selection]
        callbacks = self.Callback
        for days in (-2, 0, 2):
            for state in states:
                for reason in reasons if state == "cancelled" else [False]:
                    vals = {
                        "due_date": self.company._service_day() + timedelta(days),
                        "cancel_reason": reason,
                    }
                    callbacks |= self.told(state, **vals)
        for callback in callbacks:
            row = self.Analysis.browse(callback.id)
            expected = engine.is_required(callback.state, callback.cancel_reason, callback.due_at, now)
            self.assertEqual(bool(row.required), expected, (callback.state, callback.cancel_reason))
            self.assertEqual(row.missing, int(expected and callback.state != "done"))
            self.assertEqual(bool(row.missing_reason), bool(row.missing))

    def test_due_to_the_second(self):
        now = fields.Datetime.now()
        just = self.told("planned", due_at=now - timedelta(seconds=1))
        soon = self.told("planned", due_at=now + timedelta(minutes=10))
        self.assertEqual([self.Analysis.browse(one.id).required for one in (just, soon)], [1, 0])

    def test_rates_of_groups_are_ratios_of_sums(self):
        other = self.plan.copy({"code": "t_other"})
        mine = self.told(satisfaction="5")
        for _number in range(3):
            mine |= self.told("unreached")
        theirs = self.told(plan_id=other.id, satisfaction="1")
        groups = dict(
            self.Analysis._read_group([("id", "in", (mine | theirs).ids)], ["plan_id"], ["coverage:avg"])
        )
        self.assertEqual({plan.id: rate for plan, rate in groups.items()}, {self.plan.id: 0.25, other.id: 1})
        # not the average of 25 % and 100 %
        self.assertEqual(self.figures(mine | theirs, "coverage:avg"), [0.4])

    def test_won_back(self):
        first = self.told(result="problem", satisfaction="1")
        other = self.told(result="problem", satisfaction="2")
        self.told(origin_id=first.id, satisfaction="4", done_at=local(2026, 3, 5, 12))
        self.env.flush_all()
        self.assertEqual(self.figures(first | other, "problem:sum", "recovered:sum"), [2, 1])
        self.assertEqual(self.figures(first | other, "recovered_rate:avg"), [0.5])

    def test_why_one_is_missing(self):
        cases = {
            "not_called": self.told("planned"),
            "tried": self.told("planned", attempt_count=1),
            "calling": self.told("calling"),
            "unreached": self.told("unreached"),
            "no_address": self.told("cancelled", cancel_reason="no_address"),
            "by_hand": self.told("cancelled", cancel_reason="by_hand"),
        }
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_callback_missing_action"
        )
        self.assertEqual(action["domain"], "[('missing', '=', 1)]")
        ids = [one.id for one in cases.values()]
        self.told()
        rows = self.Analysis.search([("missing", "=", 1), ("plan_id", "=", self.plan.id)])
        self.assertEqual({row.id: row.missing_reason for row in rows}, dict(zip(ids, cases, strict=True)))
        self.assertEqual(rows[0].action_open_callback()["res_id"], rows[0].id)

    def test_dimensions(self):
        category = self.env["product.category"].create({"name": "Doors"})
        product = self.env["product.product"].create({"name": "Door", "categ_id": category.id})
        self.customer.country_id = self.env.ref("base.cn")
        complaint = self.complain(site_id=self.site.id, category_id=self.category.id)
        row = self.Analysis.browse(self.told(product_id=product.id, complaint_id=complaint.id).id)
        self.assertEqual(row.product_category_id, category)
        self.assertEqual(row.country_id.code, "CN")
        self.assertEqual((row.site_id.id, row.category_id.id), (self.site.id, self.category.id))
        self.assertEqual((row.due_on, row.done_on), (date(2026, 3, 2), date(2026, 3, 2)))
        # the day is the company's: 00:30 in Shanghai is the day before in UTC
        early = self.Analysis.browse(self.told(done_at=local(2026, 3, 3, 0, 30)).id)
        self.assertEqual(early.done_on, date(2026, 3, 3))

    def test_effective_calls_are_as_long_as_the_script(self):
        self.plan.min_seconds = 60
        calls = self.told(seconds=60) | self.told(seconds=59) | self.told(seconds=90, channel="visit")
        self.assertEqual(self.figures(calls, "effective:sum"), [1])

    def test_who_may_read_it(self):
        callback = self.told()
        self.assertTrue(self.Analysis.search([("id", "=", callback.id)]))
        for user in (self.user, self.employee, self.portal):
            for model in ("service.callback.analysis", "service.callback.day"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.Analysis.browse(callback.id).write({"active": False})
        self.officer.company_ids |= self.other_company
        elsewhere = self.Analysis.with_context(allowed_company_ids=self.other_company.ids)
        self.assertFalse(elsewhere.search([("id", "=", callback.id)]))

    def test_many_rows_in_few_queries(self):
        callbacks = self.told()
        for _number in range(20):
            callbacks |= self.told()

        def queries(ids):
            self.env.invalidate_all()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.Analysis.search([("id", "in", ids)]).read(["partner_id", "missing_reason", "coverage"])
            return self.env.cr.sql_log_count - before

        queries(callbacks[:1].ids)
        self.assertEqual(queries(callbacks[:1].ids), queries(callbacks.ids))

    def test_a_hundred_thousand_in_a_second(self):
        self.told()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_callback (key, company_id, active, plan_id, partner_id, due_date,"
                " due_at, channel, user_id, state, done_at, result, score, satisfaction, team_id, is_history,"
                " review_step)"
                " SELECT 'bulk:' || n, %(company)s, TRUE, %(plan)s, %(partner)s, d::date, d + '15 hours',"
                " 'phone', CASE n %% 2 WHEN 0 THEN %(user)s ELSE %(other)s END,"
                " CASE WHEN n %% 5 = 0 THEN 'unreached' ELSE 'done' END, d + '4 hours', 'fine',"
                " 1 + n %% 5, (1 + n %% 5)::text, %(team)s, FALSE,"
                " 'none'"
                " FROM (SELECT n, TIMESTAMP '2025-01-01' + (n %% 365) * INTERVAL '1 day' AS d"
                " FROM generate_series(1, 100000) n) x",
                company=self.company.id,
                plan=self.plan.id,
                partner=self.customer.id,
                user=self.user.id,
                other=self.colleague.id,
                team=self.team.id,
            )
        )
        self.env.cr.execute("ANALYZE service_callback")
        names = ["required:sum", "done:sum", "coverage:avg", "timeliness:avg", "score:avg", "answered:sum"]
        domain = [("plan_id", "=", self.plan.id), ("due_on", "<", "2026-01-01")]
        self.Analysis._read_group(domain, [], ["__count"])
        before, began = self.env.cr.sql_log_count, perf_counter()
        groups = self.Analysis._read_group(domain, ["due_on:month", "user_id"], names)
        took = perf_counter() - began
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
        self.assertEqual(len(groups), 24)
        self.assertEqual(sum(group[2] for group in groups), 100000)
        self.assertEqual(sum(group[3] for group in groups), 80000)
        self.assertLess(took, 3, "seconds on a machine that does other work, too")


@tagged("post_install", "-at_install")
class TestCallbackDays(CallbackFiguresCase):
    """Effective calls of a caller and day (HOTEL-RPT-01)."""

    def call(self, at, outcome="reached", seconds=60, user=None, channel="phone"):
        return (
            self.env["service.callback.attempt"]
            .sudo()
            .create(
                {
                    "callback_id": self.told("planned").id,
                    "company_id": self.company.id,
                    "user_id": (user or self.user).id,
                    "at": at,
                    "channel": channel,
                    "outcome": outcome,
                    "seconds": seconds,
                }
            )
        )

    def days(self, user=None):
        rows = self.env["service.callback.day"].with_user(self.officer)
        rows.invalidate_model()
        rows = rows.search([("user_id", "=", (user or self.user).id)], order="day")
        return [
            (row.day, row.calls, row.reached, row.effective, row.short, row.target_reached) for row in rows
        ]

    def test_up_to_the_target(self):
        self.plan.min_seconds = 30
        for number in range(19):
            self.call(local(2026, 3, 2, 9, number))
        self.call(local(2026, 3, 2, 10), "no_answer", 0)
        self.call(local(2026, 3, 2, 10, 1), seconds=29)
        self.call(local(2026, 3, 2, 10, 2), channel="visit")
        self.assertEqual(self.days(), [(date(2026, 3, 2), 21, 20, 19, 1, 0)])
        self.call(local(2026, 3, 2, 23, 59), seconds=30)
        self.assertEqual(self.days(), [(date(2026, 3, 2), 22, 21, 20, 0, 1)])
        self.call(local(2026, 3, 3, 0, 0))
        self.assertEqual([row[0] for row in self.days()], [date(2026, 3, 2), date(2026, 3, 3)])
        self.assertFalse(self.days(self.colleague))

    def test_no_target(self):
        self.company.service_callback_daily_target = 0
        self.call(datetime(2026, 3, 2, 2))
        self.env.flush_all()
        self.assertEqual(self.days(), [(date(2026, 3, 2), 1, 1, 1, 0, 0)])
        rows = self.env["service.callback.day"]._read_group(
            [("user_id", "=", self.user.id)], [], ["target_reached:count"]
        )
        self.assertEqual(rows, [(0,)])
