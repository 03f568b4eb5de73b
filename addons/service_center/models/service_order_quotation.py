from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..engine import order_quotation as engine

#: written by the steps only
STEPPED = {"quotation_id", "quotation_digest", "agreed_at"}


class ServiceOrder(models.Model):
    """The price that the customer agrees to before the work: a sales order made of the customer's part."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    quotation_ids = fields.One2many("sale.order", "service_order_id", string="Quotations")
    quotation_state = fields.Selection(
        [
            ("draft", "Made"),
            ("sent", "Sent"),
            ("accepted", "Customer Accepted"),
            ("cancelled", "Cancelled"),
        ],
        "Quotation Is",
        compute="_compute_quotation_state",
        store=True,
        compute_sudo=True,
    )
    quotation_digest = fields.Char(readonly=True, copy=False, export_string_translation=False)
    needs_quotation = fields.Boolean(
        "Customer Has to Agree", compute="_compute_needs_quotation", store=True, compute_sudo=True
    )
    acceptance_ids = fields.One2many(
        "service.order.acceptance", "order_id", string="Acceptances", readonly=True
    )
    agreed_at = fields.Datetime(
        "Agreed On", readonly=True, copy=False, help="The customer agreed to the price, or it is free."
    )

    @api.depends("quotation_id.state")
    def _compute_quotation_state(self):
        states = {"draft": "draft", "sent": "sent", "sale": "accepted", "cancel": "cancelled"}
        for order in self:
            order.quotation_state = states.get(order.quotation_id.state)

    @api.depends("liability", "customer_share")
    def _compute_needs_quotation(self):
        for order in self:
            order.needs_quotation = order._needs_quotation()

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{key: vals[key] for key in vals.keys() - STEPPED} for vals in vals_list])

    def write(self, vals):
        return super().write({key: vals[key] for key in vals.keys() - STEPPED})

    def _needs_quotation(self):
        self.ensure_one()
        return engine.needs_consent(self.liability, self.customer_share)

    def _is_quotation_accepted(self):
        """Whether the customer agreed to what the order costs now."""
        self.ensure_one()
        return self.quotation_state == "accepted"

    def _check_dispatch(self):
        """Refuse to send somebody out before the customer agreed to pay (DOOR-IN-02, INST-FEE-04)."""
        result = super()._check_dispatch()
        self._check_consent("scheduled")
        return result

    def _before_move(self, target):
        """Refuse work before the customer agreed to pay, and closing before that is invoiced."""
        result = super()._before_move(target)
        self._check_consent(target)
        if target in engine.ENDS:
            self._check_settled()
        return result

    def _check_consent(self, target):
        for order in self:
            if engine.is_refused(
                target, order._needs_quotation(), order._is_quotation_accepted(), order.is_emergency
            ):
                raise UserError(
                    self.env._(
                        "%(number)s: the customer pays %(share)s %% and has not accepted a quotation yet. "
                        "Make the quotation, and have it accepted first.",
                        number=order.name,
                        share=f"{order.customer_share:g}",
                    )
                )

    def _check_settled(self):
        for order in self:
            # sudo: only whether it is invoiced
            quotation = order.quotation_id.sudo()
            if not engine.is_settled(
                order._needs_quotation(), quotation.invoice_status, quotation.invoice_ids.mapped("state")
            ):
                raise UserError(
                    self.env._(
                        "%(number)s cannot be closed: %(quotation)s is not invoiced yet.",
                        number=order.name,
                        quotation=quotation.name,
                    )
                )

    # The content

    def _get_quoted_lines(self):
        """Return the lines of which the customer pays something."""
        self.ensure_one()
        return self.line_ids.filtered(lambda line: line.liability and line.customer_share > 0)

    def _get_digest(self):
        lines = [
            engine.Line(
                line.product_id.id or None,
                line.name,
                line.quantity,
                line.uom_id.id or None,
                line.price_unit,
                tuple(sorted(line.tax_ids.ids)),
                line.customer_share,
            )
            for line in self._get_quoted_lines()
            if line.customer_amount
        ]
        return engine.digest(self.currency_id.id, lines)

    def _is_quotation_current(self):
        """Whether the quotation is for the customer of the order, and says what the order says."""
        self.ensure_one()
        # sudo: only compares; who works on service orders need not read sales
        same_customer = self.quotation_id.sudo().partner_id == self.partner_id
        return same_customer and self.quotation_digest == self._get_digest()

    def _liability_decided(self):
        """A quotation whose content is another one now is taken back: the customer agrees anew."""
        result = super()._liability_decided()
        for order in self.filtered(lambda one: one.quotation_state in ("draft", "sent", "accepted")):
            if not order._is_quotation_current():
                order._drop_quotation()
        self._reach_agreed()
        return result

    def _drop_quotation(self):
        # sudo: the quotation that this order made, whoever changes the order
        quotation = self.quotation_id.sudo()
        if quotation.invoice_ids.filtered(lambda move: move.state == "posted"):
            raise UserError(
                self.env._(
                    "%(number)s: %(quotation)s is invoiced. What comes now is another service order.",
                    number=self.name,
                    quotation=quotation.name,
                )
            )
        quotation._action_cancel()
        self._write_decided({"quotation_digest": False, "agreed_at": False})
        self._message_log(
            body=self.env._(
                "%(quotation)s is cancelled: what the customer pays has changed. Make a new quotation.",
                quotation=quotation.name,
            )
        )

    # Steps

    def action_make_quotation(self):
        """Make a quotation of what the customer pays, and show it to those who may see it."""
        self.ensure_one()
        self.check_access("write")
        self._check_quotable()
        # sudo: who works on service orders makes the quotation of its own order's content, nothing else
        quotation = self.env["sale.order"].sudo().with_company(self.company_id)
        quotation = quotation.create(self._prepare_quotation_vals())
        quotation._portal_ensure_token()
        self._copy_attachments_to(quotation)
        self._write_decided({"quotation_id": quotation.id, "quotation_digest": self._get_digest()})
        self._message_log(body=self.env._("Quotation %(number)s made.", number=quotation.name))
        return self.action_open_quotation() if self._may_open_quotation() else True

    def _check_quotable(self):
        """Refuse a quotation for which something is missing."""
        problem = None
        if self.state in ("closed", "cancelled"):
            problem = self.env._("%(number)s has ended.", number=self.name)
        elif self.quotation_state in ("draft", "sent", "accepted"):
            problem = self.env._("%(number)s has a quotation already.", number=self.name)
        elif not self._needs_quotation():
            problem = self.env._("%(number)s: the customer pays nothing.", number=self.name)
        elif not self.partner_id:
            problem = self.env._("%(number)s: who is charged? Choose a customer first.", number=self.name)
        elif not self.customer_amount:
            problem = self.env._(
                "%(number)s: enter parts and work with their prices. Where the company bears the cost, ask "
                "for an exception with its reason.",
                number=self.name,
            )
        else:
            without = self._get_quoted_lines().filtered(
                lambda line: line.customer_amount and not line.product_id
            )
            if without:
                problem = self.env._(
                    "%(number)s: choose a product for %(lines)s; invoices need one.",
                    number=self.name,
                    lines=", ".join(without.mapped("name")),
                )
        if problem:
            raise UserError(problem)

    def _prepare_quotation_vals(self):
        """Values of the sales order; what the company bears is the discount of a line."""
        self.ensure_one()
        seller = self.user_id.filtered(lambda user: user.has_group("sales_team.group_sale_salesman"))
        return {
            "partner_id": self.partner_id.id,
            "company_id": self.company_id.id,
            "pricelist_id": self.pricelist_id.id,
            "origin": self.name,
            "service_order_id": self.id,
            "user_id": seller.id,
            "require_signature": True,
            "require_payment": False,
            "commitment_date": self.promised_at,
            "order_line": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "name": line.name,
                        "product_uom_qty": line.quantity,
                        "product_uom_id": line.uom_id.id,
                        "price_unit": line.price_unit,
                        "discount": line.company_share,
                        "tax_ids": [Command.set(line.tax_ids.ids)],
                    }
                )
                for line in self._get_quoted_lines()
                if line.customer_amount
            ],
        }

    def _quotation_accepted(self, quotation, how, accepted_by, accepted_at, note=False):
        """Keep that the customer agreed, and start the limits that count from then."""
        self.ensure_one()
        # sudo: nobody may write acceptances by hand
        self.env["service.order.acceptance"].sudo().create(
            {
                "order_id": self.id,
                "company_id": self.company_id.id,
                "quotation_id": quotation.id,
                "how": how,
                "accepted_by": accepted_by,
                "accepted_at": accepted_at,
                "note": note,
                "amount": quotation.amount_total,
                "digest": self.quotation_digest,
                "user_id": self.env.uid,
            }
        )
        # sudo: noted on the order, also when the customer accepts on the page
        self.sudo()._message_log(
            body=self.env._(
                "%(name)s has accepted %(quotation)s.", name=accepted_by, quotation=quotation.name
            )
        )
        self._agree(accepted_at)

    def _agree(self, at):
        """The work is agreed: limits may start with it (INST-SLA-01)."""
        # sudo: the outcome of an acceptance, also by the customer, who may not write orders
        orders = self.sudo()
        orders._write_decided({"agreed_at": at})
        orders._service_reach("agree", at)
