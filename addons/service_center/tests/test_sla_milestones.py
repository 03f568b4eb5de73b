from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestSlaMilestones(SlaCase):
    """Milestones that people tell of with a button."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.sla.metric"].create(
            [
                {"code": "sheet", "name": "Sheet issued", "sequence": 60},
                {"code": "measure", "name": "Temporary measure", "sequence": 70},
            ]
        )
        cls.limit("measure", 8, "working_hours", start_metric="sheet")
        with freeze_time(local("2026-03-02 09:00")):
            cls.complaint = cls.complain(received_at=local("2026-03-02 09:00"), user_id=cls.user.id)

    def codes(self, complaint=None, user=None):
        complaint = (complaint or self.complaint).with_user(user or self.user)
        return [item["code"] for item in complaint.sla_milestones or ()]

    def test_what_starts_a_limit_is_offered_then_what_runs(self):
        self.assertEqual(self.codes(), ["sheet"])
        with freeze_time(local("2026-03-02 10:00")):
            self.complaint.with_user(self.user).action_reach_milestone("sheet")
            self.env.invalidate_all()
            self.assertEqual(self.codes(), ["measure"])
            self.assertEqual(self.clocks(self.complaint, "measure").deadline, local("2026-03-03 10:30"))
        with freeze_time(local("2026-03-03 09:00")):
            self.complaint.with_user(self.user).action_reach_milestone("measure")
            self.env.invalidate_all()
            self.assertEqual(self.codes(), [])
            self.assertEqual(self.clocks(self.complaint, "measure").state, "met")

    def test_steps_are_not_offered_a_response_is(self):
        self.limit("respond", 8, "working_hours")
        with freeze_time(local("2026-03-02 10:00")):
            self.complaint._sla_sync()
            self.env.invalidate_all()
            self.assertEqual(self.codes(), ["respond", "sheet"])
            for code in ("acknowledge", "resolve", "close", "nonsense", False, "x" * 9000):
                with self.assertRaises(UserError):
                    self.complaint.action_reach_milestone(code)

    def test_twice_is_once(self):
        with freeze_time(local("2026-03-02 10:00")):
            self.complaint.action_reach_milestone("sheet")
        deadline = self.clocks(self.complaint, "measure").deadline
        with freeze_time(local("2026-03-02 11:00")):
            self.complaint.action_reach_milestone("sheet")
        self.assertEqual(self.clocks(self.complaint, "measure").deadline, deadline)

    def test_only_who_may_change_the_complaint(self):
        other = self.complain(user_id=self.colleague.id)
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                other.with_user(user).action_reach_milestone("sheet")
        self.assertFalse(other._get_sla_milestones()[other.id][0])

    def test_who_may_only_read_is_offered_nothing(self):
        group = self.env.ref("service_center.group_user")
        access = self.env["ir.model.access"].search(
            [("model_id.model", "=", "service.complaint"), ("group_id", "=", group.id)]
        )
        access.perm_write = False
        self.assertEqual(self.codes(), [])
        with self.assertRaises(AccessError):
            self.complaint.with_user(self.user).action_reach_milestone("sheet")

    def test_at_the_end_and_for_history_nothing_is_offered(self):
        with freeze_time(local("2026-03-02 10:00")):
            self.complaint.action_reject()
            self.env.invalidate_all()
            self.assertEqual(self.codes(), [])
        history = self.complain(is_history=True, user_id=self.user.id)
        self.assertEqual(self.codes(history), [])

    def test_a_new_complaint_has_none(self):
        self.assertFalse(self.env["service.complaint"].new({}).sla_milestones)

    def test_editing_the_form_changes_none(self):
        complaint = self.complaint.with_user(self.user)
        shown = {"site_id": {"fields": {}}, "amount_at_stake": {}, "sla_clocks": {}, "sla_milestones": {}}
        before = complaint.web_read(shown)[0]
        self.assertEqual((len(before["sla_clocks"]), len(before["sla_milestones"])), (2, 1))
        answer = complaint.onchange({"amount_at_stake": 10}, ["amount_at_stake"], shown)
        self.assertFalse(answer["value"].keys() & {"sla_clocks", "sla_milestones"})

    def test_nobody_tells_of_milestones_of_a_complaint_about_themselves(self):
        self.env["hr.employee"].create({"name": "Li", "user_id": self.user.id})
        self.complaint.employee_ids = self.user.employee_ids
        with self.assertRaises(UserError):
            self.complaint.with_user(self.user).action_reach_milestone("sheet")
