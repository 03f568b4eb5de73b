from odoo.exceptions import AccessError
from odoo.tests import tagged

from .routing_common import RoutingCase


@tagged("post_install", "-at_install")
class TestMessages(RoutingCase):
    """Messages about complaints: who sees them, who is asked when nobody was reached; and the check."""

    def queue(self, complaint, key="k", **to):
        return self.env["service.message"]._queue(complaint, key, "Subject", "Text", **to)

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("service_kernel.cron_service_message").method_direct_trigger()
        self.env.invalidate_all()

    def test_officers_see_those_of_complaints(self):
        row = self.queue(self.complain(), users=self.user)
        other = self.queue(self.env.user.partner_id, key="other", users=self.user)
        foreign = self.queue(
            self.complain(company_id=self.other_company.id, user_id=False), key="foreign", users=self.user
        )
        rows = row | other | foreign
        Message = self.env["service.message"]
        domain = [("id", "in", rows.ids)]
        self.assertEqual(Message.with_user(self.officer).search(domain), row)
        self.assertEqual(Message.with_user(self.manager).search(domain), row | other)
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                Message.with_user(user).search(domain)
        for user in (self.officer, self.manager):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(row.with_user(user).has_access(operation))

    def test_officers_send_again_what_is_about_their_complaints(self):
        customer = self.env["res.partner"].create({"name": "Wang"})
        complaint = self.complain(user_id=self.user.id, partner_id=customer.id)
        row = self.queue(complaint, partners=customer)
        self.run_cron()
        self.assertEqual(row.state, "failed")
        todo = complaint.activity_ids
        self.assertEqual((todo.user_id, todo.summary[:4]), (self.user, "Wang"))
        customer.email = "wang@example.com"
        with self.assertRaises(AccessError):
            row.with_user(self.user).action_retry()
        row.with_user(self.officer).action_retry()
        self.run_cron()
        self.assertEqual(row.state, "sent")
        mail = self.env["mail.mail"].search([("service_message_id", "=", row.id)])
        self.assertEqual((mail.model, mail.res_id), (complaint._name, complaint.id))

    def test_without_a_handler_the_leader_is_asked(self):
        team = self.env["service.team"].create({"code": "t", "name": "Team", "leader_id": self.officer.id})
        complaint = self.complain(team_id=team.id, user_id=False)
        row = self.queue(complaint, partners=self.env["res.partner"].create({"name": "X"}))
        self.assertEqual(row.team_id, team)
        self.run_cron()
        self.assertEqual(complaint.activity_ids.user_id, self.officer)

    def test_history_is_silent(self):
        complaint = self.complain()
        complaint.sudo().is_history = True
        self.assertFalse(self.queue(complaint, users=self.user))

    def test_the_complaint_is_deleted(self):
        complaint = self.complain()
        row = self.queue(complaint, users=self.user)
        complaint.with_user(self.manager).unlink()
        self.run_cron()
        self.assertEqual(row.state, "cancelled")

    def differences(self, complaints):
        return [
            difference
            for difference in self.env["service.check"]._get_all_differences()
            if difference["check"] == "explained" and difference["res_id"] in complaints.ids
        ]

    def test_decisions_are_explained(self):
        """The check is content with whatever happens by the rules, and finds what went around them."""
        complaints = self.complain(amount_at_stake=500) | self.complain(flag_ids=self.food.ids)
        complaints |= self.complain(amount_at_stake=5)
        complaints[0].amount_at_stake = 2500
        complaints[1].flag_ids = False
        history = self.complain()
        history.sudo().is_history = True
        self.assertEqual(self.differences(complaints | history), [])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE service_complaint SET authority_level_id = %s, severity_id = %s WHERE id = %s",
            (self.supervisor.id, self.level_a.id, complaints[0].id),
        )
        self.env.invalidate_all()
        found = self.differences(complaints)
        self.assertEqual(
            {(one["place"], one["expected"], one["found"]) for one in found},
            {
                (complaints[0].name, None, self.level_a.code),
                (complaints[0].name, self.store_manager.code, self.supervisor.code),
            },
        )
        check = self.env["service.check"].search([("code", "=", "explained")])
        check.with_user(self.manager).action_run()
        self.assertEqual(check.state, "differences")
        self.assertIn(
            "decided anew", check.difference_ids.filtered(lambda one: one.res_id in complaints.ids)[0].remedy
        )
        complaints[0].amount_at_stake = 3000
        self.assertEqual(self.differences(complaints), [])

    def test_checks_are_for_managers(self):
        check = self.env["service.check"].search([("code", "=", "explained")])
        self.assertTrue(check.with_user(self.manager).name)
        for user in (self.officer, self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                check.with_user(user).action_run()
