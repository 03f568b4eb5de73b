from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..engine import repetition
from ..engine.open_period import first_open_day


class ServiceScoreEntry(models.Model):
    """Hearing and confirming: a person decides, singly or for many at once.

    What is refused and why is in ``service_score_entry_problems.py``.
    """

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    # Hearing
    def action_hear(self):
        """Open the dialog that asks what the employee says."""
        self.ensure_one()
        self._check_may_decide()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Hear the Employee"),
            "res_model": "service.score.entry.hear",
            "view_mode": "form",
            "target": "new",
            "context": {"default_entry_id": self.id},
        }

    def _hear(self, statement, at=None):
        """Record that the employee was heard, and what they said.

        :raise UserError: an entry is decided, or about the user, or the moment cannot be right
        """
        self._check_may_decide()
        self._check_draft()
        now = fields.Datetime.now()
        at = at or now
        if at > now:
            raise UserError(self.env._("When were they heard? It cannot be in the future."))
        if any(entry.date > entry.company_id._score_day(at) for entry in self):
            raise UserError(self.env._("When were they heard? It cannot be before it happened."))
        own = self.filtered(lambda entry: entry._is_own())
        if own:
            raise UserError(self.env._("Nobody records what they said about themselves."))
        self._write_decided(
            {
                "heard_at": at,
                "heard_by_id": self.env.uid,
                "heard_uid": self.env.uid,
            }
        )
        self._write_notes({entry.id: {"statement": statement} for entry in self})

    # Confirming
    def action_confirm(self):
        """Confirm these entries: from now on they count and cannot be changed.

        :raise UserError: at least one of them cannot be confirmed; then none is
        """
        self._check_may_decide()
        self._count_accounts_on()
        problems = self._find_problems()
        if problems:
            raise UserError("\n".join(problems.values()))
        self._confirm()
        return True

    def action_confirm_selected(self):
        """Confirm those of these entries that can be; tells which ones are left, and why."""
        self._check_may_decide()
        self._count_accounts_on()
        problems = self._find_problems()
        good = self.browse(entry.id for entry in self if entry.id not in problems)
        good._confirm()
        if not problems:
            return True
        lines = list(problems.values())
        more = self.env._("… and %(count)s more.", count=len(lines) - 5) if len(lines) > 5 else ""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("%(done)s confirmed, %(left)s left", done=len(good), left=len(problems)),
                "message": "\n".join([*lines[:5], *filter(None, [more])]),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_may_decide(self):
        if not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring decide on entries."))
        self.check_access("write")

    def _is_own(self):
        """Whether this entry is about the user."""
        self.ensure_one()
        # sudo: only whose login it is
        return bool(self.employee_id) and self.employee_id.sudo().user_id == self.env.user

    def _count_accounts_on(self):
        """Write the fixed rows of whose scores change, before anything is read (invariants)."""
        Account = self.env["service.score.account"]
        accounts = Account._get_accounts(key for entry in self if (key := entry._get_account_key()))
        Account.sudo().concat(*accounts.values())._count_on()  # sudo: nobody writes accounts by hand

    def _confirm(self):
        """Confirm these entries, which have no problems; a fixed number of queries to read."""
        now = fields.Datetime.now()
        # sudo: what confirming needs to know of rules, people and words
        entries = self.sudo().sorted(lambda entry: (entry.date, entry.id))
        closed = self.env["service.score.account"]._find_closed_periods(
            [entry._get_account_key() for entry in entries]
        )
        digests = entries.note_ids._get_digests()
        times = entries._find_occurrences()
        texts = entries._get_rule_texts()
        reasons, reached = {}, {}
        for entry in entries:
            result = entry._evaluate(times[entry.id])
            step = entry.rule_id._get_step(times[entry.id])
            component, withheld = entry.rule_id._get_withhold(times[entry.id])
            day = first_open_day(entry.date, closed.get(entry._get_account_key(), ()))
            vals = {
                "state": "confirmed",
                "occurrence": times[entry.id],
                "points_each": result["points_each"],
                "factor": result["factor"],
                "share": result["share"],
                "points": result["points"],
                "withhold_share": withheld,
                "withhold_component_id": component.id,
                "effective_date": day,
                "is_adjustment": day != entry.date,
                "rule_text": texts[entry.rule_id.id],
                "reported_uid": entry.reported_by_id.id,
                "confirmed_at": now,
                "confirmed_by_id": self.env.uid,
                "confirmed_uid": self.env.uid,
                "note_digest": digests.get(entry.id, False),
            }
            entry._write_decided(vals)
            reasons[entry.id] = {"score_points": entry._prepare_points_reason(day)}
            if step and step.consequence != "none" and entry.employee_id:
                reached[entry] = step
        entries._explain_each(reasons)
        self.env["service.score.consequence"]._propose(reached)

    def _find_occurrences(self):
        """Return {id: how many-eth time it is} of these drafts, in their order; one query for all.

        The n-th confirmed one is the n-th time; what was taken back does not count. Versions of a rule book
        count together.
        """
        counted = self.filtered(lambda entry: entry.rule_id.step_window != repetition.NONE)
        times = {entry.id: 1 for entry in self}
        keys = [entry._get_account_key() for entry in counted]
        if not keys:
            return times
        known = self.search_fetch(
            Domain("state", "=", "confirmed")
            & Domain("reversal_of_id", "=", False)
            & Domain("rule_code", "in", list(set(counted.mapped("rule_code"))))
            & Domain(self.env["service.score.account"]._get_carrier_domain(keys)),
            [
                *("company_id", "rulebook_id", "rulebook_code", "rule_code", "date"),
                *("employee_id", "department_id", "site_id"),
            ],
        )
        days, new = defaultdict(list), defaultdict(list)
        for entry in known:
            days[entry._get_account_key(), entry.rule_code].append(entry.date)
        windows = {}
        for entry in counted:
            key = entry._get_account_key(), entry.rule_code
            new[key].append((entry.id, entry.date))
            windows[key] = entry.rule_id.step_window
        for key, rows in new.items():
            times.update(repetition.occurrences(rows, windows[key], days[key]))
        return times

    def _get_rule_texts(self):
        """Return {rule id: what it says}, in the language of its company."""
        texts = {}
        for rule in self.rule_id:
            lang = rule.company_id.partner_id.lang or self.env.lang
            said = rule.with_context(lang=lang)
            texts[rule.id] = "\n".join(
                filter(None, [" ".join(filter(None, [said.clause, said.name])), said.text])
            )
        return texts

    def _prepare_points_reason(self, day):
        """Return why this entry has its points: codes and numbers, see ``service.explained.mixin``."""
        self.ensure_one()
        facts = {
            "score_quantity": self.quantity,
            "score_points_each": self.points_each,
            "score_factor": self.factor if self.factor != 1 else None,
            "score_share": self.share,
            "score_occurrence": self.occurrence if self.occurrence > 1 else None,
            "score_withheld": self.withhold_share,
            "score_counts_on": day.isoformat() if day != self.date else None,
        }
        return self._prepare_explanation("rule_applied", f"{self.points:.2f}", f"#{self.rule_id.id}", facts)
