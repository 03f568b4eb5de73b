import base64
import hashlib

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine import payroll
from ..tools.payroll_xlsx import write_xlsx
from .service_score_sheet_payroll import MOVED


class ServiceScorePayrollBatch(models.Model):
    """The steps of a batch. Each first counts on a row of the company, so that of two at once the second
    starts anew and sees what the first one did (decisions 16, S4).
    """

    # one concern a file
    _inherit = "service.score.payroll.batch"  # pylint: disable=consider-merging-classes-inherited

    def action_prepare(self):
        """Collect what is to be sent: anew, as long as the batch is not released.

        :raise UserError: it is released already, or nothing is left to send
        """
        for batch in self:
            batch._begin(("draft", "prepared"))
            batch._collect()
            batch._store(
                {
                    "state": "prepared",
                    "prepared_by_id": self.env.uid,
                    "prepared_at": fields.Datetime.now(),
                }
            )
        return True

    def action_release(self):
        """A second person has looked at the batch.

        :raise AccessError: the user prepared it
        :raise UserError: it is not prepared, empty, or no longer what was prepared
        """
        for batch in self:
            batch._begin(("prepared",))
            if batch.prepared_by_id == self.env.user:
                raise AccessError(
                    self.env._("You prepared %(batch)s: a second person releases it.", batch=batch.name)
                )
            if not batch.line_ids:
                raise UserError(self.env._("%(batch)s has nothing to send.", batch=batch.name))
            batch._check_unchanged(self.env._("Prepare the batch again."))
            batch._check_layout()
            # sudo: nobody writes lines by hand
            batch.line_ids.sudo().write({"state": "released"})
            batch._store(
                {
                    "state": "released",
                    "released_by_id": self.env.uid,
                    "released_at": fields.Datetime.now(),
                }
            )
        return True

    def action_export(self):
        """Make the files and mark the sheets as sent. Again: nothing changes, the files stay the same.

        :raise UserError: it is not released, or no longer what was released
        """
        for batch in self:
            batch._begin(("released", "exported"))
            if batch.state == "exported":
                continue
            batch._check_unchanged(self.env._("Withdraw the batch and prepare a new one."))
            batch._check_layout()
            # sudo: nobody writes lines by hand
            batch.line_ids.sudo().write({"state": "exported"})
            batch.line_ids.sheet_id._set_exported(True)
            batch._store(
                {
                    "state": "exported",
                    "exported_by_id": self.env.uid,
                    "exported_at": fields.Datetime.now(),
                    **batch._make_files(),
                }
            )
        return True

    def action_withdraw(self, reason=None):
        """Take the whole batch back; its sheets can be sent again in a new one.

        :param reason: why; asked for in a dialog when it is not given
        """
        if not (reason or "").strip():
            self.ensure_one()
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Withdraw"),
                "res_model": "service.score.payroll.withdraw",
                "view_mode": "form",
                "target": "new",
                "context": {"default_batch_id": self.id},
            }
        for batch in self:
            batch._begin(("prepared", "released", "exported"))
            if batch.state == "exported":
                batch.line_ids.sheet_id._set_exported(False)
            # sudo: nobody writes lines by hand
            batch.line_ids.sudo().write({"state": "withdrawn"})
            batch._store(
                {
                    "state": "withdrawn",
                    "withdraw_reason": reason.strip(),
                    "withdrawn_by_id": self.env.uid,
                    "withdrawn_at": fields.Datetime.now(),
                }
            )
        return True

    # Parts
    def _begin(self, states):
        """Write the fixed row of the company, then look whether the step is possible."""
        self.ensure_one()
        self.check_access("write")
        self.company_id._count_payroll_on()
        self.invalidate_recordset()
        self._check_states(states)

    def _collect(self):
        """Replace the lines and what is held back by what the sheets say now."""
        # sudo: nobody writes lines by hand; sheets of employees whom HR may not read otherwise
        own = self.sudo()
        own.line_ids.unlink()
        own.held_ids.unlink()
        sheets = own._find_sheets()
        others = own.env["service.score.payroll.line"].search(
            [("sheet_id", "in", sheets.ids), ("state", "!=", "withdrawn")]
        )
        sheets -= others.sheet_id
        sheets.with_env(self.env)._compute_waiting_pays()
        lines, held = sheets._get_payroll_lines()
        if not lines and not held:
            self._say_nothing_left(others)
        own.env["service.score.payroll.line"].create([{**vals, "batch_id": self.id} for vals in lines])
        own.env["service.score.payroll.held"].create(
            [
                {
                    "batch_id": self.id,
                    "sheet_id": sheet.id,
                    "employee_id": sheet.employee_id.id,
                    "codes": ",".join(codes),
                }
                for sheet, codes in held.items()
            ]
        )

    def _find_sheets(self):
        """Return the confirmed sheets with money that end in the month or before; in superuser mode."""
        pays = self.env["service.score.sheet.pay"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("sheet_id.state", "=", "confirmed")
            & Domain("date_to", "<=", self._get_last_day())
            & Domain.OR([(name, "!=", 0)] for name in MOVED)
        )
        return pays.sheet_id.sorted("id")

    def _say_nothing_left(self, others):
        """:raise UserError: nothing to send, with the batches in which it already is"""
        sent = others.batch_id | self.sudo().search(
            [("company_id", "=", self.company_id.id), ("month", "=", self.month), ("state", "=", "exported")]
        )
        if sent:
            raise UserError(
                self.env._(
                    "Nothing is left to send for %(month)s: it is in %(batches)s already. What comes later "
                    "is an adjustment in the next period; a wrong file is withdrawn whole.",
                    month=self.month_name,
                    batches=", ".join(sent.mapped("name")),
                )
            )
        raise UserError(
            self.env._(
                "No confirmed score sheet with money is left to send for %(month)s.", month=self.month_name
            )
        )

    def _check_unchanged(self, remedy):
        """Compare the lines with what the sheets say now: number and pay code could have changed since, or
        somebody could have appealed.

        :raise UserError: with ``remedy``, what to do
        """
        # sudo: sheets of employees whom HR may not read otherwise
        sheets = self.line_ids.sheet_id.sudo()
        lines, held = sheets._get_payroll_lines()
        if held:
            sheet, codes = next(iter(held.items()))
            raise UserError(
                self.env._(
                    "%(sheet)s must not be sent now: %(reasons)s %(remedy)s",
                    sheet=sheet.display_name,
                    reasons=sheet._say_hold_reasons(codes),
                    remedy=remedy,
                )
            )
        digits = self.currency_id.decimal_places

        def key(vals):
            return (
                vals["source_key"],
                vals["employee_number"],
                vals["pay_code"],
                payroll.round_money(vals["amount"], digits),
            )

        names = ["source_key", "employee_number", "pay_code", "amount"]
        if set(map(key, lines)) != set(map(key, self.line_ids.read(names, load=None))):
            raise UserError(
                self.env._(
                    "Something changed since %(batch)s was prepared: an employee number, a pay code or a "
                    "sheet. %(remedy)s",
                    batch=self.name,
                    remedy=remedy,
                )
            )

    def _check_layout(self):
        """:raise UserError: the file would not say clearly what is taken and what is given"""
        self.layout_id._check_columns()
        if any(column.format == "absolute" for column in self._get_columns()):
            mixed = payroll.find_mixed_codes(self._get_lines())
            if mixed:
                raise UserError(
                    self.env._(
                        "Pay code %(code)s both takes and gives. The layout shows amounts without sign, so "
                        "nobody could tell which: use another layout, or pay codes of their own.",
                        code=mixed[0],
                    )
                )

    # Files
    def _get_columns(self):
        return self.layout_id._get_columns() or self.layout_id._get_standard_columns()

    def _get_lines(self):
        """Return the lines as the engine wants them."""
        digits = self.currency_id.decimal_places
        return [
            payroll.Line(
                line.source_key,
                line.employee_id.id,
                line.employee_number or "",
                "" if line.is_erased else line.employee_id.name or "",
                line.pay_code,
                line.kind,
                payroll.round_money(line.amount, digits),
                line.employee_id.department_id.name or "",
                line.sheet_id.name or "",
            )
            # sudo: names of employees and of their departments
            for line in self.line_ids.sudo()
        ]

    def _make_files(self):
        """Return the values of the files: the same lines and layout give the same bytes."""
        self.ensure_one()
        layout, digits = self.layout_id, self.currency_id.decimal_places
        kinds = self.env["service.score.payroll.line"]._fields["kind"]._description_selection(self.env)
        words = {
            "kinds": dict(kinds),
            "total": self.env._("Total"),
            "all_codes": self.env._("All Pay Codes"),
            "code": self.env._("Pay Code"),
            "count": self.env._("Number of Rows"),
            "sum": self.env._("Sum"),
        }
        table = payroll.make_table(
            self._get_lines(),
            self._get_columns(),
            self.month,
            self.currency_id.name,
            words,
            per_line=layout.rows == "line",
            has_totals=layout.has_totals if layout else True,
        )
        xlsx = write_xlsx(table, self.name, digits)
        csv = payroll.write_csv(table, layout.separator or "comma", layout.encoding or "utf8", digits)
        return {
            "xlsx_file": base64.b64encode(xlsx),
            "csv_file": base64.b64encode(csv),
            "xlsx_digest": hashlib.sha256(xlsx).hexdigest(),
            "csv_digest": hashlib.sha256(csv).hexdigest(),
        }
