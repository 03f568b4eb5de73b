from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class ServiceSlaMixin(models.AbstractModel):
    """What happens to the clocks of a document: milestones, waiting, the end, reopening."""

    # one concern a file: together they would be too long to read
    _inherit = "service.sla.mixin"  # pylint: disable=consider-merging-classes-inherited

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
        self.env["service.sla.event"].sudo()._log(rows)
        if events:
            self.env["service.sla.clock"].sudo()._take(events, now)
        if self._sla_starts_at(codes):
            documents._sla_plan(clocks, milestones)
        elif events:
            documents._store_sla(clocks)

    def _sla_starts_at(self, codes):
        """Whether a policy has a limit that starts when one of these milestones is reached."""
        Policy = self.env["service.sla.policy"]
        return any(
            target.start_metric in codes
            for company in self.company_id
            for policy in Policy._get_engine_policies(self._name, company.id)
            for target in policy.targets
        )

    def _sla_pause(self, at=None, wait="customer"):
        """Waiting begins: clocks whose limit waits for that stand still.

        :param wait: ``customer``, ``parts`` or ``factory``
        """
        self._sla_each(
            "pause", at, lambda clock: wait in clock.target_id._get_waits() and not clock.paused_at, wait
        )

    def _sla_resume(self, at=None):
        """Waiting is over: clocks go on with what was left."""
        self._sla_each("resume", at, lambda clock: clock.paused_at)

    def _sla_extend(self, clocks, deadline, at=None):
        """Give clocks of the documents a later deadline that was announced before theirs passed.

        :param clocks: open clocks of these documents
        :param deadline: naive UTC
        :raise UserError: it is not later, or the deadline has passed: then it stays missed (T6)
        """
        now = fields.Datetime.now()
        at, deadline = ((at or now).replace(microsecond=0), deadline.replace(microsecond=0))
        # sudo: only the kernel writes clocks; who may change the document was checked before
        clocks = clocks.sudo()
        for clock_id, clock in clocks._replay(at).items():
            if clock.state == "breached" or deadline <= clock.deadline:
                raise UserError(
                    self.env._(
                        "%(clock)s: only a deadline that has not passed can be extended, and only to a later "
                        "one.",
                        clock=clocks.browse(clock_id).display_name,
                    )
                )
        events = {clock.id: [{"kind": "extend", "at": at, "deadline": deadline}] for clock in clocks}
        clocks._take(events, now)
        self._store_sla(self._get_sla_clocks())

    def _sla_end(self, at=None):
        """The case is over: what still counts is cancelled, or stays missed."""
        self._sla_each("cancel", at, lambda clock: True)

    def _sla_revive(self, since, at=None):
        """Take back that the case was over: clocks cancelled at ``since`` or later go on as before.

        Time went on meanwhile: a deadline that has passed is missed.

        :param since: naive UTC, the ``at`` of ``_sla_end``
        """
        now = fields.Datetime.now()
        at = (at or now).replace(microsecond=0)
        # sudo: only the kernel writes clocks; who may change the document was checked before
        Clock, Event = self.env["service.sla.clock"].sudo(), self.env["service.sla.event"].sudo()
        rows = Event.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("kind", "=", "cancel"),
                ("at", ">=", since),
            ]
        )
        events = {
            clock.id: [{"kind": "revive", "at": max(at, clock.started_at)}]
            for clock in rows.clock_id
            if not clock.is_open
        }
        if events:
            Clock._take(events, now)
            self._store_sla(self._get_sla_clocks())

    def _sla_each(self, kind, at, condition, wait=None):
        now = fields.Datetime.now()
        at = (at or now).replace(microsecond=0)
        waits = {}
        if kind != "cancel":
            waits = {document.id: wait or document.sla_paused_for or "customer" for document in self}
            self._write_sla({"sla_paused_at": at if wait else False, "sla_paused_for": wait or False})
        events = {
            clock.id: [{"kind": kind, "at": max(at, clock.started_at), "wait": waits.get(clock.res_id)}]
            for clocks in self._get_sla_clocks().values()
            for clock in clocks
            if clock.is_open and condition(clock)
        }
        if events:
            # sudo: only the kernel writes clocks; who may change the document was checked before
            self.env["service.sla.clock"].sudo()._take(events, now)
            self._store_sla(self._get_sla_clocks())

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
        self.env["service.sla.event"].sudo()._log(rows)
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
