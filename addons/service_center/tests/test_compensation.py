from datetime import datetime

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, warmup
from odoo.tools import mute_logger

from .compensation_common import CompensationCase


@tagged("post_install", "-at_install")
class TestPropose(CompensationCase):
    """Proposals: numbers, amounts, who bears them, what they cannot be for."""

    def test_numbers_and_who(self):
        one = self.propose(12.5)
        self.assertRegex(one.name, r"^CPN/\d{4}/\d{5}$")
        self.assertEqual((one.proposer_id, one.state, one.partner_id.id), (self.user, "proposed", False))
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation):
            self.propose(0)

    def test_nothing_is_decided_by_writing(self):
        one = self.propose(5000, state="settled", approver_id=self.user.id, level_id=self.supervisor.id)
        self.assertEqual(
            (one.state, one.approver_id.id, one.level_id), ("proposed", False, self.store_manager)
        )
        sly = self.env["service.compensation"].with_user(self.user)
        sly = sly.with_context(default_state="approved", default_approved_at=datetime(2026, 1, 1)).create(
            {"complaint_id": self.complaint.id, "amount_currency": 1, "reason": "x"}
        )
        self.assertEqual((sly.state, sly.approved_at), ("proposed", False))
        with self.assertRaises(UserError):
            one.state = "approved"
        one.write({"approver_id": self.user.id, "approved_at": datetime(2026, 1, 1), "amount": 1})
        self.assertEqual((one.approver_id.id, one.approved_at, one.amount), (False, False, 5000))

    def test_another_currency_converts_once(self):
        currency = self.env["res.currency"].create({"name": "XTT", "symbol": "X", "rounding": 0.01})
        rates = self.env["res.currency.rate"].create(
            [
                {"currency_id": currency.id, "name": day, "rate": rate, "company_id": self.company.id}
                for day, rate in (("2026-03-01", 0.5), ("2026-03-10", 0.25))
            ]
        )
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        for hour, amount in ((15, 200), (16, 400)):
            complaint = self.complain(received_at=datetime(2026, 3, 9, hour), user_id=self.user.id)
            one = self.propose(100, complaint, currency_id=currency.id)
            self.assertAlmostEqual(one.amount, amount, 2)
        rates[1].rate = 0.1
        self.assertEqual(one.amount, 400)
        self.assertEqual(one.level_id, self.service_manager, "400 is above the supervisor's 200")
        one.amount_currency = 10
        self.assertEqual((one.rate, one.amount), (10, 100))
        facts = one.explanation["compensation"]["facts"]
        self.assertEqual((facts["rate"], facts["compensation_foreign"], facts["compensation"]), (10, 10, 100))
        self.assertEqual(self.approve(one, self.desk), "")
        rates[1].rate = 0.05
        self.env.flush_all()
        self.assertEqual(one.amount, 100)

    def test_who_bears_it(self):
        tenant = self.env["res.partner"].create({"name": "Shoes Ltd"})
        self.site.partner_id = tenant
        self.complaint.site_id = self.site
        self.assertEqual(self.propose(1, bearer="tenant").bearer_partner_id, tenant)
        self.assertFalse(self.propose(1).bearer_partner_id)
        with self.assertRaises(ValidationError):
            self.propose(1, bearer="supplier")
        carrier = self.propose(1, bearer="carrier", bearer_partner_id=tenant.id)
        self.assertEqual(carrier.bearer_partner_id, tenant)

    def test_history_and_cases_that_are_over(self):
        with self.assertRaisesRegex(UserError, "history"):
            self.propose(1, self.complain(is_history=True, user_id=self.user.id))
        one = self.propose(1)
        for state in ("rejected", "closed"):
            over = self.complain(user_id=self.user.id, state=state)
            with self.assertRaisesRegex(UserError, "is over"):
                self.propose(1, over)
            with self.assertRaisesRegex(UserError, "is over"):
                one.complaint_id = over

    def test_through_the_dialog(self):
        action = self.complaint.with_user(self.user).action_propose_compensation()
        form = Form(self.env["service.compensation"].with_user(self.user).with_context(**action["context"]))
        form.kind = "cash"
        form.amount_currency = 20
        form.reason = "For the way"
        one = form.save()
        self.assertEqual((one.complaint_id, one.kind, one.amount), (self.complaint, "cash", 20))

    @warmup
    def test_queries_of_a_list(self):
        for _index in range(40):
            self.propose(1, self.complain(user_id=self.user.id))
        self.env.flush_all()
        self.env.invalidate_all()
        plain = ("name", "proposed_at", "kind", "amount", "bearer", "state", "is_reversed", "customer_name")
        related = ("complaint_id", "proposer_id", "level_id", "approver_id", "currency_id")
        specification = {name: {} for name in plain} | {
            name: {"fields": {"display_name": {}}} for name in related
        }
        with self.assertQueryCount(14):
            self.env["service.compensation"].with_user(self.officer).web_search_read([], specification)

    @warmup
    def test_queries_of_totals(self):
        complaints = self.complain(user_id=self.user.id)
        for _index in range(20):
            complaints |= self.propose(3, self.complain(user_id=self.user.id)).complaint_id
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            sums = complaints.with_user(self.officer).mapped("compensation_proposed")
        self.assertEqual(sums, [0] + [3] * 20)


@tagged("post_install", "-at_install")
class TestAccess(CompensationCase):
    """Who sees and proposes."""

    def test_roles(self):
        other = self.complain(user_id=self.desk.id)
        own, foreign = self.propose(1), self.propose(1, other, self.desk)
        Compensation = self.env["service.compensation"]
        both = own | foreign
        self.assertEqual(both & Compensation.with_user(self.user).search([]), own)
        for user in (self.officer, self.manager):
            self.assertEqual(both & Compensation.with_user(user).search([]), both)
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                own.with_user(user).check_access("read")
        with self.assertRaises(AccessError):
            self.propose(1, other, self.user)
        for step in ("action_approve", "action_settle", "action_cancel", "action_reject", "action_reverse"):
            with self.assertRaises(AccessError):
                getattr(foreign.with_user(self.user), step)()
        with self.assertRaises(AccessError):
            own.with_user(self.officer).unlink()

    def test_companies(self):
        foreign = self.complain(company_id=self.other_company.id, user_id=False)
        one = self.env["service.compensation"].create(
            {"complaint_id": foreign.id, "amount_currency": 1, "reason": "x"}
        )
        self.assertEqual(one.company_id, self.other_company)
        self.assertFalse(
            self.env["service.compensation"].with_user(self.manager).search([("id", "=", one.id)])
        )

    def test_users_see_no_journal_entries(self):
        Move = self.env["account.move"].with_user(self.user)
        self.assertFalse(Move.search([("move_type", "=", "entry")]))
        with self.assertRaises(AccessError):
            Move.check_access("write")
