from odoo import api, models
from odoo.fields import Domain

from ..engine.callback_lifecycle import OPEN_STATES


class ServiceCallback(models.Model):
    """Erasure of what customers said in callbacks (decisions 17); that they were called stays."""

    # one concern a file: together they would be too long to read
    _inherit = "service.callback"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Blank notes, tries' notes, answers, ratings and messages; who calls has checked the right."""
        # sudo: erasure reaches what no manager may write; the right was checked
        erased = self.sudo().with_context(active_test=False, tracking_disable=True)
        if not erased:
            return
        Erasure = erased.env["service.erasure"]
        inputs = erased.answers_id
        inputs.user_input_line_ids.write({"value_char_box": False, "value_text_box": False})
        inputs.write({"partner_id": False, "email": False, "nickname": False})
        ratings = erased.env["rating.rating"].search(
            [("res_model", "=", self._name), ("res_id", "in", erased.ids)]
        )
        ratings.write({"feedback": False, "publisher_comment": False, "partner_id": False})
        Erasure._blank(erased.attempt_ids)
        Erasure._erase_around(erased, Erasure._blank(erased, self._get_kept_texts()))

    @api.model
    def _get_kept_texts(self):
        """Return the names of texts in which nobody is named."""
        return ["key", "res_model"]

    def _cut_off(self, name):
        """Blank what was said about erased documents in field ``name``, and forget which they were."""
        self._anonymise()
        # sudo: likewise
        for callback in self.sudo():
            vals = {name: False, "key": f"erased:{callback.id}"}
            if callback.res_model == callback._fields[name].comodel_name:
                vals |= {"res_model": False, "res_id": False}
            callback._release_contacts()
            callback.write(vals)

    @api.model
    def _find_about(self, name, documents):
        # sudo: also those of companies of others; erasure reaches what no manager may write
        callbacks = self.sudo().with_context(active_test=False, tracking_disable=True)
        return callbacks.search([(name, "in", documents.ids)])


class ServiceComplaint(models.Model):
    # the erasure of callbacks is one concern, also where others ask for it
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def _erase_related(self):
        """Callbacks about the complaint tell who complained."""
        result = super()._erase_related()
        self.env["service.callback"]._find_about("complaint_id", self)._cut_off("complaint_id")
        return result


class ServiceOrder(models.Model):
    # likewise
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise(self):
        """Callbacks about the order tell for whom the work was."""
        fresh = self.filtered(lambda order: not order.anonymised_at)
        result = super()._anonymise()
        self.env["service.callback"]._find_about("order_id", fresh)._cut_off("order_id")
        return result


class ResPartner(models.Model):
    # likewise
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _anonymise_service_orders(self):
        """Erase what this customer said in callbacks, too, also where the contact itself has to stay."""
        result = super()._anonymise_service_orders()
        self._anonymise_service_callbacks()
        return result

    def _anonymise_service_callbacks(self):
        # sudo: erasure reaches what no manager may write; who calls has checked the right
        partners = self.sudo()._get_own_addresses().with_context(tracking_disable=True)
        callbacks = self.env["service.callback"].sudo().with_context(active_test=False, tracking_disable=True)
        callbacks = callbacks.search(Domain("partner_id", "in", partners.ids))
        callbacks.filtered(lambda one: one.state in OPEN_STATES)._cancel("gone")
        callbacks._anonymise()
        partners._erase_survey_answers()
        partners.write({"service_do_not_disturb_reason": False})

    def _anonymise(self):
        """Blank what the contact tells about when and why it is called."""
        result = super()._anonymise()
        self._anonymise_service_callbacks()
        # sudo: likewise
        partners = self.sudo()._get_own_addresses().with_context(tracking_disable=True)
        partners.service_contact_window_ids.unlink()
        partners.write({"service_wrong_phone": False})
        return result
