from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestCreditNote(AccountTestInvoicingCommon):
    """Refunds and price reductions are settled by a credit note that accounting posts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.accountant = cls.env.user
        values = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        env = cls.env(su=True)
        cls.user = new_test_user(env, "cn_user", "service_center.group_user", **values)
        cls.officer = new_test_user(env, "cn_officer", "service_center.group_officer", **values)
        cls.tax_10 = cls.env["account.tax"].create({"name": "10%", "amount": 10})
        cls.tax_included = cls.env["account.tax"].create(
            {"name": "13% in", "amount": 13, "price_include_override": "tax_included"}
        )
        cls.invoice = cls.bill([(100, cls.tax_10), (33.33, cls.tax_included)])
        cls.complaint = (
            env["service.complaint"]
            .with_user(cls.user)
            .create({"partner_id": cls.partner_a.id, "description": "x", "user_id": cls.user.id})
        )

    @classmethod
    def bill(cls, lines, post=True, **vals):
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.partner_a.id,
                "invoice_date": "2026-03-10",
                "invoice_line_ids": [
                    Command.create({"name": "Shoe", "price_unit": price, "tax_ids": [Command.set(tax.ids)]})
                    for price, tax in lines
                ],
                **vals,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    def give(self, amount, kind="refund", invoice=None):
        one = (
            self.env["service.compensation"]
            .with_user(self.user)
            .create(
                {
                    "complaint_id": self.complaint.id,
                    "kind": kind,
                    "amount_currency": amount,
                    "reason": "x",
                    "invoice_id": (invoice or self.invoice).id,
                }
            )
        )
        self.assertTrue(one.with_user(self.officer).action_approve())
        self.assertEqual(one.state, "approved")
        return one

    def draft(self, amount, **vals):
        one = self.give(amount, **vals)
        one.with_user(self.user).action_settle()
        return one, one.sudo().credit_note_id.with_user(self.accountant)

    def test_a_draft_that_accounting_posts(self):
        one, note = self.draft(50)
        self.assertEqual((note.state, note.move_type, note.amount_total), ("draft", "out_refund", 50))
        self.assertEqual((note.reversed_entry_id, note.partner_id), (self.invoice, self.partner_a))
        self.assertEqual(note.sudo().service_compensation_ids, one)
        self.env.invalidate_all()
        specification = {
            name: {"fields": {"display_name": {}}}
            for name in ("credit_note_id", "invoice_id", "sale_line_id")
        }
        seen = one.with_user(self.user).web_read(specification)[0]
        self.assertEqual(seen["credit_note_id"]["id"], note.id, "also for those who see no drafts")
        self.assertIn(self.invoice.name, seen["invoice_id"]["display_name"])
        self.assertEqual(one.state, "approved")
        with self.assertRaisesRegex(UserError, "its credit note is drafted"):
            one.with_user(self.user).action_settle()
        note.action_post()
        self.assertEqual((one.state, one.settled_by_id), ("settled", self.accountant))

    def test_any_part_is_credited_to_the_cent(self):
        self.assertEqual(self.invoice.amount_total, 143.33)
        given = 0
        for amount in (0.01, 0.03, 9.99, 33.34, 77.77):
            one, note = self.draft(amount, kind="price_reduction")
            self.assertEqual(note.amount_total, amount)
            self.assertEqual(note.invoice_line_ids.tax_ids, self.tax_10 | self.tax_included)
            note.action_post()
            self.assertEqual((one.state, note.amount_total), ("settled", amount))
            given += amount
        one, note = self.draft(self.invoice.amount_total - given)
        note.action_post()
        with self.assertRaisesRegex(UserError, "only .*0.00.* of .* can still be credited"):
            self.draft(0.01)

    def test_the_whole_invoice_is_reversed_line_by_line(self):
        _one, note = self.draft(143.33)
        self.assertEqual(note.amount_total, 143.33)
        self.assertEqual(note.invoice_line_ids.mapped("name"), ["Shoe", "Shoe"])
        with self.assertRaisesRegex(UserError, "can still be credited"):
            self.draft(0.01)

    def test_a_withdrawn_draft_is_settled_anew(self):
        for withdraw in ("button_cancel", "unlink"):
            one, note = self.draft(10)
            getattr(note, withdraw)()
            self.assertEqual((one.state, one.sudo().credit_note_id.id), ("approved", False))
            one.with_user(self.user).action_settle()
            self.assertTrue(one.sudo().credit_note_id)

    def test_a_cancelled_compensation_cancels_its_draft(self):
        one, note = self.draft(10)
        one.with_user(self.officer).decision_reason = "Not wanted"
        one.with_user(self.officer).action_cancel()
        self.assertEqual((one.state, note.state), ("cancelled", "cancel"))

    def test_a_cancelled_credit_note_takes_the_compensation_back(self):
        one, note = self.draft(10)
        note.action_post()
        note.button_draft()
        self.assertEqual(one.state, "settled", "accounting may correct and post it again")
        note.action_post()
        self.assertFalse(one.reversal_ids)
        note.button_draft()
        note.button_cancel()
        self.assertTrue(one.is_reversed)
        counter = one.reversal_ids
        self.assertEqual((counter.state, counter.amount), ("settled", -10))
        self.assertIn(note.name, counter.reason)
        self.assertEqual(self.complaint.compensation_settled, 0)

    def test_what_is_posted_is_not_taken_back_by_hand(self):
        one, note = self.draft(10)
        note.action_post()
        counter = (
            self.env["service.compensation"]
            .with_user(self.user)
            .create({"reverses_id": one.id, "reason": "x"})
        )
        counter.with_user(self.officer).action_approve()
        counter.with_user(self.user).reference = "R"
        with self.assertRaisesRegex(UserError, "is posted"):
            counter.with_user(self.user).action_settle()
        note.button_draft()
        note.button_cancel()
        self.assertEqual(one.reversal_ids, counter, "taken back once")
        counter.with_user(self.user).action_settle()
        self.assertTrue(one.is_reversed)

    def test_which_invoices(self):
        draft = self.bill([(10, self.tax_10)], post=False)
        foreign = self.bill([(10, self.tax_10)], partner_id=self.partner_b.id)
        for invoice, message in ((draft, "Choose a posted invoice"), (foreign, "another customer")):
            with self.assertRaisesRegex(ValidationError, message):
                self.give(1, invoice=invoice.sudo())
        one = self.give(1)
        with self.assertRaises(AccessError):
            draft.with_user(self.user).check_access("read")
        one.with_user(self.user).invoice_id = False
        with self.assertRaisesRegex(UserError, "choose the invoice"):
            one.with_user(self.user).action_settle()
        one.with_user(self.user).invoice_id = self.invoice
        one.with_user(self.user).action_settle()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            one.with_user(self.user).invoice_id = False

    def test_a_check_finds_what_accounting_changed(self):
        one, note = self.draft(10)
        Compensation = self.env(su=True)["service.compensation"]

        def found():
            return [
                (row["place"], row["expected"], row["found"], row["remedy"])
                for row in Compensation._check_credit_notes()
                if row["res_id"] == one.id
            ]

        self.assertFalse(found())
        note.action_post()
        self.assertFalse(found())
        note.button_draft()
        self.assertEqual(found(), [(one.name, 10.0, 0.0, "credit_note")])
        note.invoice_line_ids[0].write({"price_unit": 50, "extra_tax_data": False})
        note.action_post()
        self.assertEqual(found(), [(one.name, 10.0, note.amount_total, "credit_note")])
        note.button_draft()
        note.button_cancel()
        self.assertFalse(found(), "taken back")

    def test_the_currency_of_the_invoice(self):
        currency = self.setup_other_currency("EUR", rates=[("2016-01-01", 2.0)])
        invoice = self.bill([(100, self.tax_10)], currency_id=currency.id)
        one, note = self.draft(55, invoice=invoice)
        self.assertEqual((one.currency_id, one.rate, one.amount), (currency, 0.5, 27.5))
        self.assertEqual((note.currency_id, note.amount_total), (currency, 55))
        proposal = (
            self.env["service.compensation"]
            .with_user(self.user)
            .create({"complaint_id": self.complaint.id, "amount_currency": 100, "reason": "x"})
        )
        proposal.with_user(self.officer).invoice_id = self.invoice
        self.assertEqual((proposal.amount, proposal.proposer_id), (100, self.user))
        proposal.with_user(self.officer).invoice_id = invoice
        self.assertEqual((proposal.amount, proposal.proposer_id), (50, self.officer), "another amount")
        other = self.give(10)
        other.with_user(self.user).invoice_id = invoice
        with self.assertRaisesRegex(UserError, "was approved in"):
            other.with_user(self.user).action_settle()

    def test_other_moves_of_accounting_go_on(self):
        note = self.invoice._reverse_moves()
        note.action_post()
        note.button_draft()
        note.button_cancel()
        note.unlink()
        self.assertFalse(note.exists())
