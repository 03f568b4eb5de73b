import re
from datetime import datetime, timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged, warmup
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from .routing_common import RoutingCase

NOON = datetime(2026, 3, 10, 4)  # 12:00 in Shanghai
LEVELS = ("supervisor", "service_manager", "store_manager")


class DecidersCase(RoutingCase):
    """Somebody at each level, and time off and deputies to be given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"

    @classmethod
    def time_off(cls, user, start=NOON, end=NOON):
        resource = cls.env["resource.resource"].create({"name": user.name, "user_id": user.id})
        enter_leave(cls.env, {"resource_id": resource.id, "date_from": start, "date_to": end})

    @classmethod
    def deputy(cls, level, user, **vals):
        return cls.env["service.authority.deputy"].create(
            {
                "level_id": level.id,
                "deputy_id": user.id,
                "date_from": "2026-03-10",
                "date_to": "2026-03-10",
                **vals,
            }
        )

    def refusal(self, complaint, user):
        with self.assertRaises(UserError) as refused:
            complaint.with_user(user).action_reject()
        return str(refused.exception)


@tagged("post_install", "-at_install")
class TestOffer(DecidersCase):
    """When nobody of a level is present, the next one is offered, and the explanation says so."""

    def facts(self, complaint):
        facts = complaint.explanation["authority"]["facts"]
        return facts.get("absent_levels"), facts.get("offered")

    def test_the_explanation_keeps_codes(self):
        self.time_off(self.officer)
        with freeze_time(NOON):
            complaint = self.complain(amount_at_stake=500)
        with freeze_time(NOON + timedelta(seconds=1)):
            later = self.complain(amount_at_stake=500)
        self.assertEqual(self.facts(complaint), (["service_manager"], "store_manager"))
        self.assertEqual(self.facts(later), (None, None))
        for one in (complaint, later):
            self.assertEqual(
                one.authority_level_id, self.service_manager, "the rules decide, not who is there"
            )

    def test_levels_that_nobody_is_at_are_passed_over(self):
        self.time_off(self.user)
        self.service_manager.user_ids = False
        with freeze_time(NOON):
            self.assertEqual(
                self.facts(self.complain()), (["supervisor", "service_manager"], "store_manager")
            )
            self.time_off(self.manager)
            self.assertEqual(self.facts(self.complain()), ([*LEVELS], None))
            self.deputy(self.service_manager, self.colleague)
            self.assertEqual(self.facts(self.complain()), (["supervisor"], "service_manager"))

    def test_sentences(self):
        for user in (self.officer, self.manager):
            self.time_off(user)
        with freeze_time(NOON):
            alone = self.complain(amount_at_stake=2000, user_id=self.user.id)
            self.deputy(self.store_manager, self.colleague)
            offered = self.complain(amount_at_stake=500, user_id=self.user.id)
        for complaint, sentence in (
            (offered, "Nobody of “Service manager” was present; offered to “Store manager”."),
            (alone, "Nobody of “Store manager” was present, and there is no level above."),
        ):
            authority = complaint.with_user(self.user).get_explanation()[0]
            self.assertIn({"label": "Presence", "text": sentence}, authority["facts"])
            self.assertFalse([fact for fact in authority["facts"] if "_" in fact["label"]])

    def test_shown_as_long_as_nobody_is_present(self):
        self.time_off(self.officer)
        with freeze_time(NOON + timedelta(seconds=1)):
            complaint = self.complain(amount_at_stake=500, user_id=self.user.id)
            history = self.complain(amount_at_stake=500, is_history=True)
            free = self.complain(company_id=self.other_company.id, user_id=False)
            self.assertFalse(complaint.offered_level_id)
        with freeze_time(NOON):
            self.env.invalidate_all()
            self.assertEqual(complaint.with_user(self.user).offered_level_id, self.store_manager)
            self.assertFalse(history.offered_level_id or free.offered_level_id)
            complaint.action_reject()
            self.assertFalse(complaint.offered_level_id)

    @warmup
    def test_presence_costs_a_query_a_level_whatever_the_batch(self):
        vals = [
            {"contact_name": "X", "description": "x", "amount_at_stake": amount}
            for amount in (1, 600, 2500) * 100
        ]
        self.deputy(self.service_manager, self.colleague)
        self.time_off(self.officer)
        complaints = self.Complaint.create(vals)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(8), freeze_time(NOON):
            complaints.mapped("offered_level_id")
        with self.assertQueryCount(8), freeze_time(NOON):
            complaints._route()


@tagged("post_install", "-at_install")
class TestDeciders(DecidersCase):
    """Who may end a complaint, and who is named when somebody may not."""

    def test_a_deputy_decides_on_the_days_only(self):
        self.deputy(self.store_manager, self.officer, user_id=self.manager.id)
        complaint = self.complain(amount_at_stake=2000)
        first, last = datetime(2026, 3, 9, 16), datetime(2026, 3, 10, 15, 59, 59)
        for at in (first - timedelta(seconds=1), last + timedelta(seconds=1)):
            with freeze_time(at):
                self.assertIn("Store manager", self.refusal(complaint, self.officer))
        for at in (first, last):
            with freeze_time(at):
                self.complain(amount_at_stake=2000).with_user(self.officer).action_reject()

    def test_those_present_are_named_first(self):
        complaint = self.complain(amount_at_stake=500, user_id=self.user.id)
        number, officer, manager, colleague = map(
            re.escape, (complaint.name, self.officer.name, self.manager.name, self.colleague.name)
        )
        decides = f"{number}: “Service manager” has to decide"
        with freeze_time(NOON):
            self.assertRegex(self.refusal(complaint, self.user), f"^{decides}. Ask {officer}, {manager}.$")
            self.time_off(self.officer)
            self.assertRegex(
                self.refusal(complaint, self.user),
                rf"^{decides}; nobody of that level is present. Ask {manager}, {officer} \(absent\).$",
            )
            deputy = self.deputy(self.service_manager, self.colleague)
            self.assertRegex(
                self.refusal(complaint, self.user),
                rf"^{decides}. Ask {colleague} \(deputy\), {manager}, {officer} \(absent\).$",
            )
            deputy.action_archive()
            self.time_off(self.manager)
            absent = rf"{officer} \(absent\), {manager} \(absent\)"
            self.assertRegex(
                self.refusal(complaint, self.user),
                f"^{decides}; nobody who may decide is present: {absent}.$",
            )

    def test_who_stands_in_for_somebody_complained_about_does_not_decide(self):
        """Neither as the person's own deputy nor as that of the whole level, nor in their own right."""
        about = self.env["hr.employee"].create({"name": "M", "user_id": self.manager.id})
        for vals in ({"user_id": self.manager.id}, {}):
            row = self.deputy(self.store_manager, self.officer, **vals)
            for amount in (500, 2000):
                complaint = self.complain(
                    amount_at_stake=amount, employee_ids=about.ids, user_id=self.user.id
                )
                with freeze_time(NOON):
                    self.assertIn("you stand in for somebody", self.refusal(complaint, self.officer))
                    self.assertIn("nobody is at that level", self.refusal(complaint, self.user))
                    complaint.with_user(self.officer).action_start()
                with freeze_time(NOON + timedelta(days=1)):
                    self.assertNotIn("stand in", self.refusal(complaint, self.user))
            row.unlink()
        self.deputy(self.store_manager, self.officer, user_id=self.manager.id)
        with freeze_time(NOON):
            self.complain(amount_at_stake=2000).with_user(self.officer).action_reject()
        complaint = self.complain(amount_at_stake=500, employee_ids=about.ids)
        with freeze_time(NOON + timedelta(days=1)):
            complaint.with_user(self.officer).action_reject()

    def test_a_deputy_complained_about_does_not_decide_either(self):
        about = self.env["hr.employee"].create({"name": "O", "user_id": self.officer.id})
        self.deputy(self.store_manager, self.officer)
        complaint = self.complain(amount_at_stake=2000, employee_ids=about.ids)
        with freeze_time(NOON):
            self.assertIn("you are complained about", self.refusal(complaint, self.officer))
            complaint.with_user(self.manager).action_reject()

    def test_history_is_nobody_s_own_case(self):
        about = self.env["hr.employee"].create({"name": "M", "user_id": self.manager.id})
        self.deputy(self.store_manager, self.officer)
        old = self.complain(amount_at_stake=2000, employee_ids=about.ids, is_history=True)
        with freeze_time(NOON):
            old.with_user(self.officer).action_reject()


