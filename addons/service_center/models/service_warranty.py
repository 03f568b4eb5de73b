from odoo import api, fields, models

from .service_warranty_event import BASES, PROOFS


class ServiceWarranty(models.Model):
    """The warranty of one sold item: what was promised, and until when (C9).

    Ends and states are replayed from the ledger of ``service.warranty.event``; nothing else writes them.
    """

    _name = "service.warranty"
    _description = "Warranty"
    _inherit = [
        "service.text.mixin",
        "service.explained.mixin",
        "service.ledger.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "start_date desc, id desc"
    _rec_names_search = ["name", "serial", "product_id.name", "product_id.default_code", "partner_id.name"]
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/", index="trigram")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )

    # The item and its owner
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    categ_id = fields.Many2one(related="product_id.categ_id", store=True, index="btree_not_null")
    serial = fields.Char("Serial Number", index="trigram", copy=False, tracking=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Owner",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    origin = fields.Selection(
        [
            ("sale", "Sale"),
            ("manual", "By Hand"),
            ("import", "Import"),
            ("exchange", "Exchange"),
        ],
        "Came From",
        required=True,
        readonly=True,
        copy=False,
        default="manual",
    )
    sale_line_id = fields.Many2one(
        "sale.order.line",
        "Order Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        compute="_compute_sale_order_id",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )

    # What was promised
    term_id = fields.Many2one(
        "service.warranty.term",
        compute="_compute_term_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="That of the product, of its category, or the general one. What it promises now is kept.",
    )
    purchase_date = fields.Date(
        "Bought On", required=True, default=lambda self: self.env.company._service_day(), tracking=True
    )
    start_basis = fields.Selection(BASES, "Starts With", required=True, default="purchase", tracking=True)
    start_date = fields.Date(
        "Starts On",
        compute="_compute_start_date",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        tracking=True,
    )
    proof = fields.Selection(
        PROOFS, "Proof of Purchase", required=True, default="none", copy=False, tracking=True
    )
    proof_number = fields.Char("Number of the Proof", copy=False, tracking=True)
    proof_file = fields.Binary("Picture of the Proof", attachment=True, copy=False)
    proof_name = fields.Char(copy=False)

    # What the ledger gives
    event_ids = fields.One2many("service.warranty.event", "warranty_id", string="Ledger", readonly=True)
    parts_share = fields.Float("Parts (%)", digits=(5, 2), readonly=True, copy=False, aggregator=None)
    parts_end = fields.Date("Parts Until", readonly=True, copy=False)
    labour_share = fields.Float("Labour (%)", digits=(5, 2), readonly=True, copy=False, aggregator=None)
    labour_end = fields.Date("Labour Until", readonly=True, copy=False)
    travel_share = fields.Float("Travel (%)", digits=(5, 2), readonly=True, copy=False, aggregator=None)
    travel_end = fields.Date("Travel Until", readonly=True, copy=False)
    end_date = fields.Date(
        "Ends On",
        readonly=True,
        copy=False,
        index=True,
        help="The last day, up to its end. Empty: no end is known, for time stands still or usage alone ends "
        "it.",
    )
    promise = fields.Json(
        readonly=True, copy=False, help="What was promised for this item, whatever its term says now."
    )
    is_proven = fields.Boolean("Proven", readonly=True, copy=False)
    under_repair_since = fields.Date(readonly=True, copy=False)
    repair_count = fields.Integer("Repairs", readonly=True, copy=False)
    last_reading = fields.Float(readonly=True, copy=False, aggregator=None)
    last_reading_on = fields.Date("Read On", readonly=True, copy=False)
    reading_unit = fields.Selection(related="term_id.limit_unit", string="Usage In")
    closed_by = fields.Selection(
        [("exchange", "Exchanged"), ("void", "Void")], "Given Up", readonly=True, copy=False, index=True
    )
    closed_on = fields.Date("Given Up On", readonly=True, copy=False)

    # Exchange, and serial numbers that meet
    exchanged_from_id = fields.Many2one(
        "service.warranty",
        "Given In Exchange For",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    replacement_ids = fields.One2many("service.warranty", "exchanged_from_id", string="Exchanged For")
    conflict_id = fields.Many2one(
        "service.warranty",
        "Serial Number Also On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Another item with this serial number was in warranty when this one started.",
    )
    is_current = fields.Boolean(
        "Holds the Serial Number", readonly=True, copy=False, default=True, export_string_translation=False
    )
    ledger_version = fields.Integer(readonly=True, copy=False, export_string_translation=False)

    _name_uniq = models.UniqueIndex("(company_id, name)", "Another warranty has this number already.")
    _import_key_uniq = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL",
        "This row of the ledger was imported already.",
    )
    _serial_uniq = models.UniqueIndex(
        "(company_id, product_id, lower(serial)) WHERE serial IS NOT NULL AND is_current",
        "Another item of this product with this serial number is in warranty.",
    )
    _state_idx = models.Index("(company_id, start_date, end_date)")

    @api.depends("sale_line_id")
    def _compute_sale_order_id(self):
        for warranty in self:
            # sudo: only the number of the order that it was sold with
            warranty.sale_order_id = warranty.sale_line_id.sudo().order_id or warranty.sale_order_id

    @api.depends("product_id", "company_id", "purchase_date")
    def _compute_term_id(self):
        """Choose the term of new items; of known ones it changes by hand only, for it was promised."""
        Term = self.env["service.warranty.term"]
        for warranty in self:
            if warranty._origin.term_id or not warranty.product_id:
                warranty.term_id = warranty._origin.term_id or warranty.term_id
                continue
            day = warranty.purchase_date or warranty.company_id._service_day()
            chosen = Term._choose(warranty.product_id, warranty.company_id, day).id
            warranty.term_id = Term.browse(chosen) if chosen else warranty.term_id

    @api.depends("purchase_date", "start_basis")
    def _compute_start_date(self):
        for warranty in self:
            if warranty.start_basis == "purchase" or not warranty.start_date:
                warranty.start_date = warranty.purchase_date

    @api.depends("name", "product_id.display_name", "serial")
    def _compute_display_name(self):
        for warranty in self:
            if not warranty._origin:
                warranty.display_name = self.env._("New warranty")
                continue
            # sudo: products are not secret to whoever sees the warranty
            parts = [warranty.name, warranty.product_id.sudo().name, warranty.serial]
            warranty.display_name = " · ".join(part for part in parts if part)

    def _creation_message(self):
        return self.env._("Warranty registered")
