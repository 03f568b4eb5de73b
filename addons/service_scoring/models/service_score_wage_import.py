from odoo import api, models
from odoo.exceptions import ValidationError


class ServiceScoreWage(models.Model):
    """Wages from files: employees are found by number, never by a name that two people have."""

    # one concern a file
    _inherit = "service.score.wage"  # pylint: disable=consider-merging-classes-inherited

    @api.depends("employee_id")
    def _compute_employee_number(self):
        for wage in self:
            # sudo: HR of scoring knows numbers and wages, and need not be HR of Odoo
            wage.employee_number = wage.employee_id.sudo().score_employee_number

    @api.model
    def get_import_templates(self):
        """Return the empty file that HR fills in, with headings in the user's language."""
        suffix = "_zh_CN" if (self.env.lang or "").startswith("zh") else ""
        return [
            {
                "label": self.env._("Import Template for Wages"),
                "template": f"/service_scoring/static/xls/wages{suffix}.xlsx",
            }
        ]

    @api.model_create_multi
    def create(self, vals_list):
        """Take employees by their number, where it is given.

        :raise ValidationError: nobody has the number, it is another employee's, or nobody is named at all
        """
        vals_list = [dict(vals) for vals in vals_list]
        numbers = [_clean(vals.pop("employee_number", None)) for vals in vals_list]
        by_number = self._find_employees(numbers)
        for vals, number in zip(vals_list, numbers, strict=True):
            company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
            if number:
                employee_id = by_number.get((company.id, number))
                if not employee_id:
                    raise ValidationError(self._say_unknown(company, number))
                if vals.setdefault("employee_id", employee_id) != employee_id:
                    raise ValidationError(self._say_of_another(number))
            if not vals.get("employee_id"):
                raise ValidationError(self._say_nobody())
        return super().create(vals_list)

    def write(self, vals):
        """Leave the number as the employee has it; an import that knows the wage may give it, too.

        :raise ValidationError: it is another employee's
        """
        if "employee_number" in vals:
            vals = dict(vals)
            number = _clean(vals.pop("employee_number"))
            employees = self.env["hr.employee"].browse(vals.get("employee_id")) or self.employee_id
            # sudo: as above
            if number and set(employees.sudo().mapped("score_employee_number")) - {number}:
                raise ValidationError(self._say_of_another(number))
        return super().write(vals)

    def _say_of_another(self, number):
        return self.env._("The employee number “%(number)s” is somebody else's.", number=number)

    def _say_unknown(self, company, number):
        return self.env._(
            "Nobody in %(company)s has the employee number “%(number)s”. Are leading zeros missing? The "
            "column has to be text then.",
            company=company.name,
            number=number,
        )

    def _say_nobody(self):
        return self.env._("Whose wage is it? Give the employee number.")

    @api.model
    def _find_employees(self, numbers):
        """Return {(company id, number): employee id} of the user's companies; those who left have a last
        wage, too.
        """
        numbers = [number for number in numbers if number]
        if not numbers:
            return {}
        self.check_access("create")
        employees = (
            self.env["hr.employee"]
            .sudo()  # sudo: as above; only ids come back
            .with_context(active_test=False)
            .search([("company_id", "in", self.env.companies.ids), ("score_employee_number", "in", numbers)])
        )
        return {(one.company_id.id, one.score_employee_number): one.id for one in employees}

    @api.model
    def load(self, fields, data):
        """Import into the company that is chosen; every row that does not clearly say whose it is is told."""
        Wage = self.with_context(allowed_company_ids=self.env.company.ids)
        messages = [
            {
                "type": "error",
                "field": field,
                "rows": {"from": number, "to": number},
                "record": number,
                "message": message,
            }
            for number, field, message in Wage._find_unclear(fields, data)
        ]
        if messages:
            return {"ids": False, "messages": messages, "nextrow": 0}
        return super(ServiceScoreWage, Wage).load(fields, data)

    @api.model
    def _find_unclear(self, fields, data):
        """Yield (number of the row, field, problem) of rows whose number nobody has, whose name several have,
        or that have neither.
        """

        def cells(*names):
            columns = [fields.index(name) for name in names if name in fields]
            return [next(filter(None, (_clean(row[column]) for column in columns)), "") for row in data]

        numbers, names = cells("employee_number"), cells("employee_id")
        # by what Odoo knows the employee or the wage itself, in a file that was exported
        others = cells("employee_id/id", "employee_id/.id", "id", ".id")
        known, shared = self._find_employees(numbers), self._find_shared_names(names)
        for row, (number, name, other) in enumerate(zip(numbers, names, others, strict=True)):
            if number and (self.env.company.id, number) not in known:
                yield row, "employee_number", self._say_unknown(self.env.company, number)
            elif not number and not name and not other:
                yield row, "employee_number", self._say_nobody()
            elif name in shared:
                problem = self.env._(
                    "Several employees are called “%(name)s”: give only the employee number.", name=name
                )
                yield row, "employee_id", problem

    @api.model
    def _find_shared_names(self, names):
        """Return those of these names that several employees of the company have."""
        groups = (
            self.env["hr.employee"]
            .sudo()  # sudo: only which names several have
            ._read_group(
                [("company_id", "=", self.env.company.id), ("name", "in", names)],
                ["name"],
                having=[("__count", ">", 1)],
            )
        )
        return {name for (name,) in groups}


def _clean(cell):
    return str(cell or "").strip()
