from odoo import api, fields, models
from odoo.tools import SQL, get_lang

from odoo.addons.service_kernel.tools import append_only

from .service_score_rule_step import CONSEQUENCES

KINDS = [
    *(pair for pair in CONSEQUENCES if pair[0] != "none"),
    ("persuaded_resignation", "Persuaded to Resign"),
    ("grade_change", "Change of Grade"),
    ("award", "Recognition"),
    ("days_off", "Days Off"),
]
AWARD_KINDS = [
    ("commendation", "Commendation"),
    ("merit", "Merit"),
    ("major_merit", "Major Merit"),
    ("warning", "Warning"),
    ("demerit", "Demerit"),
    ("major_demerit", "Major Demerit"),
]
#: consequences that change the employment: only HR decides on them
EMPLOYMENT = (
    *("demerit", "major_demerit", "transfer", "removal", "dismissal", "persuaded_resignation"),
    "grade_change",
)
#: consequences that end the employment or the post: the union is told first, and the employee heard
UNION = ("dismissal", "removal", "persuaded_resignation")
#: what a decided consequence says; the database refuses every change of it
CONTENT = (
    *("company_id", "employee_id", "kind", "rule_code", "rule_id", "streak_id", "entry_id", "source_key"),
    *("period_start", "period_end", "award_kind", "days", "usable_from", "usable_to"),
    *("grade_from_id", "grade_to_id"),
)


class ServiceScoreConsequence(models.Model):
    """What the rules say should follow from entries, sheets, results or awards: proposed, a person decides.

    Nothing happens by itself (CONV-PPL-01); nobody decides about themselves. The files beside this one:
    ``_propose``, ``_decide`` (hearing, union, decision, notice), ``_effect`` (what an approved one brings).
    """

    _name = "service.score.consequence"
    _description = "Proposed Consequence"
    _inherit = ["service.score.explained.mixin", "service.text.mixin", "hr.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "kind"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    kind = fields.Selection(KINDS, "Consequence", required=True, readonly=True)
    alternative = fields.Text(
        "Otherwise", readonly=True, help="What the rules say instead, as when the employee refuses it."
    )

    # why
    rule_code = fields.Char("Code of the Rule", readonly=True, index="btree_not_null")
    rule_id = fields.Many2one("service.score.rule", readonly=True, ondelete="restrict")
    streak_id = fields.Many2one("service.score.streak", readonly=True, ondelete="restrict")
    entry_id = fields.Many2one(
        "service.score.entry", "Because Of", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    occurrence = fields.Integer("How Often", readonly=True, aggregator=None)
    period_start = fields.Date("From", readonly=True, help="The first day of what it is about.")
    period_end = fields.Date("To", readonly=True, help="The last day of what it is about.")
    entry_ids = fields.Many2many(
        "service.score.entry", "service_score_consequence_entry_rel", string="Entries", readonly=True
    )
    sheet_ids = fields.Many2many(
        "service.score.sheet", "service_score_consequence_sheet_rel", string="Sheets", readonly=True
    )
    result_ids = fields.Many2many(
        "service.score.result", "service_score_consequence_result_rel", string="Results", readonly=True
    )
    source_key = fields.Char(
        readonly=True, help="What proposed it: the same never proposes the same about somebody twice."
    )
    is_ground_gone = fields.Boolean(
        "Ground Is Gone",
        readonly=True,
        help="What it followed from was taken back or has changed after it was decided; the decision stays.",
    )

    # what
    award_kind = fields.Selection(AWARD_KINDS, "Entered As", readonly=True)
    award_text = fields.Char("What Is Given", readonly=True)
    days = fields.Float("Days of Rest", digits=(16, 2), readonly=True, aggregator=None)
    usable_from = fields.Date(readonly=True)
    usable_to = fields.Date("Usable Until", readonly=True, help="After this day they lapse.")
    grade_from_id = fields.Many2one("service.score.grade", "Grade So Far", readonly=True, ondelete="restrict")
    grade_to_id = fields.Many2one("service.score.grade", "New Grade", readonly=True, ondelete="restrict")

    # before it is decided
    heard_at = fields.Datetime("Heard On", copy=False)
    heard_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="set null")
    statement = fields.Text("What They Said", copy=False)
    union_notified_at = fields.Date("Union Told On", copy=False)
    union_opinion = fields.Text("What the Union Said", copy=False)
    no_union = fields.Boolean("There Is No Union", copy=False)
    needs_union = fields.Boolean(compute="_compute_needs_union")
    former_id = fields.Many2one(
        "service.score.consequence",
        "Former Proposal",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="It was dropped, as its ground was taken back or has changed. What was said then was about "
        "another ground: the employee is heard, and the union told, anew.",
    )
    former_heard_at = fields.Datetime("Heard Before On", related="former_id.heard_at")
    former_statement = fields.Text("What They Said Before", related="former_id.statement")
    former_union_notified_at = fields.Date("Union Told Before On", related="former_id.union_notified_at")
    former_union_opinion = fields.Text("What the Union Said Before", related="former_id.union_opinion")

    # the decision
    state = fields.Selection(
        [
            ("proposed", "To Decide"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("dropped", "Dropped"),
        ],
        "Status",
        required=True,
        default="proposed",
        readonly=True,
        index=True,
        tracking=True,
        help="Dropped: what it followed from was taken back before it was decided.",
    )
    reason = fields.Text(help="Why it was decided so; needed to reject.")
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    decided_at = fields.Datetime("Decided On", readonly=True)
    version = fields.Integer(readonly=True, aggregator=None, export_string_translation=False)

    # telling the employee
    notified_at = fields.Date("Told On", copy=False, help="When the employee was told of the decision.")
    notice_delivery = fields.Selection(
        [
            ("in_person", "In Person"),
            ("mail", "By Mail"),
            ("registered", "By Registered Mail"),
            ("notary", "By a Notary"),
            ("message", "By Message"),
        ],
        "Told By",
        copy=False,
    )
    delivered_at = fields.Date("Received On", copy=False)

    _source_uniq = models.UniqueIndex(
        "(company_id, COALESCE(rule_code, ''), employee_id, source_key)"
        " WHERE source_key IS NOT NULL AND state != 'dropped'",
        "This has been proposed already.",
    )

    def init(self):
        append_only.protect(self.env, self._table, CONTENT, SQL("OLD.state IN ('approved', 'rejected')"))

    @api.depends("kind", "employee_id")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for one in self:
            one.display_name = f"{labels.get(one.kind)} · {one.employee_id.display_name}"

    @api.depends("kind")
    def _compute_needs_union(self):
        for one in self:
            one.needs_union = one.kind in UNION

    def _get_reader_lang(self):
        """Return the language of whom it is about, if they have one, else the user's."""
        self.ensure_one()
        # sudo: only the language
        employee = self.sudo().employee_id
        return employee.user_id.lang or employee.lang or get_lang(self.env).code
