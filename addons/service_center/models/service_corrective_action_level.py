from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import highest_claim
from .service_explained_mixin import CLAIM


class ServiceCorrectiveAction(models.Model):
    """Who approves a corrective action: the level that its complaints ask for (MFG-APP-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.corrective.action"  # pylint: disable=consider-merging-classes-inherited

    approval_level_id = fields.Many2one(
        "service.authority.level",
        "Approved By Level",
        readonly=True,
        copy=False,
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        help="This level of authority or a higher one approves the actions. Empty: any officer.",
    )

    def _decide_level(self):
        """Decide who approves these actions, from severity and category of their complaints.

        Where no policy says anything, those approve it who may close the complaints.
        """
        entries = {}
        for action in self:
            # sudo: the policies of all complaints count, also of those that the user may not read
            complaints = action.sudo().complaint_ids.filtered(lambda one: not one.is_history)
            levels = complaints._get_corrective_levels()
            winner, rejected = highest_claim.decide(
                highest_claim.Claim(source, level.code, level.sequence) for source, level in levels.items()
            )
            level = levels[winner.source] if winner else self.env["service.authority.level"]
            if not winner and "corrective_level" not in (action.explanation or {}):
                continue
            if action.approval_level_id != level:
                action._write_decided({"approval_level_id": level.id})
            entries[action.id] = {
                "corrective_level": self._prepare_explanation(
                    "highest_claim" if winner else "no_claim",
                    winner and winner.value,
                    winner and winner.source,
                    {"complaints": sorted(complaints.mapped("name"))},
                    rejected,
                    "highest_claim/1",
                )
            }
        self._explain_each(entries)

    def _check_reviewer(self):
        """Refuse the review to authors and to people below the level, and name who can."""
        if self.env.user in self.author_ids | self.submitted_by_id | self.leader_id:
            raise UserError(
                self.env._(
                    "%(number)s: you wrote it or lead the team, so somebody else has to review it.",
                    number=self.name,
                )
            )
        level = self.approval_level_id
        if level:
            if self.env.user not in level._get_deciders():
                raise UserError(self._say_who_approves())
        elif not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers review corrective actions."))

    def _get_reviewers(self):
        """Return those who may review this action: at its level or above, not its authors, not concerned."""
        self.ensure_one()
        level = self.approval_level_id
        # sudo: whom the complaints are about, also those that the user may not read
        concerned = self.sudo().complaint_ids._get_concerned_users().with_env(self.env)
        people = level._get_deciders() if level else self.env["res.users"]
        return people - concerned - self.author_ids - self.submitted_by_id - self.leader_id

    def _say_who_approves(self):
        """Return the sentence that tells who may review this action, those present first."""
        level = self.approval_level_id
        params = {"number": self.name, "level": level.display_name}
        able = self._get_reviewers()
        if not able:
            return self.env._(
                "%(number)s: “%(level)s” has to decide, but nobody else is at that level or above it. "
                "A manager names someone under Configuration, Authority Levels.",
                **params,
            )
        absent = able._service_on_leave(company=level.company_id)
        names = self.env["service.complaint"]._say_deciders(level, (able - absent) | absent, absent)
        return self.env._("%(number)s: “%(level)s” has to decide. Ask %(names)s.", names=names, **params)

    @api.model
    def _get_explained_decisions(self):
        return {
            **super()._get_explained_decisions(),
            "corrective_level": (self.env._("Who approves"), "service.authority.level", CLAIM),
        }
