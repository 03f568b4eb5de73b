from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .order_common import OrderCase
from .sla_common import local


@tagged("post_install", "-at_install")
class TestOrderRepeat(OrderCase):
    """The same fault of the same item again within the repair guarantee."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.company.service_guarantee_days = 90
        cls.former = cls.repaired("2026-03-02 10:00", "2026-03-02 15:00")

    @classmethod
    def repaired(cls, received, finished, **vals):
        """A repair that was done, as a ledger brings it in."""
        order = cls.order(
            serial="SN 1",
            category_id=cls.category.id,
            received_at=local(received),
            employee_id=cls.technician.id,
            is_emergency=True,
            **vals,
        )
        order.state = "in_progress"
        order.write({"arrived_at": local(received), "finished_at": local(finished), "state": "done"})
        return order

    def ask(self, received, **vals):
        vals = {"serial": "sn1", "category_id": self.category.id, "received_at": local(received), **vals}
        return self.order(**vals)

    def test_the_last_day_of_the_guarantee(self):
        inside = self.ask("2026-05-31 23:59")
        self.assertRecordValues(
            inside,
            [{"is_repeat": True, "repeat_of_id": self.former.id, "former_employee_id": self.technician.id}],
        )
        self.assertFalse(self.ask("2026-06-01 00:00").is_repeat)

    def test_the_guarantee_is_a_parameter(self):
        self.company.service_guarantee_days = 30
        self.assertTrue(self.ask("2026-04-01 23:59").is_repeat)
        self.assertFalse(self.ask("2026-04-02 00:00").is_repeat)
        self.company.service_guarantee_days = 0
        self.assertFalse(self.ask("2026-03-02 16:00").is_repeat)

    def test_another_fault_item_or_kind_is_none(self):
        other = self.env["service.category"].create({"name": "Noise", "code": "noise"})
        for vals in (
            {"category_id": other.id},
            {"serial": "SN2"},
            {"type_id": self.types["maintenance"].id},
            {"received_at": local("2026-03-02 14:59")},
        ):
            self.assertFalse(self.ask("2026-03-10 09:00", **vals).is_repeat, vals)

    def test_without_a_serial_number_it_is_the_customers_product(self):
        self.former.serial = False
        self.assertTrue(self.ask("2026-03-10 09:00", serial=False).is_repeat)
        stranger = self.env["res.partner"].create({"name": "Somebody else"})
        self.assertFalse(self.ask("2026-03-10 09:00", serial=False, partner_id=stranger.id).is_repeat)

    def test_it_follows_what_becomes_known_while_it_is_open(self):
        order = self.ask("2026-03-10 09:00", serial=False, product_id=False)
        self.assertFalse(order.is_repeat)
        order.serial = "SN1"
        self.assertTrue(order.is_repeat)
        order.serial = "SN7"
        self.assertFalse(order.is_repeat or order.former_employee_id)
        self.assertEqual(order.explanation["repeat"]["decision"], "no_repeat")

    def test_the_company_pays_whatever_the_warranty_says(self):
        self.free_rule.active = False
        line = (0, 0, {"kind": "part", "product_id": self.part.id})
        for cause in ("manufacturing", "misuse", "wear", "transport", "unknown"):
            order = self.ask("2026-03-10 09:00", defect_cause=cause, line_ids=[line])
            self.assertRecordValues(
                order, [{"liability": "company", "company_share": 100, "customer_share": 0}]
            )
            self.assertEqual(order.line_ids.liability, "company")
            self.assertEqual(order.explanation["liability"]["decision"], "repeat_repair")
        self.free_rule.active = False
        order.with_user(self.officer)._refuse_repeat("Used wrongly")
        order.defect_cause = "misuse"
        self.assertEqual((order.liability, order.customer_share), ("customer", 100))

    def test_it_is_explained_in_sentences(self):
        order = self.ask("2026-03-10 09:00")
        (said,) = [one for one in order.get_explanation() if one["code"] == "repeat"]
        self.assertIn(self.former.name, said["value"])
        self.assertIn("90", [fact["text"] for fact in said["facts"]])

    def test_of_several_the_latest(self):
        later = self.repaired("2026-03-20 10:00", "2026-03-20 11:00")
        self.assertEqual(later.repeat_of_id, self.former)
        self.assertEqual(self.ask("2026-03-25 09:00").repeat_of_id, later)

    def test_an_officer_decides_that_it_is_none(self):
        order = self.ask("2026-03-10 09:00")
        order.user_id = self.user
        with self.assertRaises(AccessError):
            order.with_user(self.user)._refuse_repeat("Another fault")
        dialog = self.env["service.order.repeat.refuse"].with_user(self.officer)
        dialog.create({"order_id": order.id, "reason": " Another fault "}).action_refuse()
        self.assertRecordValues(
            order, [{"is_repeat": False, "repeat_of_id": False, "repeat_refused": "Another fault"}]
        )
        order.serial = "SN 1"  # what was decided stays
        self.assertFalse(order.is_repeat)
        with self.assertRaises(UserError):
            order.with_user(self.officer)._refuse_repeat("Again")

    def test_nobody_writes_it_by_hand(self):
        order = self.ask("2026-03-10 09:00", serial="SN9", is_repeat=True, repeat_of_id=self.former.id)
        self.assertFalse(order.is_repeat or order.repeat_of_id)
        order.write({"is_repeat": True})
        self.assertFalse(order.is_repeat)

    def test_repairs_of_another_company_do_not_count(self):
        types = self.env["service.order.type"].search(
            [("company_id", "=", self.other_company.id), ("kind", "=", "on_site_repair")]
        )
        order = self.Order.with_company(self.other_company).create(
            {
                "company_id": self.other_company.id,
                "type_id": types.id,
                "contact_name": "Li",
                "serial": "SN1",
                "user_id": False,
                "received_at": local("2026-03-10 09:00"),
            }
        )
        self.assertFalse(order.is_repeat)

    def test_a_hundred_orders_cost_few_queries(self):
        def make(count, start):
            before = self.env.cr.sql_log_count
            self.Order.create(
                [
                    {
                        "partner_id": self.customer.id,
                        "type_id": self.types["on_site_repair"].id,
                        "serial": f"Q{start + number}",
                        "user_id": False,
                    }
                    for number in range(count)
                ]
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        make(1, 0)
        few, many = make(10, 100), make(100, 1000)
        self.assertLess((many - few) / 90, 3)
