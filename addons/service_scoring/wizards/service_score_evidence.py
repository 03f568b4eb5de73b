import base64
import hashlib
import json
import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_datetime

from odoo.addons.service_kernel.tools.pack_zip import pack_zip

from ..models.service_score_consequence import EMPLOYMENT

#: of all files together
MAX_BYTES = 100 * 2**20


class ServiceScoreEvidence(models.TransientModel):
    """All that there is about an employee and a period, as one file: a PDF, the files, and their digests.

    For HR, the employees themselves (without names of others), and whoever decides an open appeal or
    consequence. Everybody gets what they may see. What the PDF says is in ``_facts``.
    """

    _name = "service.score.evidence"
    _description = "Evidence File"
    _inherit = ["hr.mixin"]

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        default=lambda self: self._get_own_employee(),
        domain="[('company_id', '=', company_id)]",
    )
    date_from = fields.Date(
        "From", required=True, default=lambda self: self.env.company._score_day().replace(month=1, day=1)
    )
    date_to = fields.Date("To", required=True, default=lambda self: self.env.company._score_day())
    can_choose = fields.Boolean(
        default=lambda self: self.env.user.has_group("service_scoring.group_hr"),
        export_string_translation=False,
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.model
    def _get_own_employee(self):
        # sudo: which employee the user is
        mine = self.env.user.sudo().employee_ids
        return mine.filtered(lambda one: one.company_id == self.env.company)[:1]

    def action_make(self):
        """Make the file and download it.

        :raise AccessError: the user may not have it
        :raise UserError: the days are wrong, or the files are too large
        """
        self.ensure_one()
        self._check_may_have()
        name = re.sub(r"\W+", "-", f"evidence-{self._get_number()}-{self.date_from}-{self.date_to}")
        self.write({"file": base64.b64encode(self._make_file(name)), "file_name": f"{name}.zip"})
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file/{name}.zip?download=true",
            "target": "download",
        }

    def _is_own(self):
        """Whether the employee is the user: then names of others are left out."""
        self.ensure_one()
        # sudo: only whose login it is
        return self.employee_id.sudo().user_id == self.env.user

    def _check_may_have(self):
        self.ensure_one()
        if self.date_from > self.date_to:
            raise UserError(self.env._("The first day is after the last."))
        # sudo: only the company
        if self.employee_id.sudo().company_id not in self.env.companies:
            raise AccessError(self.env._("The employee is not of your company."))
        if self._is_own() or self.env.user.has_group("service_scoring.group_hr") or self._is_decider():
            return
        raise AccessError(
            self.env._(
                "Only HR, the employees themselves and those who decide about them get an evidence file."
            )
        )

    def _is_decider(self):
        """Whether the user decides an open appeal or consequence of the employee."""
        about = [("employee_id", "=", self.employee_id.id)]
        if self.env["service.score.appeal"].search_count(
            [*about, ("decider_id", "=", self.env.uid), ("state", "=", "filed")], limit=1
        ):
            return True
        return self.env.user.has_group("service_scoring.group_officer") and bool(
            self.env["service.score.consequence"].search_count(
                [*about, ("state", "=", "proposed"), ("kind", "not in", EMPLOYMENT)], limit=1
            )
        )

    def _get_number(self):
        """Return the employee number, else the id: no name in names of files."""
        # sudo: the number of whom the user may have all
        return self.employee_id.sudo()._get_payroll_number() or str(self.employee_id.id)

    def _make_file(self, name):
        """Return the bytes of the ZIP."""
        company = self.employee_id.sudo().company_id  # sudo: which chain is sealed
        # sudo: seals are no user's doing
        self.env["service.score.entry"].sudo()._seal(company)
        # sudo: files of records that the user may see
        found = {row["path"]: row["attachment"].sudo() for row in self._get_files()}
        # before they are read: all of them are in memory then
        if sum(attachment.file_size for attachment in found.values()) > MAX_BYTES:
            raise UserError(
                self.env._("The files are larger than %(limit)s MB. Choose less days.", limit=MAX_BYTES >> 20)
            )
        files = {
            "evidence.pdf": self._render("service_scoring.report_score_evidence", self),
            **{
                path: self._render("service_scoring.report_score_consequence", consequence)
                for path, consequence in self._get_letters().items()
            },
            **{path: attachment.raw or b"" for path, attachment in found.items()},
        }
        manifest = json.dumps(self._prepare_manifest(files), ensure_ascii=False, indent=2, sort_keys=True)
        return pack_zip(name, {**files, "manifest.json": manifest.encode()})

    def _render(self, report, record):
        """Return the bytes of a report of a record, as the user may see it."""
        pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(report, record.ids)
        return pdf

    def _prepare_manifest(self, files):
        """Return what tells later whether the file is complete and unchanged."""
        self.ensure_one()
        company = self.employee_id.sudo().company_id  # sudo: the end of its chain
        chain = self.env["service.score.chain"].sudo().search([("company_id", "=", company.id)])
        entries = self._get_records()["service.score.entry"].sudo()  # sudo: seals
        return {
            "employee": self._get_number(),
            "company": company.name,
            "from": self.date_from.isoformat(),
            "to": self.date_to.isoformat(),
            "made_at": fields.Datetime.now().isoformat() + "Z",
            "language": self.env.lang or "en_US",
            "without_names_of_others": self._is_own(),
            "files": [
                {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
                for path, content in files.items()
            ],
            "seals": [
                {
                    "entry": entry.name,
                    "number": entry.seal_no,
                    "seal": entry.seal_hash,
                    "words": entry.note_digest or None,
                }
                for entry in entries.sorted("seal_no")
            ],
            "chain": {"last_number": chain.last_no, "last_seal": chain.last_hash or None},
        }

    def _log(self):
        """Note on the employee who had the file, and of which days; the report does, which has an address."""
        # sudo: who may have the file is noted, whether they write employees or not
        employee = self.employee_id.sudo()
        employee.message_post(
            body=self.env._(
                "Evidence file of the scores from %(first)s to %(last)s was made by %(who)s on %(at)s.",
                first=format_date(self.env, self.date_from),
                last=format_date(self.env, self.date_to),
                who=self.env.user.name,
                at=format_datetime(
                    self.env, fields.Datetime.now(), tz=employee.company_id._service_tz(), dt_format="short"
                ),
            ),
            subtype_xmlid="mail.mt_note",
        )
