from odoo import api, fields, models


class ServiceWarrantyLineMixin(models.AbstractModel):
    """A line of a warranty term: a policy of the term's company, with a code of its own."""

    _name = "service.warranty.line.mixin"
    _description = "Line of a Warranty Term"
    _inherit = ["service.policy.mixin"]

    term_id = fields.Many2one(
        "service.warranty.term", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        compute="_compute_company_id", store=True, precompute=True, readonly=True, default=None
    )
    code = fields.Char(compute="_compute_code", store=True, precompute=True, readonly=False)
    sequence = fields.Integer(default=10)

    @api.depends("term_id.company_id")
    def _compute_company_id(self):
        for line in self:
            line.company_id = line.term_id.company_id

    @api.depends("term_id.code")
    def _compute_code(self):
        for line in self:
            line.code = line.code or line._prepare_code()

    def _prepare_code(self):
        raise NotImplementedError
