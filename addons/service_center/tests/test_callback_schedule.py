from datetime import datetime, timedelta

from odoo.tests import tagged

from .callback_common import TODAY, CallbackCase


@tagged("post_install", "-at_install")
class TestCallbackSchedule(CallbackCase):
    """Callbacks that plans make: for whom, on which days, and each of them once (C2, CB-COV-01)."""

    def test_a_closed_complaint_is_called_back(self):
        plan = self.make_plan({"offset_amount": 3}, purpose="Is it all right now?", channel="visit")
        complaint = self.closed(product_id=self.product.id)
        self.assertEqual(self.schedule(plan), 1)
        callback = self.callbacks(plan)
        self.assertEqual(callback.due_date, TODAY + timedelta(3))
        self.assertEqual(callback.due_at, datetime(2026, 3, 15, 15, 59, 59))
        self.assertEqual(callback.anchor_date, TODAY)
        self.assertEqual(callback.state, "planned")
        self.assertEqual(callback.partner_id, self.customer)
        self.assertEqual(callback.complaint_id, complaint)
        self.assertEqual((callback.res_model, callback.res_id), ("service.complaint", complaint.id))
        self.assertEqual(callback.product_id, self.product)
        self.assertEqual((callback.purpose, callback.channel), ("Is it all right now?", "visit"))
        self.assertEqual(callback.company_id, self.company)
        self.assertFalse(callback.is_same_day)
        self.assertEqual(callback.key, f"{plan.step_ids.id}:service.complaint:{complaint.id}:1")

    def test_doing_it_again_changes_nothing(self):
        plan = self.make_plan({"offset_amount": 3}, {"offset_amount": 10})
        self.closed()
        self.assertEqual(self.schedule(plan), 2)
        before = self.callbacks(plan).read(["key", "due_date", "write_date"])
        self.assertEqual(self.schedule(plan), 0)
        self.assertEqual(self.callbacks(plan).read(["key", "due_date", "write_date"]), before)
