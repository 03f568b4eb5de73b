from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .regulator_common import DEADLINE, RECEIVED, RegulatorCase


@tagged("post_install", "-at_install")
class TestRegulatorReply(RegulatorCase):
    """The letter to the authority: what it says, that it stays as it was sent, and who may write it."""

    def test_the_letter(self):
        complaint = self.passed_on(rejection_reason="Warranty applies.")
        action = complaint.with_user(self.user).action_reply_to_regulator()
        Reply = self.env[action["res_model"]].with_user(self.user).with_context(**action["context"])
        form = Form(Reply)
        self.assertEqual(
            (form.authority, form.authority_number, form.facts, form.decision, form.reasons),
            (
                "Market Supervision of Yanta",
                "1610113002026030001",
                "The heel broke.",
                "Exchanged.",
                "Warranty applies.",
            ),
        )
        form.signer_function = "Manager"
        reply = form.save()
        self.assertEqual(complaint.action_reply_to_regulator()["res_id"], reply.id, "the draft goes on")
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("service_center.report_regulator_reply", reply.ids)[0]
            .decode()
        )
        for text in (
            "1610113002026030001",
            complaint.name,
            "The heel broke.",
            "Exchanged.",
            "Warranty applies.",
            self.user.name,
            "Manager",
        ):
            self.assertIn(text, html)
        self.assertEqual(reply.action_print()["type"], "ir.actions.report")
        action = reply.action_record()
        wizard = Form(self.env[action["res_model"]].with_user(self.user).with_context(**action["context"]))
        wizard.sent_how = "letter"
        wizard.save().action_confirm()
        self.assertRecordValues(reply, [{"state": "sent", "sent_how": "letter", "sent_by_id": self.user.id}])
        self.assertEqual(complaint.regulator_replied_at, reply.sent_at)

    def test_a_letter_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        reply = self.env["service.regulator.reply"].create({"complaint_id": self.passed_on().id})
        report = self.env["ir.actions.report"].with_context(lang="zh_CN")
        html = report._render_qweb_html("service_center.report_regulator_reply", reply.ids)[0].decode()
        self.assertIn("1610113002026030001", html)

    def test_what_was_sent_stays(self):
        complaint = self.passed_on()
        reply = self.reply(complaint)
        for vals in ({"facts": "x"}, {"decision": "x"}, {"authority_number": "1"}, {"signer_id": False}):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                reply.write(vals)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            reply.unlink()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            reply._record_sent(fields.Datetime.now(), "letter")
        with self.assertRaisesRegex(UserError, "stays"):
            complaint.regulator_deadline = DEADLINE + timedelta(days=1)
        reply.write({"state": "draft", "sent_at": False})
        self.assertEqual(reply.state, "sent", "written by its step only")
        second = self.reply(complaint)
        self.assertEqual(complaint.regulator_replied_at, reply.sent_at)
        self.assertNotEqual(second, reply)

    def test_what_is_refused(self):
        complaint = self.passed_on(resolution=False)
        reply = self.env["service.regulator.reply"].create({"complaint_id": complaint.id})
        with self.assertRaisesRegex(UserError, "Decision"):
            reply.action_record()
        with self.assertRaisesRegex(UserError, "Decision"):
            reply.action_print()
        reply.decision = "Refund"
        for at in (RECEIVED - timedelta(seconds=1), fields.Datetime.now() + timedelta(minutes=1)):
            with self.assertRaisesRegex(UserError, "not in the future"):
                reply._record_sent(at, "letter")
        employee = self.env["hr.employee"].create({"name": "Zhang", "user_id": self.user.id})
        complaint.employee_ids = employee
        with self.assertRaisesRegex(UserError, "complained about"):
            reply.with_user(self.user)._record_sent(fields.Datetime.now(), "letter")

    def test_access(self):
        complaint = self.passed_on()
        reply = self.env["service.regulator.reply"].create({"complaint_id": complaint.id})
        self.assertTrue(reply.with_user(self.user).has_access("write"))
        with self.assertRaises(AccessError):
            reply.with_user(self.colleague).read(["facts"])
        with self.assertRaises(AccessError):
            self.env["service.regulator.reply"].with_user(self.colleague).create(
                {"complaint_id": complaint.id}
            )
        self.assertTrue(reply.with_user(self.officer).has_access("write"))
        for user in (self.employee, self.portal):
            with self.assertRaises(AccessError):
                reply.with_user(user).read(["facts"])
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                reply.with_user(user).unlink()
        reply.with_user(self.manager).unlink()
        foreign = self.env["service.regulator.reply"].create(
            {
                "complaint_id": self.passed_on(company_id=self.other_company.id, user_id=False).id,
                "signer_id": False,
            }
        )
        self.assertFalse(foreign.with_user(self.officer).search([("id", "=", foreign.id)]))

    def test_erasure(self):
        complaint = self.passed_on()
        reply = self.reply(complaint)
        complaint.action_resolve()
        complaint.action_close()
        complaint.with_user(self.manager)._anonymise()
        self.assertRecordValues(reply, [{"facts": False, "decision": False, "authority_number": False}])
        self.assertFalse(complaint.regulator_number)
        self.assertEqual(reply.state, "sent")
