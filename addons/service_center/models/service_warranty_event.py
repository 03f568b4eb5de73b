from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.service_kernel.tools import append_only

from ..engine import warranty as engine
from ..engine import warranty_terms

#: facts of the ledger; links to contacts are Odoo's to rewrite, notes are people's words (decisions 13, 17)
CONTENT = (
    *("warranty_id", "company_id", "kind", "date", "terms", "basis", "proof", "reading", "has_reading"),
    *("fault", "reason", "of_id", "other_id"),
)
PROOFS = [
    ("sale", "Our Sales Order"),
    ("invoice", "Invoice"),
    ("receipt", "Receipt"),
    ("serial", "Serial Number"),
    ("none", "None"),
]
BASES = [
    ("purchase", "Purchase"),
    ("delivery", "Delivery"),
    ("installation", "Installation"),
    ("serial", "Serial Number"),
    ("exchange", "Exchange"),
]
REASONS = [
    ("manual", "By Hand"),
    ("sale_cancelled", "Sale Cancelled"),
    ("sale_returned", "Item Returned"),
]


class ServiceWarrantyEvent(models.Model):
    """What happened to an item: the ledger from which its warranty is replayed. Rows never change.

    A slip is taken back by a row of its own, and what is right entered beside it.
    """

    _name = "service.warranty.event"
    _description = "Event of a Warranty"
    _order = "date desc, id desc"
    _rec_name = "kind"

    warranty_id = fields.Many2one(
        "service.warranty", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("start", "Starts"),
            ("proof", "Proof"),
            ("repair_begin", "Repair Begins"),
            ("repair_end", "Repair Ends"),
            ("reading", "Reading"),
            ("transfer", "New Owner"),
            ("exchange", "Exchanged"),
            ("void", "Void"),
            ("revert", "Taken Back"),
        ],
        "What",
        required=True,
        readonly=True,
    )
    date = fields.Date("Day", required=True, readonly=True)
    terms = fields.Json(readonly=True)
    basis = fields.Selection(BASES, readonly=True)
    proof = fields.Selection(PROOFS, readonly=True)
    reading = fields.Float(readonly=True, aggregator=None)
    has_reading = fields.Boolean(readonly=True)
    fault = fields.Char(readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    note = fields.Text(readonly=True, help="In people's own words.")
    partner_id = fields.Many2one(
        "res.partner", "Owner", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    of_id = fields.Many2one(
        "service.warranty.event",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The event that is taken back, or the beginning of the repair that ends.",
    )
    other_id = fields.Many2one(
        "service.warranty",
        "Item Given",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    order_id = fields.Many2one(
        "service.order", "Service Order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    summary = fields.Char("Details", compute="_compute_summary")
    taken_back_ids = fields.One2many("service.warranty.event", "of_id", domain=[("kind", "=", "revert")])
    is_taken_back = fields.Boolean(compute="_compute_is_taken_back")

    _revert_uniq = models.UniqueIndex("(of_id) WHERE kind = 'revert'", "An event is taken back only once.")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)

    @api.depends("taken_back_ids")
    def _compute_is_taken_back(self):
        for event in self:
            event.is_taken_back = bool(event.taken_back_ids)

    @api.depends("kind", "basis", "proof", "reading", "fault", "reason", "partner_id", "of_id", "other_id")
    @api.depends_context("lang")
    def _compute_summary(self):
        for event in self:
            # sudo: names of who owned the item, and of the item given
            event.summary = event.sudo()._get_summary()

    def _get_summary(self):
        """Return what this event says beside its kind and day."""
        self.ensure_one()

        def label(name):
            return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

        if self.has_reading:
            return self.warranty_id._say_usage(self.reading, self.warranty_id.reading_unit)
        return {
            "start": " · ".join(filter(None, (label("basis"), self.partner_id.name))),
            "proof": label("proof"),
            "repair_begin": self.fault or "",
            "transfer": self.partner_id.display_name or "",
            "exchange": self.other_id.display_name or "",
            "void": label("reason"),
            "revert": self.of_id.display_name or "",
        }.get(self.kind, "")

    @api.depends("kind", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            event.display_name = f"{labels.get(event.kind)} {format_date(self.env, event.date)}"

    def _get_engine_events(self):
        """Return these events as the engine replays them."""
        return [
            engine.Event(
                kind=event.kind,
                on=event.date,
                key=event.id,
                terms=warranty_terms.from_json(event.terms) if event.terms else None,
                basis=event.basis or None,
                proof=event.proof or None,
                reading=event.reading if event.has_reading else None,
                fault=event.fault or "",
                reason=event.reason or None,
                owner=event.partner_id.id or None,
                of=event.of_id.id or None,
            )
            for event in self
        ]

    def action_take_back(self):
        """Take this event back, as if it had never been; only what nothing else hangs on."""
        self.ensure_one()
        self.warranty_id._take_back(self)
