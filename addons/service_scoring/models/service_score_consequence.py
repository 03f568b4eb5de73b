from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .service_score_rule_step import CONSEQUENCES

#: consequences that change the employment: only HR decides on them
EMPLOYMENT = ("demerit", "major_demerit", "transfer", "removal", "dismissal")


class ServiceScoreConsequence(models.Model):
    """What a rule book says should follow when somebody breaks a rule again: proposed, a person decides.

    Nothing happens by itself (CONV-PPL-01); nobody decides about themselves.
    """

    _name = "service.score.consequence"
    _description = "Proposed Consequence"
    _inherit = ["service.score.explained.mixin", "service.text.mixin", "hr.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _check_company_auto = True

    entry_id = fields.Many2one(
        "service.score.entry", "Because Of", required=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    rule_id = fields.Many2one("service.score.rule", required=True, readonly=True, ondelete="restrict")
    occurrence = fields.Integer("How Often", readonly=True, aggregator=None)
    kind = fields.Selection(
        [pair for pair in CONSEQUENCES if pair[0] != "none"], "Consequence", required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("proposed", "To Decide"),
            ("approved", "Approved"),
            ("declined", "Declined"),
            ("dropped", "Dropped"),
        ],
        "Status",
        required=True,
        default="proposed",
        readonly=True,
        index=True,
        help="Dropped: the entry that it followed from was taken back.",
    )
    reason = fields.Text(help="Why it was decided so; needed to decline.")
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    decided_at = fields.Datetime("Decided On", readonly=True)

    _entry_uniq = models.UniqueIndex("(entry_id)", "The entry has a consequence already.")

    @api.depends("kind", "employee_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for one in self:
            one.display_name = f"{labels.get(one.kind)} · {one.employee_id.display_name}"

    @api.model
    def _propose(self, steps):
        """Propose what the steps say that entries reached.

        :param steps: {entry: step}
        """
        # sudo: proposals follow from entries that somebody with the right confirmed
        proposed = self.sudo().create(
            [
                {
                    "entry_id": entry.id,
                    "company_id": entry.company_id.id,
                    "employee_id": entry.employee_id.id,
                    "rule_id": entry.rule_id.id,
                    "occurrence": entry.occurrence,
                    "kind": step.consequence,
                }
                for entry, step in steps.items()
            ]
        )
        proposed._explain_each(
            {one.id: {"score_consequence": one._prepare_step_reason()} for one in proposed}
        )
        return proposed

    def _prepare_step_reason(self):
        self.ensure_one()
        return self._prepare_explanation(
            "step_reached",
            self.kind,
            f"#{self.rule_id.id}",
            {"score_occurrence": self.occurrence, "score_window": self.rule_id.step_window},
        )

    @api.model
    def _drop(self, entries):
        """Drop what waits for a decision because of entries that were taken back."""
        # sudo: what it was about does not hold any more
        open_ones = self.sudo().search([("entry_id", "in", entries.ids), ("state", "=", "proposed")])
        open_ones._write_decided({"state": "dropped"})

    def write(self, vals):
        """Write the reason, as long as nothing is decided.

        :raise UserError: it is decided, or another value is given
        """
        if vals.keys() - {"reason"}:
            raise UserError(self.env._("Use the buttons: a consequence is approved or declined."))
        self.check_access("write")
        self._check_open()
        return super().write(vals)

    # the way around our own write(), which lets nobody decide by writing
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: the outcome of a step whose right was checked
        super(ServiceScoreConsequence, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    def action_approve(self):
        """Decide that this follows."""
        self._decide("approved")

    def action_decline(self):
        """Decide that this does not follow; the reason has to be given."""
        if any(not (one.reason or "").strip() for one in self):
            raise UserError(self.env._("Give the reason for declining."))
        self._decide("declined")

    def _decide(self, state):
        self._check_may_decide()
        self._check_open()
        self._write_decided(
            {"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now()}
        )

    def _check_may_decide(self):
        self.check_access("write")
        # sudo: only whose login it is
        if self.env.user in self.sudo().employee_id.user_id:
            raise UserError(self.env._("Nobody decides on a consequence for themselves."))
        is_employment = any(one.kind in EMPLOYMENT for one in self)
        if is_employment and not self.env.user.has_group("service_scoring.group_hr"):
            raise AccessError(self.env._("Only HR decides on what changes somebody's employment."))

    def _check_open(self):
        if any(one.state != "proposed" for one in self):
            raise UserError(self.env._("It is decided already."))
