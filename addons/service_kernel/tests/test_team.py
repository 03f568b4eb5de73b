from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, tagged

from .users import new_test_user

LINE = {"name": "Open", "dayofweek": "0", "hour_from": 8, "hour_to": 12}


@tagged("post_install", "-at_install")
class TestTeam(TransactionCase):
    """Teams and sites have hours in which deadlines run, and keep them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.employee = new_test_user(cls.env, "team_employee", "base.group_user")
        cls.leader = new_test_user(cls.env, "team_leader", "base.group_user")
        cls.manager = new_test_user(cls.env, "team_manager", "service_kernel.group_policy_manager")
        cls.portal = new_test_user(cls.env, "team_portal", "base.group_portal")
        cls.calendar = cls.make_calendar("Desk")
        cls.team = cls.env["service.team"].create(
            {"code": "t_desk", "name": "Desk", "leader_id": cls.leader.id, "member_ids": cls.employee.ids}
        )
        cls.site = cls.env["service.site"].create({"name": "Mall", "code": "T-MALL"})

    @classmethod
    def make_calendar(cls, name, lines=(LINE,), **vals):
        calendar = cls.env["resource.calendar"].create({"name": name} | vals)
        calendar.attendance_ids = [Command.clear(), *map(Command.create, lines)]
        return calendar

    @contextmanager
    def refused(self, calendar):
        with self.assertRaises(ValidationError) as refusal:
            yield
        self.assertIn(calendar.name, str(refusal.exception))

    def test_a_leader_need_not_be_a_member(self):
        self.assertNotIn(self.leader, self.team.member_ids)
        self.assertEqual(self.team.display_name, "Desk")
        self.assertIn(self.team, self.team.search([("display_name", "ilike", "t_desk")]))

    def test_all_of_one_company(self):
        stranger = new_test_user(
            self.env, "team_stranger", company_id=self.other_company.id, company_ids=self.other_company.ids
        )
        foreign = self.make_calendar("Foreign", company_id=self.other_company.id)
        for wrong in (
            {"leader_id": stranger.id},
            {"member_ids": [Command.link(stranger.id)]},
            {"calendar_id": foreign.id},
        ):
            with self.assertRaises(UserError):
                self.team.write(wrong)
        with self.assertRaises(UserError):
            self.site.calendar_id = foreign

    def test_a_calendar_needs_open_time(self):
        lunch = {**LINE, "day_period": "lunch"}
        for unusable in (
            self.make_calendar("Empty", []),
            self.make_calendar("Breaks only", [lunch]),
            self.make_calendar("Flexible", schedule_type="flexible"),
        ):
            for record in (self.team, self.site):
                with self.refused(unusable):
                    record.calendar_id = unusable
        (self.team | self.team.copy()).calendar_id = self.calendar
        self.site.calendar_id = self.calendar

    def test_an_archived_team_does_not_use_its_calendar(self):
        self.team.calendar_id = self.calendar
        self.assertEqual(self.calendar._service_in_use(), self.calendar)
        self.team.action_archive()
        self.assertFalse(self.calendar._service_in_use())
        self.calendar.attendance_ids.unlink()
        self.env.cr.flush()
        with self.assertRaises(ValidationError):
            self.team.action_unarchive()

    def test_who_uses_a_calendar_is_seen_without_rights_on_it(self):
        self.team.write({"calendar_id": self.calendar.id, "company_id": self.env.company.id})
        calendars = (self.calendar | self.make_calendar("Free")).with_user(self.portal)
        self.assertEqual(calendars._service_in_use().ids, self.calendar.ids)

    def test_a_calendar_in_use_keeps_open_time(self):
        line = self.calendar.attendance_ids
        for record in (self.team, self.site):
            record.calendar_id = self.calendar
            for change in (
                line.unlink,
                lambda: line.write({"hour_to": 8}),
                lambda: line.write({"day_period": "lunch"}),
                lambda: line.write({"calendar_id": self.make_calendar("Elsewhere", []).id}),
                lambda: self.calendar.write({"attendance_ids": [Command.clear()]}),
                lambda: self.calendar.write({"schedule_type": "flexible"}),
            ):
                with self.refused(self.calendar):
                    change()
                    self.env.cr.flush()
            record.calendar_id = False
        line.unlink()
        self.env.cr.flush()

    def test_what_is_left_in_the_end_counts(self):
        """Lines may be deleted first and entered again: through the form, and as Odoo's own buttons do."""
        self.team.calendar_id = self.calendar
        with Form(self.calendar) as form:
            form.attendance_ids.remove(0)
            with form.attendance_ids.new() as line:
                line.name = "Late"
                line.dayofweek = "1"
                line.hour_from = 14
                line.hour_to = 18
        self.env.cr.flush()
        self.assertEqual(self.calendar.attendance_ids.mapped("hour_from"), [14])
        self.calendar.attendance_ids.unlink()
        self.calendar.attendance_ids.create({**LINE, "calendar_id": self.calendar.id})
        self.env.cr.flush()
        self.calendar.switch_calendar_type()
        self.env.cr.flush()
        self.assertTrue(self.calendar.two_weeks_calendar)
        self.assertTrue(self.calendar._service_working_time().has_open_time)

    def test_a_calendar_deleted_with_its_lines(self):
        free = self.make_calendar("Free")
        free.attendance_ids.unlink()
        free.unlink()
        self.env.cr.flush()

    def test_access(self):
        foreign = self.team.create({"code": "t_f", "name": "F", "company_id": self.other_company.id})
        self.team.with_user(self.employee).read(["name", "member_ids"])
        for operation in ("write", "create", "unlink"):
            with self.assertRaises(AccessError):
                self.team.with_user(self.employee).check_access(operation)
        with self.assertRaises(AccessError):
            self.team.with_user(self.portal).check_access("read")
        managed = self.team.with_user(self.manager)
        managed.name = "Reception"
        managed.copy().unlink()
        self.assertFalse(managed.search([("id", "=", foreign.id)]))
