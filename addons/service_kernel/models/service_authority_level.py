from odoo import api, fields, models


class ServiceAuthorityLevel(models.Model):
    """Who may decide: people or groups at one level of authority; a higher sequence is a higher level."""

    _name = "service.authority.level"
    _description = "Authority Level"
    _inherit = ["service.policy.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10, required=True, help="The higher, the more may be decided; higher levels decide for lower."
    )
    user_ids = fields.Many2many(
        "res.users",
        "service_authority_level_user_rel",
        "level_id",
        "user_id",
        string="People",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    group_ids = fields.Many2many(
        "res.groups",
        "service_authority_level_group_rel",
        "level_id",
        "group_id",
        string="Groups",
        help="Everybody in these groups is at this level.",
    )
    rule_ids = fields.One2many("service.authority.rule", "level_id", string="Rules")
    currency_id = fields.Many2one(related="company_id.currency_id")
    compensation_limit = fields.Monetary(
        "Limit per Case", help="Compensation that this level may approve for one case; empty: no limit."
    )
    compensation_window_limit = fields.Monetary(
        "Limit per Period", help="Compensation that this level may approve within the days; empty: no limit."
    )
    compensation_window_days = fields.Integer("Days of the Period", default=30)

    _limits_positive = models.Constraint(
        "CHECK (compensation_limit >= 0 AND compensation_window_limit >= 0)",
        "A limit of compensation cannot be negative; leave it empty for none.",
    )
    _window_positive = models.Constraint(
        "CHECK (compensation_window_days > 0)", "The period of the limit needs at least one day."
    )

    @api.depends("name", "code")
    def _compute_display_name(self):
        for level in self:
            level.display_name = level.name or level.code

    def _get_higher_levels(self):
        """Return this level and those above it, lowest first, of the same company and policy pack.

        Levels that the company made itself count beside those of any pack.
        """
        self.ensure_one()
        domain = [("company_id", "=", self.company_id.id), ("sequence", ">", self.sequence)]
        if self.pack_code:
            domain.append(("pack_code", "in", [self.pack_code, False]))
        return self | self.search(domain, order="sequence, id")

    def _get_users(self):
        """Return the active users at these levels who work in the level's company."""
        users = self.env["res.users"]
        # sudo: who decides what is no secret inside the company; reading groups is the administrator's
        for level in self.sudo():
            members = level.user_ids | level.group_ids.all_user_ids
            users |= members.filtered(
                lambda user, level=level: (
                    user.active and not user.share and level.company_id in user.company_ids
                )
            )
        # no sudo: back to the caller's own rights
        return users.sudo(self.env.su)

    def _get_deciders(self):
        """Return the users who may decide a case of this level: those at it and at the levels above it."""
        return self._get_higher_levels()._get_users()
