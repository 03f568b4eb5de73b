import logging

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class ServiceScoreAppeal(models.Model):
    """Appeals are decided in time: whoever decides is reminded, HR learns what is overdue."""

    # one concern a file
    _inherit = "service.score.appeal"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_remind(self):
        """Remind of appeals that are to be decided soon, or should have been; each is said once.

        One that fails does not stop the others.
        """
        # sudo: the cron's own work, for all companies
        opened = self.sudo().search(Domain("state", "=", "filed"), order="id")
        opened._release_absent()
        appeals = opened.filtered_domain(Domain("warn_at", "<=", fields.Datetime.now()))
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(appeals))
        for appeal in appeals:
            try:
                with self.env.cr.savepoint():
                    appeal._remind()
            except Exception:  # what others add to messages may say anything
                _logger.exception("appeal %s was not reminded of", appeal.id)
            if not Cron._commit_progress(1):
                return

    def _remind(self):
        """Tell who decides, or HR as long as nobody does; once the time is over tell HR, too."""
        self.ensure_one()
        self._tell(
            self.decider_id or self._get_hr_users(),
            f"warning/{self.decider_id.id}",
            lambda env, name=self.name: env._("Appeal %(name)s is to be decided soon", name=name),
            lambda env: env._("Somebody outside the case decides; the time is nearly over."),
        )
        if not self.is_overdue:
            return
        nobody = not self.decider_id and not self._get_candidates()
        self._tell(
            self.decider_id | self._get_hr_users(),
            "overdue",
            lambda env, name=self.name: env._("Appeal %(name)s is overdue", name=name),
            lambda env: (
                env._(
                    "It should have been decided by now, but no officer and nobody of HR is outside the "
                    "case. Its money waits: please give the role of HR to somebody outside, and assign them."
                )
                if nobody
                else env._(
                    "It should have been decided by now. Its money waits until it is; please see to it."
                )
            ),
        )
