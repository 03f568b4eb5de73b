from collections import defaultdict

from odoo import api, fields, models

#: a model of another addon names them again, or its labels are loaded before it is there and not translated
SLA_STATES = [("running", "Running"), ("paused", "Waiting"), ("breached", "Overdue"), ("done", "Done")]
#: written by the clocks only
STORED = ("sla_deadline", "sla_state", "sla_paused_at", "sla_paused_for")


class ServiceSlaMixin(models.AbstractModel):
    """A document that runs on clocks (architecture, SLA clock).

    The document calls ``_sla_begin`` once it is complete (or ``_sla_draft`` before it is inserted and
    ``_sla_start`` after, which saves a second pass), ``_sla_sync`` when its facts change, ``_service_reach``
    when it reaches a milestone, ``_sla_pause``, ``_sla_resume``, ``_sla_end`` and ``_sla_reopen``. It says
    what it is about through the ``_get_sla_…`` methods. Users may not write clocks: all of this runs in sudo,
    after the document's own rights were checked.
    """

    _name = "service.sla.mixin"
    _description = "Runs on time limits"
    _inherit = ["service.explained.mixin"]

    sla_deadline = fields.Datetime(
        "Next Deadline", readonly=True, copy=False, index="btree_not_null", help="The first one not reached."
    )
    sla_state = fields.Selection(
        SLA_STATES,
        "Time Limits",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Overdue: a deadline passed and its milestone is not reached.",
    )
    sla_paused_at = fields.Datetime("Waiting Since", readonly=True, copy=False)
    sla_paused_for = fields.Char("Waiting For What", readonly=True, copy=False, help="Empty: the customer.")
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
        """Return the engine's ``Facts`` of the document; ``domains``: texts of those that it fulfils."""
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

    @api.model
    def default_get(self, fields):
        return _without_stored(super().default_get(fields))

    # the way around our own write(), which drops what others give
    def _write_sla(self, vals):  # pylint: disable=missing-return
        # sudo: what the clocks say, whatever the user may write
        documents = self.sudo().with_context(tracking_disable=True)
        super(ServiceSlaMixin, documents).write(vals)  # pylint: disable=super-method-mismatch

    def unlink(self):
        """Delete; clocks of what is gone are cancelled (decisions 12)."""
        self._sla_end()
        return super().unlink()

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

    def _store_sla(self, by_document):
        """Store on the documents what their open clocks say, for lists and filters.

        :param by_document: {document id: its clocks}
        """
        values = defaultdict(self.browse)
        for document in self:
            clocks = by_document.get(document.id)
            vals = ("sla_deadline", False), ("sla_state", False)
            if clocks:
                vals = summary(clocks.filtered("is_open"))
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


def summary(clocks):
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
