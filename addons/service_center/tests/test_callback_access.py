from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .callback_common import CallbackCase

MODELS = (
    "service.callback",
    "service.callback.attempt",
    "service.contact",
    "service.contact.window",
    "service.contact.account",
)


@tagged("post_install", "-at_install")
class TestCallbackAccess(CallbackCase):
    """Who sees and changes callbacks, and what customers want."""

    def assertSeen(self, user, callback, seen):
        self.assertEqual(bool(callback.with_user(user).search([("id", "=", callback.id)])), seen)
        tries = callback.attempt_ids
        self.assertEqual(bool(tries.with_user(user).search([("id", "in", tries.ids)])), seen)
        self.assertEqual(callback.with_user(user).has_access("write"), seen)

    def tried(self, **vals):
        callback = self.callback(**vals)
        callback._register_attempt("busy")
        return callback

    def test_callers_work_on_their_own_on_free_ones_and_on_those_of_their_teams(self):
        self.assertSeen(self.colleague, self.tried(user_id=self.colleague.id, team_id=False), True)
        self.assertSeen(self.colleague, self.tried(team_id=False), True)
        others = self.tried(user_id=self.manager.id)
        self.assertSeen(self.colleague, others, False)
        self.assertSeen(self.user, others, True)
        self.team.leader_id = self.colleague
        self.assertSeen(self.colleague, others, True)

    def test_officers_and_managers_work_on_all(self):
        callback = self.tried(user_id=self.user.id)
        self.assertSeen(self.officer, callback, True)
        self.assertSeen(self.manager, callback, True)

    def test_records_on_request(self):
        """DECO-ACC-01: where the company wants it, who did not call reads a record with approval only."""
        self.team.member_ids |= self.colleague
        callback = self.tried(user_id=self.user.id)
        callback.with_user(self.user)._finish("fine", notes="Wants a blue one")
        self.assertSeen(self.colleague, callback, True)
        self.company.service_callback_gate = True
        self.assertSeen(self.colleague, callback, False)
        for reader in (self.user, self.officer):
            self.assertSeen(reader, callback, True)
        self.company.service_file_head_id = self.manager
        ask = self.env["service.file.request"].with_user(self.colleague)
        request = ask.create({"kind": "callbacks", "partner_id": self.customer.id, "reason": "New offer"})
        request.action_ask()
        self.assertSeen(self.colleague, callback, False)
        request.with_user(self.manager).action_sign()
        self.assertSeen(self.colleague, callback, True)
        self.assertSeen(self.colleague, self.tried(user_id=self.user.id), True)

    def test_others_have_no_rights(self):
        self.callback()
        for user in (self.employee, self.portal):
            for model in MODELS:
                with self.assertRaises(AccessError, msg=f"{user.login} {model}"):
                    self.env[model].with_user(user).search([])
            with self.assertRaises(AccessError):
                self.env["res.partner"].with_user(user).browse(self.customer.id).read(
                    ["service_do_not_disturb"]
                )

    def test_only_managers_delete(self):
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                self.callback().with_user(user).unlink()
        self.callback().with_user(self.manager).unlink()

    def test_other_companies_see_nothing(self):
        callback = self.tried()
        foreign = self.officer.copy(
            {
                "login": "sc_foreign",
                "company_ids": [(6, 0, self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        self.assertSeen(foreign, callback, False)
        self.assertFalse(self.env["service.contact"].with_user(foreign).search([]))

    def test_nobody_books_or_writes_tries_by_hand(self):
        callback = self.tried()
        for user in (self.user, self.officer, self.manager):
            with self.assertRaises(AccessError):
                callback.attempt_ids.with_user(user).note = "x"
            with self.assertRaises(AccessError):
                self.env["service.callback.attempt"].with_user(user).create({"callback_id": callback.id})
            with self.assertRaises(AccessError):
                self.env["service.contact"].with_user(user).search([]).unlink()

    def test_callers_change_hours_of_customers_managers_those_of_plans(self):
        Window = self.env["service.contact.window"]
        own = Window.with_user(self.user).create(
            {"partner_id": self.customer.id, "hour_from": 9, "hour_to": 10}
        )
        own.hour_to = 11
        plan = {"plan_id": self.plan.id, "hour_from": 9, "hour_to": 10}
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                Window.with_user(user).create(plan)
        hours = Window.with_user(self.manager).create(plan)
        self.assertTrue(hours.with_user(self.user).search([("id", "=", hours.id)]))

    def test_callers_enter_a_callback_and_record_it(self):
        form = Form(self.env["service.callback"].with_user(self.user))
        form.partner_id = self.customer
        form.purpose = "Ask about the heel"
        callback = form.save()
        action = callback.action_record()
        wizard = self.env[action["res_model"]].with_user(self.user).with_context(**action["context"])
        dialog = Form(wizard)
        dialog.notes = "All is well"
        dialog.satisfaction = "4"
        dialog.save().action_confirm()
        self.assertEqual((callback.state, callback.notes), ("done", "All is well"))

    def record(self, callback, **vals):
        wizard = self.env["service.callback.record"].with_user(self.user)
        wizard.create({"callback_id": callback.id, **vals}).action_confirm()

    def test_what_a_caller_hears(self):
        callback, next_one = self.callback(), self.callback()
        with self.assertRaisesRegex(UserError, "Enter the time"):
            self.record(callback, outcome="later")
        with self.assertRaisesRegex(UserError, "reason"):
            self.record(callback, outcome="refused", is_undisturbed=True)
        self.record(callback, outcome="refused", is_undisturbed=True, notes="Never call again!")
        self.assertEqual(callback.state, "unreached")
        self.assertEqual(self.customer.service_do_not_disturb_reason, "Never call again!")
        self.assertEqual((next_one.state, next_one.cancel_reason), ("cancelled", "do_not_disturb"))

    def test_counts_on_documents(self):
        complaint = self.complain(partner_id=self.customer.id)
        self.callback(complaint_id=complaint.id)
        self.callback(user_id=self.manager.id, team_id=False)
        self.assertEqual(self.customer.with_user(self.officer).service_callback_count, 2)
        self.assertEqual(self.customer.with_user(self.colleague).service_callback_count, 1)
        self.assertEqual(complaint.with_user(self.officer).callback_count, 1)
        action = complaint.with_user(self.officer).action_callbacks()
        self.assertEqual(self.Callback.search_count(action["domain"]), 1)
        self.assertEqual(self.Callback.search_count(self.customer.action_service_callbacks()["domain"]), 2)
