from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_datetime

from ..report.callback_tables import CallbackReport, Table

#: written by the steps only
STEPPED = ("state", "submitted_at", "reviewed_by_id", "reviewed_at")
#: what was handed in stays as it was
FIXED = ("date_from", "date_to", "plan_id", "caller_id", "summary", "evaluation", "company_id", "user_id")


class ServiceCallbackReport(models.Model):
    """The callback report form of a period: figures, summary, evaluation, instructions (CB-REP-01).

    Whoever called writes it by the next working day; a supervisor reviews and instructs, and never their own.
    """

    _name = "service.callback.report"
    _description = "Callback Report"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    name = fields.Char("Title", compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    plan_id = fields.Many2one(
        "service.callback.plan", index="btree_not_null", ondelete="restrict", check_company=True
    )
    caller_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user,
        help="Whose callbacks it is about; empty: everybody's.",
    )
    date_from = fields.Date("From", required=True, default=lambda self: self.env.company._service_day())
    date_to = fields.Date("To", required=True, default=lambda self: self.env.company._service_day())
    user_id = fields.Many2one(
        "res.users", "Written By", required=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    due_at = fields.Datetime("Handed In Until", compute="_compute_due_at", store=True)
    summary = fields.Text(help="What customers said, and what was done about it.")
    evaluation = fields.Text(help="How good service and callbacks were, and what should become better.")
    instruction = fields.Text("Supervisor's Instructions")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Handed In"), ("reviewed", "Reviewed")],
        "Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    submitted_at = fields.Datetime("Handed In On", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    reviewed_at = fields.Datetime("Reviewed On", readonly=True, copy=False)
    is_late = fields.Boolean(compute="_compute_is_late")
    improvement_ids = fields.One2many("service.callback.improvement", "report_id", "Improvements")

    _days_order = models.Constraint("CHECK (date_from <= date_to)", "A report ends after it begins.")

    @api.depends("plan_id.name", "date_from", "date_to", "caller_id.name")
    def _compute_name(self):
        for report in self:
            days = " – ".join(dict.fromkeys(str(day) for day in (report.date_from, report.date_to) if day))
            report.name = " · ".join(filter(None, (report.plan_id.name, report.caller_id.name, days)))

    @api.depends("date_to", "company_id")
    def _compute_due_at(self):
        """The next working day at closing time (CB-REP-01, Q-49)."""
        for report in self:
            if not report.date_to:
                report.due_at = False
                continue
            end = report.company_id._service_day_end(report.date_to)
            # sudo: a deadline is told to everybody, also to who may not read the hours behind it
            calendar = report.company_id.sudo().resource_calendar_id
            if calendar:
                report.due_at = calendar._service_due(end, 1, "working_days", report.company_id)
            else:
                report.due_at = end + timedelta(1)

    @api.depends("due_at", "submitted_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for report in self:
            report.is_late = bool(report.due_at) and (report.submitted_at or now) > report.due_at

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {name: value for name, value in vals.items() if name not in STEPPED} for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """Write; steps write the status, and what was handed in stays as it was."""
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name not in STEPPED}
            if set(FIXED) & vals.keys() and any(report.state != "draft" for report in self):
                raise UserError(self.env._("The report was handed in; have it sent back to change it."))
            if "instruction" in vals and not self.env.user.has_group("service_center.group_officer"):
                raise AccessError(self.env._("Only supervisors give instructions."))
        return super().write(vals)

    def action_submit(self):
        """Hand the report in.

        :raise UserError: summary or evaluation is missing, or it was handed in
        """
        self.check_access("write")
        for report in self:
            if report.state != "draft":
                raise UserError(self.env._("The report was handed in already."))
            if not (report.summary or "").strip() or not (report.evaluation or "").strip():
                raise UserError(self.env._("Write a summary and an evaluation first."))
        # sudo: steps write what nobody writes by hand; the right was checked
        self.sudo().write({"state": "submitted", "submitted_at": fields.Datetime.now()})

    def action_review(self):
        """Accept the report; by a supervisor, and never one's own."""
        self._check_reviewer()
        # sudo: steps write what nobody writes by hand; the right was checked
        self.sudo().write(
            {"state": "reviewed", "reviewed_by_id": self.env.uid, "reviewed_at": fields.Datetime.now()}
        )

    def action_send_back(self):
        """Have the report changed; the instructions say what is missing."""
        self._check_reviewer()
        if not all((report.instruction or "").strip() for report in self):
            raise UserError(self.env._("Say in the instructions what has to be changed."))
        # sudo: steps write what nobody writes by hand; the right was checked
        self.sudo().write({"state": "draft", "submitted_at": False})

    def _check_reviewer(self):
        self.check_access("write")
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only supervisors review reports."))
        for report in self:
            if report.state != "submitted":
                raise UserError(self.env._("Only a report that was handed in is reviewed."))
            if self.env.user in report.user_id | report.caller_id:
                raise UserError(self.env._("Somebody else has to review your own report."))

    # The form
    def _get_report(self):
        """Return the ``CallbackReport`` of this form."""
        self.ensure_one()
        self.check_access("read")
        length = self.date_to - self.date_from + timedelta(1)
        # sudo: figures only, about the callbacks that the report is about; who may read it may know them
        Statistics = self.env["service.callback.statistics"].sudo()
        days = [(self.date_from - length, self.date_to - length), (self.date_from, self.date_to)]
        before, domain = (
            Statistics._get_domain(self.company_id, *period, self.plan_id, None, self.caller_id)
            for period in days
        )
        # of one caller nobody can say which documents without a callback would have been theirs
        plans = self.plan_id or self.env["service.callback.plan"].search(
            [("company_id", "=", self.company_id.id)]
        )
        uncovered = None if self.caller_id else plans._count_uncovered(self.date_from, self.date_to)
        target = self.plan_id.target_percent if self.plan_id else None
        tables = Statistics._get_tables(self.company_id, domain, before, uncovered, target)
        if self.improvement_ids:
            tables.append(self.improvement_ids._get_table())
        return CallbackReport(
            title=self.env._("Callback report form"),
            heading=self._get_heading(),
            tables=tables,
            texts=[
                (self.env._("Summary"), self.summary),
                (self.env._("Evaluation"), self.evaluation),
                (self.env._("Supervisor's Instructions"), self.instruction),
            ],
        )

    def _get_heading(self):
        zone = self.company_id._service_tz()
        lines = [
            self.env._("Company: %(name)s", name=self.company_id.display_name),
            self.env._(
                "Period: %(first)s – %(last)s (local days, %(tz)s)",
                first=format_date(self.env, self.date_from),
                last=format_date(self.env, self.date_to),
                tz=zone,
            ),
        ]
        if self.plan_id:
            lines.append(self.env._("Plan: %(name)s", name=self.plan_id.name))
        if self.caller_id:
            lines.append(self.env._("Caller: %(name)s", name=self.caller_id.name))
        lines.append(self.env._("Written by: %(name)s", name=self.user_id.name))
        if self.reviewed_at:
            lines.append(
                self.env._(
                    "Reviewed by %(name)s on %(moment)s",
                    name=self.reviewed_by_id.name,
                    moment=format_datetime(self.env, self.reviewed_at, tz=zone),
                )
            )
        return tuple(lines)

    def action_workbook(self):
        """Download the form as a workbook."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/service_center/callback_report/{self.id}/workbook",
            "target": "download",
        }

    def action_print(self):
        """Print the form."""
        self.ensure_one()
        self.check_access("read")
        return self.env.ref("service_center.action_report_callback_form").report_action(self, config=False)


class ServiceCallbackImprovement(models.Model):
    """Improvements as a table of reports."""

    _inherit = "service.callback.improvement"

    def _get_table(self):
        """Return the ``Table`` of these improvements."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        late = self.env._("Overdue")
        rows = [
            (
                (item.name, "text"),
                (item.user_id.name, "text"),
                (format_date(self.env, item.deadline), "text"),
                (late if item.is_overdue else labels[item.state], "text"),
                (item.result or "", "text"),
            )
            for item in self
        ]
        headings = [
            self.env._("Improvement"),
            self.env._("Responsible"),
            self.env._("Deadline"),
            self.env._("Status"),
            self.env._("Result"),
        ]
        return Table(self.env._("Improvements"), headings, rows)
