from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .callback_plan_common import TODAY, CallbackPlanCase


@tagged("post_install", "-at_install")
class TestCallbackChanges(CallbackPlanCase):
    """What happens to planned callbacks when something changes; those that are made stay."""

    def reasons(self, plan):
        return self.callbacks(plan).mapped(lambda one: (one.state, one.cancel_reason))

    # The document
    def test_a_complaint_that_is_opened_again_is_called_after_it_closes_again(self):
        plan = self.make_plan({"offset_amount": 3})
        complaint = self.closed()
        self.schedule(plan)
        complaint.action_reopen()
        self.schedule(plan)
        self.assertEqual(self.reasons(plan), [("cancelled", "undone")])
        complaint.write({"state": "resolved"})
        complaint.write({"state": "closed"})
        self.happened(complaint, "closed_at", TODAY + timedelta(2))
        self.assertEqual(self.schedule(plan, TODAY + timedelta(2)), 1)
        self.assertEqual(self.reasons(plan), [("cancelled", "undone"), ("planned", False)])
        self.assertEqual(self.due(plan, state="planned"), [5])

    def test_a_complaint_that_was_called_and_opened_again_is_called_again(self):
        plan = self.make_plan({})
        complaint = self.closed()
        self.schedule(plan)
        self.reach(self.callbacks(plan), TODAY)
        complaint.action_reopen()
        complaint.write({"state": "resolved"})
        complaint.write({"state": "closed"})
        self.happened(complaint, "closed_at", TODAY)
        self.assertEqual(self.schedule(plan), 1)
        self.assertEqual(sorted(self.callbacks(plan).mapped("state")), ["done", "planned"])

    def test_a_sale_that_is_cancelled_and_confirmed_again(self):
        sale = self.env["sale.order"].create({"partner_id": self.customer.id})
        sale.action_confirm()
        self.happened(sale, "date_order", TODAY)
        plan = self.make_plan({"offset_amount": 7}, trigger="sale_confirmed")
        self.schedule(plan)
        sale._action_cancel()
        self.schedule(plan)
        self.assertEqual(self.reasons(plan), [("cancelled", "undone")])
        sale.action_draft()
        sale.action_confirm()
        self.happened(sale, "date_order", TODAY + timedelta(2))
        self.schedule(plan, TODAY + timedelta(2))
        self.assertEqual(self.reasons(plan), [("planned", False)], "it is wanted again")
        self.assertEqual(self.due(plan), [9])

    def test_a_document_that_is_deleted(self):
        sale = self.env["sale.order"].create({"partner_id": self.customer.id})
        sale.action_confirm()
        self.happened(sale, "date_order", TODAY)
        plan = self.make_plan({"offset_amount": 7}, trigger="sale_confirmed")
        self.schedule(plan)
        sale._action_cancel()
        sale.unlink()
        self.schedule(plan)
        self.assertEqual(self.reasons(plan), [("cancelled", "undone")])

    def test_the_purpose_is_met(self):
        """REALTY-CALLER-02: until he visits."""
        plan = self.make_plan(
            {"offset_amount": 7, "repeat_amount": 7}, stop_domain="[('demand', '=', 'visited')]"
        )
        complaint = self.closed()
        self.schedule(plan)
        complaint.demand = "visited"
        self.assertEqual(self.schedule(plan, TODAY + timedelta(7)), 0)
        self.assertEqual(self.reasons(plan), [("cancelled", "purpose_met")])

    def test_the_purpose_of_one_step_is_met(self):
        plan = self.make_plan(
            {"offset_amount": 7, "stop_domain": "[('demand', '=', 'x')]"}, {"offset_amount": 9}
        )
        complaint = self.closed()
        self.schedule(plan)
        complaint.demand = "x"
        self.schedule(plan)
        self.assertEqual(self.reasons(plan), [("cancelled", "purpose_met"), ("planned", False)])

    # The customer
    def test_a_customer_who_is_archived_and_comes_back(self):
        plan = self.make_plan({"offset_amount": 3})
        self.closed()
        self.schedule(plan)
        self.customer.active = False
        self.assertEqual(self.schedule(plan), 0)
        self.assertEqual(self.reasons(plan), [("cancelled", "gone")])
        self.customer.active = True
        self.assertEqual(self.schedule(plan), 1)
        self.assertEqual(self.reasons(plan), [("planned", False)])

    def test_customers_who_are_merged(self):
        twin = self.env["res.partner"].create({"name": "Wang Fang (2)"})
        self.happened(self.customer | twin, "create_date", TODAY)
        ids = repr([("id", "in", (self.customer | twin).ids)])
        about_complaints = self.make_plan({"offset_amount": 3})
        about_customers = self.make_plan({"offset_amount": 5}, trigger="customer", domain=ids)
        self.closed(partner_id=twin.id)
        self.schedule(about_complaints | about_customers)
        self.assertEqual(len(self.callbacks(about_customers)), 2)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({"dst_partner_id": self.customer.id})
        wizard.partner_ids = self.customer | twin
        wizard.action_merge()
        self.assertEqual(self.schedule(about_complaints | about_customers), 0)
        self.assertEqual(self.callbacks(about_complaints).partner_id, self.customer)
        self.assertEqual(self.reasons(about_complaints), [("planned", False)])
        planned = self.callbacks(about_customers, state="planned")
        self.assertEqual((planned.partner_id, planned.res_id), (self.customer, self.customer.id))
        self.assertEqual(self.callbacks(about_customers).mapped("state").count("cancelled"), 1)

    def test_the_document_gets_another_customer(self):
        plan = self.make_plan({"offset_amount": 3})
        complaint = self.closed()
        self.schedule(plan)
        other = self.env["res.partner"].create({"name": "Li Na"})
        complaint.partner_id = other
        self.assertEqual(self.schedule(plan), 0)
        self.assertEqual(self.callbacks(plan).partner_id, other)

    # The plan
    def test_a_step_that_changes_moves_what_is_planned(self):
        plan = self.make_plan({"offset_amount": 3}, {"offset_amount": 9})
        self.closed()
        self.schedule(plan)
        self.reach(self.callbacks(plan)[0], TODAY)
        plan.step_ids[0].offset_amount = 4
        plan.step_ids[1].offset_amount = 10
        self.assertEqual(self.schedule(plan), 0)
        self.assertEqual(self.due(plan), [3, 10], "what is made stays")
        self.assertEqual(self.callbacks(plan)[1].due_at.day, 22)

    def test_a_date_that_was_agreed_with_the_customer_stays(self):
        plan = self.make_plan({"offset_amount": 3})
        self.closed()
        self.schedule(plan)
        self.callbacks(plan).due_date = TODAY + timedelta(6)
        self.schedule(plan, TODAY + timedelta(1))
        self.assertEqual(self.due(plan), [6])

    def test_content_follows_the_plan(self):
        plan = self.make_plan({"offset_amount": 3}, purpose="Old")
        self.closed()
        self.schedule(plan)
        self.happened(self.callbacks(plan), "write_date", TODAY - timedelta(3))
        plan.write({"purpose": "New", "channel": "visit"})
        self.schedule(plan)
        self.assertEqual(
            self.callbacks(plan).mapped(lambda one: (one.purpose, one.channel)), [("New", "visit")]
        )

    def test_a_plan_that_is_archived_cancels_what_is_planned(self):
        plan = self.make_plan({"offset_amount": 3}, {"offset_amount": 5})
        self.closed()
        self.schedule(plan)
        self.reach(self.callbacks(plan)[0], TODAY)
        plan.active = False
        self.assertEqual(self.schedule(plan), 0)
        self.assertEqual(self.reasons(plan), [("done", False), ("cancelled", "plan_changed")])
        plan.active = True
        self.schedule(plan)
        self.assertEqual(self.reasons(plan), [("done", False), ("planned", False)])

    def test_a_step_that_is_archived_or_deleted_cancels_what_is_planned(self):
        plan = self.make_plan({"offset_amount": 3}, {"offset_amount": 5})
        self.closed()
        self.schedule(plan)
        plan.step_ids[0].active = False
        self.schedule(plan)
        self.assertEqual(self.reasons(plan), [("cancelled", "plan_changed"), ("planned", False)])
        plan.step_ids.unlink()
        self.assertEqual(self.reasons(plan)[1], ("cancelled", "plan_changed"))

    def test_what_somebody_cancelled_by_hand_is_not_planned_again(self):
        plan = self.make_plan({"offset_amount": 3})
        self.closed()
        self.schedule(plan)
        self.callbacks(plan)._cancel_planned("by_hand")
        self.assertEqual(self.schedule(plan), 0)
        self.assertEqual(self.reasons(plan), [("cancelled", "by_hand")])

    def test_a_callback_that_is_being_made_is_left_alone(self):
        plan = self.make_plan({"offset_amount": 3})
        self.closed()
        self.schedule(plan)
        self.env.cr.execute("UPDATE service_callback SET state = 'calling' WHERE plan_id = %s", [plan.id])
        plan.active = False
        self.schedule(plan)
        self.assertEqual(self.reasons(plan), [("calling", False)])

    # Bad input
    def test_conditions_that_cannot_be_searched_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "no condition that can be searched"):
            self.make_plan({}, domain="[('no_such_field', '=', 1)]")
        with self.assertRaisesRegex(ValidationError, "no condition that can be searched"):
            self.make_plan({"stop_domain": "[('no_such_field', '=', 1)]"})
        with self.assertRaisesRegex(ValidationError, "name dates that the documents of the plan have"):
            self.make_plan({"anchor": "dates", "anchor_fields": "name"})


