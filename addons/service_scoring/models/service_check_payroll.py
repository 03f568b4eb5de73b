import base64
import hashlib

from odoo import api, models
from odoo.tools import SQL


class ServiceCheck(models.Model):
    # the check of payroll is one concern
    _inherit = "service.check"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_checks(self):
        return [
            *super()._get_checks(),
            (
                "score_payroll",
                self.env._("Score sheets went to payroll once, with their amounts"),
                "service.score.payroll.batch",
                "_check_payroll",
                "slow",
            ),
        ]

    @api.model
    def _get_remedies(self, params):
        return super()._get_remedies(params) | {
            "payroll_sheet": self.env._(
                "Compare the sheet, its payroll lines and what payroll paid. Withdraw the batch and send it "
                "anew, or correct the pay by hand."
            ),
            "payroll_file": self.env._(
                "The stored file is not the one that was exported. Restore it from a backup, and find out "
                "who changed it."
            ),
        }


class ServiceScorePayrollBatch(models.Model):
    # likewise
    _inherit = "service.score.payroll.batch"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _check_payroll(self):
        """Yield sheets and payroll lines that do not agree, and files that are not the ones exported."""
        yield from self._check_sums()
        yield from self._check_files()

    @api.model
    def _check_sums(self):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT s.id, s.state, l.amount, p.bonus_amount - p.taken_fine - p.taken_withheld
                     FROM service_score_sheet s
                     JOIN service_score_sheet_pay p ON p.sheet_id = s.id
                LEFT JOIN (SELECT sheet_id, SUM(amount) AS amount FROM service_score_payroll_line
                            WHERE state = 'exported' GROUP BY sheet_id) l ON l.sheet_id = s.id
                    WHERE (s.state = 'exported') IS DISTINCT FROM (l.sheet_id IS NOT NULL)
                       OR l.amount <> p.bonus_amount - p.taken_fine - p.taken_withheld
                 ORDER BY s.id"""
            )
        )
        for sheet_id, state, sent, due in rows:
            sheet = self.env["service.score.sheet"].browse(sheet_id)
            yield {
                "res_model": sheet._name,
                "res_id": sheet_id,
                "company_id": sheet.company_id.id,
                "place": sheet.display_name,
                "expected": f"{due:.2f}" if state == "exported" else "",
                "found": "" if sent is None else f"{sent:.2f}",
                "remedy": "payroll_sheet",
            }

    @api.model
    def _check_files(self):
        for batch in self.search([("exported_at", "!=", False)], order="id"):
            for name in ("xlsx", "csv"):
                content = base64.b64decode(batch[f"{name}_file"] or b"")
                digest = hashlib.sha256(content).hexdigest()
                if digest != batch[f"{name}_digest"]:
                    yield {
                        "res_model": self._name,
                        "res_id": batch.id,
                        "company_id": batch.company_id.id,
                        "place": batch.display_name,
                        "expected": batch[f"{name}_digest"],
                        "found": digest,
                        "remedy": "payroll_file",
                    }
            batch.invalidate_recordset(["xlsx_file", "csv_file"])
