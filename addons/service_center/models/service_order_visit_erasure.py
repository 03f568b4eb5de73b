from odoo import api, models


class ServiceOrder(models.Model):
    """Erasure reaches who signed and what was shown; the hashes stay (decisions 17)."""

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        result = super()._anonymise()
        # sudo: erasure reaches what nobody may write; the right was checked
        self.sudo().signature_ids._erase()
        return result

    @api.model
    def _get_erased_vals(self):
        return super()._get_erased_vals() | {"weekday_request": False, "weekday_request_name": False}


class ResPartner(models.Model):
    # what is erased of orders belongs together
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_service_orders(self):
        """The hours in which somebody eats and rests are theirs, too."""
        result = super()._anonymise_service_orders()
        # sudo: erasure reaches what no manager may write; the right was checked
        self._get_own_addresses().sudo().service_visit_window_ids.unlink()
        return result
