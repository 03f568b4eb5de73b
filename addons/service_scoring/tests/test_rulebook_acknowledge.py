from datetime import date

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .score_common import ScoreCase


@tagged("post_install", "-at_install")
class TestRulebookAcknowledge(ScoreCase):
    """Employees take note of a version, each for themselves."""

    def test_on_the_screen(self):
        employee = self.employee_of(self.user)
        book = self.book.with_user(self.user)
        with self.assertRaises(AccessError):
            book.action_acknowledge()  # a draft is not theirs to read
        self.book.action_activate()
        self.assertTrue(book.can_acknowledge)
        self.assertFalse(self.book._is_acknowledged(employee))
        book.action_acknowledge()
        book.action_acknowledge()
        self.assertFalse(book.can_acknowledge)
        self.assertTrue(self.book._is_acknowledged(employee))
        acknowledgement = self.book.acknowledgement_ids
        self.assertEqual((acknowledgement.employee_id, acknowledgement.how), (employee, "screen"))
        self.assertEqual(self.book.acknowledgement_count, 1)

    def test_only_from_its_day_on_and_for_its_version(self):
        employee = self.employee_of(self.user)
        self.book.action_activate()
        self.book._acknowledge(employee, "link", date(2026, 3, 2))
        self.assertFalse(self.book._is_acknowledged(employee, date(2026, 3, 1)))
        self.assertTrue(self.book._is_acknowledged(employee, date(2026, 3, 2)))
        self.assertFalse(self.book.action_new_version()._is_acknowledged(employee))

    def test_what_needs_none_counts_as_acknowledged(self):
        employee = self.employee_of(self.user)
        book = self.make_book(code="free", needs_acknowledgement=False, state="active")
        self.assertTrue(book._is_acknowledged(employee))
        self.assertFalse(book.with_user(self.user).can_acknowledge)

    def test_who_is_no_employee_acknowledges_nothing(self):
        self.book.action_activate()
        self.assertRefused("You are no employee", self.book.with_user(self.user).action_acknowledge)
        self.assertFalse(self.book.with_user(self.user).can_acknowledge)

    def test_a_draft_is_not_acknowledged(self):
        self.assertRefused("is a draft", self.book._acknowledge, self.employee_of(self.user), "link")

    def test_officers_record_what_was_signed(self):
        employee = self.employee_of(self.user)
        self.book.action_activate()
        Signed = self.env["service.score.acknowledgement"].with_user(self.officer)
        signed = Signed.create({"rulebook_id": self.book.id, "employee_id": employee.id})
        self.assertEqual(signed.how, "signed")
        with self.assertRaises(AccessError):
            signed.date = date(2026, 1, 1)
        with self.assertRaises(AccessError):
            signed.unlink()
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            Signed.create({"rulebook_id": self.book.id, "employee_id": employee.id})

    def test_everybody_sees_their_own(self):
        self.book.action_activate()
        mine, other = self.employee_of(self.user), self.employee_of(self.hr)
        self.book._acknowledge(mine | other, "link")
        Acknowledgement = self.env["service.score.acknowledgement"]
        self.assertEqual(Acknowledgement.with_user(self.user).search([]).employee_id.ids, mine.ids)
        self.assertEqual(len(Acknowledgement.with_user(self.officer).search([])), 2)
        with self.assertRaises(AccessError):
            Acknowledgement.with_user(self.user).create({"rulebook_id": self.book.id, "employee_id": mine.id})

    def test_many_at_once_cost_the_same_queries(self):
        employees = self.env["hr.employee"].create(
            [{"name": f"E{number}", "company_id": self.company.id} for number in range(20)]
        )
        self.book.action_activate()
        self.book._acknowledge(employees[:10], "signed", date(2026, 1, 1))
        self.env.flush_all()
        self.env.invalidate_all()
        self.book.needs_acknowledgement  # noqa: B018 reads the book
        with self.assertQueryCount(1):
            found = self.book._get_acknowledged(employees, date(2026, 1, 1))
        self.assertEqual(found, set(employees[:10].ids))
