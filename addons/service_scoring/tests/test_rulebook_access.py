import psycopg2

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .score_common import ScoreCase

PARTS = ("rulebook", "rule", "rule.step", "rule.multiplier", "fine.bracket")
OPEN = ("category", "pay.component")
CLOSED = ("region", "wage.floor")
NOTED = ("acknowledgement", "acknowledgement.list", "acknowledgement.link")


@tagged("post_install", "-at_install")
class TestRulebookAccess(ScoreCase):
    """Everybody reads the rules that they are judged by; managers write them; money is its own role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.score.region"].create(
            {
                "name": "Beijing",
                "code": "bj",
                "floor_ids": [Command.create({"valid_from": "2026-01-01", "amount": 1})],
            }
        )
        cls.env["service.score.category"].create({"name": "Ethics", "code": "ethics"})

    def models(self, names, user):
        return [self.env[f"service.score.{name}"].with_user(user) for name in names]

    def test_drafts_are_the_managers(self):
        for user in (self.user, self.officer, self.hr):
            for Model in self.models(PARTS, user):
                self.assertFalse(Model.search([]), Model)
        for Model in self.models(PARTS, self.manager):
            self.assertTrue(Model.search([]), Model)

    def test_everybody_reads_what_is_in_force(self):
        self.book.action_activate()
        for user in (self.user, self.officer, self.hr, self.manager):
            for Model in self.models((*PARTS, *OPEN), user):
                self.assertTrue(Model.search([]), Model)
        self.assertEqual(self.book.with_user(self.user).compute_fine(21), 420)

    def test_wage_floors_are_for_those_who_score(self):
        for Model in self.models(CLOSED, self.user):
            with self.assertRaises(AccessError):
                Model.search([])
        for user in (self.officer, self.hr, self.manager):
            for Model in self.models(CLOSED, user):
                self.assertTrue(Model.search([]), Model)

    def test_only_managers_write(self):
        for user in (self.user, self.officer, self.hr):
            for Model in self.models((*PARTS, *OPEN, *CLOSED), user):
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(Model.has_access(operation), (Model, operation))
            for step in ("action_activate", "action_new_version"):
                with self.assertRaises(AccessError):
                    getattr(self.book.with_user(user), step)()
        book = self.book.with_user(self.manager)
        book.rule_ids.points = 2
        book.action_activate()
        version = book.action_new_version()
        self.assertEqual(version.rule_ids.points, 2)
        with self.assertRaises(AccessError):
            self.book.with_user(self.hr).action_archive_version()
        book.action_archive_version()

    def test_other_companies_see_nothing(self):
        self.book.action_activate()
        company = self.env.ref("base.main_company")
        stranger = new_test_user(
            self.env,
            "score_stranger",
            "service_scoring.group_manager",
            company_id=company.id,
            company_ids=company.ids,
        )
        self.assertNotIn(self.company, stranger.company_ids)
        for Model in self.models((*PARTS, *OPEN, *CLOSED, *NOTED), stranger):
            Model = Model.with_context(allowed_company_ids=company.ids)
            self.assertFalse(Model.search([("company_id", "=", self.company.id)]), Model)

    def test_portal_users_have_no_rights(self):
        portal = new_test_user(self.env, "score_portal", "base.group_portal")
        for Model in self.models((*PARTS, *OPEN, *CLOSED, *NOTED), portal):
            self.assertFalse(Model.has_access("read"), Model)

    def test_money_is_a_role_of_its_own(self):
        self.assertFalse(self.manager.has_group("service_scoring.group_hr"))
        self.assertTrue(self.hr.has_group("service_scoring.group_officer"))
        self.assertFalse(self.hr.has_group("service_scoring.group_manager"))
        officer = new_test_user(self.env, "score_odoo_hr", "hr.group_hr_manager")
        self.assertFalse(officer.has_group("service_scoring.group_hr"))
        self.assertTrue(self.env.ref("base.user_admin").has_group("service_scoring.group_hr"))

    def test_employee_numbers_are_unique_and_not_for_everybody(self):
        employee = self.employee_of(self.user, score_employee_number="0017")
        other = self.employee_of(self.officer)
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            other.score_employee_number = "0017"
            self.env.flush_all()
        for user in (self.user, self.officer, self.manager):
            with self.assertRaises(AccessError):
                employee.with_user(user).read(["score_employee_number"])

    def test_every_company_has_its_pay_components(self):
        components = self.env["service.score.pay.component"].search([("company_id", "=", self.company.id)])
        self.assertEqual(components.mapped("code"), ["performance", "allowance", "bonus", "basic"])
        self.assertEqual(components[0].name, "Performance Pay")
        self.env["service.score.pay.component"]._create_base_components(self.company)
        self.assertEqual(components.search_count([("company_id", "=", self.company.id)]), 4)
