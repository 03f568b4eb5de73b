from odoo import models
from odoo.fields import Domain


class ServiceScoreAward(models.Model):
    """An award and its row in the score ledger: one each, whichever came first."""

    # one concern a file
    _inherit = "service.score.award"  # pylint: disable=consider-merging-classes-inherited

    def _enter_in_ledger(self):
        """Confirm an entry for each of these awards that a rule gives one; in superuser mode.

        Its rule is the clause of the award, else the rule of the scheme for awards of its kind. Without one
        the points stand in the standing only.

        :return: {award: entry}
        """
        rules = self._find_rules()
        entered = self.filtered(lambda award: rules.get(award.id))
        Entry = self.env["service.score.entry"].with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        entries = Entry._create_entries(
            [
                {
                    "company_id": award.company_id.id,
                    "rule_id": rules[award.id].id,
                    "employee_id": award.employee_id.id,
                    "date": award.date,
                    "source": "award",
                    "source_key": f"{award._name},{award.id}",
                    "res_model": award._name,
                    "res_id": award.id,
                    "reported_by_id": award.reported_by_id.id,
                    "description": award.reason,
                }
                for award in entered
            ]
        )
        if entries:
            entries._count_accounts_on()
            entries._confirm()
        return dict(zip(entered, entries, strict=True))

    def _find_rules(self):
        """Return {award id: rule of its entry}, of those that have one; one query for all."""
        schemes = self.filtered(lambda award: not award.rule_id).rulebook_id
        general = {}
        for rule in self.env["service.score.rule"].search(
            Domain("rulebook_id", "in", schemes.ids) & Domain("award_kind", "!=", False),
            order="sequence, code, id",
        ):
            general.setdefault((rule.rulebook_id, rule.award_kind), []).append(rule)
        found = {}
        for award in self:
            # that which is there for awards without a clause comes first
            known = sorted(
                general.get((award.rulebook_id, award.kind), ()), key=lambda rule: rule.source != "award"
            )
            rule = award.rule_id or (known and known[0])
            if rule:
                found[award.id] = rule
        return found


class ServiceScoreEntry(models.Model):
    # entries and their awards are one concern
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _get_confirm_checks(self):
        return [*super()._get_confirm_checks(), self._say_award_problem]

    def _say_award_problem(self, entry):
        if entry.rule_id.award_kind and entry.employee_id and entry.quantity != 1:
            return self.env._("it is a merit or demerit: enter each one by itself, with the quantity 1.")
        return ""

    def _confirm(self):
        result = super()._confirm()
        # sudo: awards follow from entries that somebody with the right confirmed
        earned = self.sudo().filtered(
            lambda entry: entry.rule_id.award_kind and entry.employee_id and entry.source != "award"
        )
        if earned:
            earned._make_awards()
        return result

    def _make_awards(self):
        """Make the confirmed awards that these confirmed entries are; in superuser mode."""
        Award = self.env["service.score.award"].with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        awards = Award._create_awards(
            [
                {
                    "company_id": entry.company_id.id,
                    "employee_id": entry.employee_id.id,
                    "kind": entry.rule_id.award_kind,
                    "date": entry.date,
                    "rule_id": entry.rule_id.id,
                    "reported_by_id": entry.reported_by_id.id,
                }
                for entry in self
            ]
        )
        awards._write_confirmed(dict(zip(awards, self, strict=True)))

    def _check_may_take_back(self):
        """What follows from a consequence only HR takes back, also by its entry."""
        # sudo: only what these entries follow from
        awards = self.env["service.score.award"].sudo().search([("entry_id", "in", self.ids)])
        awards.with_env(self.env)._check_decided_by_hr()
        return super()._check_may_take_back()

    def _reverse(self, reason):
        counters = super()._reverse(reason)
        # sudo: awards follow their entries
        awards = self.env["service.score.award"].sudo()
        awards.search([("entry_id", "in", self.ids), ("state", "=", "confirmed")])._take_back(reason)
        return counters
