from odoo import fields, models


class StockPicking(models.Model):
    """Deliveries that settle a replacement tell of it. Odoo's own operation is never stopped."""

    _inherit = "stock.picking"

    service_order_id = fields.Many2one(
        "service.order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups="service_center.group_user",
        help="The service order for which these parts were used.",
    )

    def _action_done(self):
        result = super()._action_done()
        done = self.filtered(lambda transfer: transfer.state == "done")
        done._get_replacements()._delivery_done()
        if done.sale_id:
            self.env["service.callback.plan"]._happened("sale.order")
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self.filtered(lambda transfer: transfer.state == "cancel")._get_replacements()._delivery_gone()
        return result

    def unlink(self):
        self._get_replacements()._delivery_gone()
        return super().unlink()

    def _get_replacements(self):
        """Return the compensations whose replacement these transfers deliver, in sudo."""
        # sudo: who works in the warehouse need not see complaints
        return self.env["service.compensation"].sudo().search([("service_delivery_id", "in", self.ids)])
