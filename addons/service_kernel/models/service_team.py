from odoo import api, fields, models


class ServiceTeam(models.Model):
    """People who work on cases together, with the hours in which they do."""

    _name = "service.team"
    _description = "Service Team"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    leader_id = fields.Many2one(
        "res.users",
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Need not be a member.",
    )
    member_ids = fields.Many2many(
        "res.users",
        "service_team_member_rel",
        "team_id",
        "user_id",
        string="Members",
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Deadlines of the team's cases count in these hours. Empty: those of the site or company.",
    )

    @api.constrains("calendar_id", "active")
    def _check_calendar(self):
        self.filtered("active").calendar_id._service_check_usable()

    def write(self, vals):
        result = super().write(vals)
        if "calendar_id" in vals:
            self.env["service.sla.clock"]._mark([("team_id", "in", self.ids)])
        return result

    @api.depends("name", "code")
    def _compute_display_name(self):
        for team in self:
            team.display_name = team.name or team.code
