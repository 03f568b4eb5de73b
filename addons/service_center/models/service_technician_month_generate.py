from dateutil.relativedelta import relativedelta

from odoo import api, models

from .service_technician_month import FIGURES


class ServiceTechnicianMonth(models.Model):
    """Where the figures of a technician's month come from: orders finished in it, and repairs that did not
    hold.
    """

    # one concern a file
    _inherit = "service.technician.month"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_generate(self):
        """Sum the month before of every company; what is reviewed or published stays."""
        # sudo: the cron's own work, for all companies
        companies = self.env["res.company"].sudo().search([("id", ">", 0)])
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(companies))
        for company in companies:
            today = company._service_day()
            self._generate(company, today.replace(day=1) - relativedelta(months=1))
            if not Cron._commit_progress(1):
                break

    @api.model
    def _generate(self, company, month):
        """Sum a company's month; drafts are made or summed anew.

        :return: all months of technicians of that company and month
        """
        month = month.replace(day=1)
        figures = self._sum(company, month)
        # sudo: nobody enters months; who may sum them is checked by who calls
        months = self.sudo()
        known = {
            one.employee_id.id: one
            for one in months.search([("company_id", "=", company.id), ("month", "=", month)])
        }
        nothing = dict.fromkeys(FIGURES, 0)
        for one in known.values():
            if one.state == "draft":
                one._store({**nothing, **figures.get(one.employee_id.id, {})})
        # sudo: departments of employees, for officers who may not read them
        new = self.env["hr.employee"].sudo().browse([one for one in figures if one not in known])
        months.create(
            [
                {
                    "company_id": company.id,
                    "employee_id": employee.id,
                    "department_id": employee.department_id.id,
                    "month": month,
                    **figures[employee.id],
                }
                for employee in new
            ]
        )
        return self.search([("company_id", "=", company.id), ("month", "=", month)])

    @api.model
    def _sum(self, company, month):
        """Return {employee id: figures} from the analysis of service orders, in two queries."""
        last = month + relativedelta(months=1)
        Analysis = self.env["service.order.analysis"].with_context(active_test=False)
        own = [("company_id", "=", company.id)]
        done = ("state", "in", ("done", "signed", "closed"))
        figures = {}
        for employee, *values in Analysis._read_group(
            [
                *own,
                done,
                ("employee_id", "!=", False),
                ("finished_on", ">=", month),
                ("finished_on", "<", last),
            ],
            ["employee_id"],
            [
                *("__count", "work_hours:sum", "travel_hours:sum", "work_cost:sum", "cycle_hours:sum"),
                *("first_time_share:sum", "on_time_share:sum", "on_time_share:count"),
            ],
        ):
            names = FIGURES[: len(values)]
            figures[employee.id] = {name: value or 0 for name, value in zip(names, values, strict=True)}
        for employee, count, cost in Analysis._read_group(
            [
                *own,
                ("is_repeat", "=", True),
                ("former_employee_id", "!=", False),
                ("received_on", ">=", month),
                ("received_on", "<", last),
            ],
            ["former_employee_id"],
            ["__count", "work_cost:sum"],
        ):
            figures.setdefault(employee.id, {}).update(repeat_count=count, repeat_cost=cost or 0)
        return figures
