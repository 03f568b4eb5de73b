from odoo import api, fields, models


class MembershipTier(models.Model):
    """A tier or class of a plan: whoever measures the threshold or more stands in it (CONV-BND-01)."""

    _name = "membership.tier"
    _description = "Tier"
    _inherit = ["service.policy.mixin"]
    _order = "plan_id, sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    plan_id = fields.Many2one(
        "membership.plan", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, readonly=False, precompute=True
    )
    kind = fields.Selection(related="plan_id.kind")
    sequence = fields.Integer(default=10)
    threshold = fields.Float("From", digits=(16, 2), aggregator=None, help="This value is in it.")
    color = fields.Integer()
    description = fields.Text("Benefits", translate=True, help="What members of it get; members read it.")
    pricelist_id = fields.Many2one(
        "product.pricelist", "Price List", ondelete="restrict", check_company=True, help="For sale orders."
    )
    discount = fields.Float(
        "Discount %", digits=(5, 2), aggregator=None, help="On lines of sale orders that have no better one."
    )

    _policy_code_uniq = models.UniqueIndex("(plan_id, code)", "The plan has a tier with this code already.")
    _discount_range = models.Constraint(
        "CHECK (discount >= 0 AND discount <= 100)", "A discount is from 0 to 100 percent."
    )

    @api.depends("plan_id")
    def _compute_company_id(self):
        for tier in self:
            tier.company_id = tier.plan_id.company_id or tier.company_id or self.env.company

    @api.depends("name", "plan_id.kind", "plan_id.name")
    def _compute_display_name(self):
        for tier in self:
            is_class = tier.plan_id.kind == "class"
            tier.display_name = f"{tier.plan_id.name}: {tier.name}" if is_class else tier.name
