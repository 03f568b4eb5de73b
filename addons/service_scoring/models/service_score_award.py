from odoo import api, fields, models

from ..engine import award as engine
from .service_score_consequence import AWARD_KINDS


class ServiceScoreAward(models.Model):
    """A commendation, merit or major merit, or a warning, demerit or major demerit, of an employee (ASC).

    A person confirms it; from then on it stays as it is, and is taken back at most. What stands open of the
    awards of a year is in ``service.score.standing``. The files beside this one: ``_guard`` (who may write
    what), ``_confirm``, ``_entry`` (its row in the score ledger), ``_erasure``.
    """

    _name = "service.score.award"
    _description = "Merit or Demerit"
    _inherit = ["service.score.unit.mixin", "service.text.mixin", "hr.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "employee_id.name"]
    _check_company_auto = True

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True, ondelete="restrict"
    )
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Of the employee, as it was on that day.",
    )
    kind = fields.Selection(AWARD_KINDS, required=True, tracking=True)
    date = fields.Date(
        "Day",
        required=True,
        default=fields.Date.context_today,
        index=True,
        tracking=True,
        help="The calendar year of this day is the one in which it stands.",
    )
    effective_date = fields.Date(
        "Counts On",
        compute="_compute_effective_date",
        store=True,
        precompute=True,
        help="In the period of this day its points count: the day itself, or the first day of the next "
        "period that is still open.",
    )
    rulebook_id = fields.Many2one(
        "service.score.rulebook",
        "Award Scheme",
        compute="_compute_rulebook_id",
        store=True,
        precompute=True,
        ondelete="restrict",
        help="The rule book that says what awards of the employee's unit are worth on that day.",
    )
    rule_id = fields.Many2one(
        "service.score.rule",
        "Clause",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('rulebook_id.state', '=', 'active'), ('company_id', '=', company_id),"
        " ('award_kind', '=', kind)]",
    )
    points = fields.Float(
        digits=(16, 2), compute="_compute_points", store=True, precompute=True, help="Below zero: deducted."
    )
    state = fields.Selection(
        [("draft", "To Confirm"), ("confirmed", "Confirmed"), ("reversed", "Taken Back")],
        "Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    entry_id = fields.Many2one(
        "service.score.entry", "Ledger Entry", readonly=True, copy=False, ondelete="restrict"
    )
    consequence_id = fields.Many2one(
        "service.score.consequence",
        "Follows From",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    standing_id = fields.Many2one(
        "service.score.standing",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The year in which it stands; set when it is confirmed.",
    )

    # people's words: they can be erased
    reason = fields.Text(copy=False, help="What was done, where and when.")
    evidence_ids = fields.Many2many(
        "ir.attachment", "service_score_award_evidence_rel", "award_id", "attachment_id", copy=False
    )
    reversal_reason = fields.Char("Why Taken Back", readonly=True, copy=False)

    # who did what
    reported_by_id = fields.Many2one(
        "res.users",
        copy=False,
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="set null",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    confirmed_at = fields.Datetime("Confirmed On", readonly=True, copy=False)
    confirmed_uid = fields.Integer(
        readonly=True, copy=False, aggregator=None, export_string_translation=False
    )
    reversed_by_id = fields.Many2one(
        "res.users", "Who Took It Back", readonly=True, copy=False, ondelete="set null"
    )
    reversed_at = fields.Datetime("Taken Back On", readonly=True, copy=False)

    warning = fields.Text("Please Check", compute="_compute_warning")

    _entry_uniq = models.UniqueIndex(
        "(entry_id) WHERE entry_id IS NOT NULL", "The entry has an award already."
    )
    _consequence_uniq = models.UniqueIndex(
        "(consequence_id) WHERE consequence_id IS NOT NULL AND state != 'reversed'",
        "The award of this consequence is there already.",
    )
    _draft_idx = models.Index("(company_id, date) WHERE state = 'draft'")

    @api.depends("employee_id", "date")
    def _compute_department_id(self):
        days = {award: (award.employee_id._origin.id, award.date) for award in self}
        found = self._find_departments(set(days.values()))
        for award in self:
            award.department_id = found.get(days[award], False)

    @api.depends("date")
    def _compute_effective_date(self):
        """Its own day; confirming writes that of its entry."""
        for award in self:
            award.effective_date = award.date

    @api.depends("company_id", "department_id", "date")
    def _compute_rulebook_id(self):
        Book = self.env["service.score.rulebook"]
        schemes = Book._find_award_schemes(
            {(award.company_id, award.department_id, award.date) for award in self if award.date}
        )
        for award in self:
            award.rulebook_id = schemes.get((award.company_id, award.department_id, award.date), False)

    @api.depends("kind", "rulebook_id")
    def _compute_points(self):
        for award in self:
            scheme = award.rulebook_id._get_award_scheme()
            award.points = engine.points_of(award.kind, scheme) if award.kind else 0.0

    @api.depends("name", "kind", "employee_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for award in self:
            parts = [award.name, labels.get(award.kind), award.employee_id.display_name]
            award.display_name = " · ".join(part for part in parts if part)

    @api.depends("date", "state", "company_id", "rulebook_id", "may_confirm", "create_uid")
    @api.depends_context("uid")
    def _compute_warning(self):
        for award in self:
            lines = []
            if award.state == "draft" and award.date and award.company_id:
                if award.date > award.company_id._score_day():
                    lines.append(self.env._("The day is in the future."))
                if not award.rulebook_id:
                    lines.append(
                        self.env._(
                            "No rule book in force on that day has an award scheme: it changes what stands "
                            "open, but no score sheet."
                        )
                    )
                # not while it is entered
                if award._origin and not award.may_confirm:
                    lines.append(self.env._("Somebody else confirms it."))
            award.warning = "\n".join(lines)

    def action_open_standing(self):
        """Open the year in which this award stands."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "service.score.standing",
            "res_id": self.standing_id.id,
            "views": [(False, "form")],
        }
