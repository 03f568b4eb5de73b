from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestCallbackParallel(TransactionCase):
    """Two schedulers at once: no callback is made twice, none is lost (C2)."""

    def in_own_transaction(self, work):
        with Registry(get_db_name()).cursor() as cr:
            return work(Environment(cr, SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()
        self.addCleanup(self.in_own_transaction, self.clean)
        self.in_own_transaction(self.prepare)

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

    def schedule(self, env):
        count = env["service.callback"]._schedule(env["service.callback.plan"].browse(self.plan_id))
        env.flush_all()
        return count

    def count(self):
        domain = [("plan_id", "=", self.plan_id)]
        return self.in_own_transaction(lambda env: env["service.callback"].search_count(domain))

    def test_who_comes_while_another_plans_leaves_it_to_the_other(self):
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = (Environment(cr, SUPERUSER_ID, {}) for cr in (first, second))
            self.assertEqual(self.schedule(one), 40)
            self.assertEqual(self.schedule(two), 0)
            first.commit()
            second.commit()
        self.assertEqual(self.count(), 40)
        self.assertEqual(self.in_own_transaction(self.schedule), 0)
        self.assertEqual(self.count(), 40)

    def test_who_has_begun_before_the_other_ended_makes_nothing_twice(self):
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = (Environment(cr, SUPERUSER_ID, {}) for cr in (first, second))
            two["service.callback.plan"].browse(self.plan_id).name  # its snapshot begins  # noqa: B018
            self.assertEqual(self.schedule(one), 40)
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                self.schedule(two)
            second.rollback()
            two.invalidate_all()
            self.assertEqual(self.schedule(two), 0)
            second.commit()
        self.assertEqual(self.count(), 40)

    def test_rows_are_unique_even_without_the_lock(self):
        """The last guard is the database's: the same key, inserted by two at once."""
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = (Environment(cr, SUPERUSER_ID, {}) for cr in (first, second))
            two["service.callback.plan"].browse(self.plan_id).name  # its snapshot begins  # noqa: B018
            self.schedule(one)
            first.commit()
            row = self.row(two)
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                two["service.callback"]._insert_planned(self.step(two), [row])
            second.rollback()
            self.assertFalse(two["service.callback"]._insert_planned(self.step(two), [row]))
            second.commit()
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
        registry = Registry(get_db_name())
        with registry.cursor() as cr:
            self.assertEqual(self.schedule(Environment(cr, SUPERUSER_ID, {})), 40)
            cr.rollback()  # killed before it could commit
        self.assertEqual(self.count(), 0)
        self.assertEqual(self.in_own_transaction(self.schedule), 40)

    def test_a_run_that_is_killed_between_batches_goes_on(self):
        registry = Registry(get_db_name())
        with registry.cursor() as killed:
            env = Environment(killed, SUPERUSER_ID, {})
            batches = self.step(env)._schedule(self.today(env), resume=True)
            self.assertEqual([next(batches), next(batches)], [0, 20])
            killed.commit()
            rest = env["service.callback.plan"].browse(self.plan_id).step_ids[1]._schedule(self.today(env))
            next(rest)
            next(rest)
            killed.rollback()  # killed
        self.assertEqual(self.count(), 20)
        self.assertEqual(self.in_own_transaction(self.schedule), 20)

    def today(self, env):
        return env["res.company"].browse(self.company_id)._service_day()
