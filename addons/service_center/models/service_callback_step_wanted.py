import functools
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..engine import cadence, sample

#: how far ahead callbacks are planned, in days
HORIZON = 35
#: after so many days a customer who was not reached is due again, where the step does not say
PAUSE = 7
#: why callbacks were cancelled that are wanted again once the reason is gone
REVIVED = ("undone", "gone", "plan_changed")


class Finder(NamedTuple):
    """``wanted(document, number, ended on)`` returns the occurrences to plan; ``again(document, number,
    ended on)`` the occurrence of a callback that is planned already, or None. ``last`` is the horizon.
    """

    wanted: object
    again: object
    last: object


class Known:
    """The callbacks of a step about one document that started the plan for the ``round``-th time."""

    def __init__(self):
        self.rows = {}
        self.number = 0  # the last one that ended
        self.ended_on = None

    def add(self, row):
        self.rows[row.key] = row
        if row.state in ("planned", "calling") or row.cancel_reason in REVIVED:
            return
        self.number = max(self.number, row.occurrence or 0)
        self.ended_on = max(filter(None, (self.ended_on, row.ended_on)), default=None)


class Row(NamedTuple):
    """A callback that exists."""

    id: int
    res_id: int
    key: str
    occurrence: int
    state: str
    cancel_reason: str | None
    planned_for: object
    ended_on: object


class ServiceCallbackStep(models.Model):
    """Which callbacks a step wants: the engine's dates, and what is planned already."""

    # one concern a file
    _inherit = "service.callback.step"  # pylint: disable=consider-merging-classes-inherited

    def _get_key(self, document, number):
        """Return what a callback is for, once and for all (unique in the company)."""
        key = f"{self.id}:{self.plan_id.res_model}:{document.id}:{number}"
        return f"{key}/{document.round}" if document.round else key

    def _is_meant(self, document):
        """Tell whether the plan was valid when the document started it, and whether the sample has it."""
        plan = self.plan_id
        return plan._is_valid_on(cadence.day_of(document.start)) and (
            plan.coverage_percent >= 100
            or sample.drawn(plan.sample_seed or "", f"{plan.res_model}:{document.id}", plan.coverage_percent)
        )

    def _get_finder(self, today):
        """Return how the dates of documents are found today; equal documents are asked about once."""
        self.ensure_one()
        rhythm, plan = self._get_rhythm(), self.plan_id
        is_working = self.company_id._service_is_working() if self.rest_days != "keep" else None
        first, last = plan._get_first_day(today), today + timedelta(HORIZON)
        pause = self.repeat_amount if self.repeat_unit == "days" and self.repeat_amount else PAUSE

        @functools.cache
        def fixed(anchor):
            return cadence.wanted(rhythm, anchor, first, today, last, is_working)

        @functools.cache
        def fixed_again(anchor, number):
            return cadence.occurrence(rhythm, anchor, number, is_working)

        @functools.cache
        def moving(anchor, contact, number):
            found = cadence.next_by_contact(rhythm, anchor, contact, number, is_working)
            if rhythm.repeat:
                return cadence.not_before(found, first)
            return found if found and found.date >= first else None

        def again(document, number, ended_on):
            if plan.trigger == "grade":
                found = cadence.next_by_grade(document.next_contact, ended_on, number, pause)
                return cadence.not_before(found, first)
            if self._is_by_contact():
                contact = max(filter(None, (document.contact, ended_on)), default=None)
                found = moving(document.anchor, contact, number)
                return cadence.after_gap(found, document.gap_until)
            return fixed_again(document.anchor, number)

        def wanted(document, number, ended_on):
            if plan.trigger != "grade" and not self._is_by_contact():
                return fixed(document.anchor)
            found = again(document, number, ended_on)
            return [found] if found and found.date <= last else []

        return Finder(wanted, again, last)

    def _read_known(self, document_ids):
        """Return {(document id, round): Known} of this step's callbacks, in one query."""
        rows = self.env.execute_query(
            SQL(
                """SELECT id, res_id, key, occurrence, state, cancel_reason, planned_for,
                        CASE state WHEN 'done' THEN (timezone(%(zone)s, timezone('UTC', done_at)))::date
                        WHEN 'planned' THEN NULL WHEN 'calling' THEN NULL ELSE due_date END
                    FROM service_callback
                    WHERE step_id = %(step)s AND res_id = ANY(%(ids)s) AND res_model = %(model)s""",
                zone=self.company_id._service_tz(),
                step=self.id,
                model=self.plan_id.res_model,
                ids=list(document_ids),
            )
        )
        known = defaultdict(Known)
        for row in map(Row._make, rows):
            known[row.res_id, int(row.key.partition("/")[2] or 0)].add(row)
        return known
