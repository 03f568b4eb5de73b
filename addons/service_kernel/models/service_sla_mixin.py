from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import clock as clock_engine
from ..engine import sla as engine
from ..engine.problem import Problem
from .service_sla_clock import decision_code

#: written by the clocks only
STORED = ("sla_deadline", "sla_state", "sla_paused_at")


class ServiceSlaMixin(models.AbstractModel):
    """A document that runs on clocks (architecture, SLA clock).

    The document calls ``_sla_begin`` once it is complete, ``_sla_sync`` when its facts change, ``_service_reach``
    when it reaches a milestone, ``_sla_pause``, ``_sla_resume``, ``_sla_end`` and ``_sla_reopen``. It says what
    it is about through the ``_get_sla_…`` methods. Users may not write clocks: all of this runs in sudo, after
    the document's own rights were checked.
    """

    _name = "service.sla.mixin"
    _description = "Runs on time limits"
    _inherit = ["service.explained.mixin"]

    sla_deadline = fields.Datetime(
        "Next Deadline", readonly=True, copy=False, index="btree_not_null", help="The first one not reached."
    )
    sla_state = fields.Selection(
        [("running", "Running"), ("paused", "Waiting"), ("breached", "Overdue"), ("done", "Done")],
        "Time Limits",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Overdue: a deadline passed and its milestone is not reached.",
    )
    sla_paused_at = fields.Datetime("Waiting Since", readonly=True, copy=False)
    sla_clocks = fields.Json("Deadlines", compute="_compute_sla_clocks")

    # What the document says about itself

    def _get_sla_start(self):
        """Return the instant from which the document's limits count."""
        self.ensure_one()
        return self.create_date

    def _get_sla_documents(self):
        """Return those of the documents that run on clocks at all: no history (decisions 6)."""
        return self

    def _get_sla_calendars(self):
        """Return the calendars of the document in order: the first that there is counts (decisions 4)."""
        self.ensure_one()
        return self.env["resource.calendar"]

    def _get_sla_facts(self, domains):
        """Return the engine's ``Facts`` of the document; ``domains``: texts of the domains that it fulfils."""
        raise NotImplementedError

    def _get_sla_fields(self):
        """Return the names of the fields that facts, calendars and further conditions look at."""
        Policy = self.env["service.sla.policy"]
        return {
            name for company in self.company_id for name in Policy._get_domain_fields(self._name, company.id)
        }

    # Writing

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([_without_stored(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(_without_stored(vals))

    # the way around our own write(), which drops what others give
    def _write_sla(self, vals):  # pylint: disable=missing-return
        # sudo: what the clocks say, whatever the user may write
        documents = self.sudo().with_context(tracking_disable=True)
        super(ServiceSlaMixin, documents).write(vals)  # pylint: disable=super-method-mismatch

    def unlink(self):
        """Delete; clocks of what is gone are cancelled (decisions 12)."""
        self._sla_end()
        return super().unlink()

    # Planning

    def _sla_begin(self):
        """Start the clocks of new documents, in bulk."""
        self._sla_plan({}, {})

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
                if start is None or "problem" in limit:
                    if start is not None:
                        said[key] = start
                    continue
                clock = live.pop(key, None)
                if clock:
                    if clock._differs(limit, start):
                        events[clock.id] = [clock._prepare_change_vals(limit, start, now)]
                elif _is_settled(known, key, len(turns), reached):
                    continue
                else:
                    first = document._get_first_events(limit, start)
                    starting.append((document, key, limit, len(turns), first))
                said[key] = start
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
        Clock._start(starting, now)
        if starting or clocks:
            self._store_sla()
        self._explain_each({key: entry for key, entry in entries.items() if entry})

    def _get_first_events(self, limit, start):
        """Return the engine's events with which a clock of this document starts."""
        calendar = self.env["resource.calendar"].browse(limit["calendar_id"])
        terms = self.env["service.sla.clock"]._get_terms(
            limit["value"], limit["unit"], calendar, self.company_id
        )
        events = [clock_engine.Event("start", start, terms)]
        if self.sla_paused_at and limit["pauses"]:
            events.append(clock_engine.Event("pause", max(start, self.sla_paused_at)))
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
                    plan[key] = document._prepare_limit(target) | {
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

    def _prepare_limit(self, target):
        """Return the terms of an engine target for this document, or {"problem": why there are none}."""
        # sudo: limits are told to everybody who may see the case
        record = self.env["service.sla.target"].sudo().browse(target.id)
        calendar = (record.calendar_id or record.policy_id.calendar_id or self._get_sla_calendars())[:1]
        limit = {
            "target_id": record.id,
            "policy_id": record.policy_id.id,
            "value": record.value,
            "unit": record.unit,
            "calendar_id": calendar.id,
            "calendar": calendar.name,
            "pauses": record.pauses,
        }
        if not calendar:
            return limit | {"problem": "no_calendar"}
        try:
            time = calendar._service_working_time(self.company_id)
            time.due(self._get_sla_start(), record.value, record.unit)
        except (UserError, Problem):
            limit["problem"] = "calendar_unusable"
        return limit

    def _explain_limit(self, key, limit, start):
        """Return (decision code, explanation) of one limit of this document."""
        names = ("team_id", "severity_id", "category_id")
        records = {name[:-3]: self[name] for name in names if name in self._fields}
        facts = {name: (one.code or f"#{one.id}") if one else None for name, one in records.items()}
        facts |= {
            "started_at": fields.Datetime.to_string(start),
            "limit": [limit["value"], limit["unit"]],
            "calendar": limit["calendar"],
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

    # Milestones, pauses, the end

    def _service_reach(self, code, at=None):
        """The documents reach a milestone: their clocks for it get their verdict, others start.

        Reaching again what is reached does nothing.

        :param code: code of a ``service.sla.metric``, or several
        :param at: naive UTC, now unless given; not in the future
        :raise UserError: an instant in the future
        """
        codes = {code} if isinstance(code, str) else set(code)
        now = fields.Datetime.now()
        at = (at or now).replace(microsecond=0)
        if at > now + timedelta(minutes=1):
            raise UserError(self.env._("What lies in the future has not been reached yet."))
        documents = self._get_sla_documents()
        if not documents:
            return
        milestones = documents._get_sla_milestones()
        rows, events = [], defaultdict(list)
        clocks = documents._get_sla_clocks()
        for document in documents:
            reached = milestones[document.id][0]
            for metric in sorted(codes - reached.keys()):
                rows.append(document._prepare_milestone_vals("milestone", metric, at))
                reached[metric] = at
            for clock in clocks.get(document.id, ()):
                if clock.is_open and clock.metric in codes:
                    events[clock.id].append({"kind": "reach", "at": max(at, clock.started_at)})
        # sudo: only the kernel writes clocks; who may change the document was checked before
        self.env["service.sla.event"].sudo().create(rows)
        if events:
            self.env["service.sla.clock"].sudo()._take(events, now)
        if rows or events:
            documents._sla_plan(clocks, milestones)

    def _get_sla_people(self, notify, users):
        """Return the users whom a limit of this document calls; somebody, if there is anybody at all.

        :param notify: see ``service.sla.escalation``
        :param users: those it names
        """
        self.ensure_one()
        people = {
            "handler": self._get_sla_user("user_id"),
            "leader": self._get_sla_user("team_id", "leader_id"),
            "site_manager": self._get_sla_user("site_id", "manager_id"),
            "deciders": self._get_sla_deciders(),
            "users": users.filtered("active"),
        }
        fallback = people["handler"] or people["leader"] or people["site_manager"]
        return people[notify] or fallback or self._get_sla_managers()[:1]

    def _get_sla_user(self, *path):
        record = self
        for name in path:
            record = record[name] if name in record._fields else self.env["res.users"]
        return record.filtered("active")

    def _get_sla_deciders(self):
        if "authority_level_id" not in self._fields or not self.authority_level_id:
            return self.env["res.users"]
        return self.authority_level_id._get_users()

    def _get_sla_managers(self):
        """Return who maintains the policies of the document's company: the last who can be called."""
        # sudo: reading groups is the administrator's; only who is called comes back
        users = self.env.ref("service_kernel.group_policy_manager").sudo().all_user_ids
        company = self.company_id
        return users.filtered(lambda user: user.active and not user.share and company in user.company_ids)

    def _sla_pause(self, at=None):
        """Waiting for the customer begins: clocks whose limit waits stand still."""
        self._sla_each("pause", at, lambda clock: clock.target_id.pauses and not clock.paused_at)

    def _sla_resume(self, at=None):
        """Waiting is over: clocks go on with what was left."""
        self._sla_each("resume", at, lambda clock: clock.paused_at)

    def _sla_end(self, at=None):
        """The case is over: what still counts is cancelled, or stays missed."""
        self._sla_each("cancel", at, lambda clock: True)

    def _sla_each(self, kind, at, condition):
        now = fields.Datetime.now()
        at = (at or now).replace(microsecond=0)
        if kind != "cancel":
            self._write_sla({"sla_paused_at": at if kind == "pause" else False})
        events = {
            clock.id: [{"kind": kind, "at": max(at, clock.started_at)}]
            for clocks in self._get_sla_clocks().values()
            for clock in clocks
            if clock.is_open and condition(clock)
        }
        if events:
            # sudo: only the kernel writes clocks; who may change the document was checked before
            self.env["service.sla.clock"].sudo()._take(events, now)
            self._store_sla()

    def _sla_reopen(self, codes, at=None):
        """The case is taken up again: these milestones count anew, the former verdicts stay."""
        at = (at or fields.Datetime.now()).replace(microsecond=0)
        documents = self._get_sla_documents()
        milestones = documents._get_sla_milestones()
        rows = [
            document._prepare_milestone_vals("reopen", code, at)
            for document in documents
            for code in codes
            if code in milestones[document.id][0]
        ]
        # sudo: only the kernel writes events; who may change the document was checked before
        self.env["service.sla.event"].sudo().create(rows)
        documents._sla_sync()

    def _prepare_milestone_vals(self, kind, metric, at):
        self.ensure_one()
        return {
            "res_model": self._name,
            "res_id": self.id,
            "company_id": self.company_id.id,
            "team_id": self.team_id.id if "team_id" in self._fields else False,
            "kind": kind,
            "metric": metric,
            "at": at,
        }

    # Reading

    def _get_sla_clocks(self):
        """Return {document id: all its clocks}, in sudo, in one query."""
        # sudo: clocks belong to the kernel; the caller has the right to the documents
        clocks = (
            self.env["service.sla.clock"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)], order="id")
        )
        return clocks.grouped("res_id")

    def _get_sla_milestones(self):
        """Return {document id: ({metric: when reached}, {metric: [when reopened]})}, in one query."""
        milestones = {document_id: ({}, {}) for document_id in self.ids}
        # sudo: events belong to the kernel; the caller has the right to the documents
        rows = (
            self.env["service.sla.event"]
            .sudo()
            .search_fetch(
                [("res_model", "=", self._name), ("res_id", "in", self.ids), ("clock_id", "=", False)],
                ["res_id", "kind", "metric", "at"],
                order="id",
            )
        )
        for row in rows:
            reached, reopened = milestones[row.res_id]
            if row.kind == "milestone":
                reached[row.metric] = row.at
            else:
                reached.pop(row.metric, None)
                reopened.setdefault(row.metric, []).append(row.at)
        return milestones

    def _store_sla(self):
        """Store on the documents what their open clocks say, for lists and filters."""
        by_document = self._get_sla_clocks()
        values = defaultdict(self.browse)
        for document in self:
            clocks = by_document.get(document.id)
            vals = ("sla_deadline", False), ("sla_state", False)
            if clocks:
                vals = _summary(clocks.filtered("is_open"))
            if any(document[name] != value for name, value in vals):
                values[vals] |= document
        for vals, documents in values.items():
            documents._write_sla(dict(vals))

    @api.depends_context("uid", "lang", "tz")
    def _compute_sla_clocks(self):
        by_document = self._get_sla_clocks()
        for document in self:
            clocks = by_document.get(document.id) or self.env["service.sla.clock"]
            document.sla_clocks = [clock._describe() for clock in clocks]


def _without_stored(vals):
    return {name: value for name, value in vals.items() if name not in STORED}


def _is_settled(clocks, key, turn, reached):
    """Whether this turn of a milestone was judged already, or reached without a limit."""
    judged = any((one.metric, one.party) == key and one.round == turn and not one.is_open for one in clocks)
    return judged or key[0] in reached


def _summary(clocks):
    """What a document shows of its open clocks, as pairs."""
    counting = [clock for clock in clocks if clock.state != "paused"]
    deadline = min((clock.deadline for clock in counting), default=False)
    if any(clock.state == "breached" for clock in clocks):
        state = "breached"
    elif counting:
        state = "running"
    else:
        state = "paused" if clocks else "done"
    return ("sla_deadline", deadline), ("sla_state", state)
