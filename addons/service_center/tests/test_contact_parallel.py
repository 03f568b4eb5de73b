from datetime import date

import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

DAY = date(2026, 3, 5)


@tagged("post_install", "-at_install")
class TestContactParallel(TransactionCase):
    """Two crons that plan, and two callers, at once, with real cursors (C4)."""

    def in_own_transaction(self, work):
        with Registry(get_db_name()).cursor() as cr:
            return work(Environment(cr, SUPERUSER_ID, {}))

    def setUp(self):
        super().setUp()
        self.addCleanup(self.in_own_transaction, self.clean)
        self.in_own_transaction(self.prepare)

    def prepare(self, env):
        env = env(context={"no_reset_password": True})
        company = env.company
        company.write({"service_contact_limit": 1, "service_contact_days": 7})
        self.company_id = company.id
        users = [new_test_user(env, f"t_caller_{one}", "service_center.group_user") for one in range(2)]
        self.user_ids = [user.id for user in users]
        self.partner_ids = (
            env["res.partner"].create([{"name": f"P{one}", "phone": "1"} for one in range(2)]).ids
        )
        self.callback_id = env["service.callback"].create({"partner_id": self.partner_ids[0]}).id
        env["service.contact"].search([("partner_id", "in", self.partner_ids)]).unlink()

    def clean(self, env):
        env["service.contact"].search([("partner_id", "in", self.partner_ids)]).unlink()
        env["service.contact.account"].search([("partner_id", "in", self.partner_ids)]).unlink()
        env["service.callback"].browse(self.callback_id).unlink()
        env["res.partner"].browse(self.partner_ids).unlink()
        env["res.users"].browse(self.user_ids).unlink()
        env["res.company"].browse(self.company_id).write(
            {"service_contact_limit": 2, "service_contact_days": 7}
        )

    def book(self, key, order=1):
        def work(env):
            return env["service.contact"]._book(
                [
                    {
                        "partner_id": partner,
                        "company_id": self.company_id,
                        "date": DAY,
                        "key": f"{key}:{partner}",
                    }
                    for partner in self.partner_ids[::order]
                ]
            )

        return work

    def race(self, first_work, second_work):
        """The second begins before the first has ended; the database refuses it, and it is tried again."""
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            one, two = (Environment(cr, SUPERUSER_ID, {}) for cr in (first, second))
            two["service.contact"].search([]).mapped("day")  # its snapshot begins
            two["service.callback"].browse(self.callback_id).state  # noqa: B018
            first_work(one)
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
                second_work(two)
            second.rollback()
        return self.in_own_transaction(second_work)

    def count(self, env):
        return env["service.contact"].search_count([("partner_id", "in", self.partner_ids)])

    def test_two_crons_never_exceed_the_budget_of_new_accounts(self):
        placed = self.race(self.book("a"), self.book("b", -1))
        self.assertEqual(set(placed.values()), {None})
        self.assertEqual(self.in_own_transaction(self.count), 2)

    def test_two_crons_never_exceed_the_budget_of_known_accounts(self):
        self.in_own_transaction(self.book("known"))
        self.in_own_transaction(
            lambda env: env["service.contact"].search([("partner_id", "in", self.partner_ids)]).unlink()
        )
        placed = self.race(self.book("a"), self.book("b", -1))
        self.assertEqual(set(placed.values()), {None})
        self.assertEqual(self.in_own_transaction(self.count), 2)

    def open_as(self, number):
        def work(env):
            env["service.callback"].browse(self.callback_id).with_user(self.user_ids[number]).action_open()
            env.flush_all()

        return work

    def test_two_callers_open_the_same_one(self):
        with self.assertRaisesRegex(UserError, "A colleague is calling already"):
            self.race(self.open_as(0), self.open_as(1))
        taken = self.in_own_transaction(
            lambda env: env["service.callback"].browse(self.callback_id).user_id.id
        )
        self.assertEqual(taken, self.user_ids[0])
