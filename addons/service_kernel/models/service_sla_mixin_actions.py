from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import sla as engine


class ServiceSlaMixin(models.AbstractModel):
    """Milestones that people tell of: no step of the document itself reaches them."""

    # one concern a file: together they would be too long to read
    _inherit = "service.sla.mixin"  # pylint: disable=consider-merging-classes-inherited

    sla_milestones = fields.Json("Milestones to Reach", compute="_compute_sla_milestones")

    @api.depends_context("uid", "lang")
    def _compute_sla_milestones(self):
        Metric = self.env["service.sla.metric"]
        changeable = self._origin._filtered_access("write")
        offered = changeable._get_offered_milestones()
        for document in self:
            codes = offered.get(document._origin.id, ())
            ids = filter(None, (Metric._find_id(document.company_id.id, code) for code in codes))
            # sudo: names of milestones, told to everybody who may see the case
            metrics = Metric.sudo().browse(ids).sorted("sequence")
            document.sla_milestones = [{"code": metric.code, "name": metric.name} for metric in metrics]

    def _get_offered_milestones(self):
        """Return {document id: codes} of the milestones that may be reached by hand now.

        Those for which a clock runs, those at which a limit of today's policies starts, and those that are
        required before the end; not those reached already, and none that the document's own steps reach.
        """
        offered = {document.id: set() for document in self}
        going = self.filtered(lambda document: document._is_sla_going())._get_sla_documents()
        if not going:
            return offered
        by_steps = self.env["service.sla.metric"]._get_base_codes().keys() - self._get_sla_told_milestones()
        reached = going._get_sla_milestones()
        clocks = going._get_sla_clocks()
        required = going._get_required_milestones()
        for document, plan in going._get_sla_plans():
            codes = {limit["target"].start_metric for limit in plan.values()} - {None}
            codes |= {clock.metric for clock in clocks.get(document.id, ()) if clock.is_open}
            codes |= required[document.id][0].keys()
            offered[document.id] = codes - by_steps - reached[document.id][0].keys()
        return offered

    @api.model
    def _get_sla_told_milestones(self):
        """Return codes of milestones that steps reach, and of which a colleague may tell without one, too."""
        return {"respond"}

    def _is_sla_going(self):
        """Whether the case goes on, so that it may still reach something."""
        self.ensure_one()
        return True

    def action_reach_milestone(self, code):
        """Tell that the document reached the milestone ``code`` just now; what is reached already stays so.

        :raise AccessError: the user may not change the document
        :raise UserError: it is not a milestone that is offered for the document
        """
        self.ensure_one()
        self.check_access("write")
        if code in self._get_sla_milestones()[self.id][0]:
            return True
        if code not in self._get_offered_milestones()[self.id]:
            raise UserError(
                self.env._(
                    "%(document)s does not wait for the milestone “%(code)s”.",
                    document=self.display_name,
                    code=str(code)[:50],
                )
            )
        self._service_reach(code)
        return True

    def _get_required_milestones(self):
        """Return {document id: ({metric: policy code}, [rejected policies])} of what has to be reached."""
        Policy = self.env["service.sla.policy"]
        required = {document.id: ({}, []) for document in self}
        for company, documents in self._get_sla_documents().grouped("company_id").items():
            policies = [
                policy for policy in Policy._get_engine_policies(self._name, company.id) if policy.required
            ]
            if not policies:
                continue
            fulfilled = documents._get_fulfilled_domains(policies)
            for document in documents:
                facts = document._get_sla_facts(fulfilled[document.id])
                required[document.id] = engine.required_milestones(policies, facts)
        return required

    def _get_missing_milestones(self):
        """Return {document id: {metric: policy code}} of what is required and not reached yet."""
        required = self._get_required_milestones()
        asked = self.filtered(lambda document: required[document.id][0])
        reached = asked._get_sla_milestones() if asked else {}
        return {
            document.id: {
                metric: policy
                for metric, policy in required[document.id][0].items()
                if metric not in reached[document.id][0]
            }
            if document in asked
            else {}
            for document in self
        }
