from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.service_kernel.tests.leave_common import enter_leave

from .sla_common import SlaCase, local


@tagged("post_install", "-at_install")
class TestSlaReview(SlaCase):
    """Verdicts that today's settings would give differently (T9); nothing of them changes."""

    def settle(self, text="2026-03-02 09:00", until="2026-03-04 17:00", **vals):
        """A complaint received and resolved at these times."""
        with freeze_time(local(text)):
            complaint = self.complain(received_at=local(text), **vals)
        with freeze_time(local(text.replace("09:00", "09:10"))):
            complaint.action_acknowledge()
        with freeze_time(local(until)):
            complaint.action_resolve()
        return complaint

    def review(self, user=None, date_from="2026-03-01", date_to="2026-03-31", **vals):
        form = Form(self.env["service.sla.review"].with_user(user or self.officer))
        form.date_from, form.date_to = date_from, date_to
        for name, value in vals.items():
            form[name] = value
        review = form.save()
        action = review.action_review()
        self.assertEqual(action["res_model"], "service.sla.review.line")
        lines = self.env["service.sla.review.line"].with_user(user or self.officer).search(action["domain"])
        self.assertEqual(lines, review.line_ids)
        return review

    def rows(self, lines):
        return [(line.metric_id.code, line.then_state, line.today_state, line.why) for line in lines]

    def test_unchanged_settings_judge_the_same(self):
        complaint = self.settle()
        with freeze_time(local("2026-03-05 09:00")):
            complaint.action_reopen()
            complaint.action_wait()
        with freeze_time(local("2026-03-20 09:00")):
            complaint.action_resume()
        with freeze_time(local("2026-03-30 09:00")):
            complaint.action_reject()
        self.assertIn("breached", self.clocks(complaint).mapped("state"))
        review = self.review()
        self.assertFalse(review.line_ids)
        self.assertEqual(review.looked_count, 3)

    def test_a_shorter_limit(self):
        complaint = self.settle()
        self.resolve.value = 1
        line = self.review().line_ids
        self.assertEqual(self.rows(line), [("resolve", "met", "breached", "limit_changed")])
        self.assertEqual(line.then_deadline, local("2026-03-05 18:00"))
        self.assertEqual(line.today_deadline, local("2026-03-03 18:00"))
        self.assertEqual(line.ended_at, local("2026-03-04 17:00"))
        self.assertEqual((line.then_limit, line.today_limit), ("3 Working days", "1 Working days"))
        self.assertEqual(line.action_open_document()["res_id"], complaint.id)

    def test_at_the_boundary_of_the_new_limit(self):
        on_time = self.settle(until="2026-03-03 18:00")
        with freeze_time(local("2026-03-02 09:00")):
            late = self.complain(received_at=local("2026-03-02 09:00"))
        with freeze_time(local("2026-03-02 09:10")):
            late.action_acknowledge()
        with freeze_time(local("2026-03-03 18:00").replace(second=1)):
            late.action_resolve()
        self.resolve.value = 1
        lines = self.review().line_ids
        self.assertEqual(lines.mapped("res_id"), late.ids)
        self.assertNotIn(on_time.id, lines.mapped("res_id"))

    def test_a_holiday_entered_later(self):
        self.settle(until="2026-03-06 17:00")  # missed by a day
        enter_leave(
            self.env,
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": local("2026-03-04 00:00"),
                "date_to": local("2026-03-04 23:59"),
            },
        )
        lines = self.review().line_ids
        self.assertEqual(self.rows(lines), [("resolve", "breached", "met", "hours_changed")])

    def test_a_limit_that_is_gone_and_a_new_one(self):
        self.settle()
        self.policy.active = False
        other = self.env["service.sla.policy"].create(
            {"code": "N", "name": "New", "sequence": 5, "model": "service.complaint"}
        )
        self.limit("resolve", 1, "working_hours", other, party="internal")
        rows = self.rows(self.review().line_ids)
        self.assertCountEqual(
            rows,
            [
                ("acknowledge", "met", "none", "limit_gone"),
                ("resolve", "met", "none", "limit_gone"),
                ("resolve", "none", "breached", "limit_new"),
            ],
        )

    def test_another_policy_gives_the_limit(self):
        self.settle()
        other = self.env["service.sla.policy"].create(
            {"code": "N", "name": "New", "sequence": 5, "model": "service.complaint"}
        )
        self.limit("resolve", 1, "working_days", other)
        lines = self.review().line_ids
        self.assertEqual(self.rows(lines), [("resolve", "met", "breached", "policy_other")])

    def test_the_case_changed_after_the_verdict(self):
        urgent = self.env["service.sla.policy"].create(
            {
                "code": "U",
                "name": "Urgent",
                "sequence": 5,
                "model": "service.complaint",
                "severity_ids": self.level_a.ids,
            }
        )
        self.limit("resolve", 1, "working_days", urgent)
        complaint = self.settle()
        self.env.flush_all()
        for table in ("service_sla_policy", "service_sla_target"):
            self.env.cr.execute(f"UPDATE {table} SET write_date = '2026-01-01'")  # before the verdict
        self.env.invalidate_all()
        with freeze_time(local("2026-03-10 09:00")):
            complaint.flag_ids = self.food
        lines = self.review().line_ids
        self.assertEqual(self.rows(lines), [("resolve", "met", "breached", "case_changed")])

    def test_waiting_that_would_count_today(self):
        with freeze_time(local("2026-03-02 09:00")):
            complaint = self.complain(received_at=local("2026-03-02 09:00"))
            complaint.action_wait()
        with freeze_time(local("2026-03-20 09:00")):
            complaint.action_resolve()
        self.assertEqual(self.clocks(complaint, "resolve").state, "met")
        self.resolve.pauses = False
        lines = self.review().line_ids
        self.assertEqual(self.rows(lines), [("resolve", "met", "breached", "waiting_other")])

    def test_nothing_is_written(self):
        complaint = self.settle()
        self.resolve.value = 1
        self.env.flush_all()

        def stored():
            self.env.cr.execute("SELECT xmin::text, * FROM service_sla_clock ORDER BY id")
            clocks = self.env.cr.fetchall()
            self.env.cr.execute("SELECT id, xmin::text FROM service_sla_event ORDER BY id")
            events = self.env.cr.fetchall()
            self.env.cr.execute("SELECT xmin::text, * FROM service_complaint ORDER BY id")
            return clocks, events, self.env.cr.fetchall()

        before = stored()
        self.assertTrue(self.review().line_ids)
        self.env.flush_all()
        self.assertEqual(stored(), before)
        self.assertEqual(self.clocks(complaint, "resolve").state, "met")

    def test_days_are_those_of_the_company(self):
        self.settle()
        self.resolve.value = 1
        for day, count in (("2026-03-03", 0), ("2026-03-04", 1), ("2026-03-05", 0)):
            self.assertEqual(len(self.review(date_from=day, date_to=day).line_ids), count, day)
        with self.assertRaises(ValidationError):
            self.review(date_from="2026-03-05", date_to="2026-03-04")

    def test_no_more_than_asked_for_and_it_says_so(self):
        for _turn in range(3):
            self.settle()
        review = self.review()
        self.assertFalse(review.is_cut)
        self.assertEqual(review.looked_count, 6)
        review._review(most=8, batch=1)
        self.assertTrue(review.is_cut)
        self.assertLess(review.looked_count, 6)
        self.assertIn("There were more", review._say_result())

    def test_teams(self):
        team = self.env["service.team"].create({"name": "Desk", "code": "desk"})
        self.settle(team_id=team.id)
        self.settle()
        self.resolve.value = 1
        self.assertEqual(len(self.review().line_ids), 2)
        self.assertEqual(self.review(team_id=team).line_ids.team_id, team)

    def test_rights(self):
        self.settle()
        self.resolve.value = 1
        review = self.review()
        Line = self.env["service.sla.review.line"]
        self.assertFalse(Line.with_user(self.manager).search([("review_id", "=", review.id)]))
        with self.assertRaises(AccessError):
            review.line_ids.with_user(self.officer).write({"because": "x"})
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                Line.with_user(user).search([])

    def test_queries_of_a_batch_do_not_grow_with_its_cases(self):
        for _turn in range(2):
            self.settle()
        self.resolve.value = 1
        review = self.review()

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            self.env.registry.clear_cache()
            before = self.env.cr.sql_log_count
            review._review()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = queries()
        self.resolve.value = 3
        for _turn in range(20):
            self.settle()
        self.resolve.value = 1
        many = queries()
        self.assertEqual(len(review.line_ids), 22)
        self.assertLessEqual(many, few + 5)

    def test_it_suggests_the_last_days(self):
        review = self.env["service.sla.review"].with_user(self.officer).create({})
        self.assertEqual(review.model, "service.complaint")
        self.assertEqual((review.date_to - review.date_from).days, 30)
        self.assertLessEqual(abs((review.date_to - fields.Date.today()).days), 1)

    def test_archived_cases_count_and_archived_policies_do_not(self):
        complaint = self.settle()
        complaint.action_archive()
        self.resolve.value = 1
        self.assertEqual(self.review().line_ids.mapped("res_id"), complaint.ids)
        self.policy.active = False
        self.env["service.sla.policy"].with_context(active_test=False)._get_engine_policies(
            complaint._name, self.company.id
        )
        self.assertEqual(set(self.review().line_ids.mapped("why")), {"limit_gone"})
