from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import appeal as engine


class ServiceScoreAppeal(models.Model):
    """Who may decide: somebody outside the case and its reporting line, at any depth (S7, C2)."""

    # one concern a file
    _inherit = "service.score.appeal"  # pylint: disable=consider-merging-classes-inherited

    def _get_candidates(self):
        """Return the officers and HR users of the company who are outside the case."""
        self.ensure_one()
        # sudo: reading groups is the administrator's; only who may decide comes back
        users = self.env.ref("service_scoring.group_officer").sudo().all_user_ids
        line = self._get_line()
        free = users.filtered(lambda user: not self._find_bar(user, line))
        return free.sorted("name").with_env(self.env)

    def _get_line(self):
        """Return the engine's reporting line of the case."""
        self.ensure_one()
        # sudo: who reports to whom, and who had a part in it; only whether somebody is outside comes back
        appeal = self.sudo().with_context(active_test=False)
        people = appeal.employee_id | appeal.employee_id.user_id.employee_ids
        everybody = appeal.env["hr.employee"].search_fetch([], ["parent_id"])
        parents = {one.id: one.parent_id.id or None for one in everybody}
        involved = self._get_involved_users().ids
        return engine.Line(engine.Case(frozenset(people.ids), frozenset(involved), parents))

    def _get_involved_users(self):
        """Return the users who had a part in the case, in superuser mode; extend it."""
        self.ensure_one()
        appeal = self.sudo()  # sudo: as above
        consequence = appeal.consequence_id | appeal.award_id.consequence_id
        awards = appeal.award_id | consequence.award_ids
        sheets = appeal.sheet_id | consequence.sheet_ids
        entries = appeal.entry_ids or appeal.sheet_id.line_ids.entry_id
        entries |= awards.entry_id | consequence.entry_id | consequence.entry_ids
        entries |= consequence.sheet_ids.line_ids.entry_id
        return (
            appeal.filed_by_id
            | entries._get_involved_users()
            | sheets.confirmed_by_id
            | awards.reported_by_id
            | awards.confirmed_by_id
            | consequence.result_ids.confirmed_by_id
            | consequence.heard_by_id
            | consequence.decided_by_id
        )

    def action_open_assign(self):
        """Open the dialog that asks who decides."""
        self.ensure_one()
        self._check_hr()
        return self._open_step("service.score.appeal.assign", self.env._("Who Decides?"))

    def action_assign(self, decider):
        """Give this appeal to somebody who is outside the case.

        :raise AccessError: the user is not HR
        :raise UserError: it is decided, the user's own, or the decider is not outside the case
        """
        self.ensure_one()
        self._check_hr()
        self._begin()
        if self.is_mine:
            raise UserError(self.env._("Somebody else assigns your own appeal."))
        self._check_outside(decider)
        former = self.decider_id - decider
        if former:
            # sudo: who does not decide any more is told nothing more of it
            self.sudo().message_unsubscribe(former.sudo().partner_id.ids)
        self._store(
            {
                "decider_id": decider.id,
                "assigned_by_id": self.env.uid,
                "assigned_at": fields.Datetime.now(),
            }
        )
        self._tell(
            decider,
            f"assigned/{decider.id}",
            lambda env, name=self.name: env._("Appeal %(name)s: please decide", name=name),
            lambda env: env._("You are outside this case. Please hear both sides, and decide in time."),
        )
        return True

    def _check_hr(self):
        if not self.env.user.has_group("service_scoring.group_hr"):
            raise AccessError(self.env._("Only HR says who decides on an appeal."))
        self.check_access("read")

    def _check_outside(self, user):
        """:raise UserError: this user may not decide this appeal"""
        self.ensure_one()
        reason = self._find_bar(user, self._get_line())
        if reason:
            raise UserError(
                self.env._(
                    "%(who)s does not decide on this appeal: %(why)s",
                    who=user.sudo().name,  # sudo: as below
                    why=self._get_bar_sentences()[reason],
                )
            )

    def _find_bar(self, user, line):
        """Return the code of why a user may not decide, see ``_get_bar_sentences``; "" if they may.

        :param line: see ``_get_line``
        """
        self.ensure_one()
        # sudo: the role and the employees of a user, also of those who left and came back
        person, company = user.sudo().with_context(active_test=False), self.sudo().company_id
        if not person.active or person.share or company not in person.company_ids:
            return "away"
        reason = line.bar(person.id, person.employee_ids.ids)
        if not reason and not person.has_group("service_scoring.group_officer"):
            reason = "role"
        return reason

    @api.model
    def _get_bar_sentences(self):
        """Return {code of the engine: sentence}."""
        return {
            "own": self.env._("it is their own."),
            "involved": self.env._("they had a part in the case."),
            "above": self.env._("the employee reports to them, directly or through others."),
            "below": self.env._("they report to the employee, directly or through others."),
            "role": self.env._("they are neither officer nor HR of scoring."),
            "away": self.env._("they cannot log in to this company."),
        }


class ServiceScoreEntry(models.Model):
    # who had a part in a case is one concern
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    def _get_involved_users(self):
        """Return the users who entered, reported, inspected, heard or confirmed these entries; in superuser
        mode.
        """
        # sudo: who had a part in it
        entries = self.sudo()
        found = entries.filtered(lambda entry: entry.res_model == "service.score.inspection")
        inspections = entries.env["service.score.inspection"].browse(found.mapped("res_id")).exists()
        by_hand = entries.filtered(lambda entry: entry.source in ("manual", "import"))
        return (
            entries.reported_by_id
            | entries.heard_by_id
            | entries.confirmed_by_id
            | by_hand.create_uid
            | inspections.inspector_ids
        )
