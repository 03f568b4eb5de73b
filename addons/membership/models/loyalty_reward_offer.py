import logging

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class LoyaltyReward(models.Model):
    """Gifts that are offered for long: somebody is reminded to change them (DEPT-PTS-02)."""

    # one concern a file
    _inherit = "loyalty.reward"  # pylint: disable=consider-merging-classes-inherited

    membership_offered_on = fields.Date(
        "Offered Since",
        default=lambda self: self.env.company._membership_day(),
        copy=False,
        help="A gift that is offered again begins anew: when it is unarchived, or by another day here.",
    )
    membership_reminded_on = fields.Date(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="The offering, by its first day, of which somebody was reminded.",
    )

    def write(self, vals):
        again = self.browse()
        if vals.get("active") and "membership_offered_on" not in vals:
            again = self.filtered(lambda reward: not reward.active)
        result = super().write(vals)
        for company, rewards in again.grouped("company_id").items():
            rewards.membership_offered_on = (company or self.env.company)._membership_day()
        return result

    @api.model
    def _membership_remind_gifts(self):
        """Plan one activity for each gift that has been offered for longer than its program says."""
        Cron = self.env["ir.cron"]
        gifts = self.search(
            Domain("program_id.is_membership", "=", True)
            & Domain("program_id.membership_gift_days", ">", 0)
            & Domain("reward_type", "=", "product")
            & Domain("membership_offered_on", "!=", False)
        )
        for gift in gifts.filtered(lambda one: one.membership_reminded_on != one.membership_offered_on):
            try:
                with self.env.cr.savepoint():
                    gift._membership_remind()
            except Exception:  # one gift does not stop the others
                _logger.exception("nobody was reminded of gift %s", gift.id)
            Cron._commit_progress()

    def _membership_remind(self):
        """Plan the activity if the gift is offered for too long today."""
        self.ensure_one()
        program = self.program_id
        today = program._membership_company()._membership_day()
        days = (today - self.membership_offered_on).days
        if days <= program.membership_gift_days:
            return
        user = program._membership_responsible()
        program.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=today,
            user_id=user.id,
            summary=self.with_context(lang=user.lang).env._(
                "“%(gift)s” has been offered for %(days)s days: choose another gift?",
                gift=self.with_context(lang=user.lang)._membership_gift_name(),
                days=days,
            ),
        )
        self.membership_reminded_on = self.membership_offered_on

    def _membership_gift_name(self):
        self.ensure_one()
        return self.reward_product_id.display_name or self.description


class LoyaltyProgram(models.Model):
    # after how long, and who is reminded
    _name = "loyalty.program"
    _inherit = ["loyalty.program", "mail.thread", "mail.activity.mixin"]

    membership_gift_days = fields.Integer(
        "Change Gifts After (Days)",
        help="Who is responsible is reminded of a gift that is offered for longer, once; 0: never.",
    )
    membership_user_id = fields.Many2one(
        "res.users",
        "Responsible for Gifts",
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="Empty: a manager of memberships.",
    )

    _membership_gift_days_range = models.Constraint(
        "CHECK (COALESCE(membership_gift_days, 0) >= 0)", "A number of days is not below zero."
    )

    def _membership_responsible(self):
        """Return who looks after the gifts: the responsible user, else a manager of the company."""
        self.ensure_one()
        # sudo: only who they are
        managers = self.env.ref("membership.group_manager").sudo().all_user_ids
        company = self._membership_company()
        able = managers.filtered(
            lambda user: user.active and not user._is_superuser() and company in user.company_ids
        )
        return (
            self.membership_user_id.filtered("active")
            or able.sorted("id")[:1]
            or self.env.ref("base.user_admin")
        )


class LoyaltyCard(models.Model):
    # the nightly step of members who stay away looks after gifts, too
    _inherit = "loyalty.card"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_membership_activity(self):
        self.env["loyalty.reward"]._membership_remind_gifts()
        return super()._cron_membership_activity()


class MembershipPlan(models.Model):
    # packs say it with the plan that makes the program
    _inherit = "membership.plan"  # pylint: disable=consider-merging-classes-inherited

    gift_days = fields.Integer(
        "Change Gifts After (Days)",
        aggregator=None,
        help="Of a program that is made; 0: nobody is reminded to change gifts.",
    )

    def _prepare_program(self):
        return {**super()._prepare_program(), "membership_gift_days": self.gift_days}
