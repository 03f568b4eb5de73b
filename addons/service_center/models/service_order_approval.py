from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

from .service_approval_step import PURPOSES

CONTENT = (
    "order_id",
    "purpose",
    "proposal",
    "name",
    "sequence",
    "round",
    "state",
    "user_id",
    "at",
    "level_id",
    "company_id",
)


class ServiceOrderApproval(models.Model):
    """One signature on the form of an order: who signed or refused, when and why (REGION-EXC-01, EQM-FB-01).

    What was signed or refused never changes. Only the order writes them.
    """

    _name = "service.order.approval"
    _description = "Signature on a Form"
    _inherit = ["service.text.mixin"]
    _order = "order_id, round, sequence, id"

    order_id = fields.Many2one("service.order", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    step_id = fields.Many2one(
        "service.approval.step", "Defined By", readonly=True, index="btree_not_null", ondelete="set null"
    )
    purpose = fields.Selection(PURPOSES, "Paper", required=True, readonly=True, default="exchange")
    proposal = fields.Char(readonly=True, help="Who was proposed, with trade and speciality.")
    name = fields.Char("Step", required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    round = fields.Integer(readonly=True, help="Counts up each time that the form is handed in.")
    level_id = fields.Many2one(
        "service.authority.level", "Authority Level", readonly=True, ondelete="restrict"
    )
    needs_text = fields.Boolean(readonly=True)
    before_work = fields.Boolean(readonly=True)
    requester_id = fields.Many2one("res.users", "Handed In By", readonly=True, ondelete="set null")
    signer_ids = fields.Many2many(
        "res.users",
        "service_order_approval_signer_rel",
        "approval_id",
        "user_id",
        string="Asked",
        readonly=True,
        help="Who could sign when it was their turn: they see the order.",
    )
    state = fields.Selection(
        [
            ("waiting", "Not Yet"),
            ("open", "To Sign"),
            ("signed", "Signed"),
            ("refused", "Turned Down"),
            ("void", "Void"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="waiting",
    )
    user_id = fields.Many2one("res.users", "By", readonly=True, ondelete="set null")
    at = fields.Datetime("Date", readonly=True)
    text = fields.Text("Opinion", readonly=True)
    can_sign = fields.Boolean(compute="_compute_can_sign")

    _open_uniq = models.UniqueIndex("(order_id) WHERE state = 'open'", "One signature after the other.")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, SQL("OLD.state IN ('signed', 'refused', 'void')"))

    @api.depends("state", "level_id")
    @api.depends_context("uid")
    def _compute_can_sign(self):
        for row in self:
            row.can_sign = row.state == "open" and not row._find_obstacle(self.env.user)

    def _get_signers(self):
        return self.env["service.approval.step"]._get_signers_of(self.level_id, self.company_id)

    def _get_concerned(self):
        """Return the users whose own request this is: they do not sign it."""
        self.ensure_one()
        return self.requester_id

    def _find_obstacle(self, user):
        """Return why ``user`` may not sign this, or an empty text."""
        self.ensure_one()
        signers = self._get_signers()
        if user not in signers:
            names = ", ".join(signers.sudo().mapped("name")[:5])  # sudo: names of colleagues
            return self.env._(
                "“%(step)s” is signed by %(names)s.",
                step=self.name,
                names=names or self.level_id.display_name or self.env._("officers"),
            )
        if self.before_work and user in self._get_concerned():
            return self.env._("“%(step)s”: nobody signs their own request.", step=self.name)
        return ""

    def action_sign(self):
        """Sign; where an opinion is asked for, the dialog asks for it."""
        self.ensure_one()
        if self.needs_text:
            return self._open_dialog("sign")
        return self._sign("")

    def action_refuse(self):
        """Open the dialog that asks why it is refused."""
        self.ensure_one()
        return self._open_dialog("refuse")

    def _open_dialog(self, decision):
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "service.order.approval.decide",
            "view_mode": "form",
            "target": "new",
            "context": {
                **self.env.context,
                "default_approval_id": self.id,
                "default_decision": decision,
            },
        }

    def _sign(self, text):
        """Sign this step: the next one is asked, after the last one the form is approved."""
        self._check_signing()
        if self.needs_text and not (text or "").strip():
            raise UserError(self.env._("“%(step)s”: write your opinion.", step=self.name))
        self._decide("signed", text)
        self.order_id._follow_signature(self)
        return True

    def _refuse(self, text):
        """Refuse: the form goes back, and another solution is agreed on (INST-EXC-01)."""
        self._check_signing()
        if not (text or "").strip():
            raise UserError(self.env._("“%(step)s”: why is it refused?", step=self.name))
        self._decide("refused", text)
        self.order_id._follow_refusal(self)
        return True

    def _check_signing(self):
        """Refuse who may not sign, and what it is not the turn of.

        :raise AccessError: the user may not see the order, or is not at the level
        """
        self.ensure_one()
        self.check_access("read")
        self.order_id._touch_approvals()
        if self.state != "open":
            raise UserError(self.env._("“%(step)s” is not to be signed now.", step=self.name))
        obstacle = "" if self.env.su else self._find_obstacle(self.env.user)
        if obstacle:
            raise AccessError(obstacle)

    def _decide(self, state, text):
        # sudo: nobody writes signatures by hand; who may sign was checked
        self.sudo().write(
            {
                "text": (text or "").strip(),
                "user_id": self.env.uid,
                "at": fields.Datetime.now(),
                "state": state,
            }
        )
        self.flush_recordset()  # in the database one signature is open at a time
