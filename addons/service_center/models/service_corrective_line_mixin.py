from odoo import api, fields, models

from ..engine import corrective_action as engine


class ServiceCorrectiveLineMixin(models.AbstractModel):
    """A line of a corrective action: changed only in the states that allow it, by who may change that."""

    _name = "service.corrective.line.mixin"
    _description = "Line of a corrective action"
    _inherit = ["service.text.mixin"]
    _check_company_auto = True

    action_id = fields.Many2one(
        "service.corrective.action",
        "Corrective Action",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="action_id.company_id", store=True)
    state = fields.Selection(related="action_id.state")
    round = fields.Integer(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        actions = self.env["service.corrective.action"].browse(
            {vals.get("action_id") for vals in vals_list} - {None}
        )
        actions.check_access("write")
        actions._touch()
        actions._check_written_in(engine.WRITTEN_IN)
        rounds = {action.id: action.round for action in actions}
        lines = super().create(
            [{**vals, "round": rounds.get(vals.get("action_id"), 1)} for vals in vals_list]
        )
        actions._note_author()
        return lines

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name not in ("round", "action_id")}
        states = self._get_possible_states(vals.keys())
        self.action_id._touch()
        self.action_id._check_written_in(states)
        result = super().write(vals)
        if states == engine.WRITTEN_IN:
            self.action_id._note_author()
        return result

    # the way around our own write(), for what follows from other things
    def _write_technical(self, vals):  # pylint: disable=missing-return
        # sudo: no content; the user may change the action, which was checked before
        super(ServiceCorrectiveLineMixin, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_only_while_written(self):
        # lines go with an action that is deleted, whatever its state allows
        actions = self.action_id.exists()
        actions._touch()
        actions._check_written_in((*engine.WRITTEN_IN, "cancelled"))

    def _get_possible_states(self, names):
        """Return the states of the action in which these fields may be changed."""
        return engine.WRITTEN_IN
