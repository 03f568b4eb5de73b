from datetime import datetime

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestComplaint(ComplaintCase):
    @freeze_time("2026-05-01 01:02:03")
    def test_description_and_contact_are_enough(self):
        complaint = (
            self.env["service.complaint"]
            .with_user(self.user)
            .create({"contact_name": "Ms Li", "description": "The heel broke."})
        )
        self.assertRecordValues(
            complaint,
            [
                {
                    "state": "new",
                    "channel": "phone",
                    "received_at": datetime(2026, 5, 1, 1, 2, 3),
                    "user_id": self.user.id,
                    "company_id": self.company.id,
                    "is_history": False,
                    "customer_name": "Ms Li",
                }
            ],
        )
        self.assertRegex(complaint.name, r"^CMP/2026/\d{5}$")

    def test_somebody_complains_about_something(self):
        for vals in (
            {"description": "<p>The heel broke.</p>"},
            {"description": "<p>The heel broke.</p>", "contact_name": "  "},
            {"contact_name": "Ms Li", "description": "<p><br></p>"},
            {"contact_name": "Ms Li", "description": "<script>alert(1)</script>"},
        ):
            with self.assertRaises(ValidationError):
                self.Complaint.create(vals)
        complaint = self.complain()
        with self.assertRaises(ValidationError):
            complaint.contact_name = False
        complaint.write({"partner_id": self.customer.id, "contact_name": False})

    def test_contact_data_of_a_customer(self):
        complaint = self.complain(contact_name=False, partner_id=self.customer.id)
        self.assertEqual(complaint.contact_phone, self.customer.phone)
        self.assertEqual(complaint.contact_email, "wang@example.com")
        complaint.contact_phone = "010 1234"
        self.assertEqual(complaint.contact_phone, "010 1234")
        self.assertEqual(self.customer.phone, "+86 138 0013 8000")
        self.assertEqual(self.complain(contact_phone="123").contact_phone, "123")

    def test_numbers_count_per_company(self):
        first, second = self.Complaint.create([{"contact_name": "A", "description": "x"}] * 2)
        self.assertEqual(int(second.name[-5:]), int(first.name[-5:]) + 1)
        foreign = self.complain(company_id=self.other_company.id)
        self.assertEqual(foreign.name[-5:], "00001")
        copy = first.copy()
        self.assertNotEqual(copy.name, first.name)
        self.assertEqual(copy.state, "new")

    def test_description_is_sanitised_and_bounded(self):
        complaint = self.complain(
            description="<p onclick='x()'>A<script>alert(1)</script>\x00\N{GRINNING FACE}</p>"
        )
        self.assertEqual(complaint.description, "<p>A\N{GRINNING FACE}</p>")
        with self.assertRaisesRegex(ValidationError, "Description is too long: 10,000,000 characters"):
            complaint.description = "x" * 10_000_000
        with self.assertRaisesRegex(ValidationError, "too long"):
            complaint.contact_name = "x" * 501

    def test_amount_is_not_negative(self):
        self.complain(amount_at_stake=0)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
            self.complain(amount_at_stake=-0.01)

    def test_a_row_of_a_ledger_comes_in_once_per_company(self):
        self.complain(import_key="ledger:1")
        self.complain(import_key="ledger:1", company_id=self.other_company.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self.complain(import_key="ledger:1")

    def test_everything_belongs_to_one_company(self):
        foreign = self.env["service.site"].create({"name": "Far away", "company_id": self.other_company.id})
        with self.assertRaises(UserError):
            self.complain(site_id=foreign.id)

    def test_found_by_customer_and_number(self):
        complaint = self.complain(partner_id=self.customer.id, contact_name=False)
        stranger = self.complain(contact_name="Zebra Zhao")
        self.assertIn(complaint, self.Complaint.search([("customer_name", "ilike", "wang f")]))
        self.assertIn(stranger, self.Complaint.search([("customer_name", "ilike", "zebra")]))
        self.assertIn(complaint.id, dict(self.Complaint.name_search("Wang Fang")))
        self.assertEqual(
            complaint.with_context(complaint_with_customer=True).display_name, f"{complaint.name} Wang Fang"
        )

    def test_a_customer_with_complaints_is_not_deleted(self):
        self.complain(partner_id=self.customer.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.ForeignKeyViolation):
            self.customer.unlink()
