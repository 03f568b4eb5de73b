import re
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged, warmup

from .compensation_common import CompensationCase

NOON = datetime(2026, 3, 10, 4)


@tagged("post_install", "-at_install")
class TestCaseLimit(CompensationCase):
    """What a level may approve for one case, however it is split."""

    def names(self):
        return re.escape(f"{self.officer.name}, {self.manager.name}")

    def test_both_sides_of_the_limit(self):
        exact, above = self.propose(200), self.propose(200.01, self.complain(user_id=self.user.id))
        self.assertEqual((exact.level_id, above.level_id), (self.supervisor, self.service_manager))
        self.assertEqual(self.approve(exact, self.desk), "")
        self.assertEqual((exact.state, exact.approver_id), ("approved", self.desk))
        told = self.approve(above, self.desk)
        self.assertEqual(above.state, "proposed")
        self.assertRegex(
            told, f"^{above.name}: “Service manager” has to approve it. Your limit for one case is"
        )
        self.assertRegex(told, rf"Ask {self.names()}.$")

    def test_split_amounts_count_together(self):
        parts = [self.propose(100) for _index in range(3)]
        self.assertEqual([self.approve(part, self.desk) for part in parts[:2]], ["", ""])
        self.assertIn("Service manager", self.approve(parts[2], self.desk))
        self.assertEqual(self.approve(parts[2], self.officer), "")

    def test_split_amounts_in_one_batch(self):
        parts = self.propose(150) | self.propose(150)
        self.assertTrue(self.approve(parts, self.desk))
        self.assertEqual(sorted(parts.mapped("state")), ["approved", "proposed"])

    def test_settled_counts_rejected_and_cancelled_do_not(self):
        settled = self.give(150, reference="X", kind="goodwill")
        settled.with_user(self.user).reference = "V-1"
        settled.with_user(self.user).action_settle()
        for step in ("action_reject", "action_cancel"):
            one = self.propose(150)
            one.with_user(self.officer).decision_reason = "No"
            getattr(one.with_user(self.officer), step)()
        cancelled = self.give(40)
        cancelled.with_user(self.officer).decision_reason = "Not wanted"
        cancelled.with_user(self.officer).action_cancel()
        self.assertEqual(self.approve(self.propose(50), self.desk), "")
        self.assertTrue(self.approve(self.propose(0.01), self.desk))

    def test_what_was_taken_back_does_not_count(self):
        one = self.give(200)
        one.reference = "V-1"
        one.with_user(self.user).action_settle()
        counter = (
            self.env["service.compensation"]
            .with_user(self.user)
            .create({"reverses_id": one.id, "reason": "Sent back"})
        )
        self.assertTrue(self.approve(self.propose(1), self.desk), "not yet taken back")
        self.assertEqual(self.approve(counter, self.desk), "")
        counter.reference = "R-1"
        counter.with_user(self.user).action_settle()
        self.assertEqual(self.approve(self.propose(200), self.desk), "")

    def test_the_level_of_the_case_is_the_lowest(self):
        self.env["service.authority.rule"].create({"code": "R", "level_id": self.service_manager.id})
        complaint = self.complain(user_id=self.user.id)
        self.assertEqual(complaint.authority_level_id, self.service_manager)
        one = self.propose(1, complaint)
        self.assertEqual(one.level_id, self.service_manager)
        told = self.approve(one, self.desk)
        self.assertIn(f"“Service manager” has to approve it. Ask {self.officer.name}", told)
        self.assertEqual(one.explanation["compensation"]["decision"], "not_at_level")
        self.assertEqual(self.approve(one, self.officer), "")

    def test_nobody_may_approve_what_is_above_all_limits(self):
        self.store_manager.compensation_limit = 5000
        one = self.propose(5000.01)
        self.assertFalse(one.level_id)
        self.assertIn("no level of authority may approve it", self.approve(one, self.manager))
        self.assertEqual(one.explanation["compensation"]["decision"], "nobody")

    def test_a_company_without_levels_limits_nothing(self):
        complaint = self.complain(company_id=self.other_company.id, user_id=False)
        people = self.officer | self.desk
        people.write({"company_ids": [(4, self.other_company.id)]})
        one = self.propose(1e6, complaint, self.desk)
        self.assertEqual(self.approve(one, self.officer), "")
        self.assertEqual(one.explanation["compensation"]["decision"], "no_levels")

    def test_a_deputy_has_the_own_limit(self):
        self.env["service.authority.deputy"].create(
            {
                "level_id": self.service_manager.id,
                "deputy_id": self.desk.id,
                "date_from": "2026-03-10",
                "date_to": "2026-03-10",
                "limit": 500,
            }
        )
        with freeze_time(NOON):
            exact, above = self.propose(500), self.propose(500.01, self.complain(user_id=self.user.id))
            self.assertEqual(self.approve(exact, self.desk), "")
            told = self.approve(above, self.desk)
            self.assertRegex(told, rf"Ask {self.names()}.$", "the deputy is not named")
        with freeze_time(NOON + timedelta(days=1)):
            late = self.propose(400, self.complain(user_id=self.user.id))
            self.assertIn("Service manager", self.approve(late, self.desk))


