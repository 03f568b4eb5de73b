from odoo import api, fields, models

from ..engine import order_liability as engine

DECIDED = {"liability", "company_share", "customer_share"}


class ServiceOrderLine(models.Model):
    """Who pays a line: as it was decided for the order and its kind of line."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order.line"  # pylint: disable=consider-merging-classes-inherited

    liability = fields.Selection(
        [("company", "Company"), ("customer", "Customer"), ("split", "Shared")],
        "Paid By",
        readonly=True,
        copy=False,
    )
    company_share = fields.Float(
        "Company's Share (%)", digits=(5, 2), readonly=True, copy=False, aggregator=None
    )
    customer_share = fields.Float(
        "Customer's Share (%)", digits=(5, 2), readonly=True, copy=False, aggregator=None
    )
    customer_amount = fields.Monetary("Customer Pays", compute="_compute_customer_amount", store=True)
    customer_total = fields.Monetary(
        "Customer Pays With Taxes", compute="_compute_customer_amount", store=True
    )

    @api.depends("liability", "company_share", "price_subtotal", "price_total")
    def _compute_customer_amount(self):
        for line in self:
            amounts = (0.0, 0.0)
            if line.liability in ("customer", "split"):
                amounts = line._get_amounts(discount=line.company_share)
            line.customer_amount, line.customer_total = amounts

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([_without_decided(vals) for vals in vals_list])
        lines.order_id._check_not_ended()
        lines.order_id._decide_liability()
        return lines

    def write(self, vals):
        vals = _without_decided(vals)
        orders = self.order_id
        if vals.keys() - {"part_state", "sequence"}:
            orders._check_not_ended()
        result = super().write(vals)
        if vals.keys() - {"part_state", "sequence"}:
            (orders | self.order_id)._decide_liability()
        return result

    def unlink(self):
        orders = self.order_id
        orders._check_not_ended()
        result = super().unlink()
        orders.exists()._decide_liability()
        return result

    # the way around our own write(), which drops decisions given by others
    def _write_share(self, share):  # pylint: disable=missing-return
        """Write the company's share of these lines, None: not decided; skips what is so already."""
        side = engine.side(share) or False
        vals = {
            "liability": side,
            "company_share": share or 0.0,
            "customer_share": round(engine.WHOLE - share, 2) if side else 0.0,
        }
        changed = self.filtered(lambda line: any(line[name] != value for name, value in vals.items()))
        if changed:
            # sudo: the outcome of the policy, not of the user's choice
            super(ServiceOrderLine, changed.sudo()).write(vals)  # pylint: disable=super-method-mismatch


def _without_decided(vals):
    return {name: value for name, value in vals.items() if name not in DECIDED}
