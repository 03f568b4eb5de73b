from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import warranty_state as engine
from ..engine import warranty_terms
from ..engine.warranty import COVERS

STATE_LABELS = [("in", "In Warranty"), ("out", "Out of Warranty"), ("unproven", "Not Proven")]


class ServiceWarranty(models.Model):
    """Whether an item is in warranty on a day: compared with what is stored, never by a loop."""

    # one concern a file: together they would be too long to read
    _inherit = "service.warranty"  # pylint: disable=consider-merging-classes-inherited

    state = fields.Selection(
        STATE_LABELS,
        "Warranty",
        compute="_compute_state",
        search="_search_state",
        help="Today, in the company's time zone.",
    )
    days_left = fields.Integer(compute="_compute_state")

    @api.depends("start_date", "end_date", "is_proven", "company_id")
    def _compute_state(self):
        today = {company: company._service_day() for company in self.company_id}
        for warranty in self:
            day = today.get(warranty.company_id) or fields.Date.context_today(warranty)
            warranty.state = warranty._get_stored_state(day) if warranty._origin else False
            ends = warranty.end_date
            warranty.days_left = max((ends - day).days + 1, 0) if ends and warranty.start_date <= day else 0

    def _get_stored_state(self, day):
        """Return the state of this item on a day from what is stored."""
        self.ensure_one()
        if self.start_date > day or (self.end_date and self.end_date < day):
            return engine.OUT
        return engine.IN if self.is_proven else engine.UNPROVEN

    def _get_shares_on(self, day, cause=None, text=""):
        """Return {cover: percent that the company bears} on a day from what is stored.

        :param cause: of the defect, as far as it is known
        :param text: what is said about the defect
        """
        self.ensure_one()
        promise = self.promise and warranty_terms.from_json(self.promise)
        if not promise or not self.is_proven or engine.exclusion(promise, cause, text):
            return dict.fromkeys(COVERS, 0.0)
        return {
            cover: self[f"{cover}_share"]
            if self.start_date <= day and not (self[f"{cover}_end"] and self[f"{cover}_end"] < day)
            else 0.0
            for cover in COVERS
        }

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: only time zones of companies
        companies = self.env["res.company"].sudo().search([("id", ">", 0)])
        return Domain.OR(
            Domain("company_id", "in", some.ids) & self._get_state_domain(value, day)
            for day, some in companies._service_days(companies).items()
        )

    @api.model
    def _get_state_domain(self, states, day):
        """Return the domain of items that are in one of ``states`` on a day."""
        ended = Domain("end_date", "!=", False) & Domain("end_date", "<", day)
        out = Domain("start_date", ">", day) | ended
        by_state = {
            engine.OUT: out,
            engine.IN: ~out & Domain("is_proven", "=", True),
            engine.UNPROVEN: ~out & Domain("is_proven", "=", False),
        }
        return Domain.OR(by_state[state] for state in by_state if state in states)

    @api.model
    def _get_states_on(self, day, domain=None, cover=None):
        """Return {id: ``in``, ``out`` or ``unproven``} on a day, of all items or of a domain; one query.

        :param cover: ``parts``, ``labour`` or ``travel``: the state of that cover instead of the longest one
        """
        names = (
            "start_date",
            "end_date",
            "is_proven",
            *(f"{kind}_{what}" for kind in COVERS for what in ("end", "share")),
        )
        self.flush_model(names)
        end = SQL.identifier("service_warranty", f"{cover}_end" if cover else "end_date")
        held = SQL("%s > 0", SQL.identifier("service_warranty", f"{cover}_share")) if cover else SQL("TRUE")
        query = self._search(domain or [])
        state = SQL(
            "CASE WHEN service_warranty.start_date <= %(day)s AND (%(end)s IS NULL OR %(end)s >= %(day)s)"
            " AND %(held)s THEN CASE WHEN service_warranty.is_proven THEN 'in' ELSE 'unproven' END"
            " ELSE 'out' END",
            day=day,
            end=end,
            held=held,
        )
        return dict(self.env.execute_query(query.select(SQL.identifier("service_warranty", "id"), state)))

    def _judge(self, day=None, cause=None, text=""):
        """Return the engine's ``Judgement`` of this item on a day (today without), from its ledger.

        :param cause: of the defect, as far as it is known
        :param text: what is said about the defect
        """
        self.ensure_one()
        standing = self._replay()[self.id]
        return engine.judge(standing, day or self.company_id._service_day(), cause, text)