@tagged("post_install", "-at_install")
class TestCallbackCron(CallbackPlanCase):
    """The cron: every step once a day in full, and soon after something happened."""

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("service_center.cron_service_callback").method_direct_trigger()
        self.env.invalidate_all()

    def make_now(self, *steps, **vals):
        """Create a plan of what happens now."""
        return self.make_plan(*steps, valid_from=False, **vals)

    def close(self):
        complaint = self.complain(partner_id=self.customer.id)
        complaint.write({"state": "resolved", "resolution": "Repaired."})
        complaint.write({"state": "closed"})
        return complaint

    def test_a_step_is_planned_in_full_once_a_day(self):
        plan = self.make_now({})
        self.close()
        self.run_cron()
        self.assertEqual(len(self.callbacks(plan)), 1)
        self.assertEqual(plan.step_ids.scheduled_on, self.company._service_day())
        self.close()
        self.run_cron()
        self.assertEqual(len(self.callbacks(plan)), 2, "what just happened is found every time")

    def test_closing_a_complaint_has_callbacks_planned_soon(self):
        Trigger = self.env["ir.cron.trigger"]
        cron = self.env.ref("service_center.cron_service_callback")
        complaint = self.complain(partner_id=self.customer.id)
        before = Trigger.search_count([("cron_id", "=", cron.id)])
        complaint.write({"state": "resolved", "resolution": "Repaired."})
        self.assertEqual(
            Trigger.search_count([("cron_id", "=", cron.id)]), before, "no plan is started by it"
        )
        self.make_now({})
        before = Trigger.search_count([("cron_id", "=", cron.id)])
        complaint.write({"state": "closed"})
        self.assertGreater(Trigger.search_count([("cron_id", "=", cron.id)]), before)

    def test_a_complaint_that_is_opened_again_is_noticed_the_same_day(self):
        plan = self.make_now({"offset_amount": 3})
        complaint = self.close()
        self.run_cron()
        complaint.action_reopen()
        self.run_cron()
        self.assertEqual(self.callbacks(plan).cancel_reason, "undone")

    def test_a_step_that_fails_does_not_stop_the_others(self):
        bad, good = self.make_now({}), self.make_now({})
        self.close()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_callback_plan SET domain = %s WHERE id = %s", ["[('gone_field', '=', 1)]", bad.id]
        )
        bad.invalidate_recordset()
        with self.assertLogs("odoo.addons.service_center.models.service_callback_schedule", "ERROR"):
            self.run_cron()
        self.assertEqual((len(self.callbacks(bad)), len(self.callbacks(good))), (0, 1))

    def test_a_run_that_was_stopped_goes_on_where_it_was(self):
        plan = self.make_plan({"offset_amount": 3})
        complaints = [self.closed() for _number in range(3)]
        step = plan.step_ids
        step._set_mark(f"new:{complaints[1].id}")
        for _count in step._schedule(TODAY, resume=True):
            pass
        self.assertEqual(self.callbacks(plan).complaint_id, complaints[2])
        self.assertEqual((step.scheduled_on, step.scheduled_mark), (TODAY, False))
        for _count in step._schedule(TODAY, resume=True):
            pass
        self.assertEqual(len(self.callbacks(plan)), 3, "the next full run finds what is missing")
