from datetime import date, datetime, timedelta

from odoo.tests import tagged

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from .callback_plan_common import TODAY, CallbackPlanCase


@tagged("post_install", "-at_install")
class TestCallbackSchedule(CallbackPlanCase):
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

    # For what
    def test_every_trigger_starts_its_plan(self):
        order = self.order_in("done")
        sale = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [(0, 0, {"product_id": self.product.id, "product_uom_qty": 1})],
            }
        )
        sale.action_confirm()
        warranty = self.warranty(TODAY)
        self.happened(order, "finished_at", TODAY)
        self.happened(sale, "date_order", TODAY)
        self.happened(self.customer, "create_date", TODAY)
        for trigger, document, link in (
            ("order_done", order, "order_id"),
            ("sale_confirmed", sale, "sale_order_id"),
            ("warranty_start", warranty, None),
            ("customer", self.customer, None),
        ):
            with self.subTest(trigger=trigger):
                domain = repr([("id", "=", document.id)])
                plan = self.make_plan({"offset_amount": 7}, trigger=trigger, domain=domain)
                self.assertEqual(self.schedule(plan), 1)
                callback = self.callbacks(plan)
                self.assertEqual(callback.due_date, TODAY + timedelta(7))
                self.assertEqual(callback.partner_id, self.customer)
                self.assertEqual((callback.res_model, callback.res_id), (document._name, document.id))
                if link:
                    self.assertEqual(callback[link], document)

    def test_what_is_not_done_starts_nothing(self):
        plans = (
            self.make_plan({})
            | self.make_plan({}, trigger="order_done")
            | self.make_plan({}, trigger="sale_confirmed")
            | self.make_plan({}, trigger="manual")
        )
        complaint = self.complain(partner_id=self.customer.id)
        complaint.write({"state": "resolved", "resolution": "Repaired."})
        self.order_in("in_progress")
        self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertEqual(self.schedule(plans), 0)

    def test_complaints_without_customer_and_history_start_nothing(self):
        plan = self.make_plan({})
        self.closed(partner_id=False, contact_name="Ms Li")
        old = self.closed()
        old.flush_recordset()
        self.env.cr.execute("UPDATE service_complaint SET is_history = TRUE WHERE id = %s", [old.id])
        old.invalidate_recordset()
        self.assertEqual(self.schedule(plan), 0)

    def test_dates_of_a_project(self):
        """DECO-STAGE-01, Q-50: 7 days after the start, 3 after the middle payment, and 7 after the last of
        completion, full payment and warranty papers.
        """
        finished = "service_completed_on, service_fully_paid_on, service_warranty_given_on"
        plan = self.make_plan(
            {"anchor": "dates", "anchor_fields": "service_started_on", "offset_amount": 7},
            {"anchor": "dates", "anchor_fields": "service_middle_paid_on", "offset_amount": 3},
            {"anchor": "dates", "anchor_fields": finished, "offset_amount": 7},
            trigger="dates",
            date_model="sale.order",
        )
        sale = self.env["sale.order"].create({"partner_id": self.customer.id, "service_started_on": TODAY})
        self.assertEqual(self.schedule(plan), 1)
        self.assertEqual(self.due(plan), [7])
        sale.write({"service_middle_paid_on": TODAY, "service_completed_on": TODAY - timedelta(2)})
        sale.service_fully_paid_on = TODAY
        self.assertEqual(self.schedule(plan), 1)
        self.assertEqual(self.due(plan), [3, 7])
        sale.service_warranty_given_on = TODAY + timedelta(1)
        self.assertEqual(self.schedule(plan), 1)
        self.assertEqual(self.due(plan), [3, 7, 8])
        sale.service_warranty_given_on = TODAY + timedelta(4)
        self.assertEqual(self.schedule(plan), 0)
        self.assertEqual(self.due(plan), [3, 7, 11], "a date that changes moves what is planned")
        sale.service_warranty_given_on = False
        self.schedule(plan)
        self.assertEqual(self.due(plan, state="planned"), [3, 7])

    def test_conditions_on_documents_and_customers(self):
        wanted = self.closed(channel="phone")
        self.closed(channel="email")
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.closed(channel="phone", partner_id=stranger.id)
        plan = self.make_plan(
            {}, domain="[('channel', '=', 'phone')]", partner_domain="[('name', 'like', 'Wang')]"
        )
        self.assertEqual(self.schedule(plan), 1)
        self.assertEqual(self.callbacks(plan).complaint_id, wanted)

    def test_a_step_has_its_own_condition(self):
        self.closed(channel="phone")
        plan = self.make_plan({}, {"offset_amount": 2, "domain": "[('channel', '=', 'email')]"})
        self.schedule(plan)
        self.assertEqual(self.due(plan), [0])

    def test_other_companies_documents_start_nothing(self):
        plan = self.make_plan({})
        self.closed(company_id=self.other_company.id, category_id=False)
        self.assertEqual(self.schedule(plan), 0)

    def test_the_days_on_which_a_plan_is_valid(self):
        for number in range(5):
            self.closed(TODAY - timedelta(number))
        plan = self.make_plan(
            {"offset_amount": 5}, valid_from=TODAY - timedelta(3), valid_to=TODAY - timedelta(1)
        )
        self.assertEqual(self.schedule(plan), 3)
        self.assertEqual(self.due(plan), [2, 3, 4])

    def test_the_day_is_the_companys(self):
        plan = self.make_plan({}, valid_from=TODAY)
        self.closed(datetime(2026, 3, 11, 15, 59, 59))  # 23:59:59 of the day before in Shanghai
        self.assertEqual(self.schedule(plan), 0)
        self.closed(datetime(2026, 3, 11, 16))
        self.assertEqual(self.schedule(plan), 1)
        self.assertTrue(self.callbacks(plan).is_same_day)

    def test_what_was_due_before_the_plan_was_made_is_over(self):
        plan = self.make_plan({"offset_amount": 3}, valid_from=False)
        self.happened(plan, "create_date", TODAY)
        self.closed(TODAY - timedelta(4))
        self.closed(TODAY - timedelta(3))
        self.assertEqual(self.schedule(plan, TODAY + timedelta(1)), 1)
        self.assertEqual(self.due(plan), [0])

    def test_a_sample_is_drawn_by_the_seed(self):
        complaints = [self.closed().id for _number in range(40)]
        plan = self.make_plan({}, coverage_percent=30, sample_seed="2026")
        self.schedule(plan)
        drawn = self.callbacks(plan).mapped("res_id")
        self.assertTrue(0 < len(drawn) < 40)
        plan.coverage_percent = 60
        self.schedule(plan)
        self.assertLess(set(drawn), set(self.callbacks(plan).mapped("res_id")))
        plan.coverage_percent = 30
        self.schedule(plan)
        self.assertEqual(set(self.callbacks(plan, state="planned").mapped("res_id")), set(drawn))
        self.assertEqual(
            set(self.callbacks(plan, state="cancelled").mapped("cancel_reason")), {"plan_changed"}
        )
        plan.coverage_percent = 100
        self.schedule(plan)
        self.assertEqual(set(self.callbacks(plan, state="planned").mapped("res_id")), set(complaints))

    def test_callbacks_of_the_responsible(self):
        self.closed(user_id=self.user.id)
        plan = self.make_plan({}, assignment="responsible")
        self.schedule(plan)
        self.assertEqual(self.callbacks(plan).user_id, self.user)

    # When
    def test_the_horizon_is_thirty_five_days(self):
        plan = self.make_plan({"offset_amount": 35}, {"offset_amount": 36})
        self.closed()
        self.schedule(plan)
        self.assertEqual(self.due(plan), [35])

    def test_hours_are_due_at_the_hour(self):
        """CB-CMP-01, CB-COV-02: within 24 hours."""
        plan = self.make_plan({"offset_amount": 24, "offset_unit": "hours"})
        self.closed(datetime(2026, 3, 12, 15, 30))
        self.schedule(plan)
        callback = self.callbacks(plan)
        self.assertEqual(callback.due_at, datetime(2026, 3, 13, 15, 30))
        self.assertEqual(callback.due_date, date(2026, 3, 13))

    def test_warranty_callbacks_do_not_drift(self):
        """DECO-WAR-01 from 31 January, planned day by day, with calls before they are due."""
        plan = self.make_plan(
            {"offset_amount": 3, "repeat_amount": 3, "until_amount": 12},
            {"offset_amount": 18, "repeat_amount": 6, "until_amount": 24},
            {"offset_amount": 36, "repeat_amount": 12},
            trigger="warranty_start",
        )
        plan.step_ids.write({"offset_unit": "months", "repeat_unit": "months"})
        self.warranty(date(2024, 1, 31))
        day = date(2024, 1, 31)
        while day < date(2028, 3, 1):
            self.Callback._schedule(plan, day)
            self.env.flush_all()
            for callback in self.callbacks(plan, state="planned"):
                if (callback.due_date - day).days < 10:
                    self.reach(callback, day)
            day += timedelta(8)
        self.assertEqual(
            self.callbacks(plan).mapped("due_date"),
            [
                *(date(2024, 4, 30), date(2024, 7, 31), date(2024, 10, 31), date(2025, 1, 31)),
                *(date(2025, 7, 31), date(2026, 1, 31)),
                *(date(2027, 1, 31), date(2028, 1, 31), date(2029, 1, 31)),
            ][:8],
        )

    def test_an_early_call_moves_the_rhythm_by_the_last_contact(self):
        """REALTY-CALLER-02: weekly; a call on the second day moves the next one."""
        plan = self.make_plan({"anchor": "last_contact", "offset_amount": 7, "repeat_amount": 7})
        other = self.make_plan({}, name="Other")
        self.closed()
        self.schedule(plan | other)
        self.assertEqual(self.due(plan), [7])
        self.reach(self.callbacks(other), TODAY + timedelta(2))
        self.schedule(plan, TODAY + timedelta(2))
        self.assertEqual(self.due(plan), [9], "another plan's call is a contact, too")
        self.reach(self.callbacks(plan), TODAY + timedelta(4))
        self.schedule(plan, TODAY + timedelta(4))
        self.assertEqual(self.due(plan), [9, 11])
        self.assertEqual(self.callbacks(plan).mapped("occurrence"), [1, 2])

    def test_a_customer_who_is_not_reached_is_due_again(self):
        plan = self.make_plan({"anchor": "last_contact", "offset_amount": 7, "repeat_amount": 7})
        self.closed()
        self.schedule(plan)
        self.env.cr.execute("UPDATE service_callback SET state = 'unreached' WHERE plan_id = %s", [plan.id])
        self.callbacks(plan).invalidate_recordset()
        self.schedule(plan, TODAY + timedelta(8))
        self.assertEqual(self.due(plan), [7, 14])

    def test_a_rhythm_from_the_start_is_planned_one_ahead(self):
        plan = self.make_plan({"offset_amount": 7, "repeat_amount": 7})
        self.closed()
        self.schedule(plan)
        self.assertEqual(self.due(plan), [7])
        self.schedule(plan, TODAY + timedelta(6))
        self.assertEqual(self.due(plan), [7])
        self.schedule(plan, TODAY + timedelta(7))
        self.assertEqual(self.due(plan), [7, 14])

    def test_weeks_without_a_run_are_called_once(self):
        plan = self.make_plan({"offset_amount": 7, "repeat_amount": 7})
        self.closed(TODAY - timedelta(30))
        self.schedule(plan)
        self.assertEqual(self.due(plan), [-2, 5])

    def test_days_off(self):
        plan = self.make_plan(
            {"offset_amount": 3, "rest_days": "next"},
            {"offset_amount": 3, "rest_days": "previous"},
            {"offset_amount": 3},
        )
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids = [(5, 0, 0)] + [
            (0, 0, {"name": day, "dayofweek": day, "hour_from": 9, "hour_to": 17, "day_period": "morning"})
            for day in "01234"
        ]
        enter_leave(
            self.env,
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 3, 15, 16),
                "date_to": datetime(2026, 3, 16, 15, 59, 59),
            },
        )
        self.closed()  # a Thursday; three days later is a Sunday, and Monday is a holiday
        self.schedule(plan)
        self.assertEqual(self.due(plan), [1, 3, 5])

    def test_plans_stand_side_by_side(self):
        """One customer, several plans and time limits: each has its own dates."""
        complaint, order = self.closed(), self.order_in("done", complaint_id=False)
        self.happened(order, "finished_at", TODAY - timedelta(1))
        first = self.make_plan({"offset_amount": 1}, {"offset_amount": 30})
        second = self.make_plan({"offset_amount": 24, "offset_unit": "hours"}, trigger="order_done")
        third = self.make_plan({"offset_amount": 5}, is_duty=True)
        self.assertEqual(self.schedule(), 4)
        self.assertEqual((self.due(first), self.due(second), self.due(third)), ([1, 30], [0], [5]))
        self.assertEqual(self.callbacks(second).order_id, order)
        self.assertEqual(self.callbacks(first | third).complaint_id, complaint)
        self.assertEqual(self.callbacks(third).mapped("is_duty"), [True])
        self.reach(self.callbacks(second), TODAY)
        self.assertEqual(self.schedule(), 0)
        self.assertEqual((self.due(first), self.due(third)), ([1, 30], [5]))

    def test_queries_do_not_grow_with_documents(self):
        plan = self.make_plan({"offset_amount": 3}, {"offset_amount": 7, "repeat_amount": 7})

        def count(documents):
            complaints = self.Complaint.create(
                [
                    {"partner_id": self.customer.id, "description": "x", "contact_name": str(number)}
                    for number in range(documents)
                ]
            )
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE service_complaint SET state = 'closed', closed_at = %s WHERE id = ANY(%s)",
                [datetime(2026, 3, 12, 4), complaints.ids],
            )
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.Callback._schedule(plan, TODAY), documents * 2)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(1)
        few = count(5)
        self.assertLessEqual(count(50), few)
