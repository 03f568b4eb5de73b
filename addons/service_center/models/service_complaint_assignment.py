from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.service_kernel.engine.assignment import ENGINE

from ..engine import lifecycle

CODE = "assignment"


class ServiceComplaint(models.Model):
    """A complaint of a team goes to one of its members, by the team's method; a person's choice stands."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    team_assignment = fields.Selection(related="team_id.assignment", string="Method of the Team")

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        teams = self._get_assigning_teams({vals["team_id"] for vals in vals_list if vals.get("team_id")})
        chosen = [
            vals.get("team_id") in teams
            and not vals.get("user_id")
            and not vals.get("is_history")
            and vals.get("state", "new") in lifecycle.OPEN_STATES
            for vals in vals_list
        ]
        for vals, to_assign in zip(vals_list, chosen, strict=True):
            if to_assign:
                vals["user_id"] = False  # not who enters it
        complaints = super().create(vals_list)
        complaints.browse(
            one.id for one, to_assign in zip(complaints, chosen, strict=True) if to_assign
        )._assign()
        return complaints

    def write(self, vals):
        """Write; a handler chosen by a person is told so where a method chose one before."""
        result = super().write(vals)
        if "user_id" in vals:
            value = vals["user_id"] and f"#{vals['user_id']}"
            known = self.filtered(lambda one: CODE in (one.explanation or {}))
            known._explain(CODE, "by_hand", value or None, facts={"assigned_by": self.env.uid})
        return result

    @api.onchange("team_id")
    def _onchange_team_assignment(self):
        """Leave it to the team's method, unless somebody else than the user has been chosen."""
        method = self.team_id.assignment
        if not self._origin and method and method != "manual" and self.user_id == self.env.user:
            self.user_id = False

    @api.model
    def _get_assigning_teams(self, team_ids):
        """Return the ids of those teams that give their cases to members by a method."""
        if not team_ids:
            return set()
        # sudo: how a team works is no secret to who enters its cases
        teams = self.env["service.team"].sudo().browse(team_ids)
        return set(teams.filtered(lambda team: team.assignment != "manual").ids)

    def action_assign(self):
        """Give these complaints to other members of their teams, by the teams' methods.

        :raise AccessError: the user is no officer, or may not change a complaint
        :raise UserError: a team assigns by hand, or a complaint has none or has ended
        """
        self.check_access("write")
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers assign complaints."))
        self._check_not_concerned()
        teams = self._get_assigning_teams(self.team_id.ids)
        for complaint in self:
            if complaint.team_id.id not in teams:
                raise UserError(
                    self.env._(
                        "%(number)s: its team has no method to assign complaints. Choose a handler.",
                        number=complaint.name,
                    )
                )
            if complaint.state not in lifecycle.OPEN_STATES or complaint.is_history:
                raise UserError(self.env._("%(number)s has ended.", number=complaint.name))
        self._assign()
        return True

    def _assign(self):
        """Give each of these complaints to a member of its team; see ``service.team._assign_cases``."""
        for team, complaints in self.grouped("team_id").items():
            decisions = team._assign_cases(complaints._get_barred(team), self._get_loads)
            by_user, entries = defaultdict(self.browse), {}
            for complaint, decision in zip(complaints, decisions, strict=True):
                by_user[decision.value] |= complaint
                entry = self._prepare_explanation(
                    decision.decision,
                    decision.value and f"#{decision.value}",
                    None,
                    {"team": team.code},
                    [item.as_json() for item in decision.rejected],
                    ENGINE,
                )
                entries[complaint.id] = {CODE: entry}
            for user_id, ones in by_user.items():
                if user_id:
                    ones._write_handler(user_id)
            complaints._explain_each(entries)

    # past our own write(), which takes a handler for a person's choice
    def _write_handler(self, user_id):  # pylint: disable=missing-return
        """Write whom a team's method chose; who gets several at once is not told of each."""
        # sudo: the outcome of the team's method, whatever the user may see afterwards
        quiet = self.sudo().with_context(mail_notrack=True, mail_auto_subscribe_no_notify=len(self) > 1)
        super(ServiceComplaint, quiet).write({"user_id": user_id})  # pylint: disable=super-method-mismatch

    def _get_barred(self, team):
        """Return [{user id: code of why they cannot take it}], one for each of these complaints of a team."""
        # sudo: members of the team, whom the user need not be allowed to read
        members = team.sudo().member_ids
        absent = members._service_absent(company=team.company_id)
        barred = dict.fromkeys(absent.ids, "absent")
        strangers = members.filtered(lambda user: not user.has_group("service_center.group_user"))
        barred |= dict.fromkeys(strangers.ids, "no_role")
        # sudo: only ids; the user need not be allowed to read employees
        return [
            barred
            | dict.fromkeys(complaint.user_id.ids, "handles_now")
            | dict.fromkeys(complaint.employee_ids.user_id.ids, "complained_about")
            for complaint in self.sudo()
        ]

    @api.model
    def _get_loads(self, users):
        """Return {user id: number of open complaints}."""
        # sudo: a number each, of whatever complaints
        groups = self.sudo()._read_group(
            [
                ("user_id", "in", users.ids),
                ("state", "in", lifecycle.OPEN_STATES),
                ("is_history", "=", False),
            ],
            ["user_id"],
            ["__count"],
        )
        return {user.id: count for user, count in groups}

    # What is said about it

    @api.model
    def _get_explained_decisions(self):
        return super()._get_explained_decisions() | {
            CODE: (self.env._("Who handles it"), "res.users", "res.users")
        }

    def _get_how_sentences(self, rule):
        return super()._get_how_sentences(rule) | {
            "rotation": self.env._("It was the turn of this member of the team."),
            "least_loaded": self.env._("Of the team, this member had the fewest open cases."),
            "nobody": self.env._("Nobody of the team could take it."),
            "by_hand": self.env._("Somebody chose the handler."),
        }

    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "assigned_by": (
                self.env._("Chosen by"),
                lambda user_id: self.env["res.users"].browse(user_id).name,
            ),
        }

    def _get_because_sentences(self, params):
        return super()._get_because_sentences(params) | {
            "absent": self.env._("Was absent."),
            "no_role": self.env._("May not work on complaints."),
            "handles_now": self.env._("Handled it until then."),
            "complained_about": self.env._("The complaint is about this person."),
            "later_turn": self.env._("Has a later turn."),
            "more_load": self.env._(
                "Has %(load)s open cases; the one who got it had %(least)s.",
                load=params.get("load"),
                least=params.get("least"),
            ),
        }
