from odoo import api, models
from odoo.fields import Command, Domain

from ..engine import redaction

#: texts and addresses of a message; its time, kind and colleagues' names stay
MESSAGE_TEXTS = (
    *("body", "subject", "email_from", "reply_to", "message_id"),
    *("incoming_email_cc", "incoming_email_to", "outgoing_email_to"),
)


#: kinds of fields in which people may be named
TEXT_TYPES = ("char", "text", "html")
BLANKED_TYPES = (*TEXT_TYPES, "binary", "json")


class ServiceErasure(models.AbstractModel):
    """Blanks what surrounds documents: messages, mails, files, activities, ratings (decisions 17).

    Rows stay where ledgers or times of work depend on them; texts, files and people from outside go. It
    runs in superuser mode: who calls has checked the right to erase.
    """

    _name = "service.erasure"
    _description = "Erasure of Personal Data"

    # The documents' own texts
    @api.model
    def _get_text_names(self, model, keep=(), types=BLANKED_TYPES):
        """Return the names of the stored fields of ``model`` into which somebody may write about a person.

        All but ``keep``: so a field that an addon adds is erased until somebody says that it need not be.
        Explanations stay: they hold codes (decisions 9).
        """
        return [
            name
            for name, field in self.env[model]._fields.items()
            if field.type in types
            and field.store
            and not field.related
            and not (field.compute and field.readonly)
            and name not in (*keep, "explanation")
        ]

    @api.model
    def _get_blank_vals(self, model, names):
        """Return what these fields of ``model`` become."""
        fields = self.env[model]._fields
        return {name: self.env._("Anonymised") if fields[name].required else False for name in names}

    @api.model
    def _blank(self, records, keep=(), also=None):
        """Blank all texts and files in fields of these records but ``keep``; return the names of the fields.

        :param also: {name: value} of what else the records become
        """
        names = self._get_text_names(records._name, keep)
        vals = self._get_blank_vals(records._name, names) | (also or {})
        _write_past(records, vals)
        return list(vals)

    @api.model
    def _redact(self, records, pattern, keep=()):
        """Take those whom ``pattern`` finds out of the texts of these records.

        :param pattern: of ``redaction.find``; None finds nobody
        """
        names = self._get_text_names(records._name, keep, TEXT_TYPES)
        for record in records if pattern else ():
            found = {name: record[name] for name in names if record[name] and pattern.search(record[name])}
            if found:
                _write_past(record, {name: redaction.redact(text, pattern) for name, text in found.items()})

    @api.model
    def _redact_around(self, documents, pattern):
        """Take those whom ``pattern`` finds out of messages, files and activities of these documents."""
        # sudo: technical rows that no manager may write; the right to erase was checked
        eraser = self.sudo().with_context(active_test=False, tracking_disable=True)
        about = Domain("res_model", "=", documents._name) & Domain("res_id", "in", documents.ids)
        messages = eraser.env["mail.message"].search(
            [("model", "=", documents._name), ("res_id", "in", documents.ids)]
        )
        activities = eraser.env["mail.activity"].search(about)
        _name_anew(activities)
        sent = eraser.env["service.message"].search(about)
        mails = eraser.env["mail.mail"].search([("mail_message_id", "in", messages.ids)])
        for records in (messages, messages.tracking_value_ids, activities, sent, mails):
            eraser._redact(records, pattern, ("key", "recipient", "res_model"))
        files = eraser.env["ir.attachment"].search(about) | messages.attachment_ids
        files.filtered(
            lambda file: pattern and pattern.search(f"{file.name} {file.index_content or ''}")
        ).unlink()

    # What surrounds them
    @api.model
    def _erase_around(self, documents, tracked):
        """Erase what surrounds these documents of one model.

        :param tracked: names of the documents' fields whose tracked values go
        """
        # sudo: technical rows that no manager may write; the right to erase was checked
        eraser = self.sudo().with_context(active_test=False, tracking_disable=True)
        eraser._erase(documents, tracked)

    @api.model
    def _erase(self, documents, tracked):
        about = Domain("res_model", "=", documents._name) & Domain("res_id", "in", documents.ids)
        messages = self.env["mail.message"].search(
            [("model", "=", documents._name), ("res_id", "in", documents.ids)]
        )
        self._erase_log(about, messages)
        messages = messages.exists()
        self._erase_files(about, messages)
        self._erase_messages(messages, tracked)
        self.env["mail.scheduled.message"].search(
            [("model", "=", documents._name), ("res_id", "in", documents.ids)]
        ).unlink()
        activities = self.env["mail.activity"].search(about)
        activities.write({"summary": False, "note": False, "feedback": False})
        _name_anew(activities)
        self._erase_dialogs(documents)
        self.env["mail.followers"].search(about).filtered(
            lambda row: not _is_colleague(row.partner_id)
        ).unlink()

    @api.model
    def _erase_log(self, about, messages):
        """Erase the log of our own messages, and all e-mails that wait or were sent."""
        rows = self.env["service.message"].search(about)
        rows._anonymise()
        rows.filtered(lambda row: not _is_colleague(row.partner_id)).partner_id = False
        self.env["mail.mail"].search(
            Domain("service_message_id", "in", rows.ids) | Domain("mail_message_id", "in", messages.ids)
        ).unlink()

    @api.model
    def _erase_dialogs(self, documents):
        """Delete texts that were typed into dialogs, which the database keeps for some hours."""
        open_now = self.env.context.get("service_erasure_dialog")
        for name, model in self.env.registry.items():
            if not model._transient or model._abstract or name == open_now:
                continue
            for field in model._fields.values():
                if field.relational and field.store and field.comodel_name == documents._name:
                    self.env[name].search([(field.name, "in", documents.ids)]).unlink()
        composers = self.env["mail.compose.message"].search([("model", "=", documents._name)])
        ids = set(documents.ids)
        composers.filtered(lambda one: ids.intersection(one._evaluate_res_ids())).unlink()

    @api.model
    def _erase_files(self, about, messages):
        """Delete the files of documents and of their messages, also those in fields."""
        any_field = Domain("res_field", "=", False) | Domain("res_field", "!=", False)
        files = self.env["ir.attachment"].search(about & any_field)
        (files | messages.attachment_ids).unlink()

    @api.model
    def _erase_messages(self, messages, tracked):
        previews = self.env["mail.message.link.preview"].search([("message_id", "in", messages.ids)])
        links = previews.link_preview_id
        previews.unlink()
        links.unlink()
        self.env["mail.message.translation"].search([("message_id", "in", messages.ids)]).unlink()
        messages.tracking_value_ids.filtered(
            lambda value: not value.field_id or value.field_id.name in tracked
        ).unlink()
        messages.notification_ids.filtered(lambda row: not _is_colleague(row.res_partner_id)).unlink()
        messages.write({**dict.fromkeys(MESSAGE_TEXTS, False), "partner_ids": [Command.clear()]})
        messages.filtered(lambda message: not _is_colleague(message.author_id)).author_id = False


def _write_past(records, vals):
    """Write past the rules of these documents: what was signed, issued or decided is erased, too."""
    models.BaseModel.write(records, vals)


def _name_anew(activities):
    """Have activities show the present name of what they are about; they keep a copy."""
    activities.env.add_to_compute(activities._fields["res_name"], activities)


def _is_colleague(partner):
    """Whether a contact is an internal user, who stays named as the one who worked."""
    return any(not user.share for user in partner.user_ids)
