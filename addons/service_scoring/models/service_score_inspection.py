from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import inspection as engine

STATES = [
    ("planned", "Planned"),
    ("running", "Inspecting"),
    ("submitted", "Submitted"),
    ("confirmed", "Confirmed"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
MODES = [("planned", "Announced"), ("secret", "Unannounced")]
WAYS = [("supervisor", "Supervisor"), ("self", "By the Unit Itself"), ("mutual", "By Another Unit")]
#: what the inspected unit may know of an inspection that is not announced
TOLD = ("submitted", "confirmed", "closed")
#: written by the steps only, or counted
DECIDED = {
    *("name", "points", "score", "finding_count", "open_count", "progress"),
    *("state", "version", "rulebook_id", "started_at", "submitted_at", "submitted_by_id", "confirmed_at"),
    *("confirmed_by_id", "fed_back_at", "fed_back_by_id"),
}
#: what is planned by officers, before it begins
PLAN = {
    *("company_id", "checklist_id", "site_id", "department_id", "date", "mode", "by", "inspector_ids"),
    *("unit_manager_id", "reinspection_of_id"),
}


class ServiceScoreInspection(models.Model):
    """Somebody looks at a place on a day, item by item (CU-SUP-01, CU-SUP-02, CU-SCORE-02).

    Findings become proposed entries for the unit and for the persons at once. The files beside this one:
    ``_steps``, ``_entries`` (proposing), ``_line``, ``_person``, ``_ledger`` (import), ``_erasure``.
    """

    _name = "service.score.inspection"
    _description = "Inspection"
    _inherit = ["service.text.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "department_id.name", "site_id.name"]
    _check_company_auto = True

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        STATES,
        "Status",
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
        index=True,
    )
    version = fields.Integer(readonly=True, copy=False, aggregator=None, export_string_translation=False)
    checklist_id = fields.Many2one(
        "service.score.checklist", index="btree_not_null", ondelete="restrict", check_company=True
    )
    rulebook_id = fields.Many2one(
        "service.score.rulebook",
        "Rule Book",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The version that was in force on the day.",
    )
    department_id = fields.Many2one(
        "hr.department", "Unit", index="btree_not_null", ondelete="restrict", check_company=True
    )
    site_id = fields.Many2one("service.site", index="btree_not_null", ondelete="restrict", check_company=True)
    unit_manager_id = fields.Many2one(
        "res.users",
        "Head of the Unit",
        compute="_compute_unit_manager_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Answers for what is found.",
    )
    date = fields.Date(
        "Day", required=True, default=lambda self: self.env.company._score_day(), index=True, tracking=True
    )
    mode = fields.Selection(
        MODES,
        "Notice",
        required=True,
        default="planned",
        help="Unannounced: the unit does not see it before it is submitted.",
    )
    by = fields.Selection(WAYS, "Inspected By", required=True, default="supervisor")
    inspector_ids = fields.Many2many(
        "res.users",
        "service_score_inspection_inspector_rel",
        "inspection_id",
        "user_id",
        string="Inspectors",
        default=lambda self: self.env.user,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    line_ids = fields.One2many("service.score.inspection.line", "inspection_id", string="Items", copy=False)
    note = fields.Text("Remarks")

    # what came out
    points = fields.Float(
        digits=(16, 2), compute="_compute_score", store=True, help="Below zero: to be deducted."
    )
    score = fields.Float(
        digits=(16, 2),
        compute="_compute_score",
        store=True,
        aggregator="avg",
        help="What the rule book begins with, less the points that were found.",
    )
    finding_count = fields.Integer("Findings", compute="_compute_progress", store=True)
    open_count = fields.Integer("Still to Do", compute="_compute_progress", store=True)
    progress = fields.Float(compute="_compute_progress", store=True, aggregator="avg")
    entry_count = fields.Integer("Entries", compute="_compute_entry_count")

    # putting right
    rectification_ids = fields.One2many(
        "service.score.rectification", "inspection_id", string="Rectification Orders", readonly=True
    )
    open_rectification_count = fields.Integer("To Put Right", compute="_compute_open_rectification_count")
    reinspection_of_id = fields.Many2one(
        "service.score.inspection",
        "Checks Again",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Whether what this inspection found was put right.",
    )
    reinspection_ids = fields.One2many("service.score.inspection", "reinspection_of_id", "Re-inspections")

    # when each step was taken (CU-SUP-02)
    started_at = fields.Datetime("Begun On", readonly=True, copy=False)
    submitted_at = fields.Datetime("Submitted On", readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    confirmed_at = fields.Datetime("Confirmed On", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    fed_back_at = fields.Datetime("Reported On", readonly=True, copy=False)
    fed_back_by_id = fields.Many2one("res.users", "Reported By", readonly=True, copy=False)
    feedback = fields.Text(
        "Report to Head Office", copy=False, help="What was found, and how it was put right."
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL", "Another inspection has this number already."
    )

    @api.depends("department_id", "site_id")
    def _compute_unit_manager_id(self):
        for inspection in self:
            # sudo: only who heads the unit
            one = inspection.sudo()
            inspection.unit_manager_id = one.department_id.manager_id.user_id or one.site_id.manager_id

    @api.depends("line_ids.points", "rulebook_id")
    def _compute_score(self):
        for inspection in self:
            # sudo: what the version in force says
            book = inspection.sudo().rulebook_id
            points = sum(inspection.line_ids.mapped("points"))
            inspection.points = points
            inspection.score = engine.score(book.base_score, points, book.floor if book.has_floor else None)

    @api.depends("line_ids.result")
    def _compute_progress(self):
        for inspection in self:
            results = inspection.line_ids.mapped("result")
            inspection.finding_count = results.count("finding")
            inspection.open_count = results.count("open")
            done = len(results) - inspection.open_count
            inspection.progress = 100 * done / len(results) if results else 0.0

    def _compute_entry_count(self):
        counts = dict(
            self.env["service.score.entry"]._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)], ["res_id"], ["__count"]
            )
        )
        for inspection in self:
            inspection.entry_count = counts.get(inspection.id, 0)

    @api.depends("rectification_ids.state")
    def _compute_open_rectification_count(self):
        for inspection in self:
            inspection.open_rectification_count = len(inspection.rectification_ids.filtered("is_open"))

    @api.depends("name", "department_id", "site_id", "date")
    def _compute_display_name(self):
        for inspection in self:
            # sudo: the name of the place, as it stands on the inspection
            one = inspection.sudo()
            place = one.department_id or one.site_id
            inspection.display_name = " · ".join(
                part for part in (inspection.name, place.display_name, str(inspection.date or "")) if part
            )

    @api.constrains("department_id", "site_id")
    def _check_place(self):
        for inspection in self:
            if not inspection.department_id and not inspection.site_id:
                raise ValidationError(self.env._("Choose the unit or the site that is inspected."))

    @api.constrains(
        *("by", "mode", "inspector_ids", "department_id", "site_id", "unit_manager_id"),
        "reinspection_of_id",
    )
    def _check_inspectors(self):
        """A unit inspects itself through its own people, another one through people who are not of it."""
        for inspection in self:
            if not inspection.inspector_ids:
                raise ValidationError(self.env._("Choose who inspects."))
            if inspection.by == "self" and inspection.mode == "secret":
                raise ValidationError(self.env._("A unit that inspects itself knows it: it is announced."))
            own = inspection._get_unit_users() & inspection.inspector_ids
            if inspection.by == "self" and own != inspection.inspector_ids:
                raise ValidationError(
                    self.env._(
                        "The unit inspects itself: %(names)s do not belong to it.",
                        names=", ".join((inspection.inspector_ids - own).mapped("name")),
                    )
                )
            # whether it was put right is said by somebody else, too (CU-SUP-02)
            others = inspection.by == "mutual" or inspection.mode == "secret" or inspection.reinspection_of_id
            if own and others:
                raise ValidationError(
                    self.env._(
                        "%(names)s belong to the unit that is inspected, so somebody else has to inspect it.",
                        names=", ".join(own.mapped("name")),
                    )
                )

    def _get_unit_users(self):
        """Return those of the inspectors who belong to the inspected unit, and who heads it."""
        self.ensure_one()
        # sudo: only where people belong
        one = self.sudo()
        employees = one.inspector_ids.employee_ids.filtered(
            lambda employee: employee.company_id == one.company_id
        )
        unit = str(one.department_id.id)
        own = employees.filtered(
            lambda employee: unit in (employee.department_id.parent_path or "").split("/")
        )
        return (own.user_id | one.unit_manager_id).with_env(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{name: vals[name] for name in vals.keys() - DECIDED} for vals in vals_list]
        self.env["ir.sequence"]._service_number(self._name, vals_list)
        inspections = super().create(vals_list)
        inspections._remind_inspectors()
        return inspections

    def write(self, vals):
        """Write; what the steps decide is dropped, and what was planned stays once it began."""
        if "state" in vals and any(one.state != vals["state"] for one in self):
            raise UserError(
                self.env._("The status of an inspection follows from its steps: use its buttons.")
            )
        vals = {name: vals[name] for name in vals.keys() - DECIDED}
        if PLAN & vals.keys() and not self.env.su:
            if not self.env.user.has_group("service_scoring.group_officer"):
                raise AccessError(self.env._("Only officers of scoring plan inspections."))
            begun = self.filtered(lambda one: one.state != "planned")
            if begun:
                raise UserError(
                    self.env._(
                        "%(numbers)s: it began already, so its plan stays.",
                        numbers=", ".join(begun.mapped("name")),
                    )
                )
        if {"note", "feedback"} & vals.keys() and not self.env.su:
            self._check_may_remark(vals.keys())
        result = super().write(vals)
        if "inspector_ids" in vals or "date" in vals:
            self._remind_inspectors()
        return result

    def _check_may_remark(self, names):
        """Refuse words of inspectors about what they submitted, and anybody's about what was reported.

        :raise UserError: one of the inspections is over
        :raise AccessError: the user is no officer
        """
        is_officer = self.env.user.has_group("service_scoring.group_officer")
        if "feedback" in names and not is_officer:
            raise AccessError(self.env._("Only officers of scoring report to head office."))
        over = self.filtered(lambda one: one.state in (("closed",) if is_officer else (*TOLD, "cancelled")))
        if over:
            raise UserError(
                self.env._(
                    "%(numbers)s: it is over, so it stays as it is.", numbers=", ".join(over.mapped("name"))
                )
            )

    # the way around our own write(), which drops what others give
    def _write_decided(self, vals):  # pylint: disable=missing-return
        # sudo: what a step decides, whatever the user may write; the step has checked the user's right
        super(ServiceScoreInspection, self.sudo()).write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        if any(one.state not in ("planned", "cancelled") for one in self):
            raise UserError(self.env._("An inspection that began is kept: cancel it instead."))

    def _touch(self):
        """Write the fixed row of these inspections before reading what a step depends on."""
        fixed_row.count_on(self, "version")
        self.invalidate_recordset(["state"])
