import psycopg2
import psycopg2.errorcodes

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tools import append_only

KEY = "warranty_parallel"


@tagged("post_install", "-at_install")
class TestParallelSteps(ParallelCase):
    """Two steps at once, with real cursors: an item is exchanged once, and a serial number held once."""

    def prepare(self, env):
        self.clean(env)  # what a run that was killed has left
        company = env["res.company"].create({"name": KEY})
        product = env["product.product"].create({"name": KEY})
        term = env["service.warranty.term"].create(
            {
                "code": KEY,
                "name": KEY,
                "company_id": company.id,
                "cover_ids": [(0, 0, {"kind": "parts", "value": 12})],
            }
        )
        self.vals = {
            "company_id": company.id,
            "product_id": product.id,
            "term_id": term.id,
            "purchase_date": "2026-01-01",
        }

    def clean(self, env):
        company = env["res.company"].search([("name", "=", KEY)])
        if not company:
            return
        for model in ("service.warranty.event", "service.decision.log"):
            table = env[model]._table
            append_only.unprotect(env, table)
            env.cr.execute(SQL("DELETE FROM %s WHERE company_id = %s", SQL.identifier(table), company.id))
            env[model].init()
        env.cr.execute(
            "UPDATE service_warranty SET exchanged_from_id = NULL WHERE company_id = %s", [company.id]
        )
        env.cr.execute("DELETE FROM service_warranty WHERE company_id = %s", [company.id])
        env.invalidate_all()
        for model in (
            *("service.warranty.term", "service.order.type", "service.liability.rule"),
            *("service.sla.metric", "ir.sequence"),
        ):
            env[model].with_context(active_test=False).search([("company_id", "=", company.id)]).unlink()
        env["product.product"].search([("name", "=", KEY)]).product_tmpl_id.unlink()
        # other apps, with a warehouse for one, keep a company from being deleted
        company.write({"name": f"{KEY} {company.id}", "active": False})

    def test_an_item_is_exchanged_once(self):
        item = self.in_own_transaction(lambda env: env["service.warranty"].create(self.vals).id)
        with self.own_transaction() as one, self.own_transaction() as two:
            items = [env["service.warranty"].browse(item) for env in (one, two)]
            for found in items:
                self.assertFalse(found.closed_by)
            items[0]._exchange()
            one.cr.commit()
            with self.assert_refused(two):
                items[1]._exchange()
            with self.assertRaises(UserError):
                items[1]._exchange()
            two.cr.rollback()
        count = self.in_own_transaction(
            lambda env: env["service.warranty"].search_count([("exchanged_from_id", "=", item)])
        )
        self.assertEqual(count, 1)

    def test_a_serial_number_is_held_once(self):
        with self.own_transaction() as one, self.own_transaction() as two:
            models = [env["service.warranty"] for env in (one, two)]
            for model in models:
                self.assertFalse(model.search([("serial", "=", KEY)]))
            models[0].create({**self.vals, "serial": KEY})
            models[0].env.flush_all()
            one.cr.commit()
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.DatabaseError) as refused,
            ):
                models[1].create({**self.vals, "serial": KEY})
                models[1].env.flush_all()
            codes = (psycopg2.errorcodes.UNIQUE_VIOLATION, psycopg2.errorcodes.SERIALIZATION_FAILURE)
            self.assertIn(refused.exception.pgcode, codes)
            two.cr.rollback()
        held = self.in_own_transaction(
            lambda env: env["service.warranty"].search_count([("serial", "=", KEY)])
        )
        self.assertEqual(held, 1)
