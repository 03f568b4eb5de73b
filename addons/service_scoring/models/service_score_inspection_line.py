from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_score_entry_points import RULE_CHOOSES

RESULTS = [
    ("open", "Not Looked At"),
    ("ok", "OK"),
    ("finding", "Finding"),
    ("not_applicable", "Not Applicable"),
]
#: what follows from the plan, the clause and the steps
FOLLOWS = {"points", "is_submitted", "origin_line_id", "date", "department_id", "site_id"}


class ServiceScoreInspectionLine(models.Model):
    """One item of an inspection and what was found: clause, count, persons, photos (CU-SCORE-02).

    ``count`` is counted in the unit of the clause: places, errors, documents, person-occurrences. Of those,
    persons who are known are named with how many times; the rest is the unit's alone.
    """

    _name = "service.score.inspection.line"
    _description = "Inspection Item"
    _inherit = ["service.ledger.mixin", "service.text.mixin"]
    _order = "inspection_id, category_sequence, sequence, id"
    _rec_name = "text"
    _check_company_auto = True

    inspection_id = fields.Many2one(
        "service.score.inspection", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="inspection_id.company_id", store=True, precompute=True, index=True)
    inspection_state = fields.Selection(related="inspection_id.state", string="Status of the Inspection")
    inspection_mode = fields.Selection(related="inspection_id.mode", string="Announced or Not")
    date = fields.Date("Day", related="inspection_id.date", store=True, precompute=True, index=True)
    department_id = fields.Many2one(
        related="inspection_id.department_id", string="Unit", store=True, precompute=True, index=True
    )
    site_id = fields.Many2one(related="inspection_id.site_id", store=True, precompute=True)
    is_submitted = fields.Boolean(
        compute="_compute_is_submitted", store=True, export_string_translation=False
    )
    item_id = fields.Many2one(
        "service.score.checklist.item", readonly=True, index="btree_not_null", ondelete="set null"
    )
    sequence = fields.Integer(default=1000)
    text = fields.Text(
        "What to Look At", compute="_compute_text", store=True, precompute=True, readonly=False
    )
    rule_id = fields.Many2one(
        "service.score.rule",
        "Clause",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('rulebook_id', '=', rulebook_id), ('kind', '!=', 'withhold')]",
    )
    rulebook_id = fields.Many2one(related="inspection_id.rulebook_id", string="Rule Book")
    count_unit = fields.Selection(related="rule_id.count_unit")
    points_mode = fields.Selection(related="rule_id.points_mode")
    rule_kind = fields.Selection(related="rule_id.kind", string="Kind of Clause")
    possible_multiplier_ids = fields.One2many(
        related="rule_id.multiplier_ids", string="Possible Circumstances", export_string_translation=False
    )
    category_id = fields.Many2one(
        "service.score.category",
        compute="_compute_category",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    category_sequence = fields.Integer(
        compute="_compute_category", store=True, precompute=True, export_string_translation=False
    )

    # what was found
    result = fields.Selection(RESULTS, required=True, default="open", index=True)
    count = fields.Float(
        "How Many",
        digits=(16, 2),
        default=1,
        required=True,
        help="Places, times, errors or documents, as the clause counts them.",
    )
    note = fields.Text("What Was Seen")
    photo_ids = fields.Many2many(
        "ir.attachment",
        "service_score_inspection_line_photo_rel",
        "line_id",
        "attachment_id",
        string="Photos",
        bypass_search_access=True,
    )
    person_ids = fields.One2many("service.score.inspection.person", "line_id", string="Persons")
    points_each = fields.Float(
        digits=(16, 2),
        aggregator=None,
        help="For each one, without a sign, where the clause leaves a choice; 0: what the clause says.",
    )
    points_reason = fields.Char("Why More Points", help="Needed for more points than the least.")
    multiplier_ids = fields.Many2many(
        "service.score.rule.multiplier",
        "service_score_inspection_line_multiplier_rel",
        "line_id",
        "multiplier_id",
        string="Circumstances",
        domain="[('rule_id', '=', rule_id)]",
        ondelete="restrict",
    )
    points = fields.Float(
        digits=(16, 2), compute="_compute_points", store=True, help="Below zero: to be deducted."
    )
    origin_line_id = fields.Many2one(
        "service.score.inspection.line",
        "Found Before",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The finding that is checked again.",
    )

    _import_key_uniq = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL", "This row was imported already."
    )
    _count_positive = models.Constraint("CHECK (count > 0)", "The number has to be above zero.")
    _points_positive = models.Constraint(
        "CHECK (points_each >= 0)",
        "Points are entered without a sign; the clause says whether they are lost.",
    )

    @api.depends("inspection_id.state")
    def _compute_is_submitted(self):
        for line in self:
            line.is_submitted = line.inspection_id.state in ("submitted", "confirmed", "closed")

    @api.depends("item_id", "rule_id")
    def _compute_text(self):
        """What is written on the item, else the name of the clause, in the language of the company."""
        for line in self:
            lang = line.company_id.partner_id.lang or self.env.lang
            said = line.with_context(lang=lang)
            line.text = line.text or said.item_id.text or said.rule_id.name

    @api.depends("item_id", "rule_id")
    def _compute_category(self):
        for line in self:
            # sudo: under which heading it stands
            one = line.sudo()
            line.category_id = one.item_id.category_id or one.rule_id.category_id
            line.category_sequence = line.category_id.sequence if line.category_id else 10_000

    @api.depends("result", "count", "points_each", "multiplier_ids", "rule_id")
    def _compute_points(self):
        for line in self:
            line.points = 0.0
            if line.result == "finding" and line.rule_id:
                try:
                    line.points = line._evaluate()["points"]
                except UserError:  # numbers that the clause does not allow: who submits is told
                    line.points = 0.0

    def _evaluate(self):
        """Return what the clause gives for the whole finding, without repetition: see the rule."""
        self.ensure_one()
        # sudo: what the clause says
        return self.sudo().rule_id._compute_points(
            self.count,
            points_each=None if self.points_each in RULE_CHOOSES else self.points_each,
            multipliers=self.multiplier_ids,
        )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create([self._without_what_follows(vals) for vals in vals_list])
        lines._check_running()
        lines._own_photos()
        return lines

    def write(self, vals):
        self._check_running()
        vals = self._without_what_follows(vals)
        result = super().write(vals)
        if "inspection_id" in vals:
            self._check_running()  # where it came to, too
        if "photo_ids" in vals:
            self._own_photos()
        return result

    @api.model
    def _without_what_follows(self, vals):
        """Return what people enter; the steps and the import (superuser mode) give the rest."""
        return vals if self.env.su else {name: vals[name] for name in vals.keys() - FOLLOWS}

    @api.ondelete(at_uninstall=False)
    def _unlink_only_running(self):
        self._check_running()

    def _check_running(self):
        """Refuse what people enter before an inspection began and after it was submitted.

        :raise UserError: one of the inspections is not running
        """
        if self.env.su:  # the steps themselves, and the import
            return
        # who submits meanwhile fails on the same row, and is tried again
        self.inspection_id._touch()
        waiting = self.inspection_id.filtered(lambda one: one.state == "planned")
        if waiting:
            raise UserError(
                self.env._(
                    "%(numbers)s: begin the inspection first.", numbers=", ".join(waiting.mapped("name"))
                )
            )
        over = self.inspection_id.filtered(lambda one: one.state != "running")
        if over:
            raise UserError(
                self.env._(
                    "%(numbers)s: what was submitted stays. An officer can open it again as long as none of "
                    "its entries is confirmed.",
                    numbers=", ".join(over.mapped("name")),
                )
            )

    def _own_photos(self):
        """Give photos that were taken for these items to them: who sees these sees the photos."""
        for line in self:
            # sudo: files that the user has just added, and owns
            loose = line.photo_ids.sudo().filtered(lambda one: not one.res_id and not one.res_field)
            if loose:
                loose.write({"res_model": line._name, "res_id": line.id})

    # On the spot: one touch each
    def action_ok(self):
        """It is as it should be."""
        self.write({"result": "ok"})

    def action_not_applicable(self):
        """There is nothing of the kind at this place."""
        self.write({"result": "not_applicable"})

    def action_finding(self):
        """Note a finding, and ask for what was seen."""
        self.ensure_one()
        if self.result != "finding":
            self.write({"result": "finding"})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Finding"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (self.env.ref("service_scoring.service_score_inspection_line_view_finding").id, "form")
            ],
            "target": "new",
        }

    @api.model
    def action_submit_inspection(self, *_ids):
        """Submit the inspection whose items are on the screen."""
        inspection = self.env["service.score.inspection"].browse(self.env.context["default_inspection_id"])
        inspection.action_submit()
        return inspection._action_form()
