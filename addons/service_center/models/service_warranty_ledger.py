from collections import defaultdict

from odoo import api, models

from odoo.addons.service_kernel.engine.day_term import StoppedDays
from odoo.addons.service_kernel.tools import fixed_row

from ..engine import warranty as engine
from ..engine import warranty_terms
from .service_warranty_entry import REPLAYED, STARTS


class ServiceWarranty(models.Model):
    """The ledger of an item: what happened is appended, and replayed into what is stored."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    def _record_starts(self, terms=None):
        """Start the ledgers of these new items.

        :param terms: {id: engine ``Terms``} of items that were promised something else than their term says
        """
        promised = {term.id: term._get_engine_terms() for term in self.term_id}
        events = []
        for warranty in self:
            promise = (terms or {}).get(warranty.id) or promised[warranty.term_id.id]
            events.append(warranty._prepare_start(promise))
            if warranty.proof != "none":
                events.append(warranty._prepare_proof())
        self._append(events)
        self._explain_each({warranty.id: warranty._prepare_choice() for warranty in self})

    def _record_changes(self, before):
        """Append what people changed of these items.

        :param before: {id: what ``_get_inputs`` gave}
        """
        standings = self._replay()
        events = []
        for warranty in self:
            was = before[warranty.id]
            if any(was[name] != warranty[name] for name in (*STARTS, "partner_id")):
                promise = standings[warranty.id].terms
                if was["term_id"] != warranty.term_id:
                    promise = warranty.term_id._get_engine_terms()
                events.append(warranty._prepare_start(promise))
            if was["proof"] != warranty.proof:
                events.append(warranty._prepare_proof())
        self._append(events)

    def _prepare_start(self, terms):
        self.ensure_one()
        return {
            "warranty_id": self.id,
            "kind": "start",
            "date": self.start_date,
            "basis": self.start_basis,
            "terms": warranty_terms.as_json(terms),
            "partner_id": self.partner_id.id,
        }

    def _prepare_proof(self):
        self.ensure_one()
        return {
            "warranty_id": self.id,
            "kind": "proof",
            "date": self.company_id._service_day(),
            "proof": self.proof,
        }

    def _append(self, vals_list):
        """Append events to the ledgers of these items, and replay them; returns the events.

        Who calls has locked the items (``_lock_ledger``) before reading what it depends on.
        """
        companies = {warranty.id: warranty.company_id.id for warranty in self}
        # sudo: nobody writes the ledger by hand; the step has checked the user's right
        events = (
            self.env["service.warranty.event"]
            .sudo()
            .create([{**vals, "company_id": companies[vals["warranty_id"]]} for vals in vals_list])
        )
        self._refresh()
        # sudo: service orders follow the warranty of their item, whoever records what happened to it
        self.sudo().order_ids._refresh_warranty()
        return events

    def _lock_ledger(self):
        """Write a fixed row of these items before reading: of two steps at once the second starts anew."""
        fixed_row.count_on(self, "ledger_version")
        self.invalidate_recordset()

    def _replay(self):
        """Return {id: engine ``Standing``} of these items that their ledgers give; None without a start."""
        # sudo: whoever may use the item may know what its ledger gives
        events = (
            self.env["service.warranty.event"].sudo().search([("warranty_id", "in", self.ids)], order="id")
        )
        by_item = defaultdict(list)
        for row, event in zip(events, events._get_engine_events(), strict=True):
            by_item[row.warranty_id.id].append(event)
        return {item: engine.replay(by_item[item], StoppedDays) for item in self.ids}

    def _refresh(self):
        """Store what the ledgers of these items give, and why."""
        standings = self._replay()
        for warranty in self:
            values = self._prepare_replayed(standings[warranty.id])
            changed = {name: value for name, value in values.items() if (warranty[name] or False) != value}
            if changed:
                warranty._write_stepped(changed)
        self._explain_each({item: self._prepare_reasons(standing) for item, standing in standings.items()})

    @api.model
    def _prepare_replayed(self, standing):
        """Return {stored field: value} that a ``Standing`` gives; nothing is False."""
        values = dict.fromkeys((*REPLAYED, "is_current"), False)
        for cover in standing.covers:
            values[f"{cover.kind}_share"] = cover.share
            values[f"{cover.kind}_end"] = cover.end or False
        closed = standing.closed
        values |= {
            "end_date": standing.end or False,
            "promise": warranty_terms.as_json(standing.terms),
            "is_proven": standing.is_proven,
            "under_repair_since": standing.under_repair_since or False,
            "repair_count": len(standing.repairs) or False,
            "closed_by": closed.kind if closed else False,
            "closed_on": closed.on if closed else False,
        }
        if standing.readings:
            values["last_reading_on"], values["last_reading"] = standing.readings[-1]
        if not closed:
            values.pop("is_current")  # who holds a serial number is decided when it is entered
        return values

    def _prepare_choice(self):
        """Return the entry of ``explanation`` that tells why this item has its term."""
        self.ensure_one()
        term, rejected = self.term_id, ()
        if self.exchanged_from_id:
            decision = "term_of_former"
        else:
            choice = term._choose(self.product_id, self.company_id, self.purchase_date)
            decision = choice.decision if choice.id == term.id else "term_chosen"
            rejected = choice.rejected if choice.id == term.id else ()
        because = [
            {"rule": code, "because": {"code": reason, "params": params}} for code, reason, params in rejected
        ]
        return {"warranty_term": self._prepare_explanation(decision, term.code, term.code, rejected=because)}

    def _prepare_reasons(self, standing):
        """Return the entries of ``explanation`` of an item: until when it is in warranty, and why."""
        end = standing.end
        facts = {
            "warranty_term": standing.terms.code,
            "warranty_start": standing.start.isoformat(),
            "warranty_basis": standing.basis,
            "warranty_covers": [
                {
                    "kind": cover.kind,
                    "share": cover.share,
                    "end": cover.end.isoformat() if cover.end else None,
                    "by": cover.ends_by,
                }
                for cover in standing.covers
            ],
            "warranty_repairs": [
                [repair.first.isoformat(), repair.last.isoformat() if repair.last else None]
                for repair in standing.repairs
            ],
            "repair_stops": standing.terms.repair_stops,
            "warranty_proof": standing.proof,
        }
        how = {cover.ends_by for cover in standing.covers if cover.end == end}
        decision = next(
            (code for code in ("void", "exchange", "transfer", "usage", "time") if code in how), "open"
        )
        return {
            "warranty": self._prepare_explanation(
                f"warranty_{decision}",
                end.isoformat() if end else None,
                standing.terms.code,
                facts,
                engine=engine.ENGINE,
            )
        }
