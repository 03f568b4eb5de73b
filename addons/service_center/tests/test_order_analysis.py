from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .order_common import OrderCase
from .sla_common import local

MONDAY = "2026-03-02 10:00"


class OrderAnalysisCase(OrderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.company.write({"service_problem_days": 30, "service_batch_count": 3, "service_batch_days": 10})
        cls.Analysis = cls.env["service.order.analysis"].with_user(cls.officer)

    @classmethod
    def told(cls, text=MONDAY, days=0, **vals):
        """An order as a ledger tells of it: any state, without steps, clocks or decisions."""
        vals = {
            "partner_id": cls.customer.id,
            "type_id": cls.types["on_site_repair"].id,
            "product_id": cls.product.id,
            "received_at": local(text) + timedelta(days),
            "defect_cause": "wear",
            "state": "closed",
            "is_history": True,
            "user_id": False,
            **vals,
        }
        order = cls.env["service.order"]._ledger_create([vals])
        cls.env.flush_all()
        return order

    def classes(self, *orders):
        rows = self.Analysis.browse([order.id for order in orders])
        rows.invalidate_recordset()
        return [row.problem_class for row in rows]


@tagged("post_install", "-at_install")
class TestOrderProblems(OrderAnalysisCase):
    """New, repeated and batch problems (VEHQ-LOG-02)."""

    def test_repeated_up_to_the_last_day(self):
        first = self.told(serial="A 1")
        last = self.told(serial="a1", days=30)
        after = self.told(serial="A1", days=61)
        self.assertEqual(self.classes(first, last, after), ["new", "repeated", "new"])

    def test_another_cause_or_item_is_new(self):
        orders = (
            self.told(serial="A1"),
            self.told(serial="A1", defect_cause="misuse"),
            self.told(serial="A2"),
        )
        self.assertEqual(self.classes(*orders), ["new"] * 3)
        other = self.env["res.partner"].create({"name": "Somebody else"})
        self.company.service_batch_count = 0
        orders = (self.told(days=40), self.told(days=41, partner_id=other.id), self.told(days=42))
        self.assertEqual(self.classes(*orders), ["new", "new", "repeated"])

    def test_a_batch_is_so_many_within_so_many_days(self):
        within = [self.told(serial=f"B{number}", days=number * 5) for number in range(3)]  # days 0, 5, 10
        self.assertEqual(self.classes(*within), ["batch"] * 3)
        self.env.cr.execute(
            "UPDATE service_order SET received_at = received_at + INTERVAL '1 day' WHERE id = %s",
            [within[2].id],
        )
        self.assertEqual(self.classes(*within), ["new"] * 3)
        self.company.service_batch_days = 11
        self.env.flush_all()
        self.assertEqual(self.classes(*within), ["batch"] * 3)

    def test_one_less_than_a_batch_is_none(self):
        orders = [self.told(serial=f"B{number}") for number in range(2)]
        self.assertEqual(self.classes(*orders), ["new"] * 2)
        self.company.service_batch_count = 2
        self.env.flush_all()
        self.assertEqual(self.classes(*orders), ["batch"] * 2)
        self.company.service_batch_count = 0
        self.env.flush_all()
        self.assertEqual(self.classes(*orders), ["new"] * 2)

    def test_a_batch_on_one_day(self):
        self.company.service_batch_days = 0
        orders = [
            self.told("2026-03-02 00:00"),
            self.told("2026-03-02 23:59"),
            self.told("2026-03-02 12:00", serial="X"),
        ]
        next_day = self.told("2026-03-03 00:00", serial="Y")
        self.assertEqual(self.classes(*orders, next_day), ["batch"] * 3 + ["new"])

    def test_a_lot_where_the_product_is_not_known(self):
        orders = [self.told(product_id=False, serial="LOT-9", days=number) for number in range(3)]
        self.assertEqual(self.classes(*orders), ["batch"] * 3)

    def test_what_is_no_problem(self):
        for vals in (
            {"defect_cause": "unknown"},
            {"product_id": False},
            {"type_id": self.types["installation"].id},
            {"type_id": self.types["maintenance"].id},
        ):
            self.assertEqual(self.classes(self.told(**vals)), [False], vals)
        cancelled = self.told(serial="C1", state="cancelled")
        self.assertFalse(self.Analysis.search([("id", "=", cancelled.id)]))
        self.assertEqual(self.classes(self.told(serial="C1", days=1)), ["new"])

    def test_companies_have_their_own_policies(self):
        types = self.env["service.order.type"].search(
            [("company_id", "=", self.other_company.id), ("kind", "=", "on_site_repair")]
        )
        self.other_company.write({"service_batch_count": 2, "service_batch_days": 1})
        theirs = [
            self.told(
                company_id=self.other_company.id,
                type_id=types.id,
                partner_id=False,
                contact_name="Li",
                days=day,
            )
            for day in (0, 1)
        ]
        ours = self.told()
        found = self.env["service.order.analysis"].browse([order.id for order in (*theirs, ours)])
        self.assertEqual([row.problem_class for row in found], ["batch", "batch", "new"])

    def test_a_few_rows_read_as_all_rows_at_once(self):
        orders = [
            self.told(
                serial=f"M{number % 2}",
                days=number * (number + 1) // 2,
                defect_cause=("wear", "misuse")[number % 2],
            )
            for number in range(40)
        ]
        whole = dict(
            self.env.execute_query(
                SQL("SELECT id, problem_class FROM (%s) x", self.env["service.order.analysis"]._table_query)
            )
        )
        self.assertEqual(self.classes(*orders), [whole[order.id] or False for order in orders])
        self.assertEqual(set(self.classes(*orders)), {"new", "repeated", "batch"})


@tagged("post_install", "-at_install")
class TestOrderAnalysis(OrderAnalysisCase):
    def costs(self, hours, cost, **vals):
        lines = [
            (
                0,
                0,
                {"kind": "labour", "name": "Work", "quantity": hours, "unit_cost": 0.0, "price_unit": 0.0},
            ),
            (0, 0, {"kind": "other", "name": "Costs", "quantity": 1, "unit_cost": cost}),
        ]
        return self.told(line_ids=lines, employee_id=self.technician.id, **vals)

    def row(self, order):
        return self.Analysis.browse(order.id)

    def test_hours_and_costs_add_up_and_average_right_in_groups(self):
        finished = {"finished_at": local("2026-03-02 20:00")}
        orders = self.costs(2, 100, serial="1", liability="company", company_share=100, **finished)
        orders |= self.costs(1, 50, serial="2", liability="split", company_share=40, **finished)
        orders |= self.costs(4, 30, serial="3", liability="customer", company_share=0)
        orders |= self.told(serial="4", employee_id=self.technician.id)  # no hours, no costs, nobody decided
        sums = ["work_hours:sum", "work_cost:sum", "company_cost:sum", "customer_cost:sum"]
        means = ["hours_per_order:avg", "cost_per_order:avg", "cycle_hours:avg"]
        ((technician, *found),) = self.Analysis._read_group(
            [("id", "in", orders.ids)], ["employee_id"], [*sums, *means, "__count"]
        )
        self.assertEqual(technician.id, self.technician.id)
        self.assertEqual(found[:4], [7, 180, 120, 60])
        self.assertAlmostEqual(found[4], 7 / 3)
        self.assertAlmostEqual(found[5], 60)
        self.assertAlmostEqual(found[6], 10)
        self.assertEqual(found[7], 4)

    def test_by_day_and_week_of_the_companys_time_zone(self):
        late = self.told("2026-03-01 23:30", finished_at=local("2026-03-02 00:30"))  # a Sunday, 15:30 UTC
        row = self.row(late)
        self.assertEqual((row.received_on, row.finished_on), (date(2026, 3, 1), date(2026, 3, 2)))
        rows = self.Analysis.with_context(tz="UTC")._read_group([("id", "=", late.id)], ["finished_on:day"])
        self.assertEqual(rows, [(date(2026, 3, 2),)])

    def test_fixed_at_the_first_visit(self):
        good = self.told(serial="F1")
        again = self.told(serial="F2")
        self.told(serial="F2", days=3)
        sent_back = self.told(serial="F3", unfinished_reason="Part missing")
        unfinished = self.told(serial="F4", state="scheduled")
        self.assertEqual([self.row(order).first_time_share for order in (good, again, sent_back)], [1, 0, 0])
        rows = self.Analysis._read_group(
            [("id", "in", (good | again | unfinished).ids)], [], ["first_time_share:avg"]
        )
        self.assertEqual(rows, [(0.5,)])

    def test_a_promise_is_kept_up_to_the_last_second(self):
        promised = local("2026-03-05 18:00")
        kept = self.told(finished_at=promised)
        late = self.told(finished_at=promised + timedelta(seconds=1))
        self.env.cr.execute(
            "UPDATE service_order SET promised_at = %s WHERE id IN %s", [promised, (kept.id, late.id)]
        )
        nothing = self.told(finished_at=promised)
        rows = self.Analysis._read_group(
            [("id", "in", (kept | late | nothing).ids)], [], ["on_time_share:avg"]
        )
        self.assertEqual(rows, [(0.5,)])
        self.assertEqual((self.row(kept).on_time_share, self.row(late).on_time_share), (1, 0))

    def test_who_may_read_it(self):
        order = self.told()
        self.assertTrue(self.Analysis.search([("id", "=", order.id)]))
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                self.env["service.order.analysis"].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.Analysis.browse(order.id).write({"serial": "x"})
        self.officer.company_ids |= self.other_company
        seen = self.Analysis.with_context(allowed_company_ids=self.other_company.ids)
        self.assertFalse(seen.search([("id", "=", order.id)]))
        self.assertEqual(self.row(order).action_open_order()["res_id"], order.id)

    def test_lists_and_groups_cost_the_same_for_many(self):
        orders = [self.told(serial=f"L{number}") for number in range(30)]

        def queries(ids):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Analysis.search([("id", "in", ids)]).mapped("problem_class")
            return self.env.cr.sql_log_count - before

        queries([orders[0].id])
        self.assertEqual(queries([orders[0].id]), queries([order.id for order in orders]))
