from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceComplaint(models.Model):
    """Milestones that a policy requires before a complaint is closed, whatever time they take."""

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    missing_milestones = fields.Char("Still to Be Reached", compute="_compute_missing_milestones")

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints._explain_milestones()
        return complaints

    @api.depends("severity_id", "flag_ids", "category_id", "team_id", "channel", "sla_state", "is_history")
    @api.depends_context("lang")
    def _compute_missing_milestones(self):
        missing = self._origin._get_missing_milestones()
        for complaint in self:
            codes = missing.get(complaint._origin.id, ())
            complaint.missing_milestones = self.env._(", ").join(map(complaint._name_milestone, codes))

    def _name_milestone(self, code):
        # sudo: names of milestones, told to everybody who may see the case
        return self.env["service.sla.metric"].sudo()._find(self.company_id, code).name or code

    def _check_closing(self):
        """Refuse to close complaints that have not reached what their policies require."""
        result = super()._check_closing()
        missing = self._get_missing_milestones()
        for complaint in self:
            for code, policy in missing[complaint.id].items():
                raise UserError(
                    self.env._(
                        "%(number)s cannot be closed before it has reached the milestone “%(milestone)s” "
                        "(“%(policy)s” requires it). When that is done, press “Reached: %(milestone)s” "
                        "under Time Limits.",
                        number=complaint.name,
                        milestone=complaint._name_milestone(code),
                        policy=complaint._name_of("service.sla.policy", policy),
                    )
                )
        self._explain_milestones()
        return result

    def _route(self):
        """Decide as before, and keep which policy requires which milestones."""
        result = super()._route()
        self._explain_milestones()
        return result

    def _decide_drafts(self, decided):
        """Decide as before, and keep which policy requires which milestones."""
        result = super()._decide_drafts(decided)
        for draft_id, entry in self._prepare_milestones_entries().items():
            self._explain_draft(decided[draft_id], {"milestones": entry})
        return result

    def _explain_milestones(self):
        entries = self._prepare_milestones_entries()
        self._explain_each({key: {"milestones": entry} for key, entry in entries.items()})

    def _prepare_milestones_entries(self):
        """Return {complaint id: explanation} where a policy requires milestones, or did."""
        required_by = self._get_required_milestones()
        entries = {}
        for complaint in self:
            required, rejected = required_by[complaint.id]
            if not required and "milestones" not in (complaint.explanation or {}):
                continue
            entries[complaint.id] = self._prepare_explanation(
                "required_milestones" if required else "no_milestones",
                sorted(required),
                next(iter(required.values()), None),
                {"requiring_policies": sorted(set(required.values()))},
                [item.as_json() for item in rejected],
                "sla/1",
            )
        return entries

    @api.model
    def _get_explained_decisions(self):
        return {
            **super()._get_explained_decisions(),
            "milestones": (self.env._("Milestones before closing"), None, "service.sla.policy"),
        }

    def _say_decision(self, code, entry):
        if code != "milestones":
            return super()._say_decision(code, entry)
        names = self.env._(", ").join(map(self._name_milestone, entry["value"]))
        return super()._say_decision(code, {**entry, "value": names})

    def _get_how_sentences(self, rule):
        return {
            **super()._get_how_sentences(rule),
            "required_milestones": self.env._("“%(policy)s” requires them before closing.", policy=rule),
            "no_milestones": self.env._("No policy requires a milestone before closing."),
        }

    def _get_fact_texts(self):
        return {
            **super()._get_fact_texts(),
            "requiring_policies": (
                self.env._("Required by"),
                lambda codes: self._names_of("service.sla.policy", codes),
            ),
        }
