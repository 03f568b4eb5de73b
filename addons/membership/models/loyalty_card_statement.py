from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import fields, models


class LoyaltyCard(models.Model):
    """The statement of a card: what came in, what went, and why, from balance to balance (P2)."""

    # one concern a file
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    def _membership_statement(self, date_from=None, date_to=None):
        """Return the statement of this card; a fixed number of queries, whatever has been posted.

        :param date_from: first local day of the members; without: from the first move on
        :param date_to: last one; without: to now
        :return: {"opening", "closing": balance less what is owed, "owed": at the end, "rows": [{"move_id",
            "date" (local), "kind" (title), "reason", "document" (name or ""), "points", "balance", "owed",
            "lots": [{"expires_on" (False: for ever), "points", "is_settlement"}]}]}
        """
        self.ensure_one()
        self.check_access("read")
        card = self.sudo()  # sudo: who reads the card reads its statement
        zone = ZoneInfo(card.program_id._membership_company()._service_tz())
        start, end = (_to_utc(day, zone) for day in (date_from, date_to and date_to + timedelta(days=1)))
        moves = self.env["membership.point.move"].sudo()  # sudo: likewise
        mine = [("card_id", "=", card.id)]
        before = start and moves.search([*mine, ("date", "<", start)], order="date desc, id desc", limit=1)
        moves = moves.search(
            [
                *mine,
                *([("date", ">=", start)] if start else []),
                *([("date", "<", end)] if end else []),
            ],
            order="id",
        )
        last = moves[-1:] or before
        opening = before.balance_after - before.owed_after if before else 0.0
        return {
            "opening": opening,
            "closing": last.balance_after - last.owed_after if last else opening,
            "owed": last.owed_after if last else 0.0,
            "rows": moves._get_statement_rows(zone),
        }


class MembershipPointMove(models.Model):
    # how a move is told is one concern with the statement
    _inherit = "membership.point.move"  # pylint: disable=consider-merging-classes-inherited

    def _get_statement_rows(self, zone):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        documents, lots = self._get_document_names(), self._get_lot_changes()
        return [
            {
                "move_id": move.id,
                "date": fields.Datetime.from_string(move.date)
                .replace(tzinfo=ZoneInfo("UTC"))
                .astimezone(zone)
                .replace(tzinfo=None),
                "kind": kinds[move.kind],
                "reason": move.reason or "",
                "document": documents.get((move.res_model, move.res_id), ""),
                "points": move.points,
                "balance": move.balance_after,
                "owed": move.owed_after,
                "lots": lots.get(move.id, []),
            }
            for move in self
        ]

    def _get_document_names(self):
        """Return {(model, id): name} of what caused these moves; of deleted documents what they were."""
        ids, names = {}, {}
        for move in self:
            if move.res_model in self.env and move.res_id:
                ids.setdefault(move.res_model, set()).add(move.res_id)
        for model, found in ids.items():
            # sudo: only the name of what changed the points of the card
            documents = self.env[model].sudo().browse(sorted(found))
            there = documents.exists()
            names |= {(model, document.id): document.display_name for document in there}
            if gone := documents - there:
                kind = self.env["ir.model"]._get(model).name
                names |= {
                    (model, number): self.env._("%(kind)s %(number)s, deleted", kind=kind, number=number)
                    for number in gone.ids
                }
        return names

    def _get_lot_changes(self):
        """Return {move id: [what it brought into or took from lots]}."""
        changes = {}
        for lot in self.env["membership.point.lot"].search([("move_id", "in", self.ids)]):
            changes.setdefault(lot.move_id.id, []).append(
                {"expires_on": lot.expires_on, "points": lot.issued, "is_settlement": False}
            )
        for one in self.env["membership.point.allocation"].search([("move_id", "in", self.ids)]):
            changes.setdefault(one.move_id.id, []).append(
                {
                    "expires_on": one.lot_id.expires_on,
                    "points": one.points,
                    "is_settlement": one.is_settlement,
                }
            )
        return changes


def _to_utc(day, zone):
    """Return the naive UTC instant at which a local day begins, None without a day."""
    if not day:
        return None
    return datetime.combine(day, time.min, zone).astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
