import logging

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine import clock as engine
from ..engine import clock_steps
from ..engine.terms import GIVEN
from ..tools.insert_rows import insert_rows

_logger = logging.getLogger(__name__)
BATCH = 500
RETRY_HOURS = 1


class ServiceSlaClock(models.Model):
    """Clocks that start, and those that have something to say: in bulk, each thing once."""

    # one concern a file: replaying is one, running is another
    _inherit = "service.sla.clock"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _start(self, starting, now):
        """Make clocks for documents.

        :param starting: [(document, key, terms, turn, first engine events)], see ``service.sla.mixin``
        """
        vals_list, rows = [], []
        metric_id = self.env["service.sla.metric"]._find_id
        for document, key, terms, turn, events in starting:
            clock = engine.replay(events, now)
            steps = self.env["service.sla.target"]._get_steps(terms["target_id"])
            is_silent = clock.state == "breached"
            vals_list.append(
                {
                    "res_model": document._name,
                    "res_id": document.id,
                    "company_id": document.company_id.id,
                    "team_id": document.team_id.id if "team_id" in document._fields else False,
                    "metric": key[0],
                    "metric_id": metric_id(document.company_id.id, key[0], terms["pack"]),
                    "party": key[1],
                    "round": turn,
                    "is_silent": is_silent,
                    **{
                        name: terms[name]
                        for name in ("target_id", "policy_id", "value", "unit", "calendar_id")
                    },
                    **self._prepare_state_vals(clock, steps, (), now, is_silent),
                }
            )
        self.flush_model(["is_open"])  # a clock that ended just now makes room for the next
        clocks = self.browse(insert_rows(self, vals_list))
        for clock, vals in zip(clocks, vals_list, strict=True):
            clock._update_cache(vals, validate=False)
        for clock, (_document, _key, terms, _turn, events) in zip(clocks, starting, strict=True):
            brought = _brought(terms)
            for event in events:
                vals = {"kind": event.kind, "at": event.at, "wait": event.wait or False}
                rows.append(clock._prepare_event_vals(vals | brought if event.terms else vals))
        self.env["service.sla.event"]._log(rows)
        return clocks

    def _differs(self, terms, start):
        """Whether other terms hold for the clock than those on which it runs."""
        self.ensure_one()
        now = (self.target_id.id, self.value, self.unit, self.calendar_id.id, self.started_at)
        if now != (terms["target_id"], terms["value"], terms["unit"], terms["calendar_id"], start):
            return True
        return self.unit == GIVEN and self.deadline != terms["given"]

    def _prepare_change_vals(self, terms, start, now):
        """Values of the event that puts the clock on other terms, and the fields that name them."""
        self.ensure_one()
        brought = _brought(terms)
        changed = {name: value for name, value in brought.items() if name != "deadline"}
        self.write({**changed, "policy_id": terms["policy_id"]})
        since = {"since": start} if start != self.started_at else {}
        return {"kind": "change", "at": now, **brought, **since}

    # The cron

    @api.model
    def _cron_run(self, limit=BATCH):
        """Plan anew what was marked, then give warnings and escalations that are due; batches that commit."""
        Cron = self.env["ir.cron"]
        marked, due = (
            Domain("needs_planning", "=", True),
            Domain("next_event_at", "<=", fields.Datetime.now()),
        )
        for domain, work in ((marked, "_plan_marked"), (due, "_ring")):
            remaining = self.search_count(domain)
            Cron._commit_progress(remaining=remaining)
            last = 0
            while remaining:
                clocks = self.search(domain & Domain("id", ">", last), limit=limit, order="id")
                if not clocks:
                    break
                last = clocks[-1].id
                clocks._work_safely(work)
                remaining = max(remaining - len(clocks), 0)
                if not Cron._commit_progress(len(clocks), remaining=remaining):
                    return

    def _work_safely(self, work):
        """Do ``work`` for all that no other worker holds; one that fails is set aside with its error."""
        clocks = self.try_lock_for_update()
        try:
            with self.env.cr.savepoint():
                getattr(clocks, work)()
        except Exception as error:
            if len(clocks) > 1:
                self.env.invalidate_all()
                for clock in clocks:
                    clock._work_safely(work)
                return
            _logger.exception("clock %s could not run", clocks.id)
            later = fields.Datetime.add(fields.Datetime.now(), hours=RETRY_HOURS)
            clocks.write(
                {"error": str(error)[:200], "needs_planning": False}
                | ({"next_event_at": later} if clocks.next_event_at else {})
            )

    def _plan_marked(self):
        for model, clocks in self.grouped("res_model").items():
            documents = self.env[model].browse(set(clocks.mapped("res_id"))).exists()
            documents._sla_sync()
            clocks.needs_planning = False

    def _ring(self):
        """Carry out what is due: mark missed deadlines, warn, escalate. Each step once: its event says so."""
        now = fields.Datetime.now()
        events = self._get_engine_events()
        Target = self.env["service.sla.target"]
        rows, notices = [], []
        for clock in self:
            known, done = events[clock.id]
            replayed = engine.replay(known, now)
            steps = Target._get_steps(clock.target_id.id)
            due = [] if clock.is_silent else clock_steps.due_steps(replayed, steps, done, now)[0]
            for step in due:
                done.add(step.key)
                rows.append(clock._prepare_event_vals({"kind": "notice", "at": now, "step": step.key}))
                notices.append((clock, step.key))
            clock._store(known, done, now)
        self.env["service.sla.event"]._log(rows)
        for model, clocks in self.grouped("res_model").items():
            documents = self.env[model].browse(set(clocks.mapped("res_id"))).exists()
            documents._store_sla(documents._get_sla_clocks())
        self._give_notices(notices)


def _brought(terms):
    """The terms that the event of a start or a change keeps; a given deadline is one of them."""
    brought = {name: terms[name] for name in ("target_id", "value", "unit", "calendar_id")}
    return brought | {"deadline": terms["given"]} if terms["unit"] == GIVEN else brought
