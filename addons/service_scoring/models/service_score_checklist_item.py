from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceScoreChecklistItem(models.Model):
    """One thing to look at, and the clause that it falls under."""

    _name = "service.score.checklist.item"
    _description = "Checklist Item"
    _inherit = ["service.score.part.mixin"]
    _order = "checklist_id, sequence, id"
    _rec_name = "text"
    _part_of = "checklist_id"

    checklist_id = fields.Many2one(
        "service.score.checklist", required=True, index=True, ondelete="cascade", check_company=True
    )
    sequence = fields.Integer(default=10)
    text = fields.Text("What to Look At", required=True, translate=True)
    rule_code = fields.Char(
        "Clause", help="Code of the rule that a finding falls under. Empty: it is only put right."
    )
    category_id = fields.Many2one(
        "service.score.category",
        ondelete="restrict",
        check_company=True,
        help="Under which heading it stands; empty: that of the clause.",
    )

    _policy_code_uniq = models.UniqueIndex(
        "(checklist_id, code)", "The checklist has an item with this code already."
    )

    @api.constrains("rule_code", "checklist_id")
    def _check_rule_code(self):
        """Refuse clauses that no version of the rule book has."""
        for item in self.filtered("rule_code"):
            # sudo: only whether there is such a clause
            rules = self.env["service.score.rule"].sudo().with_context(active_test=False)
            if not rules.search_count(
                [
                    ("company_id", "=", item.company_id.id),
                    ("rulebook_id.code", "=", item.checklist_id.rulebook_code),
                    ("code", "=", item.rule_code),
                ],
                limit=1,
            ):
                raise ValidationError(
                    self.env._(
                        "%(item)s: the rule book “%(book)s” has no clause “%(code)s”.",
                        item=item.text,
                        book=item.checklist_id.rulebook_code,
                        code=item.rule_code,
                    )
                )
