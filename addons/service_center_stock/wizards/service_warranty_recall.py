from collections import defaultdict

from odoo import api, fields, models


class ServiceWarrantyRecall(models.TransientModel):
    """The list of a recall is who bought the batch: deliveries tell it (GSP-RECALL-01)."""

    _inherit = "service.warranty.recall"

    lot_ids = fields.Many2many(
        "stock.lot", string="Lots", check_company=True, groups="stock.group_stock_user"
    )

    @api.depends("lot_ids")
    def _compute_summary(self):
        return super()._compute_summary()

    def _get_recalled(self):
        """Add who has something of these lots, unless it is listed by its warranty already."""
        goods, ownerless = super()._get_recalled()
        for (partner, lot), quantity in self._get_delivered().items():
            if lot.product_uom_id.compare(quantity, 0.0) <= 0:
                continue
            is_serial = lot.product_id.tracking == "serial"
            if not partner:
                ownerless.append(lot.display_name)
                continue
            items = goods.setdefault((partner, lot.product_id), [])
            if lot.name not in [serial for _text, serial, _warranty in items]:
                text = lot.name if is_serial else f"{lot.name} × {quantity:g}"
                items.append((text, is_serial and lot.name, self.env["service.warranty"]))
        return goods, ownerless

    def _get_delivered(self):
        """Return {(customer, lot): what left for the customer less what came back}."""
        self.ensure_one()
        # sudo: deliveries of the lots that the user chose; who recalls other goods need not see any
        lots, lines = self.sudo().lot_ids._origin, self.env["stock.move.line"].sudo()
        if not lots:
            return {}
        lines = lines.search(
            [
                ("lot_id", "in", lots.ids),
                ("state", "=", "done"),
                ("company_id", "=", self.company_id.id),
                "|",
                ("location_id.usage", "=", "customer"),
                ("location_dest_id.usage", "=", "customer"),
            ],
            order="id",
        )
        delivered = defaultdict(float)
        for line in lines:
            sold_to = line.move_id.sale_line_id.order_id.partner_id
            partner = sold_to or line.move_id.picking_id.partner_id.commercial_partner_id
            key = (partner.sudo(self.env.su), line.lot_id.sudo(self.env.su))
            if line.location_dest_id.usage == "customer":
                delivered[key] += line.quantity_product_uom
            if line.location_id.usage == "customer":
                delivered[key] -= line.quantity_product_uom
        return delivered
