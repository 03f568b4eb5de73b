from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.service_kernel.tests.parallel_common import ParallelCase
from odoo.addons.service_kernel.tools import append_only

KEY = "score_parallel"
DAY = "2024-09-05"


@tagged("post_install", "-at_install")
class TestParallelEntries(ParallelCase):
    """Two steps at once, with real cursors: confirmed once, counted once, taken back once, sealed once."""

    def prepare(self, env):
        self.clean(env)  # what a run that was killed has left
        company = env["res.company"].create({"name": KEY})
        env["ir.sequence"]._service_take("service.score.entry", company, 1)
        employee = env["hr.employee"].create({"name": KEY, "company_id": company.id})
        book = env["service.score.rulebook"].create(
            {
                "name": KEY,
                "code": KEY,
                "company_id": company.id,
                "rule_ids": [
                    (
                        0,
                        0,
                        {
                            "code": "again",
                            "name": "Again",
                            "points": 1,
                            "step_window": "ever",
                            "step_ids": [(0, 0, {"occurrence": 2, "factor": 2})],
                        },
                    )
                ],
            }
        )
        book.action_activate()
        vals = {
            "company_id": company.id,
            "rule_id": book.rule_ids.id,
            "employee_id": employee.id,
            "date": DAY,
        }
        entries = env["service.score.entry"].create([vals, vals, vals])
        entries[2].action_confirm()
        self.entry_ids = entries.ids

    def clean(self, env):
        company = env["res.company"].search([("name", "=", KEY)])
        if not company:
            return
        append_only.unprotect(env, "service_score_entry")
        env.cr.execute(
            "UPDATE service_score_entry SET reversed_by_id = NULL, reversal_of_id = NULL"
            " WHERE company_id = %s",
            [company.id],
        )
        for table in ("service_score_entry", "service_score_account", "service_score_chain"):
            env.cr.execute(SQL("DELETE FROM %s WHERE company_id = %s", SQL.identifier(table), company.id))
        env["service.score.entry"].init()
        company.write({"name": f"{KEY} {company.id}", "active": False})

    def look(self, env):
        env["service.score.entry"].browse(self.entry_ids).mapped("state")

    def entry(self, env, index=0):
        return env["service.score.entry"].browse(self.entry_ids[index])

    def confirm(self, env, index=0):
        """Confirm an entry; returns the how-many-eth time it is, and its points."""
        entry = self.entry(env, index)
        entry.action_confirm()
        return entry.occurrence, entry.points

    def take_back(self, env):
        self.entry(env, 2).action_reverse("A mistake")

    def seal(self, env):
        """Seal the ledger; returns the number of the seal of what is confirmed."""
        entry = self.entry(env, 2)
        entry._seal(entry.company_id)
        return entry.seal_no

    def test_an_entry_is_confirmed_once(self):
        self.race(self.confirm, self.confirm)
        with self.assertRaisesRegex(UserError, "decided already"):
            self.in_own_transaction(self.confirm)

    def test_two_entries_of_one_person_are_not_both_the_second_time(self):
        self.race(self.confirm, lambda env: self.confirm(env, 1))
        self.assertEqual(self.in_own_transaction(self.confirm, 1), (3, -2))

    def test_an_entry_is_taken_back_once(self):
        self.race(self.take_back, self.take_back)
        count = self.in_own_transaction(
            lambda env: env["service.score.entry"].search_count([("reversal_of_id", "=", self.entry_ids[2])])
        )
        self.assertEqual(count, 1)

    def test_the_ledger_has_one_writer_of_seals(self):
        self.race(self.seal, self.seal)
        self.assertEqual(self.in_own_transaction(self.seal), 1)