@tagged("post_install", "-at_install")
class TestWindows(CompensationCase):
    """What a level may approve for one customer, and for one proposer, within days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervisor.write({"compensation_window_limit": 300, "compensation_window_days": 30})

    def case(self, **vals):
        return self.complain(user_id=self.user.id, **vals)

    def test_both_ends_of_the_window(self):
        with freeze_time(NOON):
            self.give(200, self.case(partner_id=self.customer.id), self.desk)
        for seconds, refused in ((-1, True), (0, False)):
            with freeze_time(NOON + timedelta(days=30, seconds=seconds)), self.env.cr.savepoint() as point:
                one = self.propose(101, self.case(partner_id=self.customer.id))
                self.assertEqual(bool(self.approve(one, self.desk)), refused)
                point.rollback()

    def test_both_sides_of_the_limit_of_a_customer(self):
        self.give(200, self.case(partner_id=self.customer.id), self.officer)
        exact = self.propose(100, self.case(partner_id=self.customer.id))
        self.assertEqual(self.approve(exact, self.desk), "")
        above = self.propose(0.01, self.case(partner_id=self.customer.id), self.manager)
        told = self.approve(above, self.desk)
        self.assertIn("Your limit for one customer in 30 days", told)
        self.assertNotIn("proposer", told)
        self.assertEqual(self.approve(self.propose(100, self.case(), self.manager), self.desk), "")

    def test_the_same_customer_under_other_names(self):
        child = self.env["res.partner"].create({"name": "Son", "parent_id": self.customer.id, "phone": False})
        self.customer.is_company = True
        self.give(200, self.case(partner_id=self.customer.id), self.officer)
        for same in (
            {"partner_id": child.id},
            {"contact_phone": "13800138000"},
            {"contact_phone": "0086-138-0013-8000"},
            {"contact_email": " WANG@example.com "},
        ):
            one = self.propose(101, self.case(**same), self.manager)
            self.assertIn("one customer", self.approve(one, self.desk), same)
        others = ({"contact_phone": "13900138000"}, {"contact_phone": "n/a"}, {})
        for other, agent in zip(others, (self.manager, self.officer, self.user), strict=True):
            one = self.propose(99, self.case(**other), agent)
            self.assertEqual(self.approve(one, self.desk), "", other)

    def test_changing_the_customer_afterwards_hides_nothing(self):
        case = self.case(partner_id=self.customer.id)
        self.give(200, case, self.officer)
        case.write({"partner_id": False, "contact_phone": False, "contact_email": False})
        self.assertTrue(
            self.approve(self.propose(101, self.case(partner_id=self.customer.id), self.manager), self.desk)
        )

    def test_merged_contacts_are_one_customer(self):
        twin = self.env["res.partner"].create({"name": "Wang F."})
        self.give(200, self.case(partner_id=twin.id), self.officer)
        self.env["base.partner.merge.automatic.wizard"]._merge((twin | self.customer).ids, self.customer)
        self.env.invalidate_all()
        one = self.propose(101, self.case(partner_id=self.customer.id), self.manager)
        self.assertIn("one customer", self.approve(one, self.desk))

    def test_limit_of_a_proposer(self):
        for _index in range(3):
            self.assertEqual(self.approve(self.propose(100, self.case()), self.desk), "")
        told = self.approve(self.propose(0.01, self.case()), self.desk)
        self.assertIn("Your limit for one proposer in 30 days", told)
        self.assertEqual(self.approve(self.propose(1, self.case(), self.manager), self.desk), "")

    def test_who_changes_a_proposal_proposes_it(self):
        one = self.propose(50)
        one.with_user(self.desk).amount_currency = 150
        self.assertEqual(one.proposer_id, self.desk)
        self.assertIn("You proposed it yourself", self.approve(one, self.desk))


@tagged("post_install", "-at_install")
class TestFourEyes(CompensationCase):
    """Nobody decides for themselves."""

    def test_own_proposals(self):
        one = self.propose(10, user=self.desk)
        told = self.approve(one, self.desk)
        self.assertIn("You proposed it yourself", told)
        self.assertNotIn(self.desk.name, told.split("Ask")[1])
        self.supervisor.compensation_own = True
        self.assertEqual(self.approve(one, self.desk), "")

    def test_complaints_about_oneself(self):
        about = self.env["hr.employee"].create({"name": "O", "user_id": self.officer.id})
        one = self.propose(300)
        self.complaint.employee_ids = about
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.approve(one, self.officer)
        with self.assertRaisesRegex(UserError, "somebody else"):
            self.propose(1, user=self.officer)
        self.assertNotIn(self.officer.name, self.approve(one, self.desk))

    def test_neither_as_a_deputy(self):
        about = self.env["hr.employee"].create({"name": "M", "user_id": self.manager.id})
        self.env["service.authority.deputy"].create(
            {
                "level_id": self.store_manager.id,
                "deputy_id": self.officer.id,
                "user_id": self.manager.id,
                "date_from": "2026-03-10",
                "date_to": "2026-03-10",
            }
        )
        one = self.propose(300)
        self.complaint.employee_ids = about
        with freeze_time(NOON), self.assertRaisesRegex(UserError, "stand in for"):
            self.approve(one, self.officer)
        with freeze_time(NOON + timedelta(days=1)):
            self.assertEqual(self.approve(one, self.officer), "")

    def test_who_gets_it(self):
        mine = self.complain(partner_id=self.officer.partner_id.id, user_id=self.user.id)
        one = self.propose(300, mine)
        with self.assertRaisesRegex(UserError, "get the compensation"):
            self.approve(one, self.officer)
        self.assertNotIn(self.officer.name, self.approve(one, self.desk))
        self.assertEqual(self.approve(one, self.manager), "")

    def test_users_do_not_approve(self):
        self.supervisor.user_ids = self.user | self.desk
        one = self.propose(1)
        with self.assertRaises(AccessError):
            one.with_user(self.user).action_approve()
        self.assertNotIn(self.user.name, self.approve(self.propose(1, user=self.desk), self.desk))

    @warmup
    def test_queries_of_an_approval(self):
        self.supervisor.write({"compensation_window_limit": 3000, "compensation_window_days": 30})
        for _index in range(20):
            self.give(1, self.complain(partner_id=self.customer.id, user_id=self.user.id))
        one = self.propose(1, self.complain(partner_id=self.customer.id, user_id=self.user.id))
        self.env.flush_all()
        with self.assertQueryCount(30):
            self.approve(one, self.desk)
            self.env.flush_all()
