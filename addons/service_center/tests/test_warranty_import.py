from odoo.exceptions import AccessError
from odoo.tests import tagged

from .ledger_common import xlsx
from .warranty_common import WarrantyCase

HEADINGS = [
    *("保修卡号", "产品", "序列号", "客户", "电话", "购买日期", "保修开始日期", "起算依据"),
    *("保修条款", "购买凭证", "凭证号", "里程"),
]


@tagged("post_install", "-at_install")
class TestWarrantyImport(WarrantyCase):
    """Ledgers of items that were sold before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.cn")
        cls.product.default_code = "BAL-1"

    def take_in(self, *rows, user=None):
        Import = self.env["service.ledger.import"].with_user(user or self.officer)
        content = xlsx(HEADINGS, *rows)
        return Import._import_content("service.warranty", "items.xlsx", content)

    def row(self, number, serial, **changes):
        columns = {
            "number": number,
            "product": "BAL-1",
            "serial": serial,
            "owner": "Wang Fang",
            "phone": "138 0013 8000",
            "bought": "2026-01-31",
            "start": None,
            "basis": None,
            "term": None,
            "proof": "发票",
            "proof_number": "FP-9",
            "reading": None,
        }
        return [*(columns | changes).values()]

    def items(self, serial):
        return self.Warranty.search([("serial", "=", serial)])

    def problems(self, record):
        return {(problem.row, problem.code) for problem in record.problem_ids}

    def test_what_a_row_says(self):
        self.take_in(
            self.row("BX-1", "A1", start="2026-02-10", reading="1200"),
            self.row("BX-2", "A2", proof="无", proof_number=None, phone=None, owner="Li Lei"),
            self.row("BX-3", "A3", phone=None, owner="Nobody Known"),
        )
        first, second, third = self.items("A1"), self.items("A2"), self.items("A3")
        self.assertRecordValues(
            first,
            [
                {
                    "origin": "import",
                    "partner_id": self.wang.id,
                    "term_id": self.term.id,
                    "start_basis": "delivery",
                    "state": "in",
                    "last_reading": 1200,
                    "proof_number": "FP-9",
                    "is_history": True,
                }
            ],
        )
        self.assertEqual(str(first.end_date), "2027-02-10")
        self.assertEqual((second.partner_id, second.state), (self.li, "unproven"))
        self.assertFalse(third.partner_id)
        self.assertIn("Nobody Known", third.import_note)
        self.assert_replayed()

    def test_twice_is_once(self):
        rows = (self.row("BX-1", "A1"), self.row(None, "A2"))
        self.take_in(*rows)
        result = self.take_in(*rows)
        self.assertEqual(len(self.items("A1") | self.items("A2")), 2)
        self.assertEqual({code for _row, code in self.problems(result)}, {"row_imported"})

    def test_bad_rows_stay_out_and_good_ones_come_in(self):
        self.register(serial="TAKEN")
        result = self.take_in(
            self.row("1", "OK"),
            self.row("2", "B2", product="Unknown thing"),
            self.row("3", "B3", bought="2027-01-01"),
            self.row("4", "B4", start="2026-01-30"),
            self.row("5", "B5", reading="-1"),
            self.row("6", "taken"),
            self.row("7", "OK"),
            self.row("8", "B8", proof_number=None),
            self.row("9", "B9", bought=None),
            self.row("10", "B10", start="2026-01-01", basis="序列号"),
        )
        imported = self.Warranty.search([("origin", "=", "import")])
        self.assertEqual(set(imported.mapped("serial")), {"OK", "B8", "B10"})
        self.assertEqual(self.items("B8").proof, "none")
        self.assertLessEqual(
            {
                (3, "relation_unknown_listed"),
                (4, "bought_in_future"),
                (5, "starts_before_bought"),
                (6, "reading_negative"),
                (7, "serial_taken"),
                (8, "serial_repeated"),
                (9, "proof_incomplete"),
                (10, "missing"),
            },
            self.problems(result),
        )

    def test_products_without_a_term_stay_out(self):
        self.term.active = False
        result = self.take_in(self.row("1", "A1"))
        self.assertIn((2, "no_term"), self.problems(result))
        self.assertFalse(self.items("A1"))

    def test_users_import_nothing(self):
        with self.assertRaises(AccessError):
            self.take_in(self.row("1", "A1"), user=self.user)
