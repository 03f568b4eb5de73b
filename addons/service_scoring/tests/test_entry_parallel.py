from unittest.mock import patch

import psycopg2

from odoo.api import SUPERUSER_ID, Environment
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.service_kernel.tools import append_only

KEY = "score_parallel"
DAY = "2024-09-05"


@tagged("post_install", "-at_install")
class TestParallelEntries(BaseCase):
    """Two steps at once, with real cursors: confirmed once, counted once, taken back once, sealed once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())

    def setUp(self):
        super().setUp()
        self.enterContext(patch.object(Registry, "_lock", DummyRLock()))
        self.addCleanup(self.work, self.clean)
        self.work(self.clean)
        self.ids = self.work(self.prepare)

    def work(self, function, *args):
        with self.registry.cursor() as cr:
            return function(Environment(cr, SUPERUSER_ID, {}), *args)

    def prepare(self, env):
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
        return entries.ids

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

    def both(self, cursors, index=0):
        """The entry as both see it before either does anything."""
        found = [
            Environment(cr, SUPERUSER_ID, {})["service.score.entry"].browse(self.ids[index]) for cr in cursors
        ]
        for entry in found:
            self.assertTrue(entry.state)
        return found

    def second_fails(self, step, commit):
        """Of two at once the first one is done and the second one is to be tried again."""
        commit()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.SerializationFailure):
            step()

    def test_an_entry_is_confirmed_once(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first, second = self.both((one, two))
            first.action_confirm()
            self.second_fails(second.action_confirm, one.commit)
            two.rollback()
            (again,) = self.both((two,))
            with self.assertRaisesRegex(UserError, "decided already"):
                again.action_confirm()
            two.rollback()

    def test_two_entries_of_one_person_are_not_both_the_second_time(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first = self.both((one,))[0]
            second = self.both((two,), 1)[0]
            first.action_confirm()
            self.second_fails(second.action_confirm, one.commit)
            two.rollback()
            again = self.both((two,), 1)[0]
            again.action_confirm()
            self.assertEqual((again.occurrence, again.points), (3, -2))
            two.rollback()

    def test_an_entry_is_taken_back_once(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first, second = self.both((one, two), 2)
            first.action_reverse("A mistake")
            self.second_fails(lambda: second.action_reverse("A mistake"), one.commit)
            two.rollback()
        count = self.work(
            lambda env: env["service.score.entry"].search_count([("reversal_of_id", "=", self.ids[2])])
        )
        self.assertEqual(count, 1)

    def test_the_ledger_has_one_writer_of_seals(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            first, second = self.both((one, two))
            first._seal(first.company_id)
            self.second_fails(lambda: second._seal(second.company_id), one.commit)
            two.rollback()
            again = self.both((two,), 2)[0]
            again._seal(again.company_id)
            self.assertEqual(again.seal_no, 1)
            two.rollback()
