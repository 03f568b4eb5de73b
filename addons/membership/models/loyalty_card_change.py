from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.service_kernel.tools.insert_rows import insert_rows

from .loyalty_card_account import to_points, to_units

#: what only the ledger writes
KEPT = {"membership_points_owed", "membership_version", "membership_merged_id"}


class LoyaltyCard(models.Model):
    """Points that Odoo's own code writes on a card: the till, wizards, changed lines, imports.

    Odoo's operation is never blocked: what a card cannot give is owed.
    """

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Points that a new membership card begins with are posted."""
        default = self.env.context.get("default_program_id") or self.env.context.get("active_id")
        ids = [vals.get("program_id", default) for vals in vals_list]
        # sudo: only which of them are memberships
        programs = self.env["loyalty.program"].sudo().browse({one for one in ids if one}).exists()
        memberships = set(programs.filtered("is_membership").ids)
        starts = []
        for number, (vals, program_id) in enumerate(zip(vals_list, ids, strict=True)):
            is_member = program_id in memberships
            units = to_units(vals.get("points") or 0) if is_member else 0
            starts.append(units)
            if is_member:
                vals_list[number] = {name: vals[name] for name in vals if name not in KEPT} | {
                    # as they will be, for Odoo writes to the member at once
                    "points": to_points(max(units, 0)),
                    "membership_points_owed": to_points(max(-units, 0)),
                }
        cards = super().create(vals_list)
        cards._membership_store_starts(starts)
        return cards

    def _membership_store_starts(self, starts):
        """Post what new cards begin with, all at once.

        :param starts: hundredths of each card
        """
        found = [(card, units) for card, units in zip(self, starts, strict=True) if units]
        if not found:
            return
        cause, now = self._membership_cause(), fields.Datetime.now()
        # sudo: only when their points expire
        last = {
            program: program._membership_expires_on(program._membership_company()._membership_day())
            for program in self.sudo().program_id
        }
        Move = self.env["membership.point.move"].sudo()  # sudo: only steps write the ledger
        move_ids = insert_rows(
            Move,
            [
                {
                    "card_id": card.id,
                    "company_id": card._membership_move_company().id,
                    "date": now,
                    "kind": cause.get("kind") or "opening",
                    "points": to_points(units),
                    "earned": 0.0,
                    "returned": 0.0,
                    "expires_on": units > 0 and last[card.program_id],
                    "reason": cause.get("note"),
                    "balance_after": to_points(max(units, 0)),
                    "owed_after": to_points(max(-units, 0)),
                    "user_id": self.env.uid,
                    "user_uid": self.env.uid,
                }
                for card, units in found
            ],
        )
        insert_rows(
            self.env["membership.point.lot"].sudo(),  # sudo: as above
            [
                {
                    "card_id": card.id,
                    "company_id": card._membership_move_company().id,
                    "move_id": move_id,
                    "issued": to_points(units),
                    "remaining": to_points(units),
                    "expires_on": last[card.program_id],
                }
                for move_id, (card, units) in zip(move_ids, found, strict=True)
                if units > 0
            ],
        )
        cards = self.browse([card.id for card, _units in found])
        cards._membership_forget(["point_move_ids", "point_lot_ids", "point_lot_open_ids"])
        cards.sudo()._membership_changed()  # sudo: see there

    def write(self, vals):
        if "program_id" in vals:
            self._check_membership_program(vals["program_id"])
        # sudo: only what they are
        members = self.filtered(lambda card: card.sudo().is_membership and not card._membership_is_posting())
        if members and KEPT & set(vals):
            raise UserError(self.env._("What a card owes is kept by its ledger: post points instead."))
        if "points" not in vals or not members:
            return super().write(vals)
        members.check_access("write")
        # what the writer saw is what was to change
        changes = [(card, to_units(vals["points"] or 0) - to_units(card.points)) for card in members]
        if rest := self - members:
            super(LoyaltyCard, rest).write(vals)
        if others := {name: value for name, value in vals.items() if name != "points"}:
            super(LoyaltyCard, members).write(others)
        if changed := members.filtered(dict(changes).get):
            # in one order, so that two who write the same cards do not wait for each other in a circle
            changed.sorted("id")._membership_lock()
        for card, units in changes:
            if units:
                # sudo: the caller may write points of the card; the ledger behind them is nobody's to write
                card.sudo()._membership_change(units)
        return True

    def _check_membership_program(self, program_id):
        # sudo: only which of them are memberships
        target = self.env["loyalty.program"].sudo().browse(program_id)
        moved = self.sudo().filtered(lambda card: card.program_id.id != program_id)
        if moved and (target.is_membership or any(moved.mapped("is_membership"))):
            raise ValidationError(self.env._("A membership card stays in its program: issue another card."))

    def _membership_change(self, units):
        """Post a change of points for the cause that was named, as one adjustment if none was.

        The card is locked and in superuser mode.
        """
        self.ensure_one()
        cause = self._membership_cause()
        document, is_spending = cause.get("document"), cause.get("is_spending")
        vals = {"reason": cause.get("note") or False}
        if document:
            vals |= {"res_model": document._name, "res_id": document.id}
        if document and units > 0 and is_spending:
            units = self._membership_return_of(document, units, "redeem", vals)
        elif document and units < 0 and not is_spending:
            units = -self._membership_return_of(document, -units, "earn", vals)
        if not units:
            return
        account = self._membership_account()
        if units > 0:
            last = self.program_id._membership_expires_on(self._membership_day()) or None
            posting = account.earn(units, last)
        else:
            posting = account.take(-units)
        kind = cause.get("kind")
        if document and not kind:
            kind = "earn" if units > 0 else "redeem"
        # what a person sets right, or a card begins with, was not earned here
        counts = units > 0 and kind in (None, "earn")
        earned = to_points(units) if counts else 0.0
        self._membership_store(account, posting, kind or "adjust", earned=earned, **vals)
        self._membership_write_balance(account)

    def _membership_return_of(self, document, units, kind, vals):
        """Take back of what a document has posted, the latest first; returns what is left of ``units``."""
        moves = self.env["membership.point.move"].search(
            [
                ("card_id", "=", self.id),
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("kind", "=", kind),
            ],
            order="id desc",
        )
        for move in moves:
            part = min(units, move._get_left())
            if part > 0:
                self._membership_return(move, part, **vals)
                units -= part
        return units
