from odoo import api, models
from odoo.tools import format_date, format_datetime


class ServiceScoreEntry(models.Model):
    """Entries that the service center proposes."""

    _inherit = "service.score.entry"

    def _get_confirm_checks(self):
        return [*super()._get_confirm_checks(), self._say_unattended_problem]

    def _say_unattended_problem(self, entry):
        """An overdue response is only a hint: that a complaint was left unattended, a manager says (Q-30)."""
        if entry.source != "complaint_unattended" or self.env.user.has_group("service_scoring.group_manager"):
            return ""
        # sudo: only who leads whom
        if self.env.user == entry.sudo().employee_id.parent_id.user_id:
            return ""
        return self.env._("that a complaint was left unattended, a manager or the person's leader confirms.")

    # What is said about it
    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "complaint_person": self.env._("What a complaint says about this person was found to be true."),
            "complaint_leader": self.env._(
                "What a complaint says about somebody whom this person leads was found to be true."
            ),
            "complaint_unattended": self.env._(
                "The first response to a complaint was late. A manager finds out whether it was left "
                "unattended."
            ),
            "complaint_twice": self.env._(
                "Complaints about this person were found to be true at least twice in one month."
            ),
            "callback_praise": self.env._("A customer praised this person in a callback."),
            "callback_bad": self.env._("A customer was dissatisfied with the work of this person."),
            "callback_untrue": self.env._("A callback was not made as this person recorded it."),
            "clock_overdue": self.env._("A deadline passed while this person had the case."),
            "order_quality": self.env._("A repair of this person did not hold within its guarantee."),
            "satisfaction": self.env._("The satisfaction of the period lies in the band of the rule."),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "complaint": (self.env._("Complaint"), str),
            "complaints": (self.env._("Complaints"), ", ".join),
            "involvement": (self.env._("Involvement"), self._say_involvement),
            "share": (self.env._("Share of the fault (%)"), str),
            "month": (self.env._("Month"), lambda text: format_date(self.env, text, date_format="LLLL y")),
            "document": (self.env._("Case"), str),
            "metric": (
                self.env._("Milestone"),
                lambda code: self._name_of("service.sla.metric", code),
            ),
            "deadline": (self.env._("Deadline"), self._say_moment),
            "reached": (self.env._("Reached"), self._say_moment),
            "callback": (self.env._("Callback"), lambda number: f"#{number}"),
            "satisfaction": (self.env._("Satisfaction"), self._say_satisfaction),
            "signal": (self.env._("What was noticed"), self._say_signal),
            "order": (self.env._("Service order"), str),
            "former": (self.env._("Former repair"), str),
            "satisfied": (self.env._("Satisfied answers"), str),
            "answered": (self.env._("Answers"), str),
            "mark": (self.env._("Satisfaction (%)"), str),
        }

    def _say_moment(self, text):
        return format_datetime(self.env, text)

    @api.model
    def _say_involvement(self, value):
        labels = self.env["service.complaint.person"]._fields["involvement"]._description_selection(self.env)
        return dict(labels).get(value, value)

    @api.model
    def _say_signal(self, value):
        labels = self.env["service.callback.signal"]._fields["kind"]._description_selection(self.env)
        return dict(labels).get(value, value)

    @api.model
    def _say_satisfaction(self, value):
        labels = self.env["service.callback"]._fields["satisfaction"]._description_selection(self.env)
        return dict(labels).get(value, value)
