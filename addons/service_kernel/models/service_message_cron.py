import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine import http_message
from ..tools.undelivered import Undelivered
from .service_message_send import OUTSIDE

_logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=10)  # a row that is being sent for longer was left by a process that died
LOOK_AHEAD = 50  # due rows looked at to find one that nobody else sends
MAX_TRIES = 5  # without a channel


class ServiceMessage(models.Model):
    """Working off the queue: each message once, whoever else works on it, and whatever dies meanwhile."""

    # one concern a file: what a message is, how one is sent, and how the queue is worked off
    _inherit = "service.message"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_due_domain(self):
        return Domain("state", "in", ("queued", "sending")) & Domain(
            "next_try_at", "<=", fields.Datetime.now()
        )

    @api.model
    def _cron_send(self):
        """Send what is due, one message a transaction."""
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self.search_count(self._get_due_domain()))
        seen = []
        while row := self._take_due(seen):
            seen.append(row.id)
            try:
                row._deliver()
                seconds_left = Cron._commit_progress(1)
            except psycopg2.errors.SerializationFailure:
                # somebody changed the row meanwhile; what went outside stays "sending" until its lease ends
                self.env.cr.rollback()
                continue
            if not seconds_left:
                break

    @api.model
    def _take_due(self, seen):
        """Return a due row, locked for this transaction, none if there is none that nobody else sends."""
        while True:
            due = self.search(
                self._get_due_domain() & Domain("id", "not in", seen),
                limit=LOOK_AHEAD,
                order="next_try_at, id",
            )
            try:
                with self.env.cr.savepoint(flush=False):
                    return due.try_lock_for_update(limit=1)
            except psycopg2.errors.SerializationFailure:
                self.env.cr.rollback()  # another process sent it just now: look again

    def _deliver(self):
        """Send this row, which is due and locked; commits before what no rollback takes back."""
        self.ensure_one()
        if self.state == "sending":
            # whoever took it died; what leaves no trace outside is sent again, of the rest nobody knows
            if self.kind in OUTSIDE:
                self._note_failure(Undelivered("unknown"))
                return
            self.state = "queued"
        if self.res_model and not self._get_document():
            self.state = "cancelled"  # what it was about is gone
            return
        if self.kind in OUTSIDE:
            self.write(
                {
                    "state": "sending",
                    "tries": self.tries + 1,
                    "next_try_at": fields.Datetime.now() + LEASE,
                }
            )
            self.env.cr.commit()  # pylint: disable=invalid-commit
        else:
            self.tries += 1
        self._try_to_send()

    def _try_to_send(self):
        """Send, and note what came of it."""
        try:
            with self.env.cr.savepoint():
                self.with_company(self.company_id)._send()
        except Undelivered as problem:
            self._note_failure(problem)
        except Exception as error:
            _logger.exception("Message %s could not be sent", self.id)
            # whoever sends outside may have done so before the error
            retry = self.kind not in OUTSIDE
            self._note_failure(Undelivered("internal", retry=retry, error=type(error).__name__))
        else:
            self.write({"state": "sent", "sent_at": fields.Datetime.now(), "failure": False})

    def _send_now(self):
        """Send this row while the user waits, once.

        :return: why it was not sent, None if it was
        """
        self.ensure_one()
        self.tries = 1
        try:
            with self.env.cr.savepoint():
                self._send()
        except Undelivered as problem:
            self.write({"state": "failed", "failure": self._prepare_failure(problem)})
            return self.error
        self.write({"state": "sent", "sent_at": fields.Datetime.now()})
        return None

    # What fails
    @api.model
    def _prepare_failure(self, problem):
        """Return what is kept of a failure: codes and plain values."""
        return {"code": problem.code, "params": problem.params}

    def _note_failure(self, problem):
        """Try again later, or, where that will not help, make it a person's to-do."""
        self.ensure_one()
        failure = self._prepare_failure(problem)
        if problem.retry and self.tries < (self.channel_id.max_tries or MAX_TRIES):
            at = fields.Datetime.now() + timedelta(minutes=http_message.delay(max(self.tries, 1)))
            self.write({"state": "queued", "failure": failure, "next_try_at": at, "sent_at": False})
            self._trigger_cron(at)
            return
        self.write({"state": "failed", "failure": failure, "sent_at": False})
        self._make_todo()

    def _make_todo(self):
        """Ask a person to see to a message that reached nobody; the same only once while it is open."""
        document = self._get_document()
        user = self._get_todo_user(document)
        if not user:
            _logger.warning("Message %s failed and nobody is there to see to it", self.id)
            return
        row = self.with_context(lang=user.lang)
        vals = {
            "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "summary": row._get_todo_summary(),
            "note": row._get_html(),
            "user_id": user.id,
            "res_model_id": False,
            "automated": True,
            "date_deadline": fields.Date.context_today(self.with_context(tz=user.tz)),
        }
        if isinstance(document, self.pool["mail.activity.mixin"]):
            vals |= {"res_model_id": self.env["ir.model"]._get_id(document._name), "res_id": document.id}
        Activity = self.env["mail.activity"].with_context(mail_activity_quick_update=True, lang=user.lang)
        same = [(name, "=", vals.get(name, False)) for name in ("summary", "user_id", "res_model_id")]
        if not Activity.search_count([*same, ("res_id", "=", vals.get("res_id", 0))], limit=1):
            Activity.create(vals)

    def _get_todo_summary(self):
        """Return who was not reached, and why, in the language of the reader."""
        return self.env._(
            "%(who)s could not be reached: %(why)s",
            who=self.recipient_name or self.env._("The recipient"),
            why=self.error,
        )[:500]

    def _get_todo_user(self, document):
        """Return who sees to a failed message: the handler, else the team's leader, else a policy manager."""
        candidates = [self.team_id.leader_id]
        handler = document and document._fields.get("user_id")
        if handler and handler.comodel_name == "res.users":
            candidates.insert(0, document.user_id)
        managers = self.env.ref("service_kernel.group_policy_manager").all_user_ids
        candidates.append(managers.sorted("id"))
        for users in candidates:
            present = users.filtered(
                lambda user: user.active and not user.share and self.company_id in user.company_ids
            )
            if present:
                return present[0]
        return self.env["res.users"]

    def _anonymise(self):
        """Blank what tells who the recipients were and what they were told (decisions 17)."""
        self.filtered(lambda row: row.state in ("queued", "sending")).state = "cancelled"
        self.write({"address": False, "subject": False, "body": False, "body_html": False, "failure": False})
