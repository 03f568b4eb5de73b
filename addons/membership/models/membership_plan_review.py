import logging

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine import tier as engine

_logger = logging.getLogger(__name__)

#: members judged in one go; more than that are judged by the job
BATCH = 10_000


class MembershipPlan(models.Model):
    """When plans are reviewed: by the job on their days, and when a manager asks for it."""

    # one concern a file
    _inherit = "membership.plan"  # pylint: disable=consider-merging-classes-inherited

    review_asked = fields.Boolean("Review Asked For", readonly=True, copy=False)
    review_error = fields.Char(
        "Review Not Possible",
        readonly=True,
        copy=False,
        help="Why the last review could not be finished; it is tried again.",
    )

    @api.model
    def _cron_review(self):
        """Review the plans that are due, in batches of members; what was done stays done.

        A plan that fails says so, is tried again the next time, and does not stop the others.
        """
        due = self.search([("state", "=", "active")]).filtered(
            lambda plan: plan.review_asked or plan._is_due()
        )
        left = {plan: plan._count_left() for plan in due}
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=sum(left.values()))
        for plan in due:
            while left.get(plan) is not None:
                count = plan._review_safely()
                if count:
                    left[plan] = max(left[plan] - count, 0)
                else:
                    del left[plan]
                if not Cron._commit_progress(count, remaining=sum(left.values())):
                    return

    def _review_safely(self):
        """Judge the next members of a plan; returns how many: 0 where it is finished, or failed."""
        try:
            with self.env.cr.savepoint():
                return self._review_next()
        except Exception as error:  # what others add to cards and measures may say anything
            _logger.exception("plan %s was not reviewed", self.id)
            self.review_error = (str(error) or type(error).__name__)[:200]
            return 0

    def _review_next(self):
        day = self.company_id._membership_day()
        is_due = self._is_due()
        if self.issues_cards and not self.review_partner_id:
            self._issue_cards(self._find_buyers(), day)
        partner_ids = self._next_members(self.review_partner_id)
        if partner_ids:
            self._judge(partner_ids, day)
            self.review_partner_id = partner_ids[-1]
            return len(partner_ids)
        self.write(
            {
                "review_partner_id": 0,
                "review_asked": False,
                "review_error": False,
                **({"last_review_on": day} if is_due else {}),
            }
        )
        return 0

    def _is_due(self):
        day = self.company_id._membership_day()
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        return engine.is_review_day(self.judged, day, self.last_review_on or None)

    def _members_query(self, after):
        return SQL(
            "FROM loyalty_card WHERE program_id = %s AND active AND partner_id > %s",
            self.program_id.id,
            after or 0,
        )

    def _count_left(self):
        ((count,),) = self.env.execute_query(
            SQL("SELECT count(DISTINCT partner_id) %s", self._members_query(self.review_partner_id))
        )
        return count

    def _next_members(self, after=0):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT partner_id %s ORDER BY partner_id LIMIT %s",
                self._members_query(after),
                BATCH,
            )
        )
        return [partner_id for (partner_id,) in rows]

    def action_review(self):
        """Judge all members: at once where they are few, else the job begins with them soon.

        :raise AccessError: only managers of memberships do that by hand
        :raise UserError: a plan is not in force
        """
        asked = self.browse()
        for plan in self:
            partner_ids = plan._next_members()
            # of many, none yet: whether it may be done at all
            is_large = len(partner_ids) == BATCH
            plan.judge(self.env["res.partner"].browse([] if is_large else partner_ids))
            if is_large:
                asked += plan
        if not asked:
            return True
        # sudo: the right to judge was checked; where the job stands
        asked.sudo().write({"review_asked": True, "review_partner_id": 0})
        # sudo: only asks the job to run
        self.env.ref("membership.cron_membership_review").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "These are many members: they are judged within the next minutes. The plan says when it "
                    "is done."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
