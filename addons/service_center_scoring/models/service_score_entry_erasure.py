from odoo import api, models
from odoo.fields import Domain

from odoo.addons.service_kernel.engine import redaction

#: texts of a note in which somebody may have named the customer
WORDS = ("description", "statement", "points_reason", "reverse_reason")


class ServiceScoreEntry(models.Model):
    """Erasure of a customer: who is named in what people wrote about an entry (decisions 17, E5).

    Facts of proposals are codes and numbers, and stay. Words cannot be changed, for the ledger holds their
    digest: those that name the customer go as a whole, and the entry still verifies.
    """

    # one concern a file
    _inherit = "service.score.entry"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _erase_customer(self, documents, pattern):
        """Erase those whom ``pattern`` finds from the words about entries that come from these documents.

        :param documents: records of one model
        :param pattern: of ``redaction.find``; None finds nobody
        """
        if pattern is None:
            return
        # sudo: erasure reaches what no manager of the service center may read; the right was checked
        entries = self.sudo().search(
            Domain("res_model", "=", documents._name) & Domain("res_id", "in", documents.ids)
        )
        naming = entries.filtered(lambda entry: entry._names_customer(pattern))
        naming._anonymise()
        Erasure = self.env["service.erasure"]
        Erasure._redact_around(entries - naming, pattern)
        # sudo: as above; what was decided because of the entries, and what the employees said to their sheets
        about = self.env["service.score.consequence"].sudo().search([("entry_id", "in", entries.ids)])
        lines = self.env["service.score.sheet.line"].sudo().search([("entry_id", "in", entries.ids)])
        for texts in (about, lines.sheet_id.answer_ids):
            Erasure._redact(texts, pattern)

    def _names_customer(self, pattern):
        self.ensure_one()
        texts = [self[name] or "" for name in (*WORDS, "reject_reason")]
        texts += [f"{file.name} {file.index_content or ''}" for file in self.evidence_ids]
        return any(pattern.search(text) for text in texts)


class ServiceComplaint(models.Model):
    # the erasure of customers from the ledger is one concern
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _erase_related(self):
        """Entries that come from the complaint, or from callbacks about it, may name who complained."""
        Entry = self.env["service.score.entry"]
        pattern = self._get_person_pattern()
        for documents in (self, self.env["service.callback"]._find_about("complaint_id", self)):
            Entry._erase_customer(documents, pattern)
        return super()._erase_related()


class ServiceOrder(models.Model):
    # likewise
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Entries that come from the orders may name the customer."""
        named = [(order, order._get_person_pattern()) for order in self if not order.anonymised_at]
        result = super()._anonymise()
        for order, pattern in named:
            self.env["service.score.entry"]._erase_customer(order, pattern)
        return result


class ServiceCallback(models.Model):
    # likewise
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Entries that come from the callbacks may name the customer."""
        for partner, callbacks in self.grouped("partner_id").items():
            pattern = redaction.find(
                names=[name for name in partner.mapped("name") if name],
                numbers=[number for number in partner.mapped("phone") if number],
                addresses=[text for text in partner.mapped("email") if text],
            )
            self.env["service.score.entry"]._erase_customer(callbacks, pattern)
        return super()._anonymise()
