from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, formatLang

from ..tools import discretion

#: what only steps and the search for little use write
GUARDED = {
    *("kind", "state", "evidence", "run_from", "run_to", "plan_id", "partner_id", "company_id"),
    *("proposed_by_id", "decided_by_id", "decided_at", "answer", "lifted_by_id", "lifted_at", "lift_reason"),
    *("appeal_state", "appeal_text", "appealed_on", "appeal_answer", "appeal_by_id"),
}
#: what may still be changed after the decision
LATER = {"review_on"}


class MembershipBlacklist(models.Model):
    """A member who is to be let go: proposed, decided by somebody else, and with a way back.

    Little use is found by the plan, behaviour is proposed by people with a written reason (SALON-CLS-04,
    Q-14); a manager decides either way.
    """

    _name = "membership.blacklist"
    _description = "Blacklist"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    card_id = fields.Many2one(
        "loyalty.card",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_membership', '=', True), ('membership_state', '!=', 'blacklisted')]",
    )
    card_code = fields.Char(related="card_id.code", string="Card Number")
    partner_id = fields.Many2one("res.partner", "Member", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    plan_id = fields.Many2one(
        "membership.plan",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The plan that found it.",
    )
    kind = fields.Selection(
        [("use", "Little Use"), ("behaviour", "Behaviour")], required=True, default="behaviour", readonly=True
    )
    reason = fields.Text(tracking=True, help="What happened, when, and who saw it.")
    because_text = fields.Text("Why?", compute="_compute_because_text")
    run_from = fields.Date("Little Use From", readonly=True)
    run_to = fields.Date("Little Use Until", readonly=True)
    evidence = fields.Json("Values Found", readonly=True, copy=False, groups=discretion.GROUP)
    evidence_text = fields.Text("Evidence", compute="_compute_evidence_text", groups=discretion.GROUP)
    scope = fields.Selection(
        [("card", "This Card"), ("member", "All Cards of the Member")],
        required=True,
        default="card",
        tracking=True,
        help="All cards of the member: those of other programs of the company, too; no new ones are issued.",
    )
    expires_on = fields.Date("Until", tracking=True, help="The last day; empty: until it is lifted.")
    review_on = fields.Date(tracking=True, help="On this day it is looked at again.")
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("rejected", "Rejected"),
            ("lifted", "Lifted"),
        ],
        "Status",
        required=True,
        readonly=True,
        default="proposed",
        copy=False,
        tracking=True,
        index=True,
    )
    proposed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="set null", help="Empty: the plan."
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    decided_at = fields.Datetime("Decided On", readonly=True, copy=False)
    answer = fields.Text("Reason of the Decision", readonly=True, copy=False)
    lifted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    lifted_at = fields.Datetime("Lifted On", readonly=True, copy=False)
    lift_reason = fields.Text("Reason of Lifting", readonly=True, copy=False)
    appeal_state = fields.Selection(
        [("none", "None"), ("open", "To Decide"), ("dismissed", "Dismissed"), ("upheld", "Upheld")],
        "Appeal",
        required=True,
        readonly=True,
        default="none",
        copy=False,
        tracking=True,
    )
    appeal_text = fields.Text("What the Member Says", readonly=True, copy=False)
    appealed_on = fields.Date(readonly=True, copy=False)
    appeal_answer = fields.Text("Answer to the Appeal", readonly=True, copy=False)
    appeal_by_id = fields.Many2one(
        "res.users", "Appeal Decided By", readonly=True, copy=False, ondelete="set null"
    )

    _open_uniq = models.UniqueIndex(
        "(card_id) WHERE state IN ('proposed', 'confirmed')",
        "The card is on the blacklist, or proposed for it, already.",
    )
    _run_idx = models.Index("(card_id, run_to) WHERE kind = 'use'")

    @api.depends("kind", "reason", "evidence")
    @api.depends_context("lang")
    def _compute_because_text(self):
        for entry in self:
            # sudo: the rule that found it, not what was found
            found = entry.sudo()
            entry.because_text = entry.reason or (found.evidence and found._say_use()) or False

    def _say_use(self):
        return self.env._(
            "Card use was below %(limit)s in each of %(count)s full months running.",
            limit=formatLang(self.env, self.evidence["limit"], digits=2),
            count=len(self.evidence["months"]),
        )

    @api.depends("evidence")
    @api.depends_context("lang")
    def _compute_evidence_text(self):
        for entry in self:
            entry.evidence_text = "\n".join(entry._say_evidence())

    def _say_evidence(self):
        if not self.evidence:
            return []
        return [
            self.env._(
                "%(month)s: %(value)s",
                month=format_date(self.env, month, date_format="yyyy-MM"),
                value=formatLang(self.env, value, digits=2),
            )
            for month, value in self.evidence["months"]
        ]

    @api.onchange("card_id")
    def _onchange_card_id(self):
        self.partner_id = self.card_id.partner_id

    @api.model_create_multi
    def create(self, vals_list):
        """Propose; people propose by behaviour, in their own name."""
        Card = self.env["loyalty.card"]
        made = []
        for vals in vals_list:
            own = vals if self.env.su else {name: vals[name] for name in vals.keys() - GUARDED}
            made.append({**self._prepare_proposal(Card.browse(vals.get("card_id"))), **own})
        return super().create(made)

    @api.model
    def _prepare_proposal(self, card):
        """Return what a proposal takes from its card. :raise UserError: it is no card of a member"""
        card.check_access("read")
        if not card.is_membership or not card.partner_id:
            raise UserError(self.env._("Choose the card of a member."))
        # sudo: only the company whose days count
        company = card.sudo().program_id._membership_company()
        if company not in self.env.companies and not self.env.su:
            raise AccessError(self.env._("This is a card of another company."))
        if card.membership_state == "blacklisted":
            raise UserError(self.env._("Card %(card)s is blacklisted.", card=card.code))
        return {
            "partner_id": card.partner_id.id,
            "company_id": company.id,
            "proposed_by_id": False if self.env.su else self.env.uid,
        }

    def write(self, vals):
        """Write; what was decided stays, and decisions are taken by the steps."""
        if not self.env.su:
            if (GUARDED | {"card_id"}) & vals.keys():
                raise AccessError(self.env._("Use the buttons: this is not changed by hand."))
            own = {name for name in vals if not name.startswith(("message_", "activity_"))}
            if own - LATER and any(entry.state != "proposed" for entry in self):
                raise UserError(self.env._("This is decided already; only the day of the review is changed."))
        return super().write(vals)

    @api.constrains("reason", "kind")
    def _check_reason(self):
        for entry in self:
            if entry.kind == "behaviour" and not (entry.reason or "").strip():
                raise UserError(self.env._("Please write why."))

    def _get_cards(self):
        """Return the cards that these entries are about, where they are now, in superuser mode."""
        # sudo: only which cards they are
        cards = self.env["loyalty.card"].sudo()
        for entry in self.sudo():
            card = entry.card_id
            while card.membership_merged_id:
                card = card.membership_merged_id
            cards |= card
            if entry.scope == "member":
                cards |= cards.search(
                    [
                        ("is_membership", "=", True),
                        ("partner_id", "=", card.partner_id.id),
                        ("company_id", "in", [entry.company_id.id, False]),
                    ]
                )
        return cards
