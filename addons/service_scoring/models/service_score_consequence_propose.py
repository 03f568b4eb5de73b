from collections import defaultdict
from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

#: what was said or done about a proposal that was dropped; it does not count for the next one
FORMER = ("heard_at", "statement", "union_notified_at", "union_opinion")


class ServiceScoreConsequence(models.Model):
    """Proposing, once each, with the reason; dropping what has lost its ground."""

    # one concern a file
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _propose_all(self, vals_list):
        """Propose these; those that were proposed before with the same key and rule are left out.

        Who calls holds the fixed row of the employee, so that nothing is proposed twice at once. HR is told.

        :param vals_list: values of consequences with ``company_id``, ``employee_id``, ``kind`` and
            ``source_key``; ``because`` is the explanation, as ``_prepare_explanation`` returns it, of a rule
            (its code or #id), or with a ``streak_id`` of the streak
        :return: the new ones
        """
        if not vals_list:
            return self.browse()
        # sudo: proposals follow from what somebody with the right confirmed
        consequences = self.sudo().with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        known = consequences._find_proposed(vals_list)
        again = consequences.browse(known.values()).filtered("is_ground_gone")
        again._write_decided({"is_ground_gone": False})
        new, reasons = [], []
        for vals in vals_list:
            because = vals.get("because")
            key = (vals["company_id"], vals.get("rule_code") or "", vals["employee_id"], vals["source_key"])
            if key not in known:
                known[key] = False
                new.append({name: value for name, value in vals.items() if name != "because"})
                reasons.append(because)
        formers = consequences._find_formers(new)
        proposed = consequences.create(
            [vals | {"former_id": former.id} for vals, former in zip(new, formers, strict=True)]
        )
        proposed._explain_each(
            {
                one.id: {"score_streak" if one.streak_id else "score_consequence": because}
                for one, because in zip(proposed, reasons, strict=True)
                if because
            }
        )
        proposed._tell_proposed()
        return self.browse(proposed.ids)

    @api.model
    def _find_proposed(self, vals_list):
        """Return {(company, rule, employee, key): id} of what was proposed already; one query."""
        found = self.search_fetch(
            Domain("state", "!=", "dropped")
            & Domain("employee_id", "in", list({vals["employee_id"] for vals in vals_list}))
            & Domain("source_key", "in", list({vals["source_key"] for vals in vals_list})),
            ["company_id", "rule_code", "employee_id", "source_key", "is_ground_gone"],
        )
        return {
            (one.company_id.id, one.rule_code or "", one.employee_id.id, one.source_key): one.id
            for one in found
        }

    @api.model
    def _find_formers(self, vals_list):
        """Return what was proposed before about the same time and clause, and dropped, for each of these.

        Only where somebody was heard or the union was told then; one query for all.
        """
        none = self.browse()
        if not vals_list:
            return []
        found = self.search(
            Domain("state", "=", "dropped")
            & Domain("employee_id", "in", list({vals["employee_id"] for vals in vals_list}))
            & Domain.OR(Domain(name, "!=", False) for name in FORMER)
        )  # the newest first
        dropped = defaultdict(list)
        for one in found:
            dropped[one.company_id.id, one.employee_id.id, one.kind, one.rule_code or ""].append(one)
        formers = []
        for vals in vals_list:
            key = vals["company_id"], vals["employee_id"], vals["kind"], vals.get("rule_code") or ""
            first = fields.Date.to_date(vals.get("period_start")) or date.min
            last = fields.Date.to_date(vals.get("period_end")) or date.max
            formers.append(
                next(
                    (
                        one
                        for one in dropped[key]
                        if (one.period_start or date.min) <= last and (one.period_end or date.max) >= first
                    ),
                    none,
                )
            )
        return formers

    def _tell_proposed(self):
        """Tell HR of each company, in one message, how much waits for a decision."""
        hr = self.env.ref("service_scoring.group_hr").all_user_ids.filtered("active")
        requests = []
        for company, ones in self.grouped("company_id").items():
            requests.append(
                {
                    "document": ones[0],
                    "key": f"score_consequence/{ones[0].id}",
                    "subject": lambda env, ones=ones: env._(
                        "Consequences to decide: %(count)s", count=len(ones)
                    ),
                    "body": lambda env: env._(
                        "The rules propose what should follow. Look at it under Scoring → Entries → "
                        "Consequences, and decide."
                    ),
                    "users": hr.filtered(lambda user, company=company: company in user.company_ids),
                    "template": "score_consequence",
                }
            )
        if requests:
            self.env["service.message"]._queue_all(requests)

    @api.model
    def _drop_all(self, domain):
        """Drop what waits for a decision and has lost its ground; what is decided stays, and says so."""
        # sudo: what it was about does not hold any more
        found = self.sudo().search(Domain(domain) & Domain("state", "!=", "dropped"))
        found.filtered(lambda one: one.state == "proposed")._write_decided({"state": "dropped"})
        found.filtered(lambda one: one.state != "dropped")._write_decided({"is_ground_gone": True})

    # from entries
    @api.model
    def _propose(self, steps):
        """Propose what the steps say that entries reached.

        :param steps: {entry: step}
        """
        return self._propose_all(
            [
                {
                    "entry_id": entry.id,
                    "entry_ids": [(6, 0, entry.ids)],
                    "company_id": entry.company_id.id,
                    "employee_id": entry.employee_id.id,
                    "rule_id": entry.rule_id.id,
                    "rule_code": entry.rule_code,
                    "occurrence": entry.occurrence,
                    "kind": step.consequence,
                    "period_start": entry.date,
                    "period_end": entry.date,
                    "source_key": f"{entry._name},{entry.id}",
                    "because": self._prepare_explanation(
                        "step_reached",
                        step.consequence,
                        f"#{entry.rule_id.id}",
                        {
                            "score_occurrence": entry.occurrence,
                            "score_window": entry.rule_id.step_window,
                        },
                    ),
                }
                for entry, step in steps.items()
            ]
        )

    @api.model
    def _drop(self, entries):
        """Drop what was proposed because of entries that were taken back."""
        self._drop_all([("entry_id", "in", entries.ids)])
