import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestPersons(ComplaintCase):
    """Whom a complaint is about, and what was found out about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zhang, cls.li, cls.wu = cls.env["hr.employee"].create(
            [{"name": "Zhang"}, {"name": "Li"}, {"name": "Wu"}]
        )

    def about(self, *employees, **vals):
        return self.complain(employee_ids=[employee.id for employee in employees], **vals)

    def test_naming_employees_makes_people_and_taking_them_off_removes_them(self):
        complaint = self.about(self.zhang, self.li)
        self.assertEqual(complaint.person_ids.employee_id, self.zhang | self.li)
        self.assertEqual(set(complaint.person_ids.mapped("finding")), {"pending"})
        first = complaint.person_ids[0]
        complaint.employee_ids = [Command.link(self.wu.id), Command.unlink(self.li.id)]
        self.assertEqual(complaint.person_ids.employee_id, self.zhang | self.wu)
        self.assertIn(first, complaint.person_ids)
        self.env["service.complaint.person"].create(
            {"complaint_id": complaint.id, "employee_id": self.li.id, "role": "cashier"}
        )
        self.assertEqual(complaint.employee_ids, self.zhang | self.wu | self.li)
        found = self.Complaint.search([("employee_ids", "in", self.li.ids), ("id", "=", complaint.id)])
        self.assertEqual(found, complaint)
        complaint.person_ids.filtered(lambda one: one.employee_id == self.li).unlink()
        self.assertNotIn(self.li, complaint.employee_ids)

    def test_many_at_once(self):
        self.env.flush_all()
        vals = {"contact_name": "X", "description": "x", "employee_ids": [Command.set(self.zhang.ids)]}
        with self.assertQueryCount(30):
            complaints = self.Complaint.create([dict(vals) for _number in range(100)])
            self.env.flush_all()
        self.assertEqual(len(complaints.person_ids), 100)

    def test_closing_needs_a_finding_for_each(self):
        complaint = self.about(self.zhang, self.li, state="resolved")
        zhang, li = complaint.person_ids
        with self.assertRaisesRegex(UserError, "Zhang, Li"):
            complaint.action_close()
        zhang.finding = "confirmed"
        with self.assertRaisesRegex(UserError, "about Li true"):
            complaint.action_close()
        li.finding = "cleared"
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_nobody_comes_in_with_the_end_unfound(self):
        complaint = self.complain(state="resolved")
        with self.assertRaises(UserError):
            complaint.write({"state": "closed", "employee_ids": self.zhang.ids})
        complaint.person_ids = [Command.create({"employee_id": self.zhang.id, "finding": "cleared"})]
        self.assertEqual(complaint.employee_ids, self.zhang)
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_rejecting_and_history_need_none(self):
        complaint = self.about(self.zhang)
        complaint.action_reject()
        self.assertEqual(complaint.state, "rejected")
        old = self.about(self.zhang, is_history=True, state="resolved")
        old.action_close()
        self.assertEqual(old.state, "closed")

    def test_only_the_confirmed_are_offered_to_others(self):
        complaint = self.about(self.zhang, self.li, self.wu)
        self.assertFalse(complaint._get_confirmed_persons())
        complaint.person_ids[0].finding = "confirmed"
        complaint.person_ids[1].finding = "cleared"
        self.assertEqual(complaint._get_confirmed_persons().employee_id, self.zhang)
        old = self.about(self.zhang, is_history=True)
        old.person_ids.finding = "confirmed"
        self.assertFalse(old._get_confirmed_persons())

    def test_who_found_it_and_when_is_kept(self):
        complaint = self.about(self.zhang)
        person = complaint.person_ids.with_user(self.officer)
        person.write({"finding": "confirmed", "found_by_id": self.user.id})
        self.assertEqual((person.found_by_id, bool(person.found_at)), (self.officer, True))
        person.finding = "pending"
        self.assertFalse(person.found_by_id or person.found_at)

    def test_nobody_finds_about_themselves(self):
        self.zhang.user_id = self.officer
        complaint = self.about(self.zhang, self.li)
        own, other = complaint.person_ids.with_user(self.officer)
        for name, value in {"finding": "cleared", "share": 0, "statement": "It was Li."}.items():
            with self.assertRaisesRegex(UserError, "yourself"):
                own[name] = value
        with self.assertRaisesRegex(UserError, "yourself"):
            complaint.with_user(self.officer).employee_ids = self.li
        other.finding = "confirmed"
        own.with_user(self.manager).finding = "cleared"

    def test_nor_about_whom_they_stand_in_for(self):
        self.zhang.user_id = self.manager
        level = self.env["service.authority.level"].create(
            {"code": "t_level", "name": "Store", "sequence": 10, "user_ids": self.manager.ids}
        )
        self.env["service.authority.deputy"].create(
            {
                "level_id": level.id,
                "user_id": self.manager.id,
                "deputy_id": self.officer.id,
                "date_from": "2000-01-01",
                "date_to": "2099-12-31",
            }
        )
        person = self.about(self.zhang).person_ids
        with self.assertRaisesRegex(UserError, "stand in"):
            person.with_user(self.officer).write({"finding": "cleared", "heard_on": "2026-05-04"})

    def test_a_finding_protects_the_person_from_being_taken_off(self):
        complaint = self.about(self.zhang)
        complaint.person_ids.finding = "confirmed"
        with self.assertRaisesRegex(UserError, "finding already"):
            complaint.employee_ids = False
        complaint.person_ids.finding = "pending"
        complaint.employee_ids = False
        self.assertFalse(complaint.person_ids)

    def test_after_the_end_findings_stand(self):
        complaint = self.about(self.zhang, state="resolved")
        complaint.person_ids.finding = "confirmed"
        complaint.action_close()
        with self.assertRaisesRegex(UserError, "Reopen"):
            complaint.person_ids.finding = "cleared"
        complaint.action_reopen()
        complaint.person_ids.finding = "cleared"

    def test_shares(self):
        complaint = self.about(self.zhang, self.li)
        zhang, li = complaint.person_ids
        zhang.share, li.share = 60, 40
        with self.assertRaisesRegex(ValidationError, "100"):
            li.share = 41
        with self.assertRaisesRegex(ValidationError, "cleared"):
            li.finding = "cleared"
        li.write({"finding": "cleared", "share": 0})
        zhang.share = 100
        self.env.flush_all()
        for person, share in ((zhang, -1), (li.browse(self.about(self.wu).person_ids.id), 101)):
            error = psycopg2.errors.CheckViolation if share < 0 else ValidationError
            with mute_logger("odoo.sql_db"), self.assertRaises(error):
                person.share = share
                self.env.flush_all()

    def test_one_person_once(self):
        complaint = self.about(self.zhang)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            self.env["service.complaint.person"].create(
                {"complaint_id": complaint.id, "employee_id": self.zhang.id}
            )

    def test_roles(self):
        own = self.about(self.zhang, user_id=self.user.id)
        other = self.about(self.zhang, user_id=self.colleague.id)
        own.person_ids.with_user(self.user).write({"finding": "confirmed", "role": "cashier"})
        self.assertEqual(own.person_ids.with_user(self.user).display_name, "Zhang")
        with self.assertRaises(AccessError):
            other.person_ids.with_user(self.user).finding = "confirmed"
        other.person_ids.with_user(self.officer).finding = "confirmed"
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                own.person_ids.with_user(user).read(["finding"])
        foreign = self.complain(company_id=self.other_company.id)
        abroad = self.env["hr.employee"].create({"name": "F", "company_id": self.other_company.id})
        foreign.employee_ids = abroad
        self.assertFalse(
            self.env["service.complaint.person"]
            .with_user(self.officer)
            .search([("id", "in", foreign.person_ids.ids)])
        )

    def test_the_form(self):
        complaint = self.about(self.zhang, user_id=self.user.id, state="resolved")
        with Form(complaint.with_user(self.user)) as form, form.person_ids.edit(0) as line:
            line.finding = "confirmed"
            line.share = 100
        self.assertEqual(complaint.person_ids.finding, "confirmed")
        self.assertEqual(complaint.employee_ids, self.zhang)
