from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import sheet as engine
from ..engine.numbers import exact


class ServiceScoreRulebook(models.Model):
    """Sheets of a rule book."""

    # one concern a file
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    sheet_ids = fields.One2many("service.score.sheet", "rulebook_id", readonly=True)

    def generate_sheets(self, date, employees=None):
        """Make or recompute the sheets of the period that holds ``date``.

        Drafts and published sheets are recomputed from the ledger; confirmed ones stay as they are. Where a
        new version began within the period, the version of its last day judges all of it (S3).

        :param employees: records or ids: only theirs, or those of the units they belonged to when the period
            ended
        :return: all sheets of the period, of these employees
        :raise AccessError: the user is no officer
        :raise UserError: the book is a draft
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring make sheets."))
        self.check_access("read")
        if self.state == "draft":
            raise UserError(self.env._("%(book)s is a draft: put it in force first.", book=self.display_name))
        first, last = self._period_of(fields.Date.to_date(date))
        if employees is not None and not isinstance(employees, models.BaseModel):
            employees = self.env["hr.employee"].browse(employees)  # as other software names them
        # sudo: who may make sheets was checked; they are made from wages, versions and leaves that officers
        # do not read, and nobody writes sheets by hand
        Sheet = self.env["service.score.sheet"].sudo()
        Sheet._seal_ledger(self.company_id)
        carrier_ids = None if employees is None else self._get_carrier_ids(Sheet, employees, last)
        book = self.sudo()._get_judge(last)  # sudo: as above
        return Sheet._generate(book, first, last, carrier_ids).with_env(self.env)

    def _get_judge(self, last):
        """Return the version of this book that judges a period: that of its ``last`` day, else this one."""
        self.ensure_one()
        return (
            self._get_versions().filtered(
                lambda book: (
                    book.state == "active"
                    and (not book.valid_from or book.valid_from <= last)
                    and (not book.valid_to or book.valid_to >= last)
                    and (book.carrier, book._period_of(last)) == (self.carrier, self._period_of(last))
                )
            )
            or self
        )

    def _get_carrier_ids(self, Sheet, employees, day):
        """Return the ids of whose sheets are meant by employees: theirs, or those of their units."""
        if self.carrier == "employee":
            own = employees.sudo().filtered(  # sudo: compares the company
                lambda employee: employee.company_id == self.company_id
            )
            return own.ids
        departments = set(Sheet._get_departments(employees, day).values()) - {False}
        if self.carrier == "department":
            return departments
        # sudo: which places the departments' people work at
        groups = (
            self.env["service.score.entry"]
            .sudo()
            ._read_group([("employee_id", "in", employees.ids), ("site_id", "!=", False)], ["site_id"])
        )
        return [site.id for (site,) in groups]

    def _get_score_terms(self, base):
        """Return the engine's terms of this version for a start of ``base`` points."""
        self.ensure_one()
        return engine.Terms(
            exact(base),
            exact(self.floor) if self.has_floor else None,
            self.concurrence,
            exact(self.concurrence_cap),
        )
