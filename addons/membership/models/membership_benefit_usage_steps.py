from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date


class MembershipBenefitUsage(models.Model):
    """Coming, or not: what was booked is used or cancelled."""

    # one concern a file
    _inherit = "membership.benefit.usage"  # pylint: disable=consider-merging-classes-inherited

    def action_use(self):
        """The member came: what was booked is used."""
        self._begin_step()
        for usage in self:
            if usage.state == "used":
                continue
            if usage.state != "booked":
                raise UserError(self.env._("“%(usage)s” was cancelled.", usage=usage.display_name))
            today, _at = usage.benefit_id._to_moment(None)
            if usage.date > today:
                raise UserError(
                    self.env._(
                        "“%(usage)s” is booked for %(day)s. Cancel it, and use it today instead.",
                        usage=usage.display_name,
                        day=format_date(self.env, usage.date),
                    )
                )
            usage.benefit_id._check_card(usage.card_id | usage.owner_id, usage.date)
            usage.sudo().state = "used"  # sudo: users write no uses by hand; the right was checked
        return True

    def action_cancel(self, reason=None):
        """Give it back to the period of its day. What was used already only officers take back.

        :param reason: why; needed for what was used
        """
        self._begin_step()
        for usage in self:
            if usage.state == "cancelled":
                continue
            if usage.state == "used":
                usage._check_may_take_back(reason)
            # sudo: users write no uses by hand; the right was checked
            usage.sudo().write(
                {
                    "state": "cancelled",
                    "cancel_reason": (reason or "").strip() or False,
                    "cancelled_by_id": self.env.uid,
                    "cancelled_at": fields.Datetime.now(),
                }
            )
        return True

    def action_cancel_dialog(self):
        """Ask why, then cancel."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel Benefit"),
            "res_model": "membership.benefit.cancel.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_usage_id": self.id},
        }

    def _begin_step(self):
        """Refuse users without the right; then write the rows that steps at once share, and read anew."""
        if not self.env.su and not self.env.user.has_group("membership.group_user"):
            raise AccessError(self.env._("Only the membership desk uses benefits."))
        self.check_access("read")
        (self.card_id | self.owner_id)._membership_lock()
        self.invalidate_recordset()

    def _check_may_take_back(self, reason):
        if not self.env.su and not self.env.user.has_group("membership.group_officer"):
            raise AccessError(self.env._("It was used already: only officers take it back."))
        if not (reason or "").strip():
            raise UserError(self.env._("Why is it taken back? Enter the reason."))

    # What is said about it
    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            "benefit": (self.env._("Benefit"), "membership.benefit", "membership.benefit")
        }

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "benefit_granted": self.env._("The card is entitled to it, and enough was left.")
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "benefit_tier": (self.env._("Tier"), lambda code: self._name_of("membership.tier", code)),
            "benefit_value": (self.env._("Measured"), lambda value: f"{value:,.2f}"),
            "benefit_minimum": (self.env._("Measured: at Least"), lambda value: f"{value:,.2f}"),
            "benefit_quota": (self.env._("Quota of the Period"), str),
            "benefit_used": (self.env._("Used Before"), str),
            "benefit_left": (self.env._("Left Afterwards"), str),
        }
