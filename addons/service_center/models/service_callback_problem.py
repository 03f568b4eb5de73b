from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import callback_check

#: written by the steps of problems, reviews and praise only
STEPPED = {
    "problem_complaint_id",
    "problem_found_at",
    "problem_due_at",
    "problem_settled_at",
    "problem_settled_by_id",
    "problem_note",
    "problem_warned_at",
    "review_step",
    "review_due_at",
    "reviewed_by_id",
    "reviewed_at",
    "review_note",
    "signals_looked_at",
}
#: how the customer told it, as complaints count it
CHANNELS = {"email": "email", "questionnaire": "web"}


class ServiceCallback(models.Model):
    """What a callback finds is settled on the spot or becomes a case (CB-SOLVE-01, CB-CAD-02)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    problem_found_at = fields.Datetime("Problem Found On", readonly=True, copy=False)
    problem_complaint_id = fields.Many2one(
        "service.complaint",
        "Case of the Problem",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    problem_due_at = fields.Datetime("Settled Until", readonly=True, copy=False)
    problem_settled_at = fields.Datetime("Settled On", readonly=True, copy=False)
    problem_settled_by_id = fields.Many2one("res.users", "Settled By", readonly=True, copy=False)
    problem_note = fields.Text(
        "How It Was Settled", readonly=True, copy=False, help="On the spot, without a case."
    )
    problem_warned_at = fields.Datetime(readonly=True, copy=False, export_string_translation=False)
    problem_state = fields.Selection(
        [("open", "Nothing Done Yet"), ("case", "Case Open"), ("settled", "Settled")],
        "Problem",
        compute="_compute_problem_state",
        store=True,
    )
    problem_is_overdue = fields.Boolean(
        "Problem Overdue", compute="_compute_problem_is_overdue", search="_search_problem_is_overdue"
    )

    _problems_idx = models.Index(
        "(company_id, problem_due_at) WHERE problem_found_at IS NOT NULL AND problem_settled_at IS NULL"
    )

    @api.model
    def _prepare_planned(self, step):
        """There is no problem before the call: nothing has to be computed for thousands."""
        return {**super()._prepare_planned(step), "problem_state": False}

    @api.depends("problem_complaint_id", "problem_found_at", "problem_settled_at")
    def _compute_problem_state(self):
        for callback in self:
            if callback.problem_settled_at:
                callback.problem_state = "settled"
            elif callback.problem_complaint_id:
                callback.problem_state = "case"
            else:
                callback.problem_state = callback.problem_found_at and "open"

    @api.depends("problem_due_at", "problem_settled_at")
    def _compute_problem_is_overdue(self):
        """At the deadline it is not overdue, one second later it is; what was settled is not any more."""
        now = fields.Datetime.now()
        for callback in self:
            due_at = callback.problem_due_at
            callback.problem_is_overdue = bool(due_at and now > due_at and not callback.problem_settled_at)

    @api.model
    def _search_problem_is_overdue(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = self._get_overdue_domain()
        return domain if (True in value) == (operator == "in") else ["!", *domain]

    @api.model
    def _get_overdue_domain(self):
        return [
            "&",
            "&",
            ("problem_found_at", "!=", False),
            ("problem_settled_at", "=", False),
            ("problem_due_at", "<", fields.Datetime.now()),
        ]

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_loop(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._without_loop(vals))

    @api.model
    def _without_loop(self, vals):
        """What these steps decide is not written by hand; see ``_write_stepped``."""
        if self.env.su:
            return vals
        return {name: value for name, value in vals.items() if name not in STEPPED}

    # Found
    def _after_done(self):
        """Note the problems; of an answer that came without a caller the case is opened at once."""
        result = super()._after_done()
        found = self.filtered(
            lambda one: not one.is_history and callback_check.is_problem(one.result, one.satisfaction)
        )
        found._note_problem()
        for callback in found:
            if callback.channel in CHANNELS and callback.problem_state == "open":
                callback._open_problem()
        return result

    def _note_problem(self):
        """Start the time in which what these callbacks found is settled."""
        now = fields.Datetime.now()
        for callback in self.filtered(lambda one: not one.problem_found_at):
            plan = callback.plan_id
            callback._write_stepped(
                {
                    "problem_found_at": now,
                    "problem_due_at": plan and plan._get_problem_deadline(now, callback.team_id),
                }
            )

    def _check_has_problem(self):
        """Refuse steps of a problem where there is none.

        :raise AccessError: the user may not change the callback
        :raise UserError: nobody has talked to the customer, or there is nothing to settle
        """
        self.check_access("write")
        for callback in self:
            told = callback.result == "problem" or callback.satisfaction in ("1", "2")
            if callback.state != "calling" and not (callback.state == "done" and told):
                raise UserError(
                    self.env._(
                        "%(callback)s: the customer has told no problem.", callback=callback.display_name
                    )
                )

    # On the spot
    def action_settle_problem(self, note=None):
        """Settle the problem on the spot; without ``note`` a dialog asks how.

        :raise UserError: there is no problem, it became a case, or it was settled before
        """
        if note is None:
            return self._ask_callback_note("settle", self.env._("Settled on the Spot"))
        self._check_note(note)
        self._check_has_problem()
        for callback in self:
            if callback.problem_complaint_id or callback.problem_settled_at:
                raise UserError(
                    self.env._(
                        "%(callback)s: the problem became a case, or was settled already.",
                        callback=callback.display_name,
                    )
                )
        self._note_problem()
        self._settle({"problem_note": note.strip(), "problem_settled_by_id": self.env.uid}, 1)
        return True

    def _settle(self, vals, closing):
        """Record that these problems are settled; the customers are called again.

        :param closing: which settlement of the problem
        """
        now = fields.Datetime.now()
        self._write_stepped({"problem_settled_at": now, **vals})
        # sudo: who is reminded need not be any more
        self.sudo().activity_unlink(["service_center.activity_callback_problem"])
        self._plan_second(now, closing)

    @api.model
    def _check_note(self, note):
        if not (note or "").strip():
            raise UserError(self.env._("Enter a text, so that it can be relied on later."))

    def _ask_callback_note(self, decision, title):
        """Return the dialog that asks for the text of a step."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "service.callback.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_callback_ids": self.ids, "default_decision": decision},
        }

    # Too late
    @api.model
    def _cron_problems(self, limit=100):
        """Tell the leaders of the teams once of each problem that was not settled in time."""
        Cron = self.env["ir.cron"]
        domain = [*self._get_overdue_domain(), ("problem_warned_at", "=", False)]
        todo = self.search(domain, limit=limit, order="problem_due_at, id")
        Cron._commit_progress(remaining=self.search_count(domain))
        for callback in todo:
            callback = callback.try_lock_for_update().filtered_domain(domain)
            if callback:
                callback._warn_overdue()
            if not Cron._commit_progress(1):
                break

    def _warn_overdue(self):
        self._write_stepped({"problem_warned_at": fields.Datetime.now()})
        leader = (self.team_id.leader_id or self.plan_id.team_id.leader_id).filtered("active")
        user = leader or self.user_id.filtered("active") or self.env.user
        # an e-mail for each is not sent: people find them among their activities
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            "service_center.activity_callback_problem",
            date_deadline=fields.Date.context_today(self),
            summary=self.with_context(lang=user.lang or self.env.lang).env._(
                "The problem of the callback was not settled in time"
            ),
            user_id=user.id,
        )
