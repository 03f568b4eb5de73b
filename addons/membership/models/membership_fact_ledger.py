from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.service_kernel.engine.cells import match_key
from odoo.addons.service_kernel.tools.ledger_lookup import find_by_text

from ..tools import ledger_checks
from ..tools.card_use_ledger import MESSAGES, card_use_columns


class MembershipFact(models.Model):
    """Lists of card use, as a salon's till writes them: what was taken from which card on which day."""

    _name = "membership.fact"
    _inherit = ["membership.fact", "service.ledger.mixin"]

    _import_key_uniq = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL", "This row was imported already."
    )

    @api.depends("measure", "date", "value")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["measure"]._description_selection(self.env))
        for fact in self:
            day = fact.date and format_date(self.env, fact.date)
            fact.display_name = f"{labels.get(fact.measure, '')} {day or ''}: {fact.value:,.2f}"

    @api.model
    def _ledger_columns(self):
        return card_use_columns(self.env)

    @api.model
    def _ledger_messages(self):
        return MESSAGES

    @api.model
    def _ledger_action(self, domain):
        return super()._ledger_action(domain) | {"name": self.env._("Card Use"), "view_mode": "list"}

    @api.model
    def _ledger_resolve(self, rows, check):
        """By the number that a card has, else by one that it had; a few queries for all rows."""
        own = Domain("company_id", "in", [check.company.id, False])
        texts = list({row.values["number"] for row in rows if row.values.get("number")})
        Card = self.env["loyalty.card"].with_context(active_test=False)
        found = find_by_text(Card, texts, ["code"], own & Domain("is_membership", "=", True))
        former = find_by_text(self.env["membership.card.code"], texts, ["code"], own)
        codes = self.env["membership.card.code"].browse({code for ids in former.values() for code in ids})
        card_of = {code.id: code.card_id.id for code in codes}
        known = Card.browse({card for ids in found.values() for card in ids} | set(card_of.values()))
        partner_of = {card.id: card.partner_id.id for card in known}
        for row in rows:
            number = row.values.get("number")
            if not number:
                continue
            key = match_key(number)
            cards = set(found.get(key, ())) or {card_of[code] for code in former.get(key, ())}
            if len(cards) != 1:
                row.error("number", "card_use_no_card", value=number)
            elif not partner_of[next(iter(cards))]:
                row.error("number", "card_use_no_member", value=number)
            else:
                row.values["partner"] = partner_of[next(iter(cards))]

    @api.model
    def _ledger_validate(self, row, check):
        ledger_checks.check_amount(row, "amount")
        ledger_checks.check_past(row, "date", check.day(check.now))

    @api.model
    def _ledger_identity(self, row):
        """The voucher; else card, day, amount and service together."""
        values = [row.values.get(code) for code in ("number", "date", "amount")]
        content = tuple(str(value) for value in values)
        return row.values.get("voucher"), (*content, row.values.get("service") or ""), content

    @api.model
    def _ledger_values(self, row, check):
        if row.values.get("service"):
            check.keep(row, "service")
        return {
            "partner_id": row.values["partner"],
            "measure": "card_use",
            "date": row.values["date"],
            "value": float(row.values["amount"]),
        }
