from odoo import api, models
from odoo.exceptions import ValidationError

from .loyalty_card_account import to_points, to_units


class LoyaltyCard(models.Model):
    """Points that Odoo's own code writes on a card: the till, wizards, changed lines, imports.

    Odoo's operation is never blocked: what a card cannot give is owed.
    """

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        """Points that a new membership card begins with are booked."""
        programs = self.env["loyalty.program"].browse(
            {vals.get("program_id") or self.env.context.get("active_id") for vals in vals_list}
            - {None, False}
        )
        # sudo: only which of them are memberships
        memberships = set(programs.exists().sudo().filtered("is_membership").ids)
        starts = []
        for number, vals in enumerate(vals_list):
            is_member = (vals.get("program_id") or self.env.context.get("active_id")) in memberships
            starts.append(vals.get("points") if is_member else 0)
            if is_member:
                vals_list[number] = {**vals, "points": 0, "membership_points_owed": 0}
        cards = super().create(vals_list)
        for card, points in zip(cards, starts, strict=True):
            if points:
                cause = self._membership_cause()
                with card._membership_because(**({"kind": "opening"} | cause)):
                    card._membership_change(to_units(points))
        return cards

    def write(self, vals):
        if "program_id" in vals:
            self._check_membership_program(vals["program_id"])
        members = self.filtered(lambda card: card.is_membership and not card._membership_is_posting())
        if "points" not in vals or not members:
            return super().write(vals)
        if rest := self - members:
            super(LoyaltyCard, rest).write(vals)
        if others := {name: value for name, value in vals.items() if name != "points"}:
            super(LoyaltyCard, members).write(others)
        for card in members:
            # sudo: the caller may write points of the card; the ledger behind them is nobody's to write
            card.sudo()._membership_change(to_units(vals["points"] or 0) - to_units(card.points))
        return True

    def _check_membership_program(self, program_id):
        # sudo: only which of them are memberships
        target = self.env["loyalty.program"].sudo().browse(program_id)
        moved = self.filtered(lambda card: card.program_id.id != program_id)
        if moved and (target.is_membership or any(moved.sudo().mapped("is_membership"))):
            raise ValidationError(self.env._("A membership card stays in its program: issue another card."))

    def _membership_change(self, units):
        """Book a change of points for the cause that was named, as one adjustment if none was."""
        if not units:
            return
        self.ensure_one()
        self._membership_lock()
        self._membership_expire_due()
        cause = self._membership_cause()
        document = cause.get("document")
        vals = {"reason": cause.get("reason") or False}
        if document:
            vals |= {"res_model": document._name, "res_id": document.id}
        if document and units > 0 and cause.get("give_back"):
            units = self._membership_return_of(document, units, vals, "redeem")
        elif document and units < 0 and not cause.get("give_back"):
            units = -self._membership_return_of(document, -units, vals, "earn")
        if units:
            self._membership_book(units, cause.get("kind"), **vals)

    def _membership_return_of(self, document, units, vals, kind):
        """Take back of what a document has booked, the latest first; returns what is left of ``units``."""
        # sudo: what the document has booked, whoever changes it
        for move in self.point_move_ids.sudo().search(
            [
                ("card_id", "=", self.id),
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("kind", "=", kind),
            ],
            order="id desc",
        ):
            part = min(units, abs(to_units(move.points)) - self._membership_returned(move))
            if part > 0:
                self._membership_return(move, part, **vals)
                units -= part
        return units

    def _membership_book(self, units, kind=None, **vals):
        """Book points that came in, or went: what is missing is owed. Returns the move.

        :param kind: of the move; without: an adjustment
        """
        account = self._membership_account()
        if units > 0:
            day = self._membership_company()._membership_day()
            posting = account.earn(units, self.program_id._membership_last_day(day))
        else:
            posting = account.take(-units)
        # what a person sets right by hand, or a card begins with, was not earned here
        counts = units > 0 and kind in (None, "earn")
        if kind == "document":
            kind = "earn" if units > 0 else "redeem"
            counts = units > 0
        return self._membership_store(
            account, posting, kind or "adjust", earned=to_points(units) if counts else 0.0, **vals
        )
