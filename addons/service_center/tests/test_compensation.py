from datetime import datetime

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged, warmup
from odoo.tools import mute_logger

from .compensation_common import CompensationCase

SIGNATURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


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
class TestLife(CompensationCase):
    """From the proposal to the settlement and back, and what a complaint waits for."""

    def settle(self, one, user=None, **vals):
        one.with_user(user or self.user).write(vals)
        return one.with_user(user or self.user).action_settle()

    def test_totals_of_a_complaint(self):
        self.propose(1)
        self.give(20)
        self.settle(self.give(300), reference="V-1")
        complaint = self.complaint.with_user(self.user)
        self.assertEqual(
            (
                complaint.compensation_proposed,
                complaint.compensation_approved,
                complaint.compensation_settled,
            ),
            (1, 20, 300),
        )

    def test_what_was_approved_never_changes(self):
        one = self.give(100)
        for vals in ({"amount_currency": 1}, {"reason": "x"}, {"kind": "cash"}, {"bearer": "company"}):
            with self.assertRaises(UserError):
                one.with_user(self.manager).write(vals)
        with self.assertRaises(UserError):
            one.with_user(self.manager).unlink()
        for statement in (
            "UPDATE service_compensation SET amount = 1 WHERE id = %s",
            "UPDATE service_compensation SET complaint_id = NULL WHERE id = %s",
            "DELETE FROM service_compensation WHERE id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.IntegrityConstraintViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, (one.id,))
        proposal = self.propose(1)
        proposal.with_user(self.manager).unlink()

    def test_each_step_once(self):
        one = self.propose(1)
        with self.assertRaisesRegex(UserError, "cannot become “Settled”"):
            self.settle(one, reference="x")
        self.approve(one, self.desk)
        with self.assertRaisesRegex(UserError, "cannot become “Approved”"):
            self.approve(one, self.desk)
        with self.assertRaisesRegex(UserError, "cannot become “Declined”"):
            one.with_user(self.officer).action_reject()
        self.settle(one, reference="x")
        for step in ("action_settle", "action_cancel", "action_approve"):
            with self.assertRaises(UserError):
                getattr(one.with_user(self.officer), step)()

    def test_cash_needs_a_receipt_and_a_signature(self):
        for kind in ("cash", "gift"):
            one = self.give(10, kind=kind)
            for vals in ({"receipt_number": "R-1"}, {"receipt_number": " ", "signature": SIGNATURE}):
                with self.assertRaisesRegex(UserError, "receipt"), self.env.cr.savepoint():
                    self.settle(one, **vals)
            self.settle(one, receipt_number="R-1", signature=SIGNATURE)
            self.assertEqual((one.state, one.settled_by_id), ("settled", self.user))
            for vals in ({"receipt_number": "R-2"}, {"signature": False}, {"decision_reason": "x"}):
                with self.assertRaisesRegex(UserError, "stays as it was noted"):
                    one.with_user(self.manager).write(vals)

    def test_other_kinds_need_a_reference(self):
        for kind in ("replacement", "free_repair", "voucher", "points", "goodwill", "special_warranty"):
            one = self.give(10, kind=kind)
            with self.assertRaisesRegex(UserError, "what settled it"):
                self.settle(one)
            self.settle(one, reference="SO-1")
            self.assertEqual(one.state, "settled", kind)

    def test_rejecting_and_cancelling_need_a_reason(self):
        one = self.propose(1)
        with self.assertRaisesRegex(UserError, "why"):
            one.with_user(self.officer).action_reject()
        with self.assertRaises(AccessError):
            one.with_user(self.user).action_reject()
        one.with_user(self.user).action_cancel()
        self.assertEqual(one.state, "cancelled")
        approved = self.give(1)
        with self.assertRaises(AccessError):
            approved.with_user(self.user).action_cancel()
        with self.assertRaisesRegex(UserError, "why"):
            approved.with_user(self.officer).action_cancel()
        approved.with_user(self.officer).decision_reason = "Not wanted"
        approved.with_user(self.officer).action_cancel()
        self.assertEqual(approved.state, "cancelled")

    def test_taking_back(self):
        one = self.give(150)
        with self.assertRaisesRegex(UserError, "only what was settled"):
            one.with_user(self.user).action_reverse()
        self.settle(one, reference="V-1")
        action = one.with_user(self.user).action_reverse()
        Compensation = self.env["service.compensation"].with_user(self.user)
        form = Form(Compensation.with_context(**action["context"]))
        form.reason = "Voucher sent back"
        counter = form.save()
        self.assertEqual((counter.amount, counter.reverses_id, counter.kind), (-150, one, one.kind))
        self.assertFalse(one.is_reversed)
        with self.assertRaisesRegex(UserError, "taken back already"):
            Compensation.create({"reverses_id": one.id, "reason": "x"})
        with self.assertRaises(UserError):
            counter.amount_currency = -1
        self.assertEqual(self.approve(counter, self.desk), "")
        self.settle(counter, reference="V-1 returned")
        self.assertTrue(one.is_reversed)
        self.assertEqual(self.complaint.compensation_settled, 0)
        with self.assertRaises(UserError):
            Compensation.create({"reverses_id": counter.id, "reason": "x"})

    def test_taking_back_asks_as_much_authority_and_an_ended_case_allows_it(self):
        one = self.give(201)
        self.settle(one, reference="V-1")
        self.complaint.action_reject()
        Compensation = self.env["service.compensation"].with_user(self.user)
        counter = Compensation.create(
            {"reverses_id": one.id, "reason": "x", "amount_currency": -1, "kind": "cash"}
        )
        self.assertEqual((counter.amount, counter.kind), (-201, one.kind))
        self.assertIn("Service manager", self.approve(counter, self.desk))
        self.assertEqual(self.approve(counter, self.officer), "")
        other = self.give(50, self.complain(user_id=self.user.id))
        self.settle(other, reference="V-2")
        sly = Compensation.with_context(default_reverses_id=other.id, default_amount_currency=-1)
        self.assertEqual(sly.create({"reason": "x"}).amount, -50)

    def test_a_complaint_does_not_end_before(self):
        complaint = self.complaint.with_user(self.manager)
        one = self.propose(1)
        for step in ("action_reject", "action_resolve"):
            if step == "action_resolve":
                complaint.action_resolve()
            with self.assertRaisesRegex(UserError, f"neither settled nor declined yet.*{one.name}"):
                complaint.action_close() if step == "action_resolve" else complaint.action_reject()
        self.approve(one, self.desk)
        with self.assertRaisesRegex(UserError, one.name):
            complaint.action_close()
        self.settle(one, reference="V-1")
        complaint.action_close()
        self.assertEqual(complaint.state, "closed")

    def test_explanations_in_sentences(self):
        one = self.propose(300)
        told = one.with_user(self.user).get_explanation()[0]
        self.assertEqual((told["title"], told["value"]), ("Who approves it", "Service manager"))
        self.assertIn("lowest level whose limits allow it", told["how"])
        self.assertIn("for one case; with this it would be", told["rejected"][0]["sentence"])
        self.assertEqual(told["rejected"][0]["rule"], "Supervisor")
        self.approve(one, self.desk)
        told = one.get_explanation()[0]
        self.assertIn("Not approved", told["how"])
        self.assertIn({"label": "Who was asked", "text": self.desk.name}, told["facts"])
        self.approve(one, self.officer)
        told = one.get_explanation()[0]
        self.assertIn("within the limits of “Service manager”", told["how"])
        self.assertFalse([fact for fact in told["facts"] if "_" in fact["label"]])


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
