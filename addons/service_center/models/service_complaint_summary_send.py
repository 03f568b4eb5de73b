import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, format_date, format_datetime

from ..report.complaint_workbook import ComplaintWorkbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ServiceComplaintSummary(models.Model):
    """Making and sending one issue of a summary, in each recipient's language."""

    # one concern a file: when it is due is one, what is sent another
    _inherit = "service.complaint.summary"  # pylint: disable=consider-merging-classes-inherited

    def _send(self, period):
        """Queue one mail per recipient about a period; the unique key of the issue lets it happen once."""
        self.ensure_one()
        # sudo: nobody writes issues or e-mails by hand; officers choose who gets the figures
        summary = self.sudo().with_context(allowed_company_ids=self.company_id.ids)
        issue = summary.env["service.complaint.summary.issue"].create(
            {"summary_id": self.id, "key": period.key, "date_from": period.first, "date_to": period.last}
        )
        issue.flush_recordset()  # of two at once the second stops here
        recipients = summary._get_users().filtered("active").partner_id | summary.partner_ids
        if not recipients:
            raise UserError(self.env._("Nobody is at the levels that get the summary."))
        reached = recipients.filtered(lambda partner: email_normalize(partner.email or ""))
        for lang, partners in reached.grouped(lambda partner: partner.lang or self.env.lang).items():
            speaking = summary.with_context(lang=lang)
            files = speaking._create_files(issue, period)
            mails = summary.env["mail.mail"].create(
                [speaking._prepare_mail_vals(partner, period, files) for partner in partners]
            )
            issue.mail_count += len(mails)
        issue.missed = ", ".join((recipients - reached).mapped("display_name"))[:500]
        summary.write({"last_period": period.key, "last_sent_at": fields.Datetime.now(), "error": False})

    def _create_files(self, issue, period):
        """Return the attachments in the language of the context."""
        name = f"{self.name} {period.first} {period.last}"
        contents = []
        if self.with_xlsx:
            contents.append((f"{name}.xlsx", self._render_workbook(period), XLSX))
        if self.with_pdf:
            content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
                "service_center.action_report_complaint_summary",
                self.ids,
                data={"first": str(period.first), "last": str(period.last)},
            )
            contents.append((f"{name}.pdf", content, "application/pdf"))
        return self.env["ir.attachment"].create(
            [
                {
                    "name": file_name,
                    "datas": base64.b64encode(content),
                    "mimetype": kind,
                    "res_model": issue._name,
                    "res_id": issue.id,
                }
                for file_name, content, kind in contents
            ]
        )

    def _prepare_mail_vals(self, partner, period, files):
        Statistics = self.env["service.complaint.statistics"]
        name = Statistics._get_period_name(period.first, period.last)
        body = self.env["ir.qweb"]._render(
            "service_center.complaint_summary_mail", {"summary": self, "period": name}
        )
        vals = {
            "subject": f"{self.name}: {name}",
            "body_html": body,
            "email_to": email_normalize(partner.email),
            "attachment_ids": [fields.Command.set(files.ids)],
            "auto_delete": True,
        }
        if self.company_id.email_formatted:
            vals["email_from"] = self.company_id.email_formatted
        return vals

    def _get_scope(self):
        return self.env["service.complaint.statistics"]._get_scope(
            self.company_id, self.site_ids, self.category_ids, self.team_ids
        )

    def _get_report(self, period):
        """Return the ``ComplaintReport`` about the days of ``period``."""
        self.ensure_one()
        first, last = period[-2:]
        Statistics = self.env["service.complaint.statistics"]
        return Statistics._get_report(
            self.company_id, self._get_scope(), first, last, self.name, self._get_heading(first, last)
        )

    def _get_heading(self, first, last):
        tz = self.company_id._service_tz()
        lines = [
            self.env._("Company: %(name)s", name=self.company_id.display_name),
            self.env._(
                "Period: %(first)s – %(last)s (local days, %(tz)s)",
                first=format_date(self.env, first),
                last=format_date(self.env, last),
                tz=tz,
            ),
        ]
        for label, records in (
            (self.env._("Teams"), self.team_ids),
            (self.env._("Sites, with their parts"), self.site_ids),
            (self.env._("Categories, with their subcategories"), self.category_ids),
        ):
            if records:
                lines.append(f"{label}: {', '.join(records.mapped('display_name'))}")
        moment = format_datetime(self.env, fields.Datetime.now(), tz=tz)
        lines.append(self.env._("Generated on %(moment)s", moment=moment))
        return tuple(lines)

    def _render_workbook(self, period):
        return ComplaintWorkbook(self.env, self._get_report(period)).render()

    def _get_shares(self, period):
        """Return [(label, share or None)] of the limits kept by the complaints received in the period."""
        first, last = period[-2:]
        Analysis = self.env["service.complaint.analysis"]
        domain = [*self._get_scope(), ("received_on", ">=", first), ("received_on", "<=", last)]
        names = ("acknowledge", "response", "resolve", "close", "all")
        measures = [f"{name}_on_time:avg" for name in names]
        decided = [f"{name}_on_time:count" for name in names]
        row = Analysis._read_group(domain, [], measures + decided)[0]
        return [
            (Analysis._fields[f"{name}_on_time"]._description_string(self.env), share if count else None)
            for name, share, count in zip(names, row[: len(names)], row[len(names) :], strict=True)
        ]
