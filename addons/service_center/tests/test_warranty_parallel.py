from unittest.mock import patch

import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.service_kernel.tools import append_only

KEY = "warranty_parallel"


@tagged("post_install", "-at_install")
class TestParallelSteps(BaseCase):
    """Two steps at once, with real cursors: an item is exchanged once, and a serial number held once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(Registry, "_lock", DummyRLock()))
        self.addCleanup(self.work, self.clean)
        self.work(self.clean)
        with self.registry.cursor() as cr:
            self.vals = self.prepare(Environment(cr, SUPERUSER_ID, {}))

    def work(self, function, *args):
        with self.registry.cursor() as cr:
            return function(Environment(cr, SUPERUSER_ID, {}), *args)

    def prepare(self, env):
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
        return {
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
        with self.registry.cursor() as cr:
            item = Environment(cr, SUPERUSER_ID, {})["service.warranty"].create(self.vals).id
        with self.registry.cursor() as one, self.registry.cursor() as two:
            items = [Environment(cr, SUPERUSER_ID, {})["service.warranty"].browse(item) for cr in (one, two)]
            for found in items:
                self.assertFalse(found.closed_by)
            items[0]._exchange()
            one.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                items[1]._exchange()
            two.rollback()
            again = Environment(two, SUPERUSER_ID, {})["service.warranty"].browse(item)
            with self.assertRaises(UserError):
                again._exchange()
            two.rollback()
        count = self.work(
            lambda env: env["service.warranty"].search_count([("exchanged_from_id", "=", item)])
        )
        self.assertEqual(count, 1)

    def test_a_serial_number_is_held_once(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            models = [Environment(cr, SUPERUSER_ID, {})["service.warranty"] for cr in (one, two)]
            for model in models:
                self.assertFalse(model.search([("serial", "=", KEY)]))
            models[0].create({**self.vals, "serial": KEY})
            models[0].env.flush_all()
            one.commit()
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises((psycopg2.errors.UniqueViolation, psycopg2.errors.SerializationFailure)),
            ):
                models[1].create({**self.vals, "serial": KEY})
                models[1].env.flush_all()
            two.rollback()
        held = self.work(lambda env: env["service.warranty"].search_count([("serial", "=", KEY)]))
        self.assertEqual(held, 1)
