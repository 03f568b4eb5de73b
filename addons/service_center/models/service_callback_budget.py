from odoo import api, models

from ..engine.callback_lifecycle import OPEN_STATES


class ServiceCallback(models.Model):
    """Callbacks that people enter or move count in the customer's budget like planned ones (C4)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Create; what is booked already keeps its day, what a person enters is booked on the day chosen."""
        callbacks = super().create(vals_list)
        open_now = callbacks.filtered(lambda one: one.state in OPEN_STATES and not one.is_history)
        open_now._filter_unbooked()._book_contacts()
        open_now.filtered(lambda one: not one.window_from)._offer_windows()
        return callbacks

    def write(self, vals):
        """Write; a day that a person chooses is booked, and its hours are offered."""
        moved = self.browse()
        if {"due_date", "partner_id"} & vals.keys():
            moved = self.filtered(
                lambda one: (
                    one.state in OPEN_STATES
                    and (
                        (vals.get("due_date") and str(one.due_date) != str(vals["due_date"])[:10])
                        or vals.get("partner_id", one.partner_id.id) != one.partner_id.id
                    )
                )
            )
        result = super().write(vals)
        if moved:
            moved._filter_unbooked()._book_contacts()
            moved._offer_windows()
        return result

    def unlink(self):
        self._release_contacts()
        return super().unlink()

    def _filter_unbooked(self):
        """Return those that are not booked on the day on which they are due."""
        # sudo: only whether the day is booked
        contacts = self.env["service.contact"].sudo()
        booked = contacts.search_fetch(
            [("key", "in", self.mapped("key")), ("company_id", "in", self.company_id.ids)],
            ["key", "company_id", "partner_id", "day"],
        )
        known = {(one.company_id.id, one.key): (one.partner_id.id, one.day) for one in booked}
        accounts = contacts._find_accounts(set(self.partner_id.ids)) if known else {}
        return self.filtered(
            lambda one: (
                known.get((one.company_id.id, one.key), (0, 0))
                != (accounts[one.partner_id.id].id if known else 0, one.due_date)
            )
        )

    def _book_contacts(self, day=None):
        """Book the days of these callbacks, whatever the budget: a person decided, or it happened.

        :param day: the day on which the contact was made; None: when they are due
        """
        self.env["service.contact"]._book(
            [
                {
                    "partner_id": callback.partner_id.id,
                    "company_id": callback.company_id.id,
                    "date": day or callback.due_date,
                    "duty": True,
                    "key": callback.key,
                    "purpose": callback.plan_id.name,
                }
                for callback in self
            ]
        )

    def _release_contacts(self):
        for company, callbacks in self.grouped("company_id").items():
            self.env["service.contact"]._release(callbacks.mapped("key"), company)

    def _note_contact(self, at):
        """Note that the customer was contacted just now, in the budget and on the contact."""
        self.ensure_one()
        if self.is_history:
            return
        self._book_contacts(self.company_id._service_day(at))
        self.partner_id._service_contacted(at, self)
