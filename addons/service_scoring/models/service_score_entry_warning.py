from odoo import api, models


class ServiceScoreEntry(models.Model):
    """What keeps an entry from costing money, said before it is confirmed."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.depends("rulebook_id", "employee_id", "date", "heard_at", "state")
    def _compute_warning(self):
        """What keeps the entry from costing money, or should be done before it is confirmed."""
        acknowledged = self._find_acknowledged()
        for entry in self:
            book, lines = entry.rulebook_id, []
            if book and not book.adopted_on:
                lines.append(self.env._("The rule book does not say how and when it was adopted."))
            elif entry.date and book.adopted_on and book.adopted_on > entry.date:
                lines.append(self.env._("The rule book was adopted after that day."))
            if book.needs_acknowledgement and entry.employee_id:
                since = acknowledged.get((book.id, entry.employee_id.id))
                if not since or (entry.date and since > entry.date):
                    lines.append(self.env._("The employee had not acknowledged the rule book on that day."))
            if entry.state == "draft" and entry.employee_id and not entry.heard_at:
                lines.append(self.env._("The employee has not been heard."))
            entry.warning = "\n".join(lines)

    def _find_acknowledged(self):
        """Return {(rule book id, employee id): day of the acknowledgement}; one query for all."""
        # sudo: only whether the employee of an entry that the user sees has taken note
        groups = (
            self.env["service.score.acknowledgement"]
            .sudo()
            ._read_group(
                [("rulebook_id", "in", self.rulebook_id.ids), ("employee_id", "in", self.employee_id.ids)],
                ["rulebook_id", "employee_id"],
                ["date:min"],
            )
        )
        return {(book.id, employee.id): day for book, employee, day in groups}
