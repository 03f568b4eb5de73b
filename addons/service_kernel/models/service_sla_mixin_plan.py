from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import clock as clock_engine
from ..engine import sla as engine
from ..engine.problem import Problem
from ..engine.terms import GIVEN
from .service_sla_clock import decision_code
from .service_sla_mixin import summary


class ServiceSlaMixin(models.AbstractModel):
    """Planning: which clocks a document has, and why."""

    # one concern a file: together they would be too long to read
    _inherit = "service.sla.mixin"  # pylint: disable=consider-merging-classes-inherited

    def _sla_begin(self):
        """Start the clocks of new documents, in bulk."""
        self._sla_plan({}, {})

    def _sla_draft(self, decided):
        """Plan documents that are not in the database yet; ``_sla_start`` starts their clocks then.

        :param decided: {draft id: values to insert}; takes what the clocks say, and why
        :return: {draft id: [(key, limit, turn, first engine events)]}
        """
        now = fields.Datetime.now()
        starting = {}
        for draft, plan in self._get_sla_documents()._get_sla_plans():
            begun, entries = starting.setdefault(draft.id, []), {}
            for key, limit in plan.items():
                start = draft._get_sla_start_of(limit["target"], {}, [])
                if start is None:
                    continue
                code, entries[code] = draft._explain_limit(key, limit, start)
                if "problem" not in limit:
                    begun.append((key, limit, 0, draft._get_first_events(limit, start)))
            vals = decided[draft.id]
            self._explain_draft(vals, entries)
            if begun:
                clocks = [clock_engine.replay(events, now) for *_limit, events in begun]
                vals |= dict(summary([clock for clock in clocks if clock.is_open]))
        return starting

    @api.model
    def _sla_start(self, starting):
        """Start the clocks that ``_sla_draft`` has planned.

        :param starting: [(document, key, limit, turn, first engine events)]
        """
        # sudo: only the kernel writes clocks; who may create the document was checked before
        if starting:
            self.env["service.sla.clock"].sudo()._start(starting, fields.Datetime.now())

    def _sla_sync(self):
        """Plan the open clocks of these documents anew, after facts, policies or calendars changed (T9).

        Clocks keep the time they have used; verdicts stay.
        """
        if self:
            self._sla_plan(self._get_sla_clocks(), self._get_sla_milestones())

    def _sla_plan(self, clocks, milestones):
        """Start, change and cancel clocks so that they are what the policies give.

        :param clocks: {document id: clocks, all of them}
        :param milestones: {document id: (reached {metric: at}, reopened {metric: [at]})}
        """
        now = fields.Datetime.now()
        # sudo: only the kernel writes clocks; who may change the document was checked before
        Clock = self.env["service.sla.clock"].sudo()
        events, starting, entries = {}, [], {}
        for document, plan in self._get_sla_documents()._get_sla_plans():
            known = clocks.get(document.id, Clock)
            reached, reopened = milestones.get(document.id, ({}, {}))
            live = {(clock.metric, clock.party): clock for clock in known if clock.is_open}
            said = {}
            for key, limit in plan.items():
                turns = reopened.get(key[0], [])
                start = document._get_sla_start_of(limit["target"], reached, turns)
                clock = live.pop(key, None)
                if start is None:
                    continue
                if not clock and _is_settled(known, key, len(turns), reached):
                    continue
                said[key] = start
                if "problem" in limit:
                    continue
                if not clock:
                    first = document._get_first_events(limit, start)
                    starting.append((document, key, limit, len(turns), first))
                elif clock._differs(limit, start):
                    events[clock.id] = [clock._prepare_change_vals(limit, start, now)]
            for key, clock in live.items():
                # a policy taken out of use lets its clocks run; one that does not fit any more does not
                if clock.policy_id.active or key in plan:
                    events[clock.id] = [{"kind": "cancel", "at": now}]
            entries[document.id] = dict(
                document._explain_limit(key, plan[key], start) for key, start in said.items()
            )
            known.filtered("needs_planning").needs_planning = False
        if events or clocks:
            open_clocks = [clock for known in clocks.values() for clock in known if clock.is_open]
            Clock._take({clock.id: events.get(clock.id, []) for clock in open_clocks}, now)
        started = Clock._start(starting, now)
        if clocks:
            self._store_sla(self._get_sla_clocks())
        elif started:
            self._store_sla(started.grouped("res_id"))
        self._explain_each({key: entry for key, entry in entries.items() if entry})

    def _get_first_events(self, limit, start):
        """Return the engine's events with which a clock of this document starts."""
        calendar = self.env["resource.calendar"].browse(limit["calendar_id"])
        terms = self.env["service.sla.clock"]._get_terms(
            limit["value"], limit["unit"], calendar, self.company_id, limit["given"]
        )
        events = [clock_engine.Event("start", start, terms)]
        wait = self.sla_paused_for or "customer"
        if self.sla_paused_at and wait in limit["waits"]:
            events.append(clock_engine.Event("pause", max(start, self.sla_paused_at), wait=wait))
        return events

    def _get_sla_start_of(self, target, reached, turns):
        """The instant from which a limit counts for this document; None: not yet.

        :param turns: when its milestone was reopened
        """
        if turns:
            return max(turns)
        if target.start_metric:
            return reached.get(target.start_metric)
        return self._get_sla_start()

    def _get_sla_plans(self):
        """Yield (document, {key: limit}) from today's policies; see ``_prepare_limit``."""
        Policy = self.env["service.sla.policy"]
        for company, documents in self.grouped("company_id").items():
            policies = Policy._get_engine_policies(self._name, company.id)
            fulfilled = documents._get_fulfilled_domains(policies)
            for document in documents:
                facts = document._get_sla_facts(fulfilled[document.id])
                chosen, failed = engine.choose(policies, facts)
                plan = {}
                for key, (policy, target) in chosen.items():
                    rejected = engine.rejected_for(key, policies, chosen, failed)
                    plan[key] = document._prepare_limit(policy, target) | {
                        "target": target,
                        "policy": policy.code,
                        "rejected": [item.as_json() for item in rejected],
                    }
                yield document, plan

    def _get_fulfilled_domains(self, policies):
        """Return {document id: texts of the policies' domains that it fulfils}."""
        fulfilled = {document.id: set() for document in self}
        for text, record in {policy.domain: policy.id for policy in policies if policy.domain}.items():
            # sudo: a policy looks at fields of the document that the user may not read
            domain = self.env["service.sla.policy"].sudo().browse(record)._get_domain()
            for document in self.sudo().filtered_domain(domain):
                fulfilled[document.id].add(text)
        return {key: frozenset(texts) for key, texts in fulfilled.items()}

    def _prepare_limit(self, policy, target):
        """Return the terms of an engine target for this document, or {"problem": why there are none}."""
        # sudo: limits are told to everybody who may see the case
        calendar = self.env["resource.calendar"].sudo().browse(target.calendar or ())
        calendar = calendar or self._get_sla_calendars()[:1]
        limit = {
            "target_id": target.id,
            "policy_id": policy.id,
            "pack": policy.pack,
            "value": target.value,
            "unit": target.unit,
            "calendar_id": calendar.id,
            "calendar": calendar.name,
            "waits": target.waits,
            "given": self._get_sla_given(target) if target.unit == GIVEN else False,
        }
        if not calendar:
            return limit | {"problem": "no_calendar"}
        try:
            time = calendar._service_working_time(self.company_id)
            if target.unit != GIVEN:
                time.due(self._get_sla_start(), target.value, target.unit)
        except (UserError, Problem):
            limit["problem"] = "calendar_unusable"
        if target.unit == GIVEN and not limit["given"]:
            limit["problem"] = "not_given"
        return limit

    def _get_sla_given(self, target):
        """Return the deadline that stands on the document for an engine target of the unit ``given``.

        A document that keeps such deadlines extends this; naive UTC in whole seconds, False if there is none.
        """
        return False

    def _explain_limit(self, key, limit, start):
        """Return (decision code, explanation) of one limit of this document."""
        names = ("team_id", "severity_id", "category_id")
        records = {name[:-3]: self[name] for name in names if name in self._fields}
        facts = {name: (one.code or f"#{one.id}") if one else None for name, one in records.items()}
        facts |= {
            "started_at": fields.Datetime.to_string(start),
            "limit": [limit["value"], limit["unit"]],
            "calendar": limit["calendar"],
            "waits": [wait for wait in engine.WAITS if wait in limit["waits"]],
        }
        problem = limit.get("problem")
        return decision_code(*key), self._prepare_explanation(
            problem or "first_policy",
            limit["target"].code,
            limit["policy"],
            facts,
            limit["rejected"],
            engine.ENGINE,
        )


def _is_settled(clocks, key, turn, reached):
    """Whether this turn of a milestone was judged already, or reached without a limit."""
    judged = any((one.metric, one.party) == key and one.round == turn and not one.is_open for one in clocks)
    return judged or key[0] in reached
