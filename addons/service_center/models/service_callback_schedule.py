import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)
#: what was changed within so many days is looked at whenever callbacks are planned
RECENT = 2


class ServiceCallback(models.Model):
    """Planning callbacks: in batches, again and again, and each of them once (C2)."""

    # one concern a file
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _schedule(self, plans=None, today=None):
        """Plan the callbacks that plans want up to the horizon, and review those that are planned.

        Doing it again changes nothing; doing it twice at once makes nothing twice.

        :param plans: the plans; all active ones without
        :param today: a date instead of today
        :return: how many callbacks are new
        """
        # sudo: plans look at documents and customers of everybody; what they make has its own rights
        Plan = self.env["service.callback.plan"].sudo()
        plans = Plan.search([("active", "=", True)]) if plans is None else plans.sudo()
        count = 0
        for step in plans.with_context(active_test=False).step_ids:
            for new in step._schedule(today or step.company_id._service_day()):
                count += new
        return count

    @api.model
    def _cron_schedule(self):
        """Plan callbacks, a batch a transaction: each step once a day, and what just happened every time.

        A run that is stopped or killed goes on where it was; a step that fails does not stop the others.
        """
        # sudo: the cron's own work, for all companies
        Step = self.env["service.callback.step"].sudo().with_context(active_test=False)
        Cron = self.env["ir.cron"]
        steps = Step._get_due_steps()
        Cron._commit_progress(remaining=len(steps))
        for step, since in steps:
            for finished in step._schedule_safely(since):
                if not Cron._commit_progress(int(finished)):
                    return

    @api.model
    def _trigger_schedule(self):
        """Have callbacks planned soon: something happened that starts them."""
        # sudo: only asks the cron to run
        self.env.ref("service_center.cron_service_callback").sudo()._trigger()


class ServiceCallbackStep(models.Model):
    """When a step is due to plan, and how far it has come."""

    _inherit = "service.callback.step"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_due_steps(self):
        """Return [(step, since)]: those not done today in full, then what just happened to the others."""
        now = fields.Datetime.now()
        full, recent = [], []
        # those that waited longest first, so that one that always fails does not keep others waiting
        for step in self.search([("id", ">", 0)], order="scheduled_on NULLS FIRST, id"):
            if step.scheduled_on != step.company_id._service_day():
                # an archived one has cancelled its callbacks for good once it was looked at
                if step._is_planning() or not step.scheduled_on:
                    full.append((step, None))
            elif step._is_planning() and step.plan_id.trigger in step.plan_id._get_events():
                recent.append((step, now - timedelta(RECENT)))
        return full + recent

    def _schedule_safely(self, since):
        """Yield after each batch whether it was the last one; an error is noted, and the step left."""
        try:
            for _count in self._schedule(self.company_id._service_day(), since, resume=True):
                yield False
        except Exception:  # conditions of plans may say anything
            _logger.exception("callbacks of step %s were not planned", self.id)
            self.env.cr.rollback()
            if not since:
                self._set_mark(None, self.company_id._service_day())
        yield True

    def _schedule(self, today, since=None, resume=False):
        """Review what is planned and plan what is missing; yield the number of new callbacks of each batch.

        :param since: only what was changed afterwards
        :param resume: go on where a former run of the day was stopped
        """
        self.ensure_one()
        step = self.with_company(self.company_id).with_context(active_test=True)
        mark = step.scheduled_mark if resume and not since else False
        phase, _colon, after = (mark or "").partition(":")
        after, last = int(after or 0), 0
        while phase != "new" and last is not None:
            if not step._lock_planning():
                return
            last = step._review_open(after, today, since)
            after = last or 0
            if resume and not since:
                step._set_mark(f"open:{after}" if last else "new:0")
            yield 0
        last = 0
        while last is not None:
            if not step._lock_planning():
                return
            step.env.flush_all()
            count, last = step._plan_new(after, today, since)
            after = last or 0
            if not since:
                step._set_mark(f"new:{after}" if last else None, None if last else today)
            yield count

    def _lock_planning(self):
        """Take the step for this transaction; False if it is planned elsewhere just now, or gone."""
        self.env.flush_all()
        return bool(
            self.env.execute_query(
                SQL(
                    "SELECT id FROM service_callback_step WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED",
                    self.id,
                )
            )
        )

    def _set_mark(self, mark, day=None):
        """Note how far planning has come, past write(), which lets every worker read the policies anew."""
        self.env.cr.execute(
            SQL(
                "UPDATE service_callback_step SET scheduled_mark = %s,"
                " scheduled_on = COALESCE(%s, scheduled_on) WHERE id = %s",
                mark,
                day,
                self.id,
            )
        )
        self.invalidate_recordset(["scheduled_mark", "scheduled_on"], flush=False)

    def _plan_anew(self):
        """Have these steps planned in full with the next run."""
        if self:
            self.flush_recordset()
            self.env.cr.execute(
                SQL(
                    "UPDATE service_callback_step SET scheduled_mark = NULL, scheduled_on = NULL"
                    " WHERE id = ANY(%s)",
                    self.ids,
                )
            )
            self.invalidate_recordset(["scheduled_mark", "scheduled_on"], flush=False)
            self.env["service.callback"]._trigger_schedule()


class ServiceCallbackPlan(models.Model):
    """Plans that change are looked at anew; callbacks that are made stay as they were."""

    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        self.with_context(active_test=False).step_ids._plan_anew()
        return result
