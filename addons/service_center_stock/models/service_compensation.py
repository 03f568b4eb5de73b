from odoo import api, fields, models
from odoo.exceptions import UserError

#: written when the transfers are drafted, and by the warehouse
DRAFTED = {"service_return_id", "service_delivery_id"}


class ServiceCompensation(models.Model):
    """A replacement is settled by transfers: what the customer had comes back, and another one goes out.

    Both are drafts for the warehouse. The replacement is settled when it has left; whether the old one is
    back is seen on its own transfer.
    """

    _inherit = "service.compensation"

    service_return_id = fields.Many2one(
        "stock.picking", "Return", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    service_delivery_id = fields.Many2one(
        "stock.picking", "Delivery", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: vals[name] for name in vals.keys() - DRAFTED} for vals in vals_list])

    def write(self, vals):
        return super().write({name: vals[name] for name in vals.keys() - DRAFTED})

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        return {name: defaults[name] for name in defaults.keys() - DRAFTED}

    def _settle_replacement(self):
        """Draft the transfers; without goods of the stock, or with a reference, as without the warehouse."""
        if (self.reference or "").strip() or not self.product_id.is_storable:
            return super()._settle_replacement()
        if self.service_delivery_id:
            raise UserError(
                self.env._(
                    "%(number)s: %(delivery)s is with the warehouse. It is settled as soon as that is done.",
                    number=self.name,
                    delivery=self.service_delivery_id.sudo().name,  # sudo: the number of our own draft
                )
            )
        back, out = self._draft_transfers()
        self._write_decided({"service_return_id": back.id, "service_delivery_id": out.id})
        self._message_log(
            body=self.env._(
                "Drafts are with the warehouse: return %(back)s, delivery %(out)s.",
                back=back.name,
                out=out.name,
            )
        )
        return True

    def _draft_transfers(self):
        """Return (return, delivery) of the product and quantity approved, as drafts."""
        # sudo: drafts of what was approved; the warehouse does them
        warehouse = (
            self.env["stock.warehouse"].sudo().search([("company_id", "=", self.company_id.id)], limit=1)
        )
        if not warehouse:
            raise UserError(
                self.env._(
                    "%(number)s: the company has no warehouse. Enter a reference instead.", number=self.name
                )
            )
        customers = self.partner_id.property_stock_customer or self.env.ref("stock.stock_location_customers")
        stock, outgoing = warehouse.lot_stock_id, warehouse.out_type_id
        incoming = outgoing.return_picking_type_id or warehouse.in_type_id
        vals_list = [
            self._prepare_transfer_vals(incoming, customers, stock),
            self._prepare_transfer_vals(outgoing, stock, customers),
        ]
        # sudo: as above
        return self.env["stock.picking"].sudo().create(vals_list)

    def _prepare_transfer_vals(self, picking_type, source, target):
        return {
            "picking_type_id": picking_type.id,
            "partner_id": self.partner_id.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": self.company_id.id,
            "origin": f"{self.complaint_id.name} {self.name}",
            "move_ids": [
                fields.Command.create(
                    {
                        "product_id": self.product_id.id,
                        "product_uom_qty": self.quantity,
                        "product_uom": self.product_id.uom_id.id,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                        "company_id": self.company_id.id,
                    }
                )
            ],
        }

    def _delivery_done(self):
        """The replacements have left the warehouse."""
        for one in self.filtered(lambda one: one.state == "approved"):
            one._mark_settled()

    def _delivery_gone(self):
        """The warehouse cancelled the deliveries: they are drafted anew by settling, or settled otherwise."""
        for one in self.filtered(lambda one: one.state == "approved"):
            # sudo: a return that this compensation drafted and that nobody did
            one.service_return_id.sudo().filtered(lambda back: back.state != "done").action_cancel()
            one._write_decided({"service_return_id": False, "service_delivery_id": False})
            one._message_log(body=one.env._("The warehouse cancelled the delivery; settle it anew."))

    def _drop_transfers(self):
        """Cancel transfers of compensations that are not to be settled."""
        for one in self.filtered("service_delivery_id"):
            # sudo: drafts that this compensation made
            transfers = (one.service_return_id | one.service_delivery_id).sudo()
            one._write_decided({"service_return_id": False, "service_delivery_id": False})
            transfers.filtered(lambda transfer: transfer.state != "done").action_cancel()

    def _drop_drafts(self):
        """What was drafted for them goes, of whatever kind."""
        result = super()._drop_drafts()
        self._drop_transfers()
        return result
