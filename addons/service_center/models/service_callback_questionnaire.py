from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine.callback_lifecycle import ENDED_STATES


class ServiceCallback(models.Model):
    """The link by which customers answer the questions themselves: Odoo's own page of the survey.

    The link works until the answers are in, until it expires, and until the callback ended otherwise;
    afterwards Odoo's page says so.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def _get_questionnaire_url(self):
        """Return the address of the questions for this customer; the same one each time.

        :raise UserError: the callback has no questions, or ended
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: callers have no rights on surveys; the set of answers is that of this callback
        callback = self.sudo()
        if not callback.survey_id:
            raise UserError(
                self.env._("%(callback)s has no questions to answer.", callback=self.display_name)
            )
        if callback.state in ENDED_STATES:
            raise UserError(self.env._("%(callback)s has ended already.", callback=self.display_name))
        user_input = callback._get_questionnaire()
        if not user_input:
            days = callback._get_answer_days()
            user_input = callback.survey_id._create_answer(
                partner=callback.partner_id,
                check_attempts=False,
                deadline=fields.Datetime.now() + timedelta(days=days),
                service_callback_id=callback.id,
            )
        return f"{callback.get_base_url()}{user_input.get_start_url()}"

    def _get_answer_days(self):
        return self.company_id.service_questionnaire_days

    def _get_questionnaire(self):
        """Return the set of answers that the customer may still fill in."""
        self.ensure_one()
        return self.env["survey.user_input"].search(
            [
                ("service_callback_id", "=", self.id),
                ("service_is_recheck", "=", False),
                ("state", "!=", "done"),
                ("deadline", ">", fields.Datetime.now()),
            ],
            limit=1,
        )

    def write(self, vals):
        """Write; a link of a callback that ends works no longer."""
        result = super().write(vals)
        if vals.get("state") in ENDED_STATES:
            self._expire_questionnaires()
        return result

    def _expire_questionnaires(self):
        # sudo: callers have no rights on surveys; these sets of answers are those of the callbacks
        UserInput = self.sudo().env["survey.user_input"]
        UserInput.search(
            [("service_callback_id", "in", self.ids), ("state", "!=", "done"), ("deadline", "!=", False)]
        ).write({"deadline": fields.Datetime.now() - timedelta(seconds=1)})


class SurveyUserInput(models.Model):
    # the questionnaire of a callback is one concern, whoever finishes it
    _inherit = "survey.user_input"  # pylint: disable=consider-merging-classes-inherited

    def _mark_done(self):
        """Finish; the callback that was answered by its customer is done."""
        result = super()._mark_done()
        for user_input in self.filtered(lambda one: one.service_callback_id and not one.service_is_recheck):
            user_input._finish_service_callback()
        return result

    def _finish_service_callback(self):
        """Take over what the customer answered, unless the callback ended meanwhile."""
        callback = self.service_callback_id
        if callback.state in ENDED_STATES:
            return
        values = self._get_service_values()
        satisfaction = callback._get_answered_satisfaction(values)
        try:
            with self.env.cr.savepoint():
                callback.answers_id = self
                callback._finish(
                    callback._get_result_of_answers(satisfaction, values),
                    satisfaction=satisfaction or None,
                    notes=self._get_service_texts() or None,
                )
        except UserError as error:  # the answers are kept in any case, and the customer hears nothing of it
            callback.invalidate_recordset()
            callback.message_post(body=str(error))

    def _get_service_texts(self):
        """Return what the customer wrote, a paragraph a question."""
        lines = self.user_input_line_ids.filtered(lambda line: line.answer_type in ("char_box", "text_box"))
        return "\n".join(f"{line.question_id.title}: {line._get_answer_value()}" for line in lines)
