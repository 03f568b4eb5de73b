import logging

from odoo import api, models

from ..engine import duty as engine

_logger = logging.getLogger(__name__)


class ServiceScoreDuty(models.Model):
    """What of the duties is missing once it was due becomes proposed entries (CU-COMP-01, CU-PUB-*, Q-58)."""

    # one concern a file
    _inherit = "service.score.duty"  # pylint: disable=consider-merging-classes-inherited

    def action_check(self):
        """Propose now what is missing of everything that was due by yesterday."""
        self.check_access("write")
        # sudo: proposals are made by the plan; the right to it was checked
        return self.sudo()._judge_due()._action_proposals()

    @api.model
    def _cron_judge(self):
        """Judge what was due, a plan a transaction; a plan that fails does not stop the others.

        What was judged today already is left out: a cron that had to stop goes on with the rest.
        """
        # sudo: the cron's own work, for all companies
        duties = self.sudo().search([("company_id", "!=", False)], order="checked_until NULLS FIRST, id")
        today = {company: company._score_day() for company in duties.company_id}
        duties = duties.filtered(
            lambda duty: not duty.checked_until or duty.checked_until < today[duty.company_id]
        )
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=len(duties))
        for duty in duties:
            try:
                with self.env.cr.savepoint():
                    duty._judge_due()
            except Exception:  # what others add to entries may say anything
                _logger.exception("duty %s was not judged", duty.id)
            if not Cron._commit_progress(1):
                return

    def _judge_due(self):
        """Judge the periods of these plans that were due before today and not yet judged.

        Doing it again changes nothing.

        :return: the new entries
        """
        entries = self.env["service.score.entry"]
        for duty in self:
            today = duty.company_id._score_day()
            for period in duty._get_due_periods(today):
                entries |= duty._judge(period)
            if not duty.checked_until or duty.checked_until < today:
                duty.checked_until = today
        return entries

    def _get_due_periods(self, today):
        """Return the periods that were due before ``today`` and were not judged yet, oldest first."""
        self.ensure_one()
        since = self._get_since()
        return [
            period
            for period in engine.due_periods(self.period, self.due_month, self.due_day, since, today)
            if (not self.checked_until or period.due >= self.checked_until) and self._is_asked(period)
        ]

    def _get_since(self):
        """Return the day from which on periods begin that this plan asks for."""
        self.ensure_one()
        return self.valid_from or self.company_id._score_day(self.create_date)

    def _is_asked(self, period):
        """Whether this plan asks for something in a period."""
        self.ensure_one()
        return period.first >= self._get_since() and (not self.valid_to or period.due <= self.valid_to)

    def _judge_again(self, day):
        """Judge the period of a day again, if it was judged: proposals follow what is known now."""
        self.ensure_one()
        period = self._get_period(day)
        if self.checked_until and period.due < self.checked_until and self._is_asked(period):
            self._judge(period)

    def _judge(self, period):
        """Propose what is missing of a period, and withdraw proposals of what is not missing any more.

        What was confirmed or rejected stays as it is: people decided.

        :param period: the engine's ``Period``
        :return: the new entries
        """
        self.ensure_one()
        proofs = self._get_proofs(period)
        owners = set(self._get_owner_ids(period))
        missing, shares = {}, {}
        for owner_id in sorted(owners):
            rows = proofs.get(owner_id, ())
            result = engine.count(self.amount, period.due, [proof for proof, _published in rows])
            if result.missing:
                missing[owner_id] = (result.missing, self._prepare_facts(period, result))
            submitted = sum(proof.quantity for proof, _published in rows if proof.done)
            published = sum(published for proof, published in rows if proof.done)
            if engine.is_below_share(submitted, published, self.min_share):
                facts = {"submitted": submitted, "published": published, "min_share": self.min_share}
                shares[owner_id] = (1, self._prepare_facts(period) | facts)
        entries = self._propose_for(self.rule_id, period, missing)
        if self.share_rule_id:
            entries |= self._propose_for(self.share_rule_id, period, shares, "share")
        return entries

    def _prepare_facts(self, period, result=None):
        """Return what explains a proposal, as plain values."""
        facts = {
            "duty": self.code,
            "from": period.first.isoformat(),
            "to": period.last.isoformat(),
            "due": period.due.isoformat(),
        }
        if result:
            facts |= {"required": result.required, "counted": result.counted, "late": result.late}
            facts |= {"excused": result.excused, "missing": result.missing}
        return facts

    def _propose_for(self, rule, period, wanted, *suffix):
        """Have exactly these proposals for a period, as far as people have not decided about them.

        :param wanted: {owner id: (quantity, facts)}
        :return: the new entries
        """
        Entry = self.env["service.score.entry"]
        key = ",".join((self._name, str(self.id), period.first.isoformat(), *suffix))
        in_force = rule._get_in_force(period.due)
        vals_list = [
            {
                "rule_id": in_force.id,
                f"{self.owner}_id": owner_id,
                "date": period.due,
                "quantity": quantity,
                "source": "duty",
                "res_model": self._name,
                "res_id": self.id,
                "source_key": key,
                "facts": facts,
            }
            for owner_id, (quantity, facts) in wanted.items()
            if in_force
        ]
        return Entry._follow_source([("source", "=", "duty"), ("source_key", "=", key)], vals_list)

    def _get_proofs(self, period):
        """Return {owner id: [(engine ``Proof``, how many of it were published)]}, in one query."""
        name, proofs = f"{self.owner}_id", {}
        for record in self.env["service.score.duty.record"].search_fetch(
            [("duty_id", "=", self.id), ("date_from", "=", period.first)],
            [name, "quantity", "done_on", "is_excused", "published"],
            order="id",
        ):
            proof = engine.Proof(record.quantity, record.done_on or None, record.is_excused)
            proofs.setdefault(record[name].id, []).append((proof, record.published))
        return proofs

    # Who owes it
    def _get_owner_ids(self, period):
        """Return the ids of the employees, departments or sites that owe this duty in a period."""
        self.ensure_one()
        if self.owner == "employee":
            return self._get_employee_ids(period)
        company = [("company_id", "in", (self.company_id.id, False))]
        if self.owner == "site":
            return (self.site_ids or self.env["service.site"].search(company)).filtered("active").ids
        departments = [("company_id", "=", self.company_id.id)]
        if self.department_ids:
            departments = [("id", "child_of", self.department_ids.ids)]
        return self.env["hr.department"].search(departments).ids

    def _get_employee_ids(self, period):
        """Return the ids of those who owe it: of the places and jobs of the due day, and there from the first
        day of the period until it was due. In four queries, for any number.
        """
        versions = self._get_versions(period)
        departments = self.env["hr.department"]
        if self.department_ids:
            departments = departments.search([("id", "child_of", self.department_ids.ids)])
        return sorted(
            version.employee_id.id
            for version, joined, left in versions
            if engine.is_owed(period, joined, left)
            and (not departments or version.department_id in departments)
            and (not self.job_ids or version.job_id in self.job_ids)
        )

    def _get_versions(self, period):
        """Return [(version of the employee on the due day, first day of work or None, last one or None)].

        The first day is the earliest start of a contract; unknown means no bound (decisions 7).
        """
        domain = [("company_id", "=", self.company_id.id)]
        if self.employee_ids:
            domain.append(("id", "in", self.employee_ids.ids))
        if self.tag_ids:
            domain.append(("category_ids", "in", self.tag_ids.ids))
        # sudo: who works where; only ids go into the proposals
        employees = self.env["hr.employee"].sudo().with_context(active_test=False).search(domain)
        rows = (
            self.env["hr.version"]
            # sudo: likewise
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                [("employee_id", "in", employees.ids)],
                [
                    *("employee_id", "date_version", "department_id", "job_id"),
                    *("contract_date_start", "contract_date_end", "departure_date"),
                ],
                order="employee_id, date_version, id",
            )
        )
        found = []
        for employee, versions in rows.grouped("employee_id").items():
            known = versions.filtered(lambda one: one.date_version <= period.due) or versions[:1]
            starts = [one.contract_date_start for one in versions if one.contract_date_start]
            last = versions[-1]
            left = last.departure_date or last.contract_date_end or None
            if employee.active or left:
                found.append((known[-1], min(starts, default=None), left))
        return found


class ServiceScoreRule(models.Model):
    """The rule that is in force on a day, in whichever version of its book."""

    # what looks for it is here
    _inherit = "service.score.rule"  # pylint: disable=consider-merging-classes-inherited

    def _get_in_force(self, day):
        """Return the rule of this code in the version of the rule book that is in force on a day, if any."""
        self.ensure_one()
        books = self.env["service.score.rulebook"]._get_active(self.company_id, day)
        versions = books.filtered(lambda book: book.code == self.rulebook_id.code)
        return versions.rule_ids.filtered(lambda rule: rule.code == self.code and rule.active)[:1]
