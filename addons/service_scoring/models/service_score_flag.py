from odoo import api, fields, models


class ServiceScoreFlag(models.Model):
    """A balance at which the leader is told, once a period (SYC-CARD-01, Q-28)."""

    _name = "service.score.flag"
    _description = "Flag of a Rule Book"
    _inherit = ["service.score.part.mixin"]
    _order = "rulebook_id, threshold desc, id"

    rulebook_id = fields.Many2one(
        "service.score.rulebook",
        "Rule Book",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    name = fields.Char(required=True, translate=True)
    threshold = fields.Float(
        "Balance",
        digits=(16, 2),
        required=True,
        aggregator=None,
        help="The leader and officers are told when the points of a period come down to this, or below.",
    )

    _policy_code_uniq = models.UniqueIndex(
        "(rulebook_id, code)", "The rule book has a flag with this code already."
    )

    @api.depends("name", "threshold")
    def _compute_display_name(self):
        for flag in self:
            flag.display_name = f"{flag.name} (≤ {flag.threshold:g})"


class ServiceScoreRulebook(models.Model):
    # the flags of a book are one concern
    _inherit = "service.score.rulebook"  # pylint: disable=consider-merging-classes-inherited

    flag_ids = fields.One2many("service.score.flag", "rulebook_id", string="Flags", copy=True)
