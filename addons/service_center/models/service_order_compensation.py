from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import order_lifecycle

ALIVE = ("approved", "settled")


class ServiceOrder(models.Model):
    """A free repair that was approved for a complaint: the company pays, up to what was approved (C6)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    compensation_id = fields.Many2one(
        "service.compensation",
        "Free Repair",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="service_center.group_user",
    )

    def write(self, vals):
        """Write; a free repair is given once its order is closed, and open again once that is cancelled."""
        result = super().write(vals)
        if vals.get("state") in order_lifecycle.ENDED_STATES:
            # sudo: what was approved is given or not, whoever ends the order
            for order in self.sudo().filtered("compensation_id"):
                order.compensation_id._service_order_ended(order)
        return result

    def _get_live_compensation(self):
        """Return the approved free repair, in sudo: it holds, whoever looks at the order."""
        # sudo: see above
        return self.sudo().compensation_id.filtered(lambda one: one.state in ALIVE)

    def _get_granted(self):
        compensation = self._get_live_compensation()
        free = [[None, 100.0, compensation.approver_id.id]] if compensation else []
        return [*free, *super()._get_granted()]

    def _judge_liability(self, rules):
        decided, by_kind, entry = super()._judge_liability(rules)
        entry["facts"]["free_repair"] = self._get_live_compensation().name or None
        return decided, by_kind, entry

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {"free_repair": (self.env._("Free repair"), str)}

    def _before_move(self, target):
        """Refuse to end a free repair that costs more than was approved: the rest needs a decision, too."""
        result = super()._before_move(target)
        if target not in ("done", order_lifecycle.CLOSED):
            return result
        for order in self:
            compensation = order._get_live_compensation()
            if not compensation:
                continue
            cost = order.currency_id._convert(
                order.amount_total, compensation.currency_id, order.company_id, order.received_at.date()
            )
            if compensation.currency_id.compare_amounts(cost, compensation.amount_currency) > 0:
                raise UserError(
                    self.env._(
                        "%(number)s costs %(cost)s, but %(compensation)s approves %(approved)s. Have the "
                        "rest approved as well: propose another compensation in its place.",
                        number=order.name,
                        cost=compensation.currency_id.format(cost),
                        compensation=compensation.name,
                        approved=compensation.currency_id.format(compensation.amount_currency),
                    )
                )
        return result


class ServiceCompensation(models.Model):
    """A free repair is settled by a service order."""

    _inherit = "service.compensation"

    service_order_id = fields.Many2one(
        "service.order", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    def _settle_free_repair(self):
        """Make the service order, unless it was repaired elsewhere; it is settled when that is closed."""
        if (self.reference or "").strip():
            return super()._settle_free_repair()
        if self.service_order_id:
            raise UserError(
                self.env._(
                    "%(number)s is settled as soon as %(order)s is closed.",
                    number=self.name,
                    order=self.service_order_id.name,
                )
            )
        product = {"product_id": self.product_id.id} if self.product_id else {}
        order = self.complaint_id._create_service_order(**product)
        order._write_decided({"compensation_id": self.id})
        self._write_decided({"service_order_id": order.id})
        order._decide_liability()
        return order.get_formview_action()

    def _service_order_ended(self, order):
        """Its service order was closed: the customer has it; or cancelled: it is to be settled anew."""
        if self.state != "approved" or self.service_order_id != order:
            return
        if order.state == order_lifecycle.CLOSED:
            self._write_decided({"reference": order.name})
            self._mark_settled()
        else:
            self._write_decided({"service_order_id": False})

    def action_cancel(self):
        """Withdraw; an order that was free because of it follows the rules again."""
        result = super().action_cancel()
        # sudo: the outcome of the decision, whoever may see the order
        self.sudo().service_order_id._decide_liability()
        return result

    def action_open_service_order(self):
        """Show the service order."""
        self.ensure_one()
        return self.service_order_id.get_formview_action()
