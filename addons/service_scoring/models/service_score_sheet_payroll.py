from decimal import Decimal

from odoo import api, models

from ..engine import payroll
from ..engine import sheet as sheet_engine

#: what of a sheet's money there was to move, whether it may be moved or not
MOVED = (
    *("fine_amount", "withheld_amount", "bonus_amount"),
    *("taken_fine", "taken_withheld", "carried_in"),
)


class ServiceScoreSheet(models.Model):
    """What of a sheet goes to payroll, and what keeps it from going there."""

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    def _get_payroll_lines(self):
        """Return ([values of payroll lines], {sheet: codes of what holds it back}), in a fixed number of
        queries; sheets without any money are in neither.

        A sheet goes whole or not at all.
        """
        # sudo: money and numbers of employees, for whoever prepares payroll, which was checked
        sheets = self.sudo()
        pays = {
            pay.sheet_id.id: pay
            for pay in self.env["service.score.sheet.pay"]
            .sudo()  # sudo: as above
            .search([("sheet_id", "in", self.ids)])
        }
        sheets = sheets.filtered(
            lambda sheet: any(pays[sheet.id][name] for name in MOVED if sheet.id in pays)
        )
        parts = {sheet: sheet._get_payroll_parts(pays[sheet.id]) for sheet in sheets}
        reasons, shared = sheets._get_hold_reasons(), sheets.employee_id._get_shared_numbers()
        lines, held = [], {}
        for sheet in sheets.sorted("id"):
            number = sheet.employee_id._get_payroll_number()
            codes = list(reasons.get(sheet.id) or ())
            if number in shared:
                codes.append("shared_number")
            if any(part.amount and not part.pay_code for part in parts[sheet]):
                codes.append("no_pay_code")
            if codes:
                held[sheet] = codes
                continue
            digits = sheet.currency_id.decimal_places
            lines += [
                {
                    "sheet_id": sheet.id,
                    "employee_id": sheet.employee_id.id,
                    "employee_number": number,
                    "pay_code": part.pay_code,
                    "kind": part.kind,
                    "component_id": part.component,
                    "amount": float(amount),
                    "source_key": key,
                }
                for key, part, amount in payroll.signed_parts(sheet.id, parts[sheet], digits)
            ]
        return lines, held

    def _get_payroll_parts(self, pay):
        """Return the engine's parts of the money of this sheet, ``pay``: what is taken after the pay guard,
        and what is given.
        """
        self.ensure_one()
        component = self.rulebook_id.pay_component_id
        parts = [
            payroll.Part("fine", component.fine_pay_code or "", pay.taken_fine, component.id),
            payroll.Part("bonus", component.bonus_pay_code or "", pay.bonus_amount, component.id),
        ]
        return parts + self._get_withheld_parts(pay)

    def _get_withheld_parts(self, pay):
        """Return the parts of what is withheld, a component each; of what is given back of an earlier sheet
        the component is that of the entry.
        """
        if not pay.taken_withheld:
            return []
        facts = pay.facts or {}
        shares = {int(component): share for component, share in facts.get("withheld", {}).items()}
        known = self.env["service.score.pay.component"].browse(sorted(shares))
        components = (
            known or self.line_ids.entry_id.withhold_component_id or self.rulebook_id.pay_component_id
        )
        if not components:
            return [payroll.Part("withheld", "", pay.taken_withheld)]
        wanted = dict.fromkeys(components.ids, sheet_engine.ZERO)
        if len(shares) > 1:
            amounts, before = (
                {int(component): Decimal(value) for component, value in facts.get(name, {}).items()}
                for name in ("amounts", "before")
            )
            for component, share in shares.items():
                sheet = sheet_engine.Sheet(
                    sheet_engine.ZERO, sheet_engine.ZERO, sheet_engine.ZERO, (), {component: Decimal(share)}
                )
                prices = sheet_engine.Prices(amounts=amounts, before=before)
                wanted[component] = sheet_engine.money(sheet, prices).withheld
        taken = payroll.share_withheld(pay.taken_withheld, wanted, self.currency_id.decimal_places)
        return [
            payroll.Part("withheld", component.withhold_pay_code or "", taken[component.id], component.id)
            for component in components
        ]

    def _compute_waiting_pays(self):
        """Compute the money of these confirmed sheets whose wage was not known then and is known now."""
        # sudo: whether wages are known, for whoever prepares payroll, which was checked
        waiting = self.sudo().filtered(lambda sheet: not sheet.has_wage)
        ready = self.browse()
        for last, sheets in waiting.grouped("date_to").items():
            wages = self.env["service.score.wage"]._get_amounts(sheets.employee_id, last)
            ready |= sheets.filtered(lambda sheet, wages=wages: (sheet.employee_id.id, 0) in wages)
        if ready:
            ready.with_env(self.env).action_compute_pay()

    def _set_exported(self, is_exported):
        """Mark these sheets as sent to payroll, or as to be sent again."""
        # sudo: programs write sheets, nobody else does
        self.sudo().write({"state": "exported" if is_exported else "confirmed"})

    @api.model
    def _get_hold_sentences(self):
        """Return {code of ``_get_hold_reasons``: sentence in the reader's language}; extend it."""
        return {
            "no_wage": self.env._("The wage of the month is not known."),
            "no_number": self.env._("The employee has no employee number and no badge."),
            "shared_number": self.env._("Another employee has this employee number or badge, too."),
            "no_pay_code": self.env._("The pay component has no pay code for this."),
            "not_adopted": self.env._("The adoption of the rule book is not recorded."),
            "not_acknowledged": self.env._("The employee has not acknowledged the rule book."),
        }

    @api.model
    def _say_hold_reasons(self, codes):
        """Return the sentences of these codes."""
        sentences = self._get_hold_sentences()
        return " ".join(sentences.get(code, code) for code in codes)
