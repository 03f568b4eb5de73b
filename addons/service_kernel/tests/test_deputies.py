from datetime import datetime, timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .authority_common import NOON, AuthorityCase
from .users import new_test_user

SECOND = timedelta(seconds=1)
FIRST = datetime(2026, 3, 9, 16)  # midnight before 10 March in Shanghai
LAST = datetime(2026, 3, 12, 15, 59, 59)  # the end of 12 March


@tagged("post_install", "-at_install")
class TestDeputies(AuthorityCase):
    """Who is at a level on a day, and to whom its cases are offered."""

    def test_first_and_last_day_of_the_company_s_time_zone(self):
        self.deputy()
        own = self.li | self.wang
        for at, users in (
            (FIRST - SECOND, own),
            (FIRST, own | self.chen),
            (LAST, own | self.chen),
            (LAST + SECOND, own),
        ):
            self.assertEqual(self.low._get_users(at), users, at)
        self.company.resource_calendar_id.tz = "UTC"
        self.assertEqual(self.low._get_users(FIRST), own)
        self.assertEqual(self.low._get_users(LAST + SECOND), own | self.chen)

    def test_deciders_are_those_of_the_level_and_above_with_their_deputies(self):
        self.deputy()
        self.deputy(self.sun, level_id=self.high.id)
        self.assertEqual(self.high._get_deciders(NOON), self.zhao | self.sun)
        self.assertLessEqual(
            self.li | self.wang | self.chen | self.zhao | self.sun, self.low._get_deciders(NOON)
        )
        self.assertFalse((self.chen | self.sun) & self.low._get_deciders(LAST + SECOND))

    def test_today_is_the_default(self):
        today = datetime.now() + timedelta(hours=8)
        self.deputy(date_from=today.date(), date_to=today.date())
        self.deputy(self.sun, date_from=today.date() + timedelta(2), date_to=today.date() + timedelta(2))
        self.assertIn(self.chen, self.low._get_users())
        self.assertIn(self.chen, self.low._get_deciders())
        self.assertNotIn(self.sun, self.low._get_users())

    def test_absent_people_and_absent_deputies_are_not_present(self):
        self.deputy(user_id=self.li.id)
        self.assertEqual(self.low._get_present_users(NOON), self.li | self.wang | self.chen)
        self.time_off(self.li, NOON, NOON)
        self.assertEqual(self.low._get_present_users(NOON), self.wang | self.chen)
        self.assertEqual(self.low._get_present_users(NOON + SECOND), self.li | self.wang | self.chen)
        self.time_off(self.chen, NOON, NOON)
        self.assertEqual(self.low._get_present_users(NOON), self.wang)

    def test_archived_deputies_do_not_count(self):
        row = self.deputy()
        row.action_archive()
        self.assertNotIn(self.chen, self.low._get_users(NOON))
        row.action_unarchive()
        self.assertIn(self.chen, self.low._get_users(NOON))
        self.chen.active = False
        self.assertNotIn(self.chen, self.low._get_users(NOON))

    def test_a_deputy_who_left_the_company_does_not_count(self):
        self.deputy()
        self.chen.write(
            {"company_ids": [Command.set(self.other_company.ids)], "company_id": self.other_company.id}
        )
        self.assertNotIn(self.chen, self.low._get_users(NOON))

    def test_offered_to_the_first_level_with_somebody_present(self):
        none = self.env["service.authority.level"]
        self.assertEqual(self.low._get_offer(NOON), (none, self.low))
        self.assertEqual(self.low._get_offer_facts(self.company, self.low.id, NOON), {})
        self.time_off(self.li, NOON, NOON)
        self.assertEqual(self.low._get_offer(NOON), (none, self.low))
        self.time_off(self.wang, NOON, NOON)
        self.assertEqual(self.low._get_offer(NOON), (self.low, self.high))
        self.assertEqual(
            self.low._get_offer_facts(self.company, self.low.id, NOON),
            {"absent_levels": ["t_low"], "offered": "t_high"},
        )
        self.assertEqual(self.low._get_offer(NOON + SECOND), (none, self.low))
        self.time_off(self.zhao, NOON, NOON)
        self.assertEqual(self.low._get_offer(NOON), (self.low | self.high, none))
        self.assertEqual(self.low._get_offer_facts(self.company, self.low.id, NOON)["offered"], None)
        self.deputy(user_id=self.li.id)
        self.assertEqual(self.low._get_offer(NOON), (none, self.low))

    def test_whoever_joins_or_leaves_a_group_is_seen_at_once(self):
        group, above = self.env["res.groups"].create([{"name": "Deciding"}, {"name": "Above"}])
        self.high.write({"user_ids": False, "group_ids": group.ids})
        self.assertFalse(self.high._get_users())
        group.user_ids = self.sun
        self.assertEqual(self.high._get_users(), self.sun)
        above.write({"user_ids": self.chen.ids, "implied_ids": group.ids})
        self.assertEqual(self.high._get_users(), self.sun | self.chen)
        late = self.env["res.users"].create(
            {
                "name": "Late",
                "login": "auth_late",
                "group_ids": [Command.set([self.env.ref("base.group_user").id, group.id])],
            }
        )
        self.assertEqual(self.high._get_users(), self.sun | self.chen | late)
        self.sun.group_ids -= group
        above.unlink()
        self.assertEqual(self.high._get_users(), late)
        self.env["res.groups"].create({"name": "Later", "implied_ids": group.ids, "user_ids": self.chen.ids})
        self.assertEqual(self.high._get_users(), late | self.chen)

    def test_in_whose_place_somebody_acts(self):
        Level = self.env["service.authority.level"]
        self.deputy(user_id=self.li.id)
        self.deputy(self.sun)
        for user, people in ((self.chen, self.li), (self.sun, self.li | self.wang), (self.li, self.nobody)):
            self.assertEqual(Level._get_represented(user, self.company, NOON), people)
            self.assertFalse(Level._get_represented(user, self.company, LAST + SECOND))
            self.assertFalse(Level._get_represented(user, self.other_company, NOON))
        self.assertEqual(Level._get_deputies_of(self.wang, self.company, NOON), self.sun)
        self.assertEqual(Level._get_deputies_of(self.li, self.company, NOON), self.chen | self.sun)
        self.assertFalse(Level._get_deputies_of(self.li, self.company, FIRST - SECOND))

    def test_limits(self):
        rest = (2000, 10)
        self.deputy(limit=300)
        self.deputy(self.sun)
        self.assertEqual(self.low._get_limits(self.li, NOON), (500, *rest))
        self.assertEqual(self.low._get_limits(self.chen, FIRST), (300, *rest))
        self.assertEqual(self.low._get_limits(self.chen, LAST), (300, *rest))
        self.assertEqual(self.low._get_limits(self.sun, NOON), (500, *rest))
        self.assertIsNone(self.low._get_limits(self.chen, FIRST - SECOND))
        self.assertIsNone(self.low._get_limits(self.chen, LAST + SECOND))
        self.assertIsNone(self.low._get_limits(self.zhao, NOON))
        self.assertEqual(self.high._get_limits(self.zhao, NOON), (None, None, 30))
        self.low.compensation_limit = 200
        self.assertEqual(self.low._get_limits(self.chen, NOON), (200, *rest), "the level's was lowered")


