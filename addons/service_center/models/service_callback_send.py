import logging
from datetime import timedelta

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools.mail import is_html_empty

from ..engine.callback_lifecycle import CALLING, DONE, PLANNED, UNREACHED
from .service_callback_lifecycle import FINAL_REASONS

_logger = logging.getLogger(__name__)
BATCH = 50
#: written channels: the cron contacts the customer
WRITTEN = ("message", "email", "questionnaire")


class ServiceCallbackPlan(models.Model):
    # the way of written messages is one concern
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    message_channel_id = fields.Many2one(
        "service.message.channel",
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', company_id), ('to_group', '=', False)]",
        help="How messages are sent, such as text messages. Empty: the company's first channel for them.",
    )


class ServiceCallback(models.Model):
    """Messages, e-mails and questionnaires: sent by a cron at the hours of the customer (DEALER-CB-01).

    A message or an e-mail is done once it is sent; a questionnaire waits for the customer's answer.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_to_send_domain(self, now):
        return (
            Domain("state", "=", PLANNED)
            & Domain("channel", "in", WRITTEN)
            & Domain("is_history", "=", False)
            & (Domain("window_from", "=", False) | Domain("window_from", "<=", now))
            & (Domain("next_try_at", "=", False) | Domain("next_try_at", "<=", now))
            & Domain("due_date", "<=", fields.Date.to_date(now) + timedelta(days=1))
        )

    @api.model
    def _cron_send(self):
        """Send what is due and in its hours, a batch a transaction; end what nobody answered (E1)."""
        now = fields.Datetime.now()
        domain = self._get_to_send_domain(now)
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=self.search_count(domain))
        last = 0
        while callbacks := self.search(domain & Domain("id", ">", last), limit=BATCH, order="id"):
            last = callbacks[-1].id
            for callback in callbacks.try_lock_for_update():
                if callback.due_date <= callback.company_id._service_day():
                    callback._send_safely()
            if not Cron._commit_progress(len(callbacks)):
                return
        self._end_unanswered(now)

    def _send_safely(self):
        """Send one; one that fails does not stop the others, and says why."""
        refusal = self._get_refusal()
        if refusal in FINAL_REASONS:
            self._cancel(refusal)
            return
        if refusal:
            self._note_not_sent(self._say_refusal(refusal))
            return
        # before anything else: somebody who books for the same customer just now makes the cron start again
        self.env["service.contact"]._open_account(self.partner_id, self.company_id)
        try:
            with self.env.cr.savepoint():
                self._send()
        except ConcurrencyError:
            raise
        except UserError as error:
            self._note_not_sent(str(error))
        except Exception as error:  # a template or a survey may say anything
            _logger.exception("callback %s was not sent", self.id)
            self._note_not_sent(str(error))

    def _send(self):
        """Queue the message, and take the step that follows."""
        now = fields.Datetime.now()
        self._queue_message()
        self._create_attempt("sent", now)
        self._move(CALLING, {"opened_at": now, "next_try_at": False})
        if self.channel != "questionnaire":
            self._move(DONE, {"done_at": now})
        self._note_contact(now)

    def _note_not_sent(self, why):
        """Note why it was not sent; a person sees to it."""
        now = fields.Datetime.now()
        self._create_attempt("not_sent", now, note=why[:500])
        self._move(CALLING, {"next_try_at": False})
        self._move(UNREACHED, {"done_at": now})
        self._release_contacts()

    def _queue_message(self):
        self.ensure_one()
        url = self._get_questionnaire_url() if self.channel == "questionnaire" else False
        self.env["service.message"]._queue(
            self,
            f"callback:{self.id}:{self.attempt_count + 1}",
            lambda env: self._get_letter_subject(env),
            lambda env: self._get_letter(env, url),
            partners=self.partner_id,
            channel=self._get_message_channel() if self.channel == "message" else None,
            template="callback",
        )

    def _get_message_channel(self):
        """Return the channel for messages to customers.

        :raise UserError: there is none
        """
        channels = self.plan_id.message_channel_id or self.env["service.message.channel"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "in", ("sms", "http")),
                ("to_group", "=", False),
            ],
            limit=1,
        )
        if not channels:
            raise UserError(self.env._("There is no message channel by which customers are reached."))
        return channels

    def _get_letter_subject(self, env):
        callback = self.with_env(env)
        return env._(
            "%(company)s: %(purpose)s",
            company=callback.company_id.name,
            purpose=callback.purpose or callback.plan_id.purpose or env._("how satisfied are you?"),
        )

    def _get_letter(self, env, url):
        """Return what the customer is told, in the language of ``env``: script and link to answer."""
        callback = self.with_env(env)
        script = callback.step_id.script or callback.plan_id.script
        if is_html_empty(script):
            greeting = env._("Dear %(name)s,", name=callback.partner_id.name or env._("customer"))
            text = env._(
                "we would like to know whether everything is to your satisfaction. If it is not, "
                "please answer this message."
            )
            script = Markup("<p>%s</p><p>%s</p>") % (greeting, text)
        if url:
            label = env._("Answer the questions")
            script += Markup('<p><a href="%s">%s</a><br/>%s</p>') % (url, label, escape(url))
        return Markup(script)

    @api.model
    def _end_unanswered(self, now):
        """End questionnaires that nobody answered in time."""
        waiting = self.search(
            [("state", "=", CALLING), ("channel", "=", "questionnaire"), ("opened_at", "!=", False)]
        )
        waiting.filtered(lambda one: one.opened_at + timedelta(days=one._get_answer_days()) < now)._move(
            UNREACHED, {"done_at": now}
        )
