from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.service_kernel.tools import fixed_row

from ..engine import order_lifecycle as engine

SECOND = timedelta(seconds=1)


class ServiceOrder(models.Model):
    """Announce another date: before the promise passes it holds, afterwards it is only told (INST-SLA-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def action_promise(self):
        """Open the dialog that asks for the new date, its reason, and how the customer is told."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Announce Another Date") if self.promised_at else self.env._("Promise a Date"),
            "res_model": "service.order.extend",
            "view_mode": "form",
            "target": "new",
            "context": {**self.env.context, "default_order_id": self.id},
        }

    def _announce(self, date, reason, told_how, told_note="", text=""):
        """Promise a date, or announce a later one, and tell the customer.

        :param date: naive UTC
        :param told_how: as ``service.order.promise``; by mail ``text`` is sent
        :raise UserError: the date is no later one or outside working time, the reason or who was told is
            missing, or there is no address for a mail
        :return: the row of the history
        """
        self.ensure_one()
        self.check_access("write")
        self._touch_promise()
        date = date.replace(microsecond=0)
        self._check_announcement(date, reason, told_how, told_note)
        kind = self._get_announcement_kind()
        promise = self._add_promises(
            [
                self._prepare_promise_vals(
                    kind,
                    date,
                    reason=(reason or "").strip(),
                    told_how=told_how,
                    told_note=(told_note or "").strip(),
                )
            ]
        )
        if kind == "given":
            self._write_promise({"promise_by_hand": True})
        if kind == "extended" and not self.promise_by_hand:
            self._sla_extend(self._get_shorter_promises(date), date)
        else:
            self._explain_announcement(kind, date)
        if self.promise_by_hand and kind != "late":
            self._plan_promise_activity(date)
        if told_how == "mail":
            promise.message_id = self._tell_promise(promise, text)
        self._message_log(body=promise._say())
        return promise

    def _touch_promise(self):
        """Write the order's row before reading what was promised: of two at once the second tries again."""
        fixed_row.count_on(self, "promise_version")
        self.invalidate_recordset(["promised_at", "promise_due_at", "promise_state"])

    def _get_announcement_kind(self):
        if not self.promised_at:
            return "given"
        is_broken = self.promise_state == "broken" or fields.Datetime.now() > self.promise_due_at
        return "late" if is_broken else "extended"

    def _get_shorter_promises(self, date):
        """Return the running limits that are promises and end before ``date``."""
        clocks = self._get_sla_clocks().get(self.id)
        return clocks.filtered(lambda one: one.is_open and one.target_id.is_promise and one.deadline < date)

    def _check_announcement(self, date, reason, told_how, told_note):
        if self.state in (*engine.DONE_STATES, *engine.ENDED_STATES):
            raise UserError(
                self.env._("%(number)s: the work is done, no date is promised any more.", number=self.name)
            )
        if date <= max(self.promised_at or date - SECOND, fields.Datetime.now()):
            raise UserError(
                self.env._(
                    "%(number)s: the new date has to be later than now and than what was promised.",
                    number=self.name,
                )
            )
        self._check_open_time(date)
        if self.promised_at and not (reason or "").strip():
            raise UserError(self.env._("%(number)s: why does it take longer?", number=self.name))
        if told_how == "mail" and not self.partner_id.email:
            raise UserError(
                self.env._(
                    "%(number)s: there is no customer with an e-mail address. Call, and note whom you told.",
                    number=self.name,
                )
            )
        if told_how != "mail" and not (told_note or "").strip():
            raise UserError(
                self.env._("%(number)s: whom did you tell, and what did they say?", number=self.name)
            )

    def _check_open_time(self, date):
        """Refuse a date outside working time; a closing is one at which something may be due."""
        calendar = self._get_sla_calendars()[:1]
        if not calendar:
            return
        time = calendar._service_working_time(self.company_id)
        if not time.has_open_time or time.is_open(date) or time.is_open(date - SECOND):
            return
        following = calendar._service_due(date, 0, "working_hours", self.company_id)
        raise UserError(
            self.env._(
                "%(number)s: nobody works on %(date)s. The next working time begins on %(next)s.",
                number=self.name,
                date=self._say_promise(date),
                next=self._say_promise(following),
            )
        )

    def _explain_announcement(self, kind, date):
        """Explain what no limit explains."""
        decision = "promise_late" if kind == "late" else "promise_by_hand"
        facts = {"promised_by": self.env.uid}
        self._explain("promise", decision, fields.Datetime.to_string(date), None, facts)

    def _plan_promise_activity(self, date):
        """No limit warns of a date that a colleague gave: an activity does."""
        local = fields.Datetime.context_timestamp(self.with_context(tz=self.company_id._service_tz()), date)
        user = self.user_id or self.env.user
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=local.date(),
            summary=self.with_context(lang=user.lang).env._("Promised to the customer"),
            user_id=user.id,
        )

    # Telling the customer
    def _tell_promise(self, promise, text=""):
        """Queue the mail that tells the customer the date; return its row."""
        return self.env["service.message"]._queue(
            self,
            f"promise:{promise.id}",
            lambda env: env._(
                "%(company)s: new date for %(number)s", company=self.company_id.name, number=self.name
            ),
            lambda env: (text or "").strip() or promise._get_letter(env),
            partners=self.partner_id,
            template="service_order_promise",
        )
