from odoo import api, models
from odoo.tools import ormcache

#: dates of sales that may start a plan
WATCHED = {
    "service_started_on",
    "service_middle_paid_on",
    "service_completed_on",
    "service_fully_paid_on",
    "service_warranty_given_on",
}


class ServiceCallbackPlan(models.Model):
    """Which models have documents that start plans; asked with many writes, so it is kept in memory."""

    # one concern a file
    _inherit = "service.callback.plan"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    @ormcache()
    def _get_started_models(self):
        """Return the models of documents for which some company has a plan."""
        # sudo: only names of models, whoever writes a document
        plans = self.sudo().search([("trigger", "in", self._get_events())])
        return frozenset(plan.res_model for plan in plans if plan.res_model)

    @api.model
    def _state_changed(self, documents, vals):
        """Call after complaints or orders were written: who is called back soon gets a contact."""
        if "state" in vals:
            self.env["service.callback"]._give_customers(documents)
            self._happened(documents._name)

    @api.model
    def _happened(self, model):
        """Have callbacks planned soon if documents of this model start plans."""
        if model in self._get_started_models():
            self.env["service.callback"]._trigger_schedule()


class ServiceComplaint(models.Model):
    """A complaint that closes, or is opened again, has its callbacks planned soon."""

    # one concern a file
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        self.env["service.callback.plan"]._state_changed(self, vals)
        return result


class ServiceOrder(models.Model):
    """An order that is done has its callbacks planned soon."""

    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        result = super().write(vals)
        self.env["service.callback.plan"]._state_changed(self, vals)
        return result


class SaleOrder(models.Model):
    """A sale that is confirmed or cancelled has its callbacks planned soon."""

    _inherit = "sale.order"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        if any(WATCHED & vals.keys() for vals in vals_list):
            self.env["service.callback.plan"]._happened(self._name)
        return orders

    def write(self, vals):
        result = super().write(vals)
        if WATCHED & vals.keys():
            self.env["service.callback.plan"]._happened(self._name)
        return result

    def _action_confirm(self):
        result = super()._action_confirm()
        self.env["service.callback.plan"]._happened(self._name)
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self.env["service.callback.plan"]._happened(self._name)
        return result
