from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.service_kernel.engine import redaction

from ..engine import order_lifecycle

#: fields that tell for whom the work was, beside the texts
IDENTITY = ("partner_id", "sale_order_id")
#: texts in which nobody is named; the key of an imported row: the ledger would bring the person back
KEPT = ("name", "serial", "quotation_digest", "sla_paused_for", "import_key")


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
        Erasure = self.env["service.erasure"]
        Erasure._redact(erased.line_ids, erased._get_person_pattern())
        for records, kept in erased._get_erased_documents():
            Erasure._blank(records, kept)
        Erasure._erase_around(orders, Erasure._blank(erased, KEPT, self._get_erased_vals()))

    @api.model
    def _get_erased_vals(self):
        """Return what an order becomes beside that its texts go."""
        named = {"contact_name": self.env._("Anonymised"), "anonymised_at": fields.Datetime.now()}
        return dict.fromkeys(IDENTITY, False) | named

    def _get_erased_documents(self):
        """Return [(records, names of texts that stay)] that are about these orders only."""
        return [(self.acceptance_ids, ("digest",)), (self.exception_ids, ("rule_code",))]

    def _get_person_pattern(self):
        """Return the pattern that finds these customers in texts that others need, too."""
        names = (*self.partner_id.mapped("name"), *self.mapped("contact_name"), *self.mapped("signed_by"))
        return redaction.find(
            names=[name for name in names if name],
            numbers=[number for number in self.mapped("contact_phone") if number],
            addresses=[text for text in self.mapped("contact_email") if text],
        )


class ServiceComplaint(models.Model):
    # the erasure of an order is one concern, also where others ask for it
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _erase_related(self):
        """The service orders of a complaint name its customer, too; their texts go in any case."""
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
