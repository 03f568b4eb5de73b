import logging

from odoo import api, fields, models
from odoo.tools.misc import format_datetime

from ..engine import rectification as engine

_logger = logging.getLogger(__name__)


class ServiceScoreRectification(models.Model):
    """Who is told about an order to put something right, also when its deadline comes."""

    # one concern a file
    _inherit = "service.score.rectification"  # pylint: disable=consider-merging-classes-inherited

    def _get_responsible(self):
        # sudo: who is told
        one = self.sudo()
        return one.responsible_id or one.inspection_id.unit_manager_id

    def _get_higher_manager(self):
        """Return the user who heads the next unit above that is headed by somebody else; else who ordered."""
        # sudo: only who heads which unit
        one = self.sudo()
        below = one.responsible_id | one.inspection_id.unit_manager_id
        unit = one.department_id.parent_id
        while unit:
            head = unit.manager_id.user_id
            if head and head not in below:
                return head
            unit = unit.parent_id
        return one.ordered_by_id

    def _tell(self, what, users):
        """Send a message about this order; once for each round of it."""
        self.ensure_one()
        one = self.sudo()  # sudo: what the order says, in the recipient's language
        users = users.filtered("active")
        if not users:
            return
        self.env["service.message"]._queue(
            one,
            f"score.rectification:{self.id}:{what}:{self.failed_count}",
            lambda env: one._say_subject(env, what),
            one._say_order,
            users=users,
            template="score_rectification",
        )

    def _say_subject(self, env, what):
        texts = {
            "ordered": env._("%(number)s: to be put right", number=self.name),
            "failed": env._("%(number)s: not put right, the deadline runs anew", number=self.name),
            "done": env._("%(number)s: reported done", number=self.name),
            "warned": env._("%(number)s: the deadline is near", number=self.name),
            "overdue": env._("%(number)s: the deadline passed", number=self.name),
            "escalated": env._("%(number)s: still not put right", number=self.name),
        }
        return texts[what]

    def _say_order(self, env):
        """Return the text of the order in the language of ``env``."""
        one = self.with_env(env)
        zone = one.company_id._service_tz()
        parts = [
            env._("Place: %(place)s", place=one.department_id.display_name or one.site_id.display_name),
            env._("What has to be put right: %(text)s", text=one.requirement),
            env._(
                "Deadline: %(deadline)s",
                deadline=format_datetime(env, one.deadline, tz=zone, dt_format="medium"),
            ),
        ]
        if one.finding:
            parts.append(env._("What the check found: %(text)s", text=one.finding))
        return "\n\n".join(parts)

    # Deadlines
    def _plan_notice(self, now):
        """Keep when somebody has to be told next."""
        for order in self:
            since = order.failed_at or order.ordered_at or now
            following = engine.next_notice(since, order.deadline, order.escalation_at, order.notice or None)
            order._write_decided({"notice_at": following[1] if following else False})

    @api.model
    def _cron_notices(self, limit=100):
        """Tell whose deadline is near or passed, an order a transaction."""
        Cron = self.env["ir.cron"]
        # sudo: the cron's own work, for all companies
        orders = self.sudo()
        domain = [("notice_at", "<=", fields.Datetime.now()), ("state", "in", engine.WAITING)]
        todo = orders.search(domain, limit=limit, order="notice_at, id")
        Cron._commit_progress(remaining=orders.search_count(domain))
        for order in todo:
            order = order.try_lock_for_update().filtered_domain(domain)
            if order:
                try:
                    with self.env.cr.savepoint():
                        order._give_notice()
                except Exception:  # what others add to messages may say anything
                    _logger.exception("nobody was told about rectification order %s", order.id)
            if not Cron._commit_progress(1):
                break

    def _give_notice(self):
        """Tell who has to be told now, and plan the next notice."""
        self.ensure_one()
        now = fields.Datetime.now()
        since = self.failed_at or self.ordered_at
        code = engine.due_notice(since, self.deadline, self.escalation_at, self.notice or None, now)
        people = self._get_responsible()
        if code != "warned":
            people |= self.inspection_id.unit_manager_id | self.ordered_by_id
        if code == "escalated":
            people |= self._get_higher_manager()
        self._tell(code, people)
        self._write_decided({"notice": code})
        self._plan_notice(now)
