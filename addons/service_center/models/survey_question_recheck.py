from odoo import fields, models


class SurveyQuestion(models.Model):
    """What it means when a customer who is asked again answers differently (catalogue C2)."""

    # one concern a file
    _inherit = "survey.question"  # pylint: disable=consider-merging-classes-inherited

    service_recheck_class = fields.Selection(
        [
            ("must_match", "Must Be the Same"),
            ("may_differ", "May Differ"),
            ("may_change", "May Have Changed"),
        ],
        "When Asked Again",
        required=True,
        default="may_differ",
        help="A fact that cannot have changed must be the same: else the first answer was not the "
        "customer's. Opinions may differ. What may have changed in the meantime is not compared.",
    )


class SurveyUserInput(models.Model):
    """Answers as they are compared."""

    # what is compared belongs together
    _inherit = "survey.user_input"  # pylint: disable=consider-merging-classes-inherited

    def _service_answers(self):
        """Return {id: {question id: answer}} with plain answers, in one query for all.

        Choices are tuples of ids, of rows and choices where it is a table; dates are texts.
        """
        answers = {user_input.id: {} for user_input in self}
        lines = self.env["survey.user_input.line"].search(
            [("user_input_id", "in", self.ids), ("skipped", "=", False)], order="id"
        )
        for line in lines:
            given, question_id = answers[line.user_input_id.id], line.question_id.id
            if line.answer_type == "suggestion":
                chosen = line.suggested_answer_id.id
                if line.matrix_row_id:
                    chosen = (line.matrix_row_id.id, chosen)
                given[question_id] = (*given.get(question_id, ()), chosen)
            elif line.answer_type and question_id not in given:
                value = line[f"value_{line.answer_type}"]
                given[question_id] = value if isinstance(value, str | int | float) else str(value)
        return answers
