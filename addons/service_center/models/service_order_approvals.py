from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: written by the signatures only
STEPPED = {"approval_state", "approval_ids", "approval_version"}
#: states in which the goods move
MOVING = ("scheduled", "in_progress", "done", "signed", "closed")


class ServiceOrder(models.Model):
    """The form of an exchange: its reason, and the signatures that it needs in order (REGION-EXC-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    exchange_reason = fields.Text(tracking=True, copy=False, help="Why the product is exchanged, in detail.")
    approval_ids = fields.One2many(
        "service.order.approval", "order_id", string="Signatures on the Exchange Form", readonly=True
    )
    approval_state = fields.Selection(
        [
            ("open", "Being Signed"),
            ("approved", "Approved"),
            ("complete", "Complete"),
            ("refused", "Turned Down"),
        ],
        "Exchange Form",
        readonly=True,
        copy=False,
        tracking=True,
        help="Approved: the goods may move. Complete: all have signed, also after the exchange.",
    )
    approval_version = fields.Integer(readonly=True, copy=False, export_string_translation=False)
    can_hand_in = fields.Boolean(compute="_compute_can_hand_in")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: vals[name] for name in vals.keys() - STEPPED} for vals in vals_list])

    def write(self, vals):
        if "exchange_reason" in vals and self.filtered(
            lambda order: order.approval_state in ("open", "approved", "complete")
        ):
            raise UserError(self.env._("The reason was handed in: what others sign does not change."))
        return super().write({name: vals[name] for name in vals.keys() - STEPPED})

    # the way around our own write(), which drops what others give
    def _write_approval(self, vals):  # pylint: disable=missing-return
        # sudo: what the signatures give; who signed was checked
        super(ServiceOrder, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.depends("kind", "approval_state", "state")
    def _compute_can_hand_in(self):
        for order in self:
            order.can_hand_in = bool(
                order.kind == "exchange"
                and order.approval_state in (False, "refused")
                and order.state in ("draft", "confirmed")
                and order._get_approval_steps()
            )

    def _get_approval_steps(self):
        """Return the steps that this order's form needs; none: it needs no form."""
        self.ensure_one()
        Step = self.env["service.approval.step"]
        if self.kind != "exchange":
            return Step
        return Step._find_steps(self.company_id, "exchange", self._get_service_pack())

    def action_hand_in(self):
        """Hand in the form: those who sign are asked one after the other."""
        for order in self:
            order.check_access("write")
            order._touch_approvals()
            if not order.can_hand_in:
                raise UserError(self.env._("%(number)s: there is no form to hand in now.", number=order.name))
            if not (order.exchange_reason or "").strip():
                raise UserError(
                    self.env._("%(number)s: why is it exchanged? Enter the reason.", number=order.name)
                )
            order._start_round(order._get_approval_steps())

    def _start_round(self, steps):
        number = max(self.approval_ids.mapped("round"), default=0) + 1
        # sudo: nobody writes signatures by hand
        rows = (
            self.env["service.order.approval"]
            .sudo()
            .create(
                [
                    {
                        "order_id": self.id,
                        "company_id": self.company_id.id,
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
        self.env.cr.execute(
            SQL(
                "UPDATE service_order SET approval_version = COALESCE(approval_version, 0) + 1 WHERE id = %s",
                self.id,
            )
        )
        self.invalidate_recordset(["approval_version", "approval_state", "approval_ids"])

    # What follows from a signature
    def _get_round(self):
        """Return the signatures of the last round, in sudo and in order."""
        # sudo: whoever signs need not see more than their own
        rows = self.sudo().approval_ids
        last = max(rows.mapped("round"), default=0)
        return rows.filtered(lambda row: row.round == last).sorted("sequence")

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
        self._get_round().filtered(lambda row: row.state in ("waiting", "open")).write({"state": "void"})
        self._write_approval({"approval_state": "refused"})
        self._log_signature(refused)
        user = (self.sudo().user_id or refused.requester_id).filtered("active")
        if user:
            # an e-mail for each is not sent: people find them among their activities
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.with_context(lang=user.lang).env._("Refused: agree on another solution"),
                user_id=user.id,
            )

    def _ask_signers(self, row):
        """Give an activity to those who sign next, and are there."""
        row.signer_ids = row._get_signers() - row.requester_id
        Step = self.env["service.approval.step"]
        for user in Step._get_asked(row.level_id, self.company_id, row.requester_id):
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
        """Refuse that goods move, or that an exchange is closed, before its form says so."""
        result = super()._before_move(target)
        for order in self:
            order._check_approved(target)
        return result

    def _check_approved(self, target):
        if self.kind != "exchange" or target not in MOVING or not self._get_approval_steps():
            return
        rows = self._get_round()
        missing = rows.filtered(lambda row: row.state != "signed")
        if target != "closed":
            missing = missing.filtered("before_work")
        is_excused = self.is_emergency and target != "closed"
        if (missing or not rows) and not is_excused:
            raise UserError(
                self.env._(
                    "%(number)s: the exchange form is not signed yet. Missing: %(steps)s.",
                    number=self.name,
                    steps=", ".join((missing or self._get_approval_steps()).mapped("name")),
                )
            )
