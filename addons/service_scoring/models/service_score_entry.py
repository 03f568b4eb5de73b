from odoo import api, fields, models

from .service_score_account import CARRIERS, AccountKey
from .service_score_rule import KINDS

STATES = [
    ("draft", "To Confirm"),
    ("confirmed", "Confirmed"),
    ("reversed", "Taken Back"),
    ("rejected", "Rejected"),
]
#: states of entries that are in the ledger for good
LEDGER_STATES = ("confirmed", "reversed")


class ServiceScoreEntry(models.Model):
    """A row of the score ledger: somebody, or a unit, and a rule, on a day.

    Sources and people propose, a person confirms. What is confirmed is never changed or deleted, but taken
    back by a counter-entry (S2). The files beside this one: ``_guard`` (who may write what, and the
    database's own protection), ``_points``, ``_note`` (people's words), ``_propose``, ``_confirm``,
    ``_reverse``, ``_seal``, ``_ledger`` (import), ``_erasure``.
    """

    _name = "service.score.entry"
    _description = "Score Entry"
    _inherit = [
        "service.ledger.mixin",
        "service.score.explained.mixin",
        "service.score.unit.mixin",
        "service.text.mixin",
        "hr.mixin",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "employee_id.name", "rule_code"]
    _check_company_auto = True

    name = fields.Char("Number", readonly=True, copy=False, index="trigram")
    state = fields.Selection(
        STATES,
        "Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True, ondelete="restrict"
    )

    # the rule
    rule_id = fields.Many2one(
        "service.score.rule",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('rulebook_id.state', '=', 'active'), ('company_id', '=', company_id)]",
    )
    rulebook_id = fields.Many2one(
        "service.score.rulebook",
        "Rule Book",
        compute="_compute_rule",
        store=True,
        precompute=True,
        ondelete="restrict",
    )
    rulebook_code = fields.Char(
        compute="_compute_rule", store=True, precompute=True, export_string_translation=False
    )
    rule_code = fields.Char(compute="_compute_rule", store=True, precompute=True)
    kind = fields.Selection(KINDS, compute="_compute_rule", store=True, precompute=True)
    rule_text = fields.Text(
        "Rule as Confirmed", readonly=True, copy=False, help="What the rule said when this was confirmed."
    )
    carrier = fields.Selection(related="rulebook_id.carrier")
    category_id = fields.Many2one(related="rule_id.category_id")

    # whose
    employee_id = fields.Many2one(
        "hr.employee", index="btree_not_null", ondelete="restrict", check_company=True
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Of the employee, as it was on that day.",
    )
    site_id = fields.Many2one("service.site", index="btree_not_null", ondelete="restrict", check_company=True)

    # when, and in which period it counts
    date = fields.Date(
        "Day", required=True, default=fields.Date.context_today, index=True, help="When it happened."
    )
    effective_date = fields.Date(
        "Counts On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="In the period of this day it counts: the day itself, or the first day of the next period that "
        "is still open.",
    )
    is_adjustment = fields.Boolean(
        "Adjustment",
        readonly=True,
        copy=False,
        help="The period of the day was closed already; it counts in a later one.",
    )

    # how much
    quantity = fields.Float(digits=(16, 2), default=1, required=True)
    count_unit = fields.Selection(related="rule_id.count_unit")
    points_mode = fields.Selection(related="rule_id.points_mode")
    points_each = fields.Float(
        digits=(16, 2),
        copy=False,
        aggregator=None,
        help="For each unit, without a sign; 0: what the rule says.",
    )
    multiplier_ids = fields.Many2many(
        "service.score.rule.multiplier",
        "service_score_entry_multiplier_rel",
        "entry_id",
        "multiplier_id",
        string="Circumstances",
        domain="[('rule_id', '=', rule_id)]",
        copy=False,
        ondelete="restrict",
    )
    factor = fields.Float(
        digits=(16, 4), readonly=True, copy=False, aggregator=None, help="Circumstances and repetition."
    )
    share = fields.Float(
        "Share (%)",
        digits=(5, 2),
        copy=False,
        aggregator=None,
        help="Of the score of the period; 0: the least that the rule says.",
    )
    occurrence = fields.Integer(
        "How Often",
        readonly=True,
        copy=False,
        aggregator=None,
        help="The how-many-eth time, within the time that the rule looks back.",
    )
    points = fields.Float(
        digits=(16, 2),
        compute="_compute_points",
        store=True,
        precompute=True,
        help="Below zero: deducted.",
    )
    withhold_component_id = fields.Many2one(
        "service.score.pay.component", "Withheld From", readonly=True, copy=False, ondelete="restrict"
    )
    withhold_share = fields.Float("Withheld (%)", digits=(5, 2), readonly=True, copy=False, aggregator=None)

    # where it comes from
    act_key = fields.Char(
        "Act",
        copy=False,
        help="Entries with the same text come from one act: the rule book says whether all of them count.",
    )
    source = fields.Selection(
        selection=lambda self: (
            self.env["service.score.rule"]._fields["source"]._description_selection(self.env)
        ),
        required=True,
        default="manual",
        readonly=True,
        copy=False,
    )
    res_model = fields.Char("Document Type", readonly=True, copy=False)
    res_id = fields.Many2oneReference("Document", model_field="res_model", readonly=True, copy=False)
    source_key = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        export_string_translation=False,
        help="The event of the source: it makes at most one live entry of a rule and person.",
    )

    # who did what
    reported_by_id = fields.Many2one(
        "res.users",
        copy=False,
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="set null",
    )
    heard_at = fields.Datetime("Heard On", readonly=True, copy=False)
    heard_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    confirmed_at = fields.Datetime("Confirmed On", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    reject_reason = fields.Char(readonly=True, copy=False)
    # numbers of the users: links to users may be cut by Odoo, the ledger keeps who it was (decisions 13)
    reported_uid = fields.Integer(readonly=True, copy=False, aggregator=None, export_string_translation=False)
    heard_uid = fields.Integer(readonly=True, copy=False, aggregator=None, export_string_translation=False)
    confirmed_uid = fields.Integer(
        readonly=True, copy=False, aggregator=None, export_string_translation=False
    )

    # taken back
    reversal_of_id = fields.Many2one(
        "service.score.entry",
        "Takes Back",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    reversed_by_id = fields.Many2one(
        "service.score.entry",
        "Taken Back By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # the seal
    note_digest = fields.Char(readonly=True, copy=False, export_string_translation=False)
    seal_no = fields.Integer("Seal No.", readonly=True, copy=False, aggregator=None)
    seal_hash = fields.Char("Seal", readonly=True, copy=False)

    warning = fields.Text(compute="_compute_warning")

    _import_key_uniq = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL", "This row was imported already."
    )
    _source_uniq = models.UniqueIndex(
        "(rule_id, COALESCE(employee_id, 0), COALESCE(department_id, 0), COALESCE(site_id, 0), source_key)"
        " WHERE source_key IS NOT NULL AND state IN ('draft', 'confirmed') AND reversal_of_id IS NULL",
        "There is an entry of this rule for this event already.",
    )
    _reversal_uniq = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL", "An entry is taken back only once."
    )
    _seal_uniq = models.UniqueIndex(
        "(company_id, seal_no) WHERE seal_no IS NOT NULL", "Two entries cannot have the same seal."
    )
    _unsealed_idx = models.Index(
        "(company_id, id) WHERE seal_no IS NULL AND state IN ('confirmed', 'reversed')"
    )
    _period_idx = models.Index("(rulebook_id, effective_date) WHERE state IN ('confirmed', 'reversed')")
    _draft_idx = models.Index("(company_id, date) WHERE state = 'draft'")
    _source_idx = models.Index("(res_model, res_id) WHERE res_model IS NOT NULL")
    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "The quantity has to be above zero.")

    @api.depends("rule_id")
    def _compute_rule(self):
        for entry in self:
            rule = entry.rule_id
            entry.rulebook_id = rule.rulebook_id
            entry.rulebook_code = rule.rulebook_id.code
            entry.rule_code = rule.code
            entry.kind = rule.kind

    @api.depends("employee_id", "date")
    def _compute_department_id(self):
        """The employee's department as it was on the day: an entry belongs to the unit of its date."""
        found = self._find_departments()
        for entry in self:
            if entry.employee_id:
                entry.department_id = found.get((entry.employee_id.id, entry.date), False)
            elif not entry.department_id:
                entry.department_id = False

    @api.depends("name", "rule_code", "employee_id", "department_id", "site_id")
    def _compute_display_name(self):
        for entry in self:
            whose = entry.employee_id or entry.site_id or entry.department_id
            parts = [entry.name, entry.rule_code, whose.display_name]
            entry.display_name = " · ".join(part for part in parts if part)

    @api.depends("rulebook_id", "employee_id", "date", "heard_at", "state")
    def _compute_warning(self):
        """What keeps the entry from costing money, or should be done before it is confirmed."""
        acknowledged = self._find_acknowledged()
        for entry in self:
            book, lines = entry.rulebook_id, []
            if book and not book.adopted_on:
                lines.append(self.env._("The rule book does not say how and when it was adopted."))
            elif entry.date and book.adopted_on and book.adopted_on > entry.date:
                lines.append(self.env._("The rule book was adopted after that day."))
            if book.needs_acknowledgement and entry.employee_id:
                since = acknowledged.get((book.id, entry.employee_id.id))
                if not since or (entry.date and since > entry.date):
                    lines.append(self.env._("The employee had not acknowledged the rule book on that day."))
            if entry.state == "draft" and entry.employee_id and not entry.heard_at:
                lines.append(self.env._("The employee has not been heard."))
            entry.warning = "\n".join(lines)

    def _find_acknowledged(self):
        """Return {(rule book id, employee id): day of the acknowledgement}; one query for all."""
        # sudo: only whether the employee of an entry that the user sees has taken note
        groups = (
            self.env["service.score.acknowledgement"]
            .sudo()
            ._read_group(
                [("rulebook_id", "in", self.rulebook_id.ids), ("employee_id", "in", self.employee_id.ids)],
                ["rulebook_id", "employee_id"],
                ["date:min"],
            )
        )
        return {(book.id, employee.id): day for book, employee, day in groups}

    def _get_account_key(self):
        """Return the ``AccountKey`` of whose score this entry changes; None if it names nobody."""
        self.ensure_one()
        carrier = self.rulebook_id.carrier
        carrier_id = carrier in CARRIERS and self[f"{carrier}_id"].id
        return (
            carrier_id and AccountKey(self.company_id.id, self.rulebook_code, carrier, carrier_id)
        ) or None

    def _get_act(self):
        """Return what tells the act of this entry apart: entries with the same one happened at once."""
        self.ensure_one()
        return self.act_key or self.source_key or f"{self._name},{self.id}"

    def action_open_source(self):
        """Open the document that this entry comes from."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
