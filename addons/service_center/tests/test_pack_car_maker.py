from odoo.tests import tagged

from .pack_common import PackComplaintCase

A_AND_MAJOR = (
    "vehicle_fire",
    "serious_accident",
    "airbag",
    "brakes",
    "steering",
    "consumer_association",
    "trade_authority",
    "court",
)
A_ONLY = (
    "accident",
    "safety_part",
    "replacement_and_damages",
    "police",
    "proceedings_possible",
    "written_answer",
    "repeated_repair",
    "entrance_blocked",
)
MAJOR_ONLY = (
    "engine_stall",
    "replacement_demanded",
    "return_demanded",
    "engine_demanded",
    "gearbox_demanded",
    "law_violated",
    "declared_major",
)


@tagged("post_install", "-at_install")
class TestPackCarMaker(PackComplaintCase):
    """CARMK-MAJ-01, CARMK-A-01, CARMK-B-01 and Q-34 from the loaded pack."""

    pack = "car_maker"

    def assertSeverity(self, level, major, *flags):
        complaint = self.complain_of(*flags)
        self.assertEqual((complaint.severity_id.code, complaint.is_major), (level, major), flags)

    def test_what_it_holds(self):
        for model, count in (
            ("service.severity", 2),
            ("service.risk.flag", 29),
            ("service.authority.level", 1),
            ("service.category", 6),
            ("service.team", 2),
        ):
            self.assertNamedInBothLanguages(model, count)
        policies = self.env["service.sla.policy"].search([("pack_code", "=", "car_maker")])
        self.assertFalse(policies, "the source gives no time limits")

    def test_every_condition(self):
        self.assertSeverity(False, False)
        for flags, level, major in (
            (A_AND_MAJOR, "A", True),
            (A_ONLY, "A", False),
            (MAJOR_ONLY, False, True),
            (("published",), "B", True),
            (("may_attract_press",), "A", False),
        ):
            for flag in flags:
                self.assertSeverity(level, major, flag)
        known = {*A_AND_MAJOR, *A_ONLY, *MAJOR_ONLY, "published", "may_attract_press"}
        flags = self.env["service.risk.flag"].search([("company_id", "=", self.mall.id)])
        self.assertEqual(set(flags.filtered(lambda one: not one.counts_against_unit).mapped("code")), known)

    def test_the_press(self):
        """Q-34: A by any other condition; else B once published; else A if it may attract the press."""
        self.assertSeverity("B", True, "published", "may_attract_press")
        self.assertSeverity("B", True, "published", "may_attract_press", *MAJOR_ONLY)
        for flag in (*A_AND_MAJOR, *A_ONLY):
            self.assertSeverity("A", True, flag, "published")
            self.assertSeverity("A", True, flag, "published", "may_attract_press")

    def test_severity_follows_the_facts(self):
        complaint = self.complain_of("may_attract_press")
        complaint.flag_ids |= self.of("risk.flag", "published")
        self.assertEqual(complaint.severity_id.code, "B")
        complaint.flag_ids -= self.of("risk.flag", "published")
        self.assertEqual(complaint.severity_id.code, "A")
