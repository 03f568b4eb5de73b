from odoo import models
from odoo.tools.misc import format_datetime


class ServiceComplaint(models.Model):
    """The Why? of a complaint tells the whole story: also who approved what, and what was answered."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _explanation_sentences(self):
        said = super()._explanation_sentences()
        for compensation in self.compensation_ids._filtered_access("read").sorted("id"):
            decided = (compensation.approver_id, compensation.approved_at)
            said += self._say_related(compensation, *decided)
        for action in self.corrective_action_ids._filtered_access("read").sorted("id"):
            said += self._say_related(action, action.approved_by_id, action.approved_at)
        return [*said, *self._say_customer_answers()]

    def _say_related(self, document, approver, approved_at):
        """Return the decisions about a document that belongs to the case, with who approved it in the end."""
        labels = dict(document._fields["state"]._description_selection(self.env))
        facts = [{"label": self.env._("Status"), "text": labels[document.state]}]
        if approved_at:
            facts.append(
                {
                    "label": self.env._("Approved by"),
                    # sudo: a name only
                    "text": f"{approver.sudo().name}, {format_datetime(self.env, approved_at)}",
                }
            )
        return [
            {
                **item,
                "code": f"{document._name}:{document.id}:{item['code']}",
                "title": f"{document.name} · {item['title']}",
                "facts": [*facts, *item["facts"]],
            }
            for item in document.get_explanation()
        ]

    def _say_customer_answers(self):
        said = [
            self._say_answer(answer, self.env._("Customer's answer to the settlement"), "answer", answer.at)
            for answer in self.answer_ids.sorted("id")
        ]
        said += [
            self._say_answer(request, self.env._("Customer's satisfaction"), "value", request.answered_at)
            for request in self.satisfaction_ids.filtered("answered_at").sorted("id")
        ]
        return said

    def _say_answer(self, answer, title, name, at):
        label = {key: dict(answer._fields[key]._description_selection(self.env)) for key in (name, "how")}
        text = answer.note if "note" in answer._fields else answer.feedback
        recorded_by = answer.recorded_by_id.sudo().name  # sudo: a name only
        facts = [(self.env._("In words"), text), (self.env._("Recorded by"), recorded_by)]
        return {
            "code": f"{answer._name}:{answer.id}",
            "title": title,
            "value": label[name][answer[name]],
            "how": label["how"][answer.how],
            "at": format_datetime(self.env, at),
            "facts": [{"label": one, "text": text} for one, text in facts if text],
            "rejected": [],
            "former": [],
        }
