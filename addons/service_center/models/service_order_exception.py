from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.service_kernel.tools import append_only

from ..engine import order_liability as engine
from .service_order_line import LINE_KINDS

#: written by the steps only
DECIDED = {"state", "approver_id", "approved_at", "level_id", "rule_code", "proposer_id", "proposed_at"}
#: fixed in the database once it is approved; the words go when a person is erased (decisions 17)
CONTENT = ("order_id", "line_kind", "company_share", "approved_at", "approver_id", "proposer_id")


class ServiceOrderException(models.Model):
    """Another share than the rules give: asked for with a reason, approved by a level of authority.

    An approved exception stays as it is; the next one for the same lines takes its place.
    """

    _name = "service.order.exception"
    _description = "Exception from Liability"
    _inherit = ["service.text.mixin"]
    _order = "id desc"
    _rec_name = "order_id"
    _check_company_auto = True

    order_id = fields.Many2one(
        "service.order", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True, index=True)
    line_kind = fields.Selection(LINE_KINDS, "Only For", help="Empty: for all lines.")
    company_share = fields.Float(
        "Company's Share (%)",
        digits=(5, 2),
        required=True,
        aggregator=None,
        compute="_compute_company_share",
        store=True,
        readonly=False,
        precompute=True,
    )
    reason = fields.Text(required=True, help="Why the company pays more, or less, than the rules say.")
    state = fields.Selection(
        [("proposed", "Proposed"), ("approved", "Approved"), ("refused", "Declined")],
        "Status",
        required=True,
        readonly=True,
        default="proposed",
        copy=False,
    )
    rule_code = fields.Char("Exception From", readonly=True, copy=False)
    level_id = fields.Many2one(
        "service.authority.level",
        "Decided By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="This level or a higher one decides. Empty: managers of the service center.",
    )
    proposer_id = fields.Many2one(
        "res.users", "Asked By", readonly=True, copy=False, default=lambda self: self.env.user, index=True
    )
    proposed_at = fields.Datetime("Asked On", readonly=True, copy=False, default=fields.Datetime.now)
    approver_id = fields.Many2one("res.users", "Decided By Whom", readonly=True, copy=False)
    approved_at = fields.Datetime("Approved On", readonly=True, copy=False)

    _share_range = models.Constraint(
        "CHECK (company_share >= 0 AND company_share <= 100)", "A share is between 0 and 100 percent."
    )

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, SQL("OLD.approved_at IS NOT NULL"))

    @api.depends("order_id")
    def _compute_company_share(self):
        """What the rules provide for exceptions of such orders, else all."""
        for one in self:
            rule = one.order_id and one.order_id._get_exception_rule()
            share = rule and rule.needs_approval and engine.base_share(rule)
            one.company_share = one.company_share or share or engine.WHOLE

    @api.model_create_multi
    def create(self, vals_list):
        exceptions = super().create([{key: vals[key] for key in vals.keys() - DECIDED} for vals in vals_list])
        exceptions.order_id.check_access("write")
        for one in exceptions:
            one.order_id._check_not_ended()
            rule = one.order_id._get_exception_rule()
            one._write_decided({"rule_code": rule and rule.code, "level_id": one._find_level(rule).id})
            one.order_id._message_log(body=one._say_asked())
        return exceptions

    def write(self, vals):
        """Write; a decision comes by its steps, and what was decided stays."""
        vals = {key: vals[key] for key in vals.keys() - DECIDED}
        decided = self.filtered(lambda one: one.state != "proposed")
        if vals and decided:
            raise UserError(self.env._("What was decided stays as it is: ask for another exception."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if any(one.state != "proposed" for one in self):
            raise UserError(self.env._("What was decided stays as it is: ask for another exception."))

    # the way around our own write(), which drops what the steps decide
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: the outcome of a step, whose right was checked before
        super(ServiceOrderException, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    def _find_level(self, rule):
        """Return who decides: the rule's level, or that of the complaint from which the order comes (C5)."""
        levels = self.env["service.authority.level"].browse((rule and rule.level) or ())
        # sudo: who decides the complaint, whoever works on its order
        levels |= self.order_id.complaint_id.sudo().authority_level_id.with_env(self.env)
        return levels.sorted(lambda level: (level.sequence, level.id))[-1:]

    # Steps
    def action_approve(self):
        """Approve: nobody one's own, nor by proxy, and only at the level of authority that decides."""
        for one in self:
            one._check_decider()
            one._write_decided(
                {"state": "approved", "approver_id": self.env.uid, "approved_at": fields.Datetime.now()}
            )
            one.order_id._message_log(body=one._say_decided())
        self.env.flush_all()
        self.order_id._decide_liability()

    def action_refuse(self):
        """Decline what was asked for."""
        for one in self:
            one._check_decider()
            one._write_decided({"state": "refused", "approver_id": self.env.uid})
            one.order_id._message_log(body=one._say_decided())

    def _check_decider(self):
        """Refuse a decision to those who may not take it.

        :raise AccessError: the user may not work on the order, or is not at the level that decides
        :raise UserError: it was decided already, or is the user's own proposal, in person or by proxy
        """
        self.check_access("write")
        self.order_id.check_access("write")
        if self.state != "proposed":
            raise UserError(self.env._("%(number)s: this was decided already.", number=self.order_id.name))
        self.order_id._check_not_ended()
        if self.env.su:
            return
        Level = self.env["service.authority.level"]
        represented = Level._get_represented(self.env.user, self.company_id)
        if self.proposer_id in (self.env.user | represented):
            raise UserError(
                self.env._(
                    "%(number)s: nobody approves what they asked for. Somebody else has to decide.",
                    number=self.order_id.name,
                )
            )
        if not self.level_id and not self.env.user.has_group("service_center.group_manager"):
            raise AccessError(self.env._("Managers of the service center decide about exceptions."))
        if self.level_id and self.env.user not in self.level_id._get_deciders():
            raise AccessError(
                self.env._(
                    "%(number)s: “%(level)s” has to decide. Ask %(names)s.",
                    number=self.order_id.name,
                    level=self.level_id.display_name,
                    names=", ".join((self.level_id._get_deciders() - self.proposer_id).mapped("name")) or "-",
                )
            )

    # What the chatter says
    def _say_asked(self):
        return self.env._(
            "Exception asked for: the company pays %(share)s %% (%(lines)s). %(reason)s", **self._get_words()
        )

    def _say_decided(self):
        if self.state == "approved":
            return self.env._(
                "Exception approved: the company pays %(share)s %% (%(lines)s). %(reason)s",
                **self._get_words(),
            )
        return self.env._("Exception declined: %(share)s %% (%(lines)s).", **self._get_words())

    def _get_words(self):
        kinds = dict(self._fields["line_kind"]._description_selection(self.env))
        return {
            "share": f"{self.company_share:g}",
            "lines": kinds.get(self.line_kind) or self.env._("all lines"),
            "reason": self.reason,
        }
