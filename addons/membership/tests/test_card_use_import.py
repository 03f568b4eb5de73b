import base64
import io
from datetime import date

import xlsxwriter

from odoo.tests import tagged

from .card_common import CardCase

HEAD = ["单号", "会员卡号", "耗卡日期", "服务项目", "耗卡金额"]


@tagged("post_install", "-at_install")
class TestCardUseImport(CardCase):
    """Card use of a salon comes in by card number; the same list twice counts once (E2, SALON-CLS-03)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls.program._membership_issue(cls.customer, {})
        cls.former = cls.card.code
        cls.card.action_replace("Lost")

    def load(self, rows, user=None):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        sheet = book.add_worksheet("耗卡")
        for line, row in enumerate([HEAD, *rows]):
            sheet.write_row(line, 0, row)
        book.close()
        record = (
            self.env["service.ledger.import"]
            .with_user(user or self.officer)
            .create(
                {
                    "res_model": "membership.fact",
                    "file": base64.b64encode(stream.getvalue()),
                    "filename": "card_use.xlsx",
                }
            )
        )
        record._read()
        return record

    def facts(self):
        return self.env["membership.fact"].search([("partner_id", "=", self.customer.id)], order="id")

    def test_twice_is_once_also_by_the_number_before(self):
        rows = [
            ["X1", self.card.code, "2026-03-05", "面部护理", "380.5"],
            ["X2", self.former, "2026/3/6", "", "120"],
            ["", self.card.code, "2026-03-06", "热沙包", "120"],
        ]
        load = self.load(rows)
        self.assertEqual((load.good_count, load.bad_count), (3, 0), load.problem_ids.mapped("message"))
        load._import_rows()
        facts = self.facts()
        self.assertEqual(facts.mapped("measure"), ["card_use"] * 3)
        self.assertEqual(facts.mapped("value"), [380.5, 120, 120])
        self.assertEqual(facts[0].date, date(2026, 3, 5))
        self.assertIn("面部护理", facts[0].import_note)
        again = self.load(rows)
        again._import_rows()
        self.assertEqual(self.facts(), facts)

    def test_what_cannot_be(self):
        good = [self.card.code, "2026-03-05", "", "100"]
        rows = [
            ["A", "S9999", *good[1:]],
            ["B", "", *good[1:]],
            ["C", good[0], "2099-01-01", "", "100"],
            ["D", *good[:3], "-1"],
            ["E", *good[:3], "10.1234"],
            ["F", *good[:3], "见单据"],
            ["G", *good],
        ]
        load = self.load(rows)
        self.assertEqual((load.good_count, load.bad_count), (1, 6), load.problem_ids.mapped("message"))
        said = " ".join(load.problem_ids.mapped("message"))
        for text in ("S9999", "in the future", "below zero", "two decimals"):
            self.assertIn(text, said)
        load._import_rows()
        self.assertEqual(self.facts().mapped("value"), [100])
