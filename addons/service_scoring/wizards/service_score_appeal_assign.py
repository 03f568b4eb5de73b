from odoo import api, fields, models


class ServiceScoreAppealAssign(models.TransientModel):
    """Asks who decides on an appeal; offers those who are outside the case."""

    _name = "service.score.appeal.assign"
    _description = "Assign an Appeal"

    appeal_id = fields.Many2one("service.score.appeal", required=True, readonly=True, ondelete="cascade")
    candidate_ids = fields.Many2many(
        "res.users",
        "service_score_appeal_assign_user_rel",
        "dialog_id",
        "user_id",
        compute="_compute_candidate_ids",
        export_string_translation=False,
    )
    why_nobody = fields.Text(related="appeal_id.why_nobody", export_string_translation=False)
    decider_id = fields.Many2one("res.users", "Who Decides", required=True)

    @api.depends("appeal_id")
    def _compute_candidate_ids(self):
        for dialog in self:
            appeal = dialog.appeal_id
            appeal.check_access("read")
            dialog.candidate_ids = appeal._get_candidates() if appeal else False

    def action_apply(self):
        """Assign the appeal."""
        self.ensure_one()
        self.appeal_id.action_assign(self.decider_id)
        return {"type": "ir.actions.act_window_close"}
