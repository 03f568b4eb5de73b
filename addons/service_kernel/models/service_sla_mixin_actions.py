from odoo import api, fields, models
from odoo.exceptions import UserError


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

        Those for which a clock runs, and those at which a limit of today's policies starts; not those reached
        already, and none that the document's own steps reach.
        """
        offered = {document.id: set() for document in self}
        going = self.filtered(lambda document: document._is_sla_going())._get_sla_documents()
        if not going:
            return offered
        by_steps = self.env["service.sla.metric"]._get_base_codes().keys() - self._get_sla_told_milestones()
        reached = going._get_sla_milestones()
        clocks = going._get_sla_clocks()
        for document, plan in going._get_sla_plans():
            codes = {limit["target"].start_metric for limit in plan.values()} - {None}
            codes |= {clock.metric for clock in clocks.get(document.id, ()) if clock.is_open}
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
