from odoo.tests import tagged

from .pack_common import PackComplaintCase

CATEGORIES = (
    "quality",
    "price",
    "delivery",
    "service",
    "service_before",
    "service_during",
    "service_after",
)


@tagged("post_install", "-at_install")
class TestPackAreaSales(PackComplaintCase):
    """REGION-CMP-01 and 02, REGION-EXC-01 from the loaded pack."""

    pack = "area_sales"

    def test_what_it_holds(self):
        for model, count in (
            ("service.category", 8),
            ("service.risk.flag", 1),
            ("service.authority.level", 4),
            ("service.authority.rule", 4),
            ("service.team", 1),
        ):
            self.assertNamedInBothLanguages(model, count)

    def test_on_the_spot_else_the_company(self):
        """REGION-CMP-01, whatever the matter and the amount."""
        for category in (None, *CATEGORIES):
            for amount in (0, 0.01, 1_000_000):
                vals = {"category": category, "amount_at_stake": amount}
                self.assertDecidedBy("salesperson", rule="REGION-CMP-01a", **vals)
            self.assertDecidedBy("office", rule="REGION-CMP-01b", failed_below=True, category=category)

    def test_what_was_neither_settled_nor_reported(self):
        """REGION-CMP-02: above the area head, who answers for it, too."""
        complaint = self.assertDecidedBy("office", "not_reported", rule="REGION-CMP-02")
        higher = complaint.authority_level_id._get_higher_levels()
        self.assertEqual(higher.mapped("code"), ["office", "general_manager"])

    def test_exchanges_are_the_general_manager_s(self):
        for vals in ({}, {"failed_below": True}, {"amount_at_stake": 0.01}):
            self.assertDecidedBy("general_manager", category="exchange", rule="REGION-EXC-01", **vals)
