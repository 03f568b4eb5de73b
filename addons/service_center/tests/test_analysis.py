from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged, warmup

from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestAnalysis(SlaCase):
    """One row per complaint; averages and shares are right in every group."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Analysis = cls.env["service.complaint.analysis"]
        cls.part = cls.env["service.category"].create({"name": "Heels", "parent_id": cls.category.id})
        cls.complain()  # the first number of a year makes its sequence, which is no part of the measure

    def make(self, received, acknowledged=None, resolved=None, **vals):
        """A complaint that was acknowledged and resolved at local times."""
        with freeze_time(local(received)):
            complaint = self.complain(category_id=self.part.id, received_at=local(received), **vals)
        for moment, step in ((acknowledged, "action_acknowledge"), (resolved, "action_resolve")):
            if moment:
                with freeze_time(local(moment)):
                    getattr(complaint, step)()
        self.env.flush_all()
        return complaint

    def row(self, complaint):
        return self.Analysis.browse(complaint.id)

    def group(self, complaints, by, *measures):
        return self.Analysis._read_group([("id", "in", complaints.ids)], by, measures)

    def test_times(self):
        row = self.row(self.make("2026-03-02 09:00", "2026-03-02 09:30", "2026-03-03 10:00"))
        self.assertAlmostEqual(row.acknowledge_hours, 0.5)
        self.assertAlmostEqual(row.resolve_hours, 25)
        self.assertAlmostEqual(row.response_hours, 25)
        # 3 h in the morning, 4 h in the afternoon, 1.5 h of the next day
        self.assertAlmostEqual(row.resolve_working_hours, 8.5)
        self.assertEqual((row.acknowledge_verdict, row.resolve_verdict), ("met", "met"))
        self.assertEqual(row.all_on_time, 1)

    def test_waiting_is_no_working_time(self):
        complaint = self.make("2026-03-02 09:00", "2026-03-02 09:30")
        with freeze_time(local("2026-03-02 10:00")):
            complaint.action_wait()
        with freeze_time(local("2026-03-02 11:00")):
            complaint.action_resume()
        with freeze_time(local("2026-03-02 12:00")):
            complaint.action_resolve()
        self.env.flush_all()
        self.assertAlmostEqual(self.row(complaint).resolve_working_hours, 2)
        self.assertAlmostEqual(self.row(complaint).resolve_hours, 3)

    def test_shares_count_what_was_decided(self):
        met = self.make("2026-03-02 09:00", "2026-03-02 09:30")
        late = self.make("2026-03-02 09:00", "2026-03-02 11:00")
        running = self.make("2026-03-02 09:00")
        measures = ("acknowledge_on_time:avg", "resolve_on_time:avg", "acknowledge_hours:avg", "__count")
        ((_category, acknowledged, resolved, hours, count),) = self.group(
            met | late | running, ["main_category_id"], *measures
        )
        self.assertEqual(count, 3)
        self.assertAlmostEqual(acknowledged, 0.5)
        self.assertFalse(resolved)
        self.assertAlmostEqual(hours, 1.25)
        self.assertFalse(self.row(running).acknowledge_verdict)
        self.assertEqual(self.row(late).all_verdict, "breached")

    def test_the_last_second_is_in_time(self):
        met = self.make("2026-03-02 09:00", "2026-03-02 10:00")
        self.assertEqual(self.row(met).acknowledge_on_time, 1)
        with freeze_time(local("2026-03-02 09:00")):
            late = self.complain(received_at=local("2026-03-02 09:00"))
        with freeze_time(local("2026-03-02 10:00").replace(second=1)):
            late.action_acknowledge()
        self.env.flush_all()
        self.assertEqual(self.row(late).acknowledge_verdict, "breached")

    def test_days_and_months_are_local(self):
        complaint = self.make("2026-04-01 00:30")
        self.assertEqual(self.row(complaint).received_on, date(2026, 4, 1))
        ((month, _count),) = self.group(complaint, ["received_on:month"], "__count")
        self.assertEqual(month, date(2026, 4, 1))

    def test_dimensions(self):
        staff = self.env["hr.employee"].create([{"name": "Li"}, {"name": "Wu"}])
        complaint = self.make("2026-03-02 09:00", employee_ids=staff.ids, amount_at_stake=120)
        row = self.row(complaint)
        self.assertEqual((row.category_id, row.main_category_id), (self.part, self.category))
        self.assertEqual((row.state, row.company_id, row.channel), ("new", self.company, "phone"))
        groups = self.group(complaint, ["employee_ids"], "amount_at_stake:sum")
        self.assertEqual({(one, amount) for one, amount in groups}, {(one, 120) for one in staff})
        self.assertFalse(row.is_ended)
        self.assertEqual(row.action_open_complaint()["res_id"], complaint.id)

    def test_reopened(self):
        complaint = self.make("2026-03-02 09:00", "2026-03-02 09:30", "2026-03-02 10:00")
        other = self.make("2026-03-02 09:00")
        with freeze_time(local("2026-03-02 11:00")):
            complaint.action_reopen()
        self.env.flush_all()
        ((share, times),) = self.group(complaint | other, [], "reopened_share:avg", "reopen_count:sum")
        self.assertEqual((share, times), (0.5, 1))

    def test_changes_are_seen_at_once(self):
        complaint = self.make("2026-03-02 09:00")
        complaint.team_id = self.env["service.team"].create({"name": "T", "code": "T"})
        found = self.Analysis.search([("team_id", "=", complaint.team_id.id)])
        self.assertEqual(found.complaint_id, complaint)

    def test_archived_and_history(self):
        complaint = self.make("2026-03-02 09:00")
        complaint.active = False
        domain = [("id", "=", complaint.id)]
        self.assertFalse(self.Analysis.search(domain))
        self.assertTrue(self.Analysis.with_context(active_test=False).search(domain))

    def test_rights(self):
        complaint = self.make("2026-03-02 09:00")
        for user in (self.officer, self.manager):
            self.assertTrue(self.Analysis.with_user(user).search([("id", "=", complaint.id)]))
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                self.Analysis.with_user(user).search([])
        foreign = self.officer.copy(
            {"login": "f", "company_id": self.other_company.id, "company_ids": self.other_company.ids}
        )
        self.assertFalse(self.Analysis.with_user(foreign).search([("id", "=", complaint.id)]))

    @warmup
    def test_queries(self):
        self.Complaint.create([{"contact_name": "A", "description": "<p>B</p>"} for _n in range(80)])
        self.env.flush_all()
        self.env.invalidate_all()
        specification = {name: {} for name in ("received_on", "state", "resolve_hours", "resolve_verdict")}
        specification["complaint_id"] = {"fields": {"display_name": {}}}
        with self.assertQueryCount(6):
            self.Analysis.with_user(self.officer).web_search_read([], specification, limit=80)
        with self.assertQueryCount(4):
            self.Analysis.with_user(self.officer).formatted_read_group(
                [], ["main_category_id", "received_on:month"], ["__count", "resolve_on_time:avg"]
            )
