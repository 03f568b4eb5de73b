from odoo import api, models
from odoo.fields import Domain

from ..engine.numbers import exact


class ServiceScoreSheet(models.Model):
    """Commissions of confirmed results are paid with the sheet of their rule book (HOTEL-TGT-01/02)."""

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _read_commissions(self, book, first, last, employees):
        """Return {employee id: ((commission id, amount), …)} that are paid with a period, in one query."""
        rows = self.env["service.score.commission"].search_fetch(
            self._get_commission_domain(book, first, last) & Domain("employee_id", "in", employees.ids),
            ["employee_id", "amount"],
            order="id",
        )
        earned = {}
        for row in rows:
            earned[row.employee_id.id] = (*earned.get(row.employee_id.id, ()), (row.id, exact(row.amount)))
        return earned

    def _close_pay(self):
        """What a confirmed sheet pays is final, as the sheet is."""
        result = super()._close_pay()
        pays = self.env["service.score.sheet.pay"].search([("sheet_id", "in", self.ids)])
        paid = [row[0] for pay in pays for row in (pay.facts or {}).get("commissions") or ()]
        self.env["service.score.commission"].browse(paid).write({"is_final": True})
        return result

    @api.model
    def _get_commission_domain(self, book, first, last):
        return (
            Domain("company_id", "=", book.company_id.id)
            & Domain("rulebook_code", "=", book.code)
            & Domain("effective_date", ">=", first)
            & Domain("effective_date", "<=", last)
        )

    @api.model
    def _get_carriers(self, book, first, last):
        """Who earned a commission has a sheet, also in a book that starts from nothing."""
        carriers = super()._get_carriers(book, first, last)
        if book.carrier != "employee":
            return carriers
        groups = self.env["service.score.commission"]._read_group(
            self._get_commission_domain(book, first, last), ["employee_id"]
        )
        return set(carriers) | {employee.id for (employee,) in groups}
