from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import warranty as engine


class ServiceWarranty(models.Model):
    """What happens to an item: repairs, readings, another owner, exchange, void. Each is an event."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    def _begin_repair(self, day=None, fault="", order=None, note=None):
        """Note that this item is under repair from a day on; returns the event."""
        day = self._check_step(day)
        return self._append([self._prepare_event("repair_begin", day, order, note, fault=fault)])

    def _end_repair(self, day=None, begin=None, order=None, note=None):
        """Note that this item is back.

        :param begin: the event of the beginning; without, the repair that began first
        """
        day = self._check_step(day)
        begin = begin or self._get_open_repairs()[:1]
        if not begin:
            raise UserError(self.env._("%(number)s is not under repair.", number=self.name))
        if day < begin.date:
            raise UserError(
                self.env._(
                    "%(number)s: the repair ends on %(end)s, before it began on %(begin)s.",
                    number=self.name,
                    end=day,
                    begin=begin.date,
                )
            )
        return self._append([self._prepare_event("repair_end", day, order, note, of_id=begin.id)])

    def _get_open_repairs(self):
        """Return the events of repairs that began and did not end, the first one first."""
        self.ensure_one()
        # sudo: as the ledger is replayed
        events = self.sudo().event_ids.filtered(lambda event: not event.is_taken_back)
        ended = events.filtered(lambda event: event.kind == "repair_end").of_id
        return (events.filtered(lambda event: event.kind == "repair_begin") - ended).sorted(
            lambda event: (event.date, event.id)
        )

    def _record_reading(self, reading, day=None, order=None, note=None):
        """Note what the item was read at; readings never fall, also not between others."""
        day = self._check_step(day)
        if reading < 0:
            raise UserError(self.env._("%(number)s: a reading is not below zero.", number=self.name))
        readings = self._replay()[self.id].readings
        before = next((known for known in reversed(readings) if known[0] <= day), None)
        after = next((known for known in readings if known[0] > day), None)
        if before and reading < before[1]:
            raise UserError(
                self.env._(
                    "%(number)s: %(reading)s is lower than the reading of %(day)s, %(known)s. If that one is "
                    "wrong, take it back first.",
                    number=self.name,
                    reading=f"{reading:,g}",
                    day=before[0],
                    known=f"{before[1]:,g}",
                )
            )
        if after and reading > after[1]:
            raise UserError(
                self.env._(
                    "%(number)s: %(reading)s is higher than the later reading of %(day)s, %(known)s. If that "
                    "one is wrong, take it back first.",
                    number=self.name,
                    reading=f"{reading:,g}",
                    day=after[0],
                    known=f"{after[1]:,g}",
                )
            )
        return self._append(
            [self._prepare_event("reading", day, order, note, reading=reading, has_reading=True)]
        )

    def _transfer(self, partner, day=None, note=None):
        """Give the item another owner; whether its warranty goes along is what was promised."""
        day = self._check_step(day)
        if not partner or partner == self.partner_id:
            raise UserError(self.env._("%(number)s: choose another owner.", number=self.name))
        event = self._append([self._prepare_event("transfer", day, None, note, partner_id=partner.id)])
        self._write_stepped({"partner_id": partner.id})
        return event

    def _void(self, note, day=None, reason="manual"):
        """Declare the warranties of these items void from a day on, for a reason."""
        if not (note or "").strip():
            raise UserError(self.env._("Why is the warranty void? Enter the reason."))
        events = []
        self._lock_ledger()
        for warranty in self:
            on = warranty._check_step(day, lock=False)
            events.append(warranty._prepare_event("void", on, None, note, reason=reason))
        return self._append(events)

    def _exchange(self, day=None, serial=False, product=None, order=None, note=None):
        """Give another item for this one, and return the warranty of that item.

        It starts anew or goes on, as was promised; the owner and the proof are the old item's.
        """
        day = self._check_step(day)
        item = self._create_items([self._prepare_exchanged(day, serial, product)])
        self._append([self._prepare_event("exchange", day, order, note, other_id=item.id)])
        standing = self._replay()[self.id]
        terms = standing.terms
        if terms.exchange == "continue":
            terms = engine.replace_covers(terms, engine.carried_on(standing, day))
        item._record_starts({item.id: terms})
        item._claim_serials()
        return item

    def _prepare_exchanged(self, day, serial, product):
        self.ensure_one()
        return {
            "origin": "exchange",
            "exchanged_from_id": self.id,
            "company_id": self.company_id.id,
            "product_id": (product or self.product_id).id,
            "serial": serial,
            "partner_id": self.partner_id.id,
            "term_id": self.term_id.id,
            "purchase_date": self.purchase_date,
            "start_basis": "exchange",
            "start_date": day,
            # a number proves what it stands on
            "proof": "none" if self.proof == "serial" and not serial else self.proof,
            "proof_number": self.proof_number,
            "proof_file": self.proof_file,
            "proof_name": self.proof_name,
            "sale_line_id": self.sale_line_id.id,
            "sale_order_id": self.sale_order_id.id,
            "is_history": self.is_history,
        }

    def _take_back(self, event):
        """Take an event of this item back that was a slip, as if it had never been."""
        self._check_right()
        self._lock_ledger()
        # sudo: as the ledger is replayed
        event = event.sudo()
        if event.kind in ("start", "revert", "exchange") or event.is_taken_back:
            raise UserError(
                self.env._(
                    "“%(event)s” cannot be taken back. What was promised is changed on the warranty itself, "
                    "and an exchange is a new item.",
                    event=event.display_name,
                )
            )
        # sudo: only whether an end refers to it; nothing of the rows is told
        if event.kind == "repair_begin" and self.sudo().event_ids.filtered(
            lambda one: one.of_id == event and one.kind == "repair_end" and not one.is_taken_back
        ):
            raise UserError(self.env._("Take the end of this repair back first."))
        self._append(
            [self._prepare_event("revert", self.company_id._service_day(), None, None, of_id=event.id)]
        )
        standing = self._replay()[self.id]
        if event.kind == "transfer":
            self._write_stepped({"partner_id": standing.owner})
        if event.kind == "proof":
            self._write_stepped({"proof": standing.proof})
        self._claim_serials()

    # What a step needs
    def _check_right(self):
        """Refuse steps to those who only look at warranties."""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers record what happens to items in warranty."))

    def _check_step(self, day, lock=True):
        """Return the day of a step; refuse days that cannot be, and items that were given up."""
        self.ensure_one()
        self._check_right()
        if lock:
            self._lock_ledger()
        today = self.company_id._service_day()
        day = fields.Date.to_date(day) or today
        if self.closed_by:
            raise UserError(
                self.env._(
                    "%(number)s was given up on %(day)s: nothing happens to it any more.",
                    number=self.name,
                    day=self.closed_on,
                )
            )
        if day > today:
            raise UserError(self.env._("%(day)s is in the future.", day=day))
        if day < self.purchase_date:
            raise UserError(
                self.env._(
                    "%(number)s: %(day)s is before the item was bought on %(bought)s.",
                    number=self.name,
                    day=day,
                    bought=self.purchase_date,
                )
            )
        return day

    def _prepare_event(self, kind, day, order=None, note=None, **vals):
        self.ensure_one()
        return {
            "warranty_id": self.id,
            "kind": kind,
            "date": day,
            "order_id": order.id if order else False,
            "note": note,
            **vals,
        }
