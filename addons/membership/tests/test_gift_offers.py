from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .tier_common import TierCase

FIRST = date(2026, 3, 1)


@freeze_time("2026-03-01 04:00:00")
@tagged("post_install", "-at_install")
class TestGiftOffers(TierCase):
    """DEPT-PTS-02 from the loaded pack: somebody is reminded once of a gift offered for more than 90 days."""

    pack = "department_desk"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        product = cls.env["product.product"].create({"name": "Umbrella"})
        cls.program.reward_ids = [
            Command.create({"reward_type": "product", "reward_product_id": product.id, "required_points": 80})
        ]
        cls.gift = cls.program.reward_ids.filtered(lambda reward: reward.reward_type == "product")

    def planned(self, days, since=FIRST):
        """Let the nightly step run so many days after ``since``; return all that was planned."""
        moment = f"{since + timedelta(days)} 04:00:00"
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("membership.cron_membership_activity").method_direct_trigger()
        self.env.invalidate_all()
        return self.env["mail.activity"].search(
            [("res_model", "=", "loyalty.program"), ("res_id", "=", self.program.id)], order="id"
        )

    def test_once_for_each_offering(self):
        self.assertEqual((self.program.membership_gift_days, self.gift.membership_offered_on), (90, FIRST))
        self.assertFalse(self.planned(90))
        activity = self.planned(91)
        self.assertEqual(activity.user_id, self.manager)
        self.assertRegex(activity.summary, "Umbrella.* for 91 days")
        self.assertEqual(self.planned(92), activity)
        activity.unlink()
        self.assertFalse(self.planned(200))
        # offered again, after a pause or by another day: it begins anew, and with the responsible user
        self.program.membership_user_id = responsible = new_test_user(
            self.env, "gift_user", "base.group_user"
        )
        self.gift.action_archive()
        with freeze_time("2026-12-31 16:00:00"):
            self.gift.action_unarchive()
        again = date(2027, 1, 1)
        self.assertEqual(self.gift.membership_offered_on, again)
        self.assertFalse(self.planned(90, again))
        self.assertEqual(self.planned(91, again).user_id, responsible)
        self.gift.membership_offered_on = again + timedelta(50)
        self.assertEqual(len(self.planned(140, again)), 1)
        self.assertEqual(len(self.planned(141, again)), 2)

    def test_never(self):
        """0 days, archived gifts, and rewards that are no gifts."""
        self.program.membership_gift_days = 0
        self.assertFalse(self.planned(1000))
        self.program.membership_gift_days = 5
        self.gift.action_archive()
        self.assertFalse(self.planned(1000))
