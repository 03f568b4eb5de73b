from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.service_callback_plan import CHANNELS

#: customers for whom callbacks are planned at once
MOST = 5000


class ServiceCallbackArrange(models.TransientModel):
    """Plans callbacks for chosen customers: what for, when and how (CB-PLAN-01)."""

    _name = "service.callback.arrange"
    _description = "Plan Callbacks"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    partner_ids = fields.Many2many("res.partner", string="Customers", required=True)
    count = fields.Integer("Number of Customers", compute="_compute_count")
    plan_id = fields.Many2one(
        "service.callback.plan",
        domain="[('trigger', '=', 'manual'), ('company_id', '=', company_id)]",
        help="What the caller says and asks. Only plans that are started by hand.",
    )
    purpose = fields.Char(compute="_compute_from_plan", store=True, readonly=False, precompute=True)
    date = fields.Date("Contact On", required=True, default=lambda self: self.env.company._service_day())
    channel = fields.Selection(
        CHANNELS, required=True, compute="_compute_from_plan", store=True, readonly=False, precompute=True
    )
    team_id = fields.Many2one(
        "service.team",
        "Callers",
        compute="_compute_from_plan",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        "res.users", "Caller", domain="[('share', '=', False), ('company_ids', 'in', company_id)]"
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "res.partner" and "partner_ids" in fields_list:
            values["partner_ids"] = [(6, 0, self.env.context.get("active_ids") or [])]
        return values

    @api.depends("partner_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.partner_ids)

    @api.depends("plan_id")
    def _compute_from_plan(self):
        for wizard in self:
            plan = wizard.plan_id
            wizard.purpose = plan.purpose or wizard.purpose
            wizard.channel = plan.channel or wizard.channel or "phone"
            wizard.team_id = plan.team_id or wizard.team_id

    def action_plan(self):
        """Plan one callback for each of the customers and show them.

        :raise UserError: no customers, too many, or nothing says what the contact is for
        """
        self.ensure_one()
        self.env["service.callback"].check_access("create")
        if not self.partner_ids:
            raise UserError(self.env._("Choose the customers first."))
        if len(self.partner_ids) > MOST:
            raise UserError(self.env._("Plan callbacks for at most %(most)s customers at once.", most=MOST))
        if not (self.purpose or self.plan_id):
            raise UserError(self.env._("What is the contact for? Enter a purpose or choose a plan."))
        if self.date < self.company_id._service_day():
            raise UserError(self.env._("The day has passed already. Choose today or a later day."))
        callbacks = self.env["service.callback"].create(
            [
                {
                    "company_id": self.company_id.id,
                    "partner_id": partner.id,
                    "plan_id": self.plan_id.id,
                    "purpose": self.purpose or self.plan_id.purpose,
                    "due_date": self.date,
                    "planned_for": self.date,
                    "channel": self.channel,
                    "survey_id": self.plan_id.survey_id.id,
                    "team_id": self.team_id.id,
                    "user_id": self.user_id.id,
                    "is_duty": self.plan_id.is_duty,
                }
                for partner in self.partner_ids
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_callback_action")
        return {**action, "domain": [("id", "in", callbacks.ids)], "context": {}, "target": "main"}
