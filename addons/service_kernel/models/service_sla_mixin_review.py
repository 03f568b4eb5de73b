from odoo import models

from ..engine import clock as clock_engine
from ..engine import review as engine
from ..engine.problem import Problem


class ServiceSlaMixin(models.AbstractModel):
    """Which verdicts of documents today's settings would give differently (T9). Only reads."""

    # one concern a file: together they would be too long to read
    _inherit = "service.sla.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _review_verdicts(self, clock_ids, first, end):
        """Return values of ``service.sla.review.line`` for what differs, for all documents in bulk.

        :param clock_ids: ids of the clocks to judge again
        :param first: naive UTC; milestones reached from then on, and before ``end``, may have missed a limit
        """
        documents = self._get_sla_documents()
        by_document, milestones = documents._get_sla_clocks(), documents._get_sla_milestones()
        known = self.env["service.sla.clock"].union(*by_document.values())
        events = known._get_review_events()
        found = []
        for document, plan in documents._get_sla_plans():
            clocks = by_document.get(document.id, known.browse())
            reached, reopened = milestones[document.id]
            others = sorted(
                {stop for one in clocks for stop in engine.stops_of(events.get(one.id, ()))},
                key=lambda event: event.at,
            )
            for clock in clocks.filtered(lambda one: not one.is_open and one.id in clock_ids):
                limit = plan.get((clock.metric, clock.party))
                found += document._review_clock(clock, limit, events.get(clock.id), others, reached)
            judged = {(clock.metric, clock.party) for clock in clocks}
            for key in plan.keys() - judged:
                at = reached.get(key[0])
                if at and first <= at < end:
                    found += document._review_new(key, plan[key], others, reached, reopened)
        return found

    def _review_clock(self, clock, limit, events, others, reached):
        """Return [values] if the verdict of ``clock`` would be another one under ``limit``, else []."""
        then = engine.Verdict(clock.deadline, clock.state)
        vals = {
            "clock_id": clock.id,
            "metric_id": clock.metric_id.id,
            "party": clock.party,
            "ended_at": clock.reached_at or (events and events[-1].at) or clock.deadline,
            "then_deadline": clock.deadline,
            "then_state": clock.state,
            "then_limit": clock.target_id._say_limit_of(clock.value, clock.unit),
        }
        if limit is None:
            return self._review_line(vals, then, engine.NONE, None, ("limit_gone",))
        if events is None or "problem" in limit:
            return self._review_line(vals, then, engine.NONE, limit, ("cannot_compute",))
        start = clock.started_at if clock.round else self._get_sla_start_of(limit["target"], reached, ())
        if start is None or start > vals["ended_at"]:
            return self._review_line(vals, then, engine.NONE, limit, ("not_started",))
        terms = self._get_review_terms(limit)
        own = engine.stops_of(events)
        stops = engine.stops_for(own, others, limit["waits"], clock.started_at, vals["ended_at"])
        try:
            today = engine.judge_again(events, stops, terms, start)
        except Problem:
            return self._review_line(vals, then, engine.NONE, limit, ("cannot_compute",))
        causes = engine.causes(
            engine.Limit(
                clock.target_id.id,
                clock.value,
                clock.unit,
                clock.calendar_id.id,
                clock.started_at,
                clock.calendar_version or None,
            ),
            engine.Limit(
                limit["target_id"],
                limit["value"],
                limit["unit"],
                limit["calendar_id"],
                start,
                terms.time.version,
            ),
            stops == own,
            not self._is_limit_touched(clock.target_id.id, limit, vals["ended_at"]),
        )
        return self._review_line(vals, then, today, limit, causes)

    def _review_new(self, key, limit, others, reached, reopened):
        """Return [values] of a limit that holds today and had no clock when its milestone was reached."""
        at = reached[key[0]]
        start = self._get_sla_start_of(limit["target"], reached, reopened.get(key[0], ()))
        if "problem" in limit or start is None or start >= at:
            return []
        terms = self._get_review_terms(limit)
        events = [clock_engine.Event("start", start, terms), clock_engine.Event("reach", at)]
        stops = engine.stops_for([], others, limit["waits"], start, at)
        touched = self._is_limit_touched(limit["target_id"], limit, at)
        # sudo: names of milestones, told to everybody who may see the case
        target = self.env["service.sla.target"].sudo().browse(limit["target_id"])
        vals = {"metric_id": target.metric_id.id, "party": key[1], "ended_at": at, "then_state": "none"}
        return self._review_line(
            vals,
            engine.NONE,
            engine.judge_again(events, stops, terms, start),
            limit,
            ("limit_new" if touched else "case_changed",),
        )

    def _review_line(self, vals, then, today, limit, causes):
        if not engine.differs(then, today):
            return []
        Line = self.env["service.sla.review.line"]
        sentences = Line._get_sentences()
        say = self.env["service.sla.target"]._say_limit_of
        return [
            {
                **vals,
                "res_model": self._name,
                "res_id": self.id,
                "document_name": self.display_name,
                "team_id": self.team_id.id if "team_id" in self._fields else False,
                "today_deadline": today.deadline or False,
                "today_state": today.state or "none",
                "today_limit": say(limit["value"], limit["unit"]) if limit else False,
                "why": causes[0],
                "because": " ".join(sentences[code] for code in causes),
            }
        ]

    def _get_review_terms(self, limit):
        calendar = self.env["resource.calendar"].browse(limit["calendar_id"])
        return self.env["service.sla.clock"]._get_terms(
            limit["value"], limit["unit"], calendar, self.company_id, limit["given"]
        )

    def _is_limit_touched(self, target_id, limit, at):
        """Whether somebody changed the limits or their policies after ``at``."""
        # sudo: when policies were changed last; nothing else of them is told
        targets = self.env["service.sla.target"].sudo().browse({target_id, limit["target_id"]})
        return any(record.write_date > at for record in (*targets, *targets.policy_id))
