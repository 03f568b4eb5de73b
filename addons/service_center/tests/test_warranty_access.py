from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .warranty_common import TODAY, WarrantyCase


@tagged("post_install", "-at_install")
class TestWarrantyAccess(WarrantyCase):
    """Users read, officers record, managers promise; others see nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.item = cls.register(serial="A1")
        cls.item._record_reading(5)

    def test_users_read(self):
        item = self.item.with_user(self.user)
        self.assertEqual((item.state, item.last_reading), ("in", 5))
        self.assertEqual(len(item.event_ids), 3)
        self.assertTrue(item.get_explanation())
        judge = self.env["service.warranty.judge"].with_user(self.user).create({"warranty_id": item.id})
        self.assertEqual(judge.state, "in")
        for forbidden in (
            lambda: item.write({"serial": "B"}),
            lambda: self.Warranty.with_user(self.user).create({"product_id": self.product.id}),
            lambda: item._record_reading(6),
            lambda: item._begin_repair(),
            lambda: item._exchange(),
            lambda: item._void("x"),
            lambda: item.event_ids[0].action_take_back(),
            lambda: self.env["service.warranty.step"].with_user(self.user).create({"warranty_id": item.id}),
            lambda: self.term.with_user(self.user).write({"name": "X"}),
        ):
            with self.assertRaises(AccessError):
                forbidden()

    def test_officers_record(self):
        item = (
            self.env["service.warranty"]
            .with_user(self.officer)
            .create(
                {
                    "product_id": self.product.id,
                    "partner_id": self.wang.id,
                    "purchase_date": TODAY,
                    "proof": "receipt",
                    "proof_number": "1",
                }
            )
        )
        item.serial = "B1"
        item._begin_repair()
        item._end_repair()
        item._record_reading(7)
        item.event_ids.filtered(lambda event: event.kind == "reading").action_take_back()
        item._transfer(self.li)
        new = item._exchange(serial="B2")
        new._void("Given back")
        for forbidden in (
            lambda: self.term.with_user(self.officer).write({"name": "X"}),
            lambda: item.event_ids[0].write({"note": "x"}),
            lambda: item.env["service.warranty.event"].create(
                {"warranty_id": item.id, "kind": "void", "date": TODAY, "company_id": item.company_id.id}
            ),
        ):
            with self.assertRaises(AccessError):
                forbidden()
        with self.assertRaises(AccessError):
            item.unlink()

    def test_managers_maintain_terms(self):
        term = self.term.with_user(self.manager)
        term.name = "Standard"
        term.cover_ids[0].value = 24
        term.copy()
        self.Term.with_user(self.manager).create(
            {"code": "m", "name": "M", "cover_ids": [(0, 0, {"kind": "travel", "value": 1})]}
        ).unlink()

    def test_other_companies_are_closed(self):
        elsewhere = new_test_user(
            self.env,
            "wc_elsewhere",
            "service_center.group_manager",
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        for records in (self.item, self.item.event_ids, self.term, self.term.cover_ids):
            self.assertFalse(records.with_user(elsewhere).search([("id", "in", records.ids)]))
            with self.assertRaises(AccessError):
                records[0].with_user(elsewhere).read(["company_id"])

    def test_a_company_follows_its_own_terms(self):
        Warranty = self.env["service.warranty"].with_company(self.other_company)
        with self.assertRaisesRegex(UserError, "No warranty term"):
            Warranty.create({"product_id": self.product.id, "company_id": self.other_company.id})
        with self.assertRaises(UserError):
            Warranty.create(
                {
                    "product_id": self.product.id,
                    "company_id": self.other_company.id,
                    "term_id": self.term.id,
                }
            )

    def test_serial_numbers_of_companies_do_not_meet(self):
        term = self.Term.create(
            {
                "code": "std",
                "name": "Std",
                "company_id": self.other_company.id,
                "cover_ids": [(0, 0, {"kind": "parts", "value": 1})],
            }
        )
        other = self.register(
            serial="A1", company_id=self.other_company.id, term_id=term.id, purchase_date=TODAY
        )
        self.assertTrue(other.is_current)
        self.assertTrue(self.item.is_current)

    def test_others_see_none(self):
        for user in (self.employee, self.portal, self.env.ref("base.public_user")):
            for records in (self.item, self.item.event_ids, self.term):
                with self.assertRaises(AccessError):
                    records.with_user(user).check_access("read")
