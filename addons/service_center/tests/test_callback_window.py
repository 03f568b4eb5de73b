from datetime import date, datetime, timedelta

from odoo.tests import Form, freeze_time, tagged

from .callback_common import CallbackCase

FRIDAY = date(2026, 3, 6)


def shanghai(text):
    return datetime.fromisoformat(text) - timedelta(hours=8)


@tagged("post_install", "-at_install")
class TestCallbackWindow(CallbackCase):
    """The hours that are offered (REALTY-WIN-01, Q-47)."""

    def offered(self, callback):
        return callback.window_from, callback.window_to

    @freeze_time(shanghai("2026-03-01 09:00"))
    def test_standard_hours_of_the_day_in_the_customers_time(self):
        callback = self.callback(due_date=FRIDAY)
        self.assertEqual(self.offered(callback), (shanghai("2026-03-06 10:00"), shanghai("2026-03-06 11:30")))
        self.assertNotIn("Shanghai", callback.customer_time)
        self.customer.tz = "Europe/Berlin"
        callback._offer_windows()
        self.assertEqual(callback.window_from, datetime(2026, 3, 6, 9))
        self.assertIn("(Europe/Berlin)", callback.customer_time)

    @freeze_time(shanghai("2026-03-01 09:00"))
    def test_whose_hours_they_are(self):
        Window = self.env["service.contact.window"]
        Window.create({"company_id": self.company.id, "hour_from": 9, "hour_to": 10})
        self.assertEqual(self.callback(due_date=FRIDAY).window_from, shanghai("2026-03-06 09:00"))
        Window.create({"plan_id": self.plan.id, "hour_from": 18, "hour_to": 19.5})
        self.assertEqual(self.callback(due_date=FRIDAY).window_from, shanghai("2026-03-06 18:00"))
        Window.create({"partner_id": self.customer.id, "hour_from": 12, "hour_to": 13, "weekday": "5"})
        self.assertEqual(self.callback(due_date=FRIDAY).window_from, shanghai("2026-03-07 12:00"))

    @freeze_time(shanghai("2026-03-06 18:00"))
    def test_a_duty_of_the_day_stays_on_its_day(self):
        late = self.callback(due_date=FRIDAY, is_same_day=True)
        self.assertEqual(self.offered(late), (shanghai("2026-03-06 18:00"), shanghai("2026-03-06 23:59:59")))
        planned = self.callback(due_date=FRIDAY)
        self.assertEqual(planned.window_from, shanghai("2026-03-07 10:00"))
        over = self.callback(due_date=FRIDAY - timedelta(days=1), is_same_day=True)
        self.assertEqual(self.offered(over), (False, False))

    @freeze_time(shanghai("2026-03-01 09:00"))
    def test_moved_by_hand(self):
        callback = self.callback(due_date=FRIDAY)
        callback.due_date = date(2026, 3, 9)
        self.assertEqual(callback.window_from, shanghai("2026-03-09 10:00"))
        with Form(self.Callback) as form:
            form.partner_id = self.customer
            form.due_date = FRIDAY
            self.assertIn("10:00", form.customer_time.replace("\u202f", " "))

    def test_hours_that_make_no_sense(self):
        for vals in (
            {"hour_from": 12, "hour_to": 12},
            {"hour_from": -1, "hour_to": 12},
            {"hour_from": 12, "hour_to": 24.5},
        ):
            with self.assertViolated("in_a_day"):
                self.env["service.contact.window"].create({"company_id": self.company.id, **vals})
        with self.assertViolated("one_owner"):
            self.env["service.contact.window"].create({"hour_from": 1, "hour_to": 2})

    def test_lists_without_a_query_per_row(self):
        partners = self.env["res.partner"].create(
            [{"name": f"C{one}", "phone": f"+8613900{one:06d}"} for one in range(60)]
        )
        callbacks = self.Callback.union(*(self.callback(partner_id=one.id) for one in partners))
        names = ["customer_time", "warning", "needs_number", "phone", "display_name"]
        few, many = callbacks[:5], callbacks

        def read(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.with_user(self.user).read(names)
            return self.cr.sql_log_count - before

        read(few)  # what is cached for good
        self.assertLessEqual(read(many), read(few) + 2)

    def test_windows_of_many_without_a_query_each(self):
        partners = self.env["res.partner"].create([{"name": f"C{one}"} for one in range(60)])
        callbacks = self.Callback.union(*(self.callback(partner_id=one.id) for one in partners))
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(20):
            callbacks._offer_windows()
            self.env.flush_all()
