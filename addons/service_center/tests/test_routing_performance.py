from odoo.tests import tagged, warmup

from .routing_common import RoutingCase


@tagged("post_install", "-at_install")
class TestRoutingPerformance(RoutingCase):
    """Rules are read once, decisions are written in bulk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complain()  # the first number of a year makes its sequence, which is no part of the measure

    def vals(self, index):
        return {
            "contact_name": f"Customer {index}",
            "description": f"<p>Number {index}</p>",
            "category_id": self.price.id,
            "amount_at_stake": index * 5,
            "flag_ids": (self.food | self.published).ids if index % 2 else [],
        }

    @warmup
    def test_one(self):
        with self.assertQueryCount(19):
            self.env["service.complaint"].with_user(self.user).create(self.vals(1))
            self.env.flush_all()

    @warmup
    def test_a_batch_of_500(self):
        vals_list = [self.vals(index) for index in range(500)]
        with self.assertQueryCount(36):
            complaints = self.env["service.complaint"].with_user(self.officer).create(vals_list)
            self.env.flush_all()
        self.assertEqual(
            set(complaints.mapped("authority_level_id.code")),
            {"supervisor", "service_manager", "store_manager"},
        )

    @warmup
    def test_facts_of_200_that_change(self):
        complaints = self.Complaint.create([self.vals(index) for index in range(200)])
        self.env.flush_all()
        with self.assertQueryCount(8):
            complaints.with_user(self.officer).customer_insists = True
            self.env.flush_all()
        self.assertEqual(complaints.authority_level_id, self.store_manager)

    @warmup
    def test_closing_200(self):
        complaints = self.Complaint.create(
            [self.vals(index) | {"state": "resolved", "validity": "valid"} for index in range(200)]
        )
        self.env.flush_all()
        # two of them ask, for all at once, what was merged into them and which orders are still open
        with self.assertQueryCount(20):
            complaints.with_user(self.manager).action_close()
            self.env.flush_all()
