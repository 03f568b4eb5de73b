from odoo import api, models
from odoo.fields import Domain

from ..engine import order_lifecycle as engine

#: what a register tells as it was; no rule decides it again, and no step leads to it
TOLD = (
    *("state", "closed_at", "waiting_for", "waited_from"),
    *("warranty_state", "liability", "company_share", "customer_share"),
)


class ServiceOrder(models.Model):
    """Orders that come from a ledger: stored as they are told; history has no clocks, now or later."""

    # one concern a file
    _name = "service.order"
    _inherit = ["service.order", "service.ledger.mixin"]

    _import_key_uniq = models.UniqueIndex(
        "(company_id, import_key) WHERE import_key IS NOT NULL",
        "This row of the ledger has been imported already.",
    )

    @api.model
    def _ledger_create(self, values_list):
        """Create orders in one go; those still to be worked on get the clocks of the state they are in."""
        told = [{name: values[name] for name in TOLD if name in values} for values in values_list]
        orders = super()._ledger_create(
            [{name: values[name] for name in values.keys() - set(TOLD)} for values in values_list]
        )
        for order, values in zip(orders, told, strict=True):
            # past the steps, which ask for signatures and papers that a register does not hold
            models.BaseModel.write(order, values)
        current = orders.filtered(lambda order: not order.is_history and order.state != engine.DRAFT)
        for state, ones in current.grouped("state").items():
            ones._follow_state(engine.DRAFT, state, ones[:1].waiting_for, False)
        return orders

    def _anonymise(self):
        """Erase the file that these orders came with, too."""
        # sudo: erasure reaches what no manager may write; the right was checked
        imports = self.sudo().ledger_import_id
        result = super()._anonymise()
        imports._erase()
        return result

    @api.model
    def _get_undecided_domain(self, company):
        return super()._get_undecided_domain(company) & Domain("is_history", "=", False)

    def _get_undecided(self):
        return super()._get_undecided().filtered(lambda order: not order.is_history)

    def _get_sla_documents(self):
        return super()._get_sla_documents().filtered(lambda order: not order.is_history)

    def _keep_choice_by_hand(self):
        return super(ServiceOrder, self.filtered(lambda order: not order.is_history))._keep_choice_by_hand()
