from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare


class SaleOrder(models.Model):
    """A quotation of a service order: Odoo's own, and the service order follows it."""

    _inherit = "sale.order"

    service_order_id = fields.Many2one(
        "service.order",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="service_center.group_user",
        help="The service order whose quotation this is.",
    )
    service_order_ids = fields.One2many(
        "service.order", "sale_order_id", string="Service Orders", groups="service_center.group_user"
    )

    def _action_confirm(self):
        """The customer accepted, on the own page, or by what somebody noted: the service order goes on."""
        result = super()._action_confirm()
        for order in self.sudo():  # sudo: the customer confirms, and reads no service orders
            service_order = order.service_order_id
            if not service_order:
                continue
            order._service_check_content()
            how, accepted_by, accepted_at, note = order._service_get_acceptance()
            service_order._quotation_accepted(
                order, how, accepted_by, fields.Datetime.to_datetime(accepted_at), note
            )
        return result

    def _service_get_acceptance(self):
        """Return (how, by whom, when, what was said) of the acceptance that confirms this quotation."""
        self.ensure_one()
        told = self.env.context.get("service_acceptance")
        if told:
            return tuple(told)
        if self.signature:
            return "portal", self.signed_by or self.partner_id.display_name, self.signed_on, False
        return "sales", self.env.user.name, fields.Datetime.now(), False

    def _service_check_content(self):
        """Refuse a quotation that is not what its service order says any more."""
        service_order = self.service_order_id
        expected, found = service_order.customer_total, sum(self.order_line.mapped("price_total"))
        if (
            service_order.quotation_id != self
            or service_order.quotation_digest != service_order._get_digest()
            or float_compare(expected, found, precision_rounding=self.currency_id.rounding)
        ):
            raise UserError(
                self.env._(
                    "%(quotation)s is not what %(number)s says any more. Change the lines there, and make a "
                    "new quotation.",
                    quotation=self.name,
                    number=service_order.name,
                )
            )

    def _service_mark_delivered(self):
        """The work is done: what is invoiced by delivery, and delivered by hand, is delivered."""
        for line in self.order_line:
            if line.qty_delivered_method == "manual":
                line.qty_delivered = line.product_uom_qty

    def action_create_service_order(self):
        """Open a new service order about what was sold."""
        self.ensure_one()
        self.env["service.order"].check_access("create")
        products = self.order_line.product_id.filtered(lambda product: product.type != "service")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Service Order"),
            "res_model": "service.order",
            "view_mode": "form",
            "context": {
                "default_sale_order_id": self.id,
                "default_partner_id": self.partner_id.id,
                "default_company_id": self.company_id.id,
                "default_product_id": products.id if len(products) == 1 else False,
            },
        }

    def action_service_orders(self):
        """Show the service orders about what was sold."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_order_action")
        action["domain"] = [("sale_order_id", "=", self.id)]
        action["context"] = {"default_sale_order_id": self.id, "default_partner_id": self.partner_id.id}
        return action
