from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..engine import cadence
from .service_callback_step_wanted import REVIVED

BATCH = 2000


class ServiceCallbackStep(models.Model):
    """A step plans its callbacks, a batch of documents at a time."""

    # one concern a file
    _inherit = "service.callback.step"  # pylint: disable=consider-merging-classes-inherited

    scheduled_on = fields.Date(readonly=True, copy=False, export_string_translation=False)
    scheduled_mark = fields.Char(readonly=True, copy=False, export_string_translation=False)

    def _prepare_content(self):
        """Return what a callback takes over from the step and its plan."""
        self.ensure_one()
        plan = self.plan_id
        return {
            "channel": self.channel or plan.channel,
            "survey_id": (self.survey_id or plan.survey_id).id,
            "team_id": plan.team_id.id,
            "purpose": plan.with_context(lang=plan.company_id.partner_id.lang).purpose,
            "is_duty": plan.is_duty,
        }

    def _is_planning(self):
        """Tell whether callbacks are planned at all; archived plans and steps cancel theirs."""
        return self.active and self.plan_id.active

    def _plan_new(self, after, today, since=None):
        """Plan what is missing, for a batch of documents.

        :param after: the last document id that was looked at
        :param since: look only at documents that were changed afterwards
        :return: (number of new callbacks, last document id; None when no document is left)
        """
        domain = self._get_documents_domain() if self._is_planning() else None
        if domain is None:
            return 0, None
        finder = self._get_finder(today)
        domain &= self._get_coming_domain(self.plan_id._get_first_day(today), finder.last)
        domain &= Domain("id", ">", after)
        if since:
            domain &= Domain("write_date", ">=", since)
        documents = self._read_documents(domain, limit=BATCH)
        if not documents:
            return 0, None
        count = self._plan_documents(documents, finder, today)
        return count, documents[-1].id if len(documents) == BATCH else None

    def _plan_documents(self, documents, finder, today):
        known = self._read_known([document.id for document in documents])
        new, revived = [], []
        for document in filter(self._is_meant, documents):
            made = known[document.id, document.round]
            for found in finder.wanted(document, made.number + 1, made.ended_on):
                row = made.rows.get(self._get_key(document, found.number))
                if row and not (row.state == "cancelled" and row.cancel_reason in REVIVED):
                    continue
                vals = self._prepare_callback(document, found, today)
                if vals and row:
                    revived.append({"id": row.id, **vals})
                elif vals:
                    new.append(vals)
        Callback = self.env["service.callback"]
        callbacks = Callback._insert_planned(self, self._book(new, today))
        again = Callback._change_planned(
            [
                {name: value for name, value in row.items() if name != "key"}
                for row in self._book(revived, today)
            ]
        )
        again.filtered(lambda one: one.state == "planned")._offer_planned_windows()
        return len(callbacks | again)

    def _prepare_callback(self, document, found, today):
        """Return the columns of a callback; {} for one that would only disturb the customer.

        Who does not want to be contacted is not planned for ahead; on the day, it is told that it was not
        done, and why.
        """
        refused = document.refused and (not document.refused_until or document.refused_until >= found.date)
        if refused and found.date > today:
            return {}
        return {
            "key": self._get_key(document, found.number),
            "res_id": document.id,
            "occurrence": found.number,
            "partner_id": document.partner_id,
            "product_id": document.product_id,
            "user_id": document.user_id,
            "anchor_date": cadence.day_of(document.anchor),
            "planned_for": found.date,
            "due_date": found.date,
            "due_at": found.at and self.company_id._service_utc(found.at),
            "is_same_day": found.is_same_day,
            "state": "cancelled" if refused else "planned",
            "cancel_reason": "do_not_disturb" if refused else None,
        }

    def _book(self, rows, today):
        """Return the rows that have room among the customers' contacts, with the time they are due."""
        if not rows:
            return []
        always = {row["key"] for row in rows if self.plan_id.is_duty or row["is_same_day"] or row["due_at"]}
        Callback = self.env["service.callback"].with_company(self.company_id)
        purpose = self._prepare_content()["purpose"] or self.plan_id.name
        booked = Callback._book_planned(rows, today, always, purpose)
        ends = {row["due_date"]: None for row in booked if not row["due_at"]}
        ends = {day: self.company_id._service_day_end(day) for day in ends}
        return [{**row, "due_at": row["due_at"] or ends[row["due_date"]]} for row in booked]

    def _review_open(self, after, today, since=None):
        """Look at a batch of planned callbacks again: moved, or cancelled with the reason.

        :param after: the last callback id that was looked at
        :param since: look only at those whose document or customer was changed afterwards
        :return: the last callback id; None when none is left
        """
        self.env.flush_all()
        rows = self.env.execute_query(self._review_sql(after, since))
        if rows:
            self._review_rows(rows, today)
        return rows[-1][0] if len(rows) == BATCH else None

    def _review_sql(self, after, since):
        changed = SQL("TRUE")
        if since and self.plan_id.res_model in self.env:
            changed = SQL(
                "EXISTS (SELECT 1 FROM %s document WHERE document.id = callback.res_id"
                " AND document.write_date >= %s) OR EXISTS (SELECT 1 FROM res_partner partner"
                " WHERE partner.id = callback.partner_id AND partner.write_date >= %s)",
                SQL.identifier(self.env[self.plan_id.res_model]._table),
                since,
                since,
            )
        return SQL(
            "SELECT id, res_id, key, occurrence, planned_for, partner_id, res_model"
            " FROM service_callback callback"
            " WHERE step_id = %s AND state = 'planned' AND id > %s AND res_id > 0 AND (%s)"
            " ORDER BY id LIMIT %s",
            self.id,
            after,
            changed,
            BATCH,
        )

    def _review_rows(self, rows, today):
        finder = self._get_finder(today)
        domain = self._get_documents_domain() if self._is_planning() else None
        same = {row[1] for row in rows if row[-1] == self.plan_id.res_model}
        documents = []
        if domain is not None and same:
            documents = self._read_documents(domain & Domain("id", "in", list(same)))
        meant = {document.id: document for document in filter(self._is_meant, documents)}
        known = self._read_known(list(meant)) if meant else {}
        moved, dropped, late, unmeant = [], [], [], []
        for row_id, res_id, key, number, planned_for, partner_id, model in rows:
            document = meant.get(res_id) if model == self.plan_id.res_model else None
            if not document:
                unmeant.append((row_id, res_id, partner_id, model))
                continue
            made = known[res_id, document.round]
            if key != self._get_key(document, number):
                dropped.append(row_id)
                continue
            found = finder.again(document, number, made.ended_on)
            if not found:
                late.append(row_id)
            elif found.date != planned_for or document.partner_id != partner_id:
                moved.append({"id": row_id, **self._prepare_moved(document, found)})
        self._cancel(dropped, "undone")
        self._cancel(late, "superseded" if self._is_by_contact() else "plan_changed")
        for reason, ids in self._get_reasons(unmeant).items():
            self._cancel(ids, reason)
        self._move(moved, today)
        self._renew([row[0] for row in rows])

    def _prepare_moved(self, document, found):
        # what is due ahead for somebody who does not want to be contacted is refused when it is dialled
        vals = self._prepare_callback(document._replace(refused=False), found, found.date)
        names = (
            "key",
            "partner_id",
            "anchor_date",
            "planned_for",
            "due_date",
            "due_at",
            "is_same_day",
            "state",
        )
        return {name: vals[name] for name in names}

    def _move(self, rows, today):
        """Write other dates of planned callbacks; one without room on its new days is tried again later."""
        Callback = self.env["service.callback"].with_company(self.company_id)
        callbacks = Callback._change_planned(
            [
                {name: value for name, value in row.items() if name not in ("key", "state")}
                for row in self._book(rows, today)
            ]
        )
        callbacks._offer_planned_windows()

    def _cancel(self, ids, reason):
        if ids:
            self.env["service.callback"].browse(ids)._cancel_planned(reason)

    def _renew(self, ids):
        """Let planned callbacks follow the plan or step that was changed after they were planned."""
        changed = max(filter(None, (self.write_date, self.plan_id.write_date)))
        old = self.env["service.callback"].search(
            [("id", "in", ids), ("state", "=", "planned"), ("write_date", "<", changed)]
        )
        if old:
            old.with_context(tracking_disable=True).write(self._prepare_content())

    def _get_reasons(self, unmeant):
        """Return {reason: callback ids} of callbacks whose documents start the plan no more.

        :param unmeant: [(callback id, document id, partner id, model)]
        """
        reasons = {}
        plan, started = self.plan_id, None
        if self._is_planning():
            started = plan._get_started_domain()
        others = [one[0] for one in unmeant if started is None or one[3] != plan.res_model]
        if others:
            reasons["plan_changed"] = others
        rest = [one for one in unmeant if one[0] not in set(others)]
        if not rest:
            return reasons
        Document = self.env[plan.res_model]
        ids = [one[1] for one in rest]
        # sudo is the scheduler's own; archived ones are looked for, too
        existing = set(Document.with_context(active_test=False).search([("id", "in", ids)]).ids)
        started = set(Document.search(started & Domain("id", "in", ids)).ids)
        stopped = set()
        for stop in filter(None, (plan._get_domain("stop_domain"), plan._get_domain_of(self.stop_domain))):
            stopped |= set(
                Document.with_context(active_test=False).search(Domain(stop) & Domain("id", "in", ids)).ids
            )
        Partner = self.env["res.partner"]
        living = set(Partner.search([("id", "in", [one[2] for one in rest])]).ids)
        for row_id, res_id, partner_id, _model in rest:
            if partner_id not in living or (res_id not in existing and plan.res_model == "res.partner"):
                reason = "gone"
            elif res_id in stopped:
                reason = "purpose_met"
            else:
                reason = "plan_changed" if res_id in started else "undone"
            reasons.setdefault(reason, []).append(row_id)
        return reasons
