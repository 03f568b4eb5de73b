from odoo import api, fields, models


class ServiceScoreWage(models.Model):
    """What an employee is paid per month, from a day on: of one pay component, or the whole wage.

    Entered or imported by HR. Without a row for the whole wage, the wage of Odoo's employee version holds.
    """

    _name = "service.score.wage"
    _description = "Wage of an Employee"
    _inherit = ["hr.mixin"]
    _order = "employee_id, component_id, valid_from desc, id desc"
    _rec_name = "employee_id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="restrict"
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="cascade", check_company=True
    )
    employee_number = fields.Char(
        compute="_compute_employee_number",
        readonly=False,
        help="By which an import finds the employee: as on the employee, with leading zeros.",
    )
    component_id = fields.Many2one(
        "service.score.pay.component",
        "Pay Component",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: the whole wage.",
    )
    valid_from = fields.Date(required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True, aggregator=None, help="Per month.")

    _day_uniq = models.UniqueIndex(
        "(employee_id, COALESCE(component_id, 0), valid_from)",
        "The employee has an amount for this pay component from this day on already.",
    )
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "A wage is not negative.")

    @api.model
    def _get_amounts(self, employees, day):
        """Return {(employee id, component id or 0): amount} that hold on ``day``; in two queries.

        Component 0 is the whole wage. What is not known is missing, it is not zero.
        """
        # sudo: wages are read to compute what may be taken of them; who calls shows them to nobody
        rows = self.sudo().search_fetch(
            [("employee_id", "in", employees.ids), ("valid_from", "<=", day)],
            ["employee_id", "component_id", "amount"],
            order="valid_from, id",
        )
        amounts = self._get_version_wages(employees, day)
        amounts.update({(row.employee_id.id, row.component_id.id or 0): row.amount for row in rows})
        return amounts

    @api.model
    def _get_version_wages(self, employees, day):
        """Return {(employee id, 0): wage} of Odoo's employee versions; a wage of nothing is not known.

        The first version holds for the time before it, too: since when it is in Odoo says nothing.
        """
        # sudo: as above
        versions = (
            self.env["hr.version"]
            .sudo()
            .search_fetch(
                [("employee_id", "in", employees.ids)],
                ["employee_id", "date_version", "wage"],
                order="date_version, id",
            )
        )
        wages = {}
        for version in versions:
            key = (version.employee_id.id, 0)
            if version.date_version <= day or key not in wages:
                wages[key] = version.wage
        return {key: wage for key, wage in wages.items() if wage}
