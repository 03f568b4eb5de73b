from odoo import api, fields, models


class ServiceScorePartMixin(models.AbstractModel):
    """A part of a rule book or of a region: of its company, with a code that is unique within the whole.

    ``_part_of`` names the field of what it is a part of.
    """

    _name = "service.score.part.mixin"
    _description = "Part of a Rule Book"
    _inherit = ["service.policy.mixin"]
    _part_of = "rulebook_id"

    company_id = fields.Many2one(
        compute="_compute_company_id", store=True, precompute=True, readonly=True, default=None
    )

    @api.depends(lambda self: [f"{self._part_of}.company_id"] if self._part_of in self._fields else [])
    def _compute_company_id(self):
        for part in self:
            part.company_id = part[self._part_of].company_id
