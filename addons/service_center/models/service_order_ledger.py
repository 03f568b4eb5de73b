from odoo import api, models
from odoo.fields import Command, Domain

from odoo.addons.service_kernel.engine.cells import match_key
from odoo.addons.service_kernel.tools.ledger_lookup import find_by_text, resolve_texts, resolve_tree

from ..engine import order_ledger, order_lifecycle
from ..tools.complaint_words import CHANNELS
from ..tools.order_ledger import MESSAGES, order_columns
from ..tools.order_words import CAUSES, KINDS, LIABILITY, STATES, WARRANTY

#: columns whose value goes into the field as it is
PLAIN = {
    "received_at": "received_at",
    "address": "address",
    "channel": "channel",
    "type": "type_id",
    "category": "category_id",
    "product": "product_id",
    "serial": "serial",
    "description": "description",
    "cause": "defect_cause",
    "technician": "employee_id",
    "planned_start": "planned_start",
    "finished_at": "finished_at",
    "work_done": "work_done",
    "opinion": "customer_opinion",
    "signed_by": "signed_by",
    "unfinished": "unfinished_reason",
}
MAX_HOURS = 1000.0
COMPANY_SHARES = {"company": 100.0, "customer": 0.0, "split": 50.0}


class ServiceOrder(models.Model):
    """Registers of repairs, as companies keep them in a spreadsheet (DOOR-IN-01, INST-REP-02)."""

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _ledger_columns(self):
        return order_columns(self.env)

    @api.model
    def _ledger_messages(self):
        return MESSAGES

    @api.model
    def _ledger_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_order_action")
        return {**action, "domain": domain, "context": {}, "display_name": self.env._("Imported Orders")}

    # Texts to records
    @api.model
    def _ledger_resolve(self, rows, check):
        own = [("company_id", "in", [False, check.company.id])]
        check.choose("channel", CHANNELS, fallback="other")
        check.choose("warranty", WARRANTY, fallback="unproven")
        check.choose("cause", CAUSES, fallback="unknown")
        check.choose("liability", LIABILITY)
        check.choose("state", STATES)
        resolve_tree(rows, check, "category", self.env["service.category"], own)
        resolve_texts(
            rows, check, "product", self.env["product.product"], ["default_code", "barcode", "name"], own
        )
        self._ledger_resolve_types(rows, check)
        self._ledger_resolve_technicians(rows, check, own)
        self._ledger_resolve_hours(rows, check)
        # contacts are found as those of complaints are
        self.env["service.complaint"]._ledger_resolve_customers(rows, check, own)

    @api.model
    def _ledger_resolve_types(self, rows, check):
        """By code or name, else by a word for its kind; what is not known is a warning and kept."""
        Type = self.env["service.order.type"]
        own = Domain("company_id", "=", check.company.id)
        texts = list({row.values["type"] for row in rows if "type" in row.values})
        found = find_by_text(Type, texts, ["code", "name"], own)
        words = {match_key(word): kind for kind, names in KINDS.items() for word in names}
        base = {one.kind: one.id for one in Type.search(own & Domain("pack_code", "=", False))}
        for row in rows:
            text = row.values.pop("type", None)
            if text is None:
                continue
            ids = found.get(match_key(text), ())
            chosen = next(iter(ids)) if len(ids) == 1 else base.get(words.get(match_key(text)))
            if chosen:
                row.values["type"], row.shown["type"] = chosen, text
            else:
                row.warn("type", "relation_unknown_kept", value=text, count=0)
                check.keep(row, "type")

    @api.model
    def _ledger_resolve_technicians(self, rows, check, domain):
        """The first name of the cell that is one employee's; the others are kept as a note."""
        names = list({name for row in rows for name in row.values.get("technician", ())})
        found = find_by_text(self.env["hr.employee.public"], names, ["name"], domain)
        for row in rows:
            names = row.values.pop("technician", None)
            if not names:
                continue
            hits = [found.get(match_key(name), set()) for name in names]
            known = [next(iter(ids)) for ids in hits if len(ids) == 1]
            row.shown["technician"] = "、".join(names)
            if known:
                row.values["technician"] = known[0]
            if len(known) < len(names):
                missing = [name for name, ids in zip(names, hits, strict=True) if len(ids) != 1]
                row.warn("technician", "relation_unknown_kept", value="、".join(missing), count=0)
            elif len(known) > 1:
                row.warn("technician", "technicians_several", value="、".join(names))
            if len(names) > 1 or not known:
                check.keep(row, "technician")

    @api.model
    def _ledger_resolve_hours(self, rows, check):
        day = check.company.resource_calendar_id.hours_per_day or 8.0
        for row in rows:
            text = row.values.pop("hours", None)
            if text is None:
                continue
            hours = order_ledger.parse_hours(text, day)
            if hours is None:
                row.error("hours", "hours_unreadable", value=text)
            elif hours > MAX_HOURS:
                row.error("hours", "hours_too_many", value=text)
            else:
                row.values["hours"], row.shown["hours"] = hours, f"{hours:g}"

    # One row
    @api.model
    def _ledger_validate(self, row, check):
        received, finished = row.values.get("received_at"), row.values.get("finished_at")
        for code, at in (("received_at", received), ("finished_at", finished)):
            if at and at > check.now:
                row.error(code, "order_in_future", value=row.texts[code])
        if received and finished and finished < received:
            if check.is_day(finished) and check.day(finished) == check.day(received):
                row.values["finished_at"] = received  # only the day is known
            else:
                row.error("finished_at", "finished_before_received", value=row.texts["finished_at"])
        if row.values.get("amount", 0) < 0:
            row.error("amount", "cost_negative", value=row.texts["amount"])
        self._ledger_validate_state(row, check)

    @api.model
    def _ledger_validate_state(self, row, check):
        finished = row.values.get("finished_at")
        state = row.values.setdefault("state", "closed" if finished else "draft")
        over = (*order_lifecycle.DONE_STATES, *order_lifecycle.ENDED_STATES)
        if finished and state not in over and not row.is_bad:
            row.warn("finished_at", "finished_but_open", value=row.texts["finished_at"])
            check.keep(row, "finished_at")
            row.values.pop("finished_at")

    @api.model
    def _ledger_identity(self, row):
        phone = row.values.get("phone")
        story = (row.values.get("received_at"), row.values.get("customer"), row.values.get("description"))
        return row.values.get("number"), (*story, phone.key if phone else None), story

    @api.model
    def _ledger_create_missing(self, rows, check):
        self.env["service.complaint"]._ledger_create_missing(rows, check)

    @api.model
    def _ledger_values(self, row, check):
        values = {name: row.values[code] for code, name in PLAIN.items() if row.values.get(code) is not None}
        values.setdefault("channel", "other")
        values["user_id"] = False
        customer = self.env["service.complaint"]._ledger_customer_values(row)
        values |= {name: value for name, value in customer.items() if value or name == "partner_id"}
        values["line_ids"] = [Command.create(vals) for vals in self._ledger_lines(row)]
        return {**values, **self._ledger_state_values(row)}

    @api.model
    def _ledger_state_values(self, row):
        """What the register tells of state and payment; what it does not tell stays empty."""
        state, liability = row.values["state"], row.values.get("liability")
        values = {
            "state": state,
            "warranty_state": row.values.get("warranty", False),
            "liability": liability or False,
            "closed_at": row.values.get("finished_at", False) if state == "closed" else False,
            "waiting_for": "parts" if state == "waiting" else False,
            "waited_from": "confirmed" if state == "waiting" else False,
        }
        if liability:
            values["company_share"] = COMPANY_SHARES[liability]
            values["customer_share"] = 100.0 - COMPANY_SHARES[liability]
        return values

    @api.model
    def _ledger_lines(self, row):
        """Return the values of the lines: materials, hours, and what the job cost."""
        lines = [
            {"kind": "part", "name": name[:500], "quantity": quantity, "part_state": "used", "unit_cost": 0.0}
            for name, quantity in order_ledger.parse_materials(row.values.get("material", ""))
        ]
        if row.values.get("hours"):
            hours = {"quantity": row.values["hours"], "price_unit": 0.0, "unit_cost": 0.0}
            lines.append({"kind": "labour", "name": self.env._("Labour"), **hours})
        if row.values.get("amount"):
            cost = float(row.values["amount"])
            amount = {"quantity": 1.0, "price_unit": cost, "unit_cost": cost}
            lines.append({"kind": "other", "name": self.env._("Costs of the job"), **amount})
        return lines
