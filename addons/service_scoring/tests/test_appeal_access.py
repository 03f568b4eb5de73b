from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .appeal_common import AppealCase


@tagged("post_install", "-at_install")
class TestAppealAccess(AppealCase):
    """The employee, the decider and HR; nobody else, and no other company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.appeal = cls.file()

    def sees(self, user, record=None):
        self.env.flush_all()
        record = record or self.appeal
        return bool(self.env[record._name].with_user(user).search([("id", "=", record.id)]))

    def test_who_sees_appeals(self):
        for user in (self.user, self.hr, self.chief.user_id):
            self.assertTrue(self.sees(user), user.login)
        for user in (self.leader_user, self.officer, self.manager, self.judge, self.helper.user_id):
            self.assertFalse(self.sees(user), user.login)
        self.appeal.with_user(self.hr).action_assign(self.judge)
        self.assertTrue(self.sees(self.judge))
        company = self.env["res.company"].create({"name": "Elsewhere"})
        abroad = new_test_user(
            self.env,
            "score_abroad",
            "service_scoring.group_hr",
            company_id=company.id,
            company_ids=company.ids,
        )
        Appeal = self.Appeal.with_user(abroad).with_context(allowed_company_ids=company.ids)
        self.assertFalse(Appeal.search([("id", "=", self.appeal.id)]))

    def test_dialogs_of_others_are_not_read(self):
        """An evidence file, and words that somebody is just writing, are their own."""
        for user, model, vals in (
            (self.hr, "service.score.evidence", {"employee_id": self.employee.id}),
            (self.user, "service.score.appeal.file", {"sheet_id": self.sheet.id, "text": "I was ill"}),
            (self.user, "service.score.sheet.reply", {"sheet_id": self.sheet.id, "answer": "disputed"}),
            (self.officer, "service.score.entry.hear", {"entry_id": self.five.id, "statement": "No"}),
        ):
            dialog = self.env[model].with_user(user).create(vals)
            with self.subTest(model):
                self.assertTrue(self.sees(user, dialog))
                self.assertFalse(self.sees(self.chief.user_id, dialog))

    def test_everybody_is_told_that_an_appeal_is_open_where_they_see_the_sheet(self):
        for user in (self.user, self.leader_user, self.officer):
            self.assertTrue(self.sheet.with_user(user).has_open_appeal)
            self.assertFalse(self.two.with_user(user).has_open_appeal)

    def test_nobody_writes_appeals(self):
        for user in (self.user, self.officer, self.manager, self.hr):
            appeal = self.appeal.with_user(user)
            for step in (
                lambda appeal=appeal: appeal.write({"state": "accepted"}),
                appeal.unlink,
                lambda appeal=appeal: appeal.create(
                    {"employee_id": self.employee.id, "company_id": self.company.id}
                ),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    step()

    def test_the_decider_sees_the_money_of_the_case_only_and_only_meanwhile(self):
        pay = self.sheet.sudo().pay_ids
        other = self.make(employee=self.helper).sudo().pay_ids
        self.assertFalse(self.sees(self.judge, pay))
        self.appeal.with_user(self.hr).action_assign(self.judge)
        self.assertTrue(self.sees(self.judge, pay))
        self.assertTrue(self.sheet.with_user(self.judge).has_money)
        self.assertFalse(self.sees(self.judge, other))
        for user in (self.leader_user, self.officer):
            self.assertFalse(self.sees(user, pay))
        self.appeal.with_user(self.judge).action_reject("No")
        self.assertFalse(self.sees(self.judge, pay))

    def test_employee_and_decider_talk(self):
        self.appeal.with_user(self.hr).action_assign(self.judge)
        self.appeal.with_user(self.judge).message_post(body="When?", message_type="comment")
        self.appeal.with_user(self.user).message_post(body="On Monday", message_type="comment")
        self.assertEqual(len(self.appeal.message_ids.filtered(lambda one: one.message_type == "comment")), 2)
        with self.assertRaises(AccessError):
            self.appeal.with_user(self.officer).message_post(body="No")
