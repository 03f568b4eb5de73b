from datetime import date, datetime

from psycopg2 import Error

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ComplaintCase

GRADES = (
    ("A", "clear", 1, 1, "days"),
    ("B", "clear", 3, 7, "days"),
    ("C", "clear", 6, 15, "days"),
    ("D", "potential", 0, 30, "days"),
    ("E", "none", 0, 1, "years"),
)


class GradeCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.Grade = cls.env["service.customer.grade"]
        cls.grades = {
            code: cls.Grade.create(
                {
                    "code": code,
                    "name": f"Grade {code}",
                    "sequence": number,
                    "need": need,
                    "months": months,
                    "interval_amount": amount,
                    "interval_unit": unit,
                }
            )
            for number, (code, need, months, amount, unit) in enumerate(GRADES)
        }


@tagged("post_install", "-at_install")
class TestCustomerGrade(GradeCase):
    """Grades by rule at each contact, by hand with a reason, and until when to contact again (GRADE-*)."""

    def test_each_contact_grades_anew(self):
        wang = self.customer
        with freeze_time("2026-03-01 02:00:00"):
            wang.write({"service_need": "clear", "service_expected_close": date(2026, 4, 15)})
        self.assertEqual(wang.service_grade_id, self.grades["B"], "what is known grades before any contact")
        self.assertEqual(wang.service_next_contact_date, date(2026, 3, 8))
        # 23:30 UTC is the next day in Shanghai: March 15
        wang._service_contacted(datetime(2026, 3, 14, 23, 30))
        self.assertEqual(wang.service_last_contact_date, date(2026, 3, 15))
        self.assertEqual(wang.service_grade_id, self.grades["A"])
        self.assertEqual(wang.service_next_contact_date, date(2026, 3, 16))
        wang.service_need = "potential"
        wang._service_contacted(datetime(2026, 3, 16, 2))
        self.assertEqual(wang.service_grade_id, self.grades["D"])
        self.assertEqual(wang.service_next_contact_date, date(2026, 4, 15))
        wang.service_need = "none"
        wang._service_contacted(datetime(2026, 3, 20, 2))
        self.assertEqual(wang.service_next_contact_date, date(2027, 3, 20))
        self.assertEqual(wang.service_grade_change_ids.mapped("new_grade_id.code"), ["E", "D", "A", "B"])
        self.assertEqual(set(wang.service_grade_change_ids.mapped("how")), {"rule"})

    def test_a_contact_without_change_only_moves_the_date(self):
        wang = self.customer
        wang.service_need = "potential"
        wang._service_contacted(datetime(2026, 3, 1, 2))
        wang._service_contacted(datetime(2026, 3, 9, 2))
        self.assertEqual(wang.service_next_contact_date, date(2026, 4, 8))
        self.assertEqual(len(wang.service_grade_change_ids), 1)
        wang._service_contacted(datetime(2026, 3, 4, 2))  # an older contact that is noted late
        self.assertEqual(wang.service_last_contact_date, date(2026, 3, 9))
        self.assertEqual(wang.service_next_contact_date, date(2026, 4, 8))

    def test_a_changed_interval_moves_the_dates(self):
        self.customer.service_need = "potential"
        self.customer._service_contacted(datetime(2026, 3, 1, 2))
        self.grades["D"].interval_amount = 20
        self.assertEqual(self.customer.service_next_contact_date, date(2026, 3, 21))
        self.grades["D"].interval_amount = 0
        self.assertFalse(self.customer.service_next_contact_date)

    def test_by_hand_with_a_reason(self):
        wang = self.customer.with_user(self.user)
        with self.assertRaises(UserError):
            wang._set_service_grade(self.grades["B"], "  ")
        wizard = self.env["service.customer.grade.set"].with_user(self.user)
        wizard = wizard.create(
            {"partner_ids": wang.ids, "grade_id": self.grades["B"].id, "reason": "Has the budget"}
        )
        wizard.action_set()
        change = wang.service_grade_change_ids
        self.assertEqual((change.how, change.reason, change.user_id), ("hand", "Has the budget", self.user))
        self.assertEqual(wang.service_grade_id.code, "B")
        self.assertEqual(
            wang.service_next_contact_date, date.fromordinal(wang.service_graded_on.toordinal() + 7)
        )
        said = wang.get_explanation()[0]
        self.assertIn("Has the budget", [fact["text"] for fact in said["facts"]])
        # back to the rules
        wang.service_need = "potential"
        wizard.create({"partner_ids": wang.ids, "by_rule": True}).action_set()
        self.assertEqual(wang.service_grade_id.code, "D")

    def test_a_grade_that_is_imported_is_one_by_hand(self):
        wang = self.customer
        wang.service_grade_id = self.grades["C"]
        wang.service_grade_id = self.grades["C"]
        self.assertEqual(wang.service_grade_change_ids.mapped("how"), ["hand"])
        new = self.env["res.partner"].create({"name": "New", "service_grade_id": self.grades["A"].id})
        self.assertEqual(new.service_grade_change_ids.new_grade_id.code, "A")

    def test_why_in_the_readers_language(self):
        self.customer.write({"service_need": "clear", "service_expected_close": date(2026, 5, 20)})
        self.customer._service_contacted(datetime(2026, 3, 15, 2))
        (said,) = self.customer.with_user(self.user).get_explanation()
        self.assertEqual(said["title"], "Grade")
        self.assertEqual(said["value"], "B · Grade B")
        self.assertEqual(said["how"], "B · Grade B is the first grade that fits.")
        self.assertIn("04/15/2026", said["rejected"][0]["sentence"])
        self.assertIn({"label": "Need", "text": "Clear Need"}, said["facts"])
        self.assertEqual(self.env["res.partner"].create({"name": "X"}).get_explanation(), [])

    def test_contacts_of_a_company_carry_its_grade(self):
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True, "service_need": "clear"})
        person = self.env["res.partner"].create({"name": "Ms Li", "parent_id": firm.id})
        person._service_contacted(datetime(2026, 3, 15, 2))
        self.assertEqual((firm.service_grade_id.code, person.service_grade_id.code), ("D", "D"))
        self.assertEqual(person.service_next_contact_date, date(2026, 4, 14))
        self.assertEqual(len(firm.service_grade_change_ids), 1)
        self.assertFalse(person.service_grade_change_ids)

    def test_contacts_of_a_company_share_its_divisions(self):
        """GRADE-DIV-01: by the state of the deal, and by importance."""
        firm = self.env["res.partner"].create(
            {"name": "Firm", "is_company": True, "service_deal_state": "negotiating"}
        )
        person = self.env["res.partner"].create({"name": "Ms Li", "parent_id": firm.id})
        firm.service_importance = "important"
        self.assertEqual((person.service_deal_state, person.service_importance), ("negotiating", "important"))

    def test_without_grades_only_the_contact_is_noted(self):
        callback = self.env["service.callback"].create(
            {"partner_id": self.customer.id, "company_id": self.other_company.id}
        )
        self.customer.service_grade_id = self.grades["C"]
        self.customer._service_contacted(datetime(2026, 3, 15, 2), callback)
        self.assertEqual(self.customer.service_grade_id.code, "C")
        self.assertEqual(self.customer.service_last_contact_date, date(2026, 3, 15))

    def test_no_grade_fits(self):
        self.customer._service_contacted(datetime(2026, 3, 15, 2))
        self.assertFalse(self.customer.service_grade_id)
        self.assertFalse(self.customer.service_next_contact_date)

    def test_rows_never_change(self):
        self.customer.service_grade_id = self.grades["C"]
        change = self.customer.service_grade_change_ids
        for step in (lambda: change.write({"how": "rule"}), change.unlink):
            with self.assertRaises(Error), mute_logger("odoo.sql_db"), self.cr.savepoint():
                step()
                self.env.flush_all()
        with self.assertRaises(AccessError):
            change.with_user(self.manager).write({"reason": "x"})

    def test_bad_policies_are_refused(self):
        for vals in ({"months": -1}, {"months": 9999}, {"interval_amount": -1}):
            with self.assertRaises(Error), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self.grades["A"].write(vals)
                self.env.flush_all()
        item = self.env["service.customer.file.item"]
        with self.assertRaises(ValidationError):
            item.create({"code": "x", "name": "X", "field_name": "no_such_field"})

    def test_rights(self):
        for user, right in ((self.user, False), (self.officer, False), (self.manager, True)):
            self.assertEqual(self.grades["A"].with_user(user).has_access("write"), right)
        self.assertFalse(self.Grade.with_user(self.portal).has_access("read"))
        self.assertFalse(
            self.env["service.customer.grade.change"].with_user(self.employee).has_access("read")
        )
        with self.assertRaises(AccessError):
            self.customer.with_user(self.employee).read(["service_grade_id"])
        with self.assertRaises(AccessError):
            self.customer.with_user(self.portal)._set_service_grade(self.grades["A"], "x")
        self.customer.service_grade_id = self.grades["C"]
        self.user.write({"company_ids": [(4, self.other_company.id)]})
        other = self.customer.with_user(self.user).with_context(allowed_company_ids=self.other_company.ids)
        self.assertEqual(
            other.web_read({"service_grade_id": {"fields": {"display_name": {}}}})[0]["id"], other.id
        )
        self.assertFalse(other.service_grade_change_ids)

    def test_merge_and_erasure(self):
        double = self.env["res.partner"].create({"name": "Wang Fang 2", "email": "wang@example.com"})
        double._set_service_grade(self.grades["C"], "Said so")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | double).ids, self.customer)
        self.assertIn("Said so", self.customer.service_grade_change_ids.mapped("reason"))
        self.assertEqual(self.customer.service_grade_id.code, "C")
        self.customer._anonymise()
        self.assertEqual(set(self.customer.service_grade_change_ids.mapped("reason")), {False})
        self.assertEqual(self.customer.service_grade_change_ids.new_grade_id.code, "C")

    def test_grading_many_asks_as_much_as_a_few(self):
        counts = []
        for number in (5, 50):
            customers = self.env["res.partner"].create(
                [{"name": f"C{one}", "service_need": "clear"} for one in range(number)]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            customers._service_contacted(datetime(2026, 3, 15, 2))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 10, counts)
