from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

DECIDED = {"state", "decided_by_id", "decided_at", "reason"}


class ServiceCallbackSignal(models.Model):
    """A sign that a callback was not made as it was recorded: somebody looks at it and decides.

    A signal accuses nobody and has no consequence by itself; nobody decides about their own (C2).
    """

    _name = "service.callback.signal"
    _description = "Signal about a Callback"
    _inherit = ["service.text.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "callback_id"
    _check_company_auto = True

    callback_id = fields.Many2one(
        "service.callback", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    caller_id = fields.Many2one("res.users", readonly=True, index="btree_not_null", ondelete="set null")
    plan_id = fields.Many2one(related="callback_id.plan_id", store=True, index="btree_not_null")
    done_at = fields.Datetime(related="callback_id.done_at", string="Call On", store=True)
    kind = fields.Selection(
        [
            ("short", "Shorter than the Script"),
            ("overlap", "Two Calls at Once"),
            ("same_answers", "Always the Same Answers"),
            ("recheck", "Customer Says Otherwise"),
        ],
        required=True,
        readonly=True,
    )
    facts = fields.Json(readonly=True)
    recheck_id = fields.Many2one(
        "service.callback.recheck", readonly=True, index="btree_not_null", ondelete="set null"
    )
    explanation = fields.Char("What Was Noticed", compute="_compute_explanation")
    state = fields.Selection(
        [("open", "To Be Looked At"), ("dismissed", "Nothing Wrong"), ("confirmed", "Confirmed")],
        "Status",
        required=True,
        readonly=True,
        default="open",
        tracking=True,
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    decided_at = fields.Datetime("Decided On", readonly=True)
    reason = fields.Text(readonly=True)

    _kind_uniq = models.UniqueIndex("(callback_id, kind)", "This has been noticed already.")
    _not_own = models.Constraint(
        "CHECK (decided_by_id IS NULL OR caller_id IS NULL OR decided_by_id <> caller_id)",
        "Nobody decides about a signal about themselves.",
    )

    @api.depends("callback_id")
    def _compute_display_name(self):
        # sudo: which callback it is about
        for signal in self.sudo():
            signal.display_name = signal.callback_id.display_name

    @api.depends("facts", "kind")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for signal in self:
            signal.explanation = signal._say_facts()

    def _say_facts(self):
        """Return what was noticed, as a sentence in the reader's language."""
        facts = self.facts or {}
        if self.kind == "short":
            return self.env._(
                "It took %(seconds)s seconds; the script takes at least %(least)s.",
                seconds=facts.get("seconds"),
                least=facts.get("least"),
            )
        if self.kind == "overlap":
            # sudo: the other call of the same caller
            other = self.env["service.callback"].sudo().browse(facts.get("other")).exists()
            return self.env._(
                "It began %(seconds)s seconds before the caller's call to %(customer)s had ended.",
                seconds=facts.get("seconds"),
                customer=other.partner_id.display_name or "-",
            )
        if self.kind == "same_answers":
            return self.env._(
                "It is number %(times)s in a row with the very same answers.", times=facts.get("times")
            )
        if facts.get("remembered") == "no":
            return self.env._("Asked again, the customer says that there was no call.")
        return self.env._(
            "Asked again, the customer answered differently (%(count)s).", count=facts.get("count")
        )

    def write(self, vals):
        return super().write({name: value for name, value in vals.items() if name not in DECIDED})

    # the way around our own write(), which drops what others give
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: what a step decides, whatever the user may write; the step has checked the user's right
        super(ServiceCallbackSignal, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    # Raising
    @api.model
    def _raise(self, callback, kind, facts, recheck=None):
        """Propose that somebody looks at a callback; what was noticed before is not noticed again."""
        return self._raise_all({(callback.id, kind): facts}, recheck)

    @api.model
    def _raise_all(self, noticed, recheck=None):
        """Raise many signals, {(callback id, kind): facts}; return those that are new."""
        # sudo: nobody writes signals by hand, and nobody is told of them but who looks at the list
        Signal = self.sudo().with_context(mail_create_nosubscribe=True)
        ids = sorted({callback_id for callback_id, _kind in noticed})
        known = {
            (signal.callback_id.id, signal.kind)
            for signal in Signal.search_fetch([("callback_id", "in", ids)], ["callback_id", "kind"])
        }
        Callback = Signal.env["service.callback"]
        return Signal.create(
            [
                {
                    "callback_id": callback_id,
                    "company_id": Callback.browse(callback_id).company_id.id,
                    "caller_id": Callback.browse(callback_id).user_id.id,
                    "kind": kind,
                    "facts": facts,
                    "recheck_id": recheck and recheck.id,
                }
                for (callback_id, kind), facts in sorted(noticed.items(), key=lambda item: item[0])
                if (callback_id, kind) not in known
            ]
        )

    # Deciding
    def action_decide(self):
        """Open the dialog that asks why it is confirmed, or why nothing is wrong."""
        self._check_decider()
        return {
            "type": "ir.actions.act_window",
            "name": self.env.context.get("decide_title") or self.env._("Decision"),
            "res_model": "service.callback.signal.decide",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_signal_ids": self.ids},
        }

    def _decide(self, state, reason):
        """Record what somebody found out about these signals.

        :param state: ``dismissed`` or ``confirmed``
        :raise AccessError: the user is no officer
        :raise UserError: it is about the user, was decided before, or the reason is missing
        """
        self.env["service.callback"]._check_note(reason)
        self._check_decider()
        self._write_decided(
            {
                "state": state,
                "reason": reason.strip(),
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )

    def _check_decider(self):
        self.check_access("write")
        if not (self.env.su or self.env.user.has_group("service_center.group_officer")):
            raise AccessError(self.env._("Only officers decide about signals."))
        for signal in self:
            # sudo: only compares ids
            if self.env.user in signal.caller_id | signal.sudo().callback_id._get_callers():
                raise UserError(
                    self.env._(
                        "%(callback)s: it is about your own call, so somebody else has to decide.",
                        callback=signal.display_name,
                    )
                )
            if signal.state != "open":
                raise UserError(
                    self.env._("%(callback)s: it was decided before.", callback=signal.display_name)
                )
