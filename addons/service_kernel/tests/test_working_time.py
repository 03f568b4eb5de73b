from datetime import date, datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, TransactionCase, tagged, warmup
from odoo.tools import mute_logger

from .leave_common import enter_leave
from .users import new_test_user

TUESDAY = datetime(2026, 3, 3, 8)  # 16:00 in Shanghai


class WorkingTimeCase(TransactionCase):
    """A shop of a company in Shanghai: Monday to Saturday, 08:30–12:00 and 14:00–18:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Mall", "country_id": cls.env.ref("base.cn").id})
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.calendar = cls.make_calendar(range(6), ((8.5, 12), (14, 18)))
        cls.company.resource_calendar_id = cls.calendar
        cls.env.user.company_ids |= cls.company | cls.other_company
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.calendar = cls.calendar.with_env(cls.env)
        cls.Day = cls.env["service.calendar.day"]
        cls.Leave = cls.env["resource.calendar.leaves"]

    @classmethod
    def make_calendar(cls, days, spans, **vals):
        calendar = cls.env["resource.calendar"].create(
            {"name": "Shop", "company_id": cls.company.id, "tz": "Asia/Shanghai"} | vals
        )
        calendar.tz = vals.get("tz", "Asia/Shanghai")
        cls.env["resource.calendar.leaves"].search([("calendar_id", "=", calendar.id)]).unlink()
        calendar.attendance_ids = [(5, 0, 0)] + [
            (0, 0, {"name": "Open", "dayofweek": str(day), "hour_from": start, "hour_to": end})
            for day in days
            for start, end in spans
        ]
        return calendar

    def leave(self, day, days=1, **vals):
        start = datetime.combine(day, datetime.min.time()) - timedelta(hours=8)
        return enter_leave(
            self.env,
            {
                "name": "Closed",
                "calendar_id": self.calendar.id,
                "date_from": start,
                "date_to": start + timedelta(days=days, seconds=-1),
            }
            | vals,
        )

    def assertDue(self, start, amount, unit, due, calendar=None):
        self.assertEqual((calendar or self.calendar)._service_due(start, amount, unit), due)


@tagged("post_install", "-at_install")
class TestWorkingTime(WorkingTimeCase):
    """Openings, leaves and make-up days of Odoo's calendars reach the engine, and changes do at once."""

    def test_hours_and_days(self):
        self.assertDue(TUESDAY, 2, "working_hours", datetime(2026, 3, 3, 10))
        self.assertDue(TUESDAY, 3, "working_hours", datetime(2026, 3, 4, 1, 30))
        self.assertDue(TUESDAY, 2, "working_days", datetime(2026, 3, 5, 10))
        self.assertDue(TUESDAY, 30, "clock_minutes", datetime(2026, 3, 3, 8, 30))
        self.assertDue(TUESDAY, 7, "calendar_days", datetime(2026, 3, 10, 15, 59, 59))
        self.assertEqual(
            self.calendar._service_elapsed(TUESDAY, datetime(2026, 3, 4, 1, 30), "working_hours"), 3
        )

    def test_breaks_are_closed(self):
        calendar = self.make_calendar([1], ((8, 12), (13, 17)))
        calendar.attendance_ids = [
            (
                0,
                0,
                {"name": "Lunch", "dayofweek": "1", "hour_from": 12, "hour_to": 13, "day_period": "lunch"},
            )
        ]
        self.assertDue(
            datetime(2026, 3, 3, 3), 2, "working_hours", datetime(2026, 3, 3, 6), calendar=calendar
        )

    def test_round_the_clock_and_nights(self):
        for end in (24, 23.99, 23 + 59 / 60):
            calendar = self.make_calendar(range(7), ((0, end),))
            self.assertDue(TUESDAY, 1000.5, "working_hours", TUESDAY + timedelta(hours=1000.5), calendar)
        night = self.make_calendar([1], ((22, 24),))
        night.attendance_ids = [(0, 0, {"name": "Night", "dayofweek": "2", "hour_from": 0, "hour_to": 6})]
        self.assertDue(TUESDAY, 8, "working_hours", datetime(2026, 3, 3, 22), night)
        self.assertDue(TUESDAY, 1, "working_days", datetime(2026, 3, 10, 22), night)

    def test_two_weeks_agree_with_odoo(self):
        calendar = self.make_calendar([], ())
        calendar.two_weeks_calendar = True
        line = {"name": "Open", "dayofweek": "2", "hour_from": 9, "hour_to": 10, "sequence": 20}
        calendar.attendance_ids = [
            (0, 0, line | {"week_type": "0"}),
            (0, 0, line | {"week_type": "1", "hour_from": 15, "hour_to": 16}),
        ]
        for weeks in range(-3, 4):
            start = TUESDAY + timedelta(weeks=weeks)
            self.assertDue(start, 0.5, "working_hours", calendar.plan_hours(0.5, start), calendar)

    def test_leaves_of_the_own_company_without_a_resource(self):
        other_resource = self.env["resource.resource"].create({"name": "Li", "calendar_id": self.calendar.id})
        self.leave(date(2026, 3, 4), resource_id=other_resource.id)
        self.leave(date(2026, 3, 4), calendar_id=False).company_id = self.other_company
        other = self.leave(date(2026, 3, 4), time_type="other")
        self.assertDue(TUESDAY, 1, "working_days", datetime(2026, 3, 4, 10))
        other.unlink()
        everywhere = self.leave(date(2026, 3, 4), calendar_id=False)
        self.assertDue(TUESDAY, 1, "working_days", datetime(2026, 3, 5, 10))
        everywhere.date_from += timedelta(days=7)
        everywhere.date_to += timedelta(days=7)
        self.assertDue(TUESDAY, 1, "working_days", datetime(2026, 3, 4, 10))
        everywhere.unlink()

    def test_a_shared_calendar_closes_on_the_holidays_of_the_company_that_asks(self):
        self.calendar.company_id = False
        self.leave(date(2026, 3, 4), calendar_id=False).company_id = self.other_company
        calendar = self.calendar
        self.assertEqual(calendar._service_due(TUESDAY, 1, "working_days").day, 4)
        due = calendar._service_due(TUESDAY, 1, "working_days", company=self.other_company)
        self.assertEqual(due.day, 5)

    def test_a_leave_lasts_until_its_last_minute_is_over(self):
        calendar = self.calendar = self.make_calendar(range(7), ((0, 24),))
        for seconds in (-1, -60):
            start = datetime(2026, 3, 3, 16)
            leave = self.leave(date(2026, 3, 4))
            leave.date_to = datetime(2026, 3, 4, 16) + timedelta(seconds=seconds)
            self.assertDue(start, 0, "working_hours", datetime(2026, 3, 4, 16), calendar)
            leave.unlink()

    def test_changes_count_at_once_also_when_they_are_rolled_back(self):
        sunday = datetime(2026, 3, 8, 2)
        monday = datetime(2026, 3, 9, 1, 30)
        self.assertDue(sunday, 1, "working_hours", monday)
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.Day.create({"calendar_id": self.calendar.id, "date": "2026-03-08", "dayofweek": "0"})
            self.assertDue(sunday, 1, "working_hours", datetime(2026, 3, 8, 3))
            raise ZeroDivisionError
        self.assertDue(sunday, 1, "working_hours", monday)
        day = self.Day.create({"calendar_id": self.calendar.id, "date": "2026-03-08", "dayofweek": "0"})
        self.assertDue(sunday, 1, "working_hours", datetime(2026, 3, 8, 3))
        day.write({"dayofweek": False, "hour_from": 13, "hour_to": 24})
        self.assertDue(sunday, 1, "working_hours", datetime(2026, 3, 8, 6))
        day.unlink()
        self.assertDue(sunday, 1, "working_hours", monday)
        self.calendar.attendance_ids.filtered(lambda line: line.hour_from == 8.5).hour_from = 9
        self.assertDue(sunday, 1, "working_hours", datetime(2026, 3, 9, 2))
        self.calendar.tz = "UTC"
        self.assertDue(sunday, 1, "working_hours", datetime(2026, 3, 9, 10))
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == "0").unlink()
        self.assertDue(sunday, 1, "working_hours", datetime(2026, 3, 10, 10))

    def test_make_up_days_that_cannot_be(self):
        vals = {"calendar_id": self.calendar.id, "date": "2026-03-08"}
        for wrong in (
            {"dayofweek": "6"},
            {"hour_from": 18, "hour_to": 9},
            {"hour_from": 9, "hour_to": 25},
            {"hour_from": -1, "hour_to": 9},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.Day.create(vals | wrong)
        self.Day.create(vals)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.Day.create(vals)

    def test_unusable_calendars_are_refused_with_a_word(self):
        self.calendar._service_check_usable()
        empty = self.make_calendar([], ())
        with self.assertRaisesRegex(ValidationError, "no open time"):
            empty._service_check_usable()
        with self.assertRaisesRegex(UserError, "no open time"):
            empty._service_due(TUESDAY, 1, "working_hours")
        flexible = self.make_calendar(range(5), ((9, 17),), schedule_type="flexible")
        with self.assertRaisesRegex(ValidationError, "flexible"):
            flexible._service_check_usable()
        with self.assertRaisesRegex(UserError, "flexible"):
            flexible._service_due(TUESDAY, 1, "working_hours")
        with self.assertRaisesRegex(UserError, "50 years"):
            self.calendar._service_due(TUESDAY, 10**6, "working_hours")
        for amount, unit in ((-1, "working_hours"), (1.5, "working_days"), (float("nan"), "clock_hours")):
            with self.assertRaises(UserError):
                self.calendar._service_due(TUESDAY, amount, unit)

    def test_the_reader_does_not_matter(self):
        portal = new_test_user(self.env, "time_portal", "base.group_portal", tz="America/New_York")
        self.leave(date(2026, 3, 4))
        self.assertDue(TUESDAY, 1, "working_days", datetime(2026, 3, 5, 10), self.calendar.with_user(portal))

    @warmup
    def test_a_thousand_deadlines_cost_a_handful_of_queries(self):
        for week in range(52):
            self.leave(date(2026, 1, 6) + timedelta(weeks=week))
        self.env.flush_all()
        self.env.invalidate_all()
        self.calendar._service_forget()
        with self.assertQueryCount(6):
            for hours in range(1000):
                self.calendar._service_due(TUESDAY, hours, "working_hours")

    def test_the_form_of_a_calendar_shows_its_days(self):
        with Form(self.calendar) as form, form.service_day_ids.new() as day:
            day.date = "2026-03-08"
            day.dayofweek = "4"
            day.reason = "Make-up day"
        self.assertEqual(self.calendar.service_day_ids.company_id, self.company)
