from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import appeal as engine

#: of how many people is said why they do not decide
SAID = 10


class ServiceScoreAppeal(models.Model):
    """Who may decide: somebody outside the case and its reporting line, at any depth (S7, C2)."""

    # one concern a file
    _inherit = "service.score.appeal"  # pylint: disable=consider-merging-classes-inherited

    def _get_candidates(self):
        """Return the officers and HR users of the company who are outside the case."""
        self.ensure_one()
        # sudo: reading groups is the administrator's; only who may decide comes back
        users = (
            self.env["res.users"]
            .sudo()
            .browse(user.id for user, reason in self._get_bars().items() if not reason)
        )
        return users.sorted("name").with_env(self.env)

    def _get_bars(self):
        """Return {user: code of why they do not decide, "" if they may} of officers and HR of the company."""
        self.ensure_one()
        # sudo: as above
        users = self.env.ref("service_scoring.group_officer").sudo().all_user_ids
        line = self._get_line()
        return {
            user: self._find_bar(user, line) for user in users if self.sudo().company_id in user.company_ids
        }

    @api.depends("state", "decider_id")
    @api.depends_context("uid", "lang")
    def _compute_why_nobody(self):
        for appeal in self:
            appeal.why_nobody = appeal.state == "filed" and not appeal.decider_id and appeal._say_nobody()

    def _say_nobody(self):
        """Return why each officer and HR user does not decide, a line each; "" as long as somebody may."""
        bars, sentences = self._get_bars(), self._get_bar_sentences()
        if not all(bars.values()):
            return ""
        bars = {user: reason for user, reason in bars.items() if reason != "away"}
        lines = [f"{user.name}: {sentences[bars[user]]}" for user in sorted(bars, key=lambda one: one.name)]
        if len(lines) > SAID:
            more = self.env._("… and %(count)s more.", count=len(lines) - SAID)
            lines = [*lines[:SAID], more]
        return "\n".join(lines) or self.env._("No officer or HR of scoring works for this company.")

    def _release_absent(self):
        """Give these open appeals back to HR where whoever was to decide cannot any more.

        The money waits as long as nobody decides: HR is told at once.
        """
        for appeal in self.filtered(lambda one: one.state == "filed" and one.decider_id):
            former = appeal.decider_id
            if appeal._find_role_bar(former):
                appeal.message_unsubscribe(former.partner_id.ids)
                appeal._store({"decider_id": False, "assigned_by_id": False, "assigned_at": False})
                appeal._tell(
                    appeal._get_hr_users(),
                    f"released/{former.id}/{fields.Datetime.now().timestamp():.0f}",
                    lambda env, name=appeal.name: env._("Appeal %(name)s: who decides now?", name=name),
                    lambda env: env._(
                        "Whoever was to decide cannot any more. Its money waits: please assign somebody else."
                    ),
                )

    def _get_line(self):
        """Return the engine's reporting line of the case."""
        self.ensure_one()
        # sudo: who reports to whom, and who had a part in it; only whether somebody is outside comes back
        appeal = self.sudo().with_context(active_test=False)
        fields_read = ["parent_id", "user_id", "work_contact_id"]
        everybody = appeal.env["hr.employee"].search_fetch([], fields_read)
        parents = {one.id: one.parent_id.id or None for one in everybody}
        # who works for several companies has an employee in each
        persons = engine.persons((one.id, one.user_id.id, one.work_contact_id.id) for one in everybody)
        involved = self._get_involved_users().ids
        people = frozenset(appeal.employee_id.ids)
        employees = {user.id: ones.ids for user, ones in everybody.grouped("user_id").items()}
        return engine.Line(engine.Case(people, frozenset(involved), parents, persons, employees))

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
        bar = self._find_role_bar(user)
        return bar if bar == "away" else line.bar(user.id) or bar

    def _find_role_bar(self, user):
        """Return the code of why a user cannot decide appeals of this company at all; "" if they can."""
        self.ensure_one()
        # sudo: the role of a user, also of one who left
        person, company = user.sudo(), self.sudo().company_id
        if not person.active or person.share or company not in person.company_ids:
            return "away"
        return "" if person.has_group("service_scoring.group_officer") else "role"

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
