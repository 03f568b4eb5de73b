from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .sla_common import SlaCase, local

MONDAY = "2026-03-02 09:00"


class RectificationCase(SlaCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls.env["hr.employee"].create({"name": "Sun", "user_id": cls.colleague.id})
        cls.department = cls.env["hr.department"].create({"name": "Shoes", "manager_id": cls.boss.id})
        cls.Notice = cls.env["service.rectification"].with_context(tracking_disable=True)

    @classmethod
    def draft(cls, **vals):
        return cls.Notice.with_user(cls.officer).create(
            {
                "department_id": cls.department.id,
                "problem": "Prices are not marked",
                "requirement": "Mark every price",
                "basis": "House rules, section 4",
                **vals,
            }
        )

    @classmethod
    def issue(cls, text=MONDAY, **vals):
        notice = cls.draft(**vals)
        with freeze_time(local(text)):
            notice.action_issue()
        return notice

    def messages(self, notice):
        return self.env["service.message"].search(
            [("res_model", "=", notice._name), ("res_id", "=", notice.id)]
        )


@tagged("post_install", "-at_install")
class TestRectification(RectificationCase):
    def test_the_deadline_counts_in_working_days(self):
        for days, due in ((1, "2026-03-03 18:00"), (3, "2026-03-05 18:00"), (6, "2026-03-09 18:00")):
            self.assertEqual(self.issue(working_days=days).deadline, local(due))
        notice = self.issue(working_days=0, deadline=local("2026-03-08 12:00"))
        self.assertEqual(notice.deadline, local("2026-03-08 12:00"))

    def test_what_issuing_needs(self):
        for vals, sentence in (
            ({"department_id": False}, "for whom is it"),
            ({"problem": " "}, "What Was Found"),
            ({"requirement": False}, "What Must Be Changed"),
            ({"working_days": 0}, "a deadline that is still to come"),
            ({"working_days": 0, "deadline": local(MONDAY)}, "a deadline that is still to come"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self.issue(**vals)
        notice = self.issue(working_days=0, deadline=local(MONDAY) + timedelta(seconds=1))
        self.assertEqual(notice.state, "issued")

    def test_the_manager_of_the_department_is_told_once(self):
        notice = self.issue()
        message = self.messages(notice)
        self.assertEqual((message.user_id, message.kind), (self.colleague, "inbox"))
        for text in ("Prices are not marked", "Mark every price", "House rules", "03/05/2026 06:00"):
            self.assertIn(text, message.body)
        self.assertIn(notice.name, message.subject)

    def test_a_tenant_is_told_by_mail(self):
        self.site.partner_id = self.env["res.partner"].create({"name": "Shoe Ltd", "email": "s@example.com"})
        notice = self.draft(department_id=False, site_id=self.site.id)
        self.assertEqual(notice.partner_id, self.site.partner_id)
        notice.action_issue()
        self.assertEqual(self.messages(notice).partner_id, self.site.partner_id)
        self.assertIn("Shoe Ltd", notice.recipient)

    def test_acknowledged_followed_up_and_a_second_notice(self):
        notice = self.issue()
        dialog = self.env["service.rectification.decide"].with_user(self.officer)
        dialog.create(
            {"rectification_id": notice.id, "decision": "acknowledge", "text": "Ms Sun"}
        ).action_confirm()
        self.assertRecordValues(notice, [{"state": "overdue", "acknowledged_by": "Ms Sun"}])
        dialog.create(
            {"rectification_id": notice.id, "decision": "fail", "text": "Half of them"}
        ).action_confirm()
        self.assertRecordValues(
            notice, [{"state": "failed", "checked_by_id": self.officer.id, "result_note": "Half of them"}]
        )
        second = self.Notice.browse(notice.action_second_notice()["res_id"])
        self.assertRecordValues(
            second, [{"state": "draft", "previous_id": notice.id, "sequence_no": 2, "deadline": False}]
        )
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"):
            notice.action_second_notice()
            self.env.flush_all()
        done = self.issue()
        done._judge(True, "All marked")
        self.assertEqual(done.state, "done")
        with self.assertRaisesRegex(UserError, "not found to be not done"):
            done.action_second_notice()

    def test_acknowledged_in_time(self):
        for text, state in (
            ("2026-03-05 17:59", "acknowledged"),
            ("2026-03-05 18:00", "acknowledged"),
            ("2026-03-05 18:01", "overdue"),
        ):
            notice = self.issue()
            with freeze_time(local(text)):
                notice._acknowledge("Ms Sun")
            self.assertEqual(notice.state, state)

    def test_what_was_issued_stays(self):
        notice = self.issue()
        for vals in ({"requirement": "Less"}, {"deadline": local("2027-01-01 10:00")}, {"working_days": 9}):
            with self.assertRaisesRegex(UserError, "stays as the recipient got it"):
                notice.write(vals)
        with self.assertRaisesRegex(UserError, "use its buttons"):
            notice.state = "done"
        with self.assertRaisesRegex(UserError, "cancelled, not deleted"):
            notice.with_user(self.manager).unlink()
        self.draft().with_user(self.manager).unlink()

    def test_texts_are_needed(self):
        notice = self.issue()
        for step in (
            lambda: notice._acknowledge(" "),
            lambda: notice._judge(True, ""),
            lambda: notice._cancel(False),
        ):
            with self.assertRaisesRegex(UserError, "kept as evidence"):
                step()

    def test_who_may(self):
        notice = self.draft(complaint_id=self.complain(user_id=self.user.id).id)
        self.assertTrue(notice.with_user(self.user).has_access("write"))
        self.assertFalse(notice.with_user(self.colleague).has_access("read"))
        for user in (self.employee, self.portal):
            self.assertFalse(notice.with_user(user).has_access("read"))
        with self.assertRaisesRegex(AccessError, "Only officers"):
            notice.with_user(self.user).action_issue()
        own = self.Notice.with_user(self.user).create({"department_id": self.department.id})
        self.assertEqual(own.state, "draft")
        foreign = self.Notice.create({"company_id": self.other_company.id})
        self.assertFalse(foreign.with_user(self.manager).has_access("read"))

    def test_nobody_judges_their_own_department(self):
        notice = self.issue()
        self.boss.user_id = self.manager
        for step in (lambda one: one._judge(True, "x"), lambda one: one._cancel("x")):
            with self.assertRaisesRegex(UserError, "about you or your department"):
                step(notice.with_user(self.manager))
        notice.with_user(self.manager)._acknowledge("Me")
        complaint = self.complain(
            employee_ids=self.env["hr.employee"].create({"name": "Z", "user_id": self.officer.id}).ids
        )
        with self.assertRaisesRegex(UserError, "about you"):
            self.issue(complaint_id=complaint.id)


@tagged("post_install", "-at_install")
class TestRectificationCron(RectificationCase):
    def run_at(self, text, seconds=0):
        with (
            freeze_time(local(text) + timedelta(seconds=seconds)),
            patch.object(self.env.cr, "commit", lambda: None),
        ):
            self.Notice._cron_overdue()

    def test_overdue_one_second_after_the_deadline(self):
        notice, done = self.issue(), self.issue()
        done._judge(True, "x")
        self.run_at("2026-03-05 18:00")
        self.assertEqual(notice.state, "issued")
        self.run_at("2026-03-05 18:00", 1)
        self.assertEqual((notice.state, done.state), ("overdue", "done"))
        todo = notice.activity_ids
        self.assertEqual((todo.user_id, todo.summary), (self.officer, "The deadline passed: follow up"))
        self.run_at("2026-03-06 18:00")
        self.assertEqual(notice.activity_ids, todo, "once")
        notice._judge(False, "x")
        self.assertFalse(notice.activity_ids)

    def test_the_list_and_the_button_of_the_complaint(self):
        complaint = self.complain(department_id=self.department.id)
        action = complaint.action_open_rectifications()
        self.assertEqual(action["context"]["default_department_id"], self.department.id)
        notice = self.draft(complaint_id=complaint.id)
        self.assertEqual(complaint.rectification_count, 1)
        self.assertIn(notice, self.Notice.search(complaint.action_open_rectifications()["domain"]))

    def test_queries_of_a_list_of_80(self):
        self.Notice.create(
            [
                {"department_id": self.department.id, "site_id": self.site.id, "partner_id": self.customer.id}
                for _index in range(80)
            ]
        )
        specification = {"name": {}, "recipient": {}, "state": {}, "deadline": {}, "sequence_no": {}}
        search = self.Notice.with_user(self.officer).web_search_read
        search([], specification, limit=1)
        for limit in (40, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(14):
                search([], specification, limit=limit)
