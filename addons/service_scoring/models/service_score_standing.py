from collections import defaultdict

from babel.dates import get_month_names
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, formatLang, get_lang

from .service_score_award import AWARD_KINDS


class ServiceScoreStanding(models.Model):
    """What stands open of an employee's awards of a company in a calendar year, with its history.

    It is the fixed row that confirming and taking back an award writes first (decisions 16), and is judged
    anew by each. Nobody writes it by hand.
    """

    _name = "service.score.standing"
    _description = "Standing of Merits and Demerits"
    _inherit = ["hr.mixin"]
    _order = "year desc, employee_id"
    _rec_names_search = ["employee_id.name", "year"]
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="Of the employee now; who works for another company keeps the last one of this.",
    )
    year = fields.Char(required=True, readonly=True)
    points = fields.Float(digits=(16, 2), readonly=True, help="Of all awards of the year.")
    open_commendation = fields.Integer("Commendations", readonly=True)
    open_merit = fields.Integer("Merits", readonly=True)
    open_major_merit = fields.Integer("Major Merits", readonly=True)
    open_warning = fields.Integer("Warnings", readonly=True)
    open_demerit = fields.Integer("Demerits", readonly=True)
    open_major_demerit = fields.Integer("Major Demerits", readonly=True)
    is_at_limit = fields.Boolean(
        "At the Limit",
        readonly=True,
        help="So many major demerits stand open that dismissal is proposed: as the award scheme says.",
    )
    month_points = fields.Html("Points by Month", compute="_compute_month_points", sanitize=False)
    line_ids = fields.One2many("service.score.standing.line", "standing_id", string="History", readonly=True)
    award_ids = fields.One2many("service.score.award", "standing_id", string="Awards", readonly=True)
    consequence_count = fields.Integer(compute="_compute_consequence_count")
    version = fields.Integer(readonly=True, aggregator=None, export_string_translation=False)

    _employee_year_uniq = models.UniqueIndex(
        "(employee_id, year, company_id)", "There is a standing of this employee and year already."
    )

    @api.depends("employee_id.department_id", "employee_id.company_id")
    def _compute_department_id(self):
        for standing in self:
            employee = standing.employee_id
            is_here = employee.company_id == standing.company_id
            standing.department_id = employee.department_id if is_here else standing.department_id

    @api.depends("employee_id", "year")
    def _compute_display_name(self):
        for standing in self:
            standing.display_name = f"{standing.employee_id.display_name} · {standing.year}"

    @api.depends("line_ids.points", "line_ids.date")
    @api.depends_context("lang")
    def _compute_month_points(self):
        """The twelve months with their points, and a bar for each; one query for all standings."""
        points = {
            (standing.id, day.month): total
            for standing, day, total in self.env["service.score.standing.line"]._read_group(
                [("standing_id", "in", self.ids)], ["standing_id", "date:month"], ["points:sum"]
            )
        }
        names = get_month_names("wide", "stand-alone", babel_locale_parse(get_lang(self.env).code))
        for standing in self:
            months = {month: points.get((standing._origin.id, month), 0) for month in names}
            standing.month_points = self._render_months(
                [(names[month], months[month]) for month in sorted(names)]
            )

    @api.model
    def _render_months(self, months):
        most = max(max(abs(points) for _name, points in months), 1)
        rows = [
            Markup(
                '<tr><td>{name}</td><td class="text-end {color}">{points}</td><td class="w-50">'
                '<div class="progress"><div class="progress-bar {bar}" style="width: {share}%"></div></div>'
                "</td></tr>"
            ).format(
                name=name,
                points=formatLang(self.env, points, digits=2),
                color="text-danger" if points < 0 else "",
                bar="text-bg-danger" if points < 0 else "text-bg-success",
                share=round(abs(points) / most * 100),
            )
            for name, points in months
        ]
        return Markup(
            '<table class="table table-sm mb-0"><thead><tr><th>{month}</th><th class="text-end">{points}</th>'
            "<th></th></tr></thead><tbody>{rows}</tbody></table>"
        ).format(month=self.env._("Month"), points=self.env._("Points"), rows=Markup("").join(rows))

    def _compute_consequence_count(self):
        groups = self.env["service.score.consequence"]._read_group(
            [("standing_id", "in", self.ids), ("state", "!=", "dropped")], ["standing_id"], ["__count"]
        )
        counts = {standing.id: count for standing, count in groups}
        for standing in self:
            standing.consequence_count = counts.get(standing.id, 0)

    def action_consequences(self):
        """Open what was proposed because of this standing."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_scoring.service_score_consequence_action"
        )
        return {**action, "domain": [("standing_id", "=", self.id)], "context": {}}


class ServiceScoreStandingLine(models.Model):
    """What became of one award of the year, or of a major one that several became."""

    _name = "service.score.standing.line"
    _description = "History of Merits and Demerits"
    _order = "standing_id, sequence"
    _rec_name = "kind"

    standing_id = fields.Many2one(
        "service.score.standing", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True, aggregator=None)
    award_id = fields.Many2one(
        "service.score.award", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    date = fields.Date("Day", readonly=True)
    kind = fields.Selection(AWARD_KINDS, readonly=True)
    points = fields.Float(digits=(16, 2), readonly=True)
    state = fields.Selection(
        [("open", "Stands Open"), ("offset", "Offset"), ("converted", "Converted")], "Status", readonly=True
    )
    other_sequence = fields.Integer(
        readonly=True,
        aggregator=None,
        export_string_translation=False,
        help="The line that offset it, or that it was converted into.",
    )
    origin = fields.Char("Numbers", compute="_compute_texts", compute_sudo=True)
    outcome = fields.Char(compute="_compute_texts", compute_sudo=True)

    @api.depends("state", "other_sequence", "award_id", "standing_id.line_ids")
    def _compute_texts(self):
        """Where each line comes from and what became of it; numbers of awards only."""
        for standing, lines in self.grouped("standing_id").items():
            by_number = {line.sequence: line for line in standing.line_ids}
            parts = defaultdict(list)
            for line in standing.line_ids:
                if line.state == "converted":
                    parts[line.other_sequence].append(line.award_id.name)
            names = {
                number: line.award_id.name or " + ".join(parts[number]) for number, line in by_number.items()
            }
            for line in lines:
                line.origin = names.get(line.sequence)
                line.outcome = line._say_outcome(names.get(line.other_sequence))

    def _say_outcome(self, other):
        self.ensure_one()
        if self.state == "offset":
            return self.env._("Offset with %(other)s", other=other)
        if self.state == "converted":
            return self.env._("Part of a major one: %(other)s", other=other)
        return self.env._("Stands open")
