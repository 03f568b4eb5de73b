import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestPolicies(TransactionCase):
    """Codes are unique in company and pack; rules that could never match are refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.level = cls.env["service.authority.level"].create({"code": "t_level", "name": "Level"})

    def models_and_vals(self):
        return {
            "service.severity": {"name": "A"},
            "service.team": {"name": "Desk"},
            "service.risk.flag": {"name": "Fire"},
            "service.authority.level": {"name": "Level"},
            "service.authority.rule": {"level_id": self.level.id},
            "service.category": {"name": "Engine"},
        }

    def test_codes_are_unique_in_company_and_pack(self):
        for model, vals in self.models_and_vals().items():
            Model = self.env[model]
            Model.create({**vals, "code": "t_same"})
            Model.create({**vals, "code": "t_same", "pack_code": "mall"})
            Model.create({**vals, "code": "t_same", "pack_code": "car_maker"})
            if model != "service.authority.rule":
                Model.create({**vals, "code": "t_same", "company_id": self.other_company.id})
            for pack in (False, "mall"):
                with (
                    mute_logger("odoo.sql_db"),
                    self.assertRaises(psycopg2.errors.UniqueViolation),
                    self.env.cr.savepoint(),
                ):
                    Model.create({**vals, "code": "t_same", "pack_code": pack})
                    self.env.flush_all()

    def test_a_copy_is_the_company_s_own(self):
        level = self.env["service.authority.level"].create(
            {"code": "t_copied", "name": "Level", "pack_code": "mall"}
        )
        copy = level.copy()
        self.assertEqual((copy.code, copy.pack_code), ("t_copied (copy)", False))

    def test_amounts_of_a_rule(self):
        Rule = self.env["service.authority.rule"]
        vals = {"code": "t_rule", "level_id": self.level.id}
        for wrong in (
            {"amount_from": -1},
            {"amount_to": -1},
            {"amount_from": 500, "amount_to": 500},
            {"amount_from": 500, "amount_to": 499.99},
        ):
            with self.assertRaises(ValidationError):
                Rule.create({**vals, **wrong})
        Rule.create({**vals, "amount_from": 500, "amount_to": 500.01})

    def test_limits_of_a_level(self):
        for wrong in (
            {"compensation_limit": -1},
            {"compensation_window_limit": -1},
            {"compensation_window_days": 0},
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.level.write(wrong)
                self.env.flush_all()
            self.env.invalidate_all()

    def test_all_of_one_company(self):
        foreign = self.env["service.severity"].create(
            {"code": "t_a", "name": "A", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            self.env["service.risk.flag"].create(
                {"code": "t_fire", "name": "Fire", "severity_id": foreign.id}
            )
        with self.assertRaises(UserError):
            self.env["service.authority.rule"].create(
                {"code": "t_x", "level_id": self.level.id, "company_id": self.other_company.id}
            )
