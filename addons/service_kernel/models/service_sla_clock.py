from collections import defaultdict

from odoo import api, fields, models

from ..engine import clock as engine
from ..engine import clock_steps
from ..engine.terms import GIVEN

#: keys of the steps that are warnings: at a share of the time, or so much before the limit
WARNINGS = {"warn", "warn_before"}


def decision_code(metric, party):
    """The code under which a document explains the limit of a milestone for a party."""
    return f"sla:{metric}" if party == "customer" else f"sla:{metric}:{party}"


class ServiceSlaClock(models.Model):
    """One running limit of one case. Its events count; its own fields are what replaying them gives.

    Only the kernel writes clocks. Nobody below an officer reads them (decisions 12); everybody who may see a
    case sees its limits through the case.
    """

    _name = "service.sla.clock"
    _description = "Clock of a Time Limit"
    _order = "deadline, id"
    _rec_name = "metric"

    res_model = fields.Char("Document Type", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True, readonly=True)
    document_name = fields.Char("Case", compute="_compute_document_name")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    team_id = fields.Many2one("service.team", readonly=True, index="btree_not_null", ondelete="set null")
    target_id = fields.Many2one(
        "service.sla.target", "Limit", required=True, readonly=True, ondelete="restrict"
    )
    policy_id = fields.Many2one(
        "service.sla.policy", required=True, readonly=True, index=True, ondelete="restrict"
    )
    metric = fields.Char("Milestone Code", required=True, readonly=True)
    # kept with the code, to group by: a code says nothing to a reader
    metric_id = fields.Many2one(
        "service.sla.metric", "Milestone", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    party = fields.Selection(
        lambda self: self.env["service.sla.target"]._fields["party"]._description_selection(self.env),
        "Owed To",
        readonly=True,
    )
    round = fields.Integer(readonly=True, help="How often the case had been reopened when it started.")
    calendar_id = fields.Many2one(
        "resource.calendar", "Working Hours", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    value = fields.Float("Limit in Units", readonly=True)
    unit = fields.Selection(
        lambda self: self.env["service.sla.target"]._fields["unit"]._description_selection(self.env),
        readonly=True,
    )
    started_at = fields.Datetime("Started", required=True, readonly=True)
    deadline = fields.Datetime(required=True, readonly=True, index=True)
    reached_at = fields.Datetime("Reached", readonly=True)
    state = fields.Selection(
        [
            ("running", "Running"),
            ("paused", "Waiting"),
            ("met", "Met"),
            ("breached", "Missed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="running",
    )
    is_open = fields.Boolean("Still Counts", readonly=True, default=True)
    paused_at = fields.Datetime("Waiting Since", readonly=True)
    paused_seconds = fields.Integer("Seconds Waited", readonly=True)
    late_seconds = fields.Integer(
        "Seconds Late", readonly=True, help="As the limit counts, known at its end."
    )
    next_event_at = fields.Datetime("Looked At Next", readonly=True)
    is_silent = fields.Boolean(
        "Past When Entered", readonly=True, help="Its deadline had passed when the case was entered."
    )
    needs_planning = fields.Boolean("To Be Planned Anew", readonly=True)
    policy_version = fields.Integer("Version of the Policy", readonly=True)
    calendar_version = fields.Char("Version of the Working Hours", readonly=True)
    error = fields.Char(readonly=True, help="Why its warnings could not be given.")
    event_ids = fields.One2many("service.sla.event", "clock_id", string="Events", readonly=True)

    _document_idx = models.Index("(res_model, res_id)")
    _next_idx = models.Index("(next_event_at) WHERE next_event_at IS NOT NULL")
    _planning_idx = models.Index("(id) WHERE needs_planning")
    _live_uniq = models.UniqueIndex(
        "(res_model, res_id, metric, party) WHERE is_open", "The case has a running clock for this already."
    )

    @api.depends("res_model", "res_id")
    def _compute_document_name(self):
        for model, clocks in self.grouped("res_model").items():
            documents = self.env[model].with_context(active_test=False)
            readable = documents.search([("id", "in", clocks.mapped("res_id"))]) if model else documents
            names = {document.id: document.display_name for document in readable}
            for clock in clocks:
                clock.document_name = names.get(clock.res_id, False)

    @api.depends("metric_id", "document_name")
    def _compute_display_name(self):
        for clock in self:
            clock.display_name = (
                f"{clock.document_name or clock.res_id}: {clock.metric_id.name or clock.metric}"
            )

    def action_open_document(self):
        """Open the case."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    @api.model
    def _mark(self, domain):
        """Let the open clocks of a domain be planned anew, by the cron and in batches."""
        # sudo: whoever maintains policies and calendars changes their clocks, without reading them
        clocks = self.sudo().search([("is_open", "=", True), ("needs_planning", "=", False), *domain])
        if clocks:
            clocks.write({"needs_planning": True})
            # sudo: only asks the cron to run
            self.env.ref("service_kernel.cron_service_clocks").sudo()._trigger()

    # Events

    def _get_terms(self, value, unit, calendar, company, given=None):
        """Return the engine's terms; ``calendar`` is a record, ``given`` the deadline of the unit ``given``.

        :raise UserError: the calendar cannot be computed with.
        """
        given = (given or None) if unit == GIVEN else None
        return engine.Terms(value, unit, calendar._service_working_time(company), given)

    def _get_engine_events(self):
        """Return {clock id: ([engine event], {steps done})} from the append-only rows, in one query."""
        rows = self.env["service.sla.event"].search_fetch(
            [("clock_id", "in", self.ids)],
            [
                "clock_id",
                "kind",
                "at",
                "since",
                "value",
                "unit",
                "calendar_id",
                "deadline",
                "paused_seconds",
                "step",
                "wait",
                "company_id",
            ],
            order="id",
        )
        events = defaultdict(lambda: ([], set()))
        for row in rows:
            found, done = events[row.clock_id.id]
            if row.kind == "notice":
                done.add(row.step)
                continue
            if row.kind == "extend":
                done -= WARNINGS  # of the later deadline is warned, too
            terms = None
            if row.kind in ("start", "change"):
                terms = self._get_terms(row.value, row.unit, row.calendar_id, row.company_id, row.deadline)
            found.append(
                engine.Event(
                    row.kind,
                    row.at,
                    terms,
                    row.since or None,
                    row.deadline or None if row.kind in ("extend", "reach", "cancel") else None,
                    row.paused_seconds if row.deadline and row.kind in ("reach", "cancel") else None,
                    (row.wait or "customer") if row.kind in ("pause", "resume") else None,
                )
            )
        return events

    @api.model
    def _prepare_state_vals(self, clock, steps, done, now, is_silent=False):
        """Values of the stored fields that an engine ``Clock`` gives."""
        next_at = None
        if not is_silent:
            due, next_at = clock_steps.due_steps(clock, steps, done, now)
            if due:
                next_at = now
        return {
            "started_at": clock.started_at,
            "deadline": clock.deadline,
            "state": clock.state,
            "is_open": clock.is_open,
            "reached_at": clock.reached_at or False,
            "paused_at": clock.paused_at or False,
            "paused_seconds": clock.paused_seconds,
            "late_seconds": clock.late_seconds if clock.ended_at else 0,
            "next_event_at": next_at or False,
        }

    def _take(self, new_events, now):
        """Add events to these clocks, replay them and store what they give; all in bulk.

        :param new_events: {clock id: [values of ``service.sla.event``]}; ``reach`` and ``cancel`` get the
            verdict of the replay.
        """
        clocks = self.browse(new_events)
        events = clocks._get_engine_events()
        rows = []
        for clock in clocks:
            known, done = events[clock.id]
            for vals in new_events[clock.id]:
                terms = None
                if vals["kind"] in ("start", "change"):
                    calendar = self.env["resource.calendar"].browse(vals["calendar_id"])
                    terms = self._get_terms(
                        vals["value"], vals["unit"], calendar, clock.company_id, vals.get("deadline")
                    )
                event = engine.Event(
                    vals["kind"],
                    vals["at"],
                    terms,
                    vals.get("since"),
                    vals.get("deadline") if vals["kind"] == "extend" else None,
                    wait=vals.get("wait"),
                )
                if vals["kind"] == "extend":
                    done -= WARNINGS
                known.append(event)
                if vals["kind"] in ("reach", "cancel"):
                    verdict = engine.replay(known, vals["at"])
                    vals |= {"deadline": verdict.deadline, "paused_seconds": verdict.paused_seconds}
                    known[-1] = event._replace(deadline=verdict.deadline, paused=verdict.paused_seconds)
                rows.append(clock._prepare_event_vals(vals))
            clock._store(known, done, now)
        self.env["service.sla.event"]._log(rows)

    def _store(self, events, done, now):
        """Write what the engine events give; only what differs."""
        self.ensure_one()
        replayed = engine.replay(events, now)
        steps = self.env["service.sla.target"]._get_steps(self.target_id.id)
        vals = self._prepare_state_vals(replayed, steps, done, now, self.is_silent)
        if not replayed.is_open:
            vals["policy_version"] = self.policy_id.version
            vals["calendar_version"] = replayed.terms.time.version
        vals = {name: value for name, value in vals.items() if self[name] != value}
        if vals:
            self.write(vals)

    def _prepare_event_vals(self, vals):
        self.ensure_one()
        return {
            "clock_id": self.id,
            "res_model": self.res_model,
            "res_id": self.res_id,
            "company_id": self.company_id.id,
            "team_id": self.team_id.id,
            "metric": self.metric,
            **vals,
        }

    def _describe(self):
        """Return what a case shows of this clock, as plain data in the reader's language; times are UTC."""
        self.ensure_one()
        selection = {
            name: dict(self._fields[name]._description_selection(self.env)) for name in ("state", "party")
        }
        text = fields.Datetime.to_string
        return {
            "id": self.id,
            "metric": self.metric_id.name or self.metric,
            "code": self.metric,
            "key": decision_code(self.metric, self.party),
            "party": selection["party"][self.party] if self.party != "customer" else "",
            "limit": self.target_id._say_limit_of(self.value, self.unit),
            "calendar": self.calendar_id.name,
            "state": self.state,
            "state_name": selection["state"][self.state],
            "is_open": self.is_open,
            "started_at": text(self.started_at),
            "deadline": text(self.deadline),
            "reached_at": text(self.reached_at) if self.reached_at else False,
            "paused_at": text(self.paused_at) if self.paused_at else False,
            "paused_minutes": self.paused_seconds // 60,
        }

    def _replay(self, now=None):
        """Return {clock id: engine ``Clock``} from the rows alone, as of ``now`` (T12)."""
        now = now or fields.Datetime.now()
        events = self._get_engine_events()
        return {clock.id: engine.replay(events[clock.id][0], now) for clock in self}
