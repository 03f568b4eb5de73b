from odoo import models
from odoo.tools import html2plaintext


class ServiceComplaint(models.Model):
    """Rows of the file of a case that come from other models, read as the user."""

    # one concern a file: what a file is made of is one, where its rows come from another
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _get_decision_rows(self):
        rows = []
        for item in self.get_explanation():
            why = [item["how"]]
            why += [f"{fact['label']}: {fact['text']}" for fact in item["facts"]]
            why += [f"{rule['rule']}: {rule['sentence']}" for rule in item["rejected"]]
            rows.append((item["title"], item["value"], "\n".join(why), item["at"]))
            rows += [
                (item["title"], former["value"], former["how"], former["at"]) for former in item["former"]
            ]
        return rows

    def _search_about(self, model, order="id", **context):
        """Return the user's records of a polymorphic model that are about this complaint."""
        return (
            self.env[model]
            .with_context(**context)
            .search([("res_model", "=", self._name), ("res_id", "=", self.id)], order=order)
        )

    def _get_clock_rows(self):
        rows = []
        for clock in self._search_about("service.sla.clock"):
            told = clock._describe()
            metric = f"{told['metric']} ({told['party']})" if told["party"] else told["metric"]
            moments = map(self._say_moment, (clock.started_at, clock.deadline, clock.reached_at))
            rows.append((metric, told["limit"], *moments, told["state_name"]))
        return rows

    def _get_event_rows(self):
        events = self._search_about("service.sla.event")
        kinds = dict(events._fields["kind"]._description_selection(self.env))
        Metric = self.env["service.sla.metric"]
        return [
            (
                self._say_moment(event.at),
                kinds[event.kind],
                (event.metric and Metric._find(self.company_id, event.metric).name) or event.metric or "",
                self._say_moment(event.deadline),
            )
            for event in events.sorted(lambda event: (event.at, event.id))
        ]

    def _get_message_rows(self):
        rows = []
        for message in self.message_ids.sorted("id"):
            text = [html2plaintext(message.body or "").strip()]
            # sudo: tracked values, without those of fields that the user may not see
            values = message.sudo().tracking_value_ids._filter_has_field_access(self.env)
            for change in values._tracking_value_format():
                text.append(
                    f"{change['fieldInfo']['changedField']}: {_say(change['oldValue'])}"
                    f" → {_say(change['newValue'])}"
                )
            said = "\n".join(filter(None, [message.subject, *text]))
            if said:
                author = message.author_id.sudo().name or message.email_from or ""  # sudo: a name only
                kind = dict(message._fields["message_type"]._description_selection(self.env))
                rows.append((self._say_moment(message.date), author, kind[message.message_type], said))
        return rows

    def _get_log_rows(self):
        messages = self._search_about("service.message")
        states = dict(messages._fields["state"]._description_selection(self.env))
        return [
            (
                self._say_moment(message.sent_at or message.create_date),
                message.sudo().recipient_name or message.address or "",  # sudo: a name only
                states[message.state],
                "\n".join(filter(None, (message.subject, message.body))),
            )
            for message in messages
        ]

    def _get_activity_rows(self):
        activities = self._search_about("mail.activity", active_test=False)
        return [
            (
                str(activity.date_deadline or ""),
                str(activity.date_done or ""),
                activity.user_id.name or "",
                activity.activity_type_id.name or "",
                "\n".join(
                    filter(
                        None,
                        (activity.summary, html2plaintext(activity.note or "").strip(), activity.feedback),
                    )
                ),
            )
            for activity in activities
        ]

    def _get_attachment_rows(self):
        files = self._search_about("ir.attachment") | self.message_ids.attachment_ids
        return [
            (self._say_moment(file.create_date), file.name, file.mimetype or "", f"{file.file_size:,}")
            for file in files
        ]


def _say(value):
    """Return a tracked value as text; nothing is a dash."""
    return "–" if value in (None, False, "") else str(value)
