import threading
from unittest.mock import patch

import psycopg2.errors

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from .ledger_common import CHINESE, GOOD, LedgerCase, csv, xlsx


def rows(count):
    return (
        [
            f"Q-{i}",
            f"2025-0{i % 9 + 1}-{i % 28 + 1:02} 10:{i % 60:02}",
            f"顾客{i}",
            f"138{i:08}",
            *GOOD[4:6],
            f"事由{i}",
            *GOOD[7:],
        ]
        for i in range(count)
    )


@tagged("post_install", "-at_install")
class TestLedgerScale(LedgerCase):
    def test_a_thousand_rows_cost_few_queries(self):
        """Reading costs a fixed number of queries, importing well under one a row."""
        self.take_in(csv(CHINESE, *rows(3)))
        few, many = csv(CHINESE, *rows(100)), csv(CHINESE, *rows(1000))
        counts = []
        for content in (few, many):
            before = self.env.cr.sql_log_count
            record = self.read_file(content)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 20)
        self.assertLessEqual(counts[1], 120)
        before = self.env.cr.sql_log_count
        record.action_import()
        self.assertEqual((record.created_count, record.repeat_count), (997, 3))
        self.assertLessEqual(self.env.cr.sql_log_count - before, 500)

    def test_a_key_taken_meanwhile_leaves_nothing_half_done(self):
        """The unique index decides; the second import gets a clear word."""
        record = self.read_file(xlsx(CHINESE, *rows(3)))
        taken = self.complain(import_key="no:Q-2")

        before = self.env["service.complaint"].search_count([])
        with (
            patch(
                "odoo.addons.service_kernel.tools.ledger_check.LedgerCheck._imported_before",
                return_value=({}, {}),
            ),
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(UserError, "Nothing was imported"),
        ):
            record.action_import()
        self.assertEqual(self.env["service.complaint"].search_count([]), before)
        self.assertTrue(taken.exists())


@tagged("post_install", "-at_install")
class TestLedgerConcurrency(BaseCase):
    def test_two_people_import_the_same_file_at_once(self):
        """Two transactions that saw no row: one commits its rows, the other is told and writes nothing."""
        registry = Registry(get_db_name())
        content = xlsx(["投诉编号", "投诉时间", "顾客姓名", "投诉内容"], ["CONCUR-1", "2025-4-1", "周", "x"])
        self.addCleanup(self.remove, registry)
        answers = []

        def second():
            with registry.cursor() as cr:
                cr.execute("SELECT 1")
                started.set()
                proceed.wait(20)
                answers.append(self.take_in(cr, content))

        started, proceed = threading.Event(), threading.Event()
        with patch.object(Registry, "_lock", DummyRLock()):
            thread = threading.Thread(target=second)
            thread.start()
            started.wait(20)
            with registry.cursor() as cr:
                answers.append(self.take_in(cr, content))
            proceed.set()
            thread.join(60)
        self.assertEqual(sorted(map(str, answers)), ["1", "told"])

    @staticmethod
    def take_in(cr, content):
        env = api.Environment(cr, SUPERUSER_ID, {})
        with mute_logger("odoo.sql_db"):
            try:
                return (
                    env["service.ledger.import"]
                    ._import_content("service.complaint", "c.xlsx", content)
                    .created_count
                )
            except UserError as error:
                cr.rollback()
                return "told" if "Somebody else imported" in str(error) else str(error)
            except psycopg2.errors.SerializationFailure:
                cr.rollback()
                return "told"

    @staticmethod
    def remove(registry):
        with registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            complaints = env["service.complaint"].search([("import_key", "=", "no:CONCUR-1")])
            imports = complaints.ledger_import_id
            complaints.unlink()
            imports.created_count = 0
            imports.unlink()
