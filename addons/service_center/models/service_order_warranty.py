from odoo import api, fields, models
from odoo.fields import Domain

from .service_warranty_rules import literally

#: work during which an item is under repair
REPAIRS = ("on_site_repair", "workshop_repair", "factory_repair")
#: which cover of a warranty bears what an order costs; freight goes with the journey (INST-FEE-01)
COVERS = {"part": "parts", "labour": "labour", "travel": "travel", "freight": "travel", "other": "parts"}


class ServiceOrder(models.Model):
    """The warranty of the item that a service order is about: who pays, and the days it is under repair."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    warranty_id = fields.Many2one(
        "service.warranty",
        "Item in Warranty",
        compute="_compute_warranty_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Found by the serial number, else by customer and product if there is only one.",
    )
    usage_reading = fields.Float(
        "Reading", copy=False, aggregator=None, help="What the item was read at during this visit."
    )
    usage_unit = fields.Selection(related="warranty_id.reading_unit", string="Reading In")

    @api.depends("product_id", "serial", "partner_id", "company_id")
    def _compute_warranty_id(self):
        items = self._find_warranties()
        for order in self:
            known = order.warranty_id
            fits = known and order._is_item(known)
            order.warranty_id = known if fits else order._match_warranty(items)

    def _is_item(self, item):
        """Whether an item chosen by hand can be the one of this order."""
        serial = " ".join((self.serial or "").split()).lower()
        return (
            item.company_id == self.company_id
            and (not self.product_id or item.product_id == self.product_id)
            and (not serial or not item.serial or item.serial.lower() == serial)
        )

    def _find_warranties(self):
        """Return the items that these orders may be about, in one search."""
        serials = {" ".join((order.serial or "").split()) for order in self} - {""}
        domain = Domain.OR(Domain("serial", "=ilike", literally(serial)) for serial in serials)
        owned = self.filtered(lambda order: order.partner_id and order.product_id)
        if owned:
            domain |= Domain("partner_id", "in", owned.partner_id.ids) & Domain(
                "product_id", "in", owned.product_id.ids
            )
        # sudo: which item it is, for orders whose handlers only look at warranties
        Item = self.env["service.warranty"].sudo()
        return Item.search(domain & Domain("company_id", "in", self.company_id.ids), order="id")

    def _match_warranty(self, items):
        """Return which of some items this order is about, none where that is not certain."""
        serial = " ".join((self.serial or "").split()).lower()
        mine = items.filtered(self._is_item)
        if serial:
            same = mine.filtered(lambda item: (item.serial or "").lower() == serial)
            return (same.filtered("is_current") or same)[-1:]
        if not self.partner_id or not self.product_id:
            return mine.browse()
        own = mine.filtered(lambda item: item.partner_id == self.partner_id and not item.closed_by)
        return own if len(own) == 1 else own.browse()

    # Who pays
    def _find_warranty_state(self):
        """The item's on the day the order came in; what caused the defect is another question."""
        # sudo: what the warranty says, whoever works on the order
        item = self.warranty_id.sudo()
        if not item:
            return super()._find_warranty_state()
        return item._get_stored_state(self.company_id._service_day(self.received_at))

    def _get_cover_shares(self):
        """The item's shares on that day; none of a cause or defect that is not covered."""
        # sudo: what the warranty says, whoever works on the order
        item = self.warranty_id.sudo()
        if not item:
            return super()._get_cover_shares()
        day = self.company_id._service_day(self.received_at)
        shares = item._get_shares_on(day, self.defect_cause, self.description or "")
        return {kind: shares.get(cover, 0.0) for kind, cover in COVERS.items()}

    # What the order tells the warranty
    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered("usage_reading")._record_usage()
        return orders

    def write(self, vals):
        result = super().write(vals)
        if "warranty_id" in vals:
            self._refresh_warranty()
        if {"usage_reading", "warranty_id"} & vals.keys():
            self.filtered("usage_reading")._record_usage()
        return result

    def _record_usage(self):
        """Note in the ledgers of the items what they were read at; a correction replaces it."""
        for order in self.filtered("warranty_id"):
            # sudo: technicians read meters; only this order's own reading is replaced
            item = order.warranty_id.sudo()
            known = item.event_ids.filtered(
                lambda event, order=order: (
                    event.kind == "reading" and event.order_id == order and not event.is_taken_back
                )
            )
            if known and known[0].reading == order.usage_reading:
                continue
            for event in known:
                item._take_back(event)
            item._record_reading(order.usage_reading, order._get_item_day(order.arrived_at), order)

    def _move(self, target):
        result = super()._move(target)
        repairs = self.filtered(lambda order: order.kind in REPAIRS and order.warranty_id)
        for order in repairs:
            order._record_repair(target)
        return result

    def _record_repair(self, target):
        """Note in the ledger of the item that its repair begins or ends."""
        # sudo: whoever works on the order; the ledger says on which days
        item = self.warranty_id.sudo()
        if item.closed_by:
            return
        begun = item._get_open_repairs().filtered(lambda event: event.order_id == self)
        if target == "in_progress" and not begun:
            item._begin_repair(self._get_item_day(self.arrived_at), self._get_fault(), self)
        elif target in ("done", "cancelled") and begun:
            day = max(self._get_item_day(self.finished_at), begun[0].date)
            item._end_repair(day, begun[0], self)

    # After its customer is erased
    @api.model
    def _get_erased_vals(self):
        """The item tells whose it is: the order forgets it, and its ledger the order."""
        return {**super()._get_erased_vals(), "warranty_id": False}

    def _anonymise(self):
        # sudo: links of the ledger that nobody may write; the right to erase was checked
        self.env["service.warranty.event"].sudo().search([("order_id", "in", self.ids)]).order_id = False
        return super()._anonymise()

    def _get_item_day(self, instant):
        """Return the company's day of an instant, now without one, within what the item's ledger takes."""
        today = self.company_id._service_day()
        day = self.company_id._service_day(instant) if instant else today
        return max(min(day, today), self.warranty_id.sudo().purchase_date)  # sudo: only the day

    def _get_fault(self):
        """Return by which words repairs of the same fault are told."""
        return (self.category_id.complete_name or (self.description or "").split("\n")[0])[:200]
