import re
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime

from odoo.addons.service_kernel.engine import redaction
from odoo.addons.service_kernel.tools.numbers import say_number

from ..models.service_score_entry import LEDGER_STATES

#: what is said of each record, as far as it is known
SAID = {
    "service.score.rulebook": (
        *("code", "version", "valid_from", "valid_to", "adopted_on", "adopted_how", "adoption_note"),
    ),
    "service.score.entry": (
        *("state", "date", "effective_date", "rulebook_id", "rule_id", "quantity", "points_each", "factor"),
        *("share", "withhold_share", "occurrence", "points", "source", "description", "heard_at"),
        *("heard_by_id", "statement", "points_reason", "reported_by_id", "confirmed_by_id", "confirmed_at"),
        *("reversal_of_id", "reversed_by_id", "reverse_reason", "rule_text", "seal_no", "seal_hash"),
    ),
    "service.score.sheet.answer": ("at", "answer", "how", "text"),
    "service.score.award": (
        *("kind", "state", "date", "effective_date", "rule_id", "points", "reason", "reported_by_id"),
        *("confirmed_by_id", "confirmed_at", "reversal_reason"),
    ),
    "service.score.appeal": (
        *("state", "filed_at", "how", "text", "told_at", "file_until", "is_late", "late_reason"),
        *("decider_id", "deadline", "decided_at", "decision"),
    ),
    "service.score.consequence": (
        *("state", "rule_code", "rule_id", "period_start", "period_end", "award_kind", "award_text"),
        *("days", "usable_from", "usable_to", "grade_from_id", "grade_to_id", "alternative", "heard_at"),
        *("statement", "union_notified_at", "union_opinion", "no_union", "reason", "decided_by_id"),
        *("decided_at", "notified_at", "notice_delivery", "delivered_at"),
    ),
}
#: not said where they are 1
USUAL = ("factor", "occurrence")
#: said also where they are 0
SAID_ZERO = ("points", "points_each", "quantity")


