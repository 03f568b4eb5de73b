from odoo import api, fields, models
from odoo.exceptions import UserError

CHOICES = ("simple_choice", "multiple_choice")
#: between the numbers of several choices
COMMAS = str.maketrans("，、;；", ",,,,")


class ServiceCallbackRecheckLine(models.Model):
    """One question that a customer is asked again; choices are answered by their numbers."""

    _name = "service.callback.recheck.line"
    _description = "Question Asked Again"
    _inherit = ["service.text.mixin"]
    _order = "recheck_id, sequence, id"
    _rec_name = "question"

    recheck_id = fields.Many2one(
        "service.callback.recheck", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="recheck_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    # callers have no rights on surveys: they see its words
    question_id = fields.Many2one(
        "survey.question", required=True, readonly=True, ondelete="cascade", index=True
    )
    question = fields.Char(compute="_compute_question", compute_sudo=True)
    options = fields.Char("Choices", compute="_compute_question", compute_sudo=True)
    answer = fields.Char(help="The number of the choice, several with commas; else the answer itself.")

    @api.depends("question_id")
    @api.depends_context("lang")
    def _compute_question(self):
        for line in self:
            question = line.question_id
            line.question = question.title
            options = [f"{number} {option.value}" for number, option in line._get_options().items()]
            if question.question_type == "scale":
                options = [f"{question.scale_min}–{question.scale_max}"]
            line.options = " · ".join(options)

    def _get_options(self):
        """Return {number: suggested answer} of a question with choices, in order from 1."""
        question = self.question_id
        return (
            dict(enumerate(question.suggested_answer_ids, start=1))
            if question.question_type in CHOICES
            else {}
        )

    def write(self, vals):
        if "answer" in vals:
            self.recheck_id._check_planned()
        return super().write({name: vals[name] for name in vals.keys() & {"answer"}})

    def _read_answers(self):
        """Return {question id: value or list of ids of answers} of what was entered.

        :raise UserError: an answer is none of the choices, no number, or no date
        """
        # sudo: the words and choices of the questions, on which callers have no rights
        return {
            line.question_id.id: line._read_answer() for line in self.sudo() if (line.answer or "").strip()
        }

    def _read_answer(self):
        text, kind = self.answer.strip(), self.question_id.question_type
        try:
            if kind in CHOICES:
                numbers = [int(part) for part in text.translate(COMMAS).split(",") if part.strip()]
                if kind == "simple_choice" and len(numbers) != 1:
                    raise ValueError(text)
                options = self._get_options()
                return [options[number].id for number in dict.fromkeys(numbers)]
            if kind == "scale":
                value = int(text)
                if not self.question_id.scale_min <= value <= self.question_id.scale_max:
                    raise ValueError(text)
                return str(value)  # surveys take the number 0 for no answer
            if kind == "numerical_box":
                return str(float(text.replace(",", ".")))
            if kind in ("date", "datetime"):
                field = fields.Date if kind == "date" else fields.Datetime
                return field.to_string(getattr(field, f"to_{kind}")(text))
        except (KeyError, ValueError) as error:
            raise UserError(
                self.env._(
                    "“%(answer)s” is no answer to “%(question)s”. %(options)s",
                    answer=text,
                    question=self.question,
                    options=self.options or "",
                ).strip()
            ) from error
        return text
