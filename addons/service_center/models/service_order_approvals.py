from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_kernel.tools import fixed_row

#: written by the signatures only
STEPPED = {"approval_state", "approval_ids", "approval_version"}
#: {form: states in which the goods move, or the staff have left}
WORKING = {
    "exchange": ("scheduled", "in_progress", "done", "signed", "closed"),
    "dispatch": ("in_progress", "done", "signed", "closed"),
}
#: while it is so, what was handed in does not change
HANDED_IN = ("open", "approved", "complete")


class ServiceOrder(models.Model):
    """The form of an order, of an exchange for one: the signatures that it needs in order (REGION-EXC-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    exchange_reason = fields.Text(tracking=True, copy=False, help="Why the product is exchanged, in detail.")
    approval_ids = fields.One2many(
        "service.order.approval", "order_id", string="Signatures on the Form", readonly=True
    )
    approval_state = fields.Selection(
        [
            ("open", "Being Signed"),
            ("approved", "Approved"),
            ("complete", "Complete"),
            ("refused", "Turned Down"),
            ("void", "Void"),
        ],
        "Form",
        readonly=True,
        copy=False,
        tracking=True,
        help="Approved: the goods may move, or the staff may leave. Complete: all have signed. "
        "Void: somebody else is to go now, so that it is proposed anew.",
    )
    approval_version = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    approval_purpose = fields.Selection(
        [("exchange", "Exchange of a Product"), ("dispatch", "Sending Staff")],
        "Paper",
        compute="_compute_can_hand_in",
    )
    can_hand_in = fields.Boolean(compute="_compute_can_hand_in")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: vals[name] for name in vals.keys() - STEPPED} for vals in vals_list])

    def write(self, vals):
        if "exchange_reason" in vals and self.filtered(lambda order: order.approval_state in HANDED_IN):
            raise UserError(self.env._("The reason was handed in: what others sign does not change."))
        return super().write({name: vals[name] for name in vals.keys() - STEPPED})

    # the way around our own write(), which drops what others give
    def _write_approval(self, vals):  # pylint: disable=missing-return
        # sudo: what the signatures give; who signed was checked
        super(ServiceOrder, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.depends("kind", "needs_visit", "approval_state", "state", "is_emergency")
    def _compute_can_hand_in(self):
        steps = self._get_steps_by_order()
        for order in self:
            purpose = order._get_approval_purpose()
            needs = bool(steps[order.id])
            # an exchange always has its form: the reason
            order.approval_purpose = purpose if needs or purpose == "exchange" else False
            order.can_hand_in = needs and order._is_form_missing() and order._is_time_to_hand_in()

    def _is_form_missing(self):
        """Whether nothing is handed in that holds."""
        return self.approval_state not in HANDED_IN or not self._get_valid_round()

    def _is_time_to_hand_in(self):
        """Whether the papers may be handed in now; after an emergency until the end."""
        return self.state in ("draft", "confirmed") or (
            self.is_emergency and self.state not in ("closed", "cancelled")
        )

    def _get_approval_purpose(self):
        """Return which form the order needs, where its company has steps for it."""
        self.ensure_one()
        return "exchange" if self.kind == "exchange" else False

    def _get_steps_by_order(self):
        """Return {order id: steps that its form needs}; none: it needs no form."""
        Step, known, result = self.env["service.approval.step"], {}, {}
        for order in self:
            key = order.company_id, order._get_approval_purpose(), order._get_service_pack()
            if key not in known:
                known[key] = Step._find_steps(*key) if key[1] else Step
            result[order.id] = known[key]
        return result

    def action_hand_in(self):
        """Hand in the form: those who sign are asked one after the other."""
        for order in self:
            order.check_access("write")
            order._touch_approvals()
            if not order.can_hand_in:
                raise UserError(self.env._("%(number)s: there is no form to hand in now.", number=order.name))
            order._check_form()
            order._start_round(order._get_steps_by_order()[order.id])

    def _check_form(self):
        """Refuse to hand in a form that says too little."""
        if self._get_approval_purpose() == "exchange" and not (self.exchange_reason or "").strip():
            raise UserError(
                self.env._("%(number)s: why is it exchanged? Enter the reason.", number=self.name)
            )

    def _say_proposal(self):
        """Return what is signed, as far as the signatures keep it."""
        return False

    def _start_round(self, steps):
        self._void_round()
        number = max(self.approval_ids.mapped("round"), default=0) + 1
        purpose, proposal = self._get_approval_purpose(), self._say_proposal()
        # sudo: nobody writes signatures by hand
        rows = (
            self.env["service.order.approval"]
            .sudo()
            .create(
                [
                    {
                        "order_id": self.id,
                        "company_id": self.company_id.id,
                        "purpose": purpose,
                        "proposal": proposal,
                        "step_id": step.id,
                        "name": step.name,
                        "sequence": place,
                        "round": number,
                        "level_id": step.level_id.id,
                        "needs_text": step.needs_text,
                        "before_work": step.before_work,
                        "requester_id": self.env.uid,
                        "state": "waiting" if place else "open",
                    }
                    for place, step in enumerate(steps)
                ]
            )
        )
        self._write_approval({"approval_state": "open"})
        self._ask_signers(rows[0])

    def _touch_approvals(self):
        """Write the order's row before reading whose turn it is: of two at once the second tries again."""
        fixed_row.count_on(self, "approval_version")
        self.invalidate_recordset(["approval_state", "approval_ids"])

    # What follows from a signature
    def _get_round(self):
        """Return the signatures of the last round, in sudo and in order."""
        # sudo: whoever signs need not see more than their own
        rows = self.sudo().approval_ids
        last = max(rows.mapped("round"), default=0)
        return rows.filtered(lambda row: row.round == last).sorted("sequence")

    def _get_valid_round(self):
        """Return the signatures that hold for the form that the order needs now, in sudo and in order."""
        purpose = self._get_approval_purpose()
        rows = self._get_round().filtered(lambda row: row.purpose == purpose)
        return rows if self.approval_state != "void" else rows.browse()

    def _void_round(self):
        """Whoever has not signed yet is not asked any more."""
        rows = self._get_round().filtered(lambda row: row.state in ("waiting", "open"))
        asked = rows.filtered(lambda row: row.state == "open")
        # sudo: whoever was asked need not be any more
        self.sudo().activity_ids.filtered(
            lambda one: one.user_id in asked.signer_ids and asked.name in (one.summary or "")
        ).unlink()
        rows.write({"state": "void"})
        rows.flush_recordset()  # in the database one signature is open at a time

    def _follow_signature(self, signed):
        rows = self._get_round()
        following = rows.filtered(lambda row: row.state == "waiting")[:1]
        if following:
            following.state = "open"
            self._ask_signers(following)
        if not rows.filtered(lambda row: row.state != "signed"):
            state = "complete"
        elif not rows.filtered(lambda row: row.before_work and row.state != "signed"):
            state = "approved"
        else:
            state = "open"
        self._write_approval({"approval_state": state})
        self._log_signature(signed)

    def _follow_refusal(self, refused):
        self._log_signature(refused)
        self._void_round()
        self._write_approval({"approval_state": "refused"})
        # sudo: whoever signs is not bound to see the order's handler, who is only told
        user = (self.sudo().user_id or refused.requester_id).filtered("active")
        if user:
            # an e-mail for each is not sent: people find them among their activities
            # sudo: whoever refuses need not be allowed to write the order
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.with_context(lang=user.lang).env._("Refused: agree on another solution"),
                user_id=user.id,
            )

    def _ask_signers(self, row):
        """Give an activity to those who sign next, and are there."""
        concerned = row._get_concerned()
        row.signer_ids = row._get_signers() - concerned
        Step = self.env["service.approval.step"]
        for user in Step._get_asked(row.level_id, self.company_id, concerned):
            # sudo: whoever signs is asked, whatever the former signer may write
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.with_context(lang=user.lang).env._("To sign: %(step)s", step=row.name),
                user_id=user.id,
            )

    def _log_signature(self, row):
        labels = dict(row._fields["state"]._description_selection(self.env))
        # sudo: whoever was asked need not be any more
        self.sudo().activity_ids.filtered(lambda one: row.name in (one.summary or "")).action_done()
        # sudo: the log of the order, by whoever signed
        self.sudo()._message_log(
            body=": ".join(filter(None, [f"{row.name} – {labels[row.state]}", row.text])),
            author_id=self.env.user.partner_id.id,
        )

    # Guard
    def _before_move(self, target):
        """Refuse that goods move, that staff leave, or that an order is closed, before its form says so."""
        result = super()._before_move(target)
        self._check_approved(target)
        return result

    def _check_approved(self, target):
        """Refuse ``target`` to those of these orders whose form is not signed as far as it has to be."""
        steps = self._get_steps_by_order()
        for order in self:
            purpose = order._get_approval_purpose()
            if not steps[order.id] or target not in WORKING[purpose]:
                continue
            rows = order._get_valid_round()
            missing = rows.filtered(lambda row: row.state != "signed")
            if target != "closed":
                missing = missing.filtered("before_work")
            is_excused = order.is_emergency and target != "closed"
            if (missing or not rows) and not is_excused:
                raise UserError(order._say_unsigned((missing or steps[order.id]).mapped("name")))

    def _say_unsigned(self, names):
        return self.env._(
            "%(number)s: the exchange form is not signed yet. Missing: %(steps)s.",
            number=self.name,
            steps=", ".join(names),
        )
