import base64

from odoo import models
from odoo.tests import tagged

from .erasure_common import NAME, PHONE, SAID, ErasureCase

#: texts of these are read by others, too: who is erased is taken out, the rest stays
SHARED = (
    "service.corrective.action",
    "service.corrective.containment",
    "service.corrective.cause",
    "service.corrective.measure",
    "service.corrective.review",
)
#: erased by rules of their own, with tests of their own
ELSEWHERE = {"service.complaint", "service.order", "service.callback"}
#: codes, keys and numbers: nobody writes about people into them, and the books need those of receipts
CODES = (
    "name",
    "import_key",
    "explanation",
    "tracking_token",
    "tracking_code",
    "receipt_number",
    "token",
    "authority",
    "signer_function",
)
WHOLE, PART = f"{SAID} of {NAME}, {PHONE}", f"Told by {NAME}, {PHONE}: glue too old"


@tagged("post_install", "-at_install")
class TestErasureEverywhere(ErasureCase):
    """Whatever hangs on a complaint, in every field of text, also in those that addons add later (E5)."""

    def setUp(self):
        super().setUp()
        self.complaint = self.make()
        self.hung = self.hang(self.complaint)
        # closed as in an older version: not all that hangs on it was ended
        models.BaseModel.write(self.complaint, {"state": "closed", "closed_at": self.complaint.received_at})
        for record in (self.complaint, *self.hung):
            self.fill(record)
        self.env.flush_all()
        self.env.cr.precommit.run()

    def hang(self, complaint):
        """Make one of everything that belongs to a complaint."""
        env = self.env
        link = {"complaint_id": complaint.id}
        employee = env["hr.employee"].create({"name": "Zhou"})
        action = env["service.corrective.action"].create(
            {"title": "Heels", "complaint_ids": complaint.ids, "prevention": "All shelves"}
        )
        line = {"action_id": action.id}
        made, now = {**link, "company_id": complaint.company_id.id}, complaint.received_at
        task = {**line, "name": "Take off", "user_id": self.user.id, "due_date": "2026-03-20"}
        return [
            env["service.compensation"].create({**link, "amount_currency": 10, "reason": "Heel"}),
            env["service.agreement"].create({**link, "text": "We pay"}),
            env["service.rectification"].create(link),
            env["service.complaint.person"].create({**link, "employee_id": employee.id}),
            env["service.complaint.fault"].create(
                {**link, "party": "customer", "share": 40, "partner_id": self.person.id}
            ),
            env["service.customer.answer"].create({**made, "answer": "accepted", "at": now, "how": "phone"}),
            env["service.satisfaction"].create(
                {**made, "closure": 1, "requested_at": now, "expires_at": now}
            ),
            env["service.regulator.reply"].create({**link, "authority": "12315"}),
            action,
            env["service.corrective.containment"].create(task),
            env["service.corrective.measure"].create(task),
            env["service.corrective.cause"].create({**line, "name": "Glue", "kind": "material"}),
            env["service.corrective.review"].create(
                {**line, "kind": "approve", "user_id": self.user.id, "at": "2026-03-02"}
            ),
        ]

    def fill(self, record):
        """Write about the person into every text and file of a record, whatever its rules, and around it."""
        text = PART if record._name in SHARED else WHOLE
        texts = {
            name: base64.b64encode(text.encode()) if field.type == "binary" else text
            for name, field in record._fields.items()
            if field.type in ("char", "text", "html", "binary")
            and field.store
            and not field.related
            and (not field.compute or not field.readonly)
            and (name not in CODES or (name == "name" and field.type == "text"))
        }
        models.BaseModel.write(record.with_context(tracking_disable=True), texts)
        if "title" in record._fields:
            record.with_context(tracking_disable=False).title = f"{text}!"
        if isinstance(record, self.env.registry["mail.thread"]):
            record.message_post(body=text, subject=text, attachments=[("file.txt", text.encode())])
            record.activity_schedule("mail.mail_activity_data_todo", summary=text, user_id=self.user.id)
            record.activity_ids[-1:].note = text
            message = record.message_ids[:1]
            self.env["mail.mail"].create({"mail_message_id": message.id, "body_html": text, "email_to": text})
        self.env["service.message"]._queue(record, f"fill {record}", text, text, partners=self.person)

    def test_all_that_hangs_on_a_complaint_is_covered(self):
        """A model that an addon hangs on complaints has to be erased with them: see ``hang``."""
        hanging = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("service.") and model._auto and not (model._transient or model._abstract)
            for field in model._fields.values()
            if field.store and field.relational and field.comodel_name == "service.complaint"
        }
        covered = {record._name for record in self.hung}
        self.assertEqual(hanging - covered - ELSEWHERE, set())

    def test_nothing_is_left_anywhere(self):
        before = self.find_traces()
        for record in self.hung:
            table = record._table
            self.assertTrue([trace for trace in before if trace.startswith(f"{table}.")], table)
        self.assertTrue(self.find_files())
        self.confirm(partner_id=self.person.id)
        self.assertEqual(self.find_traces(), [])
        self.assertEqual(self.find_files(), [])

    def test_retention_leaves_as_little(self):
        self.complaint._anonymise()
        self.env["res.partner"].browse(self.person.id)._anonymise()
        self.assertEqual(self.find_traces(), [])
        self.assertEqual(self.find_files(), [])

    def test_no_link_leads_to_the_person(self):
        """The contact stays for the books; the case does not show whose it was."""
        self.confirm(complaint_ids=self.complaint.ids)
        self.env.invalidate_all()
        for record in (self.complaint, *self.hung):
            for name, field in record._fields.items():
                if field.store and field.relational and field.comodel_name == "res.partner":
                    self.assertNotIn(self.person, record.sudo()[name], f"{record._name}.{name}")
            if isinstance(record, self.env.registry["mail.thread"]):
                self.assertNotIn(self.person, record.message_partner_ids | record.message_ids.author_id)

    def test_what_others_learn_from_stays(self):
        self.confirm(complaint_ids=self.complaint.ids)
        for record in self.hung:
            if record._name in SHARED:
                record.invalidate_recordset()
                text = record.name if record._name == "service.corrective.cause" else ""
                self.assertIn("glue too old", text or record.read()[0].__str__(), record._name)
        action = self.complaint.corrective_action_ids
        self.assertIn("glue too old", action.message_ids.filtered("body")[:1].body)
        self.assertRegex(str(action.title), r"^Told by \*\*\*")

    def test_kept_texts_name_nobody(self):
        kept = [(self.complaint, "demand"), (self.hung[0], "reason"), (self.hung[1], "text")]
        for record, name in kept:
            models.BaseModel.write(record, {name: f"A new pair for {NAME.lower()} (13912345678)"})
        self.confirm(complaint_ids=self.complaint.ids, keep_texts=True)
        self.env.invalidate_all()
        for record, name in kept:
            self.assertEqual(record[name], "A new pair for *** (***)")
        self.assertEqual(self.find_files(), [])

    def test_what_was_merged_goes_with_it(self):
        duplicate = self.make()
        live = self.make()
        duplicate.with_user(self.officer)._merge_into(live)
        self.end(live)
        live._anonymise()
        self.assertTrue(duplicate.anonymised_at)
        self.assertFalse(duplicate.partner_id)
        self.assertFalse(duplicate.demand)

    def test_dialogs_that_were_left_open(self):
        dialog = self.env["service.complaint.raise"]
        severity = self.env["service.severity"].create({"code": "t_a", "name": "A"})
        link = next(
            name
            for name, field in dialog._fields.items()
            if field.relational and field.comodel_name == "service.complaint"
        )
        complaint = self.make()
        value = complaint.id if dialog._fields[link].type == "many2one" else [(6, 0, complaint.ids)]
        dialog.create({link: value, "reason": WHOLE, "severity_id": severity.id})
        composer = self.env["mail.compose.message"].create(
            {"model": complaint._name, "res_ids": str(complaint.ids), "body": WHOLE, "subject": WHOLE}
        )
        other = self.env["mail.compose.message"].create(
            {"model": complaint._name, "res_ids": str(self.complain().ids), "body": "Other"}
        )
        self.end(complaint)
        complaint._anonymise()
        self.assertFalse(dialog.search([(link, "in", complaint.ids)]))
        self.assertFalse(composer.exists())
        self.assertTrue(other.exists())
