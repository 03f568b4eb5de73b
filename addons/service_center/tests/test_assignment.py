from collections import Counter
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, warmup

from odoo.addons.service_kernel.tests.leave_common import enter_leave
from odoo.addons.service_kernel.tests.users import new_test_user

from .common import ComplaintCase


class AssignmentCase(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.env["res.users"]
        for number in range(3):
            cls.members |= new_test_user(cls.env, f"sc_member_{number}", "service_center.group_user")
        cls.team = cls.env["service.team"].create(
            {
                "code": "t_turns",
                "name": "Desk",
                "member_ids": cls.members.ids,
                "assignment": "rotation",
            }
        )
        cls.one, cls.two, cls.three = cls.members.sorted("id")

    def case(self, **vals):
        return self.complain(team_id=self.team.id, **vals)

    def why(self, complaint):
        entry = complaint.explanation["assignment"]
        return entry["decision"], {item["rule"]: item["because"]["code"] for item in entry["rejected"]}


@tagged("post_install", "-at_install")
class TestAssignment(AssignmentCase):
    """Who gets a complaint of a team, and why (C8)."""

    def test_turns(self):
        users = [self.case().user_id for _number in range(5)]
        self.assertEqual(users, [self.one, self.two, self.three, self.one, self.two])

    def test_turns_in_one_batch_and_over_many_rounds(self):
        vals = {"contact_name": "X", "description": "x", "team_id": self.team.id}
        complaints = self.Complaint.create([dict(vals) for _number in range(20)])
        complaints |= self.Complaint.create([dict(vals) for _number in range(10)])
        self.assertEqual(set(Counter(one.user_id for one in complaints).values()), {10})

    def test_without_team_or_by_hand_it_stays_with_who_enters_it(self):
        create = self.env["service.complaint"].with_user(self.user).create
        vals = {"contact_name": "X", "description": "x"}
        self.assertEqual(create(dict(vals)).user_id, self.user)
        self.team.assignment = "manual"
        self.assertEqual(create({**vals, "team_id": self.team.id}).user_id, self.user)
        self.team.assignment = "rotation"
        self.assertEqual(create({**vals, "team_id": self.team.id}).user_id, self.one)

    def test_a_person_s_choice_stands(self):
        complaint = self.case(user_id=self.officer.id)
        self.assertEqual(complaint.user_id, self.officer)
        self.assertFalse(complaint.explanation)
        complaint = self.case()
        complaint.with_user(self.officer).user_id = self.manager
        self.assertEqual(complaint.explanation["assignment"]["decision"], "by_hand")
        self.assertEqual(complaint.explanation["assignment"]["facts"]["assigned_by"], self.officer.id)

    def test_the_absent_are_passed_over_and_lose_the_turn(self):
        now = fields.Datetime.now()
        calendar = self.company.resource_calendar_id
        self.two.resource_ids or self.env["resource.resource"].create(
            {"name": "Two", "user_id": self.two.id, "calendar_id": calendar.id, "company_id": self.company.id}
        )
        leave = enter_leave(
            self.env,
            {
                "name": "Ill",
                "resource_id": self.two.resource_ids[:1].id,
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": now - timedelta(hours=1),
                "date_to": now + timedelta(hours=1),
            },
        )
        cases = [self.case() for _number in range(3)]
        self.assertEqual([case.user_id for case in cases], [self.one, self.three, self.one])
        self.assertEqual(self.why(cases[1])[1][f"#{self.two.id}"], "absent")
        leave.unlink()
        self.assertEqual(self.case().user_id, self.two)

    def test_nobody_gets_a_complaint_about_themselves(self):
        employee = self.env["hr.employee"].create({"name": "One", "user_id": self.one.id})
        complaint = self.case(employee_ids=employee.ids)
        self.assertEqual(complaint.user_id, self.two)
        self.assertEqual(
            self.why(complaint),
            ("rotation", {f"#{self.one.id}": "complained_about", f"#{self.three.id}": "later_turn"}),
        )

    def test_who_may_not_work_on_complaints_gets_none(self):
        self.team.member_ids = self.employee
        complaint = self.case()
        self.assertFalse(complaint.user_id)
        self.assertEqual(self.why(complaint), ("nobody", {f"#{self.employee.id}": "no_role"}))

    def test_least_loaded(self):
        self.team.assignment = "least_loaded"
        self.complain(user_id=self.one.id)
        self.complain(user_id=self.one.id, state="closed")
        self.complain(user_id=self.two.id, is_history=True)
        vals = {"contact_name": "X", "description": "x", "team_id": self.team.id}
        complaints = self.Complaint.create([dict(vals) for _number in range(5)])
        counts = Counter(one.user_id for one in complaints)
        self.assertEqual(counts, {self.two: 2, self.three: 2, self.one: 1})
        decision, because = self.why(complaints[0])
        self.assertEqual((decision, because[f"#{self.one.id}"]), ("least_loaded", "more_load"))

    def test_history_and_ended_ones_are_nobody_s_turn(self):
        self.assertFalse(self.case(is_history=True, user_id=False).user_id)
        self.assertFalse(self.case(state="closed", user_id=False).user_id)
        self.assertEqual(self.case().user_id, self.one)

    def test_the_button(self):
        complaint = self.case()
        with self.assertRaises(AccessError):
            complaint.with_user(self.one).action_assign()
        complaint.with_user(self.officer).action_assign()
        self.assertEqual(complaint.user_id, self.two)
        complaint.with_user(self.officer).action_assign()
        self.assertEqual(complaint.user_id, self.three)
        self.assertEqual(self.why(complaint)[1][f"#{self.two.id}"], "handles_now")
        for vals in ({"team_id": False}, {"team_id": self.team.id, "state": "closed"}):
            with self.assertRaises(UserError):
                self.complain(**vals).with_user(self.officer).action_assign()
        employee = self.env["hr.employee"].create({"name": "O", "user_id": self.officer.id})
        with self.assertRaisesRegex(UserError, "you are complained about"):
            self.case(employee_ids=employee.ids).with_user(self.officer).action_assign()

    def test_entering_it_by_hand(self):
        form = Form(self.env["service.complaint"].with_user(self.user))
        form.contact_name = "X"
        form.description = "x"
        self.assertEqual(form.user_id, self.user)
        form.team_id = self.team
        self.assertFalse(form.user_id)
        complaint = form.save()
        self.assertEqual(complaint.user_id, self.one)
        self.assertTrue(complaint.has_access("read"))

    def test_the_why(self):
        complaint = self.case()
        entry = next(
            entry
            for entry in complaint.with_user(self.officer).get_explanation()
            if entry["code"] == "assignment"
        )
        self.assertEqual(entry["value"], self.one.name)
        self.assertEqual(
            {item["rule"]: item["sentence"] for item in entry["rejected"]},
            {user.name: "Has a later turn." for user in self.two | self.three},
        )

    @warmup
    def test_a_batch_of_300(self):
        vals = [{"contact_name": "X", "description": "x", "team_id": self.team.id} for _number in range(300)]
        with self.assertQueryCount(50):
            self.env["service.complaint"].with_user(self.officer).create(vals)
            self.env.flush_all()
