from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .service_callback import RESULTS
from .service_satisfaction import SATISFACTIONS

#: written by the steps only
DECIDED = {
    "answers_id",
    "caller_id",
    "callback_id",
    "company_id",
    "differences",
    "done_at",
    "error_count",
    "state",
    "verdict",
}


class ServiceCallbackRecheck(models.Model):
    """A second person asks the customer the same again: were we told what the customer said? (C2)

    Planned and compared by the program, answered by a person who is not the caller.
    """

    _name = "service.callback.recheck"
    _description = "Callback Checked Again"
    _inherit = ["service.text.mixin", "mail.thread"]
    _order = "due_at, id"
    _rec_name = "callback_id"
    _check_company_auto = True

    callback_id = fields.Many2one(
        "service.callback", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    plan_id = fields.Many2one(related="callback_id.plan_id", store=True, index="btree_not_null")
    team_id = fields.Many2one(related="callback_id.team_id", store=True, index="btree_not_null")
    partner_id = fields.Many2one(related="callback_id.partner_id", string="Customer")
    phone = fields.Char(related="callback_id.phone")
    called_at = fields.Datetime(related="callback_id.done_at", string="First Call On")
    caller_id = fields.Many2one(
        "res.users", "Checked Caller", readonly=True, index="btree_not_null", ondelete="set null"
    )
    user_id = fields.Many2one(
        "res.users",
        "Checked By",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
        domain="[('share', '=', False), ('id', '!=', caller_id), ('company_ids', 'in', company_id)]",
    )
    due_at = fields.Datetime("Ask On", required=True)
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("unreached", "Not Reached"), ("cancelled", "Cancelled")],
        "Status",
        required=True,
        readonly=True,
        default="planned",
        tracking=True,
    )
    line_ids = fields.One2many("service.callback.recheck.line", "recheck_id", string="Questions")
    remembered = fields.Selection(
        [
            ("yes", "Remembers the Call"),
            ("no", "There Was No Call"),
            ("unknown", "Does Not Remember"),
        ],
        "Did We Call?",
        help="What the customer says when asked whether we called.",
    )
    result = fields.Selection(RESULTS)
    satisfaction = fields.Selection(SATISFACTIONS)
    notes = fields.Text("What Was Said", help="In the customer's words.")
    answers_id = fields.Many2one("survey.user_input", readonly=True, ondelete="set null")
    done_at = fields.Datetime("Done On", readonly=True)
    verdict = fields.Selection(
        [("match", "Same"), ("mismatch", "Not Same"), ("unclear", "Unclear")],
        readonly=True,
        tracking=True,
    )
    differences = fields.Json("What Differs", readonly=True)
    differences_text = fields.Text("Differences", compute="_compute_differences_text")
    signal_ids = fields.One2many("service.callback.signal", "recheck_id", string="Signals", readonly=True)

    # Figures per caller: errors of those checked
    error_count = fields.Integer(
        "Errors",
        compute="_compute_error_count",
        store=True,
        aggregator="sum",
        help="Not the same, unless somebody looked at it and found nothing wrong.",
    )
    error_rate = fields.Float(
        compute="_compute_error_count", store=True, aggregator="avg", help="Errors of all that were checked."
    )

    _callback_uniq = models.UniqueIndex("(callback_id)", "This callback is checked again already.")
    _second_person = models.Constraint(
        "CHECK (user_id IS NULL OR caller_id IS NULL OR user_id <> caller_id)",
        "Nobody checks their own callback again.",
    )

    @api.depends("callback_id")
    def _compute_display_name(self):
        # sudo: which callback it is, also for who may not open it
        for recheck in self.sudo():
            recheck.display_name = recheck.callback_id.display_name

    @api.depends("signal_ids.state", "state", "verdict")
    def _compute_error_count(self):
        for recheck in self:
            # sudo: what was decided about the signal, whoever may read it
            dismissed = any(signal.state == "dismissed" for signal in recheck.sudo().signal_ids)
            wrong = recheck.state == "done" and recheck.verdict == "mismatch" and not dismissed
            recheck.error_count = recheck.error_rate = int(wrong)

    @api.model_create_multi
    def create(self, vals_list):
        rechecks = super().create(vals_list)
        self.env["service.callback.recheck.line"].create(
            [vals for recheck in rechecks for vals in recheck._prepare_line_vals()]
        )
        return rechecks

    def write(self, vals):
        """Write; what was checked stays, and the second person is never the caller (C2)."""
        vals = {name: value for name, value in vals.items() if name not in DECIDED}
        if vals.keys() - {"message_follower_ids", "message_main_attachment_id"}:
            self._check_planned()
        result = super().write(vals)
        if vals.get("user_id"):
            self._check_second_person()
        return result

    # the way around our own write(), which drops what others give
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: what a step decides, whatever the user may write; the step has checked the user's right
        super(ServiceCallbackRecheck, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    def _check_planned(self):
        ended = self.filtered(lambda one: one.state != "planned")
        if ended:
            raise UserError(
                self.env._("%(callback)s was checked: that stays.", callback=ended[0].display_name)
            )

    def _check_second_person(self):
        for recheck in self:
            # sudo: only compares ids
            if recheck.user_id in recheck.sudo().callback_id._get_callers():
                raise ValidationError(
                    self.env._(
                        "%(callback)s: somebody else than the caller has to ask.",
                        callback=recheck.display_name,
                    )
                )

    def _prepare_line_vals(self):
        """Values of the questions that are asked again; pages, and tables of questions, are left out."""
        callback = self.callback_id
        survey = callback.answers_id.survey_id or callback.survey_id
        questions = survey.question_ids.filtered(lambda one: one.question_type != "matrix")
        return [
            {"recheck_id": self.id, "question_id": question.id, "sequence": number}
            for number, question in enumerate(questions, start=1)
        ]

    # Steps
    def _check_may_check(self):
        """Refuse the step to the caller, to whom it was not given, and where it was taken.

        :raise UserError: it is the user's own call, somebody else's check, or done
        """
        self.check_access("write")
        self._check_planned()
        user = self.env.user
        for recheck in self:
            # sudo: only compares ids
            if user in recheck.sudo().callback_id._get_callers():
                raise UserError(
                    self.env._(
                        "%(callback)s: nobody checks their own callback again.",
                        callback=recheck.display_name,
                    )
                )
            if recheck.user_id and recheck.user_id != user and not self.env.su:
                raise UserError(
                    self.env._(
                        "%(callback)s: %(user)s is to ask. Take it over first.",
                        callback=recheck.display_name,
                        user=recheck.user_id.name,
                    )
                )

    def action_take(self):
        """Take these checks over."""
        self.user_id = self.env.user
        return True

    def action_finish(self):
        """Keep the second answers, and compare them with the first.

        :raise UserError: it is the user's own call, or something is missing or cannot be read
        """
        self.ensure_one()
        self._check_may_check()
        if not self.remembered:
            raise UserError(self.env._("Ask the customer whether we called, and enter the answer."))
        # writes the row before what depends on it: of two at once the second is refused
        self._write_decided(
            {"state": "done", "done_at": fields.Datetime.now(), "user_id": self.user_id.id or self.env.uid}
        )
        self._keep_answers(self.line_ids._read_answers())
        self._compare()
        return True

    def action_unreached(self):
        """The customer could not be reached: the check counts for nothing."""
        self._check_may_check()
        self._write_decided({"state": "unreached", "done_at": fields.Datetime.now()})
        return True

    def action_cancel(self):
        """The check is not made; officers decide it, of others only."""
        if not (self.env.su or self.env.user.has_group("service_center.group_officer")):
            raise AccessError(self.env._("Only officers cancel a check."))
        self._check_planned()
        if self.env.user in self.sudo().caller_id:  # sudo: only compares ids
            raise UserError(self.env._("Nobody cancels the check of their own callback."))
        self._write_decided({"state": "cancelled", "done_at": fields.Datetime.now()})
        return True
