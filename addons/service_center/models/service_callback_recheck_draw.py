from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import callback_check, sample


class ServiceCallbackPlan(models.Model):
    """How soon those who are asked again are (HOTEL-CUS-03: at irregular times)."""

    # one concern a file
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    recheck_hours = fields.Float(
        "Checked Again Within (working hours)",
        default=24.0,
        help="The hour is drawn by the seed, so that callers cannot foresee it.",
    )

    _recheck_hours = models.Constraint("CHECK (recheck_hours > 0)", "Customers are asked again afterwards.")


class ServiceCallback(models.Model):
    """A sample of the callbacks is checked by a second person, drawn by the plan's seed."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    recheck_ids = fields.One2many("service.callback.recheck", "callback_id", "Checked Again", readonly=True)
    has_recheck = fields.Boolean(compute="_compute_has_recheck", export_string_translation=False)

    def _compute_has_recheck(self):
        """Whether a check is planned or made, as far as the user may see it."""
        checked = set(
            self.env["service.callback.recheck"].search([("callback_id", "in", self.ids)]).callback_id.ids
        )
        for callback in self:
            callback.has_recheck = callback.id in checked

    def _after_done(self):
        result = super()._after_done()
        self.filtered(lambda one: one._is_drawn())._plan_recheck()
        return result

    def _is_drawn(self):
        """Whether this callback belongs to the sample that is checked again; anybody can draw it again."""
        self.ensure_one()
        plan = self.plan_id
        return bool(
            plan.recheck_percent
            and self.user_id
            and not self.is_history
            and self._is_by_caller()
            and sample.drawn(plan.sample_seed or "", f"recheck:{self.key}", plan.recheck_percent)
        )

    def action_check_again(self):
        """Have these callbacks checked by a second person, beside the sample.

        :raise AccessError: the user is no officer
        :raise UserError: a customer was not reached, or the callback is the user's own
        """
        if not (self.env.su or self.env.user.has_group("service_center.group_officer")):
            raise AccessError(self.env._("Only officers have callbacks checked again."))
        for callback in self:
            if callback.state != "done" or self.env.user in callback._get_callers():
                raise UserError(
                    self.env._(
                        "%(callback)s: only callbacks of others that were made are checked again.",
                        callback=callback.display_name,
                    )
                )
        rechecks = self._plan_recheck()
        return rechecks._get_records_action(name=self.env._("Checked Again"))

    def _plan_recheck(self):
        """Return the checks of these callbacks; those that have one already get no other."""
        # sudo: a step of the plan; the caller neither sees the check before it is done nor follows it
        Recheck = self.env["service.callback.recheck"].sudo().with_context(mail_create_nosubscribe=True)
        known = Recheck.search([("callback_id", "in", self.ids)])
        fresh = self - known.callback_id.with_env(self.env)
        # sudo: likewise
        return known | Recheck.create([callback.sudo()._prepare_recheck_vals() for callback in fresh])

    def _prepare_recheck_vals(self):
        """Values of the check: by whom and when, both drawn by the seed."""
        plan, company = self.plan_id, self.company_id
        seed, made_at = plan.sample_seed or "", self.done_at or fields.Datetime.now()
        hours = callback_check.fraction(seed, f"time:{self.key}") * (plan.recheck_hours or 24.0)
        calendar = self.team_id.calendar_id or company.resource_calendar_id
        people = (self.team_id.member_ids | self.team_id.leader_id).filtered(
            lambda user: user.active and user not in self._get_callers()
        )
        return {
            "callback_id": self.id,
            "company_id": company.id,
            "caller_id": self.user_id.id,
            "user_id": callback_check.pick(seed, f"person:{self.key}", people.ids),
            "due_at": calendar._service_due(made_at, hours, "working_hours", company),
        }
