import base64
import io
from datetime import date

import xlsxwriter

from odoo.fields import Command
from odoo.tests import tagged

from .card_common import CardCase

HEAD = ["卡号", "姓名", "手机", "入会日期", "会员等级", "积分余额", "积分有效期"]


@tagged("post_install", "-at_install")
class TestCardImport(CardCase):
    """Cards of another system keep their numbers, members are known by name and phone (E2)."""

    def load(self, rows, head=None):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        sheet = book.add_worksheet("会员")
        for line, row in enumerate([head or HEAD, *rows]):
            sheet.write_row(line, 0, row)
        book.close()
        record = (
            self.env["service.ledger.import"]
            .with_user(self.officer)
            .create(
                {
                    "res_model": "membership.card.opening",
                    "file": base64.b64encode(stream.getvalue()),
                    "filename": "members.xlsx",
                }
            )
        )
        record._read()
        return record

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["loyalty.program"].search(
            [("is_membership", "=", True), ("id", "!=", cls.program.id)]
        ).action_archive()

    def test_cards_come_in_once_with_number_balance_and_last_day(self):
        rows = [
            ["D0001", "王小明", "138 0000 1234", "2024-03-01", "silver", "1280.5", "2099-12-31"],
            ["D0002", "李四", "13900005678", "2025/2/1", "", "", ""],
        ]
        load = self.load(rows)
        self.assertEqual((load.good_count, load.bad_count), (2, 0), load.problem_ids.mapped("message"))
        load._import_rows()
        card = self.env["loyalty.card"].search([("code", "=", "D0001")])
        self.assertEqual(card.partner_id, self.customer)
        self.assertEqual((card.points, card.membership_joined_on), (1280.5, date(2024, 3, 1)))
        self.assertEqual(card.point_lot_ids.expires_on, date(2099, 12, 31))
        self.assertEqual((card.point_move_ids.kind, card.point_move_ids.earned), ("opening", 0))
        other = self.env["loyalty.card"].search([("code", "=", "D0002")])
        self.assertEqual((other.partner_id.name, other.points, len(other.point_move_ids)), ("李四", 0, 0))
        opening = self.env["membership.card.opening"].search([("card_id", "=", card.id)])
        self.assertEqual((opening.tier_code, opening.points), ("silver", 1280.5))
        again = self.load(rows)
        self.assertEqual((again.good_count, again.repeat_count), (0, 2))

    def test_wrong_rows_say_why_and_write_nothing(self):
        self.program._membership_issue(self.customer)
        taken = self.issue("x").code
        rows = [
            [taken, "钱一", "13700000001", "", "", "", ""],
            ["D2", "王小明", "13800001234", "", "", "", ""],
            ["D3", "钱二", "13700000002", "", "", "-1", ""],
            ["D4", "钱三", "13700000003", "", "", "1.0055", ""],
            ["D5", "钱四", "13700000004", "", "", "10", "2020-01-01"],
            ["D6", "钱五", "13700000005", self.day(1).isoformat(), "", "", ""],
            ["D7", "钱六", "13700000006", "", "", "", ""],
            ["D8", "钱六", "13700000006", "", "", "", ""],
        ]
        load = self.load(rows)
        self.assertEqual((load.good_count, load.bad_count), (1, 7))
        self.assertEqual(
            {problem.row: problem.code for problem in load.problem_ids},
            {
                2: "card_number_taken",
                3: "card_holder_has_one",
                4: "card_amount_sign",
                5: "card_amount_decimals",
                6: "card_points_expired",
                7: "card_day_later",
                9: "card_holder_twice",
            },
        )
        load._import_rows()
        self.assertFalse(
            self.env["loyalty.card"].search([("code", "in", ["D2", "D3", "D4", "D5", "D6", "D8"])])
        )
        self.assertTrue(self.env["loyalty.card"].search([("code", "=", "D7")]))

    def test_program_is_named_where_there_are_several(self):
        other = self.make_program("Gold Club", membership_code="gold_club")
        head = [*HEAD[:2], "会员计划"]
        load = self.load([["D1", "钱一", "gold_club"], ["D2", "钱二", ""], ["D3", "钱三", "Nope"]], head)
        self.assertEqual(load.good_count, 1)
        self.assertEqual(
            set(load.problem_ids.mapped("code")), {"card_program_missing", "card_program_unknown"}
        )
        load._import_rows()
        self.assertEqual(self.env["loyalty.card"].search([("code", "=", "D1")]).program_id, other)

    def test_members_stand_where_the_list_says_and_are_judged_later(self):
        plan = self.env["membership.plan"].create(
            {
                "name": "Tiers",
                "code": "import_tiers",
                "program_id": self.program.id,
                "kind": "tier",
                "measure": "points",
                "window": "lifetime",
                "judged": "at_once",
                "up": "at_once",
                "down": "never",
                "tier_ids": [
                    Command.create({"code": code, "name": name, "sequence": number, "threshold": least})
                    for number, (code, name, least) in enumerate(
                        [("ordinary", "普通", 0), ("silver", "银卡", 1000), ("gold", "金卡", 5000)]
                    )
                ],
            }
        )
        plan.action_activate()
        rows = [
            ["D1", "钱一", "13700000001", "", "金卡", "10", ""],
            ["D2", "钱二", "13700000002", "", "SILVER", "", ""],
            ["D3", "钱三", "13700000003", "", "白金", "10", ""],
        ]
        load = self.load(rows)
        self.assertEqual((load.good_count, load.warning_count), (3, 1))
        load._import_rows()
        cards = self.env["loyalty.card"].search([("code", "in", ["D1", "D2", "D3"])], order="code")
        self.assertEqual(cards[:2].mapped("membership_tier_id.code"), ["gold", "silver"])
        self.assertNotIn(cards[2].membership_tier_id.code, ("silver", "gold"))
        changes = self.env["membership.standing.change"].search([("because", "=", "imported")])
        self.assertEqual(set(changes.partner_id.mapped("name")), {"钱一", "钱二"})
        plan.judge(cards.partner_id)
        self.assertEqual(cards[0].membership_tier_id.code, "gold")