@tagged("post_install", "-at_install")
class TestTeamOfComplaint(DecidersCase):
    """The team on the complaint and in the log."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Team = cls.env["service.team"]
        cls.team = Team.create({"code": "t_desk", "name": "Desk", "member_ids": cls.user.ids})
        cls.foreign = Team.create({"code": "t_f", "name": "F", "company_id": cls.other_company.id})

    def test_desk_users_choose_a_team_of_the_company(self):
        form = Form(self.env["service.complaint"].with_user(self.user))
        form.contact_name = "Ms Li"
        form.description = "<p>x</p>"
        form.team_id = self.team
        complaint = form.save()
        self.assertEqual(complaint.team_id, self.team)
        with self.assertRaises(UserError):
            self.complain(team_id=self.foreign.id)

    def test_a_team_is_no_fact(self):
        complaint = self.complain(amount_at_stake=500)
        before = complaint.explanation
        complaint.team_id = self.team
        self.assertEqual(complaint.explanation, before)

    def test_it_is_tracked(self):
        complaint = self.env["service.complaint"].browse(self.complain().id)
        self.env.cr.flush()  # what is created in a transaction is not tracked in it
        complaint.team_id = self.team
        self.env.cr.flush()
        values = complaint.message_ids.sudo().tracking_value_ids
        self.assertIn("Desk", values.mapped("new_value_char"))

    def test_the_log_keeps_the_team_of_that_time(self):
        complaint = self.complain(amount_at_stake=500, team_id=self.team.id)
        complaint.amount_at_stake = 2000
        complaint.team_id = False
        complaint.amount_at_stake = 1
        rows = self.env["service.decision.log"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertEqual([row.team_id for row in rows], [self.team.browse(), self.team])
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.IntegrityConstraintViolation),
            self.env.cr.savepoint(),
        ):
            rows[1].team_id = False
            self.env.flush_all()

    def test_officers_do_not_maintain_teams_and_deputies(self):
        row = self.deputy(self.store_manager, self.colleague)
        for record in (self.team, row):
            for user in (self.employee, self.user, self.officer):
                record.with_user(user).check_access("read")
                with self.assertRaises(AccessError):
                    record.with_user(user).check_access("write")
            record.with_user(self.manager).check_access("write")
            with self.assertRaises(AccessError):
                record.with_user(self.portal).check_access("read")
        self.assertFalse(self.foreign.with_user(self.manager).search([("id", "=", self.foreign.id)]))
