from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceScoreChecklist(models.Model):
    """What is looked at when a kind of place is inspected (CU-SUP-01): a branch, an outlet, a hall."""

    _name = "service.score.checklist"
    _description = "Checklist"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    place_kind = fields.Char(
        "Kind of Place", translate=True, help="For which places it is, for example outlets."
    )
    rulebook_code = fields.Char(
        "Code of the Rule Book",
        required=True,
        help="Code of the rule book whose clauses count. The version that is in force on the day is taken.",
    )
    rulebook_id = fields.Many2one("service.score.rulebook", "Rule Book", compute="_compute_rulebook_id")
    item_ids = fields.One2many("service.score.checklist.item", "checklist_id", string="Items", copy=True)
    rectification_days = fields.Integer(
        "Put Right Within",
        required=True,
        default=5,
        aggregator=None,
        help="Working days from the order until what was found has to be put right.",
    )
    escalation_days = fields.Integer(
        "Told Further After",
        required=True,
        default=3,
        aggregator=None,
        help="Working days after the deadline, when the next higher manager is told.",
    )

    _days_range = models.Constraint(
        "CHECK (rectification_days BETWEEN 1 AND 365 AND escalation_days BETWEEN 1 AND 365)",
        "Deadlines lie between 1 and 365 working days.",
    )

    @api.depends("rulebook_code", "company_id")
    def _compute_rulebook_id(self):
        for checklist in self:
            checklist.rulebook_id = checklist._get_rulebook(checklist.company_id._score_day())

    def _get_rulebook(self, day):
        """Return the version of the rule book that is in force on a day, if any."""
        self.ensure_one()
        if not self.company_id:
            return self.env["service.score.rulebook"]
        books = self.env["service.score.rulebook"]._get_active(self.company_id, day)
        return books.filtered(lambda book: book.code == self.rulebook_code)[:1]

    @api.constrains("rulebook_code", "company_id")
    def _check_rulebook_code(self):
        for checklist in self:
            # sudo: only whether there is such a book
            books = self.env["service.score.rulebook"].sudo().with_context(active_test=False)
            if not books.search_count(
                [("company_id", "=", checklist.company_id.id), ("code", "=", checklist.rulebook_code)],
                limit=1,
            ):
                raise ValidationError(
                    self.env._(
                        "%(checklist)s: there is no rule book with the code “%(code)s”.",
                        checklist=checklist.name,
                        code=checklist.rulebook_code,
                    )
                )

    def copy_data(self, default=None):
        return super(ServiceScoreChecklist, self.with_context(score_copies_whole=True)).copy_data(default)
