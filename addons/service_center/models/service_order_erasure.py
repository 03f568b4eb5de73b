from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..engine import order_lifecycle

#: fields that tell for whom the work was
IDENTITY = ("partner_id", "contact_name", "contact_phone", "contact_email", "address", "sale_order_id")
#: what was written about it, in which people are named
TEXTS = (
    *("description", "diagnosis", "work_done", "customer_opinion", "unfinished_reason", "cancel_reason"),
    *("signature", "signed_by"),
)


class ServiceOrder(models.Model):
    """Erasure of the customer of ended orders (decisions 17): the work stays for the figures.

    Prices, shares and decisions stay as they are. An invoice and its sales order are in the books, and keep
    the contact.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    anonymised_at = fields.Datetime("Anonymised On", readonly=True, copy=False)

    def _anonymise(self):
        """Erase for whom these orders were; who calls has checked the right to erase.

        :raise UserError: an order has not ended
        """
        orders = self.filtered(lambda order: not order.anonymised_at)
        still_open = orders.filtered(lambda order: order.state not in order_lifecycle.ENDED_STATES)
        if still_open:
            raise UserError(
                self.env._(
                    "%(numbers)s: close or cancel first. Nobody can work for nobody.",
                    numbers=", ".join(still_open.mapped("name")),
                )
            )
        if not orders:
            return
        # sudo: erasure reaches what no manager may write; the right was checked
        erased = orders.sudo().with_context(active_test=False, tracking_disable=True)
        erased.acceptance_ids.write({"accepted_by": self.env._("Anonymised"), "note": False})
        erased.exception_ids._write_decided({"reason": self.env._("Anonymised")})
        vals = self._get_erased_vals()
        erased._write_decided({**vals, "anonymised_at": fields.Datetime.now()})
        self.env["service.erasure"]._erase_around(orders, vals.keys())

    @api.model
    def _get_erased_vals(self):
        """Return what the order's own fields become."""
        return dict.fromkeys((*IDENTITY, *TEXTS), False) | {"contact_name": self.env._("Anonymised")}


class ServiceComplaint(models.Model):
    # the erasure of an order is one concern, also where others ask for it
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _erase_related(self):
        """The service orders of a complaint name its customer, too."""
        result = super()._erase_related()
        self.env["service.order"].search([("complaint_id", "in", self.ids)])._anonymise()
        return result


class ResPartner(models.Model):
    # the erasure of an order is one concern, also where others ask for it
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_service_orders(self):
        """Erase this customer from all service orders; who calls has checked the right.

        :raise UserError: an order has not ended
        """
        # sudo: also of companies of others; erasure reaches what no manager may write
        orders = self.env["service.order"].sudo().with_context(active_test=False)
        orders.search(
            Domain("partner_id", "in", self._get_own_addresses().ids) & Domain("anonymised_at", "=", False)
        )._anonymise()
