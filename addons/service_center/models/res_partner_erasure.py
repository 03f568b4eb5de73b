from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

#: what a contact tells about a person
PERSONAL = (
    *("email", "phone", "street", "street2", "zip", "city", "state_id", "vat", "comment", "website"),
    *("function", "ref", "barcode", "company_registry", "company_name", "image_1920", "partner_latitude"),
    "partner_longitude",
)


class ResPartner(models.Model):
    """Erasure of a customer: of their complaints, and of the contact where nothing else needs it."""

    # one concern a file
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def action_anonymise(self):
        """Open the dialog that asks before this customer is erased.

        :raise AccessError: the user is no manager
        """
        self.ensure_one()
        self._check_may_erase()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Anonymise"),
            "res_model": "service.erasure.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.id},
        }

    def _check_may_erase(self):
        if not self.env.user.has_group("service_center.group_manager"):
            raise AccessError(self.env._("Only managers anonymise customers."))
        self.check_access("write")

    def _get_own_addresses(self):
        """Return the contact and its addresses; people who work for it are others."""
        return self | self.with_context(active_test=False).child_ids.filtered(
            lambda child: child.type != "contact"
        )

    def _get_service_complaint_domain(self):
        """Return the complaints of this person: of the contact, or of its number or address without one."""
        self.ensure_one()
        domain = Domain("partner_id", "in", self._get_own_addresses().ids)
        for name, value in (("contact_phone", self.phone), ("contact_email", self.email)):
            if value:
                domain |= Domain("partner_id", "=", False) & Domain(name, "=", value)
        return domain & Domain("anonymised_at", "=", False)

    def _say_why_needed(self):
        """Return why the contact itself cannot be erased, "" if it can; its complaints can always."""
        self.ensure_one()
        # sudo: only whether there are any
        partner = self.sudo()._get_own_addresses()
        if partner.with_context(active_test=False).user_ids:
            return self.env._("The contact has a login; an administrator deletes it first.")
        counted = {
            "account.move": ("partner_id", "commercial_partner_id", "partner_shipping_id"),
            "sale.order": ("partner_id", "partner_invoice_id", "partner_shipping_id"),
        }
        for model, names in counted.items():
            domain = Domain.OR([(name, "in", partner.ids)] for name in names)
            # sudo: only whether there are any, also in companies of others
            if self.env[model].sudo().search_count(domain, limit=1):
                return self.env._("Orders or invoices name the contact; the books have to keep them.")
        return ""

    def _anonymise(self):
        """Blank this contact and its addresses and archive them; this cannot be undone.

        :raise UserError: it is needed elsewhere, or has complaints that the user cannot erase
        """
        self.ensure_one()
        needed = self._say_why_needed()
        if needed:
            raise UserError(needed)
        # sudo: complaints in companies of others; only whether there are any
        Complaint = self.env["service.complaint"].sudo().with_context(active_test=False)
        if Complaint.search_count(self._get_service_complaint_domain(), limit=1):
            raise UserError(
                self.env._(
                    "The contact has complaints in other companies: a manager there anonymises them first."
                )
            )
        # sudo: erasure reaches what no manager may write; the right was checked
        partners = self.sudo()._get_own_addresses().with_context(tracking_disable=True)
        partners._erase_survey_answers()
        blank = {name: False for name in PERSONAL if name in self._fields}
        partners.write({**blank, "name": self.env._("Anonymised"), "active": False})
        self.env["service.erasure"]._erase_around(partners, [*blank, "name"])

    def _erase_survey_answers(self):
        """Blank what these contacts wrote in surveys; marks and choices stay for the figures."""
        inputs = self.env["survey.user_input"].search([("partner_id", "in", self.ids)])
        inputs.user_input_line_ids.write({"value_char_box": False, "value_text_box": False})
        inputs.write({"partner_id": False, "email": False, "nickname": False})
