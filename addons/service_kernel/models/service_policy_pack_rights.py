from odoo import api, models


class ServicePolicyPack(models.Model):
    """Parts of a pack that only some maintain: others load the rest, and what was loaded before stays."""

    # one concern a file: together they would be too long to read
    _inherit = "service.policy.pack"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _is_left_out(self, model):
        """Tell whether a model is left out, for the user does not maintain it; an addon extends it for its
        own, and says so in ``_get_notes``.
        """
        return False

    @api.model
    def _read_source(self, source, company, resolver):
        entries, faults = super()._read_source(source, company, resolver)
        return [entry for entry in entries if not self._is_left_out(entry.model)], faults

    @api.model
    def _plan_gone(self, items, resolver):
        return super()._plan_gone([item for item in items if not self._is_left_out(item.res_model)], resolver)

    @api.model
    def _holds_left_out(self, plan, models):
        """Tell whether a pack holds parts of these models that the user does not load."""
        names = {name.removesuffix(".csv") for _label, name, _content in plan.source.files}
        return any(name in self.env and self._is_left_out(name) for name in names & set(models))
