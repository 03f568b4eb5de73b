from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_kernel.tools import append_only

from ..engine import callback_lifecycle, contact_window

# what was said is left out: it can be erased (decisions 17); users can be deleted
CONTENT = ("callback_id", "company_id", "at", "channel", "outcome", "seconds", "next_try_at")
#: without a plan
MOST_TRIES = 3
#: a try makes sense for so many days after the callback was due
WAIT_DAYS = 14


class ServiceCallbackAttempt(models.Model):
    # one concern a file: that rows never change
    _inherit = "service.callback.attempt"  # pylint: disable=consider-merging-classes-inherited

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)


class ServiceCallback(models.Model):
    """Tries to reach the customer: what came of them, and when the next one is."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    @api.ondelete(at_uninstall=False)
    def _unlink_except_tried(self):
        """Tries stay for good, and so what they belong to."""
        tried = self.filtered("attempt_count")
        if tried:
            raise UserError(
                self.env._(
                    "%(callback)s was tried already and stays. Cancel or archive it instead.",
                    callback=tried[0].display_name,
                )
            )

    def _register_attempt(self, outcome, note=None, seconds=0, next_at=None):
        """Note a try that did not reach the customer, and when to try again; return the row.

        :param outcome: key of ``OUTCOMES`` but ``reached``
        :param next_at: naive UTC, the time for which the customer asks; None: as the rules say
        :raise UserError: a colleague is calling, or the time lies in the past
        """
        self.ensure_one()
        self.check_access("write")
        if outcome not in callback_lifecycle.FAILED:
            raise UserError(self.env._("Choose what came of it."))
        now = fields.Datetime.now()
        if next_at and next_at <= now:
            raise UserError(self.env._("The next try lies in the past: choose a later time."))
        self._start_step()
        if outcome == "wrong_number":
            self._note_wrong_number()
        tries = self.attempt_count + 1
        is_last = callback_lifecycle.is_last(outcome, tries, self.plan_id.max_attempts or MOST_TRIES)
        at = None if is_last or outcome == "wrong_number" else next_at or self._get_next_try(now)
        attempt = self._create_attempt(outcome, now, note, seconds, at)
        vals = {"next_try_at": at or False, "opened_at": False}
        if is_last or not (at or outcome == "wrong_number"):
            self._move("unreached", {**vals, "done_at": now})
            self._release_contacts()
        else:
            self._move("planned", vals)
            self._offer_windows()
        return attempt

    def _create_attempt(self, outcome, at, note=None, seconds=0, next_at=None):
        caller = self._get_caller()
        # sudo: nobody writes tries by hand; the right to the callback was checked
        attempt = (
            self.env["service.callback.attempt"]
            .sudo()
            .create(
                {
                    "callback_id": self.id,
                    "company_id": self.company_id.id,
                    "user_id": caller.id,
                    "at": at,
                    "channel": self.channel,
                    "outcome": outcome,
                    "seconds": max(0, int(seconds or 0)),
                    "note": (note or "").strip() or False,
                    "next_try_at": next_at or False,
                }
            )
        )
        self._write_stepped({"attempt_count": self.attempt_count + 1})
        return attempt.sudo(self.env.su)

    def _get_next_try(self, now):
        """Return when to try again: another weekday and time of day than before; None where it is no use."""
        return self._find_try(now, self._get_last_try(now), self.is_same_day)

    def _propose_time(self, now):
        """Return an hour to offer to a customer who asks for another time; None where there is none.

        Of the customer's own hours, another weekday and time of day than the tries, and not promised by the
        caller to somebody else. A duty of the day stays on its day while there is an hour left.
        """
        promised = self.search_fetch(
            [
                *(("user_id", "=", self.env.uid), ("state", "=", "planned"), ("id", "!=", self.id)),
                ("next_try_at", ">", now),
            ],
            ["next_try_at"],
        )
        taken = promised.mapped("next_try_at")
        at = self.is_same_day and self._find_try(now, self.due_at, True, taken)
        return at or self._find_try(now, now + timedelta(days=WAIT_DAYS), False, taken)

    def _find_try(self, now, until, same_day, taken=()):
        # sudo: tries of colleagues count as well
        failed = self.sudo().attempt_ids.filtered(lambda one: one.outcome in callback_lifecycle.FAILED)
        return contact_window.next_try(
            [*failed.mapped("at"), now],
            now,
            self._get_contact_windows(),
            self.partner_id._service_zone(self.company_id)[0],
            until,
            same_day,
            self._get_open_days(),
            taken,
        )

    def _get_last_try(self, now):
        """Return the last instant at which a try makes sense: before the next callback of a rhythm."""
        if self.is_same_day:
            return self.due_at
        days = WAIT_DAYS
        step = self.step_id
        if step.repeat_amount and step.repeat_unit == "days":
            days = min(days, step.repeat_amount - 1)
        end_of_today = self.company_id._service_day_end(self.company_id._service_day(now))
        return max(self.due_at + timedelta(days=days), end_of_today)

    def _get_open_days(self):
        """Return a function that tells whether the company works on a day."""
        # sudo: whoever calls need not be allowed to read the calendar
        calendar = self.company_id.sudo().resource_calendar_id
        if not calendar or calendar.flexible_hours:
            return None
        times = calendar._service_working_time(self.company_id)
        zone = contact_window.zone_of(calendar.tz) or contact_window.zone_of("UTC")

        def is_open(day):
            begin, end = (contact_window.day_start(day + timedelta(days=more), zone) for more in (0, 1))
            return times.open_seconds(begin, end) > 0

        return is_open

    def _note_wrong_number(self):
        """Ask nothing further under this number, and have somebody find the right one."""
        # sudo: callers need not be allowed to change contacts; this they learn by calling
        partner = self.sudo().partner_id
        partner.service_wrong_phone = partner.phone
        user = self._get_caller() or self.user_id or self.team_id.leader_id
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Find the right telephone number"),
                user_id=user.id,
            )
