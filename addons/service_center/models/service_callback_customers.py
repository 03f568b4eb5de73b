from odoo import api, models

from ..engine import lifecycle, order_lifecycle
from ..engine.intake import dialled

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
        nameless = documents.filtered(
            lambda one: (
                not one.partner_id
                and not one.is_history
                and one.state in CALLED_BACK[one._name]
                and self._may_be_called(one)
            )
        )
        for company, ones in nameless.grouped("company_id").items():
            # sudo: whoever ends a case need not be allowed to make contacts, or to see all of them
            customers = self.sudo()._find_customers(company, ones)
            for document in ones.sudo():  # sudo: likewise
                document.partner_id = customers[document.id]

    @api.model
    def _may_be_called(self, document):
        """Tell whether somebody left a name, and a number or an address."""
        unknown = "is_anonymous" in document._fields and document.is_anonymous
        reachable = document.contact_phone or document.contact_email
        return bool(not unknown and (document.contact_name or "").strip() and reachable)

    @api.model
    def _find_customers(self, company, documents):
        """Return {document id: the only contact that has its number, else a new one}; one search for all.

        Documents with the same name, number and address are one customer's.
        """
        Partner = self.env["res.partner"].with_company(company)
        numbers = {
            document.id: document.contact_phone
            and Partner._phone_format(
                number=document.contact_phone, country=company.country_id, force_format="E164"
            )
            for document in documents
        }
        known = Partner.search(
            [
                ("phone_sanitized", "in", [number for number in numbers.values() if number]),
                ("company_id", "in", [False, company.id]),
            ]
        ).grouped("phone_sanitized")
        found, new = {}, {}
        for document in documents:
            same = known.get(numbers[document.id], ())
            if len(same) == 1:
                found[document.id] = same
                continue
            name = document.contact_name.strip()
            key = (
                name,
                dialled(numbers[document.id] or document.contact_phone or ""),
                document.contact_email,
            )
            vals = {
                "name": name,
                "phone": document.contact_phone,
                "email": document.contact_email,
                "company_id": company.id,
            }
            new.setdefault(key, (vals, []))[1].append(document.id)
        for partner, (_vals, ids) in zip(
            Partner.create([vals for vals, _ids in new.values()]), new.values(), strict=True
        ):
            found |= dict.fromkeys(ids, partner)
        return found
