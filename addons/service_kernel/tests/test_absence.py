from datetime import datetime, timedelta

from odoo.tests import tagged

from .authority_common import NOON, AuthorityCase
from .leave_common import enter_leave
from .users import new_test_user

SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestAbsence(AuthorityCase):
    """Who is not there at an instant."""

    def test_first_and_last_second_included(self):
        first, last = datetime(2026, 3, 9, 16), datetime(2026, 3, 10, 15, 59, 59)
        self.time_off(self.li, first, last)
        everybody = self.li | self.wang
        for at, absent in (
            (first - SECOND, self.nobody),
            (first, self.li),
            (NOON, self.li),
            (last, self.li),
            (last.replace(microsecond=999_999), self.li),
            (last + SECOND, self.nobody),
        ):
            self.assertEqual(everybody._service_absent(at), absent, at)

    def test_now_is_the_default(self):
        now = datetime.now().replace(microsecond=0)
        self.time_off(self.li, now - timedelta(hours=1), now + timedelta(hours=1))
        self.time_off(self.wang, now + timedelta(hours=1), now + timedelta(hours=2))
        self.assertEqual((self.li | self.wang)._service_absent(), self.li)

    def test_archived_users_are_never_there(self):
        self.li.active = False
        self.assertEqual((self.li | self.wang)._service_absent(NOON), self.li)

    def test_what_is_no_absence(self):
        leave = self.time_off(self.li, NOON, NOON, time_type="other")
        enter_leave(
            self.env,
            {
                "name": "Public holiday",
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": NOON,
                "date_to": NOON,
            },
        )
        self.assertFalse(self.li._service_absent(NOON))
        leave.time_type = "leave"
        self.assertEqual(self.li._service_absent(NOON), self.li)

    def test_the_company_of_the_time_off(self):
        foreign = self.env["resource.calendar"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        self.time_off(self.li, NOON, NOON, calendar_id=foreign.id)
        self.assertFalse(self.li._service_absent(NOON))
        self.assertFalse(self.li._service_absent(NOON, self.company))
        self.assertEqual(self.li._service_absent(NOON, self.other_company), self.li)

    def test_others_time_off_is_known_to_those_who_may_not_read_it(self):
        self.time_off(self.li, NOON, NOON)
        self.assertEqual(self.li.with_user(self.chen)._service_absent(NOON), self.li)

    def test_one_query_for_any_number(self):
        users = self.env["res.users"]
        for number in range(30):
            users |= new_test_user(self.env, f"auth_many_{number}")
        for user in users[:20]:
            self.time_off(user, NOON, NOON)
        self.assertFalse(self.nobody._service_absent(NOON))
        users.mapped("active")
        self.env.flush_all()
        with self.assertQueryCount(1):
            absent = users._service_absent(NOON)
        self.assertEqual(absent, users[:20])
