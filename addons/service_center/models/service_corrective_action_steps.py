from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import corrective_action as engine


class ServiceCorrectiveAction(models.Model):
    """The steps of a corrective action, and what each of them asks for."""

    # one concern a file: together they would be too long to read
    _inherit = "service.corrective.action"  # pylint: disable=consider-merging-classes-inherited

    next_step_missing = fields.Text(
        "Missing for the Next Step", compute="_compute_next_step_missing", help="What the next step asks for."
    )

    @api.depends(
        "state",
        "leader_id",
        "problem",
        "containment_waiver",
        "containment_ids.done_on",
        "cause_ids.is_verified",
        "measure_ids.done_on",
        "measure_ids.evidence",
        "prevention",
    )
    @api.depends_context("lang")
    def _compute_next_step_missing(self):
        steps = {"draft": "start", "analysis": "submit", "approved": "implement", "effective": "close"}
        for action in self:
            step = steps.get(action.state)
            action.next_step_missing = "\n".join(action._say_missing(step)) if step else False

    # Buttons

    def action_start(self):
        """Start the analysis (D1 and D2 are there)."""
        self._take_step("start")
        self.containment_ids._sync_activities()

    def action_submit(self):
        """Hand the analysis and the proposed actions over for review."""
        self._take_step("submit", {"submitted_by_id": self.env.uid, "submitted_at": fields.Datetime.now()})
        for action in self:
            action._decide_level()
            action._reach_milestones()
            action._ask_reviewers()

    def action_approve(self):
        """Approve the proposed actions: they are carried out now."""
        self._decide_level()
        self._take_step("approve", {"approved_by_id": self.env.uid, "approved_at": fields.Datetime.now()})
        for action in self:
            action._log_review("approve")
            action._close_reminders("service_center.mail_activity_corrective_review")
            action._reach_milestones()
        self.measure_ids._sync_activities()

    def action_implement(self):
        """Tell that all permanent actions are carried out: their effect is checked after some days."""
        now = fields.Datetime.now()
        for action in self:
            due = fields.Date.context_today(action, now) + timedelta(days=action.check_days)
            action._take_step(
                "implement",
                {
                    "implemented_by_id": self.env.uid,
                    "implemented_at": now,
                    "check_due_date": due,
                    "checked_by_id": False,
                    "checked_at": False,
                    "check_result": False,
                },
            )
            action._ask_checker()

    def action_close(self):
        """Close an effective action (D7 is there, D8 thanks the team)."""
        self._take_step("close", {"closed_at": fields.Datetime.now()})

    def action_restart(self):
        """Take a cancelled action up again, as a draft."""
        self._take_step("restart")
        for action in self:
            action._log_review("restart")

    def action_decide(self):
        """Open the dialog that asks for the reason before sending back, cancelling or judging the effect."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env.context.get("decide_title") or self.env._("Decision"),
            "res_model": "service.corrective.decide",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_action_id": self.id},
        }

    # Steps with a reason

    def _send_back(self, reason):
        """Send the analysis back for a new one; ``reason`` says what is not enough."""
        self._check_reason(reason)
        self._take_step("send_back")
        for action in self:
            action._write_decided({"sent_back_count": action.sent_back_count + 1})
            action._log_review("send_back", reason)
            action._close_reminders("service_center.mail_activity_corrective_review")

    def _judge_effect(self, is_effective, finding):
        """Say whether the actions took the problem away; if not, a new round of analysis begins."""
        self._check_reason(finding)
        step = "confirm" if is_effective else "fail"
        self._take_step(
            step,
            {
                "checked_by_id": self.env.uid,
                "checked_at": fields.Datetime.now(),
                "check_result": "effective" if is_effective else "not_effective",
            },
        )
        for action in self:
            action._log_review(step, finding)
            action._close_reminders("service_center.mail_activity_corrective_check")
            if not is_effective:
                action._write_decided({"round": action.round + 1, "check_due_date": False})

    def _cancel(self, reason):
        """Give the action up; ``reason`` says why."""
        self._check_reason(reason)
        self._take_step("cancel")
        for action in self:
            action._log_review("cancel", reason)
        self.containment_ids._forget_activities()
        self.measure_ids._forget_activities()
        self._close_reminders("service_center.mail_activity_corrective_review")
        self._close_reminders("service_center.mail_activity_corrective_check")

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Why? Enter the reason, so that everybody understands the decision."))

    # Guards

    def _take_step(self, step, vals=None):
        """Take a step with all its guards; ``vals``: what it leaves behind.

        :raise AccessError: the user may not change the action, or the step is not theirs
        :raise UserError: it is not possible from the present state, something is missing, or the user is one
            of those who must not take it
        """
        self.check_access("write")
        self._touch()
        for action in self:
            action._check_state(step)
            action._check_person(step)
            lacking = action._say_missing(step)
            if lacking:
                what = "\n".join(lacking)
                raise UserError(self.env._("%(action)s: %(what)s", action=action.name, what=what))
        self._write_decided({"state": engine.STEPS[step].target, **(vals or {})})

    def _check_state(self, step):
        if engine.is_possible(step, self.state):
            return
        labels = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "%(number)s is “%(state)s”; this step is possible from: %(sources)s.",
                number=self.name,
                state=labels[self.state],
                sources=", ".join(labels[state] for state in engine.STEPS[step].sources),
            )
        )

    def _check_person(self, step):
        """Refuse a step to people whose it is not; programs in superuser mode take any."""
        if self.env.su:
            return
        # sudo: whom the complaints are about, also those that the user may not read
        concerned = self.sudo().complaint_ids._get_concerned_users()
        if self.env.user.id in concerned.ids:
            raise UserError(
                self.env._(
                    "%(number)s: you, or somebody for whom you stand in, are complained about, so somebody "
                    "else has to do this.",
                    number=self.name,
                )
            )
        if step in ("approve", "send_back"):
            self._check_reviewer()
        elif step in ("confirm", "fail"):
            self._check_checker()
        elif step in ("cancel", "restart") and not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers cancel corrective actions or take them up again."))

    def _check_checker(self):
        if self.env.user in self._get_implementers():
            raise UserError(
                self.env._(
                    "%(number)s: you carried out one of the actions, so somebody else has to check the "
                    "effect.",
                    number=self.name,
                )
            )

    def _get_implementers(self):
        """Return those who carry out the permanent actions."""
        return self.measure_ids.user_id | self.measure_ids.done_by_id | self.implemented_by_id

    def _get_engine_facts(self):
        """Return what the action holds, as the engine sees it."""
        self.ensure_one()
        containments, measures = self.containment_ids, self.measure_ids
        return engine.Facts(
            problem=bool((self.problem or "").strip()),
            leader=bool(self.leader_id),
            waived=bool((self.containment_waiver or "").strip()),
            containments=len(containments),
            containments_open=len(containments.filtered(lambda line: not line.done_on)),
            causes=len(self.cause_ids),
            causes_verified=len(self.cause_ids.filtered("is_verified")),
            measures=len(measures),
            measures_open=len(measures.filtered(lambda line: not line.done_on)),
            measures_bare=len(
                measures.filtered(lambda line: line.done_on and not (line.evidence or "").strip())
            ),
            prevention=bool((self.prevention or "").strip()),
        )

    def _say_missing(self, step):
        """Return the sentences of what is still missing for ``step``."""
        sentences = {
            "leader": self.env._("D1: name the leader of the team."),
            "problem": self.env._("D2: describe the problem."),
            "containment": self.env._(
                "D3: enter what protects customers until the cause is gone, or why nothing has to be done."
            ),
            "containment_open": self.env._("D3: carry out every containment action first."),
            "cause": self.env._("D4: enter the root cause."),
            "cause_unverified": self.env._("D4: verify at least one root cause."),
            "measure": self.env._("D5: enter the permanent actions that take the cause away."),
            "measure_open": self.env._("D6: carry out every permanent action first."),
            "measure_bare": self.env._("D6: enter the evidence of every permanent action."),
            "prevention": self.env._("D7: enter what keeps the problem from coming back."),
        }
        return [sentences[code] for code in engine.missing(step, self._get_engine_facts())]

    def _log_review(self, kind, text=None):
        self.ensure_one()
        # sudo: nobody writes the log by hand
        self.env["service.corrective.review"].sudo().create(
            {
                "action_id": self.id,
                "kind": kind,
                "round": self.round,
                "text": text and text.strip(),
                "user_id": self.env.uid,
                "at": fields.Datetime.now(),
            }
        )
