from odoo import api, fields, models


class ResPartner(models.Model):
    """The items that a customer has in warranty, or had."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    service_warranty_count = fields.Integer(
        "Warranties", compute="_compute_service_warranty_count", groups="service_center.group_user"
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_service_warranty_count(self):
        """Count the items of each partner and of its contacts that the user may see."""
        self._count_service_documents("service.warranty", "service_warranty_count")

    def action_service_warranties(self):
        """Show the items of this customer and of its contacts."""
        return self._open_service_documents("service_center.service_warranty_action")

    def _anonymise(self):
        """Blank what proofs and notes of the customer's warranties say; the items stay with nobody's name."""
        result = super()._anonymise()
        # sudo: erasure reaches what no manager may write; the right was checked
        items = self.env["service.warranty"].sudo().with_context(active_test=False)
        items = items.search([("partner_id", "in", self._get_own_addresses().ids)])
        items.ledger_import_id._erase()
        items._write_stepped({"proof_number": False, "import_note": False, "import_digest": False})
        items.event_ids.write({"note": False})  # notes are no content of the ledger
        self.env["service.erasure"]._erase_around(items, ["partner_id", "proof_number"])
        return result
