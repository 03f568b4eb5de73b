from odoo import fields, models
from odoo.tools.misc import format_date, format_datetime


class ServiceSlaMixin(models.AbstractModel):
    """Explanations of time limits in the reader's language: a decision per limit, ``sla:metric[:party]``."""

    # one concern a file: what is decided is one, what is said about it is another
    _inherit = "service.sla.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _get_explained_decisions(self):
        decisions = super()._get_explained_decisions()
        parties = dict(self.env["service.sla.target"]._fields["party"]._description_selection(self.env))
        for code in self.explanation or {}:
            if not code.startswith("sla:"):
                continue
            _sla, metric, *party = code.split(":")
            name = self.env["service.sla.metric"]._find(self.company_id, metric).name or metric
            title = self.env._("Time limit: %(metric)s", metric=name)
            if party:
                title = self.env._(
                    "Time limit: %(metric)s (%(party)s)", metric=name, party=parties.get(party[0], party[0])
                )
            decisions[code] = (title, "service.sla.target", "service.sla.policy")
        return decisions

    def _explanation_sentences(self):
        """Where a limit stands now is told beside what it was decided on."""
        said = super()._explanation_sentences()
        latest = {}
        for clock in self.sla_clocks or ():
            latest[clock["key"]] = clock
        for item in said:
            clock = latest.get(item["code"])
            if clock:
                item["facts"].append(
                    {"label": self.env._("Deadline"), "text": self._say_instant(clock["deadline"])}
                )
                if clock["paused_minutes"]:
                    waited = self.env._("%(minutes)s minutes", minutes=clock["paused_minutes"])
                    item["facts"].append({"label": self.env._("Waited"), "text": waited})
        return said

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "first_policy": self.env._("“%(policy)s” is the first policy that fits.", policy=rule),
            "no_calendar": self.env._(
                "“%(policy)s” fits, but there are no working hours to count in.", policy=rule
            ),
            "not_given": self.env._(
                "“%(policy)s” fits, but no deadline is given on the case: nothing is due.", policy=rule
            ),
            "calendar_unusable": self.env._(
                "“%(policy)s” fits, but its working hours cannot be counted in: nothing is due.", policy=rule
            ),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "team": (self.env._("Team"), lambda code: self._name_of("service.team", code)),
            "severity": (self.env._("Severity"), lambda code: self._name_of("service.severity", code)),
            "started_at": (self.env._("Counts from"), self._say_instant),
            "limit": (
                self.env._("Limit"),
                lambda limit: self.env["service.sla.target"]._say_limit_of(*limit),
            ),
            "calendar": (self.env._("Working hours"), str),
            "waits": (self.env._("Stands still waiting for"), self._say_waits),
        }

    def _say_waits(self, waits):
        labels = self.env["service.sla.event"]._fields["wait"]._description_selection(self.env)
        return ", ".join(label for wait, label in labels if wait in waits)

    def _say_instant(self, text):
        return format_datetime(self.env, fields.Datetime.to_datetime(text), dt_format="short")

    def _get_because_sentences(self, params):
        sentences = super()._get_because_sentences(params)
        day = format_date(self.env, params["day"]) if "day" in params else ""
        policy = self._name_of("service.sla.policy", params.get("policy"))
        return sentences | {
            "not_yet_valid": self.env._("It applies to cases received from %(day)s on.", day=day),
            "no_longer_valid": self.env._("It applied to cases received until %(day)s.", day=day),
            "pack_other": self.env._("It belongs to another policy pack."),
            "team_unknown": self.env._("It is about certain teams; the case has none."),
            "team_other": self.env._("It is about other teams."),
            "severity_unknown": self.env._("It is about certain severities; the case has none."),
            "severity_other": self.env._("It is about other severities."),
            "channel_other": self.env._("It is about cases that come in another way."),
            "not_major": self.env._("It is about major cases."),
            "is_major": self.env._("It is about ordinary cases; this one is major."),
            "domain_unmet": self.env._("Its further conditions are not met."),
            "later_in_order": self.env._("It fits as well, but “%(policy)s” comes first.", policy=policy),
        }
