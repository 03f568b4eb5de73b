from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.exceptions import UserError


class ServiceScoreEntry(models.Model):
    """Why an entry cannot be confirmed, in the user's words."""

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _find_problems(self):
        """Return {id: sentence} of those of these entries that cannot be confirmed now."""
        problems = {}
        # sudo: what is checked of rules, people and words; the right to confirm was checked
        for entry in self.sudo().with_context(prefetch_fields=True):
            problem = next(filter(None, (check(entry) for check in self._get_confirm_checks())), None)
            if problem:
                problems[entry.id] = self.env._(
                    "%(entry)s: %(problem)s", entry=entry.display_name, problem=problem
                )
        return problems

    def _get_confirm_checks(self):
        """Return the checks of an entry before it is confirmed: functions that give a sentence or nothing."""
        return [
            self._say_state_problem,
            self._say_person_problem,
            self._say_validity_problem,
            self._say_age_problem,
            self._say_points_problem,
            self._say_evidence_problem,
        ]

    def _say_state_problem(self, entry):
        if entry.state != "draft":
            return self.env._("it is decided already.")
        return ""

    def _say_person_problem(self, entry):
        if not entry._get_account_key():
            return {
                "employee": self.env._("choose the employee whose score it is."),
                "department": self.env._("choose the department whose score it is."),
                "site": self.env._("choose the site whose score it is."),
            }[entry.rulebook_id.carrier]
        if entry._is_own():
            return self.env._("nobody confirms an entry about themselves.")
        if entry.rulebook_id.four_eyes and self.env.user in (entry.reported_by_id, entry.create_uid):
            return self.env._("the rule book wants a second person: who reported it does not confirm it.")
        return ""

    def _say_validity_problem(self, entry):
        book = entry.rulebook_id
        if book.state == "draft":
            return self.env._("the rule book “%(book)s” is not in force yet.", book=book.display_name)
        if not self._is_book_valid(book, entry.date):
            return self.env._(
                "the rule book “%(book)s” was not in force on %(day)s.",
                book=book.display_name,
                day=self._say_score_day(entry.date),
            )
        if not entry.rule_id.active:
            return self.env._("the rule %(rule)s is archived.", rule=entry.rule_code)
        return ""

    @api.model
    def _is_book_valid(self, book, day):
        """Whether a version of a rule book was in force on a day; an archived one never was."""
        early = book.valid_from and day < book.valid_from
        late = book.valid_to and day > book.valid_to
        return book.state == "active" and not early and not late

    def _say_age_problem(self, entry):
        entered = self._get_entry_day(entry)
        if entry.date > entered:
            return self.env._("it is dated in the future.")
        limit = entry.rule_id.max_age_days
        if limit and (entered - entry.date).days > limit:
            return self.env._(
                "it was entered %(days)s days after it happened; the rule allows %(limit)s.",
                days=(entered - entry.date).days,
                limit=limit,
            )
        return ""

    def _get_entry_day(self, entry):
        """Return the company's local day on which an entry was entered."""
        zone = ZoneInfo(entry.company_id._service_tz())
        return entry.create_date.replace(tzinfo=timezone.utc).astimezone(zone).date()

    def _say_points_problem(self, entry):
        rule, each = entry.rule_id, entry.points_each
        if entry.multiplier_ids.rule_id - rule:
            return self.env._("its circumstances belong to another rule.")
        if each < 0:
            return self.env._("points are entered without a sign; the rule says whether they are lost.")
        try:
            entry._evaluate(1)
        except UserError as error:
            return str(error)
        if rule.points_mode == "minimum" and each > rule.points and not entry.points_reason:
            return self.env._("more points than the least need a reason.")
        return ""

    def _say_evidence_problem(self, entry):
        if entry.rule_id.evidence_required and not entry.evidence_ids and not entry.res_id:
            return self.env._("the rule needs evidence: attach it.")
        return ""
