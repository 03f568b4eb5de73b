from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestCustomerSegment(ComplaintCase):
    """Segments from sales and services, by hand with a reason, and the list of the lost (CB-SEG-01)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["service.customer.segment.rule"]
        cls.Segment = cls.env["service.customer.segment"]
        cls.Lost = cls.env["service.customer.lost"]
        cls.today = cls.company._service_day()
        cls.rules(cls.company)
        cls.product = cls.env["product.product"].create({"name": "Oven", "taxes_id": [(5,)]})

    @classmethod
    def rules(cls, company, amount=10000):
        cls.Rule.create(
            [
                {"code": code, "name": code.title(), "company_id": company.id, "sequence": number, **vals}
                for number, (code, vals) in enumerate(
                    {
                        "gone": {"segment": "lost", "quiet_months": 6},
                        "asleep": {"segment": "dormant", "quiet_months": 3},
                        "value": {"segment": "high_value", "amount_from": amount, "months": 12},
                        "often": {"segment": "high_contribution", "count_from": 3, "months": 12},
                        "rest": {"segment": "ordinary"},
                    }.items()
                )
            ]
        )

    @classmethod
    def buy(cls, partner, amount, day=None, company=None):
        company = company or cls.company
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "order_line": [
                    (0, 0, {"product_id": cls.product.id, "price_unit": amount, "tax_ids": [(5,)]})
                ],
            }
        )
        order.action_confirm()
        order.date_order = (day or cls.today).strftime("%Y-%m-%d 04:00:00")
        return order

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("service_center.cron_customer_segments").method_direct_trigger()
        self.env.invalidate_all()

    def ago(self, months, days=0):
        return self.today - relativedelta(months=months) + timedelta(days)

    def test_segments_by_rule(self):
        names = ("value", "often", "ordinary", "dormant", "lost", "nobody")
        people = {name: self.env["res.partner"].create({"name": name}) for name in names}
        self.buy(people["value"], 10000)
        for _time in range(3):
            self.buy(people["often"], 10)
        self.buy(people["ordinary"], 9999.99)
        self.buy(people["dormant"], 50000, self.ago(4))
        self.buy(people["lost"], 50000, self.ago(7))
        self.run_cron()
        self.assertEqual(
            {name: one.service_segment for name, one in people.items()},
            {
                "value": "high_value",
                "often": "high_contribution",
                "ordinary": "ordinary",
                "dormant": "dormant",
                "lost": "lost",
                "nobody": False,
            },
        )
        keys = {name for name, one in people.items() if one.service_is_key}
        self.assertEqual(keys, {"value", "often"})
        (said,) = people["ordinary"].with_user(self.user).get_explanation()
        self.assertEqual((said["title"], said["value"]), ("Segment", "Ordinary"))
        self.assertIn("“Rest” is the first rule that fits.", said["how"])
        self.assertEqual(len(said["rejected"]), 4)
        self.assertIn("10,000.00", said["rejected"][2]["sentence"])
        lost = people["lost"].service_lost_ids
        self.assertEqual((lost.last_date, lost.returned_on), (self.ago(7), False))
        self.run_cron()
        self.assertEqual(len(people["lost"].service_lost_ids), 1, "once")
        # comes back
        self.buy(people["lost"], 1)
        self.run_cron()
        self.assertEqual(people["lost"].service_segment, "high_value")
        self.assertEqual(lost.returned_on, self.today)

    def test_a_service_is_a_visit(self):
        wang = self.customer
        self.buy(wang, 5, self.ago(8))
        order = self.env["service.order"].create(
            {"partner_id": wang.id, "type_id": self.env["service.order.type"].search([], limit=1).id}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_order SET finished_at = %s, state = 'done' WHERE id = %s", (self.today, order.id)
        )
        self.env.invalidate_all()
        self.run_cron()
        self.assertEqual(wang.service_segment, "ordinary")

    def test_by_hand_stays(self):
        wang = self.customer
        self.buy(wang, 5)
        wizard = self.env["service.customer.segment.set"].with_user(self.user)
        with self.assertRaises(UserError):
            wizard.create({"partner_ids": wang.ids, "segment": "high_value"}).action_set()
        wizard.create({"partner_ids": wang.ids, "segment": "high_value", "reason": "The mayor"}).action_set()
        self.assertTrue(wang.service_is_key)
        self.run_cron()
        self.assertEqual(wang.service_segment, "high_value")
        (said,) = wang.with_user(self.user).get_explanation()
        self.assertIn("The mayor", [fact["text"] for fact in said["facts"]])
        wizard.create({"partner_ids": wang.ids, "by_rule": True}).action_set()
        self.run_cron()
        self.assertEqual(wang.service_segment, "ordinary")
        self.assertFalse(wang.service_is_key)

    def test_key_by_hand(self):
        wang = self.customer
        wang.service_is_key = True
        self.assertEqual(wang.service_key_choice, "yes")
        self.buy(wang, 5)
        self.run_cron()
        self.assertTrue(wang.service_is_key)
        wang.service_key_choice = "no"
        wang.service_segment = "high_value"
        self.assertFalse(wang.service_is_key)
        wang.service_key_choice = False
        self.assertTrue(wang.service_is_key)

    def test_history_gone(self):
        order = self.buy(self.customer, 5)
        self.run_cron()
        self.assertEqual(self.customer.service_segment, "ordinary")
        order._action_cancel()
        self.run_cron()
        self.assertFalse(self.customer.service_segment)

    def test_the_best_of_companies_counts_and_amounts_stay_there(self):
        self.rules(self.other_company, amount=100)
        self.buy(self.customer, 500)
        self.buy(self.customer, 200, company=self.other_company)
        own = self.env["res.partner"].create({"name": "Own", "company_id": self.other_company.id})
        self.buy(own, 200, company=self.other_company)
        self.run_cron()
        self.assertEqual(self.customer.service_segment, "high_value")
        self.assertEqual(self.customer.service_segment_row_ids.company_id, self.other_company)
        self.assertEqual(
            self.customer.with_user(self.user).get_explanation(), [], "another company's figures"
        )
        self.assertEqual(own.service_segment, "high_value")

    def test_lost_rights_and_erasure(self):
        self.buy(self.customer, 5, self.ago(7))
        self.run_cron()
        lost = self.customer.service_lost_ids
        reason = self.env["service.customer.lost.reason"].create({"code": "price", "name": "Price"})
        lost.with_user(self.user).write(
            {"reason_id": reason.id, "invitation": "accepted", "note": "Too dear", "usage": "Daily"}
        )
        self.assertEqual(lost.invited_on, self.today)
        lost.user_id = self.colleague
        for user, right in ((self.user, False), (self.colleague, True), (self.officer, True)):
            self.assertEqual(lost.with_user(user).has_access("write"), right)
        self.assertFalse(lost.with_user(self.officer).has_access("unlink"))
        for user in (self.employee, self.portal):
            self.assertFalse(self.Lost.with_user(user).has_access("read"))
        with self.assertRaises(AccessError):
            self.Segment.with_user(self.manager).create({"partner_id": self.customer.id})
        groups = self.Lost._read_group([("id", "=", lost.id)], ["reason_id"], ["count:sum"])
        self.assertEqual(groups, [(reason, 1)])
        person = self.env["res.partner"].create({"name": "P"})
        lost.partner_id = person
        person._anonymise()
        self.assertEqual((lost.note, lost.usage), (False, False))

    def test_judging_many_asks_as_much_as_a_few(self):
        counts = []
        for number in (20, 400):
            people = self.env["res.partner"].create([{"name": f"P{one}"} for one in range(number)])
            self.env["sale.order"].create(
                [{"partner_id": one.id, "state": "sale", "date_order": self.today} for one in people]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Segment._store(self.Segment._judge(self.company, people))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(set(people.mapped("service_segment")), {"ordinary"})
        self.assertLess(counts[1], counts[0] + 15, counts)
