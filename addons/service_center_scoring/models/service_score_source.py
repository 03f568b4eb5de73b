import logging
from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
#: what was found out within so many days is looked at; people confirm what is fresh
RECENT = 62


class Sign(NamedTuple):
    """What one document says about one person: the reason for an entry of each rule that is about it.

    ``document``: id in the model of the source, which the rule's conditions look at. ``key`` names the event
    once and for all. ``day`` is the local day on which it happened. ``res_model`` and ``res_id``: the
    document that a reader opens. ``facts``: codes and numbers only, never what a customer said.
    """

    document: int
    key: str
    day: object
    employee_id: int
    res_model: str
    res_id: int
    site_id: int = 0
    facts: dict = {}


class ServiceScoreSource(models.AbstractModel):
    """What the service center finds out about people's work proposes entries; people confirm them.

    A source is idempotent: the same event is proposed once for a rule and person, also after somebody has
    rejected it; a proposal whose reason is gone is withdrawn. Documents of history never score (decisions 6).
    An addon with a source of its own adds it to ``_get_source_models`` and has a method ``_find_…``.
    """

    _name = "service.score.source"
    _description = "Sources of Score Entries"

    @api.model
    def _get_source_models(self):
        """Return {source: model of the documents that its rules' conditions are about}."""
        return {
            "complaint_person": "service.complaint.person",
            "complaint_leader": "service.complaint.person",
            "complaint_unattended": "service.sla.clock",
            "complaint_twice": "service.complaint.person",
            "callback_praise": "service.callback",
            "callback_bad": "service.callback",
            "callback_untrue": "service.callback.signal",
            "clock_overdue": "service.sla.clock",
            "order_quality": "service.order",
            "satisfaction": "service.callback",
        }

    @api.model
    def _cron_propose(self):
        """Propose entries, a source of a company in a transaction; a failure does not stop others."""
        # sudo: the cron's own work, for all companies
        Source = self.sudo()
        work = Source._get_work()
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(work))
        for company, source in work:
            try:
                with self.env.cr.savepoint():
                    Source._propose(company, source)
            except Exception:  # conditions of rules may say anything
                _logger.exception("score source %s of company %s", source, company.id)
            if not Cron._commit_progress(1):
                return

    @api.model
    def _get_work(self):
        """Return [(company, source)] for which there are rules in force."""
        groups = self.env["service.score.rule"]._read_group(
            [("source", "in", list(self._get_source_models())), ("rulebook_id.state", "=", "active")],
            ["company_id", "source"],
        )
        return [(company, source) for company, source in groups]

    @api.model
    def _propose(self, company, source):
        """Have exactly the proposals of a source that are right now, as far as nobody has decided about them.

        :return: the new entries
        """
        # sudo: sources look at what whoever confirms entries need not be allowed to read, and the other way
        # round; the proposals hold codes and numbers only, and have rights of their own
        Source = self.sudo().with_company(company).with_context(allowed_company_ids=company.ids)
        Entry = Source.env["service.score.entry"]
        scope = Domain("source", "=", source) & Domain("company_id", "=", company.id)
        # the oldest proposal that waits is still looked after
        oldest = Entry.search(scope & Domain("state", "=", "draft"), order="date", limit=1).date
        since = company._service_day() - timedelta(RECENT)
        since = min(since, oldest - timedelta(1)) if oldest else since
        rules = Source.env["service.score.rule"].search(
            [
                ("company_id", "=", company.id),
                ("source", "=", source),
                ("rulebook_id.state", "=", "active"),
            ]
        )
        vals_list = getattr(Source, f"_propose_{source}", Source._propose_signs)(
            rules, source, company, since
        )
        return Entry._follow_source(scope, vals_list)

    @api.model
    def _propose_signs(self, rules, source, company, since):
        """Return the values of the entries of these rules for all that a source has found since a day."""
        signs = getattr(self, f"_find_{source}")(company, since)
        return [
            self._prepare_entry_vals(rule, source, sign)
            for rule in rules
            for sign in self._get_signs_of(rule, source, signs)
        ]

    @api.model
    def _get_signs_of(self, rule, source, signs):
        """Return those signs that a rule is about: its conditions, the days of its book, and whose score."""
        book = rule.rulebook_id
        domain = rule._get_source_domain()
        if not domain.is_true():
            documents = self.env[self._get_source_models()[source]].with_context(active_test=False)
            known = documents.search(domain & Domain("id", "in", [sign.document for sign in signs]))
            ids = set(known.ids)
            signs = [sign for sign in signs if sign.document in ids]
        return [
            sign
            for sign in signs
            if (not book.valid_from or sign.day >= book.valid_from)
            and (not book.valid_to or sign.day <= book.valid_to)
            and (sign.site_id or book.carrier != "site")
        ]

    @api.model
    def _prepare_entry_vals(self, rule, source, sign):
        vals = {
            "rule_id": rule.id,
            "employee_id": sign.employee_id,
            "date": sign.day,
            "source": source,
            "res_model": sign.res_model,
            "res_id": sign.res_id,
            "source_key": sign.key,
            "facts": sign.facts,
        }
        if rule.rulebook_id.carrier == "site":
            vals["site_id"] = sign.site_id
        return vals

    # What several sources need
    @api.model
    def _get_employees_of_users(self, users, company):
        """Return {user id: id of the employee in a company}, in one query."""
        employees = self.env["hr.employee"].search_fetch(
            [("user_id", "in", users.ids), ("company_id", "=", company.id)], ["user_id"], order="id desc"
        )
        return {employee.user_id.id: employee.id for employee in employees}

    @api.model
    def _get_employees_of_partners(self, partners, company):
        """Return {id of a user's or work contact: id of the employee in a company}, in one query."""
        employees = self.env["hr.employee"].search_fetch(
            [
                ("company_id", "=", company.id),
                "|",
                ("work_contact_id", "in", partners.ids),
                ("user_id.partner_id", "in", partners.ids),
            ],
            ["user_id", "work_contact_id"],
            order="id desc",
        )
        found = {employee.work_contact_id.id: employee.id for employee in employees}
        return found | {employee.user_id.partner_id.id: employee.id for employee in employees}

    @api.model
    def _get_recent(self, name, company, since):
        """Return the domain of what has its moment ``name`` on a local day from ``since``, in a company.

        A day more, for the time zone: what is too early is left out by the day of the sign.
        """
        moment = fields.Datetime.to_datetime(since) - timedelta(1)
        return Domain(name, ">=", moment) & Domain("company_id", "=", company.id)
