from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import callback_review

OPEN_STEPS = ("waiting", "sent_back")


class ServiceCallbackPlan(models.Model):
    """Until when callbacks are reviewed (CB-REP-01, DECO-FORM-01; questions 49 and 50)."""

    # one concern a file
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    _review_hour = models.Constraint(
        "CHECK (review_hour >= 0 AND review_hour < 24)", "The hour of a review lies between 0:00 and 24:00."
    )

    def _get_review_deadline(self, made_at, team):
        """Return until when a callback of ``made_at`` is reviewed, None without a review."""
        self.ensure_one()
        # sudo: a deadline is told to everybody, also to who may not read the hours behind it
        company = self.company_id.sudo()
        calendar = (team.sudo().calendar_id or company.resource_calendar_id).sudo()
        return callback_review.review_due(
            made_at,
            self.review_amount,
            self.review_unit,
            self.review_hour,
            company._service_tz(),
            lambda start, amount, unit: calendar._service_due(start, amount, unit, self.company_id),
        )


class ServiceCallback(models.Model):
    """A supervisor reviews in time what callers wrote, and says what is to be done; nobody their own (C2)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    report = fields.Text(
        "Summary and Evaluation", copy=False, help="What the caller thinks of it; reviewed by a supervisor."
    )
    review_step = fields.Selection(
        [
            ("none", "No Review"),
            ("waiting", "To Be Reviewed"),
            ("sent_back", "Sent Back"),
            ("ok", "Reviewed"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="none",
    )
    review_due_at = fields.Datetime("Review Until", readonly=True, copy=False)
    review_state = fields.Selection(
        [
            ("none", "No Review"),
            ("waiting", "To Be Reviewed"),
            ("late", "Review Late"),
            ("sent_back", "Sent Back"),
            ("ok", "Reviewed"),
        ],
        "Review",
        compute="_compute_review_state",
        search="_search_review_state",
    )
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    reviewed_at = fields.Datetime("Reviewed On", readonly=True, copy=False)
    review_note = fields.Text(
        "Instructions", readonly=True, copy=False, help="What the supervisor says, or asks the caller to do."
    )

    _review_idx = models.Index("(company_id, review_due_at) WHERE review_step IN ('waiting', 'sent_back')")
    _not_own_review = models.Constraint(
        "CHECK (reviewed_by_id IS NULL OR user_id IS NULL OR reviewed_by_id <> user_id)",
        "Nobody reviews their own callback.",
    )

    @api.depends("review_due_at", "review_step")
    def _compute_review_state(self):
        now = fields.Datetime.now()
        for callback in self:
            callback.review_state = callback_review.state(
                callback.review_step, callback.review_due_at or None, now
            )

    @api.model
    def _search_review_state(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        now = fields.Datetime.now()
        late = [("review_step", "in", OPEN_STEPS), ("review_due_at", "<", now)]
        domain = [("review_step", "in", [step for step in value if step != "late"])]
        domain = ["&", *domain, "!", "&", *late]
        if "late" in value:
            domain = ["|", *domain, "&", *late]
        return domain if operator == "in" else ["!", *domain]

    def write(self, vals):
        if "report" in vals and not self.env.su:
            reviewed = self.filtered(lambda one: one.review_step == "ok" and one.report != vals["report"])
            if reviewed:
                raise UserError(
                    self.env._(
                        "%(callback)s was reviewed: what the caller wrote stays.",
                        callback=reviewed[0].display_name,
                    )
                )
        return super().write(vals)

    def _after_done(self):
        """Let these callbacks wait for their review."""
        result = super()._after_done()
        for callback in self.filtered(lambda one: one.plan_id and not one.is_history):
            callback._wait_for_review(callback.done_at or fields.Datetime.now())
        return result

    def _wait_for_review(self, made_at):
        due_at = self.plan_id._get_review_deadline(made_at, self.team_id)
        if due_at or self.review_step != "none":
            self._write_stepped(
                {"review_step": "waiting" if due_at else "none", "review_due_at": due_at or False}
            )

    def action_review_ok(self, note=None):
        """Tell that these callbacks are as they should be; ``note`` says what is to be done about them.

        :raise AccessError: the user is no supervisor
        :raise UserError: one is the user's own, or does not wait for a review
        """
        self._review("ok", (note or "").strip() or False)
        # sudo: whoever was to supplement it need not any more
        self.sudo().activity_unlink(["service_center.activity_callback_review"])
        return True

    def action_review(self):
        """Open the dialog in which the supervisor writes instructions."""
        self._check_reviewer()
        return self._ask_callback_note("review_ok", self.env._("Review"))

    def action_send_back(self, note=None):
        """Send these callbacks back to their callers; without ``note`` a dialog asks what is missing."""
        if note is None:
            self._check_reviewer()
            return self._ask_callback_note("send_back", self.env._("Send Back"))
        self._check_note(note)
        self._review("sent_back", note.strip())
        for callback in self:
            user = callback.user_id.filtered("active") or self.env.user
            # sudo: the to-do is for the caller, who sees it whoever gives it
            callback.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                "service_center.activity_callback_review",
                summary=callback.with_context(lang=user.lang or self.env.lang).env._(
                    "The supervisor asks for more about the callback"
                ),
                note=callback.review_note,
                user_id=user.id,
            )
        return True

    def _review(self, step, note):
        self._check_reviewer()
        self._write_stepped(
            {
                "review_step": step,
                "review_note": note,
                "reviewed_by_id": self.env.uid,
                "reviewed_at": fields.Datetime.now(),
            }
        )

    def _check_reviewer(self):
        """Refuse reviews by callers, of one's own callbacks, and of those that do not wait for one."""
        self.check_access("write")
        user = self.env.user
        is_officer = user.has_group("service_center.group_officer")
        for callback in self:
            # sudo: who leads the team, and who called; only compares ids
            about = callback.sudo()
            leaders = about.team_id.leader_id | about.plan_id.team_id.leader_id
            if not (self.env.su or is_officer or user in leaders):
                raise AccessError(self.env._("Officers and the leader of the team review callbacks."))
            if user in about._get_callers():
                raise UserError(
                    self.env._(
                        "%(callback)s is your own: somebody else has to review it.",
                        callback=callback.display_name,
                    )
                )
            if callback.review_step not in OPEN_STEPS:
                raise UserError(
                    self.env._("%(callback)s does not wait for a review.", callback=callback.display_name)
                )

    def _get_callers(self):
        """Return those who called these customers: the caller, and who reached the customer."""
        reached = self.attempt_ids.filtered(lambda attempt: attempt.outcome == "reached")
        return self.user_id | reached.user_id

    def _is_by_caller(self):
        """Whether somebody of ours asked; not where customers answered the questions on their own page."""
        self.ensure_one()
        reached = self.attempt_ids.filtered(lambda attempt: attempt.outcome == "reached")
        return not reached or bool(reached.user_id)

    def action_hand_in(self, report=None):
        """Hand in a callback again that was sent back; without ``report`` a dialog asks for it.

        The time for the review counts anew.

        :raise UserError: it was not sent back, or is somebody else's
        """
        if report is None:
            return self._ask_callback_note("hand_in", self.env._("Hand In Again"))
        self._check_note(report)
        self.check_access("write")
        for callback in self:
            if callback.review_step != "sent_back" or (
                self.env.user not in callback._get_callers() and not self.env.su
            ):
                raise UserError(
                    self.env._("%(callback)s was not sent back to you.", callback=callback.display_name)
                )
            callback.report = report.strip()
            callback._wait_for_review(fields.Datetime.now())
        # sudo: the to-do is done, whoever gave it
        self.sudo().activity_unlink(["service_center.activity_callback_review"])
        return True

    def _get_answer_rows(self):
        """Return [(question, answer)] of what the customer answered, for the printed form."""
        self.ensure_one()
        # sudo: callers have no rights on surveys; they may read what was answered in this callback
        lines = self.sudo().answers_id.user_input_line_ids.filtered(lambda line: not line.skipped)
        return [
            (question.title, ", ".join(answers.mapped("display_name")))
            for question, answers in lines.grouped("question_id").items()
        ]
