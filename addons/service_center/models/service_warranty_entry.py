from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: outcome of the ledger, written by its replay only
REPLAYED = (
    *("parts_share", "parts_end", "labour_share", "labour_end", "travel_share", "travel_end"),
    *("end_date", "promise", "is_proven", "under_repair_since", "repair_count"),
    *("last_reading", "last_reading_on", "closed_by", "closed_on"),
)
#: written by steps only
STEPPED = {*REPLAYED, "name", "origin", "exchanged_from_id", "is_current", "conflict_id", "ledger_version"}
#: entered by people; a change of one is an event
STARTS = ("purchase_date", "start_date", "start_basis", "term_id")


class ServiceWarranty(models.Model):
    """Registering items, and what may be changed of them; each change is an event of the ledger."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Register items; their ledgers start with what was promised."""
        vals_list = [{name: vals[name] for name in vals.keys() - STEPPED} for vals in vals_list]
        warranties = super().create(
            self._prepare_items(
                [{**vals, "origin": "import" if vals.get("import_key") else "manual"} for vals in vals_list]
            )
        )
        warranties._record_starts()
        warranties._claim_serials()
        return warranties

    # the way around our own create(), which drops what steps give
    @api.model
    def _create_items(self, vals_list):
        """Create items without a ledger yet: who calls starts it with ``_record_starts``."""
        return super().create(self._prepare_items(vals_list))  # pylint: disable=super-method-mismatch

    @api.model
    def _prepare_items(self, vals_list):
        """Give items their numbers and terms, and return their values."""
        by_company = defaultdict(list)
        for vals in vals_list:
            vals["serial"] = " ".join((vals.get("serial") or "").split()) or False
            vals["is_current"] = False  # until the serial number is known to be free
            by_company[vals.get("company_id") or self.env.company.id].append(vals)
        for company_id, company_vals in by_company.items():
            company = self.env["res.company"].browse(company_id)
            self._fill_terms(company, company_vals)
        self.env["ir.sequence"]._service_number(self._name, vals_list)
        return vals_list

    @api.model
    def _fill_terms(self, company, vals_list):
        """Refuse items of which nobody says what is promised, in plain words."""
        Term = self.env["service.warranty.term"]
        today = company._service_day()
        for vals in vals_list:
            product = self.env["product.product"].browse(vals.get("product_id"))
            if vals.get("term_id") or not product:
                continue
            day = fields.Date.to_date(vals.get("purchase_date")) or today
            vals["term_id"] = Term._choose(product, company, day).id
            if not vals["term_id"]:
                raise ValidationError(
                    self.env._(
                        "No warranty term holds for “%(product)s”: choose one, or have one set up.",
                        product=product.display_name,
                    )
                )

    def write(self, vals):
        """Write; what the ledger gives stays, and a change of what was promised is an event."""
        vals = {name: value for name, value in vals.items() if name not in STEPPED}
        if "serial" in vals:
            vals["serial"] = " ".join((vals["serial"] or "").split()) or False
        self._check_changes(vals)
        before = {warranty.id: warranty._get_inputs() for warranty in self}
        if {"serial", "product_id"} & vals.keys():
            vals["is_current"] = False  # until the serial number is known to be free
        result = super().write(vals)
        if "is_current" in vals:
            self._claim_serials()
        changed = self.filtered(lambda one: one._get_inputs() != before[one.id])
        changed._record_changes(before)
        return result

    def _get_inputs(self):
        """Return what people entered and the ledger depends on."""
        self.ensure_one()
        return {name: self[name] for name in (*STARTS, "proof", "partner_id")}

    def _check_changes(self, vals):
        """Refuse to change what ended, and owners but by the step that keeps the former one."""
        inputs = {*STARTS, "proof", "partner_id", "product_id", "serial"} & vals.keys()
        for warranty in self:
            changed = {name for name in inputs if warranty._differs(name, vals[name])}
            if changed and warranty.closed_by:
                raise UserError(
                    self.env._(
                        "%(number)s was given up on %(day)s: it stays as it was.",
                        number=warranty.name,
                        day=warranty.closed_on,
                    )
                )
            if "partner_id" in changed and warranty.partner_id:
                raise UserError(
                    self.env._(
                        "%(number)s belongs to %(owner)s: use “Transfer” to give it another owner.",
                        number=warranty.name,
                        owner=warranty.partner_id.display_name,
                    )
                )

    def _differs(self, name, value):
        field = self._fields[name]
        return field.convert_to_cache(value, self) != field.convert_to_cache(self[name], self)

    # the way around our own write(), which drops what others give
    def _write_stepped(self, vals):  # pylint: disable=missing-return
        # sudo: what a step decides, whatever the user may write; the step has checked the user's right
        super(ServiceWarranty, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Warranties are kept: declare one void that should not be, and archive it.")
        )
