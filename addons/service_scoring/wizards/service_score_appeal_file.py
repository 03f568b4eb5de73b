from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime


class ServiceScoreAppealFile(models.TransientModel):
    """Asks what the employee does not agree with."""

    _name = "service.score.appeal.file"
    _description = "File an Appeal"
    _inherit = ["service.text.mixin"]

    sheet_id = fields.Many2one("service.score.sheet", readonly=True, ondelete="cascade")
    award_id = fields.Many2one("service.score.award", "Merit or Demerit", readonly=True, ondelete="cascade")
    consequence_id = fields.Many2one("service.score.consequence", readonly=True, ondelete="cascade")
    entry_ids = fields.Many2many(
        "service.score.entry",
        "service_score_appeal_file_entry_rel",
        "dialog_id",
        "entry_id",
        string="Which Entries",
        help="Empty: all of the sheet.",
    )
    possible_entry_ids = fields.Many2many(
        "service.score.entry",
        "service_score_appeal_file_possible_rel",
        "dialog_id",
        "entry_id",
        compute="_compute_possible",
        export_string_translation=False,
    )
    text = fields.Text("What Is Wrong", required=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files")
    term = fields.Char("Possible Until", compute="_compute_term")
    is_late = fields.Boolean(compute="_compute_term", export_string_translation=False)
    decided_note = fields.Char(compute="_compute_term", export_string_translation=False)
    is_hr = fields.Boolean(compute="_compute_term", export_string_translation=False)
    late_reason = fields.Text("Why Admitted")

    @api.depends("sheet_id")
    def _compute_possible(self):
        for dialog in self:
            entries = dialog.sheet_id.line_ids.entry_id
            dialog.possible_entry_ids = entries.filtered(lambda entry: entry._get_told_at())

    @api.depends("sheet_id", "award_id", "consequence_id", "entry_ids")
    def _compute_term(self):
        Appeal = self.env["service.score.appeal"]
        for dialog in self:
            dialog.term, dialog.is_late, dialog.is_hr, dialog.decided_note = False, False, False, False
            try:
                about = Appeal._get_about(dialog._get_subjects())
            except UserError:
                continue
            # sudo: when the employee was told, and the terms of the rule book
            case = {name: records.sudo() for name, records in about.items()}
            company = next(iter(case.values())).company_id[:1]
            if all(one._get_told_at() for records in case.values() for one in records):
                term = Appeal._prepare_term(case, company, fields.Datetime.now())
                dialog.term = format_datetime(
                    self.env, term["file_until"], tz=company._service_tz(), dt_format="short"
                )
                dialog.is_late = term["is_late"]
            decided = Appeal._find_decided(case)
            dialog.decided_note = Appeal._say_decided(decided) if decided else False
            own = all(one.employee_id.user_id == self.env.user for one in next(iter(case.values())))
            dialog.is_hr = not own and self.env.user.has_group("service_scoring.group_hr")

    def _get_subjects(self):
        """Return {name of a field of an appeal: id or ids}."""
        self.ensure_one()
        return {
            "sheet_id": self.sheet_id._origin.id,
            "award_id": self.award_id._origin.id,
            "consequence_id": self.consequence_id._origin.id,
            "entry_ids": self.entry_ids._origin.ids,
        }

    def action_apply(self):
        """File it, and show it."""
        self.ensure_one()
        appeal = self.env["service.score.appeal"].action_file(
            self.text,
            late_reason=self.late_reason,
            attachment_ids=self.attachment_ids.ids,
            **self._get_subjects(),
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": appeal._name,
            "res_id": appeal.id,
            "view_mode": "form",
        }
