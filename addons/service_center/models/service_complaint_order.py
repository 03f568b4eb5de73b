from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import lifecycle, order_lifecycle

#: of service orders whose work is still to be done
UNDONE = (order_lifecycle.DRAFT, *order_lifecycle.WORK_STATES, order_lifecycle.WAITING)


class ServiceComplaint(models.Model):
    """The service orders of a complaint, and of those that were merged into it.

    An order stays with the complaint that it was made of, so that taking the complaints apart again leaves
    everything as it was.
    """

    # one concern a file: together they would be too long to read
    _inherit = "service.complaint"  # pylint: disable=consider-merging-classes-inherited

    service_order_ids = fields.One2many("service.order", "complaint_id", string="Service Orders")
    service_order_count = fields.Integer("Number of Service Orders", compute="_compute_service_order_count")

    def _compute_service_order_count(self):
        cases = self._get_cases()
        groups = self.env["service.order"]._read_group(
            [("complaint_id", "in", list({one for case in cases.values() for one in case}))],
            ["complaint_id"],
            ["__count"],
        )
        counts = {complaint.id: count for complaint, count in groups}
        for complaint in self:
            case = cases.get(complaint._origin.id, ())
            complaint.service_order_count = sum(counts.get(one, 0) for one in case)

    def _get_cases(self):
        """Return {complaint id: ids of it and of all that were merged into it, however often}."""
        cases = {complaint_id: [complaint_id] for complaint_id in self._origin.ids}
        leading = {complaint_id: [complaint_id] for complaint_id in cases}
        # sudo: follows links that officers made; who may see an order is asked where it is shown
        merged = self.sudo().with_context(active_test=False)
        while leading:
            found = {}
            for one in merged.search([("merged_into_id", "in", list(leading))]):
                tops = [top for top in leading[one.merged_into_id.id] if one.id not in cases[top]]
                for top in tops:
                    cases[top].append(one.id)
                if tops:
                    found[one.id] = tops
            leading = found
        return cases

    def _check_closing(self):
        """Refuse to close complaints for which somebody still has to work: what remains is promised."""
        result = super()._check_closing()
        going = self.filtered(lambda one: not one.is_history)
        cases = going._get_cases()
        # sudo: number and state of the orders, also of those that the user may not read
        Order = self.env["service.order"].sudo()
        ids = list({one for case in cases.values() for one in case})
        undone = Order.search([("complaint_id", "in", ids), ("state", "in", UNDONE)], order="id")
        for complaint in going:
            case = cases[complaint.id]
            for order in undone.filtered(lambda one, case=case: one.complaint_id.id in case):
                states = dict(order._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "%(number)s cannot be closed: service order %(order)s is “%(state)s”. Finish or "
                        "cancel it first.",
                        number=complaint.name,
                        order=order.name,
                        state=states[order.state],
                    )
                )
        return result

    def action_create_service_order(self):
        """Make a service order of this complaint, and show it."""
        self.ensure_one()
        self.check_access("write")
        return self._create_service_order().get_formview_action()

    def _create_service_order(self, **vals):
        """Return a new service order of this complaint.

        :raise UserError: the complaint has ended
        """
        if self.state in lifecycle.ENDED_STATES or self.is_history:
            raise UserError(self.env._("%(number)s has ended.", number=self.name))
        return self.env["service.order"].create({"complaint_id": self.id, **vals})

    def action_service_orders(self):
        """Show the service orders of this complaint, and of those merged into it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_order_action")
        action["domain"] = [("complaint_id", "in", self._get_cases()[self.id])]
        action["context"] = {"create": False}
        return action
