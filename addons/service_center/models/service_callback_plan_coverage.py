from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

#: triggers whose documents are looked after
COVERED = ("complaint_closed", "order_done")
#: planning runs again and again: what was due so many days ago has its callback; more over days off
GRACE_DAYS, DAYS_OFF = 1, 14
BATCH = 1000


class ServiceCallbackPlan(models.Model):
    """Documents that a plan is about and that have no callback: coverage counts them, too (CB-COV-01)."""

    # one concern a file
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    def _get_covered_domain(self):
        """Return which documents should have a callback by now; None if nobody can tell.

        Of a sample nobody can, for whom it leaves out needs none; nor of a plan whose steps choose their
        documents themselves, or count from something else than the start.
        """
        self.ensure_one()
        delays = [step._get_longest_delay() for step in self.step_ids if step._is_for_all()]
        if self.trigger not in COVERED or self.coverage_percent < 100 or not delays:
            return None
        domain = self._get_documents_domain()
        if domain is None:
            return None
        name, now = self._get_trigger()[1], fields.Datetime.now()
        domain &= Domain(name, "<=", max(now - delay for delay in delays))
        first = self.valid_from or self.company_id._service_day(self.create_date)
        domain &= Domain(name, ">", self.company_id._service_day_end(first - timedelta(1)))
        if self.valid_to:
            domain &= Domain(name, "<=", self.company_id._service_day_end(self.valid_to))
        return domain

    def _prepare_uncovered_query(self, domain, order=None):
        """Return (query over the documents without any callback of this plan, their model), or None."""
        covered = self._get_covered_domain()
        if covered is None:
            return None
        # sudo: whether a callback is missing does not depend on who asks; callers show numbers only
        Document = self.env[self.res_model].sudo()
        self.env["service.callback"].flush_model(["plan_id", "res_model", "res_id"])
        query = Document._search(covered & domain, order=order)
        query.add_where(
            SQL(
                "NOT EXISTS (SELECT 1 FROM service_callback callback WHERE callback.plan_id = %s"
                " AND callback.res_model = %s AND callback.res_id = %s)",
                self.id,
                Document._name,
                SQL.identifier(query.table, "id"),
            )
        )
        return query, Document

    def _count_uncovered(self, first, last):
        """Return how many documents that started these plans on the local days first to last have no
        callback, in one query a plan.
        """
        count = 0
        for plan in self:
            name, day_end = plan._get_trigger()[1], plan.company_id._service_day_end
            if not name:
                continue
            found = plan._prepare_uncovered_query(
                Domain(name, ">", day_end(first - timedelta(1))) & Domain(name, "<=", day_end(last))
            )
            if found:
                count += len(found[0])
        return count

    @api.model
    def _check_covered(self):
        """Differences of ``service.check``: documents under a plan of all of them, without a callback."""
        for plan in self.search([("trigger", "in", tuple(COVERED))]):
            last = 0
            while documents := plan._read_uncovered(last):
                last = documents[-1].id
                for document in documents:
                    yield {
                        "res_model": document._name,
                        "res_id": document.id,
                        "place": document.name,
                        "expected": plan.name,
                        "found": "",
                        "company_id": plan.company_id.id,
                        "remedy": "callback_missing",
                        "params": {},
                    }

    def _read_uncovered(self, last):
        """Return the next documents without a callback after id ``last``."""
        found = self._prepare_uncovered_query(Domain("id", ">", last), "id")
        if not found:
            return self.env["service.callback"]
        query, Document = found
        query.limit = BATCH
        return Document.browse(query.get_result_ids())


class ServiceCallbackStep(models.Model):
    """What a step says about the documents of its plan."""

    _inherit = "service.callback.step"

    def _is_for_all(self):
        """Tell whether this step is for every document of the plan, counted from its start."""
        self.ensure_one()
        conditions = {self.domain or "[]", self.stop_domain or "[]"}
        return self.anchor == "start" and self.customers == "all" and conditions == {"[]"}

    def _get_longest_delay(self):
        """Return how long after the start the first callback is there, whatever days are off."""
        amount, unit = self.offset_amount, self.offset_unit
        off = DAYS_OFF if self.rest_days == "next" else 0
        return relativedelta(**{unit: amount}) + relativedelta(days=GRACE_DAYS + off)
