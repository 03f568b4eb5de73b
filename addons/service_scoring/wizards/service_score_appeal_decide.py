from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ServiceScoreAppealDecide(models.TransientModel):
    """Asks what was decided on an appeal, and what becomes of each entry."""

    _name = "service.score.appeal.decide"
    _description = "Decide on an Appeal"
    _inherit = ["service.text.mixin"]

    appeal_id = fields.Many2one("service.score.appeal", required=True, readonly=True, ondelete="cascade")
    outcome = fields.Selection(
        [("accepted", "Uphold"), ("partly", "Uphold in Part"), ("rejected", "Reject")], required=True
    )
    decision = fields.Text("What Was Decided, and Why", required=True)
    line_ids = fields.One2many(
        "service.score.appeal.decide.line",
        "dialog_id",
        "Entries",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )

    @api.depends("appeal_id", "outcome")
    def _compute_line_ids(self):
        for dialog in self:
            appeal = dialog.appeal_id
            appeal.check_access("read")
            named = appeal.sudo().entry_ids  # sudo: which entries it names
            if dialog.line_ids:
                continue
            dialog.line_ids = [
                Command.create(
                    {
                        "entry_id": entry.id,
                        "outcome": "back" if entry in named else "keep",
                        "quantity": entry.quantity,
                        "points_each": abs(entry.points_each),
                    }
                )
                for entry in (appeal._get_decidable_entries() if appeal else ())
            ]

    def action_apply(self):
        """Take the decision."""
        self.ensure_one()
        appeal, lines = self.appeal_id, self.line_ids.filtered(lambda line: line.outcome != "keep")
        if self.outcome == "rejected":
            appeal.action_reject(self.decision)
        elif self.outcome == "accepted":
            if "correct" in lines.mapped("outcome"):
                raise UserError(self.env._("To correct an entry, uphold the appeal in part."))
            appeal.action_accept(self.decision, lines.entry_id)
        else:
            appeal.action_partly(self.decision, {line.entry_id.id: line._prepare() for line in lines})
        return {"type": "ir.actions.act_window_close"}


class ServiceScoreAppealDecideLine(models.TransientModel):
    # a dialog and its lines are one concern
    """What becomes of one entry."""

    _name = "service.score.appeal.decide.line"
    _description = "Entry of an Appeal"
    _inherit = ["service.text.mixin"]

    dialog_id = fields.Many2one("service.score.appeal.decide", required=True, ondelete="cascade")
    entry_id = fields.Many2one("service.score.entry", required=True, readonly=True, ondelete="cascade")
    points = fields.Float(related="entry_id.points")
    kind = fields.Selection(related="entry_id.kind")
    points_mode = fields.Selection(related="entry_id.points_mode")
    outcome = fields.Selection(
        [("keep", "Keep"), ("back", "Take Back"), ("correct", "Correct")], required=True, default="keep"
    )
    quantity = fields.Float("Right Quantity", digits=(16, 2))
    points_each = fields.Float("Right Points Each", digits=(16, 2))
    points_reason = fields.Char("Why More Points")

    def _prepare(self):
        """Return the values of what is right, None if the entry is only taken back.

        :raise UserError: nothing was corrected
        """
        self.ensure_one()
        if self.outcome != "correct":
            return None
        entry = self.entry_id
        chosen = self.points_mode != "fixed" and self.kind in ("deduction", "reward")
        if self.quantity == entry.quantity and not (chosen and self.points_each != abs(entry.points_each)):
            raise UserError(self.env._("%(entry)s: say what is right instead.", entry=entry.display_name))
        vals = {"quantity": self.quantity}
        if chosen:
            vals["points_each"] = self.points_each
        if self.points_reason:
            vals["points_reason"] = self.points_reason
        return vals
