from odoo import models
from odoo.exceptions import UserError


class ServiceOrder(models.Model):
    """Milestones that a policy requires before a service order is closed, such as papers that are back."""

    # one concern a file
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    def _before_move(self, target):
        """Refuse to close orders that have not reached what their policies require (DOOR-JOB-04).

        :raise UserError: a milestone is missing; it says which, and which policy asks for it
        """
        result = super()._before_move(target)
        if target != "closed":
            return result
        going = self.filtered(lambda order: not order.is_history)
        missing = going._get_missing_milestones()
        for order in going:
            for code, policy in missing[order.id].items():
                # sudo: names of milestones, told to everybody who may see the order
                metric = self.env["service.sla.metric"].sudo()._find(order.company_id, code)
                raise UserError(
                    self.env._(
                        "%(number)s cannot be closed before it has reached the milestone “%(milestone)s” "
                        "(“%(policy)s” requires it). When that is done, press “Reached: %(milestone)s” "
                        "under Time Limits.",
                        number=order.name,
                        milestone=metric.name or code,
                        policy=order._name_of("service.sla.policy", policy),
                    )
                )
        return result
