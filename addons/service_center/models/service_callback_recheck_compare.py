from odoo import api, models
from odoo.exceptions import ValidationError

from ..engine import callback_check


class ServiceCallbackRecheck(models.Model):
    """The second answers beside the first: what differs, and the verdict (C2)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback.recheck"  # pylint: disable=consider-merging-classes-inherited

    def _keep_answers(self, answers):
        """Keep the second answers, {question id: value or list of answers}, as a set of the survey's."""
        if not answers:
            return
        # sudo: callers have no rights on surveys; the answers were read from this check's own questions
        recheck = self.sudo()
        callback = recheck.callback_id
        user_input = recheck.env["survey.user_input"].create(callback._prepare_answers_vals(self))
        lines = []
        for question in recheck.line_ids.question_id.filtered(lambda one: one.id in answers):
            value, problem = callback._read_answer(question, answers[question.id])
            if problem:
                raise ValidationError(
                    self.env._("%(question)s: %(problem)s", question=question.title, problem=problem)
                )
            lines += user_input._get_service_lines(question, value)
        user_input.user_input_line_ids.create(lines)
        self._write_decided({"answers_id": user_input.id})

    def _compare(self):
        """Compare the answers of both calls; if they are not the same, that is a signal for somebody."""
        # sudo: answers of surveys, which callers may not read
        recheck, callback = self.sudo(), self.sudo().callback_id
        answers = (callback.answers_id | recheck.answers_id)._service_answers()
        questions = recheck.line_ids.question_id
        found = callback_check.differences(
            {
                key: answer
                for key, answer in answers.get(callback.answers_id.id, {}).items()
                if key in questions.ids
            },
            answers.get(recheck.answers_id.id, {}),
            {question.id: question.service_recheck_class for question in questions},
        )
        satisfaction = callback_check.satisfaction_difference(callback.satisfaction, recheck.satisfaction)
        found += [satisfaction] if satisfaction else []
        verdict = callback_check.verdict(recheck.remembered, found)
        self._write_decided({"verdict": verdict, "differences": [_as_json(one) for one in found]})
        if verdict == "mismatch":
            self.env["service.callback.signal"]._raise(
                callback, "recheck", {"remembered": recheck.remembered, "count": len(found)}, recheck
            )

    @api.depends("differences", "remembered", "state")
    @api.depends_context("lang")
    def _compute_differences_text(self):
        for recheck in self:
            done = recheck.state == "done"
            recheck.differences_text = "\n".join(recheck._say_differences()) if done else False

    def _say_differences(self):
        """Return what differs, in sentences of the reader's language."""
        classes = dict(
            self.env["survey.question"]._fields["service_recheck_class"]._description_selection(self.env)
        )
        remembered = dict(self._fields["remembered"]._description_selection(self.env))
        said = [] if self.remembered == "yes" else [remembered.get(self.remembered, "")]
        for one in self.differences or []:
            said.append(
                self.env._(
                    "%(question)s – first: %(first)s; then: %(second)s (%(kind)s)",
                    question=self._say_key(one["key"]),
                    first=self._say_answer(one["key"], one["first"]),
                    second=self._say_answer(one["key"], one["second"]),
                    kind=classes[one["kind"]],
                )
            )
        return said

    def _say_key(self, key):
        if key == "satisfaction":
            return self._fields["satisfaction"]._description_string(self.env)
        # sudo: the question's words, which the user has asked
        return self.env["survey.question"].sudo().browse(key).exists().title or self.env._("Deleted question")

    def _say_answer(self, key, answer):
        if answer in (None, [], ""):
            return self.env._("no answer")
        if key == "satisfaction":
            return dict(self._fields["satisfaction"]._description_selection(self.env))[answer]
        if isinstance(answer, list):
            # sudo: the answer's words, as above
            return ", ".join(
                self.env["survey.question.answer"].sudo().browse(answer).exists().mapped("value")
            )
        return str(answer)


def _as_json(difference):
    return {
        "key": difference.key,
        "kind": difference.kind,
        "first": difference.first,
        "second": difference.second,
        "weight": difference.weight,
    }
