from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .promise_common import PromiseCase
from .sla_common import local


@tagged("post_install", "-at_install")
class TestExtension(PromiseCase):
    """A later date is announced before the promise passes; what comes afterwards is late and stays so."""

    def extend(self, order, at, date="2026-10-13 12:00", how="phone", **vals):
        values = {"reason": "The part is late", "told_note": "Ms Wang agrees", **vals}
        with self.at(at):
            return order._announce(local(date), values["reason"], how, values["told_note"])

    def test_in_time_it_holds(self):
        order = self.agree()
        self.extend(order, "2026-10-09 18:00")
        row = order.promise_ids[-1]
        self.assertRecordValues(
            row,
            [
                {
                    "kind": "extended",
                    "promised_at": local("2026-10-13 12:00"),
                    "former_at": local("2026-10-09 18:00"),
                    "at": local("2026-10-09 18:00"),
                    "user_id": self.env.uid,
                    "told_how": "phone",
                    "told_note": "Ms Wang agrees",
                }
            ],
        )
        with self.at("2026-10-13 12:00"):
            order.write({"state": "in_progress"})
            order.write({"state": "done"})
        self.assertEqual(order.promise_state, "kept")
        self.assertReplays(order)

    def test_a_second_late_it_stays_broken(self):
        order = self.agree()
        with freeze_time(local("2026-10-09 18:00") + timedelta(seconds=1)):
            order._announce(local("2026-10-13 12:00"), "Late", "phone", "Ms Wang")
        self.assertEqual(order.promise_ids.mapped("kind"), ["given", "late"])
        self.assertEqual(order.promised_at, local("2026-10-13 12:00"))
        with self.at("2026-10-13 09:00"):
            order.write({"state": "in_progress"})
            order.write({"state": "done"})
        self.assertEqual(order.promise_state, "broken")
        self.assertEqual(self.clocks(order, "resolve").state, "breached")
        self.assertEqual(order.promised_at, local("2026-10-13 12:00"))

    def test_once_broken_the_next_one_is_late_too(self):
        order = self.agree()
        self.extend(order, "2026-10-10 09:00")
        self.extend(order, "2026-10-12 09:00", "2026-10-15 12:00")
        self.assertEqual(order.promise_ids.mapped("kind"), ["given", "late", "late"])

    def test_what_is_refused(self):
        order = self.agree()
        bad = [
            {"date": "2026-10-09 18:00"},
            {"date": "2026-10-08 10:00"},
            {"date": "2026-10-11 10:00"},
            {"date": "2026-10-12 13:00"},
            {"date": "2026-10-12 18:01"},
            {"reason": " "},
            {"told_note": ""},
        ]
        for vals in bad:
            with self.assertRaises(UserError, msg=vals), self.env.cr.savepoint():
                self.extend(order, "2026-10-09 10:00", **vals)
        self.assertEqual(len(order.promise_ids), 1)
        for date in ("2026-10-12 12:00", "2026-10-12 18:00", "2026-10-14 08:30"):
            self.extend(order, "2026-10-09 10:00", date)

    def test_nothing_is_promised_of_work_that_is_done(self):
        order = self.agree()
        with self.at("2026-09-25 10:00"):
            order.write({"state": "in_progress"})
            order.write({"state": "done"})
        with self.assertRaises(UserError):
            self.extend(order, "2026-09-25 11:00")

    def test_the_customer_is_told_by_mail(self):
        order = self.agree()
        row = self.extend(order, "2026-10-09 10:00", how="mail", told_note="")
        self.assertRecordValues(
            row.message_id, [{"partner_id": self.customer.id, "state": "queued", "kind": "email"}]
        )
        self.assertIn("The part is late", row.message_id.body)
        self.customer.email = False
        with self.assertRaises(UserError):
            self.extend(order, "2026-10-09 11:00", "2026-10-14 12:00", how="mail")

    def test_the_dialog(self):
        order = self.agree()
        with self.at("2026-10-09 10:00"):
            action = order.with_user(self.user).action_promise()
            dialog = self.env["service.order.extend"].with_user(self.user).with_context(**action["context"])
            dialog = dialog.create({"date": local("2026-10-13 12:00"), "reason": "Late", "told_how": "mail"})
            self.assertFalse(dialog.is_late)
            dialog.action_confirm()
        self.assertEqual(order.promise_ids[-1].user_id, self.user)
        with self.assertRaises(AccessError):
            order.with_user(self.employee)._announce(local("2026-10-14 12:00"), "x", "phone", "x")

    def test_a_date_that_a_colleague_promises(self):
        with self.at("2026-09-24 10:00"):
            order = self.order("consultation", user_id=self.user.id)
            order._announce(local("2026-09-25 18:00"), "", "phone", "Ms Wang")
        self.assertEqual((order.promise_state, order.promise_ids.kind), ("open", "given"))
        self.assertEqual(order.activity_ids.user_id, self.user)
        self.extend(order, "2026-09-25 18:00", "2026-09-26 12:00")
        self.assertEqual(order.promise_ids.mapped("kind"), ["given", "extended"])
        with freeze_time(local("2026-09-26 12:00") + timedelta(seconds=1)):
            for state in ("confirmed", "in_progress", "done"):
                order.write({"state": state})
        self.assertEqual(order.promise_state, "broken")

    def test_erasing_the_customer_leaves_dates_and_no_words(self):
        order = self.agree(wished_times="When Ms Wang is in", exchange_reason="Ms Wang wants it")
        self.extend(order, "2026-10-09 10:00", reason="Ms Wang was away")
        sheet = self.env["service.feedback.sheet"].create(
            {"order_id": order.id, "employee_id": self.technician.id, "nature": "Ms Wang's meter"}
        )
        order.write({"state": "cancelled", "cancel_reason": "Ms Wang died"})
        wizard = self.env["service.erasure.wizard"].with_user(self.manager)
        wizard.create({"is_understood": True, "partner_id": self.customer.id}).action_confirm()
        self.env.invalidate_all()
        for record in (order, sheet, *order.promise_ids):
            texts = [record[name] for name, field in record._fields.items() if field.type in ("char", "text")]
            self.assertNotIn("Wang", " ".join(map(str, texts)))
        self.assertEqual(len(order.promise_ids), 2)
        self.assertEqual(order.promise_ids[-1].promised_at, local("2026-10-13 12:00"))
