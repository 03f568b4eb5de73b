from datetime import date, datetime, timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .callback_plan_common import TODAY, CallbackPlanCase


@tagged("post_install", "-at_install")
class TestCallbackPlan(CallbackPlanCase):
    """What a plan would do, without doing it, and who may change it."""

    def decorator(self):
        """DECO-WAR-01 as three steps."""
        months = {"offset_unit": "months", "repeat_unit": "months"}
        return self.make_plan(
            {"offset_amount": 3, "repeat_amount": 3, "until_amount": 12, **months},
            {"offset_amount": 18, "repeat_amount": 6, "until_amount": 24, "channel": "visit", **months},
            {"offset_amount": 36, "repeat_amount": 12, **months},
            trigger="warranty_start",
        )

    def test_preview_lists_the_dates_and_writes_nothing(self):
        plan = self.decorator()
        before = self.Callback.search_count([])
        self.assertEqual(
            plan.preview(date(2026, 1, 31), date(2030, 1, 31)),
            [
                *(date(2026, 4, 30), date(2026, 7, 31), date(2026, 10, 31), date(2027, 1, 31)),
                *(date(2027, 7, 31), date(2028, 1, 31), date(2029, 1, 31), date(2030, 1, 31)),
            ],
        )
        self.assertEqual(plan.preview(date(2026, 1, 31), date(2026, 4, 29)), [])
        self.assertEqual(self.Callback.search_count([]), before)

    def test_preview_takes_times_in_the_companys_day(self):
        plan = self.make_plan({})
        self.assertEqual(plan.preview(datetime(2026, 3, 11, 16), date(2026, 12, 31)), [TODAY])
        self.assertEqual(
            plan.preview(datetime(2026, 3, 11, 15, 59), date(2026, 12, 31)), [TODAY - timedelta(1)]
        )

    def test_preview_names_step_and_channel(self):
        plan = self.decorator()
        found = plan.preview_steps(date(2026, 1, 31), date(2027, 7, 31))
        self.assertEqual([one["step"] for one in found], [*[plan.step_ids[0]] * 4, plan.step_ids[1]])
        self.assertEqual([one["channel"] for one in found], [*["phone"] * 4, "visit"])

    def test_preview_leaves_out_archived_steps(self):
        plan = self.make_plan({"offset_amount": 1}, {"offset_amount": 2})
        plan.step_ids[0].active = False
        plan.invalidate_recordset()
        self.assertEqual(plan.preview(TODAY, date(2026, 12, 31)), [TODAY + timedelta(2)])

    def test_the_dialog_shows_the_dates(self):
        plan = self.decorator()
        action = plan.with_user(self.user).action_preview()
        Preview = self.env["service.callback.preview"].with_user(self.user)
        with Form(Preview.with_context(**action["context"])) as form:
            form.date_from = date(2026, 1, 31)
            form.date_to = date(2026, 7, 31)
            self.assertEqual(form.count, 2)
            self.assertEqual(len(form.line_ids), 2)
            form.date_to = date(2400, 1, 1)
            self.assertTrue(form.is_cut)
            form.date_to = date(2026, 7, 31)

    def test_bad_numbers_are_refused(self):
        for step, message in (
            ({"offset_amount": -1}, "not_negative"),
            ({"offset_unit": "hours", "repeat_amount": 1}, "hours_once"),
        ):
            with (
                self.subTest(step=step),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(psycopg2.errors.CheckViolation, message),
                self.env.cr.savepoint(),
            ):
                self.make_plan(step)

    def test_only_managers_of_policies_change_plans(self):
        plan = self.make_plan({})
        policies = new_test_user(
            self.env, "sc_policies", "service_center.group_user,service_kernel.group_policy_manager"
        )
        self.assertEqual(plan.with_user(self.user).step_ids.with_user(self.user).name, "Step 0")
        for record in (plan, plan.step_ids):
            for user in (self.user, self.officer):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    record.with_user(user).name = "X"
            with self.assertRaises(AccessError):
                record.with_user(self.portal).read(["name"])
            record.with_user(policies).name = "Mine"
        with self.assertRaises(AccessError):
            plan.with_user(self.employee).action_preview().get("x") or self.env[
                "service.callback.preview"
            ].with_user(self.employee).create({"plan_id": plan.id})

    def test_plans_of_other_companies_are_not_seen(self):
        plan = self.make_plan({}, company_id=self.other_company.id)
        self.assertFalse(
            self.env["service.callback.plan"].with_user(self.manager).search([("id", "=", plan.id)])
        )
        with self.assertRaises(AccessError):
            plan.with_user(self.user).preview(TODAY, TODAY)

    def test_the_number_of_open_callbacks(self):
        plan = self.make_plan({}, {"offset_amount": 2})
        self.closed()
        self.schedule(plan)
        self.assertEqual(plan.open_count, 2)
        self.assertEqual(self.Callback.search(plan.action_callbacks()["domain"]), self.callbacks(plan))

    def test_dates_of_sales_are_shown_where_they_matter(self):
        sale = self.env["sale.order"].create({"partner_id": self.customer.id})
        self.assertFalse(sale.service_has_dates)
        self.make_plan(
            {"anchor": "dates", "anchor_fields": "service_started_on"},
            trigger="dates",
            date_model="sale.order",
        )
        sale.invalidate_recordset()
        self.assertTrue(sale.service_has_dates)


@tagged("post_install", "-at_install")
class TestCallbackArrange(CallbackPlanCase):
    """Callbacks for chosen customers (CB-PLAN-01)."""

    def arrange(self, user=None, **vals):
        Wizard = self.env["service.callback.arrange"].with_user(user or self.user)
        customers = self.customer | self.env["res.partner"].create({"name": "Li Na"})
        wizard = Wizard.with_context(active_model="res.partner", active_ids=customers.ids).create(
            {"purpose": "New opening hours", **vals}
        )
        return self.Callback.search(wizard.action_plan()["domain"])

    def test_customers_purpose_date_and_way(self):
        day = self.company._service_day() + timedelta(3)
        found = self.arrange(date=day, channel="message")
        self.assertEqual(len(found), 2)
        self.assertIn(self.customer, found.partner_id)
        self.assertEqual(set(found.mapped("purpose")), {"New opening hours"})
        self.assertEqual((set(found.mapped("due_date")), set(found.mapped("channel"))), ({day}, {"message"}))
        self.assertEqual(len(set(found.mapped("key"))), 2)

    def test_a_plan_by_hand_says_the_rest(self):
        plan = self.make_plan({}, trigger="manual", purpose="Invite", channel="visit", is_duty=True)
        found = self.arrange(plan_id=plan.id, purpose=False)
        self.assertEqual(found.plan_id, plan)
        self.assertEqual(
            set(found.mapped(lambda one: (one.purpose, one.channel, one.is_duty))),
            {("Invite", "visit", True)},
        )
        self.assertEqual(self.schedule(plan), 0, "planning leaves them alone")
        self.assertEqual(set(found.mapped("state")), {"planned"})

    def test_what_is_missing_is_said(self):
        with self.assertRaisesRegex(UserError, "What is the contact for"):
            self.arrange(purpose=False)
        with self.assertRaisesRegex(UserError, "The day has passed already"):
            self.arrange(date=self.company._service_day() - timedelta(1))
        wizard = self.env["service.callback.arrange"].create({"purpose": "x"})
        with self.assertRaisesRegex(UserError, "Choose the customers first"):
            wizard.action_plan()

    def test_employees_of_other_departments_plan_nothing(self):
        with self.assertRaises(AccessError):
            self.arrange(self.employee)
