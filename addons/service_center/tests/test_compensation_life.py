import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .compensation_common import CompensationCase

SIGNATURE = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


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
        for kind in ("replacement", "voucher", "points", "goodwill", "special_warranty"):
            one = self.give(10, kind=kind, claimed_amount=20)
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
