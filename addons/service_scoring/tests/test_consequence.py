import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .entry_common import EntryCase


@tagged("post_install", "-at_install")
class TestConsequence(EntryCase):
    """What is proposed, how it is decided, and what follows; people decide about people."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.boss_user = cls.person("score_boss", "base.group_user")
        cls.worker.parent_id = cls.employee_of(cls.boss_user)
        cls.Consequence = cls.env["service.score.consequence"]

    def propose(self, kind="dismissal", key="ground,1", employee=None, **vals):
        return self.Consequence._propose_all(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": (employee or self.worker).id,
                    "kind": kind,
                    "rule_code": "ASC-ACC-02",
                    "source_key": key,
                    "period_start": "2024-01-01",
                    "period_end": "2024-12-31",
                    **vals,
                }
            ]
        )

    def hear(self, one):
        one.with_user(self.hr).write({"heard_at": "2024-12-31 08:00:00", "statement": "I was ill"})

    def test_the_same_is_proposed_once(self):
        first = self.propose()
        self.assertFalse(self.propose())
        self.assertTrue(self.propose(employee=self.other))
        self.assertTrue(self.propose(key="ground,2"))
        first.reason = "Not this time"
        first.with_user(self.hr).action_reject()
        self.assertFalse(self.propose())
        self.Consequence._drop_all([("source_key", "=", "ground,2")])
        self.assertTrue(self.propose(key="ground,2"))

    def test_hr_is_told_in_one_message(self):
        self.Consequence._propose_all(
            [
                {
                    "company_id": self.company.id,
                    "employee_id": employee.id,
                    "kind": "award",
                    "source_key": "told",
                }
                for employee in (self.worker, self.other)
            ]
        )
        told = self.env["service.message"].search(
            [("template", "=", "score_consequence"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(set(told.mapped("subject")), {"Consequences to decide: 2"})
        self.assertIn(self.hr, told.user_id)
        self.assertNotIn(self.officer, told.user_id)

    def test_what_is_decided_stays_when_its_ground_is_gone(self):
        approved, open_one = self.propose("warning"), self.propose("reminder", "ground,2")
        approved.with_user(self.officer).action_approve()
        self.Consequence._drop_all([("employee_id", "=", self.worker.id)])
        self.assertEqual((approved.state, approved.is_ground_gone), ("approved", True))
        self.assertEqual((open_one.state, open_one.is_ground_gone), ("dropped", False))
        self.propose("warning")
        self.assertFalse(approved.is_ground_gone)

    def test_a_dismissal_waits_for_hearing_and_union(self):
        one = self.propose().with_user(self.hr)
        with self.assertRaisesRegex(UserError, "hear the employee"):
            one.action_approve()
        one.heard_at = "2024-12-31 08:00:00"
        with self.assertRaisesRegex(UserError, "what they"):
            one.action_approve()
        self.hear(one)
        with self.assertRaisesRegex(UserError, "tell the union"):
            one.action_approve()
        one.write({"union_notified_at": "2025-01-02", "union_opinion": "No objection"})
        one.action_approve()
        self.assertEqual((one.state, one.decided_by_id, one.heard_by_id), ("approved", self.hr, self.hr))
        small = self.propose("removal", "ground,2").with_user(self.hr)
        self.hear(small)
        small.no_union = True
        small.action_approve()
        self.assertEqual(small.state, "approved")

    def test_nothing_happens_in_the_future_or_in_the_wrong_order(self):
        one = self.propose().with_user(self.hr)
        for vals in ({"heard_at": "2999-01-01 08:00:00"}, {"union_notified_at": "2999-01-01"}):
            with self.assertRaisesRegex(UserError, "future"):
                one.write(vals)
        told = self.propose("warning", "ground,2").with_user(self.officer)
        told.action_approve()
        told.notified_at = "2025-01-02"
        with self.assertRaisesRegex(UserError, "before it was given"), self.env.cr.savepoint():
            told.delivered_at = "2025-01-01"
        told.delivered_at = "2025-01-02"

    def test_what_does_not_follow_any_more_is_not_approved(self):
        grades = self.env["service.score.grade"].create(
            [{"name": code, "code": code, "company_id": self.company.id} for code in "CBA"]
        )
        self.worker.sudo().score_grade_id = grades[2]
        step = {"grade_from_id": grades[0].id, "grade_to_id": grades[1].id}
        review = self.propose("grade_change", "grade", **step)
        lapsed = self.propose("days_off", "days", days=2, usable_from="2024-02-01", usable_to="2024-03-31")
        for one, problem in ((review, "another one by now"), (lapsed, "could be used until")):
            with self.assertRaisesRegex(UserError, problem):
                one.with_user(self.hr).action_approve()

    def test_rejecting_needs_neither(self):
        one = self.propose().with_user(self.hr)
        with self.assertRaisesRegex(UserError, "reason"):
            one.action_reject()
        one.reason = "A first time"
        one.action_reject()
        self.assertEqual(one.state, "rejected")
        for step in (one.action_approve, lambda: one.write({"reason": "Other"})):
            with self.assertRaisesRegex(UserError, "decided already"):
                step()

    def test_the_database_keeps_what_was_decided(self):
        one = self.propose("warning")
        one.with_user(self.officer).action_approve()
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(psycopg2.IntegrityError, "append-only"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                SQL("UPDATE service_score_consequence SET kind = 'award' WHERE id = %s", one.id)
            )

    def test_merits_and_demerits_are_entered(self):
        for kind, award_kind, entered in (
            ("demerit", False, "demerit"),
            ("award", "major_merit", "major_merit"),
            ("award", False, False),
        ):
            one = self.propose(kind, f"{kind},{award_kind}", award_kind=award_kind, award_text="Thank you")
            one.with_user(self.hr).action_approve()
            award = self.env["service.score.award"].search([("consequence_id", "=", one.id)])
            self.assertEqual((award.kind, award.state), (entered, entered and "confirmed"))
            if entered:
                self.assertEqual((str(award.date), award.employee_id), ("2024-12-31", self.worker))

    def test_the_employee_is_told(self):
        one = self.propose("warning").with_user(self.officer)
        with self.assertRaisesRegex(UserError, "what was approved"):
            one.notified_at = "2025-01-02"
        one.action_approve()
        one.action_notify()
        self.assertEqual(one.notice_delivery, "message")
        told = self.env["service.message"].search([("template", "=", "score_consequence_notice")])
        self.assertEqual(told.user_id, self.user)
        one.write({"notified_at": "2025-01-02", "notice_delivery": "notary", "delivered_at": "2025-01-05"})
        with self.assertRaisesRegex(UserError, "was told on 01/02/2025"):
            one.action_notify()
        second = self.propose("warning", "ground,2").with_user(self.officer)
        second.action_approve()
        (one | second).action_notify()
        self.assertEqual((str(one.notified_at), one.notice_delivery), ("2025-01-02", "notary"))
        self.assertEqual(second.notice_delivery, "message")
        silent = self.propose("warning", employee=self.other).with_user(self.officer)
        silent.action_approve()
        with self.assertRaisesRegex(UserError, "no login"):
            silent.action_notify()

    @freeze_time("2025-01-10")
    def test_letters_in_the_language_of_the_employee(self):
        award = self.propose("award", award_text="Study stay")
        days = self.propose("days_off", "ground,2", days=2, usable_from="2025-01-01", usable_to="2025-02-28")
        (award | days).with_user(self.officer).action_approve()
        self.assertEqual(
            award.with_user(self.officer).action_print_letter()["report_name"],
            "service_scoring.report_score_consequence",
        )
        report = self.env["ir.actions.report"].with_user(self.user)

        def letter():
            html, _kind = report._render_qweb_html(
                "service_scoring.report_score_consequence", (award | days).ids
            )
            return html.decode()

        html = letter()
        for text in (
            "Study stay",
            "ASC-ACC-02",
            "01/01/2025",
            "You get 2 days of rest, to be taken from",
            self.worker.name,
        ):
            self.assertIn(text, html)
        self.assertNotIn("Draft", html)
        self.user.lang = "zh_CN"
        html = letter()
        self.assertIn("Study stay", html)
        self.assertIn("2025/01/01", html)

    def test_who_sees_and_decides(self):
        dismissal, warning = self.propose(), self.propose("warning", "ground,2")
        both = dismissal | warning

        def seen(user):
            return self.Consequence.with_user(user).search([("id", "in", both.ids)])

        for user in (self.user, self.boss_user):
            self.assertFalse(seen(user), user.login)
        for user in (self.officer, self.manager, self.hr):
            self.assertEqual(seen(user), both)
        warning.with_user(self.officer).action_approve()
        self.assertEqual(seen(self.user), warning)
        self.assertFalse(seen(self.boss_user))
        for step in (
            lambda: dismissal.with_user(self.manager).action_approve(),
            lambda: dismissal.with_user(self.officer).write({"statement": "Nothing"}),
            lambda: warning.with_user(self.user).write({"reason": "No"}),
            lambda: warning.with_user(self.user).action_reject(),
            lambda: self.Consequence.with_user(self.hr).create(
                {"company_id": self.company.id, "employee_id": self.worker.id, "kind": "award"}
            ),
            lambda: dismissal.with_user(self.hr).unlink(),
        ):
            with self.assertRaises(AccessError):
                step()
        portal = new_test_user(self.env, "score_portal", "base.group_portal")
        for model in ("consequence", "streak", "grade", "grade.change", "flag"):
            with self.assertRaises(AccessError):
                self.env[f"service.score.{model}"].with_user(portal).search([])

    def test_nobody_decides_or_writes_about_themselves(self):
        own = self.propose(employee=self.employee_of(self.hr)).with_user(self.hr)
        both = own | self.propose("warning", "ground,2")
        for user, may in (
            (self.hr, [False, True]),
            (self.officer, [False, True]),
            (self.user, [False, False]),
        ):
            self.assertEqual(both.with_user(user).sudo(False).mapped("may_decide"), may, user.login)
        for step in (
            own.action_approve,
            lambda: own.write({"statement": "I was ill"}),
            lambda: own.write({"no_union": True}),
        ):
            with self.assertRaisesRegex(UserError, "for themselves"):
                step()

    def test_words_are_erased(self):
        one = self.propose().with_user(self.hr)
        self.hear(one)
        one.write({"union_notified_at": "2025-01-02", "union_opinion": "He drinks", "reason": "He drinks"})
        one.action_approve()
        one.message_post(body="He drinks")
        self.worker.with_user(self.hr).action_anonymise_scores()
        self.assertFalse(one.statement or one.union_opinion or one.reason)
        self.assertNotIn("He drinks", "".join(str(body) for body in one.sudo().message_ids.mapped("body")))
        self.assertEqual((one.state, one.kind), ("approved", "dismissal"))
