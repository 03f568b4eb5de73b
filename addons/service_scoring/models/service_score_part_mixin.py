from uuid import uuid4

from odoo import api, fields, models


class ServiceScorePartMixin(models.AbstractModel):
    """A part of a rule book or of a region: of its company, with a code that is unique within the whole.

    ``_part_of`` names the field of what it is a part of. Parts of a rule book that is in force, or was, are
    neither added nor changed nor deleted: a new version is made (decisions 2).
    """

    _name = "service.score.part.mixin"
    _description = "Part of a Rule Book"
    _inherit = ["service.policy.mixin"]
    _part_of = "rulebook_id"

    # only packs need it: nobody has to think one up for a line of a table
    code = fields.Char(default=lambda self: uuid4().hex[:12])
    company_id = fields.Many2one(
        compute="_compute_company_id", store=True, precompute=True, readonly=True, default=None
    )

    @api.depends(lambda self: [f"{self._part_of}.company_id"] if self._part_of in self._fields else [])
    def _compute_company_id(self):
        for part in self:
            part.company_id = part[self._part_of].company_id

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._get_rulebooks()._begin_change()
        return parts

    def write(self, vals):
        self._get_rulebooks()._begin_change()
        result = super().write(vals)
        if self._part_of in vals:
            self._get_rulebooks()._begin_change()
        return result

    def unlink(self):
        self._get_rulebooks()._begin_change()
        return super().unlink()

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        self._get_rulebooks()._begin_change()
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    def copy_data(self, default=None):
        """Parts that are copied with the whole keep their codes."""
        vals_list = super().copy_data(default)
        if self.env.context.get("score_copies_whole"):
            for part, vals in zip(self, vals_list, strict=True):
                vals["code"] = part.code
        return vals_list

    def _get_rulebooks(self):
        """Return the rule books that these records are parts of."""
        if "rulebook_id" not in self._fields:
            return self.env["service.score.rulebook"]
        # sudo: only whether they are drafts
        return self.sudo().rulebook_id
