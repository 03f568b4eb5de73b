from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.service_kernel.tools import fixed_row

from .service_score_consequence import EMPLOYMENT

#: what may be written as long as nothing is decided, and afterwards
BEFORE = {"reason", "heard_at", "statement", "union_notified_at", "union_opinion", "no_union"}
AFTER = {"notified_at", "notice_delivery", "delivered_at"}
#: what only HR writes
OF_HR = {"union_notified_at", "union_opinion", "no_union"}


class ServiceScoreConsequence(models.Model):
    """Hearing, the union's opinion, the decision and the notice of it: people do all of that."""

    # one concern a file
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    may_decide = fields.Boolean(
        compute="_compute_may_decide", help="The user may hear, decide and tell: steps check it again."
    )

    @api.depends("employee_id", "kind")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        user = self.env.user
        is_officer = user.has_group("service_scoring.group_officer")
        is_hr = user.has_group("service_scoring.group_hr")
        for one in self:
            # sudo: only whose login it is
            is_own = user in one.sudo().employee_id.user_id
            one.may_decide = not is_own and (is_hr or (is_officer and one.kind not in EMPLOYMENT))

    def write(self, vals):
        """Write what was said before the decision, or how the employee was told of it afterwards.

        :raise UserError: another value is given, or it is not the time for it
        """
        names = {name for name in vals if not name.startswith("message_")}
        if names - BEFORE - AFTER:
            raise UserError(self.env._("Use the buttons: a consequence is approved or rejected."))
        if names:
            self._check_may_decide()
        if names & BEFORE:
            self._check_open()
        if names & AFTER and any(one.state != "approved" for one in self):
            raise UserError(self.env._("The employee is told of what was approved."))
        if names & OF_HR and not self.env.user.has_group("service_scoring.group_hr"):
            raise AccessError(self.env._("Only HR records what the union was told and said."))
        if {"heard_at", "statement"} & names:
            self._write_decided({"heard_by_id": self.env.uid})
        result = super().write(vals)
        if names:
            self._check_times()
        return result

    def _check_times(self):
        """Refuse what is said to have happened in the future, or in the wrong order."""
        now = fields.Datetime.now()
        for one in self:
            today = one.company_id._score_day()
            days = filter(None, (one.union_notified_at, one.notified_at, one.delivered_at))
            if any(day > today for day in days) or (one.heard_at and one.heard_at > now):
                raise UserError(self.env._("Enter what has happened: a day in the future cannot be right."))
            if one.delivered_at and one.notified_at and one.delivered_at < one.notified_at:
                raise UserError(self.env._("The notice cannot be received before it was given."))

    # the way around our own write(), which lets nobody decide by writing
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: the outcome of a step whose right was checked
        super(ServiceScoreConsequence, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    def action_approve(self):
        """Decide that this follows.

        :raise UserError: it is decided already, about the user, or comes before hearing and union
        """
        self._check_may_decide()
        self._check_open()
        self._check_heard()
        self._decide("approved")
        self._take_effect()
        return True

    def action_reject(self):
        """Decide that this does not follow; the reason has to be given."""
        self._check_may_decide()
        if any(not (one.reason or "").strip() for one in self):
            raise UserError(self.env._("Give the reason for rejecting."))
        self._decide("rejected")
        return True

    def _decide(self, state):
        self._check_may_decide()
        fixed_row.count_on(self, "version")
        self.invalidate_recordset(["state"])
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

    def _check_heard(self):
        """Refuse to end an employment or a post before the employee was heard and the union told."""
        for one in self.filtered("needs_union"):
            if not one.heard_at or not (one.statement or "").strip():
                raise UserError(
                    self.env._(
                        "%(consequence)s: hear the employee first. Enter when they were heard and what they "
                        "said.",
                        consequence=one.display_name,
                    )
                )
            if not one.union_notified_at and not one.no_union:
                raise UserError(
                    self.env._(
                        "%(consequence)s: tell the union first and enter the day, or say that there is none.",
                        consequence=one.display_name,
                    )
                )
