from odoo import api, models

from odoo.addons.service_kernel.engine.cells import match_key
from odoo.addons.service_kernel.engine.rows import row_key
from odoo.addons.service_kernel.tools.ledger_lookup import resolve_texts

from ..tools.warranty_ledger import BASES, MESSAGES, PROOFS, warranty_columns

#: columns whose value goes into the field as it is
PLAIN = {
    "product": "product_id",
    "serial": "serial",
    "bought": "purchase_date",
    "start": "start_date",
    "basis": "start_basis",
    "term": "term_id",
    "proof": "proof",
    "proof_number": "proof_number",
    "order": "sale_order_id",
}


class ServiceWarranty(models.Model):
    """Ledgers of sold items, as companies keep them in a spreadsheet."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _ledger_columns(self):
        return warranty_columns(self.env)

    @api.model
    def _ledger_messages(self):
        return MESSAGES

    @api.model
    def _ledger_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_warranty_action")
        return {**action, "domain": domain, "context": {}, "display_name": self.env._("Imported Warranties")}

    @api.model
    def _ledger_resolve(self, rows, check):
        company = check.company
        own = [("company_id", "in", [False, company.id])]
        check.choose("basis", BASES)
        check.choose("proof", PROOFS)
        texts = {row: row.values.get("product") for row in rows}
        resolve_texts(
            rows, check, "product", self.env["product.product"], ["default_code", "barcode", "name"], own
        )
        for row in rows:
            if texts[row] and not row.values.get("product"):
                row.error("product", "relation_unknown_listed", value=texts[row])
        for code, model, names in (
            ("order", "sale.order", ["name"]),
            ("term", "service.warranty.term", ["code", "name"]),
        ):
            resolve_texts(rows, check, code, self.env[model], names, [("company_id", "=", company.id)])
        self._ledger_resolve_owners(rows, check, own)
        self._ledger_resolve_serials(rows, company)

    @api.model
    def _ledger_resolve_owners(self, rows, check, domain):
        """The contact with the telephone number of the row, else with the owner's name, if there is one."""
        keys = {row.values["phone"].key for row in rows if row.values.get("phone")}
        by_phone = self.env["service.complaint"]._ledger_partners_by_phone(keys, domain, check.country)
        for row in rows:
            phone = row.values.get("phone")
            found = by_phone.get(phone.key, ()) if phone else ()
            if len(found) == 1:
                row.values["partner"] = next(iter(found))
                row.values.pop("owner", None)
        resolve_texts(rows, check, "owner", self.env["res.partner"], ["name"], domain)

    @api.model
    def _ledger_resolve_serials(self, rows, company):
        """Refuse serial numbers that another item holds, or that are twice in the ledger."""
        keys, seen = {}, {}
        for row in rows:
            serial, product = row.values.get("serial"), row.values.get("product")
            if serial and product:
                keys[row] = (company.id, product, " ".join(serial.split()).lower())
        holders = self._get_holders(set(keys.values()))
        for row, key in keys.items():
            holder = holders.get(key)
            start = row.values.get("start") or row.values.get("bought")
            known = row_key(*self._ledger_identity(row)[:2])  # the same row again is told as such
            if seen.setdefault(key, known) != known:
                row.error("serial", "serial_repeated", value=row.values["serial"])
            elif holder and holder.import_key != known and not (start and holder._is_over(start)):
                row.error("serial", "serial_taken", value=row.values["serial"], number=holder.name)

    @api.model
    def _ledger_validate(self, row, check):
        bought, start = row.values.get("bought"), row.values.get("start")
        if bought and bought > check.company._service_day():
            row.error("bought", "bought_in_future", value=row.texts["bought"])
        if bought and start and start < bought and row.values.get("basis") != "serial":
            row.error("start", "starts_before_bought", value=row.texts["start"])
        if row.values.get("reading", 0) < 0:
            row.error("reading", "reading_negative", value=row.texts["reading"])
        proof = row.values.get("proof")
        needed = {"invoice": "proof_number", "receipt": "proof_number", "serial": "serial", "sale": "order"}
        if proof in needed and not row.values.get(needed[proof]):
            row.warn("proof", "proof_incomplete", value=row.texts["proof"])
            check.keep(row, "proof")
            row.values["proof"] = "none"
        if row.values.get("product") and bought and not row.values.get("term"):
            product = self.env["product.product"].browse(row.values["product"])
            if not self.env["service.warranty.term"]._choose(product, check.company, bought).id:
                row.error("product", "no_term", value=product.display_name)

    @api.model
    def _ledger_identity(self, row):
        bought, owner = row.values.get("bought"), row.values.get("partner") or row.values.get("owner")
        story = (
            str(row.values.get("product") or ""),
            match_key(row.values.get("serial") or ""),
            bought.isoformat() if bought else "",
        )
        return row.values.get("number"), (*story, str(owner or "")), story

    @api.model
    def _ledger_values(self, row, check):
        values = {name: row.values[code] for code, name in PLAIN.items() if row.values.get(code) is not None}
        if values.get("start_date") and "start_basis" not in values:
            values["start_basis"] = "delivery"
        values["partner_id"] = row.values.get("partner") or row.values.get("owner") or False
        if row.values.get("reading"):
            values["last_reading"] = row.values["reading"]
        return values

    @api.model
    def _ledger_create(self, values_list):
        """Create items as their rows say; what they were read at goes into their ledgers."""
        readings = [values.pop("last_reading", None) for values in values_list]
        items = super()._ledger_create(values_list)
        events = [
            item._prepare_event("reading", item.company_id._service_day(), reading=reading, has_reading=True)
            for item, reading in zip(items, readings, strict=True)
            if reading is not None
        ]
        if events:
            items._append(events)
        return items
