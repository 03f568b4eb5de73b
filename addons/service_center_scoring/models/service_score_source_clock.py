from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_center.models import service_complaint_assignment as assignment

from ..engine import findings
from .service_score_source import Sign
from .service_score_source_complaint import NOT_COUNTED

#: the milestones of the first response
FIRST_RESPONSE = ("acknowledge", "respond")
#: who answers for a document when its deadline passes: (field, whether it holds a user)
HANDLERS = {
    "service.complaint": (("user_id", True),),
    "service.order": (("employee_id", False), ("user_id", True)),
}
#: links that a decision sets: {(model, link): code of the decision}
DECIDED = {("service.complaint", "user_id"): assignment.CODE}


class ServiceScoreSource(models.AbstractModel):
    """Deadlines that passed: of the first response to complaints (MALL-IGN-01, Q-30), and any other."""

    # one concern a file
    _inherit = "service.score.source"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _propose_complaint_unattended(self, rules, source, company, since):
        """Only milestones that a rule is about count for it."""
        return self._propose_by_conditions(rules, source, company, since)

    @api.model
    def _find_complaint_unattended(self, company, since, domain):
        """An overdue first response; a manager finds out whether it was left unattended (Q-30).

        :param domain: which clocks count
        """
        overdue = self._get_overdue(
            company,
            since,
            Domain("res_model", "=", "service.complaint")
            & Domain("metric", "in", FIRST_RESPONSE)
            & Domain("party", "=", "customer")
            & domain,
        )
        signs = {}
        for clock, document, employee_id in overdue:  # in order of their deadlines: the first one counts
            key = f"service.complaint,{document.id},unattended"
            if clock.round:
                key = f"{key},{clock.round}"
            if key not in signs:
                signs[key] = self._prepare_clock_sign(company, clock, document, employee_id, key)
        return list(signs.values())

    @api.model
    def _find_clock_overdue(self, company, since):
        models_known = Domain("res_model", "in", list(HANDLERS))
        return [
            self._prepare_clock_sign(company, clock, document, employee_id, f"{clock._name},{clock.id}")
            for clock, document, employee_id in self._get_overdue(company, since, models_known)
        ]

    @api.model
    def _prepare_clock_sign(self, company, clock, document, employee_id, key):
        return Sign(
            clock.id,
            key,
            company._service_day(clock.deadline),
            employee_id,
            clock.res_model,
            clock.res_id,
            document.site_id.id,
            {
                "document": document.name,
                "metric": clock.metric,
                "deadline": fields.Datetime.to_string(clock.deadline),
                "reached": clock.reached_at and fields.Datetime.to_string(clock.reached_at),
            },
        )

    @api.model
    def _get_overdue(self, company, since, domain):
        """Return [(clock, document, id of the employee who had it when the deadline passed)].

        Left out: what was past already when it was entered, history, and what nobody had.
        """
        clocks = self.env["service.sla.clock"].search(
            self._get_recent("deadline", company, since)
            & Domain("state", "=", "breached")
            & Domain("is_silent", "=", False)
            & domain,
            order="deadline, id",
        )
        found = []
        for model, ones in clocks.grouped("res_model").items():
            documents = self.env[model].search(
                [
                    ("id", "in", ones.mapped("res_id")),
                    ("is_history", "=", False),
                    ("state", "not in", NOT_COUNTED),
                ]
            )
            by_id = {document.id: document for document in documents}
            ones = ones.filtered(lambda clock, known=by_id: clock.res_id in known)
            employees = self._get_handlers(documents, ones, company)
            found += [
                (clock, by_id[clock.res_id], employees[clock.id]) for clock in ones if employees.get(clock.id)
            ]
        return sorted(found, key=lambda row: (row[0].deadline, row[0].id))

    @api.model
    def _get_handlers(self, documents, clocks, company):
        """Return {clock id: id of the employee who had the document when the deadline passed, 0: nobody}.

        Later changes of hands are known from what was tracked, and from decisions that were replaced.
        """
        by_id = {document.id: document for document in documents}
        held = {}
        for name, is_user in HANDLERS[documents._name]:
            changes = self._get_changes(documents, name)
            held_ids = {
                clock.id: findings.who_had_it(
                    by_id[clock.res_id][name].id, changes.get(clock.res_id, ()), clock.deadline
                )
                for clock in clocks
            }
            if is_user:
                users = self.env["res.users"].browse({held_id for held_id in held_ids.values() if held_id})
                employees = self._get_employees_of_users(users, company)
                held_ids = {clock_id: employees.get(held_id, 0) for clock_id, held_id in held_ids.items()}
            for clock_id, held_id in held_ids.items():
                held[clock_id] = held.get(clock_id) or held_id or 0
        return held

    @api.model
    def _get_changes(self, documents, name):
        """Return {document id: [(moment, id until then)]} of a link, tracked or decided; in two queries."""
        field = self.env["ir.model.fields"]._get(documents._name, name)
        rows = self.env["mail.tracking.value"].search(
            [
                ("field_id", "=", field.id),
                ("mail_message_id.model", "=", documents._name),
                ("mail_message_id.res_id", "in", documents.ids),
            ]
        )
        changes = defaultdict(list)
        for row in rows:
            message = row.mail_message_id
            changes[message.res_id].append((message.date or row.create_date, row.old_value_integer))
        if code := DECIDED.get((documents._name, name)):
            # what the method of a team decides is not tracked
            former = self.env["service.decision.log"].search(
                [("res_model", "=", documents._name), ("res_id", "in", documents.ids), ("code", "=", code)]
            )
            for row in former:
                changes[row.res_id].append((row.create_date, int((row.value or "#0")[1:])))
        return changes
