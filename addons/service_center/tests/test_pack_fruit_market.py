from odoo.tests import tagged

from .pack_common import PackComplaintCase

STALL, OFFICE, MANAGER = "stall", "management_office", "general_manager"
MAJOR = ("food_poisoning", "grave_quality_claim", "accidental_injury", "market_dispute", "declared_major")


@tagged("post_install", "-at_install")
class TestPackFruitMarket(PackComplaintCase):
    """FRUIT-DEF-01, FRUIT-ROLE-01 and 02, FRUIT-PROC-01 to 04 from the loaded pack."""

    pack = "fruit_market"

    def test_what_it_holds(self):
        for model, count in (
            ("service.category", 11),
            ("service.risk.flag", 6),
            ("service.authority.level", 4),
            ("service.authority.rule", 8),
            ("service.team", 2),
        ):
            self.assertNamedInBothLanguages(model, count)
        limits = self.env["service.sla.policy"].search([("pack_code", "=", self.pack)])
        self.assertFalse(limits, "the source gives no time limits")

    def test_the_stall_first_then_the_office(self):
        """FRUIT-PROC-01, whatever the amount."""
        for amount in (0, 0.01, 1_000_000):
            for category in (None, "shopper", "shopper_rights"):
                vals = {"category": category, "amount_at_stake": amount}
                self.assertDecidedBy(STALL, rule="FRUIT-PROC-01a", **vals)
                self.assertDecidedBy(OFFICE, rule="FRUIT-PROC-01b", failed_below=True, **vals)

    def test_what_the_office_handles(self):
        for rule, categories in (
            ("FRUIT-PROC-02", ("service",)),
            ("FRUIT-PROC-03", ("operations", "security", "engineering")),
            ("FRUIT-DEF-01", ("stall_owner", "staff_delay", "staff_passivity", "staff_extortion")),
        ):
            for category in categories:
                self.assertDecidedBy(OFFICE, category=category, rule=rule)

    def test_major_ones_go_to_the_general_manager(self):
        """FRUIT-ROLE-02; FRUIT-ROLE-01: or to the chairman, above."""
        for flag in MAJOR:
            for category in (None, "shopper_rights", "service", "staff_extortion"):
                complaint = self.assertDecidedBy(MANAGER, flag, category=category, rule="FRUIT-ROLE-02a")
                self.assertTrue(complaint.is_major)
        self.assertDecidedBy(MANAGER, category="shopper_injury", rule="FRUIT-ROLE-02b")
        higher = complaint.authority_level_id._get_higher_levels()
        self.assertEqual(higher.mapped("code"), [MANAGER, "chairman"])

    def test_malicious_ones_go_up_and_are_not_major(self):
        complaint = self.assertDecidedBy(MANAGER, "malicious", rule="FRUIT-PROC-04")
        self.assertFalse(complaint.is_major)
        complaint.flag_ids = False
        self.assertEqual(complaint.authority_level_id.code, STALL)
