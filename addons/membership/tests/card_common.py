from datetime import timedelta

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.service_kernel.tests.users import new_test_user


class CardCase(TransactionCase):
    """A membership program, people of each role, and a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.today = cls.company._membership_day()
        cls.desk = new_test_user(cls.env, "card_desk", "membership.group_user")
        cls.officer = new_test_user(cls.env, "card_officer", "membership.group_officer")
        cls.seller = new_test_user(cls.env, "card_seller", "sales_team.group_sale_salesman")
        cls.program = cls.make_program("Mall Card")
        cls.customer = cls.env["res.partner"].create({"name": "王小明", "phone": "13800001234"})

    @classmethod
    def make_program(cls, name, **vals):
        return cls.env["loyalty.program"].create(
            {
                "name": name,
                "program_type": "loyalty",
                "trigger": "auto",
                "applies_on": "both",
                "is_membership": True,
                "company_id": cls.env.company.id,
                "rule_ids": [Command.create({"reward_point_amount": 1, "reward_point_mode": "money"})],
                "reward_ids": [Command.create({"required_points": 100})],
                **vals,
            }
        )

    def issue(self, name="李明", **vals):
        partner = self.env["res.partner"].create({"name": name})
        return self.program._membership_issue(partner, vals)

    def day(self, days):
        return self.today + timedelta(days)

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("membership.cron_membership_states").method_direct_trigger()
        self.env.invalidate_all()
