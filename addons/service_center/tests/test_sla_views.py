import ast
from datetime import timedelta

from odoo import fields
from odoo.tests import Form, freeze_time, tagged

from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestSlaViews(SlaCase):
    """The screens of policies and clocks do what they show."""

    def filter_domain(self, view, name):
        """The domain of a filter of a search view, as the web client would send it."""
        node = view._get_combined_arch().xpath(f"//filter[@name='{name}']")[0]
        return fields.Domain(ast.literal_eval(node.get("domain")))

    def test_a_policy_is_entered_in_its_form(self):
        form = Form(self.env["service.sla.policy"].with_user(self.manager))
        form.name = "Urgent"
        form.model = "service.complaint"
        form.severity_ids.add(self.level_a)
        with form.target_ids.new() as line:
            line.metric_id = self.env["service.sla.metric"]._find(self.company, "resolve")
            line.value = 4
        policy = form.save()
        target = policy.target_ids
        self.assertEqual((target.metric, target.unit, target.party), ("resolve", "working_hours", "customer"))
        with Form(target.with_user(self.manager)) as form, form.escalation_ids.new() as line:
            line.notify = "leader"
        self.assertEqual(target.escalation_ids.share, 100)

    def test_filters_of_clocks(self):
        view = self.env.ref("service_kernel.service_sla_clock_view_search")
        self.limit("close", 40, "calendar_days")
        self.complaint = self.complain_at("2026-03-02 09:00")
        Clock = self.Clock.with_context(tz="Asia/Shanghai")

        def found(name, at):
            domain = self.filter_domain(view, name) & fields.Domain("res_id", "=", self.complaint.id)
            with freeze_time(local(at)):
                return set(Clock.search(domain).mapped("metric"))

        self.assertEqual(found("running", "2026-03-02 09:30"), {"acknowledge", "resolve", "close"})
        self.assertEqual(found("due_today", "2026-03-02 09:30"), {"acknowledge"})
        self.assertEqual(found("due_today", "2026-03-05 00:00"), {"resolve"})
        self.assertEqual(found("due_today", "2026-03-04 23:59"), set())
        self.assertEqual(found("overdue", "2026-03-02 10:01"), {"acknowledge"})
        self.assertEqual(found("waiting", "2026-03-02 10:01"), set())
        with freeze_time(local("2026-03-02 09:30")):
            self.complaint.action_wait()
        self.assertEqual(found("waiting", "2026-03-02 10:01"), {"resolve", "close"})
        self.assertEqual(found("met", "2026-03-02 10:01"), {"acknowledge"})
        self.assertEqual(found("missed", "2026-03-02 10:01"), set())

    def complain_at(self, text):
        with freeze_time(local(text)):
            return self.complain(received_at=local(text))

    def test_filters_of_complaints(self):
        view = self.env.ref("service_center.service_complaint_view_search")
        complaint = self.complain_at("2026-03-02 09:00")
        Complaint = self.Complaint.with_context(tz="Asia/Shanghai")

        def is_found(name, at):
            domain = self.filter_domain(view, name) & fields.Domain("id", "=", complaint.id)
            with freeze_time(local(at)):
                return bool(Complaint.search(domain))

        self.assertTrue(is_found("sla_today", "2026-03-02 09:30"))
        self.assertTrue(is_found("sla_day", "2026-03-02 09:30"))
        self.assertFalse(is_found("sla_overdue", "2026-03-02 10:00"))
        self.assertTrue(is_found("sla_overdue", "2026-03-02 10:01"))
        with freeze_time(local("2026-03-02 09:30")):
            complaint.action_acknowledge()
        self.assertFalse(is_found("sla_overdue", "2026-03-02 10:01"))
        self.assertFalse(is_found("sla_day", "2026-03-04 17:59"))
        self.assertTrue(is_found("sla_day", "2026-03-04 18:01"))
        with freeze_time(local("2026-03-02 10:00")):
            complaint.action_wait()
        self.assertTrue(is_found("sla_waiting", "2026-03-02 10:01"))
        self.assertFalse(is_found("sla_overdue", "2026-03-09 10:01"))

    def test_clocks_are_grouped_by_milestone(self):
        complaint = self.complain_at("2026-03-02 09:00")
        groups = self.Clock._read_group([("res_id", "=", complaint.id)], ["metric_id", "state"], ["__count"])
        self.assertEqual({(metric.code, state) for metric, state, _count in groups}, {
            ("acknowledge", "running"), ("resolve", "running"),
        })  # fmt: skip

    def test_hours_waited_and_late(self):
        complaint = self.complain_at("2026-03-02 09:00")
        with freeze_time(local("2026-03-02 10:30")):
            complaint.action_acknowledge()
        clock = self.clocks(complaint, "acknowledge")
        self.assertEqual((clock.late_hours, clock.waited_hours), (0.5, 0))
        self.assertEqual(clock.reached_at - clock.deadline, timedelta(minutes=30))
