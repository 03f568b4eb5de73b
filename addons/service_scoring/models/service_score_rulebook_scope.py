from odoo import api, fields, models
from odoo.fields import Domain


class ServiceScoreRulebook(models.Model):
    """Whom a rule book is for: a department's regulations are no matter of the others.

    It only says who has a sheet, and is asked to take note, without having an entry; who has entries always
    has a sheet. So it may be set of a version in force, too.
    """

    # one concern a file
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    scope_department_ids = fields.Many2many(
        "hr.department",
        "service_score_rulebook_scope_rel",
        "rulebook_id",
        "department_id",
        "For Employees Of",
        check_company=True,
        help="Employees of these departments, and of those below, get a sheet also without entries, and are "
        "to take note of the book. Empty: everybody.",
    )

    def _get_scope_domain(self):
        """Return the domain of the employees for whom this book is, as things stand now."""
        self.ensure_one()
        domain = Domain("company_id", "=", self.company_id.id)
        if self.scope_department_ids:
            domain &= Domain("department_id", "child_of", self.scope_department_ids.ids)
        return domain


class ServiceScoreSheet(models.Model):
    # who is in a book's scope is one concern with the scope
    _inherit = "service.score.sheet"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_everybody(self, book, first, last):
        """Only those who are in the scope of the book on the last day of the period."""
        ids = super()._get_everybody(book, first, last)
        units = book.scope_department_ids
        if book.carrier != "employee" or not units:
            return ids
        inside = set(self.env["hr.department"].search([("id", "child_of", units.ids)]).ids)
        departments = self._get_departments(self.env["hr.employee"].browse(ids), last)
        return [one for one in ids if departments.get(one) in inside]
