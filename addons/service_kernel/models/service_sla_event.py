from odoo import api, fields, models

from ..tools import append_only
from ..tools.insert_rows import insert_rows

WAIT_LABELS = [("customer", "Customer"), ("parts", "Parts"), ("factory", "Factory")]
CONTENT = (
    "clock_id",
    "res_model",
    "res_id",
    "kind",
    "metric",
    "at",
    "since",
    "target_id",
    "value",
    "unit",
    "calendar_id",
    "deadline",
    "paused_seconds",
    "step",
    "wait",
    "company_id",
)


class ServiceSlaEvent(models.Model):
    """What happened to a clock, or to a case whose clocks start at a milestone. Rows never change.

    ``start`` and ``change`` bring the terms (target, value, unit, calendar; ``deadline`` where it was given
    from outside), ``extend`` a later deadline that was announced in time, ``reach`` and ``cancel`` the
    verdict, ``revive`` takes a ``cancel`` back, ``notice`` is the warning or escalation given. Rows without a
    clock: ``milestone`` reached by the case, ``reopen`` of milestones that count again.
    """

    _name = "service.sla.event"
    _description = "Event of a Time Limit"
    _order = "id"
    _rec_name = "kind"

    clock_id = fields.Many2one(
        "service.sla.clock", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    res_model = fields.Char("Document Type", required=True, readonly=True)
    res_id = fields.Many2oneReference("Document", model_field="res_model", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    team_id = fields.Many2one("service.team", readonly=True, ondelete="set null")
    kind = fields.Selection(
        [
            ("start", "Started"),
            ("change", "Changed"),
            ("extend", "Extended"),
            ("pause", "Paused"),
            ("resume", "Resumed"),
            ("reach", "Reached"),
            ("cancel", "Cancelled"),
            ("revive", "Taken Up Again"),
            ("notice", "Told"),
            ("milestone", "Milestone"),
            ("reopen", "Reopened"),
        ],
        required=True,
        readonly=True,
    )
    metric = fields.Char("Milestone", readonly=True)
    at = fields.Datetime(required=True, readonly=True)
    since = fields.Datetime("Counts From", readonly=True)
    target_id = fields.Many2one("service.sla.target", "Limit", readonly=True, ondelete="restrict")
    value = fields.Float(readonly=True)
    unit = fields.Char(readonly=True)
    calendar_id = fields.Many2one(
        "resource.calendar", "Working Hours", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    deadline = fields.Datetime(readonly=True)
    paused_seconds = fields.Integer(readonly=True)
    step = fields.Char(readonly=True, help="Which warning or escalation was given.")
    wait = fields.Selection(
        WAIT_LABELS, "Waits For", readonly=True, help="What a pause waits for. Empty: the customer."
    )

    _document_idx = models.Index("(res_model, res_id) WHERE clock_id IS NULL")

    def init(self):
        append_only.protect(self.env, self._table, CONTENT)

    @api.model
    def _log(self, rows):
        """Add events; only clocks and their cases call it."""
        if rows:
            insert_rows(self, rows)
            self.env["service.sla.clock"].invalidate_model(["event_ids"], flush=False)
