from odoo.tests import tagged

from .pack_common import PackComplaintCase
from .sla_common import local

REGION, SUPPORT, DIRECTOR = "regional_head", "sales_support_head", "marketing_director"
MONDAY = "2026-03-02 09:00"


@tagged("post_install", "-at_install")
class TestPackPharma(PackComplaintCase):
    """PHARM-CLS-01, PHARM-SLA-01, PHARM-ROUTE-01 and 02 from the loaded pack."""

    pack = "pharma"

    def test_what_it_holds(self):
        for model, count in (
            ("service.category", 8),
            ("service.risk.flag", 3),
            ("service.authority.level", 3),
            ("service.authority.rule", 4),
            ("service.team", 2),
            ("service.sla.metric", 1),
            ("service.sla.policy", 1),
        ):
            self.assertNamedInBothLanguages(model, count)
        service, product = (self.of("category", code) for code in ("service", "product"))
        self.assertEqual(len(service.child_ids), 4)
        self.assertEqual(product.child_ids.mapped("code"), ["product_quality", "product_adverse"])

    def test_who_decides(self):
        for category, flags, level, rule in (
            ("service", (), REGION, "PHARM-ROUTE-01"),
            ("service_area", (), REGION, "PHARM-ROUTE-01"),
            ("service_provincial", (), REGION, "PHARM-ROUTE-01"),
            ("service_provincial", ("grave",), REGION, "PHARM-ROUTE-01"),
            ("service_regional", (), DIRECTOR, "PHARM-SLA-01"),
            ("service_back_office", (), SUPPORT, "PHARM-ROUTE-02a"),
            ("service_back_office", ("frequent", "notable"), SUPPORT, "PHARM-ROUTE-02a"),
            ("service_back_office", ("grave",), DIRECTOR, "PHARM-ROUTE-02b"),
        ):
            self.assertDecidedBy(level, *flags, category=category, rule=rule)
        for category in ("product", "product_quality", "product_adverse", None):
            self.assertFalse(self.complain_of("grave", category=category).authority_level_id)

    def test_neither_of_two_peers_decides_for_the_other(self):
        for code in (REGION, SUPPORT):
            higher = self.of("authority.level", code)._get_higher_levels()
            self.assertEqual(higher.mapped("code"), [code, DIRECTOR])

    def test_frequent_or_notable_ones_ask_for_a_consequence(self):
        """PHARM-ROUTE-01: public criticism or a new rule."""
        for flag, requirement in (("frequent", "started"), ("notable", "started"), ("grave", "none")):
            complaint = self.complain_of(flag, category="service_area")
            self.assertEqual(complaint.corrective_requirement, requirement)

    def test_decided_within_one_working_day(self):
        """PHARM-SLA-01: due at closing time of the next working day (CONV-TIME-03)."""
        for received, due in (
            (MONDAY, "2026-03-03 18:00"),
            ("2026-03-02 18:30", "2026-03-03 18:00"),
            ("2026-03-06 17:59", "2026-03-07 18:00"),  # Saturday is a working day
            ("2026-03-07 09:00", "2026-03-09 18:00"),
            ("2026-03-08 12:00", "2026-03-09 18:00"),  # a rest day: Monday is day 1
        ):
            complaint = self.complain_at(received, category="service_area")
            self.assertEqual(self.clock(complaint, "decided").deadline, local(due), received)

    def test_at_closing_time_it_is_met_a_second_later_it_is_not(self):
        for second, state in ((0, "met"), (1, "breached")):
            complaint = self.complain_at(MONDAY, category="service_back_office")
            self.reach(complaint, "decided", "2026-03-03 18:00", second)
            self.assertEqual(self.clock(complaint, "decided").state, state)

    def test_only_service_complaints_at_head_office_have_the_limit(self):
        for category, team, limited in (
            ("service", None, True),
            ("service_regional", "head_office", True),
            ("service_area", "region", False),  # PHARM-ROUTE-01: it reached a regional manager
            ("product_quality", None, False),
            (None, "head_office", False),
        ):
            team = team and self.of("team", team).id
            complaint = self.complain_at(MONDAY, category=category, team_id=team)
            self.assertEqual(bool(self.clock(complaint, "decided")), limited, category)
