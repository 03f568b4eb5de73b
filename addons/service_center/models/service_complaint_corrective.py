from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import corrective_action as engine
from ..engine import highest_claim
from .service_complaint_routing import FACTS
from .service_corrective_policy_mixin import REQUIREMENT_LABELS
from .service_explained_mixin import CLAIM


class ServiceComplaint(models.Model):
    """The corrective actions of a complaint, and the closing that may have to wait for one."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    corrective_action_ids = fields.Many2many(
        "service.corrective.action",
        "service_corrective_complaint_rel",
        "complaint_id",
        "action_id",
        string="Corrective Actions",
        check_company=True,
        copy=False,
    )
    corrective_action_count = fields.Integer(
        "Number of Corrective Actions", compute="_compute_corrective_action_count"
    )
    corrective_requirement = fields.Selection(
        REQUIREMENT_LABELS,
        string="Corrective Action Required",
        compute="_compute_corrective_requirement",
        help="How far a corrective action has to be before the complaint is closed.",
    )
    corrective_is_missing = fields.Boolean(compute="_compute_corrective_requirement")

    @api.depends("corrective_action_ids")
    def _compute_corrective_action_count(self):
        for complaint in self:
            complaint.corrective_action_count = len(complaint.corrective_action_ids)

    @api.depends(
        "severity_id.requires_corrective_action",
        "flag_ids.requires_corrective_action",
        "is_history",
        "corrective_action_ids.state",
    )
    def _compute_corrective_requirement(self):
        for complaint in self:
            claim = complaint._decide_corrective(complaint.severity_id.id)[0]
            requirement = claim.value if claim else "none"
            complaint.corrective_requirement = requirement
            # sudo: only how far the actions are, also those that the user may not read
            states = complaint.sudo().corrective_action_ids.mapped("state") if claim else []
            complaint.corrective_is_missing = not engine.is_fulfilled(requirement, states)

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints.filtered(lambda one: one.state == "closed")._check_closing()
        linked = complaints.corrective_action_ids
        if linked:
            linked._decide_level()
            for complaint in complaints:
                complaint.corrective_action_ids._reach_milestones(complaint)
        return complaints

    def write(self, vals):
        """Write; a complaint that closes has what its policies ask for, also by the facts written with it."""
        closing = self.browse()
        if vals.get("state") == "closed":
            closing = self.filtered(lambda one: one.state != "closed")
        before = {}
        if "corrective_action_ids" in vals:
            before = {complaint: complaint.corrective_action_ids for complaint in self}
        result = super().write(vals)
        if FACTS & vals.keys():
            closing._check_closing()
        for complaint, actions in before.items():
            now = complaint.corrective_action_ids
            ((actions | now) - (actions & now))._decide_level()
            (now - actions)._reach_milestones(complaint)
        return result

    def _check_move(self, target):
        """Refuse to close a complaint that lacks what its policies ask for."""
        result = super()._check_move(target)
        if target == "closed":
            self.filtered(lambda complaint: complaint.state != target)._check_closing()
        return result

    def action_open_corrective_actions(self):
        """Show the corrective actions of these complaints, or a new one for them."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center.service_corrective_action_action"
        )
        action["domain"] = [("complaint_ids", "in", self.ids)]
        action["context"] = {
            "default_complaint_ids": self.ids,
            "default_company_id": self.company_id[:1].id,
            "default_department_id": self.department_id[:1].id,
        }
        actions = self.corrective_action_ids
        if len(actions) <= 1:
            action.update({"views": [(False, "form")], "res_id": actions.id})
        return action

    # Policies

    def _decide_corrective(self, severity_id):
        """Return (the highest ``Claim`` or None, the others) of what a complaint's policies ask for.

        :param severity_id: id of its severity, which may have been decided and not written yet
        """
        self.ensure_one()
        if self.is_history:
            return None, []
        severities, flags = self.env["service.severity"]._get_corrective_claims(self.company_id.id)
        if not severities and not flags:
            return None, []
        claims = [flags[flag_id] for flag_id in self.flag_ids._origin.ids if flag_id in flags]
        if severity_id in severities:
            claims.append(severities[severity_id])
        return highest_claim.decide(claims)

    def _get_corrective_levels(self):
        """Return {source: level} of who has to approve a corrective action for these complaints.

        Severity and category, the nearest in its tree; where none of them says, who may close the complaint.
        """
        levels = {}
        for complaint in self:
            severity = complaint.severity_id
            if severity.corrective_level_id:
                levels[f"severity:{severity.code}"] = severity.corrective_level_id
            for category in reversed(complaint.category_id._get_lineage()):
                if category.corrective_level_id:
                    code = category.code or f"#{category.id}"
                    levels[f"category:{code}"] = category.corrective_level_id
                    break
        if not levels:
            levels = {f"level:{level.code}": level for level in self.authority_level_id}
        return levels

    def _decide_routes(self):
        """Decide as before, and which policy asks for a corrective action."""
        decisions = super()._decide_routes()
        for complaint in self:
            values, entries = decisions.get(complaint.id, ({}, {}))
            entry = complaint._prepare_corrective_entry(values.get("severity_id", complaint.severity_id.id))
            if entry:
                decisions[complaint.id] = values, entries | {"corrective_action": entry}
        return decisions

    def _explain_corrective(self):
        """Keep which policy asks for a corrective action, as it is now."""
        entries = {one.id: one._prepare_corrective_entry(one.severity_id.id) for one in self}
        self._explain_each({key: {"corrective_action": entry} for key, entry in entries.items() if entry})

    def _prepare_corrective_entry(self, severity_id):
        """Return the explanation of which policy asks for an action, None if none does or ever did."""
        claim, rejected = self._decide_corrective(severity_id)
        if not claim and "corrective_action" not in (self.explanation or {}):
            return None
        # sudo: names of the actions, also of those that the user may not read
        actions = self.sudo().corrective_action_ids
        return self._prepare_explanation(
            "highest_claim" if claim else "no_claim",
            claim.value if claim else "none",
            claim and claim.source,
            {"corrective_actions": [f"{action.name} ({action.state})" for action in actions]},
            rejected,
            "highest_claim/1",
        )

    # Closing

    def _check_closing(self):
        """Refuse to close complaints that lack what their policies ask for; nobody is exempt.

        :raise UserError: an action is missing, or not far enough
        """
        for complaint in self.filtered(lambda one: not one.is_history):
            if complaint.corrective_is_missing:
                raise UserError(complaint._say_corrective_missing())
        self._explain_corrective()

    def _say_corrective_missing(self):
        labels = self._fields["corrective_requirement"]._description_selection(self.env)
        claim = self._decide_corrective(self.severity_id.id)[0]
        params = {
            "number": self.name,
            "policy": self._name_of(CLAIM, claim.source),
            "requirement": dict(labels)[claim.value],
        }
        # sudo: number and state of the actions, also of those that the user may not read
        actions = self.sudo().corrective_action_ids
        if not actions:
            return self.env._(
                "%(number)s cannot be closed without a corrective action (%(policy)s asks for: "
                "%(requirement)s). Open one from the complaint.",
                **params,
            )
        states = dict(actions._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(number)s cannot be closed yet: %(policy)s asks for a corrective action that is at least "
            "“%(requirement)s”. There is: %(actions)s.",
            actions=", ".join(f"{action.name} ({states[action.state]})" for action in actions),
            **params,
        )

    @api.model
    def _get_explained_decisions(self):
        return {
            **super()._get_explained_decisions(),
            "corrective_action": (self.env._("Corrective action before closing"), None, CLAIM),
        }

    def _say_decision(self, code, entry):
        said = super()._say_decision(code, entry)
        if code == "corrective_action":
            said["value"] = self._say_claim({"claim": entry["value"]})
        return said
