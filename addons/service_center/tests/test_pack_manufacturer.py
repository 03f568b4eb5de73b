from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .pack_common import PackComplaintCase
from .sla_common import local

MONDAY = "2026-03-02 09:00"


@tagged("post_install", "-at_install")
class TestPackManufacturer(PackComplaintCase):
    """MFG-CAT-01, MFG-APP-01, MFG-SLA-01 to 03 (Q-35: working time), and what CMPM and QDIS add (Q-36)."""

    pack = "manufacturer"

    def issue(self, complaint, text):
        with freeze_time(local(text)):
            complaint._service_reach("sheet_issued")

    def test_what_it_holds(self):
        for model, count in (
            ("service.category", 8),
            ("service.severity", 2),
            ("service.risk.flag", 2),
            ("service.authority.level", 3),
            ("service.authority.rule", 2),
            ("service.team", 4),
            ("service.sla.metric", 3),
            ("service.sla.policy", 3),
        ):
            self.assertNamedInBothLanguages(model, count)

    def test_who_approves(self):
        for flags, level, severity, major in (
            ((), "department_supervisor", False, False),
            (("ordinary_complaint",), "department_supervisor", "ordinary", False),
            (("major_complaint",), "deputy_gm_sales", "major", True),
            (("major_complaint", "ordinary_complaint"), "deputy_gm_sales", "major", True),
        ):
            complaint = self.complain_of(*flags, category="product_quality")
            self.assertEqual(complaint.authority_level_id.code, level)
            self.assertEqual((complaint.severity_id.code, complaint.is_major), (severity, major))

    def test_the_sheet_is_issued_within_a_working_hour(self):
        for received, due in (
            (MONDAY, "2026-03-02 10:00"),
            ("2026-03-02 11:30", "2026-03-02 14:30"),  # the lunch break does not count
            ("2026-03-02 17:00", "2026-03-02 18:00"),  # used up at closing: due at closing
            ("2026-03-02 17:30", "2026-03-03 09:00"),
            ("2026-03-07 17:30", "2026-03-09 09:00"),  # Saturday evening: Sunday is closed
            ("2026-03-08 12:00", "2026-03-09 09:30"),
        ):
            complaint = self.complain_at(received)
            self.assertEqual(self.clock(complaint, "sheet_issued").deadline, local(due), received)

    def test_at_the_hour_it_is_met_a_second_later_it_is_not(self):
        for seconds, state in ((0, "met"), (1, "breached")):
            complaint = self.complain_at(MONDAY)
            with freeze_time(local("2026-03-02 10:00").replace(second=seconds)):
                complaint._service_reach("sheet_issued")
            self.assertEqual(self.clock(complaint, "sheet_issued").state, state)

    def test_ordinary_ones_are_answered_within_three_working_days(self):
        complaint = self.complain_at(MONDAY)
        self.assertFalse(self.clock(complaint, "respond"), "it starts when the sheet is issued")
        self.issue(complaint, "2026-03-02 09:40")
        self.assertEqual(self.clock(complaint, "respond").deadline, local("2026-03-05 18:00"))
        self.assertFalse(self.clock(complaint, "temporary_measure"))
        late = self.complain_at("2026-03-05 17:30")
        self.issue(late, "2026-03-06 09:00")  # a Friday: Saturday, Monday, Tuesday
        self.assertEqual(self.clock(late, "respond").deadline, local("2026-03-10 18:00"))

    def test_major_ones_get_a_temporary_and_a_permanent_measure(self):
        complaint = self.complain_at(MONDAY, "major_complaint")
        self.issue(complaint, "2026-03-02 09:40")
        temporary, permanent = (
            self.clock(complaint, f"{kind}_measure") for kind in ("temporary", "permanent")
        )
        self.assertEqual(temporary.deadline, local("2026-03-03 10:10"))  # 6 h 20 min on Monday, 1 h 40 min
        self.assertEqual(permanent.deadline, local("2026-03-04 18:00"))
        self.assertFalse(self.clock(complaint, "respond"))
        for clock, due in ((temporary, "2026-03-03 10:10"), (permanent, "2026-03-04 18:00")):
            with freeze_time(local(due)):
                complaint._service_reach(clock.metric)
            self.assertEqual(clock.state, "met")

    def test_a_complaint_that_becomes_major(self):
        complaint = self.complain_at(MONDAY)
        self.issue(complaint, "2026-03-02 09:40")
        with freeze_time(local("2026-03-02 10:00")):
            complaint.flag_ids = self.of("risk.flag", "major_complaint")
        self.assertEqual(self.clock(complaint, "permanent_measure").deadline, local("2026-03-04 18:00"))
        self.assertNotIn("running", self.clock(complaint, "respond").mapped("state"))

    def test_late_sheets_call_the_leader(self):
        target = self.of("sla.target", "MFG-SLA-01")
        self.assertEqual((target.escalation_ids.share, target.escalation_ids.notify), (100, "leader"))

    def test_quality_objections_end_in_a_signed_agreement(self):
        """QDIS-CASE-02, for every kind of objection and no other complaint about quality."""
        with_agreement = self.env["service.category"]._get_ids_with_agreement()
        for category, needed in (
            ("quality_objection", True),
            ("goods_refused", True),
            ("goods_returned", True),
            ("product_quality", False),
            ("human_error", False),
        ):
            self.assertEqual(self.of("category", category).id in with_agreement, needed, category)
        complaint = self.complain_of(category="goods_refused", resolution="<p>Settled.</p>")
        complaint.action_resolve()
        with self.assertRaisesRegex(UserError, "agreement"):
            complaint.action_close()
        agreement = self.env["service.agreement"].create(
            {"complaint_id": complaint.id, "text": "Taken back.", "scan": "R0lGODlhAQABAAAAACw="}
        )
        agreement.action_sign()
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_objections_follow_the_rules_of_the_manufacturer(self):
        complaint = self.complain_at(MONDAY, "major_complaint", category="goods_returned")
        self.assertEqual(complaint.authority_level_id.code, "deputy_gm_sales")
        levels = complaint._get_corrective_levels()
        self.assertEqual(levels["category:product_quality"].code, "general_manager")
        self.assertEqual(self.clock(complaint, "sheet_issued").deadline, local("2026-03-02 10:00"))

    def test_an_abnormality_without_loss_is_no_full_case(self):
        """CMPM-LIGHT-01: no handling sheet, no answer that is due; with a loss (CMPM-CLS-01) both."""
        for category, metrics in (("abnormality", []), ("human_error", ["sheet_issued"])):
            complaint = self.complain_at(MONDAY, category=category)
            clocks = self.env["service.sla.clock"].search([("res_id", "=", complaint.id)])
            self.assertEqual(clocks.mapped("metric"), metrics)
            self.assertEqual(complaint.authority_level_id.code, "department_supervisor")
        with freeze_time(local(MONDAY)):
            complaint.category_id = self.of("category", "abnormality")
        self.assertNotIn("running", self.clock(complaint, "sheet_issued").mapped("state"))
