from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ServiceScoreAward(models.Model):
    """Confirming and taking back: a person decides, and the year of the employee is judged anew."""

    # one concern a file
    _inherit = "service.score.award"  # pylint: disable=consider-merging-classes-inherited

    def action_confirm(self):
        """Confirm these awards: from now on they stand, and count in the score sheet.

        :raise UserError: at least one of them cannot be confirmed; then none is
        """
        self._check_may_decide()
        problems = self._find_problems()
        if problems:
            raise UserError("\n".join(problems))
        if self:
            self._confirm()
        return True

    def action_open_reverse(self):
        """Open the dialog that asks why these awards are taken back."""
        self._check_may_decide()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take Back"),
            "res_model": "service.score.award.reverse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_award_ids": self.ids},
        }

    def action_reverse(self, reason):
        """Take back these confirmed awards, with their entries in the score ledger.

        :raise UserError: no reason, or an award is not confirmed or about the user
        """
        self._check_may_decide()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason."))
        for award in self:
            if award._is_own():
                raise UserError(self.env._("Nobody decides on an award of their own."))
            if award.state != "confirmed":
                raise UserError(
                    self.env._("%(award)s: only a confirmed award is taken back.", award=award.display_name)
                )
        reason = reason.strip()[:500]
        # sudo: the entries of these awards; the right to take back was checked
        entries = self.sudo().entry_id.filtered(lambda entry: entry.state == "confirmed")
        if entries:
            entries._count_accounts_on()
            entries._reverse(reason)  # takes their awards back, too
        self.filtered(lambda award: award.state == "confirmed")._take_back(reason)
        return True

    @api.model
    def _award(self, vals_list):
        """Create and confirm awards that follow from something that a person decided, as a consequence.

        Who calls has checked that the user may decide it, and holds a fixed row of what it follows from.

        :param vals_list: values of awards: ``employee_id``, ``kind``, ``date``; as far as known
            ``consequence_id``, ``rule_id``, ``reason``
        """
        # sudo: the award follows from a decision
        awards = self.sudo()._create_awards(vals_list)
        awards._confirm()
        return self.browse(awards.ids)

    def _check_may_decide(self):
        if not self.env.user.has_group("service_scoring.group_officer"):
            raise AccessError(self.env._("Only officers of scoring decide on merits and demerits."))
        self.check_access("write")

    def _is_own(self):
        """Whether this award is about the user."""
        self.ensure_one()
        # sudo: only whose login it is
        return self.employee_id.sudo().user_id == self.env.user

    def _find_problems(self):
        """Return why some of these awards cannot be confirmed, in the user's words."""
        problems = []
        # sudo: what is checked of rules and people; the right to confirm was checked
        for award in self.sudo():
            problem = award._say_problem()
            if problem:
                problems.append(
                    self.env._("%(award)s: %(problem)s", award=award.display_name, problem=problem)
                )
        return problems

    def _say_problem(self):
        self.ensure_one()
        rule, scheme = self.rule_id, self.rulebook_id
        if self.state != "draft":
            return self.env._("it is decided already.")
        if self._is_own():
            return self.env._("nobody confirms an award of their own.")
        book = rule.rulebook_id or scheme
        if book.four_eyes and self.env.user in (self.reported_by_id, self.create_uid):
            return self.env._("the rule book wants a second person: who reported it does not confirm it.")
        if rule and rule.award_kind != self.kind:
            return self.env._("the clause %(rule)s is about another award.", rule=rule.display_name)
        if rule and not self.env["service.score.entry"]._is_book_valid(rule.rulebook_id, self.date):
            return self.env._(
                "the rule book “%(book)s” was not in force on %(day)s.",
                book=rule.rulebook_id.display_name,
                day=self.env["service.score.entry"]._say_score_day(self.date),
            )
        if rule and not rule.active:
            return self.env._("the clause %(rule)s is archived.", rule=rule.display_name)
        if rule.evidence_required and not self.evidence_ids:
            return self.env._("the clause needs evidence: attach it.")
        return ""

    def _confirm(self):
        """Confirm these awards, which have no problems; a fixed number of queries to read."""
        # sudo: what confirming needs to know of rules and people, and writes to the ledger
        awards = self.sudo().sorted(lambda award: (award.date, award.id))
        # the scheme may have come into force since the draft was made
        self.env.add_to_compute(self._fields["rulebook_id"], awards)
        awards._write_confirmed(awards._enter_in_ledger())

    def _write_confirmed(self, entries):
        """Write that these awards are confirmed, and judge the years in which they stand.

        :param entries: {award: its entry in the ledger}
        """
        Standing = self.env["service.score.standing"]
        standings = Standing._get_standings({(one.employee_id, one.date.year) for one in self})
        # the fixed rows are written before the other awards of the year are read (decisions 16)
        Standing.sudo().concat(*standings.values())._count_on()  # sudo: nobody writes standings by hand
        now = fields.Datetime.now()
        for award in self:
            entry = entries.get(award)
            award._write_decided(
                {
                    "state": "confirmed",
                    "entry_id": entry.id if entry else False,
                    "effective_date": entry.effective_date if entry else award.date,
                    "standing_id": standings[award.employee_id, award.date.year].id,
                    "confirmed_at": now,
                    "confirmed_by_id": self.env.uid,
                    "confirmed_uid": self.env.uid,
                }
            )
        Standing.sudo().concat(*standings.values())._judge()  # sudo: as above

    def _take_back(self, reason):
        """Write that these confirmed awards are taken back, and judge their years anew."""
        # sudo: nobody writes standings by hand; the right to take back was checked
        standings = self.sudo().standing_id
        standings._count_on()
        self._write_decided(
            {
                "state": "reversed",
                "reversal_reason": reason,
                "reversed_by_id": self.env.uid,
                "reversed_at": fields.Datetime.now(),
            }
        )
        standings._judge()
