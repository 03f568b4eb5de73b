from odoo import api, models

from ..engine import lifecycle, order_lifecycle

#: once it is so far, somebody calls the customer back: {model: states}
CALLED_BACK = {
    "service.complaint": lifecycle.DECIDED_STATES,
    "service.order": (*order_lifecycle.DONE_STATES, order_lifecycle.CLOSED),
}


class ServiceCallback(models.Model):
    """Who only left a number gets a contact, so that nobody is left out (CB-COV-01: all of them)."""

    # one concern a file
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _give_customers(self, documents):
        """Give documents that are about to be called back their contact: the only one with that number, or a
        new one. Whoever wants to stay unknown, or left neither number nor address, has none.
        """
        if documents._name not in self.env["service.callback.plan"]._get_started_models():
            return
        for document in documents.filtered(lambda one: not one.partner_id and not one.is_history):
            if document.state in CALLED_BACK[document._name] and self._may_be_called(document):
                # sudo: whoever ends a case need not be allowed to make contacts, or to see all of them
                document.sudo().partner_id = self.sudo()._find_customer(document)

    @api.model
    def _may_be_called(self, document):
        """Tell whether somebody left a name, and a number or an address."""
        unknown = "is_anonymous" in document._fields and document.is_anonymous
        reachable = document.contact_phone or document.contact_email
        return bool(not unknown and (document.contact_name or "").strip() and reachable)

    @api.model
    def _find_customer(self, document):
        """Return the only contact that has the number of a document, else a new one."""
        Partner = self.env["res.partner"].with_company(document.company_id)
        number = document.contact_phone and Partner._phone_format(
            number=document.contact_phone, country=document.company_id.country_id, force_format="E164"
        )
        if number:
            known = Partner.search(
                [
                    ("phone_sanitized", "=", number),
                    ("company_id", "in", [False, document.company_id.id]),
                ],
                limit=2,
            )
            if len(known) == 1:
                return known
        return Partner.create(
            {
                "name": document.contact_name.strip(),
                "phone": document.contact_phone,
                "email": document.contact_email,
                "company_id": document.company_id.id,
            }
        )
