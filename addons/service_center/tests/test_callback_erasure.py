from datetime import date

from odoo.tests import tagged

from .callback_common import CallbackCase


@tagged("post_install", "-at_install")
class TestCallbackErasure(CallbackCase):
    """After a person is erased no callback shows what they said; merged contacts keep what they wanted."""

    def said(self, **vals):
        callback = self.callback(purpose="Ask Wang Fang", **vals)
        callback.message_post(body="Wang Fang called")
        callback._register_attempt("busy", note="Wang's son")
        callback._finish("problem", satisfaction="1", notes="Wang Fang is angry")
        return callback

    def erase(self, **vals):
        wizard = self.env["service.erasure.wizard"].with_user(self.manager)
        wizard.create({"is_understood": True, **vals}).action_confirm()
        self.env.invalidate_all()

    def assertErased(self, callback):
        texts = [
            *(
                str(callback[name])
                for name, field in callback._fields.items()
                if field.type in ("char", "text", "html")
            ),
            *callback.attempt_ids.mapped(lambda one: str(one.note)),
            *callback.message_ids.mapped(lambda one: str(one.body)),
            str(callback.rating_id.feedback),
        ]
        self.assertNotIn("Wang", " ".join(texts))
        self.assertFalse(callback.rating_id.partner_id)
        self.assertEqual((callback.state, callback.result, callback.attempt_count), ("done", "problem", 2))

    def test_with_the_customer(self):
        callback, planned = self.said(), self.callback()
        self.env["service.contact.window"].create(
            {"partner_id": self.customer.id, "hour_from": 9, "hour_to": 10}
        )
        self.customer.write({"service_wrong_phone": "1", "service_do_not_disturb_reason": "Wang Fang sleeps"})
        self.erase(partner_id=self.customer.id)
        self.assertErased(callback)
        self.assertEqual((planned.state, planned.cancel_reason), ("cancelled", "gone"))
        self.assertFalse(self.customer.active)
        self.assertFalse(self.customer.service_wrong_phone or self.customer.service_do_not_disturb_reason)
        self.assertFalse(self.customer.service_contact_window_ids)

    def test_where_the_contact_has_to_stay(self):
        callback = self.said()
        self.env["sale.order"].create({"partner_id": self.customer.id})
        self.erase(partner_id=self.customer.id)
        self.assertTrue(self.customer.active)
        self.assertEqual(callback.notes, False)
        self.assertFalse(callback.attempt_ids.filtered("note"))

    def test_with_the_complaint(self):
        complaint = self.complain(partner_id=self.customer.id)
        callback = self.said(
            complaint_id=complaint.id,
            res_model="service.complaint",
            res_id=complaint.id,
            key=f"1:service.complaint:{complaint.id}:1",
        )
        complaint.action_reject()
        self.erase(complaint_ids=[(6, 0, complaint.ids)])
        self.assertFalse(callback.complaint_id or callback.res_id)
        self.assertNotIn(str(complaint.id) + ":", callback.key)
        self.assertFalse(callback.notes)

    # Merged contacts
    def merge(self, *partners):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([one.id for one in partners], partners[-1])
        self.env.invalidate_all()

    def test_merging_two_customers_with_accounts(self):
        other = self.customer.copy({"name": "Wang F."})
        one, two = self.callback(), self.callback(partner_id=other.id)
        self.merge(other, self.customer)
        self.assertEqual((one | two).partner_id, self.customer)
        self.assertEqual(len(self.booked()), 2)
        accounts = self.env["service.contact.account"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(accounts), 1)
        self.assertTrue(two.with_user(self.user).action_open())

    def test_merging_keeps_the_longest_wishes(self):
        other = self.customer.copy({"name": "Wang F."})
        other.write({"service_do_not_disturb": True, "service_contact_min_days": 30})
        self.customer.write(
            {
                "service_do_not_disturb": True,
                "service_do_not_disturb_until": date(2999, 1, 1),
                "service_contact_min_days": 14,
            }
        )
        self.merge(other, self.customer)
        self.assertTrue(self.customer.service_do_not_disturb)
        self.assertFalse(self.customer.service_do_not_disturb_until)
        self.assertEqual(self.customer.service_contact_min_days, 30)

    def test_merging_into_one_who_wants_contacts(self):
        other = self.customer.copy({"name": "Wang F."})
        callback = self.callback()
        other._set_service_undisturbed("No!", None)
        self.merge(other, self.customer)
        self.assertEqual((callback.state, callback.cancel_reason), ("cancelled", "do_not_disturb"))

    def test_what_was_planned_for_both_is_made_once(self):
        step = self.env["service.callback.step"].create(
            {"code": "t_step", "name": "Care", "plan_id": self.plan.id}
        )
        other = self.customer.copy({"name": "Wang F."})
        today = self.company._service_day()
        callbacks = [
            self.callback(
                partner_id=one.id,
                step_id=step.id,
                res_model="res.partner",
                res_id=one.id,
                key=f"{one.id}",
                due_date=day,
            )
            for one, day in ((other, today), (self.customer, date(2999, 1, 1)))
        ]
        self.merge(other, self.customer)
        self.assertEqual([one.state for one in callbacks], ["planned", "cancelled"])
        self.assertEqual(callbacks[1].cancel_reason, "superseded")
        self.assertEqual(callbacks[0].res_id, self.customer.id)
