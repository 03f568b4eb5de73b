from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import lifecycle

NAMES_SHOWN = 5


class ServiceComplaint(models.Model):
    """Who may end a complaint: those at its level of authority or above, but nobody in their own case."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    offered_level_id = fields.Many2one(
        "service.authority.level",
        "Offered To",
        compute="_compute_offered_level_id",
        help="Nobody of the level that decides is present now; of those above it, this is the first with "
        "somebody present.",
    )

    @api.depends("authority_level_id", "state", "is_history")
    def _compute_offered_level_id(self):
        offers = {}
        for complaint in self:
            level = complaint.authority_level_id
            if not level or complaint.is_history or complaint.state in lifecycle.ENDED_STATES:
                complaint.offered_level_id = False
                continue
            if level not in offers:
                absent, offered = level._origin._get_offer()
                offers[level] = offered if absent else False
            complaint.offered_level_id = offers[level]

    def _check_authority(self):
        """Refuse to people below the level of a complaint to end it, and name who can.

        Complaints without a level and history are anybody's; so are all for programs in superuser mode.
        In the place of somebody complained about nobody ends a complaint, whatever the level.
        """
        if self.env.su:
            return
        current = self.filtered(lambda one: not one.is_history)
        current._check_not_represented()
        for level, complaints in current.grouped("authority_level_id").items():
            deciders = level._get_deciders() if level else self.env.user
            if self.env.user not in deciders:
                raise UserError(complaints._say_who_decides(level, deciders))

    def _check_not_represented(self):
        """Refuse to deputies of people complained about to end these complaints: own cases, by proxy."""
        Level = self.env["service.authority.level"]
        for company, complaints in self.grouped("company_id").items():
            represented = Level._get_represented(self.env.user, company)
            if not represented:
                continue
            # sudo: only compares ids; the user need not be allowed to read employees
            own = complaints.sudo().filtered(lambda one, those=represented: one.employee_ids.user_id & those)
            if own:
                raise UserError(
                    self.env._(
                        "%(numbers)s: you stand in for somebody who is complained about, so somebody else "
                        "has to decide.",
                        numbers=", ".join(own.mapped("name")),
                    )
                )

    def _get_concerned_users(self):
        """Return the users about whom these complaints of one company are, and their deputies."""
        # sudo: only ids; the user need not be allowed to read employees
        people = self.sudo().employee_ids.user_id.with_env(self.env)
        return people | self.env["service.authority.level"]._get_deputies_of(people, self.company_id)

    def _say_who_decides(self, level, deciders):
        """Return the sentence that tells who may end these complaints of one level, those present first."""
        params = {"numbers": ", ".join(self.mapped("name")), "level": level.display_name}
        able = deciders - self._get_concerned_users()
        if not able:
            return self.env._(
                "%(numbers)s: “%(level)s” has to decide, but nobody is at that level or above it. "
                "A manager names someone under Configuration, Authority Levels.",
                **params,
            )
        absent = able._service_on_leave(company=level.company_id)
        present = able - absent
        params["names"] = self._say_deciders(level, present | absent, absent)
        if present & level._get_users():
            return self.env._("%(numbers)s: “%(level)s” has to decide. Ask %(names)s.", **params)
        if present:
            return self.env._(
                "%(numbers)s: “%(level)s” has to decide; nobody of that level is present. Ask %(names)s.",
                **params,
            )
        return self.env._(
            "%(numbers)s: “%(level)s” has to decide; nobody who may decide is present: %(names)s.", **params
        )

    def _say_deciders(self, level, deciders, absent):
        """Return the names of deciders, of which some are absent; deputies are marked as such."""
        own = level._get_higher_levels()._get_own_users()
        names = []
        # sudo: names of colleagues, whose partner the user may not be allowed to read
        for user in deciders[:NAMES_SHOWN].sudo():
            name = user.name
            if user.id not in own.ids:
                name = self.env._("%(name)s (deputy)", name=name)
            if user.id in absent.ids:
                name = self.env._("%(name)s (absent)", name=name)
            names.append(name)
        return ", ".join(names) + ("…" if len(deciders) > NAMES_SHOWN else "")
