from odoo import fields, models

from ..engine.review import CAUSES


class ServiceSlaReviewLine(models.TransientModel):
    """A verdict that today's settings would give differently, and why."""

    _name = "service.sla.review.line"
    _description = "Verdict That Would Differ Today"
    _order = "ended_at desc, id"
    _rec_name = "document_name"

    review_id = fields.Many2one("service.sla.review", required=True, ondelete="cascade", index=True)
    clock_id = fields.Many2one("service.sla.clock", readonly=True, ondelete="cascade")
    res_model = fields.Char("Document Type", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True)
    document_name = fields.Char("Case", readonly=True)
    team_id = fields.Many2one("service.team", readonly=True, ondelete="cascade")
    metric_id = fields.Many2one("service.sla.metric", "Milestone", readonly=True, ondelete="cascade")
    party = fields.Selection(
        lambda self: self.env["service.sla.target"]._fields["party"]._description_selection(self.env),
        "Owed To",
        readonly=True,
    )
    ended_at = fields.Datetime("Judged On", readonly=True)
    then_limit = fields.Char("Limit Then", readonly=True)
    then_deadline = fields.Datetime("Deadline Then", readonly=True)
    then_state = fields.Selection(selection="_selection_state", string="Verdict Then", readonly=True)
    today_limit = fields.Char("Limit Today", readonly=True)
    today_deadline = fields.Datetime("Deadline Today", readonly=True)
    today_state = fields.Selection(selection="_selection_state", string="Verdict Today", readonly=True)
    why = fields.Selection(selection="_selection_why", readonly=True)
    because = fields.Char("All Reasons", readonly=True)

    def _selection_state(self):
        states = dict(self.env["service.sla.clock"]._fields["state"]._description_selection(self.env))
        return [(code, states[code]) for code in ("met", "breached", "cancelled")] + [
            ("none", self.env._("No limit"))
        ]

    def _selection_why(self):
        sentences = self._get_sentences()
        return [(code, sentences[code]) for code in CAUSES]

    def _get_sentences(self):
        """Return {cause: sentence} in the reader's language."""
        return {
            "limit_gone": self.env._("Today no limit applies."),
            "limit_new": self.env._("Today a limit applies; then there was none."),
            "not_started": self.env._("Today the limit would not have started."),
            "cannot_compute": self.env._("Its working hours cannot be computed any more."),
            "case_changed": self.env._("The case was changed after the verdict."),
            "policy_other": self.env._("Another policy gives the limit today."),
            "limit_changed": self.env._("The limit was changed."),
            "start_other": self.env._("It counts from another instant today."),
            "hours_other": self.env._("Other working hours count today."),
            "waiting_other": self.env._("Waiting for the customer counts otherwise today."),
            "hours_changed": self.env._("The working hours or their holidays were changed."),
            "record_differs": self.env._("The recorded verdict does not follow from what was recorded."),
        }

    def action_open_document(self):
        """Open the case; who may not read it is told so by the case itself."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
