from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..engine import payroll


class ServiceScorePayrollLayout(models.Model):
    """What the file for a payroll program looks like: its columns, in their order, and how the text is
    written.
    """

    _name = "service.score.payroll.layout"
    _description = "Payroll File Layout"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="The first one is proposed for new batches.")
    rows = fields.Selection(
        [("pay_code", "One for Each Employee and Pay Code"), ("line", "One for Each Score Sheet and Amount")],
        "Rows of the File",
        required=True,
        default="pay_code",
        help="Amounts of one employee and pay code are added up, or come one by one.",
    )
    separator = fields.Selection(
        [("comma", "Comma"), ("semicolon", "Semicolon"), ("tab", "Tab")],
        required=True,
        default="comma",
        help="Between the columns of the CSV file.",
    )
    encoding = fields.Selection(
        [("utf8", "UTF-8"), ("gb18030", "GB18030")],
        required=True,
        default="utf8",
        help="Of the CSV file. UTF-8 is written with a mark at its beginning, by which Excel knows it; older "
        "Chinese programs want GB18030.",
    )
    has_totals = fields.Boolean(
        "Count and Sum at the End",
        default=True,
        help="Number of rows and sum of each pay code, after the rows. Without it, for programs that read "
        "every row as an employee; the batch shows the totals all the same.",
    )
    column_ids = fields.One2many(
        "service.score.payroll.column",
        "layout_id",
        "Columns",
        copy=True,
        default=lambda self: self._get_default_columns(),
    )

    @api.model
    def _get_default_columns(self):
        """A new layout starts with all columns."""
        return [
            Command.create({"heading": column.heading, "field": column.field, "format": column.format})
            for column in self._get_standard_columns()
        ]

    @api.constrains("column_ids")
    def _check_columns(self):
        """:raise ValidationError: a file of this layout would not say whom, what and how much"""
        texts = {
            "format": self.env._("The format of column “%(heading)s” does not suit what it holds."),
            "no_employee_number": self.env._("A column with the employee number is missing."),
            "no_pay_code": self.env._("A column with the pay code is missing."),
            "no_amount": self.env._("A column with the amount is missing."),
            "two_amounts": self.env._("Only one column can hold the amount."),
        }
        for layout in self:
            faults = payroll.find_column_faults(layout._get_columns())
            if faults:
                raise ValidationError(
                    "\n".join(texts[code] % {"heading": heading} for code, heading in faults)
                )

    def _get_columns(self):
        """Return the columns of the file, in their order."""
        return [
            payroll.Column(column.heading, column.field, column.format, column.text or "")
            for column in self.column_ids.sorted()
        ]

    @api.model
    def _get_standard_columns(self):
        """Return the columns of a file without layout, with headings in the user's language."""
        headings = {
            "month": self.env._("Pay Month"),
            "employee_number": self.env._("Employee Number"),
            "employee_name": self.env._("Employee Name"),
            "department": self.env._("Department"),
            "pay_code": self.env._("Pay Code"),
            "kind": self.env._("Kind"),
            "amount": self.env._("Amount"),
            "currency": self.env._("Currency"),
            "source": self.env._("Score Sheets"),
        }
        return [payroll.Column(heading, name, payroll.FORMATS[name][0]) for name, heading in headings.items()]


class ServiceScorePayrollColumn(models.Model):
    """A column of a payroll file."""

    _name = "service.score.payroll.column"
    _description = "Payroll File Column"
    _inherit = ["service.text.mixin"]
    _order = "sequence, id"
    _rec_name = "heading"

    layout_id = fields.Many2one("service.score.payroll.layout", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    heading = fields.Char(required=True, help="As the payroll program expects it.")
    field = fields.Selection(
        [
            ("employee_number", "Employee Number"),
            ("employee_name", "Employee Name"),
            ("department", "Department"),
            ("pay_code", "Pay Code"),
            ("kind", "Kind"),
            ("amount", "Amount"),
            ("currency", "Currency"),
            ("month", "Pay Month"),
            ("line_count", "Number of Amounts"),
            ("source", "Score Sheets"),
            ("text", "Fixed Text"),
        ],
        "Content",
        required=True,
    )
    format = fields.Selection(
        [
            ("plain", "As It Is"),
            ("reversed", "Deductions Positive, Bonuses Negative"),
            ("absolute", "Without Sign"),
            ("month", "2026-03"),
            ("month_compact", "202603"),
            ("first_day", "First Day: 2026-03-01"),
            ("last_day", "Last Day: 2026-03-31"),
        ],
        compute="_compute_format",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    text = fields.Char(
        "Fixed Text", help="What every row of this column holds; empty leaves the column empty."
    )

    @api.depends("field")
    def _compute_format(self):
        """Keep a format that suits the content, else take the usual one."""
        for column in self:
            known = payroll.FORMATS.get(column.field, ("plain",))
            column.format = column.format if column.format in known else known[0]

    @api.constrains("field", "format", "layout_id")
    def _check_layout(self):
        self.layout_id._check_columns()
