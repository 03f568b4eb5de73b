from datetime import date, datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .test_working_time import WorkingTimeCase
from .users import new_test_user


@tagged("post_install", "-at_install")
class TestPublicHolidays(WorkingTimeCase):
    """China's 2026: shown first, entered once, undone; only policy managers do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        companies = {"company_id": cls.company.id, "company_ids": [(6, 0, cls.company.ids)]}
        cls.manager = new_test_user(
            cls.env, "day_manager", "service_kernel.group_policy_manager", **companies
        )
        cls.employee = new_test_user(cls.env, "day_employee", "base.group_user", **companies)
        cls.portal = new_test_user(cls.env, "day_portal", "base.group_portal", **companies)

    def wizard(self, year=2026, user=None, **vals):
        with Form(self.env["service.holiday.wizard"].with_user(user or self.manager)) as form:
            form.year = year
            for name, value in vals.items():
                form[name] = value
        return form.record

    def load(self, wizard):
        return self.env["service.holiday.load"].browse(wizard.action_load()["res_id"])

    def test_the_days_are_shown_first(self):
        wizard = self.wizard()
        self.assertEqual((wizard.country_id.code, wizard.calendar_ids), ("CN", self.calendar))
        by_kind = wizard.line_ids.grouped("kind")
        self.assertIn(date(2026, 10, 1), by_kind["holiday"].mapped("date"))
        self.assertEqual(
            [(line.date, line.dayofweek) for line in by_kind["workday"]],
            [
                (date(2026, 1, 4), "0"),
                (date(2026, 2, 14), "4"),
                (date(2026, 2, 28), "4"),
                (date(2026, 5, 9), "4"),
                (date(2026, 9, 20), "0"),
                (date(2026, 10, 10), "4"),
            ],
        )
        self.assertFalse(wizard.note)
        self.assertFalse(self.Leave.search([("calendar_id", "=", self.calendar.id)]))

    def test_names_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.manager.lang = "zh_CN"
        wizard = self.env["service.holiday.wizard"].with_user(self.manager).with_context(lang="zh_CN")
        names = wizard.create({"year": 2026}).line_ids.mapped("name")
        self.assertIn("国庆节", names)

    def test_loading_moves_deadlines_and_undoing_moves_them_back(self):
        before_feast = datetime(2026, 9, 30, 8)
        self.assertDue(before_feast, 1, "working_days", datetime(2026, 10, 1, 10))
        load = self.load(self.wizard())
        self.assertDue(before_feast, 1, "working_days", datetime(2026, 10, 8, 10))
        self.assertDue(datetime(2026, 9, 19, 2), 1, "working_days", datetime(2026, 9, 20, 10))
        first = load.leave_ids.sorted("date_from")[0]
        self.assertEqual(
            (first.date_from, first.date_to), (datetime(2025, 12, 31, 16), datetime(2026, 1, 1, 15, 59, 59))
        )
        self.assertEqual(first.company_id, self.company)
        load.with_user(self.manager).action_undo()
        self.assertEqual((load.state, len(load.leave_ids), len(load.day_ids)), ("undone", 0, 0))
        self.assertDue(before_feast, 1, "working_days", datetime(2026, 10, 1, 10))
        self.load(self.wizard())
        self.assertDue(before_feast, 1, "working_days", datetime(2026, 10, 8, 10))

    def test_a_second_run_adds_nothing_and_a_removed_day_comes_back(self):
        load = self.load(self.wizard())
        with self.assertRaisesRegex(UserError, "entered already"):
            self.wizard().action_load()
        count = len(load.leave_ids)
        load.leave_ids[0].unlink()
        load.day_ids[0].unlink()
        again = self.load(self.wizard())
        self.assertEqual((len(again.leave_ids), len(again.day_ids)), (1, 1))
        self.assertEqual(len(load.leave_ids), count - 1)

    def test_what_was_entered_by_hand_stays_after_undoing(self):
        own = self.leave(date(2026, 10, 1))
        load = self.load(self.wizard())
        self.assertNotIn(own.date_from, load.leave_ids.mapped("date_from"))
        load.action_undo()
        self.assertTrue(own.exists())

    def test_years_not_published_and_countries_not_known(self):
        self.assertIn("not be published", self.wizard(year=2090).note)
        island = self.env.ref("base.bv")
        wizard = self.wizard(country_id=island, year=1900)
        self.assertIn("No public holidays", wizard.note)
        with self.assertRaisesRegex(UserError, "Nothing to add"):
            wizard.action_load()

    def test_other_hours_than_monday_to_friday(self):
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek in "04").unlink()
        load = self.load(self.wizard())
        self.assertEqual(set(load.day_ids.mapped("dayofweek")), {"1"})

    def test_only_policy_managers_load_and_maintain(self):
        load = self.load(self.wizard())
        day = load.day_ids[0]
        self.assertTrue(day.with_user(self.employee).reason)
        day.with_user(self.manager).reason = "Other"
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                day.with_user(user).reason = "Mine"
            with self.assertRaises(AccessError):
                self.Day.with_user(user).create({"calendar_id": self.calendar.id, "date": "2026-03-15"})
            with self.assertRaises(AccessError):
                self.env["service.holiday.wizard"].with_user(user).create({"year": 2026})
            with self.assertRaises(AccessError):
                load.with_user(user).action_undo()
        with self.assertRaises(AccessError):
            day.with_user(self.portal).check_access("read")

    def test_other_companies(self):
        calendar = self.make_calendar(range(5), ((9, 17),))
        calendar.company_id = self.other_company
        calendar.attendance_ids = [(0, 0, {"name": "Open", "dayofweek": "5", "hour_from": 20, "hour_to": 22})]
        foreign = self.Day.create({"calendar_id": calendar.id, "date": "2026-03-08"})
        self.assertFalse(self.Day.with_user(self.manager).search([("id", "=", foreign.id)]))
        with self.assertRaises(AccessError):
            self.Day.with_user(self.manager).create({"calendar_id": calendar.id, "date": "2026-03-15"})
        wizard = self.wizard()
        wizard.sudo().calendar_ids = calendar
        with self.assertRaises(UserError):
            wizard.action_load()
