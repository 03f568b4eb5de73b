from ast import literal_eval
from datetime import date, datetime

from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .test_customer_grade import GradeCase


@tagged("post_install", "-at_install")
class TestCustomerGap(GradeCase):
    """A longer gap between two contacts is justified until a day (HOTEL-CUS-02)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wang = cls.customer
        cls.wang.service_need = "potential"
        cls.wang._service_contacted(datetime(2026, 3, 1, 2))  # every 30 days: until March 31
        cls.env.flush_all()
        cls.env.cr.flush()  # what is created in a transaction is not tracked in it

    def justify(self, until, reason="Abroad until May"):
        self.wang.write({"service_gap_until": until, "service_gap_reason": reason})

    def is_listed(self, day, *names):
        """Whether filters of the list of customers find the customer at noon of a day."""
        arch = self.env.ref("service_center.res_partner_view_search_customer")._get_combined_arch()
        found = []
        for name in names:
            (node,) = arch.xpath(f"//filter[@name='{name}']")
            domain = [("id", "=", self.wang.id), *literal_eval(node.get("domain"))]
            with freeze_time(f"{day} 04:00:00"):
                found.append(bool(self.env["res.partner"].search_count(domain)))
        return found

    def test_not_overdue_until_the_day(self):
        self.assertEqual(self.is_listed("2026-03-31", "overdue", "due"), [False, True])
        self.assertEqual(self.is_listed("2026-04-01", "overdue", "due"), [True, True])
        self.justify(date(2026, 5, 10))
        self.assertEqual(self.is_listed("2026-04-01", "overdue", "due"), [False, False])
        self.assertEqual(self.is_listed("2026-05-10", "overdue", "due"), [False, True])
        self.assertEqual(self.is_listed("2026-05-11", "overdue", "due"), [True, True])
        self.justify(False, False)
        self.assertEqual(self.is_listed("2026-04-01", "overdue", "due"), [True, True])

    def test_a_month_without_contact(self):
        self.assertEqual(self.is_listed("2026-04-01", "no_month", "gap"), [False, False])
        self.assertEqual(self.is_listed("2026-04-02", "no_month", "gap"), [True, False])
        self.justify(date(2026, 5, 10))
        self.assertEqual(self.is_listed("2026-05-10", "no_month", "gap"), [False, True])
        self.assertEqual(self.is_listed("2026-05-11", "no_month", "gap"), [True, False])

    def test_a_gap_never_brings_a_contact_forward(self):
        self.justify(date(2026, 3, 20))
        self.assertEqual(self.wang.service_next_contact_date, date(2026, 3, 31))

    def test_a_contact_does_not_end_it(self):
        self.justify(date(2026, 5, 10))
        self.wang._service_contacted(datetime(2026, 3, 5, 2))
        self.assertEqual(self.wang.service_next_contact_date, date(2026, 5, 10))
        self.wang._service_contacted(datetime(2026, 4, 20, 2))
        self.assertEqual(self.wang.service_next_contact_date, date(2026, 5, 20))

    def test_reason_and_day_belong_together(self):
        for vals in (
            {"service_gap_until": date(2026, 5, 10)},
            {"service_gap_reason": "Abroad"},
            {"service_gap_until": date(2026, 5, 10), "service_gap_reason": "  "},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.wang.write(vals)

    def test_by_whom_is_noted_and_tracked(self):
        self.wang.with_user(self.user).write(
            {
                "service_gap_until": date(2026, 5, 10),
                "service_gap_reason": "Abroad",
                "service_gap_user_id": self.officer.id,
            }
        )
        self.assertEqual(self.wang.service_gap_user_id, self.user)
        self.wang.with_user(self.user).service_gap_user_id = self.officer
        self.assertEqual(self.wang.service_gap_user_id, self.user)
        self.env.flush_all()
        self.env.cr.flush()  # Odoo tracks before it commits
        tracked = self.wang.message_ids.sudo().tracking_value_ids.mapped("field_id.name")
        self.assertLessEqual({"service_gap_until", "service_gap_reason", "service_gap_user_id"}, set(tracked))
        self.justify(False, False)
        self.assertFalse(self.wang.service_gap_user_id)

    def test_contacts_of_a_company_carry_it(self):
        firm = self.env["res.partner"].create(
            {"name": "Firm", "is_company": True, "service_need": "potential"}
        )
        person = self.env["res.partner"].create({"name": "Ms Li", "parent_id": firm.id})
        firm._service_contacted(datetime(2026, 3, 1, 2))
        firm.write({"service_gap_until": date(2026, 5, 10), "service_gap_reason": "Closed for repairs"})
        self.assertEqual(person.service_next_contact_date, date(2026, 5, 10))
        later = self.env["res.partner"].create({"name": "Mr Hu", "parent_id": firm.id})
        self.assertEqual(later.service_gap_until, date(2026, 5, 10))
        self.assertFalse(later.service_gap_user_id, "who justified it is noted at the company")

    def test_erased_with_the_customer(self):
        self.justify(date(2026, 5, 10), "Wang Fang is in hospital")
        self.env.flush_all()
        self.env.cr.flush()  # Odoo tracks before it commits
        self.env["sale.order"].create({"partner_id": self.wang.id})  # the contact itself has to stay
        wizard = self.env["service.erasure.wizard"].with_user(self.manager)
        wizard.create({"partner_id": self.wang.id, "is_understood": True}).action_confirm()
        self.assertTrue(self.wang.active)
        self.assertFalse(self.wang.service_gap_reason)
        self.assertFalse(self.wang.service_gap_user_id)
        values = self.env["mail.tracking.value"].search(
            ["|", ("old_value_char", "ilike", "hospital"), ("new_value_char", "ilike", "hospital")]
        )
        self.assertFalse(values)
