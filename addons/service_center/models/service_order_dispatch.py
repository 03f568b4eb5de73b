from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine import order_lifecycle
from .service_dispatch_queue_give import CODE

#: in the context: a queue decided, nobody chose by hand; no client can send it
DISPATCHED = object()
#: states of an order that can be given to a technician
TO_DISPATCH = (order_lifecycle.DRAFT, "confirmed", "scheduled", "in_progress")


class ServiceOrder(models.Model):
    """An order finds its technician by a queue or by hand; both are kept (DOOR-DISP-01)."""

    # one concern a file: together they would be too long to read
    _inherit = "service.order"  # pylint: disable=consider-merging-classes-inherited

    queue_id = fields.Many2one(
        "service.dispatch.queue",
        "Dispatch Queue",
        index="btree_not_null",
        check_company=True,
        copy=False,
        help="Whose technicians take it. Empty: the first queue whose team and place fit.",
    )
    skill_ids = fields.Many2many(
        "service.skill",
        string="Skills Needed",
        compute="_compute_skill_ids",
        store=True,
        readonly=False,
        check_company=True,
    )
    travel_km = fields.Float("Kilometres", copy=False, help="There and back; counts for who travelled least.")
    travel_hours = fields.Float(
        "Hours on the Road",
        compute="_compute_travel_hours",
        store=True,
        readonly=False,
        copy=False,
        help="From departure to arrival, unless entered otherwise.",
    )
    turn_ids = fields.One2many("service.dispatch.turn", "order_id", "Turns")

    _travel_not_negative = models.Constraint(
        "CHECK (travel_km >= 0 AND travel_hours >= 0)", "Kilometres and hours on the road cannot be negative."
    )
    _technician_idx = models.Index("(employee_id, planned_start) WHERE employee_id IS NOT NULL")

    @api.depends("type_id")
    def _compute_skill_ids(self):
        for order in self:
            order.skill_ids = order.type_id.skill_ids or order.skill_ids

    @api.depends("departed_at", "arrived_at")
    def _compute_travel_hours(self):
        for order in self:
            if order.departed_at and order.arrived_at and order.arrived_at >= order.departed_at:
                order.travel_hours = (order.arrived_at - order.departed_at).total_seconds() / 3600
            else:
                order.travel_hours = order.travel_hours

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.employee_id)._keep_choice_by_hand()
        return orders

    def write(self, vals):
        """Write; a technician chosen by a person is told so, and one taken off, too."""
        before = {order: order.employee_id for order in self}
        result = super().write(vals)
        if self.env.context.get("service_dispatched") is DISPATCHED:
            return result
        changed = self.filtered(lambda order: order.employee_id != before[order])
        changed.filtered(lambda order: order.employee_id)._keep_choice_by_hand()
        for order in changed - changed.filtered("employee_id"):
            order._explain(CODE, "taken_back", None)
        return result

    def _keep_choice_by_hand(self):
        """Keep who chose the technicians of these orders; nobody's turn in a queue changes by it."""
        if not self:
            return
        # sudo: nobody may write turns by hand, also not who chooses
        self.env["service.dispatch.turn"].sudo().create(
            [
                {
                    "queue_id": order.queue_id.id,
                    "employee_id": order.employee_id.id,
                    "order_id": order.id,
                    "outcome": "assigned",
                    "reason_code": "by_hand",
                    "company_id": order.company_id.id,
                }
                for order in self
            ]
        )
        self._explain_each(
            {
                order.id: {
                    CODE: self._prepare_explanation(
                        "by_hand", f"#{order.employee_id.id}", None, {"assigned_by": self.env.uid}
                    )
                }
                for order in self
            }
        )

    def action_dispatch(self):
        """Give each of these orders to a technician of its queue.

        :raise UserError: no queue fits, or an order cannot be given away
        """
        self.check_access("write")
        queues = self.env["service.dispatch.queue"]
        found = queues._find_for(self.filtered(lambda order: not order.queue_id))
        by_queue = self.grouped(lambda order: order.queue_id or found[order.id])
        for queue, orders in by_queue.items():
            if not queue:
                raise UserError(
                    self.env._(
                        "%(orders)s: no dispatch queue fits. Choose one, or choose a technician.",
                        orders=", ".join(orders.mapped("name")),
                    )
                )
            if queue.method == "manual" and len(self) == 1:
                raise UserError(
                    self.env._("“%(queue)s” is dispatched by hand: choose the technician.", queue=queue.name)
                )
            queue.dispatch(orders)
        nobody = self.filtered(lambda order: not order.employee_id)
        return self._tell_unassigned(nobody) if nobody else True

    def _tell_unassigned(self, nobody):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._(
                    "Nobody can take %(orders)s. “Why?” on the order says why not.",
                    orders=", ".join(nobody.mapped("name")),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_dispatch(self):
        """Refuse orders that are over, wait, or are nobody's way."""
        result = super()._check_dispatch()
        labels = dict(self._fields["state"]._description_selection(self.env))
        for order in self:
            if order.state not in TO_DISPATCH:
                raise UserError(
                    self.env._(
                        "%(order)s is “%(state)s”: nobody is sent out for it.",
                        order=order.name,
                        state=labels[order.state],
                    )
                )
        return result

    def _write_technician(self, employee_id, queue):
        """Write whom a queue chose for these orders (None: nobody), and take the steps that follow."""
        # sudo: the outcome of the queue's method; who dispatches has been checked
        quiet = self.sudo().with_context(service_dispatched=DISPATCHED)
        if not employee_id:
            quiet.write({"queue_id": queue.id})
            return
        for state, orders in quiet.grouped("state").items():
            vals = {"queue_id": queue.id, "employee_id": employee_id}
            if state == order_lifecycle.DRAFT:
                orders.write({"state": "confirmed"})
            if state in (order_lifecycle.DRAFT, "confirmed"):
                vals["state"] = "scheduled"
            orders.write(vals)

    # Facts for the queues
    @api.model
    def _get_jobs_under_way(self, employees):
        """Return {employee id: number of the order from which the technician is not back}."""
        orders = self.search_fetch(
            [
                ("employee_id", "in", employees.ids),
                ("state", "in", ("scheduled", "in_progress")),
                ("finished_at", "=", False),
                "|",
                ("state", "=", "in_progress"),
                ("departed_at", "!=", False),
            ],
            ["employee_id", "name"],
            order="id desc",
        )
        return {order.employee_id.id: order.name for order in orders}

    @api.model
    def _get_last_finished(self, employees):
        """Return {employee id: when the last job was finished}."""
        groups = self._read_group(
            [("employee_id", "in", employees.ids), ("finished_at", "!=", False)],
            ["employee_id"],
            ["finished_at:max"],
        )
        return {employee.id: at for employee, at in groups}

    @api.model
    def _get_travelled(self, employees, queue):
        """Return {employee id: travel of this month}: what is known, and the usual for jobs to come."""
        start = fields.Date.context_today(self.with_context(tz=queue._get_tz())).replace(day=1)
        start = queue._local_to_utc(start)
        measure = f"travel_{queue.travel_measure}"
        mine = ("employee_id", "in", employees.ids)
        travelled = self._read_group(
            [mine, ("departed_at", ">=", start)], ["employee_id"], [f"{measure}:sum"]
        )
        to_come = self._read_group(
            [mine, ("departed_at", "=", False), ("state", "in", order_lifecycle.WORK_STATES)],
            ["employee_id"],
            [f"{measure}:array_agg"],
        )
        sums = {employee.id: travel or 0.0 for employee, travel in travelled}
        for employee, planned in to_come:
            travel = sum(one or queue.usual_travel for one in planned)
            sums[employee.id] = sums.get(employee.id, 0.0) + travel
        return sums

    def _get_travel(self, queue):
        """Return the travel of this order as far as it is known, else the queue's usual one."""
        self.ensure_one()
        return self[f"travel_{queue.travel_measure}"] or queue.usual_travel
