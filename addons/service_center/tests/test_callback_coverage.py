from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .callback_common import CallbackCase


@tagged("post_install", "-at_install")
class TestCallbackCoverage(CallbackCase):
    """Every closed complaint under a plan has its callback (CB-COV-01)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.all = cls.env["service.callback.plan"].create(
            {
                "code": "t_all",
                "name": "Every complaint",
                "trigger": "complaint_closed",
                "valid_from": cls.company._service_day(cls.now - timedelta(30)),
                "step_ids": [(0, 0, {"code": "t_all_1", "name": "Next day", "offset_amount": 1})],
            }
        )

    def closed(self, days=5, **vals):
        complaint = self.complain(partner_id=self.customer.id, **vals)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_complaint SET state = 'closed', closed_at = %s WHERE id = %s",
            [self.now - timedelta(days), complaint.id],
        )
        self.env.invalidate_all()
        return complaint

    def missing(self):
        Plan = self.env["service.callback.plan"].sudo()
        return [found["res_id"] for found in Plan._check_covered() if found["expected"] == self.all.name]

    def test_a_closed_one_without_a_callback_is_found(self):
        complaint, other = self.closed(), self.closed()
        self.complain(partner_id=self.customer.id)  # not closed
        self.assertEqual(self.missing(), [complaint.id, other.id])
        self.callback(plan_id=self.all.id, res_model="service.complaint", res_id=other.id)
        self.assertEqual(self.missing(), [complaint.id])

    def test_one_of_another_plan_does_not_count(self):
        complaint = self.closed()
        self.callback(res_model="service.complaint", res_id=complaint.id)
        self.assertEqual(self.missing(), [complaint.id])

    def test_not_before_it_is_due_and_planning_had_its_time(self):
        self.closed(days=1.99)
        self.assertFalse(self.missing())
        late = self.closed(days=2.01)
        self.assertEqual(self.missing(), [late.id])
        self.all.step_ids.rest_days = "next"  # days off may be many
        self.assertFalse(self.missing())

    def test_conditions_of_the_plan(self):
        complaint = self.closed(site_id=self.site.id)
        elsewhere = self.closed()
        self.all.domain = f"[('site_id', '=', {self.site.id})]"
        self.assertEqual(self.missing(), [complaint.id])
        self.all.write({"domain": "[]", "stop_domain": f"[('site_id', '=', {self.site.id})]"})
        self.assertEqual(self.missing(), [elsewhere.id])
        self.all.write({"stop_domain": "[]", "partner_domain": "[('name', '=', 'Nobody')]"})
        self.assertFalse(self.missing())

    def test_what_nobody_can_tell(self):
        self.closed()
        self.assertEqual(len(self.missing()), 1)
        self.all.coverage_percent = 99.9  # a sample leaves some out
        self.assertFalse(self.missing())
        self.all.coverage_percent = 100
        self.all.step_ids.domain = "[('is_major', '=', True)]"
        self.assertFalse(self.missing())
        self.all.step_ids.domain = "[]"
        self.all.active = False
        self.assertFalse(self.missing())

    def test_only_while_the_plan_was_valid(self):
        self.closed(days=20)
        self.assertEqual(len(self.missing()), 1)
        self.all.valid_from = self.company._service_day(self.now - timedelta(20))
        self.assertEqual(len(self.missing()), 1)
        self.all.valid_from = self.company._service_day(self.now - timedelta(19))
        self.assertFalse(self.missing())
        self.all.write(
            {
                "valid_from": self.company._service_day(self.now - timedelta(30)),
                "valid_to": self.company._service_day(self.now - timedelta(21)),
            }
        )
        self.assertFalse(self.missing())

    def test_finished_orders(self):
        order_type = self.env["service.order.type"].search([("company_id", "=", self.company.id)], limit=1)
        order = self.env["service.order"]._ledger_create(
            [
                {
                    "partner_id": self.customer.id,
                    "type_id": order_type.id,
                    "received_at": self.now - timedelta(9),
                    "finished_at": self.now - timedelta(5),
                    "state": "closed",
                    "user_id": False,
                }
            ]
        )
        self.all.trigger = "order_done"
        self.assertEqual(self.missing(), [order.id])

    def test_counts_for_reports_and_the_check(self):
        complaint = self.closed()
        day = self.company._service_day(complaint.closed_at)
        self.assertEqual(self.all._count_uncovered(day, day), 1)
        self.assertEqual(self.all._count_uncovered(day + timedelta(1), day + timedelta(9)), 0)
        self.assertEqual(self.plan._count_uncovered(day, day), 0)
        self.env["service.check"]._sync_checks()
        check = self.env["service.check"].search([("code", "=", "callback_coverage")])
        check.with_user(self.env.ref("base.user_admin"))._run()
        self.assertEqual(check.state, "differences")
        self.assertIn(complaint.id, check.difference_ids.mapped("res_id"))
        self.assertTrue(all(check.difference_ids.mapped("remedy")))

    def test_many_cost_as_many_queries_as_few(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.missing()
            return len(found), self.env.cr.sql_log_count - before

        self.closed()
        self.missing()
        _one, few = queries()
        for _number in range(30):
            self.closed()
        many, much = queries()
        self.assertEqual(many, 31)
        self.assertEqual(few, much)
