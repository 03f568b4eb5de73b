import io

from .xlsx_sheet import SheetWriter, money_format, new_workbook

WIDTHS = (22, 20, 14, 12, 10, 12, 12, 14, 14, 14, 14, 12, 14, 40)


class TechnicianWorkbook:
    """Lays technicians' months out as a workbook that can be printed and put up (DOOR-EVAL-02)."""

    def __init__(self, env, title, months):
        self.env = env
        self.title = title
        self.months = months

    def render(self):
        """Return the bytes of the XLSX file: a sheet for each company and currency."""
        output = io.BytesIO()
        book = new_workbook(output, self.title)
        for company, months in self.months.grouped("company_id").items():
            sheet = SheetWriter(book, company.name, self.env.lang or "en_US")
            sheet.write_heading(self.title, (company.name,))
            sheet.set_widths(WIDTHS)
            sheet.write_headings(self._get_headings(company.currency_id))
            for one in months:
                sheet.write_line(self._get_cells(one))
            sheet.write_line(self._get_totals(months), bold=True)
        book.close()
        return output.getvalue()

    def _get_headings(self, currency):
        return (
            self.env._("Technician"),
            self.env._("Department"),
            self.env._("Month"),
            self.env._("Status"),
            self.env._("Orders"),
            self.env._("Hours worked"),
            self.env._("Hours on the road"),
            self.env._("Cost (%(currency)s)", currency=currency.name),
            self.env._("Hours until finished"),
            self.env._("Fixed at the first visit"),
            self.env._("Promise kept"),
            self.env._("Repeat repairs"),
            self.env._("Cost of repeat repairs (%(currency)s)", currency=currency.name),
            self.env._("Assessment"),
        )

    def _get_cells(self, one):
        money = money_format(one.currency_id)
        states = dict(one._fields["state"]._description_selection(self.env))
        # sudo: the technician's name, for those who may read the month
        person = one.employee_id.sudo()
        return (
            (person.name, None),
            (one.department_id.sudo().name or "", None),  # sudo: its name, as above
            (one.month_name, None),
            (states[one.state], None),
            (one.order_count, "#,##0"),
            (one.work_hours, "#,##0.0"),
            (one.travel_hours, "#,##0.0"),
            (one.work_cost, money),
            *self._get_means(one),
            (one.repeat_count, "#,##0"),
            (one.repeat_cost, money),
            (one.assessment or "", None),
        )

    def _get_means(self, months):
        """Averages and shares over some months, weighed by their orders; None where there are none."""
        orders = sum(months.mapped("order_count"))
        promised = sum(months.mapped("promised_count"))

        def mean(name, count):
            return sum(months.mapped(name)) / count if count else None

        return (
            (mean("cycle_total", orders), "#,##0.0"),
            (mean("first_time_count", orders), "0.0%"),
            (mean("kept_count", promised), "0.0%"),
        )

    def _get_totals(self, months):
        money = money_format(months.currency_id[:1])
        return (
            *((self.env._("Total"), None), ("", None), ("", None), ("", None)),
            (sum(months.mapped("order_count")), "#,##0"),
            (sum(months.mapped("work_hours")), "#,##0.0"),
            (sum(months.mapped("travel_hours")), "#,##0.0"),
            (sum(months.mapped("work_cost")), money),
            *self._get_means(months),
            (sum(months.mapped("repeat_count")), "#,##0"),
            (sum(months.mapped("repeat_cost")), money),
            ("", None),
        )
