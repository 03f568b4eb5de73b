from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time

from odoo.addons.service_kernel.tests.users import new_test_user

#: noon in Shanghai
NOW = datetime(2026, 6, 10, 4)
TODAY = date(2026, 6, 10)


@freeze_time(NOW)
class BenefitCase(TransactionCase):
    """A company in Shanghai with a membership program, a card, and a benefit of five a year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Benefit House"})
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": cls.company.ids,
                "tracking_disable": True,
                "lang": "en_US",
            }
        )
        cls.desk = cls.person("benefit_desk", "membership.group_user")
        cls.officer = cls.person("benefit_officer", "membership.group_officer")
        cls.manager = cls.person("benefit_manager", "membership.group_manager")
        cls.program = cls.make_program("house")
        cls.card = cls.make_card("王小明")
        cls.benefit = cls.make_benefit("visit", quota=5)

    @classmethod
    def person(cls, login, groups):
        return new_test_user(
            cls.env, login, groups, company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)]
        )

    @classmethod
    def make_program(cls, code, **vals):
        return cls.env["loyalty.program"].create(
            {
                "name": f"Card {code}",
                "program_type": "loyalty",
                "trigger": "auto",
                "applies_on": "both",
                "is_membership": True,
                "membership_code": code,
                "company_id": cls.company.id,
                "rule_ids": [Command.create({"reward_point_amount": 1, "reward_point_mode": "money"})],
                "reward_ids": [Command.create({"required_points": 100})],
                **vals,
            }
        )

    @classmethod
    def make_card(cls, name, program=None, **vals):
        return cls.env["loyalty.card"].create(
            {
                "program_id": (program or cls.program).id,
                "partner_id": cls.env["res.partner"].create({"name": name}).id,
                **vals,
            }
        )

    @classmethod
    def make_benefit(cls, code, **vals):
        return cls.env["membership.benefit"].create(
            {
                "code": code,
                "name": code.title(),
                "program_id": cls.program.id,
                "company_id": cls.company.id,
                **vals,
            }
        )

    def use(self, times=1, card=None, day=TODAY, benefit=None, user=None, **vals):
        """Use a benefit so many times, as the desk does."""
        benefit = (benefit or self.benefit).with_user(user or self.desk)
        card = (card or self.card).with_user(user or self.desk)
        usages = benefit.env["membership.benefit.usage"]
        for _time in range(times):
            usages |= benefit.use(card, day, **vals)
        return usages

    def left(self, day=TODAY, benefit=None, card=None):
        return (benefit or self.benefit).left(card or self.card, day)
