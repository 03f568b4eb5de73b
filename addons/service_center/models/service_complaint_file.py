from dataclasses import dataclass

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import format_amount, format_datetime, html2plaintext

#: fields of the sheet, in order; empty ones are left out
FACTS = (
    *("name", "state", "company_id", "customer_name", "contact_phone", "contact_email", "channel"),
    *("received_at", "acknowledged_at", "resolved_at", "closed_at", "reopen_count", "category_id"),
    *("site_id", "team_id", "department_id", "user_id", "employee_ids", "complained_rank", "flag_ids"),
    *("severity_id", "severity_override_reason", "authority_level_id", "product_id", "sale_order_id"),
    *("serial", "batch", "quantity", "shipped_on", "arrived_on", "used_on", "amount_at_stake"),
    *("customer_insists", "failed_below", "validity", "liability", "counts_against_unit"),
    *("dispatch_count", "spot_check", "spot_checked_by_id", "acknowledged_how", "decision_sent_at"),
    *("merged_into_id", "repeat_of_ids", "origin_id", "anonymised_at"),
)
TEXTS = (
    *("description", "demand", "immediate_measure", "resolution", "rejection_reason", "recourse"),
    *("cancel_reason", "case_review", "import_note"),
)


@dataclass
class Section:
    """One part of a case's file: a table of texts. ``headings`` None: labels and values."""

    code: str
    title: str
    headings: tuple | None
    rows: list


class ServiceComplaint(models.Model):
    """The whole file of a case, for print and workbook: internal, everything that is known (issue 4).

    All cells are texts in the reader's language; HTML becomes plain text. An addon that adds records to
    complaints extends ``_get_case_sections``.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def action_case_workbook(self):
        """Download the file of this case as a workbook."""
        self.ensure_one()
        self._check_may_see_file()
        return {
            "type": "ir.actions.act_url",
            "url": f"/service_center/complaint/{self.id}/workbook",
            "target": "download",
        }

    def _check_may_see_file(self):
        """Refuse the file to users below officers: it holds clocks and messages that they may not read.

        :raise AccessError: the user is no officer, or may not read the complaint
        """
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers see the whole file of a case."))
        self.check_access("read")

    def _get_case_file(self):
        """Return the ``Section`` list of this case.

        :raise AccessError: as ``_check_may_see_file``
        """
        self.ensure_one()
        self._check_may_see_file()
        return [section for section in self._get_case_sections() if section.rows]

    def _get_case_sections(self):
        """Return all sections in order; those without rows are not shown."""
        return [
            Section("case", self.env._("Case"), None, self._get_case_rows(FACTS)),
            Section("texts", self.env._("Texts"), None, self._get_case_rows(TEXTS)),
            Section(
                "decisions",
                self.env._("Decisions"),
                (
                    self.env._("Decision"),
                    self.env._("Value"),
                    self.env._("Why"),
                    self.env._("When"),
                ),
                self._get_decision_rows(),
            ),
            Section(
                "clocks",
                self.env._("Time Limits"),
                (
                    self.env._("Milestone"),
                    self.env._("Limit"),
                    self.env._("Started"),
                    self.env._("Deadline"),
                    self.env._("Done On"),
                    self.env._("Verdict"),
                ),
                self._get_clock_rows(),
            ),
            Section(
                "events",
                self.env._("Timeline"),
                (
                    self.env._("When"),
                    self.env._("What"),
                    self.env._("Milestone"),
                    self.env._("Deadline"),
                ),
                self._get_event_rows(),
            ),
            Section(
                "messages",
                self.env._("Messages"),
                (self.env._("When"), self.env._("From"), self.env._("Kind"), self.env._("Text")),
                self._get_message_rows(),
            ),
            Section(
                "log",
                self.env._("Sent Messages"),
                (self.env._("When"), self.env._("To"), self.env._("Status"), self.env._("Text")),
                self._get_log_rows(),
            ),
            Section(
                "activities",
                self.env._("Activities"),
                (
                    self.env._("Due"),
                    self.env._("Done"),
                    self.env._("Who"),
                    self.env._("Kind"),
                    self.env._("What"),
                ),
                self._get_activity_rows(),
            ),
            Section(
                "attachments",
                self.env._("Attachments"),
                (self.env._("When"), self.env._("Name"), self.env._("Kind"), self.env._("Bytes")),
                self._get_attachment_rows(),
            ),
        ]

    def _say_moment(self, moment):
        """Return a moment in the time zone of the case."""
        return format_datetime(self.env, moment, tz=self._get_sla_zone()) if moment else ""

    def _get_case_rows(self, names):
        rows = []
        for name in names:
            field = self._fields[name]
            text = self._say_field(field)
            if text:
                rows.append((field._description_string(self.env), text))
        return rows

    def _say_field(self, field, record=None):
        """Return the value of a field of this complaint, or of a record of its, as text; "" of none."""
        record = self if record is None else record
        value = record[field.name]
        if not value:
            return ""
        if field.type == "datetime":
            return self._say_moment(value)
        if field.type == "html":
            return html2plaintext(value).strip()
        if field.type == "monetary":
            return format_amount(self.env, value, record[field.get_currency_field(record)])
        if field.type == "selection":
            return dict(field._description_selection(self.env))[value]
        if field.type == "boolean":
            return self.env._("Yes")
        if field.relational:
            # sudo: names of what the complaint, which the user may read, links to
            return ", ".join(value.sudo().mapped("display_name"))
        return str(value)
