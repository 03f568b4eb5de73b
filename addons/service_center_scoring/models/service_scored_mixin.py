from odoo import fields, models


class ServiceScoredMixin(models.AbstractModel):
    """A document from which score entries come: it shows those that the user may see."""

    _name = "service.scored.mixin"
    _description = "Proposes Score Entries"

    score_entry_count = fields.Integer("Score Entries", compute="_compute_score_entry_count")

    def _compute_score_entry_count(self):
        """Count the entries of each document that the user may see, in one query."""
        counts = {}
        if self.env["service.score.entry"].has_access("read"):
            groups = self.env["service.score.entry"]._read_group(
                self._get_score_entry_domain(), ["res_id"], ["__count"]
            )
            counts = dict(groups)
        for document in self:
            document.score_entry_count = counts.get(document._origin.id, 0)

    def _get_score_entry_domain(self):
        return [("res_model", "=", self._name), ("res_id", "in", self._origin.ids)]

    def action_score_entries(self):
        """Show the score entries that come from these documents."""
        action = self.env["ir.actions.act_window"]._for_xml_id("service_scoring.service_score_entry_action")
        return {**action, "domain": self._get_score_entry_domain(), "context": {"create": False}}
