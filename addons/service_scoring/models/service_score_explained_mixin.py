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
            "score_streak": (self.env._("Consequence"), None, "service.score.streak"),
            "target": (self.env._("Result"), None, None),
        }

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "rule_applied": self.env._("The rule %(rule)s says so.", rule=rule),
            "streak_met": self.env._("What %(rule)s looks for was found.", rule=rule),
            "step_reached": self.env._("The steps of the rule %(rule)s propose it.", rule=rule),
            "target": self.env._("The result of a target lies in the band of the rule."),
            "target_measured": self.env._("It was measured."),
            "target_typed": self.env._("It was entered by a person."),
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
            "score_periods": (self.env._("Periods"), self._say_periods),
            "score_measure": (self.env._("Looked at"), self._say_measure),
            "score_values": (self.env._("Found"), self._say_numbers),
            "score_limit": (self.env._("Limit"), self._say_limit),
            "score_counts_on": (self.env._("Its period was closed: counts on"), self._say_score_day),
            "target": (self.env._("Target"), lambda code: self._name_of("service.score.target", code)),
            "target_result": (self.env._("Result"), self._say_number),
            "target_value": (self.env._("Target value"), self._say_number),
            "target_share": (self.env._("Share of the target (%)"), self._say_number),
            "target_days": (self.env._("Days employed"), str),
            "target_bands": (self.env._("Bands"), ", ".join),
        }

    @api.model
    def _say_number(self, value):
        return f"{value:.12g}"

    def _say_score_day(self, text):
        return format_date(self.env, text)

    def _say_decision(self, code, entry):
        if code in ("score_consequence", "score_streak"):
            labels = dict(
                self.env["service.score.consequence"]._fields["kind"]._description_selection(self.env)
            )
            entry = entry | {"value": labels.get(entry["value"], entry["value"])}
        return super()._say_decision(code, entry)

    def _say_window(self, code):
        labels = self.env["service.score.rule"]._fields["step_window"]._description_selection(self.env)
        return dict(labels).get(code, code)

    def _say_periods(self, periods):
        return ", ".join(
            " – ".join(self._say_score_day(day) for day in period.split("/")) for period in periods
        )

    def _say_measure(self, code):
        labels = self.env["service.score.streak"]._fields["measure"]._description_selection(self.env)
        return dict(labels).get(code, code)

    def _say_numbers(self, values):
        return " · ".join(f"{value:,.2f}".rstrip("0").rstrip(".") for value in values)

    def _say_limit(self, limit):
        comparison, threshold = limit
        labels = self.env["service.score.streak"]._fields["comparison"]._description_selection(self.env)
        return f"{dict(labels).get(comparison, comparison)} {self._say_numbers([threshold])}"
