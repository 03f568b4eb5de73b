from odoo import models

from odoo.addons.service_center.models.sale_order_warranty import RETURNED


class SaleOrderLine(models.Model):
    """The items of a line follow its deliveries and returns: serial numbers, start, and what came back."""

    _inherit = "sale.order.line"

    def _sync_service_warranties(self):
        """Have serial numbers follow the transfers, before units are counted; starts afterwards."""
        # sudo: transfers tell what the customer has, whoever does them
        delivered = self.sudo().filtered(lambda line: line.state == "sale" and line._get_service_moves())
        for line in delivered:
            line._sync_service_serials()
        result = super()._sync_service_warranties()
        for line in delivered:
            line._start_service_warranties()
        return result

    def _get_service_moves(self):
        """Return the done moves of the product of this line to and from the customer, in their order."""
        return self.move_ids.filtered(
            lambda move: (
                move.state == "done"
                and move.product_id == self.product_id
                and (move.location_dest_id.usage == "customer") != (move.location_id.usage == "customer")
            )
        ).sorted(lambda move: (move.date, move.id))

    def _get_service_items(self):
        Warranty = self.env["service.warranty"].with_context(active_test=False)
        return Warranty.search([("sale_line_id", "=", self.id)], order="id")

    def _get_service_returned(self):
        """What came back, by credit note or by transfer; goods sent again are not returned."""
        gone = back = 0.0
        for move in self._get_service_moves():
            quantity = move.product_uom._compute_quantity(move.quantity, self.product_uom_id, round=False)
            if move.location_dest_id.usage == "customer":
                gone += quantity
            else:
                back += quantity
        again = max(gone - self.product_uom_qty, 0.0)
        return max(super()._get_service_returned(), back - again, 0.0)

    def _get_service_numbers(self):
        """Return {serial number: whether the customer has it} of what was ever delivered."""
        numbers = {}
        if self.product_id.tracking != "serial":
            return numbers  # a lot is the number of many items, not of one
        for move in self._get_service_moves():
            for name in move.move_line_ids.filtered("quantity").lot_id.mapped("name"):
                numbers[" ".join(name.split())] = move.location_dest_id.usage == "customer"
        return numbers

    def _sync_service_serials(self):
        """Close the items whose number came back; give the numbers that left to items without one."""
        self.ensure_one()
        items = self._get_service_items()
        numbers = self._get_service_numbers()
        live = items.filtered(lambda item: not item.closed_by)
        live.filtered(lambda item: numbers.get(item.serial) is False)._close_sold(RETURNED)
        live = live.filtered(lambda item: not item.closed_by)
        room = self._get_service_units() - len(live.filtered("serial"))
        for serial in [name for name, out in numbers.items() if out]:
            same = items.filtered(lambda item, serial=serial: item.serial == serial)
            if room <= 0 or same.filtered(lambda item: not item.closed_by or item.closed_by == "exchange"):
                continue
            room -= 1
            if same._reopen_returned(1):
                continue
            blank = live.filtered(lambda item: not item.serial)[:1]
            if blank:
                blank._write_stepped({"serial": serial, "is_current": False})
                blank._claim_serials(refuse=False)
            else:
                vals = self._prepare_service_warranties(1)
                self.env["service.warranty"]._register_sold([{**one, "serial": serial} for one in vals])

    def _start_service_warranties(self):
        """Start the items that were delivered, where their term says so; each with its own delivery."""
        self.ensure_one()
        items = self._get_service_items().filtered(
            lambda item: (
                item.term_id.start_with_delivery and not item.closed_by and item.start_basis == "purchase"
            )
        )
        if not items:
            return
        by_serial, unnumbered = {}, []
        for move in self._get_service_moves():
            if move.location_dest_id.usage != "customer":
                continue
            day = self.company_id._service_day(move.date)
            lots = move.move_line_ids.lot_id if self.product_id.tracking == "serial" else ()
            by_serial.update({" ".join(lot.name.split()): day for lot in lots})
            unnumbered += [day] * (0 if lots else int(move.product_qty))
        started = self._get_service_items().filtered(lambda item: item.start_basis == "delivery")
        unnumbered = unnumbered[len(started.filtered(lambda item: not item.serial)) :]
        for item in items:
            day = by_serial.get(item.serial) or (
                unnumbered.pop(0) if not item.serial and unnumbered else None
            )
            if day:
                item.write({"start_basis": "delivery", "start_date": max(day, item.purchase_date)})