@tagged("post_install", "-at_install")
class TestDeputyRecords(AuthorityCase):
    """What may be entered, and by whom."""

    def test_what_cannot_be(self):
        for error, vals in (
            (ValidationError, {"user_id": self.chen.id}),
            (ValidationError, {"user_id": self.zhao.id}),
            (ValidationError, {"limit": 500.01}),
            (ValidationError, {"deputy_id": self.portal.id}),
            (UserError, {"deputy_id": self.stranger.id}),
            (UserError, {"user_id": self.stranger.id}),
        ):
            with self.assertRaises(error), self.env.cr.savepoint():
                self.deputy(**vals)
        for vals in ({"date_to": "2026-03-09"}, {"limit": -1}):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.deputy(**vals)
        self.deputy(date_to="2026-03-10", limit=500)
        self.deputy(level_id=self.high.id, limit=5000)

    def test_names(self):
        self.assertEqual(self.deputy(user_id=self.li.id).display_name, "Chen for Li")
        self.assertEqual(self.deputy().display_name, "Chen for Low")

    def test_a_level_with_deputies_is_archived_not_deleted(self):
        self.deputy()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.low.unlink()
        self.low.action_archive()

    def test_managers_enter_them_in_the_form(self):
        form = Form(self.env["service.authority.deputy"].with_user(self.manager))
        form.level_id = self.low
        form.user_id = self.li
        form.deputy_id = self.chen
        form.date_from = "2026-03-10"
        form.date_to = "2026-03-10"
        form.reason = "Annual leave"
        row = form.save()
        self.assertEqual((row.company_id, row.create_uid), (self.company, self.manager))
        with Form(self.low.with_user(self.manager)) as form, form.deputy_ids.new() as line:
            line.deputy_id = self.sun
            line.date_to = "2099-12-31"
        self.assertEqual(self.low.deputy_ids.deputy_id, self.chen | self.sun)
        row.unlink()

    def test_nobody_else_makes_deputies(self):
        """Not even of themselves, and not one of those at the level."""
        row = self.deputy(self.sun, reason="Surgery")
        vals = {"level_id": self.high.id, "date_from": "2026-03-10", "date_to": "2026-03-10"}
        for user in (self.li, self.zhao, self.chen):
            Deputy = self.env["service.authority.deputy"].with_user(user)
            with self.assertRaises(AccessError):
                Deputy.create({**vals, "deputy_id": user.id})
            for operation in ("write", "unlink"):
                with self.assertRaises(AccessError):
                    row.with_user(user).check_access(operation)
            row.with_user(user).read(["deputy_id", "level_id", "date_to"])
            with self.assertRaises(AccessError):
                row.with_user(user).read(["reason"])
        with self.assertRaises(AccessError):
            row.with_user(self.portal).check_access("read")
        self.assertEqual(row.with_user(self.manager).reason, "Surgery")

    def test_deputies_of_other_companies_are_invisible(self):
        level = self.low.create({"code": "t_f", "name": "F", "company_id": self.other_company.id})
        foreign = self.deputy(self.stranger, level_id=level.id)
        self.assertEqual(foreign.company_id, self.other_company)
        for user in (self.manager, self.li):
            self.assertFalse(foreign.with_user(user).search([("id", "=", foreign.id)]))
        both = new_test_user(
            self.env, "auth_both", company_ids=[Command.set((self.company | self.other_company).ids)]
        )
        self.assertEqual(level._get_users(NOON), self.stranger)
        self.assertNotIn(self.stranger, self.low._get_deciders(NOON))
        self.deputy(both, level_id=level.id)
        self.assertNotIn(both, self.low._get_deciders(NOON))
