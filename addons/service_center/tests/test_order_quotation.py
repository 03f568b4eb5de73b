import base64
from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from .order_common import PNG, OrderCase


@tagged("post_install", "-at_install")
class TestOrderQuotation(OrderCase):
    """The customer agrees to a price before the work, and pays by Odoo's invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.free_rule.active = False
        cls.tax = cls.env["account.tax"].create({"name": "VAT 13", "amount": 13.0, "type_tax_use": "sale"})
        cls.part.taxes_id = cls.tax
        cls.salesman = new_test_user(cls.env, "sc_sales", "sales_team.group_sale_salesman_all_leads")
        cls.manager_level = cls.env["service.authority.level"].create(
            {"code": "t_any", "name": "Any", "user_ids": cls.officer.ids}
        )

    def charged(self, kind="on_site_repair", lines=True, **vals):
        """Return a confirmed order out of warranty, of the user's."""
        order = self.order(kind, state="confirmed", user_id=self.user.id, **vals)
        if lines:
            self.env["service.order.line"].create(
                [
                    {"order_id": order.id, "product_id": self.part.id, "quantity": 2},
                    {"order_id": order.id, "kind": "labour", "price_unit": 60.0, "tax_ids": False},
                ]
            )
        return order.with_user(self.user)

    def quote(self, order):
        order.action_make_quotation()
        return order.quotation_id.sudo()

    def accept(self, order, **vals):
        context = order.action_accept_quotation()["context"]
        wizard = self.env["service.order.accept"].with_user(order.env.user).with_context(**context)
        wizard = wizard.create({"note": "Agrees, asks for Saturday.", **vals})
        wizard.action_confirm()
        return order.acceptance_ids

    def split(self, order, share=25.0):
        exception = self.env["service.order.exception"].with_user(self.user)
        exception = exception.create({"order_id": order.id, "reason": "Goodwill.", "company_share": share})
        exception.with_user(self.manager).action_approve()

    def test_the_quotation_opens_by_what_the_user_may_read(self):
        """Odoo's form reads invoices: who has no rights in sales stays, and looks at the customer's page."""
        order = self.charged()
        self.assertIs(order.action_make_quotation(), True)
        self.assertEqual(order.action_open_quotation()["type"], "ir.actions.act_url")
        other = self.charged().with_user(self.env.ref("base.user_admin"))
        self.assertEqual(other.action_make_quotation()["res_model"], "sale.order")
        self.assertEqual(other.action_open_quotation()["res_id"], other.quotation_id.id)

    # Before the work

    def test_nobody_goes_before_the_customer_agrees(self):
        """DOOR-IN-02, INST-FEE-04."""
        order = self.charged()
        self.assertTrue(order.needs_quotation)
        order.employee_id = self.technician
        for state in ("scheduled", "in_progress"):
            with self.assertRaisesRegex(UserError, "has not accepted a quotation"):
                order.state = state
        with self.assertRaisesRegex(UserError, "has not accepted a quotation"):
            order._check_dispatch()
        self.quote(order)
        with self.assertRaisesRegex(UserError, "has not accepted a quotation"):
            order._check_dispatch()
        self.accept(order)
        order._check_dispatch()
        order.state = "scheduled"
        self.assertEqual(order.state, "scheduled")

    def test_what_is_free_needs_none(self):
        self.free_rule.active = True
        order = self.charged()
        self.assertFalse(order.needs_quotation)
        order._check_dispatch()
        with self.assertRaisesRegex(UserError, "pays nothing"):
            order.action_make_quotation()

    def test_an_emergency_owes_the_consent_until_the_end(self):
        order = self.order(is_emergency=True, kind="on_site_repair", user_id=self.user.id)
        line = self.env["service.order.line"].create(
            {"order_id": order.id, "product_id": self.part.id, "part_state": "used"}
        )
        order._check_dispatch()
        for state in ("in_progress", "done"):
            order.state = state
        order.write({"signature": PNG, "signed_by": "Wang Fang", "state": "signed"})
        with self.assertRaisesRegex(UserError, "has not accepted a quotation"):
            order.action_close()
        self.assertEqual(line.liability, "customer")

    def test_the_quotation_is_the_customers_part(self):
        order = self.charged()
        self.split(order)
        quotation = self.quote(order)
        self.assertEqual(quotation.partner_id, self.customer)
        self.assertEqual(quotation.origin, order.name)
        self.assertTrue(quotation.require_signature)
        self.assertFalse(quotation.require_payment)
        self.assertRecordValues(
            quotation.order_line,
            [
                {"product_id": self.part.id, "product_uom_qty": 2.0, "price_unit": 120.0, "discount": 25.0},
                {
                    "product_id": self.env.ref("service_center.product_labour").id,
                    "product_uom_qty": 1.0,
                    "price_unit": 60.0,
                    "discount": 25.0,
                },
            ],
        )
        self.assertEqual(quotation.order_line.tax_ids, self.tax)
        self.assertEqual(order.customer_amount, 225.0)
        self.assertAlmostEqual(quotation.amount_untaxed, 225.0)
        self.assertAlmostEqual(quotation.amount_total, order.customer_total)

    def test_lines_of_the_company_are_not_in_it(self):
        order = self.charged()
        exception = (
            self.env["service.order.exception"]
            .with_user(self.user)
            .create({"order_id": order.id, "reason": "x", "line_kind": "labour", "company_share": 100.0})
        )
        exception.with_user(self.manager).action_approve()
        self.assertEqual(self.quote(order).order_line.product_id, self.part)

    def test_what_a_quotation_needs(self):
        order = self.charged(lines=False)
        with self.assertRaisesRegex(UserError, "ask for an exception"):
            order.action_make_quotation()
        line = self.env["service.order.line"].create(
            {"order_id": order.id, "name": "Odds and ends", "kind": "other", "price_unit": 5.0}
        )
        with self.assertRaisesRegex(UserError, "choose a product for Odds and ends"):
            order.action_make_quotation()
        line.write({"product_id": self.part.id, "price_unit": 5.0})
        stranger = self.charged(partner_id=False, contact_name="Ms Li")
        with self.assertRaisesRegex(UserError, "Choose a customer"):
            stranger.action_make_quotation()
        order.action_make_quotation()
        with self.assertRaisesRegex(UserError, "has a quotation already"):
            order.action_make_quotation()

    def test_nobody_gives_something_away_by_a_price_of_nothing(self):
        order = self.charged()
        order.line_ids.price_unit = 0.0
        with self.assertRaisesRegex(UserError, "ask for an exception"):
            order.action_make_quotation()
        with self.assertRaisesRegex(UserError, "has not accepted"):
            order.action_start()

    # Acceptance

    def test_a_note_of_the_telephone_call(self):
        order = self.charged()
        quotation = self.quote(order)
        acceptance = self.accept(order, accepted_by="Wang Fang")
        self.assertEqual(quotation.state, "sale")
        self.assertEqual(order.quotation_state, "accepted")
        self.assertRecordValues(
            acceptance,
            [
                {
                    "how": "phone",
                    "accepted_by": "Wang Fang",
                    "note": "Agrees, asks for Saturday.",
                    "user_id": self.user.id,
                    "amount": quotation.amount_total,
                }
            ],
        )
        self.assertEqual(order.agreed_at, acceptance.accepted_at)
        self.assertEqual(order._get_sla_milestones()[order.id][0]["agree"], acceptance.accepted_at)
        with self.assertRaisesRegex(UserError, "accepted already"):
            self.accept(order)

    def test_a_note_says_who_when_and_what(self):
        order = self.charged()
        quotation = self.quote(order)
        now = fields.Datetime.now()
        for vals, text in (
            ({"note": " "}, "Enter both"),
            ({"accepted_by": " "}, "Enter both"),
            ({"accepted_at": now + timedelta(minutes=5)}, "before now"),
            ({"accepted_at": quotation.create_date - timedelta(minutes=5)}, "after the quotation was made"),
        ):
            with self.assertRaisesRegex(UserError, text):
                self.accept(order, **vals)
        self.assertEqual(quotation.state, "draft")
        self.assertFalse(order.acceptance_ids)

    def test_the_customer_signs_on_the_own_page(self):
        order = self.charged()
        quotation = self.quote(order)
        quotation.write({"signature": PNG, "signed_by": "Wang Fang", "signed_on": fields.Datetime.now()})
        quotation.with_user(self.env.ref("base.public_user")).sudo()._validate_order()
        self.assertEqual(order.quotation_state, "accepted")
        self.assertRecordValues(order.acceptance_ids, [{"how": "portal", "accepted_by": "Wang Fang"}])
        self.assertIn("Wang Fang has accepted", order.message_ids[:1].body)

    def test_sales_confirms(self):
        order = self.charged()
        self.quote(order).with_user(self.salesman).sudo(False).action_confirm()
        self.assertRecordValues(order.acceptance_ids, [{"how": "sales", "user_id": self.salesman.id}])

    @mute_logger("odoo.sql_db")
    def test_acceptances_stay(self):
        order = self.charged()
        self.quote(order)
        acceptance = self.accept(order)
        with self.assertRaises(AccessError):
            acceptance.with_user(self.manager).write({"note": "x"})
        for statement in (
            "UPDATE service_order_acceptance SET amount = 0",
            "DELETE FROM service_order_acceptance",
        ):
            with self.assertRaises(psycopg2.errors.IntegrityError), self.env.cr.savepoint():
                self.env.cr.execute(statement)

    def test_another_content_needs_another_acceptance(self):
        changes = (
            lambda order: order.line_ids[0].write({"quantity": 3}),
            lambda order: order.line_ids[1].write({"price_unit": 61.0}),
            lambda order: order.line_ids[1].unlink(),
            lambda order: order.write({"line_ids": [(0, 0, {"product_id": self.part.id})]}),
            lambda order: order.write({"partner_id": self.env["res.partner"].create({"name": "Li"}).id}),
            lambda order: self.split(order),
        )
        for change in changes:
            for accepted in (True, False):
                order = self.charged()
                quotation = self.quote(order)
                if accepted:
                    self.accept(order)
                change(order)
                self.assertEqual(quotation.state, "cancel")
                self.assertEqual(order.quotation_state, "cancelled")
                with self.assertRaisesRegex(UserError, "has not accepted"):
                    order._check_dispatch()
                self.quote(order)
                self.accept(order)
                order._check_dispatch()
                self.assertEqual(len(order.acceptance_ids), 2 if accepted else 1)

    def test_what_does_not_concern_the_customer_needs_none(self):
        order = self.charged()
        quotation = self.quote(order)
        self.accept(order)
        order.line_ids[0].part_state = "used"
        order.write({"diagnosis": "Worn out.", "planned_start": fields.Datetime.now()})
        order.line_ids[0].sequence = 20
        self.assertEqual(quotation.state, "sale")

    def test_a_quotation_changed_in_sales_is_not_accepted(self):
        order = self.charged()
        quotation = self.quote(order)
        quotation.order_line[0].price_unit = 1.0
        with self.assertRaisesRegex(UserError, "is not what .* says any more"):
            self.accept(order)

    def test_a_quotation_cancelled_in_sales_does_not_count(self):
        order = self.charged()
        quotation = self.quote(order)
        self.accept(order)
        quotation._action_cancel()
        with self.assertRaisesRegex(UserError, "has not accepted"):
            order._check_dispatch()
        self.assertNotEqual(self.quote(order), quotation)

    def test_sending_queues_the_mail(self):
        order = self.charged()
        quotation = self.quote(order)
        order.action_send_quotation()
        self.assertEqual((quotation.state, order.quotation_state), ("sent", "sent"))
        mail = self.env["mail.mail"].sudo().search([("res_id", "=", quotation.id)], order="id desc", limit=1)
        self.assertEqual(mail.state, "outgoing")
        self.customer.email = False
        with self.assertRaisesRegex(UserError, "has no e-mail address"):
            order.action_send_quotation()

    # Afterwards

    def finish(self, order):
        order.employee_id = self.technician
        for state in ("scheduled", "in_progress", "done"):
            order.state = state
        order.line_ids.part_state = "used"
        order.write({"signature": PNG, "signed_by": "Wang Fang", "state": "signed"})

    def test_closed_when_invoiced(self):
        order = self.charged()
        quotation = self.quote(order)
        with self.assertRaisesRegex(UserError, "not done yet"):
            order.action_create_invoice()
        self.accept(order)
        self.finish(order)
        with self.assertRaisesRegex(UserError, "is not invoiced yet"):
            order.action_close()
        order.action_create_invoice()
        invoice = quotation.invoice_ids
        self.assertEqual(invoice.state, "draft")
        self.assertAlmostEqual(invoice.amount_total, order.customer_total)
        with self.assertRaisesRegex(UserError, "is not invoiced yet"):
            order.action_close()
        invoice.action_post()
        with self.assertRaisesRegex(UserError, "is invoiced"):
            order.line_ids[0].quantity = 5
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_there_is_one_invoice_however_often_it_is_asked_for(self):
        order = self.charged()
        quotation = self.quote(order)
        self.accept(order)
        self.finish(order)
        self.assertFalse(order.is_invoiced)
        accountant = new_test_user(
            self.env, "sc_accountant", "service_center.group_officer,account.group_account_invoice"
        )
        first = order.with_user(accountant).action_create_invoice()
        invoice = quotation.invoice_ids
        self.assertEqual(first["res_id"], invoice.id)
        self.assertTrue(order.is_invoiced)
        self.assertEqual(order.with_user(accountant).action_create_invoice()["res_id"], invoice.id)
        with self.assertRaisesRegex(UserError, "with accounting already"):
            order.with_user(self.user).action_create_invoice()
        self.assertEqual(quotation.invoice_ids, invoice)
        self.assertEqual(len(order.message_ids.filtered(lambda one: "draft of the invoice" in one.body)), 1)

    def test_a_cancelled_or_deleted_invoice_is_drafted_anew(self):
        order = self.charged()
        quotation = self.quote(order)
        self.accept(order)
        self.finish(order)
        for undo in ("button_cancel", "unlink"):
            with self.subTest(undo=undo):
                order.action_create_invoice()
                self.assertTrue(order.is_invoiced)
                getattr(quotation.invoice_ids.filtered(lambda move: move.state == "draft"), undo)()
                self.assertFalse(order.is_invoiced)
        order.action_create_invoice()
        self.assertEqual(quotation.invoice_ids.mapped("state").count("draft"), 1)

    def test_two_invoices_are_listed(self):
        order = self.charged()
        quotation = self.quote(order)
        self.accept(order)
        self.finish(order)
        order.action_create_invoice()
        copy = quotation.invoice_ids.copy()
        copy.line_ids.sale_line_ids = quotation.order_line
        both = quotation.invoice_ids
        self.assertEqual(len(both), 2)
        action = order.sudo().action_open_invoices()
        self.assertEqual(action["domain"], [("id", "in", both.ids)])

    def test_delivered_quantities_are_invoiced_too(self):
        self.part.invoice_policy = "delivery"
        order = self.charged()
        quotation = self.quote(order)
        self.accept(order)
        self.finish(order)
        order.action_create_invoice()
        self.assertAlmostEqual(quotation.invoice_ids.amount_total, order.customer_total)

    def test_closed_at_once_when_nothing_is_to_pay(self):
        self.free_rule.active = True
        order = self.charged()
        self.finish(order)
        order.action_close()
        self.assertEqual(order.state, "closed")

    def test_free_work_is_agreed_when_it_is_known(self):
        """Q-40: the cycle starts with the customer's consent, or with the diagnosis when it is free."""
        rules = self.env["service.liability.rule"]
        rules.create(
            {
                "code": "t_judge",
                "name": "Judge",
                "sequence": 1,
                "liability": "judge",
                "defect_cause": "unknown",
            }
        )
        rules.create({"code": "t_made", "name": "Made", "sequence": 2, "liability": "company"})
        order = self.charged()
        order.diagnosis = "Something leaks."
        self.assertFalse(order.agreed_at)
        order.defect_cause = "manufacturing"
        self.assertTrue(order.agreed_at)
        draft = self.order(defect_cause="manufacturing")
        draft.diagnosis = "Leaks."
        self.assertFalse(draft.agreed_at)
        draft.action_confirm()
        self.assertTrue(draft.agreed_at)

    def test_files_go_along(self):
        """C5: from the complaint to the order and to the quotation; what fields keep stays where it is."""
        complaint = self.complain(partner_id=self.customer.id, user_id=self.user.id)
        attachments = self.env["ir.attachment"]
        attachments.create(
            {
                "name": "photo.png",
                "datas": base64.b64encode(b"photo"),
                "res_model": "service.complaint",
                "res_id": complaint.id,
            }
        )
        complaint.with_user(self.user).action_create_service_order()
        order = complaint.service_order_ids.with_user(self.user)
        order.write({"signature": PNG, "line_ids": [(0, 0, {"product_id": self.part.id})]})
        order.action_confirm()
        quotation = self.quote(order)
        for record in (order, quotation):
            found = attachments.search([("res_model", "=", record._name), ("res_id", "=", record.id)])
            self.assertEqual(found.filtered(lambda one: not one.res_field).mapped("raw"), [b"photo"])

    def test_users_need_no_rights_in_sales(self):
        order = self.charged()
        quotation = self.quote(order)
        with self.assertRaises(AccessError):
            quotation.with_user(self.user).sudo(False).write({"client_order_ref": "x"})
        with Form(order) as form:
            form.diagnosis = "Worn out."
        self.assertIn("/my/orders/", order.action_preview_quotation()["url"])
        self.accept(order)
        other = self.charged(team_id=False)
        other.sudo().write({"user_id": self.colleague.id})
        with self.assertRaises(AccessError):
            other.sudo().with_user(self.employee).sudo(False).action_make_quotation()
