from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

#: what a decision may correct
CHANGEABLE = {"quantity", "points_each", "share", "multiplier_ids", "points_reason"}
#: what of a corrected entry is as it was
KEPT = (
    *("company_id", "rule_id", "employee_id", "site_id", "date", "quantity", "points_each", "share"),
    *("multiplier_ids", "act_key", "source", "source_key", "res_model", "res_id", "reported_by_id"),
)
#: what of an award is as it was when its entry is corrected
AWARDED = (
    "company_id",
    "employee_id",
    "kind",
    "date",
    "rule_id",
    "reason",
    "reported_by_id",
    "consequence_id",
)


class ServiceScoreAppeal(models.Model):
    """What an accepted appeal changes: entries are taken back, or entered anew as is right."""

    # one concern a file
    _inherit = "service.score.appeal"  # pylint: disable=consider-merging-classes-inherited

    def _take_back(self, entries):
        """Take back all that an accepted appeal is about; returns the new entries of the ledger."""
        award = self.award_id.filtered(lambda one: one.state == "confirmed")
        # sudo: ids only; taking back the award takes back its entry
        own = entries.browse(award.sudo().entry_id.ids)
        rows = self._take_back_entries(entries - own)
        if award:
            award._reverse(self._get_ledger_reason())
            rows |= rows.browse(own.sudo().reversed_by_id.ids)  # sudo: as above
        taken = self.consequence_id.filtered(lambda one: one.state == "approved")._take_back(self)
        return rows | rows.browse(taken.ids)

    def _take_back_entries(self, entries):
        if not entries:
            return entries
        entries._check_may_decide()
        return entries._take_back(self._get_ledger_reason())

    def _get_ledger_reason(self):
        return self.env._("Appeal %(name)s", name=self.name)

    def _prepare_correction(self, entry, changes):
        """Return the values of what is entered instead of an entry, None if nothing is."""
        if not changes:
            return None
        original = entry.sudo()  # sudo: the case's entries, whose rights were checked
        vals = {name: original._fields[name].convert_to_write(original[name], original) for name in KEPT}
        # what the engine filled in of a fixed rule is not a choice
        if not original.points_mode or original.points_mode == "fixed":
            vals["points_each"] = 0
        vals["points_reason"] = original.points_reason
        return {**vals, **{name: value for name, value in changes.items() if name in CHANGEABLE}}

    def _enter(self, wanted):
        """Enter and confirm what is right instead; returns the entries.

        Neither the age of the entry nor the end of its rule book stands against it: it was in time once. It
        stays the how many-eth time that it was.

        :param wanted: {entry that was taken back: values of what is right instead, None for nothing}
        :raise UserError: something would be worse than before
        """
        Entry = self.env["service.score.entry"]
        wanted = {entry: vals for entry, vals in wanted.items() if vals}
        if not wanted:
            return Entry
        # sudo: counter-entries and corrections are the outcome of a step whose right was checked
        drafts = Entry.sudo()._create_entries(list(wanted.values())).with_env(self.env)
        originals = dict(zip(drafts.ids, wanted, strict=True))
        drafts._count_accounts_on()
        for draft in drafts.sudo():  # sudo: as above
            problem = draft._say_points_problem(draft) or draft._say_award_problem(draft)
            if problem:
                raise UserError(
                    self.env._("%(entry)s: %(problem)s", entry=draft.rule_id.display_name, problem=problem)
                )
        times = {draft_id: entry.sudo().occurrence for draft_id, entry in originals.items()}  # sudo: as above
        awards = self._renew_awards(drafts, originals)
        drafts.with_context(score_occurrences=times)._confirm()
        if awards:
            Award = self.env["service.score.award"].sudo()  # sudo: as above
            Award.concat(*awards)._write_confirmed(awards)
        for draft in drafts.sudo():  # sudo: as above
            if float_compare(draft.points, originals[draft.id].sudo().points, precision_digits=2) < 0:
                raise UserError(
                    self.env._(
                        "%(entry)s would be worse than before: an appeal never makes it worse.",
                        entry=draft.rule_id.display_name,
                    )
                )
        return drafts

    @api.model
    def _renew_awards(self, drafts, originals):
        """Make anew the awards whose entries are corrected: an award and its entry are one each.

        What an entry by itself brings is made when it is confirmed.

        :param originals: {id of a draft: entry that was taken back}
        :return: {award that is to be confirmed with its entry: entry}, in superuser mode
        """
        # sudo: as in ``_enter``
        found, Award = {}, self.env["service.score.award"].sudo()
        for draft in drafts.sudo().filtered(lambda one: one.source == "award"):  # sudo: as above
            former = Award.search([("entry_id", "=", originals[draft.id].id)], limit=1)
            if former:
                award = Award._create_awards(
                    [{name: former._fields[name].convert_to_write(former[name], former) for name in AWARDED}]
                )
                draft._write_decided({"res_id": award.id, "source_key": f"{award._name},{award.id}"})
                found[award] = draft
        return found


class ServiceScoreConsequence(models.Model):
    # what an accepted appeal brings is one concern
    _inherit = "service.score.consequence"  # pylint: disable=consider-merging-classes-inherited

    def _take_back(self, appeal):
        """Reject this consequence after all: who decided the appeal was outside the case.

        Awards and grades that it brought go with it; whatever else followed, HR takes back by hand.

        :return: the counter-entries, in superuser mode
        """
        if not self:
            return self.env["service.score.entry"].sudo()  # sudo: none
        # sudo: the outcome of an appeal, whose decider's right was checked
        consequence = self.sudo()
        consequence._write_decided({"state": "rejected"})
        awards = consequence.env["service.score.award"].search(
            [("consequence_id", "=", self.id), ("state", "=", "confirmed")]
        )
        awards.with_env(self.env)._reverse(appeal._get_ledger_reason())
        employee = consequence.employee_id
        if consequence.kind == "grade_change" and employee.score_grade_id == consequence.grade_to_id:
            employee._set_score_grade(consequence.grade_from_id, consequence)
        consequence.message_post(
            body=self.env._(
                "%(appeal)s was upheld: this does not follow. Please take back by hand what was done "
                "outside Odoo.",
                appeal=appeal.name,
            )
        )
        return awards.entry_id.reversed_by_id


class ServiceScoreEntry(models.Model):
    # what a correction keeps is one concern
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _find_occurrences(self):
        times = super()._find_occurrences()
        # ids as keys: no request can name them, as JSON has only texts
        kept = self.env.context.get("score_occurrences") or {}
        return times | {entry_id: kept[entry_id] for entry_id in times.keys() & kept.keys()}
