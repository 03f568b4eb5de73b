from odoo import api, fields, models

STATES = [
    ("filed", "To Decide"),
    ("accepted", "Upheld"),
    ("partly", "Upheld in Part"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
]
WAYS = [("screen", "On Screen"), ("link", "By Personal Link"), ("behalf", "Entered by HR")]
#: what an appeal is about
SUBJECTS = ("sheet_id", "entry_ids", "award_id", "consequence_id")


class ServiceScoreAppeal(models.Model):
    """An employee does not agree with a sheet, entry, demerit or consequence: somebody outside decides.

    While it is open the money waits and the record stays (S7); what the outcome changes, counter-entries do.
    Nobody writes appeals: they are filed and decided by steps. The files beside this one: ``_file`` (filing,
    in time or late), ``_decider`` (who may decide), ``_decide`` (outcome), ``_hold`` (money), ``_remind``,
    ``_erasure``.
    """

    _name = "service.score.appeal"
    _description = "Appeal"
    _inherit = ["service.text.mixin", "hr.mixin", "mail.thread"]
    _order = "filed_at desc, id desc"
    _rec_names_search = ["name", "employee_id.name"]
    _mail_post_access = "read"  # employee, decider and HR talk about it
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    state = fields.Selection(
        STATES, "Status", required=True, readonly=True, default="filed", index=True, tracking=True
    )

    # what it is about
    sheet_id = fields.Many2one(
        "service.score.sheet", readonly=True, index="btree_not_null", ondelete="restrict", check_company=True
    )
    entry_ids = fields.Many2many(
        "service.score.entry",
        "service_score_appeal_entry_rel",
        "appeal_id",
        "entry_id",
        string="Entries",
        readonly=True,
        check_company=True,
    )
    award_id = fields.Many2one(
        "service.score.award",
        "Merit or Demerit",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    consequence_id = fields.Many2one(
        "service.score.consequence",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    # what they say
    text = fields.Text("What They Say", readonly=True)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "service_score_appeal_attachment_rel",
        "appeal_id",
        "attachment_id",
        string="Files",
        readonly=True,
    )
    how = fields.Selection(WAYS, "Filed How", required=True, readonly=True, default="screen")
    filed_at = fields.Datetime("Filed On", required=True, readonly=True)
    filed_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")

    # in time
    told_at = fields.Datetime(
        "Told On", readonly=True, help="When the employee was told of what the appeal is about."
    )
    file_until = fields.Datetime("Possible Until", readonly=True, help="Until then an appeal is in time.")
    is_late = fields.Boolean("Came Late", readonly=True)
    is_repeated = fields.Boolean("Decided Once Before", readonly=True)
    late_reason = fields.Text("Why Admitted", readonly=True)

    # who decides, until when
    decider_id = fields.Many2one(
        "res.users", "Decided By", readonly=True, index="btree_not_null", ondelete="restrict", tracking=True
    )
    assigned_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    assigned_at = fields.Datetime("Assigned On", readonly=True)
    deadline = fields.Datetime("To Decide Until", required=True, readonly=True, index=True)
    warn_at = fields.Datetime(required=True, readonly=True, export_string_translation=False)
    is_overdue = fields.Boolean("Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    why_nobody = fields.Text(
        "Why Nobody Can Decide",
        compute="_compute_why_nobody",
        groups="service_scoring.group_hr",
        help="Filled only if no officer and nobody of HR is outside the case.",
    )

    # outcome
    decision = fields.Text(readonly=True, help="What was decided, and why.")
    decided_at = fields.Datetime("Decided On", readonly=True)
    counter_ids = fields.Many2many(
        "service.score.entry",
        "service_score_appeal_counter_rel",
        "appeal_id",
        "entry_id",
        string="Counter-Entries and Corrections",
        readonly=True,
        help="What the decision wrote into the ledger.",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine", export_string_translation=False)
    is_decider = fields.Boolean(compute="_compute_is_mine", export_string_translation=False)

    _name_uniq = models.UniqueIndex("(company_id, name)", "Another appeal has this number already.")

    @api.depends("name", "employee_id")
    def _compute_display_name(self):
        for appeal in self:
            appeal.display_name = f"{appeal.name} · {appeal.employee_id.display_name}"

    @api.depends("employee_id", "decider_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for appeal in self:
            # sudo: only whose login it is
            appeal.is_mine = appeal.employee_id.sudo().user_id == self.env.user
            appeal.is_decider = appeal.decider_id == self.env.user

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for appeal in self:
            appeal.is_overdue = appeal.state == "filed" and bool(appeal.deadline) and appeal.deadline < now

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "=", "filed"), ("deadline", "<", fields.Datetime.now())]
