from odoo import api, models
from odoo.tools import format_date


class ServiceScoreExplainedMixin(models.AbstractModel):
    """What is said about points and consequences, in the reader's language."""

    _name = "service.score.explained.mixin"
    _description = "Explains scores"
    _inherit = ["service.explained.mixin"]

    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            "score_points": (self.env._("Points"), None, "service.score.rule"),
            "score_consequence": (self.env._("Consequence"), None, "service.score.rule"),
        }

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "rule_applied": self.env._("The rule %(rule)s says so.", rule=rule),
            "step_reached": self.env._("The steps of the rule %(rule)s propose it.", rule=rule),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "score_quantity": (self.env._("Quantity"), self._say_number),
            "score_points_each": (self.env._("Points each"), self._say_number),
            "score_factor": (self.env._("Times (circumstances, repetition)"), self._say_number),
            "score_share": (self.env._("Share of the score (%)"), self._say_number),
            "score_occurrence": (self.env._("How many times"), str),
            "score_window": (self.env._("Looking back"), self._say_window),
            "score_withheld": (self.env._("Withheld (%)"), self._say_number),
            "score_counts_on": (self.env._("Its period was closed: counts on"), self._say_score_day),
        }

    @api.model
    def _say_number(self, value):
        return f"{value:g}"

    def _say_score_day(self, text):
        return format_date(self.env, text)

    def _say_decision(self, code, entry):
        if code == "score_consequence":
            labels = dict(
                self.env["service.score.consequence"]._fields["kind"]._description_selection(self.env)
            )
            entry = entry | {"value": labels.get(entry["value"], entry["value"])}
        return super()._say_decision(code, entry)

    def _say_window(self, code):
        labels = self.env["service.score.rule"]._fields["step_window"]._description_selection(self.env)
        return dict(labels).get(code, code)
