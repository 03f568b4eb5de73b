from odoo import fields, models


class ServiceCallback(models.Model):
    """One callback as the caller's screen shows it: the customer, the questions and all that is known."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def get_desk_callback(self):
        """Return all that the screen shows of one callback, as plain values."""
        self.ensure_one()
        self.check_access("read")
        partner = self.partner_id
        zone, _known = partner._service_zone(self.company_id)
        return {
            "id": self.id,
            "state": self.state,
            "customer": {
                "id": partner.id,
                "name": partner.display_name,
                "phone": self.phone or "",
                "email": partner.email or "",
                "zone": zone.key,
            },
            "channel": self.channel,
            "channel_label": dict(self._fields["channel"]._description_selection(self.env))[self.channel],
            "plan": self.plan_id.name or "",
            "purpose": self.purpose or self.plan_id.purpose or "",
            "script": self.step_id.script or self.plan_id.script or "",
            "due_at": self.due_at,
            "window_from": self.window_from,
            "window_to": self.window_to,
            "later_at": self._propose_time(fields.Datetime.now()) or False,
            "about": self._get_desk_documents(),
            "warnings": self._get_desk_warnings(),
            "tries": self._get_desk_tries(),
            "questions": self._get_desk_questions(),
            "satisfactions": self._get_desk_satisfactions(),
            "story": partner._service_story_blocks(),
        }

    def _get_desk_documents(self):
        """Return what the call is about: [{label, text, res_model, res_id}] of what may be read."""
        documents = []
        for name in ("complaint_id", "order_id", "sale_order_id", "product_id"):
            document = self[name]
            if document and document.has_access("read"):
                documents.append(
                    {
                        "label": self._fields[name]._description_string(self.env),
                        "text": document.display_name,
                        "res_model": document._name,
                        "res_id": document.id,
                    }
                )
        return documents

    def _get_desk_warnings(self):
        """Return what the caller has to know before dialling, as sentences."""
        return (self.warning or "").splitlines()

    def _get_desk_tries(self):
        outcome = self.env["service.callback.attempt"]._fields["outcome"]
        labels = dict(outcome._description_selection(self.env))
        return [
            {
                "at": attempt.at,
                "outcome": labels[attempt.outcome],
                "user": attempt.user_id.sudo().name or "",  # sudo: a colleague's name
                "note": attempt.note or "",
            }
            for attempt in self.attempt_ids
        ]

    def _get_desk_questions(self):
        return [
            {
                "id": question.id,
                "type": question.question_type,
                "title": question.title,
                "required": question.constr_mandatory,
                "satisfaction": question.service_is_satisfaction,
                "triggers": question.triggering_answer_ids.ids,
                "choices": [
                    {"id": choice.id, "label": choice.value or "", "problem": choice.service_is_problem}
                    for choice in question.suggested_answer_ids
                ],
                "rows": [{"id": row.id, "label": row.value or ""} for row in question.matrix_row_ids],
                "several": question.question_type == "multiple_choice"
                or (question.question_type == "matrix" and question.matrix_subtype == "multiple"),
                "low": question.scale_min,
                "high": question.scale_max,
                "low_label": question.scale_min_label or "",
                "high_label": question.scale_max_label or "",
            }
            for question in self._get_questions()
        ]

    def _get_desk_satisfactions(self):
        """Return the grades among which the caller chooses; none where a question asks for them."""
        if any(self._get_questions().mapped("service_is_satisfaction")):
            return []
        return self._fields["satisfaction"]._description_selection(self.env)
