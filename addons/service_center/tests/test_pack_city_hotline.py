from datetime import timedelta

from odoo.tests import freeze_time, tagged

from .pack_common import PackComplaintCase
from .sla_common import local

OPERATOR, SHIFT, CENTRE, BUREAU = "operator", "shift_leader", "centre", "bureau"
GROUNDS = ("serious", "complex", "wide_reaching", "repeated")
CASES = ("centre_case", "centre_object", "centre_event")
NIGHT = "2026-02-17 23:45"  # the first day of the Spring Festival
SUNDAY = "2026-03-08 03:00"


@tagged("post_install", "-at_install")
class TestPackCityHotline(PackComplaintCase):
    """CITY-HRS-01, CITY-SLA-01 to 03, CITY-ESC-01 to 03 and CITY-FLOW-02 from the loaded pack."""

    pack = "city_hotline"

    def test_what_it_holds(self):
        for model, count in (
            ("service.category", 7),
            ("service.risk.flag", 7),
            ("service.authority.level", 4),
            ("service.authority.rule", 6),
            ("service.team", 3),
            ("service.sla.metric", 4),
            ("service.sla.policy", 4),
        ):
            self.assertNamedInBothLanguages(model, count)
        citizen = self.of("category", "citizen")
        self.assertEqual(
            citizen.child_ids.mapped("code"), ["citizen_complaint", "citizen_inquiry", "citizen_suggestion"]
        )

    def test_the_desk_is_open_round_the_clock(self):
        calendar = self.of("team", "hotline").calendar_id
        self.assertEqual(len(calendar.attendance_ids), 7)
        for start in (local(NIGHT), local(SUNDAY), local("2026-03-07 23:59")):
            self.assertEqual(calendar._service_due(start, 50, "working_hours"), start + timedelta(hours=50))

    def test_level_by_level(self):
        """CITY-ESC-01: shift leader, centre management, bureau management."""
        for ground in GROUNDS:
            complaint = self.assertDecidedBy(SHIFT, ground, rule="CITY-ESC-01a", category="centre_event")
            complaint.failed_below = True
            self.assertEqual(complaint.authority_level_id.code, CENTRE)
            complaint.flag_ids |= self.of("risk.flag", "unsettled_by_centre")
            self.assertEqual(complaint.authority_level_id.code, BUREAU)
        self.assertEqual(complaint.explanation["authority"]["rule"], "CITY-ESC-01c")
        self.assertDecidedBy(SHIFT, *GROUNDS, rule="CITY-ESC-01a")
        self.assertDecidedBy(CENTRE, *GROUNDS, failed_below=True, rule="CITY-ESC-01b")

    def test_what_else_goes_to_the_shift_leader(self):
        self.assertDecidedBy(OPERATOR, rule="CITY-FLOW-01")
        self.assertDecidedBy(OPERATOR, "special", category="centre_case", rule="CITY-FLOW-01")
        self.assertDecidedBy(SHIFT, "not_handled", rule="CITY-ESC-02")
        self.assertDecidedBy(SHIFT, failed_below=True, rule="CITY-ESC-03")

    def test_who_complains_again_goes_up_by_itself(self):
        vals = {"category": "citizen_complaint", "contact_phone": "+86 138 0013 8001"}
        with freeze_time(local("2026-03-02 09:00")):
            self.assertDecidedBy(OPERATOR, received_at=local("2026-03-02 08:00"), **vals)
            again = self.complain_of(received_at=local("2026-03-02 09:00"), **vals)
        self.assertEqual(again.flag_ids.mapped("code"), ["repeated"])
        self.assertEqual(again.authority_level_id.code, SHIFT)

    def test_dispatched_within_half_an_hour(self):
        """CITY-SLA-01: by day and night, on Sundays and holidays; an hour in special cases."""
        for received in (NIGHT, SUNDAY, "2026-03-02 12:30"):
            for category in CASES:
                for flags, minutes in (((), 30), (("serious",), 30), (("special",), 60)):
                    complaint = self.complain_at(received, *flags, category=category)
                    due = local(received) + timedelta(minutes=minutes)
                    self.assertEqual(self.clock(complaint, "dispatched").deadline, due)

    def test_dispatch_to_the_second(self):
        for flags, due in (((), "2026-02-18 00:15"), (("special",), "2026-02-18 00:45")):
            for second, state in ((0, "met"), (1, "breached")):
                complaint = self.complain_at(NIGHT, *flags, category="centre_event")
                self.reach(complaint, "dispatched", due, second)
                self.assertEqual(self.clock(complaint, "dispatched").state, state)

    def test_a_case_that_becomes_special(self):
        complaint = self.complain_at(NIGHT, category="centre_event")
        with freeze_time(local("2026-02-17 23:55")):
            complaint.flag_ids = self.of("risk.flag", "special")
        running = self.clock(complaint, "dispatched").filtered("is_open")
        self.assertEqual(running.deadline, local("2026-02-18 00:45"))

    def test_read_within_an_hour_of_the_dispatch(self):
        """CITY-SLA-02, for what citizens report, too."""
        for category in ("centre_object", "citizen_complaint", None):
            for second, state in ((0, "met"), (1, "breached")):
                complaint = self.complain_at(NIGHT, category=category)
                self.assertFalse(self.clock(complaint, "read_by_unit"), "it starts at the dispatch")
                self.reach(complaint, "dispatched", "2026-02-18 00:05")
                clock = self.clock(complaint, "read_by_unit")
                self.assertEqual(clock.deadline, local("2026-02-18 01:05"))
                self.reach(complaint, "read_by_unit", "2026-02-18 01:05", second)
                self.assertEqual(clock.state, state)

    def test_the_operator_is_called_to_remind_the_unit(self):
        """CITY-SLA-02: a second after the hour, in the middle of a holiday's night."""
        self.user.company_ids |= self.mall
        complaint = self.complain_at(NIGHT, category="citizen_complaint")
        complaint.user_id = self.user
        self.reach(complaint, "dispatched", "2026-02-18 00:05")
        for second, called in ((60, 0), (61, 1)):
            with freeze_time(local("2026-02-18 01:04") + timedelta(seconds=second)):
                self.run_clocks()
            activities = complaint.activity_ids.filtered(lambda one: one.user_id == self.user)
            self.assertEqual(len(activities), called)

    def test_the_result_goes_back_within_twenty_minutes(self):
        """CITY-SLA-03, for cases of the city centre."""
        for second, state in ((0, "met"), (1, "breached")):
            complaint = self.complain_at(SUNDAY, category="centre_object")
            self.reach(complaint, "result_received", "2026-03-08 23:50")
            clock = self.clock(complaint, "result_returned")
            self.assertEqual(clock.deadline, local("2026-03-09 00:10"))
            self.reach(complaint, "result_returned", "2026-03-09 00:10", second)
            self.assertEqual(clock.state, state)
        complaint = self.complain_at(SUNDAY, category="citizen_complaint")
        self.assertEqual([one["code"] for one in complaint.sla_milestones], ["dispatched"])

    def test_clocks_go_on_while_the_case_waits(self):
        """Deadlines in clock time: waiting for the caller stops none."""
        complaint = self.complain_at(NIGHT, category="centre_event")
        with freeze_time(local("2026-02-17 23:50")):
            complaint.action_start()
            complaint.action_wait()
        clock = self.clock(complaint, "dispatched")
        self.assertEqual((clock.state, clock.deadline), ("running", local("2026-02-18 00:15")))
        limits = self.env["service.sla.target"].search([("company_id", "=", self.mall.id)])
        self.assertEqual(limits.mapped("pauses"), [False] * 4)
        self.assertLessEqual(set(limits.mapped("unit")), {"clock_minutes", "clock_hours"})
