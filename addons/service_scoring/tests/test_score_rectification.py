from datetime import timedelta

import psycopg2.errors

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .inspection_common import InspectionCase

#: Monday, 9 o'clock in Shanghai
MONDAY = "2024-09-09 01:00"
#: five working days later, when they close
DUE = Datetime.to_datetime("2024-09-16 09:00")
SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestScoreRectification(InspectionCase):
    """Findings are put right until a deadline, and somebody else looks again (CU-SUP-02)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.above = cls.env["hr.department"].create({"name": "Catering", "company_id": cls.company.id})
        cls.director = cls.person("score_director", "base.group_user")
        cls.above.manager_id = cls.employee_of(cls.director, department_id=cls.above.id)
        cls.kitchen.parent_id = cls.above
        cls.inspection = cls.submitted(clean={"note": "Behind the stove"}, order={})
        with freeze_time(MONDAY):
            cls.inspection.action_order()
        cls.order = cls.inspection.rectification_ids[0]
        cls.mine = cls.order.with_user(cls.head)

    def cron(self, moment):
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref("service_scoring.cron_score_rectification").with_user(
                self.env.ref("base.user_root")
            ).method_direct_trigger()

    def told(self, template="score_rectification"):
        return [
            (row.key.split(":")[2], row.user_id)
            for row in self.messages(self.order)
            if row.template == template
        ]

    def test_an_order_for_every_finding(self):
        orders = self.inspection.rectification_ids
        self.assertEqual(orders.line_id.rule_id.mapped("code"), ["clean", "order"])
        self.assertRecordValues(
            self.order,
            [
                {
                    "state": "ordered",
                    "department_id": self.kitchen.id,
                    "responsible_id": self.head.id,
                    "working_days": 5,
                    "deadline": DUE,
                    "ordered_by_id": self.officer.id,
                    "requirement": "The floor is clean\nBehind the stove",
                }
            ],
        )
        self.assertEqual(self.told(), [("ordered", self.head)])
        self.assertIn("Behind the stove", self.messages(self.order).body)
        with self.assertRaisesRegex(UserError, "everything found is ordered"):
            self.inspection.action_order()
        with self.assertRaisesRegex(UserError, "stays as the unit got it"):
            self.order.deadline = DUE + SECOND
        with self.assertRaisesRegex(UserError, "use its buttons"):
            self.order.state = "verified"
        with self.assertRaisesRegex(UserError, "not deleted"):
            self.order.unlink()
        with self.assertRaisesRegex(UserError, "cancel its rectification orders"):
            self.inspection.action_reopen()

    def test_a_deadline_by_hand_and_what_cannot_be_ordered(self):
        Order = self.order.browse()
        vals = {"inspection_id": self.inspection.id, "requirement": "Repair the door", "working_days": 0}
        with freeze_time(MONDAY):
            for deadline in (False, MONDAY):
                with self.assertRaisesRegex(UserError, "a deadline that is still to come"):
                    Order.create({**vals, "deadline": deadline})
            order = Order.create({**vals, "deadline": Datetime.to_datetime(MONDAY) + SECOND})
        self.assertEqual(order.state, "ordered")
        other = self.submitted(clean={})
        with self.assertRaisesRegex(UserError, "belongs to another inspection"):
            Order.create({**vals, "line_id": other.line_ids[0].id, "working_days": 1})
        with self.assertRaisesRegex(UserError, "follow from what was submitted"):
            Order.create({**vals, "inspection_id": self.plan().id, "working_days": 1})

    def test_reminded_overdue_and_told_further_once_each(self):
        self.cron(DUE - timedelta(days=1) - SECOND)
        self.assertEqual(self.told(), [("ordered", self.head)])
        self.cron(DUE - timedelta(days=1))
        self.assertEqual(self.told()[1:], [("warned", self.head)])
        with freeze_time(DUE):
            self.assertFalse(self.order.is_overdue)
        self.cron(DUE + SECOND)
        self.assertEqual(self.order.notice, "overdue")
        self.assertEqual(set(self.told()[2:]), {("overdue", self.head), ("overdue", self.officer)})
        with freeze_time(DUE + SECOND):
            self.order.invalidate_recordset()
            self.assertTrue(self.order.is_overdue)
            self.assertIn(self.order, self.order.search([("is_overdue", "=", True)]))
            self.assertNotIn(self.order, self.order.search([("is_overdue", "=", False)]))
        # three working days after the deadline
        self.cron("2024-09-19 08:59:59")
        self.assertEqual(self.order.notice, "overdue")
        self.cron("2024-09-19 09:00:00")
        self.assertIn(("escalated", self.director), self.told())
        count = len(self.told())
        self.cron("2024-12-01")
        self.assertEqual((self.order.notice, len(self.told())), ("escalated", count))
        self.assertFalse(self.order.notice_at)

    def test_an_order_that_fails_does_not_stop_the_others(self):
        broken, other = self.inspection.rectification_ids
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE service_score_rectification SET deadline = NULL WHERE id = %s", broken.id)
        )
        self.env.invalidate_all()
        with mute_logger("odoo.addons.service_scoring.models.service_score_rectification_tell"):
            self.cron(DUE - timedelta(days=1))
        self.assertEqual((broken.notice, other.notice), (False, "warned"))

    def test_who_is_checked_does_not_write_what_the_check_found(self):
        with self.assertRaises(AccessError):
            self.mine.finding = "Nothing"
        self.mine.done_note = "Cleaned"
        self.order.action_verify()
        with self.assertRaisesRegex(UserError, "it is over"):
            self.mine.done_note = "It never was dirty"
        with self.assertRaisesRegex(UserError, "it is over"):
            self.order.finding = "Still dirty"

    def test_a_new_version_of_the_book_counts_when_looking_again(self):
        with freeze_time("2024-09-20 02:00"):
            action = self.inspection.action_reinspect()
            fresh = self.units.action_new_version()
            fresh.write({"valid_from": "2024-09-18", "valid_to": "2024-12-31"})
            self.units.action_archive_version()
            fresh.action_activate()
        again = self.inspection.browse(action["res_id"]).with_user(self.inspector)
        with freeze_time("2024-09-20 03:00"):
            again.action_start()
        self.assertEqual((again.rulebook_id, again.line_ids.rule_id.rulebook_id), (fresh, fresh))
        self.assertEqual(again.line_ids.rule_id.mapped("code"), ["clean", "order"])

    def test_who_reported_in_time_is_left_alone(self):
        with self.assertRaisesRegex(UserError, "say what was done"):
            self.mine.action_done()
        self.mine.done_note = "Cleaned, and put on the weekly plan"
        with freeze_time(DUE):
            self.mine.action_done()
        self.assertEqual(
            (self.order.state, self.order.done_by_id, self.order.done_at), ("done", self.head, DUE)
        )
        self.assertIn(("done", self.officer), self.told())
        self.cron("2024-12-01")
        self.assertFalse(self.order.notice)
        with self.assertRaisesRegex(UserError, "is “Reported Done”"):
            self.mine.action_done()

    def test_somebody_else_says_that_it_was_put_right(self):
        with self.assertRaises(AccessError):
            self.mine.action_verify()
        self.order.sudo().responsible_id = self.officer
        with self.assertRaisesRegex(UserError, "somebody else has to decide"):
            self.order.action_verify()
        # buttons for who may press them
        self.assertTrue(self.order.may_report)
        self.assertFalse(self.order.may_judge)
        self.assertTrue(self.order.with_user(self.manager).may_judge)
        self.order.with_user(self.manager).action_verify()
        self.assertEqual((self.order.state, self.order.verified_by_id), ("verified", self.manager))

    def test_not_put_right_begins_a_new_term(self):
        with self.assertRaisesRegex(UserError, "What the Check Found"):
            self.order.action_fail()
        self.order.finding = "Still dirty"
        self.cron(DUE + SECOND)
        with freeze_time("2024-09-23 01:00"):
            self.order.action_fail()
        self.assertRecordValues(
            self.order,
            [
                {
                    "state": "failed",
                    "failed_count": 1,
                    "notice": False,
                    "deadline": Datetime.to_datetime("2024-09-30 09:00"),
                }
            ],
        )
        self.assertIn("Still dirty", self.messages(self.order)[-1].body)
        self.cron("2024-09-30 09:00:01")
        self.assertEqual(self.told().count(("overdue", self.head)), 2)
        self.order.action_cancel()
        self.assertEqual((self.order.state, self.order.is_open), ("cancelled", False))

    def test_looking_again_at_what_was_ordered_only(self):
        second = self.inspection.rectification_ids - self.order
        with freeze_time("2024-09-20 02:00"):
            action = self.inspection.action_reinspect()
            with self.assertRaisesRegex(UserError, "nothing waits"):
                self.inspection.action_reinspect()  # it is planned already
        again = self.inspection.browse(action["res_id"])
        self.assertEqual(again.inspector_ids, self.inspector)
        self.assertEqual(again.line_ids.origin_line_id, self.inspection.rectification_ids.line_id)
        again = again.with_user(self.inspector)
        again.action_start()
        self.assertEqual(len(again.line_ids), 2)
        self.submitted(again, order={"note": "Worse than before"})
        self.assertEqual((self.order.state, second.state), ("verified", "failed"))
        self.assertEqual((second.finding, second.failed_count), ("Worse than before", 1))
        # found again, it costs again
        self.assertEqual(self.entries(again).rule_code, "order")
        with self.assertRaisesRegex(UserError, "nothing waits"):
            again.with_user(self.officer).action_reinspect()

    def test_the_report_to_head_office_ends_it(self):
        """CU-SUP-02: each step is dated; nothing ends before all of it was put right."""
        with self.assertRaisesRegex(UserError, "is “Submitted”"):
            self.inspection.action_feed_back()
        self.inspection.action_confirm()
        with self.assertRaisesRegex(UserError, "write the report"):
            self.inspection.action_feed_back()
        self.inspection.feedback = "Two findings, both put right"
        with self.assertRaisesRegex(UserError, "not everything that was ordered"):
            self.inspection.action_feed_back()
        self.inspection.rectification_ids.action_verify()
        self.inspection.action_feed_back()
        self.assertEqual(self.inspection.state, "closed")
        for name in ("started_at", "submitted_at", "confirmed_at", "fed_back_at"):
            self.assertTrue(self.inspection[name], name)
        self.assertEqual(self.order.fed_back_at, self.inspection.fed_back_at)

    def test_days_are_bounded(self):
        for days in (0, 366):
            with (
                self.assertRaises(psycopg2.errors.CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.checklist.rectification_days = days
                self.checklist.flush_recordset()

    def test_papers_in_chinese(self):
        """The record and the order are printed in the language of the company."""
        self.env["res.lang"]._activate_lang("zh_CN")
        Report = self.env["ir.actions.report"]
        for name, record in {
            "report_score_inspection": self.inspection,
            "report_score_rectification": self.order,
        }.items():
            html = Report._render_qweb_html(f"service_scoring.{name}", record.ids)[0].decode()
            self.assertIn(record.name, html)
            self.assertIn("Behind the stove", html)

    def test_erasure(self):
        """Words, photos and names go; clause, count and points stay (decisions 17)."""
        inspection = self.begin()
        photo = self.env["ir.attachment"].with_user(self.inspector).create({"name": "p.png", "raw": b"x"})
        self.submitted(
            inspection,
            polite={
                "note": "Li Ming shouted",
                "photo_ids": [Command.link(photo.id)],
                "person_ids": self.named((self.other, 1)),
            },
        )
        officers = inspection.with_user(self.officer)
        officers.note = "Talked to Li Ming about it"
        officers.action_order()
        order = officers.rectification_ids
        self.other.with_user(self.hr).action_anonymise_scores()
        line = inspection.line_ids.filtered("person_ids")
        self.assertEqual((line.note, line.photo_ids.ids, line.points), (False, [], -0.5))
        self.assertEqual(line.text, "Everybody is polite")
        self.assertFalse(photo.exists())
        self.assertNotIn("Li Ming", inspection.note)
        self.assertNotIn("shouted", order.requirement)
        self.assertFalse(self.entries(inspection).description)
