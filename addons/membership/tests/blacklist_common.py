from datetime import date

from odoo.addons.service_kernel.tests.users import new_test_user

from .card_common import CardCase

#: a day on which June is the last complete month
DAY = "2026-07-03 04:00:00"


class BlacklistCase(CardCase):
    """The salon's plan in force, people of each role, and a member since long ago."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "card_manager", "membership.group_manager")
        cls.second = new_test_user(cls.env, "card_second", "membership.group_manager")
        Pack = cls.env["service.policy.pack"].with_company(cls.company)
        Pack._load("salon")
        cls.plan = cls.env["membership.plan"].search(
            [("code", "=", "SALON-CLS"), ("company_id", "=", cls.company.id)]
        )
        cls.program = cls.plan.program_id
        cls.card = cls.make_card("李明")
        # what makes every month a known one: somebody who uses much
        cls.regular = cls.make_card("王芳")
        cls.use(cls.regular, *[1500] * 6)

    @classmethod
    def make_card(cls, name, joined=date(2025, 1, 15)):
        partner = cls.env["res.partner"].create({"name": name})
        return cls.program._membership_issue(partner, {"membership_joined_on": joined})

    @classmethod
    def use(cls, card, *values, last=6):
        """Bring in the card use of the months up to ``last`` (2026); None: none in that month."""
        first = last - len(values) + 1
        return cls.env["membership.fact"].create(
            [
                {
                    "partner_id": card.partner_id.id,
                    "measure": "card_use",
                    "date": date(2026, first + number, 14),
                    "value": value,
                    "company_id": cls.company.id,
                }
                for number, value in enumerate(values)
                if value is not None
            ]
        )

    def entries(self, cards=None):
        cards = self.card if cards is None else cards
        return self.env["membership.blacklist"].search([("card_id", "in", cards.ids)])

    def run_search(self):
        with self.enter_registry_test_mode():
            self.env.ref("membership.cron_membership_blacklist").method_direct_trigger()
        self.env.invalidate_all()
