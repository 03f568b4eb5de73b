from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ComplaintCase

MAIL = """From: {sender}
To: complaints@mall.example.com
Subject: {subject}
Message-Id: <{number}@customer.example.com>
In-Reply-To: {parent}
References: {parent}
{headers}Content-Type: text/plain; charset="utf-8"

{body}
"""


@tagged("post_install", "-at_install")
class TestReplies(ComplaintCase):
    """Where replies by mail go, and what they take up again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.service_reopen_days = 15
        cls.number = 0

    def told(self, **vals):
        """A complaint of the customer about which a colleague has written."""
        complaint = self.complain(partner_id=self.customer.id, contact_name=False, **vals)
        complaint.with_user(self.officer).message_post(
            body="We look into it.",
            message_type="comment",
            partner_ids=self.customer.ids,
            subtype_xmlid="mail.mt_comment",
        )
        return complaint

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def reply(self, complaint, sender="wang@example.com", headers="", subject="Re: news", body="Still bad"):
        type(self).number += 1
        parent = complaint.message_ids.filtered(lambda one: one.message_type == "comment")[-1:]
        mail = MAIL.format(
            sender=sender,
            subject=subject,
            number=self.number,
            parent=parent.message_id,
            headers=headers,
            body=body,
        )
        self.env["mail.thread"].message_process("service.complaint", mail)
        self.env.invalidate_all()
        domain = [("message_id", "=", f"<{self.number}@customer.example.com>")]
        return self.env["mail.message"].search(domain)

    def settled(self, days_ago, state="closed", seconds=0, **vals):
        end = fields.Datetime.now() - timedelta(days=days_ago, seconds=seconds)
        stamp = {"closed": "closed_at", "resolved": "resolved_at"}[state]
        return self.told(state=state, **{stamp: end}, **vals)

    def test_a_reply_to_an_open_one_just_lands(self):
        complaint = self.told(state="investigating")
        self.assertEqual(self.reply(complaint).res_id, complaint.id)
        self.assertEqual((complaint.state, complaint.reopen_count), ("investigating", 0))

    @freeze_time("2026-05-04 10:00:00")
    def test_the_customer_reopens_within_the_days(self):
        for state in ("closed", "resolved"):
            complaint = self.settled(15, state)
            self.assertEqual(self.reply(complaint).res_id, complaint.id)
            self.assertEqual((complaint.state, complaint.reopen_count), ("investigating", 1))

    @freeze_time("2026-05-04 10:00:00")
    def test_later_a_new_one_follows(self):
        complaint = self.settled(15, seconds=1, category_id=self.category.id, user_id=self.user.id)
        message = self.reply(complaint)
        successor = complaint.successor_ids
        self.assertRecordValues(
            successor,
            [
                {
                    "state": "new",
                    "origin_id": complaint.id,
                    "partner_id": self.customer.id,
                    "category_id": self.category.id,
                    "user_id": self.user.id,
                    "channel": "email",
                }
            ],
        )
        self.assertIn("Still bad", successor.description)
        self.assertEqual((complaint.state, message.res_id), ("closed", successor.id))
        again = self.reply(complaint, body="Hello?")
        self.assertEqual((again.res_id, complaint.successor_ids), (successor.id, successor))

    @freeze_time("2026-05-04 10:00:00")
    def test_no_robot_takes_anything_up_again(self):
        headers = (
            "Auto-Submitted: auto-replied\n",
            "Precedence: bulk\n",
            "X-Autoreply: yes\n",
        )
        for days in (1, 100):
            complaint = self.settled(days)
            for header in headers:
                self.assertEqual(self.reply(complaint, headers=header).res_id, complaint.id)
            self.reply(complaint, subject="自动回复: 您的投诉")
            self.assertEqual((complaint.state, complaint.successor_ids.ids), ("closed", []))
            self.assertTrue(self.reply(complaint, headers="Auto-Submitted: no\n"))
            self.assertTrue(complaint.state == "investigating" or complaint.successor_ids)

    @freeze_time("2026-05-04 10:00:00")
    def test_only_the_customer(self):
        self.officer.email = "officer@mall.example.com"
        for sender in ("officer@mall.example.com", "somebody@example.com"):
            complaint = self.settled(1)
            self.assertEqual(self.reply(complaint, sender=sender).res_id, complaint.id)
            self.assertEqual(complaint.state, "closed")
        stranger = self.complain(contact_email="li@example.com", state="closed")
        stranger.closed_at = fields.Datetime.now()
        stranger.message_post(body="x", message_type="comment", subtype_xmlid="mail.mt_comment")
        self.reply(stranger, sender="Li <LI@example.com>")
        self.assertEqual(stranger.state, "investigating")

    @freeze_time("2026-05-04 10:00:00")
    def test_rejected_and_history_stay_as_they_are(self):
        for vals in ({"state": "rejected"}, {"state": "closed", "is_history": True}):
            complaint = self.told(closed_at=fields.Datetime.now() - timedelta(days=100), **vals)
            self.assertEqual(self.reply(complaint).res_id, complaint.id)
            self.assertEqual((complaint.state, complaint.successor_ids.ids), (vals["state"], []))

    def test_a_reply_to_a_merged_one_reaches_the_live_one(self):
        one, two, three = (self.told() for _number in range(3))
        one._merge_into(two)
        two._merge_into(three)
        self.assertEqual(self.reply(one).res_id, three.id)
        colleague = one.with_user(self.officer).message_post(body="Noted", message_type="comment")
        self.assertEqual(colleague.res_id, one.id, "what colleagues write stays where they write it")
        two.action_unmerge()
        self.assertEqual(self.reply(one).res_id, two.id)
        one.action_unmerge()
        self.assertEqual(self.reply(one).res_id, one.id)

    @freeze_time("2026-05-04 10:00:00")
    def test_a_reply_to_one_merged_into_a_closed_one_reopens_that(self):
        one, two = self.told(), self.told(state="resolved", resolved_at=fields.Datetime.now())
        one._merge_into(two)
        self.assertEqual(self.reply(one).res_id, two.id)
        self.assertEqual((one.state, two.state), ("merged", "investigating"))

    @freeze_time("2026-05-04 10:00:00")
    def test_a_word_in_the_portal_is_like_a_mail(self):
        self.customer.email = self.portal.email
        self.portal.partner_id.parent_id = self.customer
        word = {"body": "Still bad", "message_type": "comment", "subtype_xmlid": "mail.mt_comment"}
        closed, late, merged, live = self.settled(1), self.settled(100), self.told(), self.told()
        merged._merge_into(live)
        # sudo: the portal has checked the customer's right to the complaint
        posted = [
            complaint.with_user(self.portal).sudo().message_post(**word)
            for complaint in (closed, late, merged)
        ]
        self.assertEqual(closed.state, "investigating")
        self.assertEqual(late.successor_ids.channel, "portal")
        self.assertEqual([message.res_id for message in posted], [closed.id, late.successor_ids.id, live.id])
        self.assertEqual(posted[2].author_id, self.portal.partner_id)

    def test_a_loop_of_mails_ends(self):
        """Odoo's own limit counts the mails where they land, also those that answer what was merged."""
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        one, two = self.told(), self.told()
        one._merge_into(two)
        found = [bool(self.reply(one)) for _number in range(6)]
        self.assertEqual(found, [True, True, True, False, False, False])
        late = self.settled(100)
        found = [bool(self.reply(late)) for _number in range(6)]
        self.assertEqual(found, [True, True, True, False, False, False])
        self.assertEqual(len(late.successor_ids), 1)
