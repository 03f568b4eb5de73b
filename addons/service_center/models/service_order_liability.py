from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import order_liability as engine
from ..engine import order_lifecycle

CODE = "liability"
DECIDED = {"warranty_state", "liability", "company_share", "customer_share", "liability_rule_id"}
#: what the warranty looks at
WARRANTY_FACTS = {"product_id", "serial", "partner_id", "sale_order_id", "received_at", "company_id"}
#: what decides who pays, beside the warranty
FACTS = {"defect_cause", "type_id", "category_id", "team_id", "company_id"}


class ServiceOrder(models.Model):
    """Who pays: decided from warranty and cause by the company's rules, and explained."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    liability_rule_id = fields.Many2one(
        "service.liability.rule", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    exception_ids = fields.One2many("service.order.exception", "order_id", string="Exceptions")

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create([_without_decided(vals) for vals in vals_list])
        orders.with_context(tracking_disable=True)._refresh_warranty()
        return orders

    def write(self, vals):
        """Write; facts decide anew who pays. Decisions cannot be written."""
        vals = _without_decided(vals)
        if (WARRANTY_FACTS | FACTS | {"line_ids", "partner_id", "pricelist_id"}) & vals.keys():
            self._check_not_ended()
        result = super().write(vals)
        if WARRANTY_FACTS & vals.keys():
            self._refresh_warranty()
        elif FACTS & vals.keys():
            self._decide_liability()
        return result

    def _check_not_ended(self):
        """Refuse to change what decided who paid for orders that are closed."""
        closed = self.filtered(lambda order: order.state == order_lifecycle.CLOSED)
        if closed:
            raise UserError(
                self.env._(
                    "%(numbers)s: closed orders stay as they are. Make a new one.",
                    numbers=", ".join(closed.mapped("name")),
                )
            )

    # Deciding

    def _refresh_warranty(self):
        """Find out anew whether these orders are in warranty, and who pays then."""
        by_state = defaultdict(self.browse)
        for order in self._get_undecided():
            by_state[order._find_warranty_state()] |= order
        for state, orders in by_state.items():
            orders._write_decided({"warranty_state": state})
        self._decide_liability()

    @api.model
    def _get_undecided_domain(self, company):
        """Return the domain of a company's orders whose payment may still be decided otherwise."""
        return Domain("company_id", "=", company.id) & Domain("state", "not in", order_lifecycle.ENDED_STATES)

    def _get_undecided(self):
        return self.filtered(lambda order: order.state not in order_lifecycle.ENDED_STATES)

    def _decide_liability(self):
        """Decide who pays these orders and each of their lines; ended ones stay as they are."""
        values, entries, shares = defaultdict(self.browse), {}, defaultdict(list)
        for company, orders in self._get_undecided().grouped("company_id").items():
            rules = self.env["service.liability.rule"]._get_engine_rules(company.id)
            for order in orders:
                decided, by_kind, entry = order._judge_liability(rules)
                values[tuple(decided.items())] |= order
                entries[order.id] = {CODE: entry}
                for line in order.line_ids:
                    shares[by_kind[line.kind]].append(line.id)
        for decided, orders in values.items():
            orders._write_decided(dict(decided))
        for share, line_ids in shares.items():
            self.env["service.order.line"].browse(line_ids)._write_share(share)
        self._explain_each(entries)
        self.browse(entries)._liability_decided()

    def _judge_liability(self, rules):
        """Return (values of the order, {kind of line: company's share}, explanation)."""
        facts = self._get_liability_facts()
        how, rule, rejected = engine.decide(rules, facts)
        cover = self._get_cover_shares()
        granted = self._get_granted()
        by_kind = engine.shares(rule, cover, [engine.Granted(share, kind) for kind, share, _by in granted])
        amounts = [(line.kind, line.price_subtotal) for line in self.line_ids]
        liability, company_share, customer_share = engine.overall(
            by_kind, amounts, engine.WEIGHTS if self.needs_visit else engine.BENCH_WEIGHTS
        )
        decided = {
            "liability": liability or False,
            "company_share": company_share,
            "customer_share": customer_share,
            "liability_rule_id": rule and rule.id,
        }
        entry = self._prepare_explanation(
            "exception" if granted else how,
            liability,
            rule and rule.code,
            {
                "warranty": facts.warranty,
                "cause": facts.cause,
                "order_kind": facts.kind,
                "cover": [[kind, cover.get(kind, 0.0)] for kind in engine.LINE_KINDS]
                if rule and rule.by_cover
                else None,
                "exceptions": granted,
                "shares": [company_share, customer_share] if liability else None,
            },
            rejected,
            engine.ENGINE,
        )
        return decided, by_kind, entry

    def _get_liability_facts(self):
        return engine.Facts(
            warranty=self.warranty_state or "unproven",
            cause=self.defect_cause,
            kind=self.kind,
            pack=self._get_service_pack() or None,
        )

    def _get_granted(self):
        """Return what was approved beside the rules: [[kind of line or None, company's share, user id]]."""
        # sudo: what was approved holds, whoever looks at the order
        approved = self.sudo().exception_ids.filtered(lambda one: one.state == "approved")
        return [
            [one.line_kind or None, one.company_share, one.approver_id.id]
            for one in approved.sorted(lambda one: (one.approved_at, one.id))
        ]

    def _get_exception_rule(self):
        """Return the rule from which an exception may be asked for: one made for it, else the one that holds.

        :return: engine ``Rule`` or None
        """
        rules = self.env["service.liability.rule"]._get_engine_rules(self.company_id.id)
        facts = self._get_liability_facts()
        return next(iter(engine.proposals(rules, facts)), None) or engine.decide(rules, facts)[1]

    def _liability_decided(self):
        """It was decided anew who pays these orders."""

    # the way around our own write(), which drops decisions given by others
    def _write_decided(self, vals):  # pylint: disable=missing-return
        """Write what was decided; skips what is so already."""
        changed = self.filtered(
            lambda one: any(
                self._fields[name].convert_to_write(one[name], one) != (value or False)
                for name, value in vals.items()
            )
        )
        if changed:
            # sudo: the outcome of the policy, not of the user's choice; that was checked before
            super(ServiceOrder, changed.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    # What it means for the steps

    def _before_move(self, target):
        """Refuse work that is not offered, and an end before it is known who pays."""
        result = super()._before_move(target)
        if target in (order_lifecycle.DRAFT, order_lifecycle.WAITING, order_lifecycle.CANCELLED):
            return result
        for order in self:
            rule = order.liability_rule_id.sudo()  # sudo: what the rule says, whoever moves the order
            if order.liability:
                continue
            if rule.liability == "refuse":
                raise UserError(
                    self.env._(
                        "%(number)s is not offered: %(rule)s. Whoever may approve exceptions can allow it.",
                        number=order.name,
                        rule=rule.display_name,
                    )
                )
            if target == order_lifecycle.CLOSED and order.line_ids:
                raise UserError(
                    self.env._(
                        "%(number)s cannot be closed: nobody has decided who pays. Enter the cause first.",
                        number=order.name,
                    )
                )
        return result

    def action_propose_exception(self):
        """Open the dialog that asks for another share than the rules give."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for an Exception"),
            "res_model": "service.order.exception",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id},
        }


def _without_decided(vals):
    return {name: value for name, value in vals.items() if name not in DECIDED}
