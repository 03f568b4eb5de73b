from odoo import api, models

#: what tells nothing about a person
KEPT = ("half_year",)


class ServiceErasure(models.AbstractModel):
    """Erasure of a contact reaches what was noted about the friend (decisions 17): that it counted stays."""

    # one concern a file
    _inherit = "service.erasure"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _erase(self, documents, tracked):
        result = super()._erase(documents, tracked)
        if documents._name == "res.partner":
            # sudo: erasure reaches what nobody may write; the right was checked
            friends = self.env["membership.friend"].sudo().with_context(active_test=False)
            self._blank(friends.search([("partner_id", "in", documents.ids)]), KEPT)
        return result
