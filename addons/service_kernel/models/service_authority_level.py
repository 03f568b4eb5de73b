from odoo import api, fields, models
from odoo.tools import ormcache

from ..engine import authority, presence
from ..engine.local_clock import local_clock, to_seconds


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
    deputy_ids = fields.One2many("service.authority.deputy", "level_id", string="Deputies")
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
        return self.browse([post.level.id for post in self._get_chain()])

    def _get_own_users(self):
        """Return the active users at these levels in their own right, who work in the level's company."""
        ids = [user_id for level in self for user_id in level._get_post().people]
        return self.env["res.users"].browse(dict.fromkeys(ids))

    def _get_users(self, at=None):
        """Return the users at these levels at an instant: those in their own right and deputies.

        :param at: naive UTC, now by default
        """
        ids = [user_id for level in self for user_id in level._get_post().users(level._get_day(at))]
        return self.env["res.users"].browse(dict.fromkeys(ids))

    def _get_present_users(self, at=None):
        """Return the users at these levels without those who are absent then; see ``_get_users``."""
        present = self.env["res.users"]
        for company, levels in self.grouped("company_id").items():
            users = levels._get_users(at)
            present |= users - users._service_on_leave(at, company)
        return present

    def _get_deciders(self, at=None):
        """Return the users who may decide a case of this level: those at it and at the levels above it."""
        return self._get_higher_levels()._get_users(at)

    def _get_offer(self, at=None):
        """Return whom a case of this level is offered to: (levels of which nobody is present, level or none).

        The second is this level or the first one above it with somebody present.
        """
        self.ensure_one()
        absent, offered = self._find_offer(self.company_id, self.id, at)
        return self.browse([post.level.id for post in absent]), self.browse(offered and offered.level.id)

    @api.model
    def _get_offer_facts(self, company, level_id, at=None):
        """Return the facts of an explanation when nobody of a level is present, else nothing; one query."""
        absent, offered = self._find_offer(company, level_id, at)
        if not absent:
            return {}
        codes = [post.level.code for post in absent]
        return {"absent_levels": codes, "offered": offered and offered.level.code}

    @api.model
    def _find_offer(self, company, level_id, at):
        chain = presence.higher(self._get_posts(company.id), level_id)
        day = self._get_company_day(company, at)
        users = self.env["res.users"].browse({user_id for post in chain for user_id in post.users(day)})
        absent = users._service_on_leave(at, company)
        return presence.offer(chain, day, set(absent.ids))

    def _get_limits(self, user, at=None):
        """Return what ``user`` may approve at this level: (per case, per window, days of the window).

        None for one limit is no limit; None instead of the three: the user is not at the level.
        """
        self.ensure_one()
        return presence.limits(self._get_post(), user.id, self._get_day(at))

    @api.model
    def _get_represented(self, user, company, at=None):
        """Return the users in whose place ``user`` acts as a deputy at an instant."""
        posts, day = self._get_posts(company.id), self._get_company_day(company, at)
        return user.browse(presence.stands_for(posts, user.id, day))

    @api.model
    def _get_deputies_of(self, users, company, at=None):
        """Return the users who act in the place of one of ``users`` at an instant."""
        posts, day = self._get_posts(company.id), self._get_company_day(company, at)
        return users.browse(presence.deputies_of(posts, frozenset(users.ids), day))

    # As the engine sees them
    def _get_chain(self):
        return presence.higher(self._get_posts(self.company_id.id), self.id)

    def _get_post(self):
        return self._get_chain()[0]

    def _get_day(self, at):
        return self._get_company_day(self.company_id, at)

    @api.model
    def _get_company_day(self, company, at):
        """Return the local date of an instant as an ordinal, 0 for a company without deputies."""
        if not any(post.deputies for post in self._get_posts(company.id)):
            return 0
        # sudo: only the company's time zone
        zone = company.sudo()._service_tz()
        return local_clock(zone).day(to_seconds(at or fields.Datetime.now()))

    @api.model
    @ormcache("company_id")
    def _get_posts(self, company_id):
        """Return the ``presence.Post`` of each level of a company, archived ones too."""
        # sudo: who decides what is no secret inside the company; reading groups is the administrator's
        levels = self.sudo().with_context(active_test=False).search([("company_id", "=", company_id)])
        return tuple(level._prepare_engine_post() for level in levels)

    def _prepare_engine_post(self):
        """Return the level as the engine sees it: with those who can decide, as plain ids."""
        self.ensure_one()

        def able(user):
            return user.active and not user.share and self.company_id in user.company_ids

        people = (self.user_ids | self.group_ids.all_user_ids).filtered(able)
        deputies = self.deputy_ids.filtered(lambda deputy: deputy.active and able(deputy.deputy_id))
        return presence.Post(
            level=authority.Level(self.id, self.code, self.sequence),
            people=tuple(people.ids),
            deputies=tuple(deputy._prepare_engine_deputy() for deputy in deputies),
            pack=self.pack_code or None,
            is_active=self.active,
            limit=self.compensation_limit or None,
            window_limit=self.compensation_window_limit or None,
            window_days=self.compensation_window_days,
        )
