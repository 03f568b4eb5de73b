from datetime import date, timedelta

from odoo.tests import tagged

from .callback_common import CallbackCase
from .satisfaction_common import SatisfactionCase

DAY = date(2026, 3, 5)


@tagged("post_install", "-at_install")
class TestContactBudget(CallbackCase):
    """How often a customer is contacted, whichever plan asks for it (C4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"service_contact_limit": 2, "service_contact_days": 7})
        cls.Contact = cls.env["service.contact"]

    def row(self, key, day=DAY, **vals):
        return {
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "date": day,
            "latest": day + timedelta(days=30),
            "key": key,
            **vals,
        }

    def test_the_third_waits_until_the_days_are_over(self):
        placed = self.Contact._book([self.row("a"), self.row("b"), self.row("c")])
        self.assertEqual(placed, {"a": DAY, "b": DAY, "c": DAY + timedelta(days=7)})
        self.assertEqual(len(self.booked()), 3)

    def test_over_several_bookings_and_none_where_no_day_is_left(self):
        self.Contact._book([self.row("a"), self.row("b")])
        placed = self.Contact._book([self.row("c", latest=DAY + timedelta(days=6))])
        self.assertEqual(placed, {"c": None})
        self.assertEqual([key for key, _day in self.booked()], ["a", "b"])

    def test_what_has_to_be_made_is_made_and_counts(self):
        placed = self.Contact._book([self.row(str(one), duty=True) for one in range(3)])
        self.assertEqual(set(placed.values()), {DAY})
        self.assertEqual(self.Contact._book([self.row("x")]), {"x": DAY + timedelta(days=7)})

    def test_people_of_a_company_share_its_budget(self):
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        self.customer.parent_id = company
        other = self.customer.copy()
        self.Contact._book([self.row("a"), self.row("b", partner_id=other.id)])
        placed = self.Contact._book([self.row("c", partner_id=company.id)])
        self.assertEqual(placed, {"c": DAY + timedelta(days=7)})
        self.assertEqual(len(self.booked(company)), 3)

    def test_who_dislikes_calls_gets_fewer(self):
        self.customer.service_contact_min_days = 14
        placed = self.Contact._book([self.row("a"), self.row("b")])
        self.assertEqual(placed, {"a": DAY, "b": DAY + timedelta(days=14)})

    def test_without_a_limit(self):
        self.company.service_contact_limit = 0
        placed = self.Contact._book([self.row(str(one)) for one in range(9)])
        self.assertEqual(set(placed.values()), {DAY})

    def test_each_company_has_its_own(self):
        self.Contact._book([self.row("a"), self.row("b")])
        placed = self.Contact._book([self.row("a", company_id=self.other_company.id)])
        self.assertEqual(placed, {"a": DAY})

    def test_a_day_that_is_given_back_is_free(self):
        self.Contact._book([self.row("a"), self.row("b")])
        self.Contact._release(["b"])
        self.assertEqual(self.Contact._book([self.row("c")]), {"c": DAY})

    def test_the_same_key_is_booked_once(self):
        self.Contact._book([self.row("a"), self.row("b")])
        self.assertEqual(self.Contact._book([self.row("a")]), {"a": DAY})
        moved = self.Contact._book([self.row("a", DAY + timedelta(days=1))])
        self.assertEqual(moved, {"a": DAY + timedelta(days=1)})
        self.assertEqual(len(self.booked()), 2)

    def test_nothing_to_book(self):
        self.assertEqual(self.Contact._book([]), {})

    def test_queries_do_not_grow_with_the_customers(self):
        partners = self.env["res.partner"].create([{"name": str(one)} for one in range(300)])
        rows = [self.row(f"q{one.id}", partner_id=one.id) for one in partners]
        self.env.invalidate_all()
        self.env.flush_all()
        with self.assertQueryCount(10):
            placed = self.Contact._book(rows)
        self.assertEqual(set(placed.values()), {DAY})

    def test_a_callback_counts_on_the_day_it_was_made(self):
        today = self.company._service_day()
        callback = self.callback(due_date=today + timedelta(days=5))
        self.assertEqual(self.booked(), [(callback.key, str(today + timedelta(days=5)))])
        callback.due_date = today + timedelta(days=4)
        self.assertEqual(self.booked(), [(callback.key, str(today + timedelta(days=4)))])
        callback._finish("fine")
        self.assertEqual(self.booked(), [(callback.key, str(today))])

    def test_a_day_that_a_plan_has_booked_stays_as_it_was_booked(self):
        row = self.row("1:x:1:1", date=DAY, purpose="Care")
        self.Contact._book([row])
        callback = self.callback(key="1:x:1:1", due_date=DAY)
        contact = self.Contact.search([("key", "=", "1:x:1:1")])
        self.assertEqual((contact.purpose, contact.is_duty), ("Care", False))
        moved = DAY + timedelta(days=1)
        self.Contact._book([{**row, "date": moved}])
        callback.due_date = moved
        contact = self.Contact.search([("key", "=", "1:x:1:1")])
        self.assertEqual((contact.day, contact.is_duty), (moved, False))

    def test_history_books_nothing(self):
        self.callback(is_history=True, state="done")
        self.callback(is_history=True)
        self.assertEqual(self.booked(), [])

    def test_limits_that_make_no_sense(self):
        for vals in ({"service_contact_limit": -1}, {"service_contact_days": 0}):
            with self.assertViolated("contact_range"):
                self.company.write(vals)
                self.env.flush_all()


@tagged("post_install", "-at_install")
class TestContactBudgetOfSurveys(SatisfactionCase):
    """The question of a closed complaint is a contact as well."""

    def test_the_mail_that_asks_counts(self):
        self.closed()
        self.assertTrue(self.send_requests())
        contacts = self.env["service.contact"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(contacts), 1)
        self.assertEqual(contacts.day, self.company._service_day())
