from odoo import api, fields, models


class ServiceTreeMixin(models.AbstractModel):
    """A named tree with codes: the concrete model adds ``parent_id`` and ``_parent_store``."""

    _name = "service.tree.mixin"
    _description = "Tree with codes"
    _inherit = ["service.text.mixin"]

    code = fields.Char(index="btree_not_null", help="Short stable key, unique in the company.")
    complete_name = fields.Char(
        compute="_compute_complete_name", recursive=True, search="_search_complete_name"
    )
    active = fields.Boolean(default=True)

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for node in self:
            parent = node.parent_id.complete_name
            node.complete_name = f"{parent} / {node.name}" if parent else node.name

    @api.model
    def _search_complete_name(self, operator, value):
        """Search by name: a complete name is translated, so it is not stored."""
        return [("name", operator, value)]

    @api.depends("complete_name")
    @api.depends_context("lang", "hierarchical_naming")
    def _compute_display_name(self):
        """The whole path; only the name with context ``hierarchical_naming`` False, as in departments."""
        whole_path = self.env.context.get("hierarchical_naming", True)
        for node in self:
            node.display_name = node.complete_name if whole_path else node.name
