from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.service_kernel.tests.users import new_test_user


class ScoreCase(TransactionCase):
    """A company of its own with a rule book as a draft, and people of every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Score Hotel"})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.user = cls.person("score_user", "base.group_user")
        cls.officer = cls.person("score_officer", "service_scoring.group_officer")
        cls.manager = cls.person("score_manager", "service_scoring.group_manager")
        cls.hr = cls.person("score_hr", "service_scoring.group_hr")
        cls.book = cls.make_book()

    @classmethod
    def person(cls, login, groups):
        return new_test_user(
            cls.env, login, groups, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)]
        )

    @classmethod
    def employee_of(cls, user, **vals):
        return cls.env["hr.employee"].create(
            {"name": user.name, "user_id": user.id, "company_id": cls.company.id, **vals}
        )

    @classmethod
    def make_book(cls, **vals):
        """A draft with the numbers of HOTEL-FINE-01."""
        return cls.env["service.score.rulebook"].create(
            {
                "name": "Hotel points",
                "code": "hotel",
                "company_id": cls.company.id,
                "bracket_ids": [
                    Command.create({"points_to": 20, "amount": 10, "mode": "whole"}),
                    Command.create({"points_from": 20, "is_open_end": True, "amount": 20, "mode": "whole"}),
                ],
                "rule_ids": [
                    Command.create(
                        {
                            "code": "attendance",
                            "name": "Attendance",
                            "points": 1,
                            "multiplier_ids": [Command.create({"code": "harm", "name": "Serious harm"})],
                            "step_ids": [
                                Command.create({"occurrence": 2, "factor": 1.5, "consequence": "warning"})
                            ],
                        }
                    ),
                    Command.create({"code": "hidden", "name": "Not used", "points": 3, "active": False}),
                ],
                **vals,
            }
        )

    @property
    def rule(self):
        return self.book.rule_ids

    def assertRefused(self, message, what, *args, **kwargs):
        """``what`` is refused with ``message``, and leaves no trace."""
        with self.assertRaises(UserError) as caught:
            what(*args, **kwargs)
        self.assertIn(message, str(caught.exception))
