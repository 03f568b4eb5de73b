from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..engine import lifecycle

#: what has to be true of a document that starts a plan, beside the plan's own conditions
STARTED = {
    "complaint_closed": [("state", "in", lifecycle.DECIDED_STATES)],
    "order_done": [("state", "in", ("done", "signed", "closed"))],
    "sale_confirmed": [("state", "=", "sale")],
    "warranty_start": [("closed_by", "=", False)],
    "customer": [("parent_id", "=", False), ("partner_share", "=", True)],
    "grade": [("parent_id", "=", False), ("partner_share", "=", True)],
    "dates": [],
}
#: what happens to a document at once, and is looked for more often than once a day
EVENTS = ("complaint_closed", "order_done", "sale_confirmed", "warranty_start", "dates")


class ServiceCallbackPlan(models.Model):
    """Which documents, and which customers, a plan is about (CB-COV-01, CB-KEY-01)."""

    # one concern a file
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_started(self):
        """Return ``STARTED``; an addon with other triggers says more."""
        return STARTED

    @api.model
    def _get_events(self):
        """Return ``EVENTS``; an addon with other triggers says more."""
        return EVENTS

    def _get_started_domain(self):
        """Return what has to be true of documents that start this plan, whatever its conditions.

        None: nothing starts it by itself.
        """
        self.ensure_one()
        started = self._get_started()
        if self.trigger not in started or self.res_model not in self.env:
            return None
        Document = self.env[self.res_model]
        domain = Domain(started[self.trigger])
        companies = [self.company_id.id, *([False] if self.res_model == "res.partner" else [])]
        if "company_id" in Document._fields:
            domain &= Domain("company_id", "in", companies)
        if "is_history" in Document._fields:
            domain &= Domain("is_history", "=", False)
        if self.res_model == "res.partner":
            domain &= Domain("active", "=", True)
        elif "partner_id" in Document._fields:
            domain &= Domain("partner_id.active", "=", True)
        else:
            return None
        if self.trigger == "grade":
            domain &= Domain("service_next_contact_date", "!=", False)
        return domain

    def _get_documents_domain(self):
        """Return the documents that start this plan; None where nothing does."""
        domain = self._get_started_domain()
        if domain is None:
            return None
        domain &= Domain(self._get_domain("domain"))
        stop = self._get_domain("stop_domain")
        if stop:
            domain &= ~Domain(stop)
        customers = Domain(self._get_domain("partner_domain")) & self._get_customers_domain(self.customers)
        return domain & self._about_partner(customers)

    def _about_partner(self, domain):
        """Return a condition on customers as one on the plan's documents."""
        if domain.is_true() or self.res_model == "res.partner":
            return domain
        return Domain("partner_id", "any", domain)

    def _get_customers_domain(self, customers):
        """Return which customers are meant by ``all``, ``key`` or ``ordinary``."""
        if customers == "all":
            return Domain.TRUE
        return Domain("service_is_key", "=", customers == "key")

    def _get_start_field(self):
        """Return the name of the field that says when a document started the plan."""
        self.ensure_one()
        return self._get_trigger()[1] or "create_date"

    def _get_valid_domain(self):
        """Return which documents started while the plan was valid, a day more on each side."""
        domain, name = Domain.TRUE, self._get_start_field()
        if self.valid_from:
            domain &= Domain(name, ">=", self.valid_from - timedelta(1))
        if self.valid_to:
            domain &= Domain(name, "<=", self.valid_to + timedelta(2))
        return domain

    def _is_valid_on(self, day):
        """Tell whether what happened on a day starts callbacks."""
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_to or day <= self.valid_to)

    def _get_first_day(self, today):
        """Return the first day on which the plan calls: nobody is called for what was due before it was."""
        self.ensure_one()
        if self.valid_from:
            return self.valid_from
        return min(today, self.company_id._service_day(self.create_date or fields.Datetime.now()))
