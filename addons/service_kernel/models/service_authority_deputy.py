from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine import presence as engine


class ServiceAuthorityDeputy(models.Model):
    """Somebody who is at a level of authority for some days, in the place of one of its people or of all.

    Days are local ones of the company's time zone. Who and when entered it is in ``create_uid`` and
    ``create_date``.
    """

    _name = "service.authority.deputy"
    _description = "Deputy"
    _inherit = ["service.text.mixin"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["deputy_id.name", "user_id.name", "level_id.name"]
    _check_company_auto = True

    level_id = fields.Many2one(
        "service.authority.level", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="level_id.company_id", store=True, index=True, precompute=True)
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users",
        string="In Place Of",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="One of the people of the level. Empty: all of them.",
    )
    deputy_id = fields.Many2one(
        "res.users",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", required=True, help="The last day, itself included.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    limit = fields.Monetary(
        "Limit per Case",
        help="Compensation that the deputy may approve for one case; empty: as much as the level.",
    )
    reason = fields.Char(
        groups="service_kernel.group_policy_manager", help="Only those who maintain policies see it."
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A deputy's last day cannot be before the first one."
    )
    _limit_positive = models.Constraint(
        'CHECK ("limit" >= 0)', "A limit of compensation cannot be negative; leave it empty for none."
    )

    @api.model_create_multi
    def create(self, vals_list):
        deputies = super().create(vals_list)
        self.env["service.policy.mixin"]._forget_policies()
        return deputies

    def write(self, vals):
        result = super().write(vals)
        self.env["service.policy.mixin"]._forget_policies()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["service.policy.mixin"]._forget_policies()
        return result

    @api.depends("deputy_id.name", "user_id.name", "level_id.display_name")
    def _compute_display_name(self):
        for deputy in self:
            deputy.display_name = self.env._(
                "%(deputy)s for %(person)s",
                deputy=deputy.deputy_id.name or "",
                person=deputy.user_id.name or deputy.level_id.display_name or "",
            )

    @api.constrains("level_id", "user_id", "deputy_id")
    def _check_people(self):
        for deputy in self:
            if deputy.user_id and deputy.user_id == deputy.deputy_id:
                raise ValidationError(
                    self.env._("%(name)s cannot be their own deputy.", name=deputy.deputy_id.name)
                )
            if deputy.deputy_id.share:
                raise ValidationError(
                    self.env._("%(name)s is no internal user and cannot decide.", name=deputy.deputy_id.name)
                )
            if deputy.user_id and deputy.user_id not in deputy.level_id._get_own_users():
                raise ValidationError(
                    self.env._(
                        "%(name)s is not at the level “%(level)s” and needs no deputy there.",
                        name=deputy.user_id.name,
                        level=deputy.level_id.display_name,
                    )
                )

    @api.constrains("level_id", "limit")
    def _check_limit(self):
        for deputy in self:
            level = deputy.level_id
            if level.compensation_limit and deputy.limit > level.compensation_limit:
                raise ValidationError(
                    self.env._(
                        "A deputy may not approve more than the level “%(level)s” itself.",
                        level=level.display_name,
                    )
                )

    def _prepare_engine_deputy(self):
        """Return the deputy as the engine sees it."""
        self.ensure_one()
        return engine.Deputy(
            self.deputy_id.id,
            self.user_id.id or None,
            self.date_from.toordinal(),
            self.date_to.toordinal(),
            self.limit or None,
        )
