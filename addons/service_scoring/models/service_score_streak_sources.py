from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from .service_score_sheet import CLOSED
from .service_score_streak import OF_TARGETS


class ServiceScoreSheet(models.Model):
    """Sheets and results that are closed or confirmed are judged for streaks."""

    # one concern a file
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    def _close(self):
        """Confirm, and propose what follows over several periods, in the same transaction."""
        result = super()._close()
        for book, sheets in self.grouped("rulebook_id").items():
            self.env["service.score.streak"]._judge(book, sheets)
        return result

    @api.model
    def _get_carriers(self, book, first, last):
        """Where something follows from a clean period, everybody has a sheet."""
        carriers = super()._get_carriers(book, first, last)
        if book.streak_ids and book.carrier == "employee":
            carriers |= set(self._get_everybody(book, first, last))
        return carriers


class ServiceScoreResult(models.Model):
    # likewise
    _inherit = "service.score.result"  # pylint: disable=consider-merging-classes-inherited

    def _confirm(self):
        result = super()._confirm()
        self._judge_streaks()
        return result

    def action_reset(self):
        """What was proposed because of these results loses its ground with them."""
        result = super().action_reset()
        self.env["service.score.consequence"]._drop_all([("result_ids", "in", self.ids)])
        return result

    def _judge_streaks(self):
        """Propose what follows from results that are confirmed after the sheet of their period.

        The accounts are written in any case: a sheet that is confirmed meanwhile looks at these results.
        """
        # sudo: as whoever confirms
        results = self.sudo().filtered("employee_id")
        Streak = self.env["service.score.streak"].sudo()  # sudo: likewise
        streaks = Streak.search(
            Domain("measure", "in", OF_TARGETS)
            & Domain("company_id", "in", results.company_id.ids)
            & Domain("target_code", "in", results.target_id.mapped("code"))
            & Domain("rulebook_id.state", "!=", "draft")
        )
        if not streaks:
            return
        streaks._count_accounts_on(results.employee_id)
        sheets = self.env["service.score.sheet"].sudo()  # sudo: likewise
        found = sheets.search_fetch(
            Domain("rulebook_id", "in", streaks.rulebook_id.ids)
            & Domain("employee_id", "in", results.employee_id.ids)
            & Domain("state", "in", CLOSED)
            & Domain("date_from", "<=", max(results.mapped("date_to")))
            & Domain("date_to", ">=", min(results.mapped("date_to"))),
            ["rulebook_id", "employee_id", "date_from", "date_to"],
        )
        days = defaultdict(set)
        for result in results:
            days[result.employee_id.id].add(result.date_to)
        closed = found.filtered(
            lambda sheet: any(sheet.date_from <= day <= sheet.date_to for day in days[sheet.employee_id.id])
        )
        codes = set(results.target_id.mapped("code"))
        for book, its in closed.grouped("rulebook_id").items():
            Streak._judge(book, its, codes)
