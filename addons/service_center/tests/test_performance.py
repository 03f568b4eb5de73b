from odoo.tests import tagged, warmup

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestPerformance(ComplaintCase):
    """Queries per batch and per view stay bounded: a batch needs far less than 3 a record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complain()  # the first number of a year makes its sequence, which is no part of the measure

    def vals(self, index):
        return {
            "contact_name": f"Customer {index}",
            "description": f"<p>Number {index}</p>",
            "category_id": self.category.id,
            "site_id": self.site.id,
            "amount_at_stake": index,
        }

    @warmup
    def test_one(self):
        with self.assertQueryCount(17):
            self.env["service.complaint"].with_user(self.user).create(self.vals(1))
            self.env.flush_all()

    @warmup
    def test_a_batch_of_500_with_chatter(self):
        vals_list = [self.vals(index) for index in range(500)]
        with self.assertQueryCount(32):
            self.env["service.complaint"].with_user(self.officer).create(vals_list)
            self.env.flush_all()

    @warmup
    def test_list_of_80(self):
        self.Complaint.create([self.vals(index) for index in range(80)])
        self.env.flush_all()
        self.env.invalidate_all()
        plain = (
            "name",
            "received_at",
            "customer_name",
            "channel",
            "amount_at_stake",
            "state",
            "contact_phone",
        )
        related = ("category_id", "site_id", "user_id", "employee_ids")
        specification = {name: {} for name in plain} | {
            name: {"fields": {"display_name": {}}} for name in related
        }
        with self.assertQueryCount(8):
            self.env["service.complaint"].with_user(self.officer).web_search_read([], specification, limit=80)

    @warmup
    def test_moving_200(self):
        complaints = self.Complaint.create([self.vals(index) for index in range(200)])
        self.env.flush_all()
        with self.assertQueryCount(8):
            complaints.with_user(self.officer).action_acknowledge()
            self.env.flush_all()
