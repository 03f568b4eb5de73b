from odoo import fields, models
from odoo.exceptions import UserError

from .service_callback import RESULTS
from .service_satisfaction import SATISFACTIONS

OUTCOMES = ("reached", "no_answer", "busy", "later", "wrong_number", "refused")


class ServiceCallback(models.Model):
    """What the caller's screen saves: that the customer was reached and what was said, or a try."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def save_desk(self, values):
        """Save what came of the callback; nothing is saved while something is missing.

        :param values: {"outcome", "result", "satisfaction", "notes", "answers", "seconds", "next_at"}
        :return: {"errors": {id of a question, or name of a value: what is wrong with it}}, empty when saved
        :raise UserError: a colleague is calling, or the callback has ended
        """
        self.ensure_one()
        self.check_access("write")
        refusal = self._open_for_desk()
        if refusal:
            raise UserError(refusal)
        outcome = values.get("outcome")
        if outcome not in OUTCOMES:
            raise UserError(self.env._("Choose what came of it."))
        if outcome == "reached":
            return {"errors": self._save_reached(values)}
        return {"errors": self._save_not_reached(outcome, values)}

    def _save_reached(self, values):
        answers, errors = self._read_answers(values.get("answers"))
        satisfaction = values.get("satisfaction") or self._get_answered_satisfaction(answers)
        notes = str(values.get("notes") or "").strip()
        result = values.get("result")
        if result not in dict(RESULTS) or (satisfaction and satisfaction not in dict(SATISFACTIONS)):
            raise UserError(self.env._("Choose what came of it."))
        if self._get_result_of_answers(satisfaction, answers) == "problem":
            result = "problem"
        if result == "problem" and not notes:
            errors["notes"] = self.env._("Write down what is wrong, so that somebody can take it up.")
        if not errors:
            self._finish(
                result,
                satisfaction=satisfaction or None,
                notes=notes or None,
                seconds=self._get_seconds(values),
                answers=values.get("answers"),
            )
            if result == "problem":
                self._open_problem()
        return errors

    def _save_not_reached(self, outcome, values):
        next_at = values.get("next_at") or None
        if outcome == "later":
            try:
                next_at = fields.Datetime.to_datetime(next_at)
            except (TypeError, ValueError):
                next_at = None
            if not next_at or next_at <= fields.Datetime.now():
                return {"next_at": self.env._("Choose a time in the future.")}
        self._register_attempt(
            outcome,
            note=str(values.get("notes") or "").strip() or None,
            seconds=self._get_seconds(values),
            next_at=next_at if outcome == "later" else None,
        )
        return {}

    def _get_seconds(self, values):
        """Return how long the call took: what the screen says, and never longer than it has been open."""
        open_for = (fields.Datetime.now() - self.opened_at).total_seconds() if self.opened_at else 0
        try:
            said = int(values.get("seconds") or 0)
        except (TypeError, ValueError, OverflowError):
            said = 0
        return max(0, min(said, int(open_for)))
