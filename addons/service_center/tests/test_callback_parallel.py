from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase


@tagged("post_install", "-at_install")
class TestCallbackParallel(ParallelCase):
    """Two schedulers at once: no callback is made twice, none is lost (C2)."""

    def prepare(self, env):
        company = env["res.company"].create({"name": "Parallel callbacks"})
        customers = env["res.partner"].create(
            [{"name": f"Parallel {number}", "company_id": company.id} for number in range(20)]
        )
        plan = env["service.callback.plan"].create(
            {
                "code": "t_parallel",
                "name": "Parallel",
                "company_id": company.id,
                "trigger": "customer",
                "partner_domain": repr([("company_id", "=", company.id)]),
                "step_ids": [
                    (
                        0,
                        0,
                        {"code": "t_parallel_1", "name": "1", "offset_amount": 1, "company_id": company.id},
                    ),
                    (
                        0,
                        0,
                        {"code": "t_parallel_2", "name": "2", "offset_amount": 2, "company_id": company.id},
                    ),
                ],
            }
        )
        self.company_id, self.plan_id, self.customer_ids = company.id, plan.id, customers.ids

    def clean(self, env):
        callbacks = env["service.callback"].search([("company_id", "=", self.company_id)])
        env.cr.execute("DELETE FROM service_callback WHERE id = ANY(%s)", [callbacks.ids])
        env["service.callback.plan"].browse(self.plan_id).unlink()
        env["res.partner"].browse(self.customer_ids).unlink()
        company = env["res.company"].browse(self.company_id)
        company.write({"active": False, "name": f"Parallel callbacks {self.company_id}"})

    def look(self, env):
        return env["service.callback.plan"].browse(self.plan_id).name

    def schedule(self, env):
        count = env["service.callback"]._schedule(env["service.callback.plan"].browse(self.plan_id))
        env.flush_all()
        return count

    def count(self):
        domain = [("plan_id", "=", self.plan_id)]
        return self.in_own_transaction(lambda env: env["service.callback"].search_count(domain))

    def test_who_comes_while_another_plans_leaves_it_to_the_other(self):
        with self.own_transaction() as one, self.own_transaction() as two:
            self.assertEqual(self.schedule(one), 40)
            self.assertEqual(self.schedule(two), 0)
            one.cr.commit()
            two.cr.commit()
        self.assertEqual(self.count(), 40)
        self.assertEqual(self.in_own_transaction(self.schedule), 0)
        self.assertEqual(self.count(), 40)

    def test_who_has_begun_before_the_other_ended_makes_nothing_twice(self):
        with self.two_at_once() as (one, two):
            self.assertEqual(self.schedule(one), 40)
            one.cr.commit()
            with self.assert_refused(two):
                self.schedule(two)
            self.assertEqual(self.schedule(two), 0)
            two.cr.commit()
        self.assertEqual(self.count(), 40)

    def test_rows_are_unique_even_without_the_lock(self):
        """The last guard is the database's: the same key, inserted by two at once."""
        with self.two_at_once() as (one, two):
            self.schedule(one)
            one.cr.commit()
            row = self.row(two)
            with self.assert_refused(two):
                two["service.callback"]._insert_planned(self.step(two), [row])
            self.assertFalse(two["service.callback"]._insert_planned(self.step(two), [row]))
            two.cr.commit()
        self.assertEqual(self.count(), 40)

    def step(self, env):
        return env["service.callback.plan"].browse(self.plan_id).step_ids[0]

    def row(self, env):
        today = env["res.company"].browse(self.company_id)._service_day()
        customer_id = self.customer_ids[0]
        return {
            "key": f"{self.step(env).id}:res.partner:{customer_id}:1",
            "res_id": customer_id,
            "occurrence": 1,
            "partner_id": customer_id,
            "product_id": None,
            "user_id": None,
            "anchor_date": today,
            "planned_for": today + timedelta(1),
            "due_date": today + timedelta(1),
            "due_at": fields.Datetime.now(),
            "is_same_day": False,
            "state": "planned",
            "cancel_reason": None,
        }

    def test_a_run_that_is_killed_leaves_nothing_and_is_made_up_for(self):
        with self.own_transaction() as env:
            self.assertEqual(self.schedule(env), 40)
            env.cr.rollback()  # killed before it could commit
        self.assertEqual(self.count(), 0)
        self.assertEqual(self.in_own_transaction(self.schedule), 40)

    def test_a_run_that_is_killed_between_batches_goes_on(self):
        with self.own_transaction() as env:
            batches = self.step(env)._schedule(self.today(env), resume=True)
            self.assertEqual([next(batches), next(batches)], [0, 20])
            env.cr.commit()
            rest = env["service.callback.plan"].browse(self.plan_id).step_ids[1]._schedule(self.today(env))
            next(rest)
            next(rest)
            env.cr.rollback()  # killed
        self.assertEqual(self.count(), 20)
        self.assertEqual(self.in_own_transaction(self.schedule), 20)

    def today(self, env):
        return env["res.company"].browse(self.company_id)._service_day()
