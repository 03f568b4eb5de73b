from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: what changes the employment, wherever it comes from
DEMERITS = ("demerit", "major_demerit")


class ServiceScoreAward(models.Model):
    """Confirming and taking back: a person decides, and the year of the employee is judged anew."""

    # one concern a file
    _inherit = "service.score.award"  # pylint: disable=consider-merging-classes-inherited

    may_confirm = fields.Boolean(
        compute="_compute_may_decide", help="The user may confirm it: the step checks it again."
    )
    may_reverse = fields.Boolean(
        compute="_compute_may_decide", help="The user may take it back: the step checks it again."
    )

    @api.depends("state", "employee_id", "kind", "reported_by_id", "rule_id", "rulebook_id", "consequence_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        is_officer = self.env.user.has_group("service_scoring.group_officer")
        is_hr = self.env.user.has_group("service_scoring.group_hr")
        for award in self:
            may = is_officer and not award._is_own()
            # sudo: what the rule book wants of whom, for the buttons
            needs_other = award.sudo()._needs_second_person()
            award.may_confirm = may and award.state == "draft" and not needs_other
            award.may_reverse = may and award.state == "confirmed" and (is_hr or not award.consequence_id)

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

        What follows from a consequence only HR takes back.

        :raise UserError: no reason, or an award is not confirmed or about the user
        """
        self._check_may_decide()
        self._check_decided_by_hr()
        return self._reverse(reason)

    def _check_decided_by_hr(self):
        """Refuse to take back what was decided as a consequence, to all but HR."""
        # sudo: only whether there is one
        if self.sudo().consequence_id and not self.env.user.has_group("service_scoring.group_hr"):
            raise AccessError(
                self.env._("It follows from a consequence that was approved: only HR takes it back.")
            )

    def _reverse(self, reason):
        """Take back these confirmed awards, as ``action_reverse``; who calls has checked the right to."""
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
        rule = self.rule_id
        if self.state != "draft":
            return self.env._("it is decided already.")
        if self._is_own():
            return self.env._("nobody confirms an award of their own.")
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
        if self._needs_second_person():
            if self.kind in DEMERITS:
                return self.env._("a demerit wants a second person: who reported it does not confirm it.")
            return self.env._("the rule book wants a second person: who reported it does not confirm it.")
        return ""

    def _needs_second_person(self):
        """Whether somebody else has to confirm it: demerits always, others where the rule book wants it.

        As a consequence demerits are decided by HR; entered directly, two people stand for them.
        """
        self.ensure_one()
        book = self.rule_id.rulebook_id or self.rulebook_id
        wanted = self.kind in DEMERITS or book.four_eyes
        return wanted and self.env.user in (self.reported_by_id, self.create_uid)

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
        keys = {award: (award.company_id, award.employee_id, award.date.year) for award in self}
        standings = Standing._get_standings(set(keys.values()))
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
                    "standing_id": standings[keys[award]].id,
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
