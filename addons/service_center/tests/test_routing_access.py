import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .routing_common import RoutingCase


@tagged("post_install", "-at_install")
class TestAuthority(RoutingCase):
    """Who is below the level of a complaint cannot end it."""

    def test_below_the_level_is_refused_with_who_can(self):
        complaint = self.complain(amount_at_stake=2000, user_id=self.user.id, state="resolved")
        for user in (self.user, self.officer):
            with self.assertRaisesRegex(
                UserError,
                f"{complaint.name}: “Store manager” has to decide. Ask {re.escape(self.manager.name)}",
            ):
                complaint.with_user(user).action_close()
            with self.assertRaises(UserError):
                complaint.with_user(user).write({"state": "closed"})
        self.assertEqual(complaint.state, "resolved")
        complaint.with_user(self.manager).action_close()

    def test_rejecting_is_deciding(self):
        complaint = self.complain(amount_at_stake=500, user_id=self.user.id)
        with self.assertRaisesRegex(UserError, "Service manager.*Ask"):
            complaint.with_user(self.user).action_reject()
        complaint.with_user(self.officer).action_reject()

    def test_nobody_makes_a_complaint_history_to_end_it(self):
        complaint = self.complain(amount_at_stake=2000, user_id=self.user.id).with_user(self.user)
        with self.assertRaises(UserError):
            complaint.write({"is_history": True, "state": "rejected"})
        complaint.write({"is_history": True})
        self.assertFalse(complaint.is_history)
        with self.assertRaises(UserError):
            complaint.action_reject()

    def test_other_steps_are_free(self):
        complaint = self.complain(amount_at_stake=5000, user_id=self.user.id).with_user(self.user)
        complaint.action_start()
        complaint.action_resolve()
        complaint.action_reopen()

    def test_a_higher_level_decides_for_lower_ones(self):
        for user in (self.user, self.officer, self.manager):
            self.complain(amount_at_stake=1, user_id=False).with_user(user).action_reject()

    def test_groups_count_as_people(self):
        self.store_manager.write(
            {"user_ids": False, "group_ids": self.env.ref("service_center.group_officer").ids}
        )
        self.complain(amount_at_stake=2000).with_user(self.officer).action_reject()
        with self.assertRaises(UserError):
            self.complain(amount_at_stake=2000, user_id=self.user.id).with_user(self.user).action_reject()

    def test_nobody_at_the_level(self):
        self.store_manager.user_ids = False
        complaint = self.complain(amount_at_stake=2000)
        with self.assertRaisesRegex(UserError, "nobody is at that level"):
            complaint.with_user(self.officer).action_reject()

    def test_who_is_complained_about_is_not_offered(self):
        employee = self.env["hr.employee"].create({"name": "M", "user_id": self.manager.id})
        complaint = self.complain(amount_at_stake=2000, employee_ids=employee.ids)
        with self.assertRaisesRegex(UserError, "nobody is at that level"):
            complaint.with_user(self.officer).action_reject()

    def test_archived_and_foreign_people_do_not_decide(self):
        stranger = new_test_user(
            self.env,
            "sc_stranger",
            "service_center.group_manager",
            company_id=self.other_company.id,
            company_ids=self.other_company.ids,
        )
        self.store_manager.user_ids |= stranger
        self.assertEqual(self.store_manager._get_deciders(), self.manager)
        self.manager.active = False
        self.assertFalse(self.store_manager._get_deciders())

    def test_facts_and_end_in_one_write(self):
        """Neither the level before nor the level after lets somebody end a complaint too big for them."""
        low = self.complain(amount_at_stake=1, user_id=self.user.id)
        high = self.complain(amount_at_stake=2000, user_id=self.user.id)
        for complaint, amount in ((low, 2000), (high, 1)):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                complaint.with_user(self.user).write({"state": "rejected", "amount_at_stake": amount})

    def test_not_created_at_its_end(self):
        vals = {"contact_name": "X", "description": "x", "amount_at_stake": 2000, "state": "closed"}
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.Complaint.with_user(self.officer).create(vals)
        self.assertTrue(self.Complaint.with_user(self.manager).create(vals))

    def test_a_batch_names_only_what_is_too_big(self):
        small = self.complain(amount_at_stake=1, user_id=self.user.id)
        big = self.complain(amount_at_stake=2000, user_id=self.user.id)
        with self.assertRaises(UserError) as refused:
            (small | big).with_user(self.user).action_reject()
        self.assertIn(big.name, str(refused.exception))
        self.assertNotIn(small.name, str(refused.exception))

    def test_levels_of_other_packs_are_not_above(self):
        self.store_manager.pack_code = "other"
        self.service_manager.pack_code = "mall"
        self.assertEqual(self.service_manager._get_deciders(), self.officer)
        self.assertEqual(self.supervisor._get_deciders(), self.user | self.officer | self.manager)


@tagged("post_install", "-at_install")
class TestPolicyAccess(RoutingCase):
    """Who reads and maintains policies, explanations and the log."""

    def test_policies_are_maintained_by_managers(self):
        for record in (self.level_a, self.food, self.store_manager, self.rules[0]):
            record.with_user(self.employee).read(["code"])
            record.with_user(self.manager).write({"sequence": 99})
            for user in (self.user, self.officer):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"sequence": 99})
            with self.assertRaises(AccessError):
                record.with_user(self.portal).read(["code"])

    def test_the_log_is_for_officers_of_the_company(self):
        complaint = self.complain(amount_at_stake=500)
        complaint.amount_at_stake = 2000
        Log = self.env["service.decision.log"]
        domain = [("res_id", "=", complaint.id), ("res_model", "=", complaint._name)]
        for user in (self.officer, self.manager):
            self.assertTrue(Log.with_user(user).search(domain))
            with self.assertRaises(AccessError):
                Log.with_user(user).create({"res_model": "x", "res_id": 1, "code": "x"})
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                Log.with_user(user).search(domain)
        foreign = self.complain(company_id=self.other_company.id, user_id=False)
        foreign._explain("authority", "x", "a")
        foreign._explain("authority", "x", "b")
        self.assertTrue(Log.search([("res_id", "=", foreign.id)]))
        self.assertFalse(Log.with_user(self.officer).search([("res_id", "=", foreign.id)]))

    def test_the_why_is_for_readers_of_the_complaint(self):
        complaint = self.complain(amount_at_stake=500, user_id=self.colleague.id)
        self.assertTrue(complaint.with_user(self.colleague).get_explanation())
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                complaint.with_user(user).get_explanation()

    def test_desk_users_route_without_rights_on_policies(self):
        form = Form(self.env["service.complaint"].with_user(self.user))
        form.contact_name = "Ms Li"
        form.description = "<p>x</p>"
        form.amount_at_stake = 500
        complaint = form.save()
        self.assertEqual(complaint.authority_level_id, self.service_manager)
        self.assertTrue(complaint.explanation)

    def test_the_context_decides_nothing(self):
        context = {
            "default_authority_level_id": self.supervisor.id,
            "default_severity_id": self.level_a.id,
            "default_explanation": {"authority": {}},
            "default_sla_state": "done",
        }
        self.rules.active = False
        Complaint = self.env["service.complaint"].with_user(self.user).with_context(**context)
        complaint = Complaint.create({"contact_name": "Ms Li", "description": "<p>The heel broke.</p>"})
        self.assertFalse(complaint.authority_level_id)
        self.assertFalse(complaint.severity_id)
        self.assertFalse(complaint.explanation)
        self.assertFalse(complaint.sla_state)
