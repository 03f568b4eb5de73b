import re

from odoo.tests import freeze_time
from odoo.tools import SQL

from .sla_common import SlaCase, local

NAME, PHONE, EMAIL, SAID = "Zhuge Kongming", "+86 139 1234 5678", "kongming@shu.example", "zhugeliang-said"
TRACES = "kongming|zhugeliang-said|139 ?1234 ?5678"
#: tables of other documents, logs of the database and texts of the software; nothing of ours is left out
ELSEWHERE = ("ir_model_data", "ir_ui_view", "ir_logging")


class ErasureCase(SlaCase):
    """A person whom a complaint and all around it name, and the search for what is left of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create(
            {"name": NAME, "phone": PHONE, "email": EMAIL, "comment": SAID, "street": f"{SAID} street 1"}
        )

    def make(self, **vals):
        with freeze_time(local("2026-03-02 09:00")):
            complaint = self.env["service.complaint"].create(
                {
                    "partner_id": self.person.id,
                    "description": f"<p>{NAME} {SAID}</p>",
                    "demand": f"{SAID} {PHONE}",
                    **vals,
                }
            )
            self.surround(complaint)
        return complaint

    def surround(self, complaint):
        """Mention the person wherever something may hang on a complaint."""
        complaint.message_subscribe(self.person.ids)
        message = complaint.message_post(
            body=f"{SAID} of {NAME}",
            subject=SAID,
            author_id=self.person.id,
            email_from=EMAIL,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[("kongming.txt", f"{NAME} {SAID}".encode())],
        )
        message.message_id = f"<{SAID}@example>"
        self.env["mail.message.translation"].create(
            {"message_id": message.id, "body": SAID, "source_lang": "en", "target_lang": "zh"}
        )
        complaint.write({"contact_phone": PHONE + "0", "contact_name": NAME + " junior"})
        self.env["service.message"]._queue(
            complaint, "k1", SAID, f"Dear {NAME}", partners=self.person
        )._send()
        activity = complaint.activity_schedule(
            "mail.mail_activity_data_todo", summary=f"Call {NAME}", note=SAID, user_id=self.officer.id
        )
        activity.action_feedback(feedback=f"{NAME} {SAID}")
        complaint.activity_schedule("mail.mail_activity_data_todo", summary=NAME, user_id=self.officer.id)
        self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(complaint._name),
                "res_id": complaint.id,
                "partner_id": self.person.id,
                "rating": 1,
                "feedback": SAID,
            }
        )
        self.env["ir.attachment"].create(
            {"name": f"{NAME}.txt", "raw": SAID, "res_model": complaint._name, "res_id": complaint.id}
        )
        self.env.flush_all()

    def end(self, complaint):
        with freeze_time(local("2026-03-02 16:00")):
            complaint.write({"resolution": f"{SAID}: {NAME} got a new one"})
            complaint.action_resolve()
            complaint.action_close()
            self.env.flush_all()
            self.env.cr.precommit.run()  # tracked values are written at the end of a transaction

    def find_traces(self):
        """Return [table.column] of every text of the database that still says who it was."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                "SELECT columns.table_name, column_name FROM information_schema.columns columns"
                " JOIN information_schema.tables tables USING (table_schema, table_name)"
                " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
                " AND data_type IN ('text', 'character varying', 'jsonb', 'json')"
            )
        )
        traces = []
        for table, column in columns:
            if table in ELSEWHERE:
                continue
            found = self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s WHERE %s::text ~* %s LIMIT 1",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    TRACES,
                )
            )
            if found:
                traces.append(f"{table}.{column}")
        return traces

    def confirm(self, user=None, **vals):
        wizard = self.env["service.erasure.wizard"].with_user(user or self.manager)
        wizard.create({"is_understood": True, **vals}).action_confirm()

    def find_files(self):
        """Return the names of files whose content or name still says who it was."""
        return [
            file.name
            for file in self.env["ir.attachment"].search(
                [("res_field", "in", [False, *self.get_file_fields()])]
            )
            if re.search(TRACES, f"{file.name} {(file.raw or b'').decode(errors='replace')}", re.IGNORECASE)
        ]

    def get_file_fields(self):
        """Return the names of fields of our documents that are files."""
        return [
            name
            for model, fields in self.env.registry.items()
            if model.startswith("service.")
            for name, field in fields._fields.items()
            if field.type == "binary" and field.attachment
        ]