class ServiceScoreEvidence(models.TransientModel):
    """What the evidence file says: records as the reader may see them, in the reader's language."""

    # one concern a file
    _inherit = "service.score.evidence"  # pylint: disable=consider-merging-classes-inherited

    def _get_records(self):
        """Return {model: records} of the employee and the days, as the user may see them.

        :raise AccessError: the user may not have the file; the report has an address of its own
        """
        self.ensure_one()
        self._check_may_have()
        mine = Domain("employee_id", "=", self.employee_id.id)
        first, last = self.date_from, self.date_to
        first_instant, end_instant = self._get_instants()

        def within(start, end):
            return mine & Domain(start, "<=", last) & Domain(end, ">=", first)

        def at(name):
            return mine & Domain(name, ">=", first_instant) & Domain(name, "<", end_instant)

        found = {
            "service.score.entry": (within("date", "date") | within("effective_date", "effective_date"))
            & Domain("state", "in", LEDGER_STATES),
            "service.score.sheet": within("date_from", "date_to") & Domain("state", "!=", "draft"),
            "service.score.award": within("date", "date") & Domain("state", "!=", "draft"),
            "service.score.consequence": (at("create_date") | within("period_start", "period_end"))
            & Domain("state", "!=", "dropped"),
        }
        records = {model: self.env[model].search(domain, order="id") for model, domain in found.items()}
        sheets, entries = records["service.score.sheet"], records["service.score.entry"]
        records["service.score.appeal"] = self.env["service.score.appeal"].search(
            at("filed_at")
            | mine & Domain("sheet_id", "in", sheets.ids)
            | mine & Domain("entry_ids", "in", entries.ids),
            order="id",
        )
        # sudo: which books these entries and sheets follow
        books = (entries.sudo().rulebook_id | sheets.sudo().rulebook_id).sorted("id")
        records["service.score.rulebook"] = books.with_env(self.env)
        return records

    def _get_instants(self):
        """Return the first instant of the days, and the first one after them (UTC), as the company counts."""
        # sudo: only the time zone
        zone = ZoneInfo(self.employee_id.sudo().company_id._service_tz())
        return [
            datetime.combine(day, time.min, zone).astimezone(timezone.utc).replace(tzinfo=None)
            for day in (self.date_from, self.date_to + timedelta(days=1))
        ]

    def _get_files(self):
        """Return [{path, attachment, of}] of the files of these records; no two have one path."""
        records, rows, taken = self._get_records(), [], {"evidence.pdf", "manifest.json"}
        for model, name in (
            ("service.score.entry", "evidence_ids"),
            ("service.score.award", "evidence_ids"),
            ("service.score.appeal", "attachment_ids"),
        ):
            for record in records[model].sudo():  # sudo: files of records that the user may see
                number = 0
                for attachment in record[name]:
                    number += 1
                    # records of two companies may have one number; some systems know no capitals
                    while (path := self._get_path(record, number, attachment)).lower() in taken:
                        number += 1
                    taken.add(path.lower())
                    rows.append({"path": path, "attachment": attachment, "of": record.name})
        return rows

    def _get_letters(self):
        """Return {path: consequence} of the letters about what was approved."""
        approved = self._get_records()["service.score.consequence"].filtered(
            lambda one: one.state == "approved"
        )
        return {f"letters/{number}-{one.kind}.pdf": one for number, one in enumerate(approved, 1)}

    def _get_path(self, record, number, attachment):
        """Return the path of a file; employees get no names of files, which may name others."""
        base = f"files/{record.name.replace('/', '-')}-{number}"
        name = re.sub(r"[^\w.-]+", "_", attachment.name or "")[-80:]
        extension = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
        if self._is_own():
            return base + (extension.group() if extension else "")
        return f"{base}-{name}"

    # For the report
    def _get_sections(self):
        """Return [(title, [(title of a record, [(label, text)])])], without what is not known."""
        self.ensure_one()
        records = self._get_records()
        titles = {
            "service.score.rulebook": self.env._("Rule Books"),
            "service.score.entry": self.env._("Entries"),
            "service.score.award": self.env._("Merits and Demerits"),
            "service.score.appeal": self.env._("Appeals"),
            "service.score.consequence": self.env._("Consequences"),
        }
        sections = []
        for model, title in titles.items():
            # sudo: what is said of records that the user may see
            found = records[model].sudo()
            if found:
                rows = self._redact([self._get_rows(record) for record in found])
                sections.append((title, list(zip(map(self._get_title, found), rows, strict=True))))
        return sections

    def _get_sheets(self):
        """Return [(sheet, [rows of an answer])], the sheets as the user may see them."""
        return [
            # sudo: answers of a sheet that the user may see
            (sheet, self._redact([self._get_rows(one) for one in sheet.sudo().answer_ids.sorted("id")]))
            for sheet in self._get_records()["service.score.sheet"]
        ]

    def _get_title(self, record):
        if record._name == "service.score.consequence":
            return dict(record._fields["kind"]._description_selection(self.env))[record.kind]
        return record.display_name if record._name == "service.score.rulebook" else record.name

    def _get_rows(self, record):
        """Return [(label, text)] of what is known of a record, in superuser mode."""
        rows = []
        for name in SAID[record._name]:
            text = self._say_value(record, name)
            if text:
                rows.append((record._fields[name]._description_string(self.env), text))
        if record._name == "service.score.rulebook":
            for one in record.acknowledgement_ids.filtered(lambda one: one.employee_id == self.employee_id):
                how = dict(one._fields["how"]._description_selection(self.env))[one.how]
                rows.append((self.env._("Acknowledged"), f"{format_date(self.env, one.date)} · {how}"))
        return rows

    def _say_value(self, record, name):
        """Return a value in the reader's words, "" where there is none."""
        field, value = record._fields[name], record[name]
        is_usual = (name in USUAL and value == 1) or (name == "effective_date" and value == record.date)
        if is_usual or (not value and name not in SAID_ZERO):
            return ""
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            # sudo: only the time zone
            zone = self.employee_id.sudo().company_id._service_tz()
            return format_datetime(self.env, value, tz=zone, dt_format="short")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "boolean":
            return self.env._("Yes")
        if field.type == "float":
            return say_number(self.env, value)
        if field.type == "many2one":
            if field.comodel_name == "res.users" and self._is_own() and value != self.env.user:
                return self.env._("A colleague")
            return value.name if field.comodel_name == "service.score.entry" else value.display_name
        return str(value)

    def _redact(self, blocks):
        """Take the names that the reader does not get out of the texts of [[(label, text)]]."""
        pattern = self._find_hidden_names("\n".join(text for rows in blocks for _label, text in rows))
        return [[(label, redaction.redact(text, pattern)) for label, text in rows] for rows in blocks]

    def _find_hidden_names(self, text):
        """Return the pattern of the names in a text that an employee does not get; None for others."""
        if not self._is_own():
            return None
        # sudo: names only to take them out, of whichever company, also of who has left
        employee = self.employee_id.sudo().with_context(active_test=False)
        others = employee.search_fetch([("user_id", "!=", self.env.uid), ("id", "!=", employee.id)], ["name"])
        # sudo: as above; who writes entries need not be an employee
        users = self.env["res.users"].sudo().with_context(active_test=False)
        users = users.search_fetch([("share", "=", False), ("id", "!=", self.env.uid)], ["name"])
        names = {*others.mapped("name"), *users.mapped("name")} - {employee.name, self.env.user.name}
        return redaction.find(redaction.narrow(names, text))
