from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tests.users import new_test_user

DAY = date(2026, 3, 5)


@tagged("post_install", "-at_install")
class TestContactParallel(ParallelCase):
    """Two crons that plan, and two callers, at once, with real cursors (C4)."""

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

    def look(self, env):
        env["service.contact"].search([]).mapped("day")
        return env["service.callback"].browse(self.callback_id).state

    def try_again(self, first_work, second_work):
        """The second is refused while the first ends, and tried again; return what it gets then."""
        self.race(first_work, second_work)
        return self.in_own_transaction(second_work)

    def count(self, env):
        return env["service.contact"].search_count([("partner_id", "in", self.partner_ids)])

    def test_two_crons_never_exceed_the_budget_of_new_accounts(self):
        placed = self.try_again(self.book("a"), self.book("b", -1))
        self.assertEqual(set(placed.values()), {None})
        self.assertEqual(self.in_own_transaction(self.count), 2)

    def test_two_crons_never_exceed_the_budget_of_known_accounts(self):
        self.in_own_transaction(self.book("known"))
        self.in_own_transaction(
            lambda env: env["service.contact"].search([("partner_id", "in", self.partner_ids)]).unlink()
        )
        placed = self.try_again(self.book("a"), self.book("b", -1))
        self.assertEqual(set(placed.values()), {None})
        self.assertEqual(self.in_own_transaction(self.count), 2)

    def open_as(self, number):
        def work(env):
            env["service.callback"].browse(self.callback_id).with_user(self.user_ids[number]).action_open()
            env.flush_all()

        return work

    def test_two_callers_open_the_same_one(self):
        with self.assertRaisesRegex(UserError, "A colleague is calling already"):
            self.try_again(self.open_as(0), self.open_as(1))
        taken = self.in_own_transaction(
            lambda env: env["service.callback"].browse(self.callback_id).user_id.id
        )
        self.assertEqual(taken, self.user_ids[0])
