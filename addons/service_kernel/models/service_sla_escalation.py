from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceSlaEscalation(models.Model):
    """Whom a limit calls, and how, when so much of its time is used."""

    _name = "service.sla.escalation"
    _description = "Escalation"
    _inherit = ["service.policy.mixin"]
    _order = "target_id, share, id"

    target_id = fields.Many2one(
        "service.sla.target", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        compute="_compute_company_id", store=True, precompute=True, readonly=True, default=None
    )
    code = fields.Char(compute="_compute_code", store=True, precompute=True, readonly=False)
    share = fields.Float(
        "At %",
        required=True,
        default=100,
        help="Percent of the time: 100 at the limit, 150 half again later.",
    )
    notify = fields.Selection(
        [
            ("handler", "Handler"),
            ("leader", "Team leader"),
            ("site_manager", "Manager of the site"),
            ("deciders", "Who decides the case"),
            ("users", "Certain people"),
        ],
        "Whom",
        required=True,
        default="leader",
    )
    user_ids = fields.Many2many(
        "res.users",
        "service_sla_escalation_user_rel",
        "escalation_id",
        "user_id",
        string="People",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    how = fields.Selection(
        [("activity", "Activity"), ("message", "Message")], required=True, default="activity"
    )
    channel_id = fields.Many2one(
        "service.message.channel",
        "Message Channel",
        check_company=True,
        ondelete="restrict",
        help="Empty: the person's inbox.",
    )
    _share_range = models.Constraint(
        "CHECK (share > 0 AND share <= 10000)", "Enter a percentage above 0 and up to 10,000."
    )

    @api.depends("target_id.company_id")
    def _compute_company_id(self):
        for line in self:
            line.company_id = line.target_id.company_id

    @api.depends("target_id", "share", "notify", "how", "channel_id")
    def _compute_code(self):
        for line in self:
            parts = (line.target_id.code, f"{line.share:g}", line.notify, line.how, line.channel_id.code)
            line.code = line.code or "/".join(filter(None, parts))

    @api.depends("share", "notify", "how")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["notify"]._description_selection(self.env))
        for line in self:
            line.display_name = f"{line.share:g} %: {labels.get(line.notify, '')}"

    @api.constrains("notify", "user_ids")
    def _check_people(self):
        for line in self:
            if line.notify == "users" and not line.user_ids:
                raise ValidationError(
                    self.env._("%(line)s: choose the people to be told.", line=line.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.target_id.policy_id._count_version()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.target_id.policy_id._count_version()
        return result

    def unlink(self):
        policies = self.target_id.policy_id
        result = super().unlink()
        policies._count_version()
        return result
