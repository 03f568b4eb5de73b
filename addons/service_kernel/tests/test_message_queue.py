import psycopg2
from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .message_common import MessageCase
from .users import new_test_user


@tagged("post_install", "-at_install")
class TestMessageQueue(MessageCase):
    """Queueing: who gets what, once, in their language; and what becomes of rows."""

    def test_nothing_is_sent_by_queueing(self):
        before = self.env["mail.message"].search_count([])
        rows = self.queue(users=self.colleague, partners=self.customer)
        self.assertEqual(rows.mapped("state"), ["queued", "queued"])
        self.assertEqual(self.env["mail.message"].search_count([]), before)
        self.assertFalse(self.env["mail.mail"].search([("service_message_id", "in", rows.ids)]))
        cron = self.env.ref("service_kernel.cron_service_message")
        self.assertTrue(self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)]))

    def test_inbox_for_colleagues_email_for_others(self):
        rows = self.queue(
            users=self.colleague | self.portal, partners=self.customer | self.handler.partner_id
        )
        found = {(row.partner_id.name, row.kind, row.recipient) for row in rows}
        self.assertEqual(
            found,
            {
                ("Colleague", "inbox", f"user:{self.colleague.id}"),
                (self.portal.name, "email", f"partner:{self.portal.partner_id.id}"),
                ("Wang", "email", f"partner:{self.customer.id}"),
                ("Handler", "inbox", f"user:{self.handler.id}"),
            },
        )

    def test_a_person_named_twice_gets_it_once(self):
        rows = self.queue(users=self.colleague, partners=self.colleague.partner_id)
        self.assertEqual(rows.mapped("recipient"), [f"user:{self.colleague.id}"])

    def test_the_same_key_is_nothing_new(self):
        channel = self.channel()
        first = self.queue(users=self.colleague)
        self.assertEqual(self.queue(subject="Other", users=self.colleague), first)
        self.assertEqual(first.subject, "Subject")
        more = self.queue(users=self.colleague | self.handler)
        self.assertEqual(len(more - first), 1)
        self.assertEqual(len(more), 2)
        self.assertNotEqual(self.queue(key="other", users=self.colleague), first)
        by_robot = self.queue(channel=channel)
        self.assertFalse(by_robot & more)
        self.assertEqual(self.queue(channel=channel, users=self.handler), by_robot)

    def test_the_database_refuses_twice(self):
        row = self.queue(users=self.colleague)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.Message.create(
                {"key": "k", "recipient": row.recipient, "company_id": row.company_id.id, "kind": "inbox"}
            )

    def test_nobody_is_nothing(self):
        self.assertFalse(self.queue())
        self.assertFalse(self.queue(users=self.env["res.users"]))

    def test_what_is_kept(self):
        row = self.queue(users=self.colleague, template="sla_warning")
        self.assertEqual((row.res_model, row.res_id), ("res.partner", self.document.id))
        self.assertEqual((row.company_id, row.template), (self.document.company_id, "sla_warning"))
        self.document.company_id = self.other_company
        self.assertEqual(self.queue(key="2", users=self.colleague).company_id, self.other_company)
        self.assertEqual(
            self.Message._queue(None, "3", "S", "B", users=self.colleague).company_id, self.env.company
        )

    def test_texts(self):
        row = self.queue(subject="x" * 600, body="a\x00b\n“c” <d> & 'e'", users=self.colleague)
        self.assertEqual((len(row.subject), row.body, row.body_html), (500, "ab\n“c” <d> & 'e'", False))
        row = self.queue(
            key="2", body=Markup("<p>Hello <b>you</b></p><script>x</script>"), users=self.colleague
        )
        self.assertEqual(row.body.split("\n")[0], "Hello *you*")
        self.assertIn("<b>you</b>", row.body_html)
        self.assertNotIn("script", row.body_html)

    def test_texts_in_the_language_of_each(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.colleague.lang, self.handler.lang = "zh_CN", "en_US"
        rows = self.queue(
            subject=lambda env: env.lang,
            body=lambda env: f"text {env.lang}",
            users=self.colleague | self.handler,
        )
        texts = {row.user_id: (row.subject, row.body) for row in rows}
        self.assertEqual(texts[self.colleague], ("zh_CN", "text zh_CN"))
        self.assertEqual(texts[self.handler], ("en_US", "text en_US"))

    def test_many_in_few_queries(self):
        partners = self.env["res.partner"].create(
            [{"name": f"P{number}", "email": f"p{number}@example.com"} for number in range(500)]
        )
        self.queue(key="warm", partners=partners[:2])
        counts = []
        for number in (50, 500):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self.queue(key=f"bulk{number}", partners=partners[:number])
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(rows), number)
        self.assertLess(counts[1], 40)
        self.assertLess(counts[1] - counts[0], 15, "batches, not one by one")

    def test_many_requests_in_few_queries(self):
        documents = self.env["res.partner"].create(
            [{"name": f"D{number}", "company_id": self.env.company.id} for number in range(200)]
        )
        channel = self.channel()
        requests = [
            {
                "document": document,
                "key": f"many:{document.id}",
                "subject": "S",
                "body": "B",
                "users": self.colleague | self.handler,
            }
            for document in documents
        ]
        requests += [one | {"channel": channel} for one in requests]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        rows = self.Message._queue_all(requests)
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 50)
        self.assertEqual(len(rows), 600)
        self.assertEqual(self.Message._queue_all(requests), rows)

    def test_rows_stay_as_they_are(self):
        row = self.queue(users=self.colleague)
        for name, value in (("key", "x"), ("kind", "email"), ("res_id", 1), ("recipient", "user:0")):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.IntegrityConstraintViolation),
                self.env.cr.savepoint(),
            ):
                row.write({name: value})
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.IntegrityConstraintViolation),
            self.env.cr.savepoint(),
        ):
            row.unlink()

    def test_a_person_can_be_forgotten(self):
        rows = self.queue(partners=self.customer) | self.queue(channel=self.channel(), partners=self.customer)
        rows._anonymise()
        self.assertEqual(set(rows.mapped("state")), {"cancelled"})
        for row in rows:
            self.assertFalse(row.subject or row.body or row.body_html or row.address or row.failure)

    def test_contacts_are_merged_and_users_deleted(self):
        twin = self.env["res.partner"].create({"name": "Wang 2", "email": "wang2@example.com"})
        rows = self.queue(partners=self.customer | twin)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.customer | twin).ids, twin)
        rows.invalidate_recordset()
        self.assertEqual(len(rows.exists()), 2)
        self.assertEqual(rows.partner_id, twin)
        goner = new_test_user(self.env, "msg_goner", "base.group_user")
        row = self.queue(key="2", users=goner)
        goner.unlink()
        row.invalidate_recordset()
        self.assertFalse(row.user_id)
        self.assertTrue(row.partner_id)

    def test_again_and_cancel(self):
        row = self.queue(partners=self.customer).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "failed or were cancelled"):
            row.action_retry()
        row.action_cancel()
        self.run_cron()
        self.assertEqual(row.state, "cancelled")
        with self.assertRaisesRegex(UserError, "wait or failed"):
            row.action_cancel()
        row.action_retry()
        self.run_cron()
        self.assertEqual((row.state, row.tries), ("sent", 1))
        with self.assertRaises(UserError):
            row.action_retry()

    def test_open_the_document(self):
        row = self.queue(users=self.colleague).with_user(self.manager)
        self.assertEqual(row.action_open_document()["res_id"], self.document.id)
        self.document.unlink()
        with self.assertRaisesRegex(UserError, "does not exist any more"):
            row.action_open_document()

    def test_who_sees_the_log(self):
        row = self.queue(users=self.colleague)
        self.assertEqual(row.with_user(self.manager).subject, "Subject")
        for user in (self.employee, self.colleague, self.portal, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                row.with_user(user).read(["subject"])
            for action in ("action_retry", "action_cancel", "action_open_document"):
                with self.assertRaises(AccessError):
                    getattr(row.with_user(user), action)()
        for operation in ("write", "create", "unlink"):
            self.assertFalse(row.with_user(self.manager).has_access(operation))
        self.document.company_id = self.other_company
        foreign = self.queue(key="2", users=self.colleague)
        self.assertFalse(foreign.with_user(self.manager).search([("id", "=", foreign.id)]))

    def test_who_may_not_read_the_log_still_queues(self):
        rows = self.Message.with_user(self.employee)._queue(
            self.document.with_user(self.employee), "k", "S", "B", users=self.colleague
        )
        self.assertEqual(len(rows), 1)
        with self.assertRaises(AccessError):
            rows.read(["subject"])
