from odoo import api, fields, models
from odoo.tools.misc import format_datetime

from .service_sla_clock import WARNINGS


class ServiceSlaClock(models.Model):
    """Whom a clock tells what: activities and messages, made in bulk."""

    # one concern a file: running is one, telling is another
    _inherit = "service.sla.clock"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _give_notices(self, notices):
        """Tell people of limits.

        :param notices: [(clock, key of the step)]
        """
        Line = self.env["service.sla.escalation"]
        wanted = {int(step.split(":")[1]) for _clock, step in notices if step not in WARNINGS}
        lines = {line.id: line for line in Line.browse(wanted).exists()}
        documents = self._get_documents({clock.id for clock, _step in notices})
        activity_type = self.env.ref("mail.mail_activity_data_todo")
        activities, messages = [], []
        for clock, step in notices:
            document = documents.get((clock.res_model, clock.res_id))
            line = Line if step in WARNINGS else lines.get(int(step.split(":")[1]))
            if document is None or line is None:
                continue
            users = document._get_sla_people(line.notify or "handler", line.user_ids)
            if line.how == "message":
                messages.append(clock._prepare_message_request(document, step, users, line.channel_id))
                continue
            activities += [
                {**clock._prepare_activity_vals(document, step, user), "activity_type_id": activity_type.id}
                for user in users
            ]
        # without an e-mail for each: people find them among their activities, messages are a way of their own
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(activities)
        self.env["service.message"]._queue_all(messages)

    @api.model
    def _get_documents(self, clock_ids):
        """Return {(model, id): document} of those clocks whose document is still there."""
        documents = {}
        for model, clocks in self.browse(clock_ids).grouped("res_model").items():
            records = self.env[model].browse(set(clocks.mapped("res_id"))).exists()
            documents.update({(model, record.id): record for record in records})
        return documents

    def _prepare_activity_vals(self, document, step, user):
        """Values of the activity that tells a user of this clock; due on the local day of the deadline."""
        self.ensure_one()
        local = self.with_context(tz=user.tz or self.company_id._service_tz())
        return {
            "res_model_id": self.env["ir.model"]._get_id(document._name),
            "res_id": document.id,
            "summary": self._say_notice(self.with_context(lang=user.lang or self.env.lang).env),
            "date_deadline": fields.Datetime.context_timestamp(local, self.deadline).date(),
            "user_id": user.id,
            "automated": True,
        }

    def _prepare_message_request(self, document, step, users, channel):
        """Parameters of ``service.message._queue`` for one step of this clock: sent once, by its key."""
        self.ensure_one()
        return {
            "document": document,
            "key": f"sla:{self.id}:{step}",
            "subject": lambda env: f"{document.display_name}: {self._say_notice(env)}",
            "body": lambda env: self._say_deadline(env, document),
            "users": users,
            "channel": channel,
            "template": f"sla_{step.split(':')[0]}",
        }

    def _say_notice(self, env):
        """Return what a warning or escalation says, in the language of ``env``."""
        clock = self.with_env(env)
        name = clock.metric_id.name or clock.metric
        if clock.state == "breached":
            return env._("Overdue: %(metric)s", metric=name)
        return env._("Due soon: %(metric)s", metric=name)

    def _say_deadline(self, env, document):
        """Return the sentence about the deadline, in the time zone of the working hours."""
        clock = self.with_env(env)
        zone = clock.calendar_id.tz or clock.company_id._service_tz()
        return env._(
            "%(document)s: %(limit)s, due on %(deadline)s.",
            document=document.with_env(env).display_name,
            limit=clock.target_id.display_name,
            deadline=format_datetime(env, clock.deadline, tz=zone, dt_format="short"),
        )
