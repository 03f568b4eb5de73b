from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..engine import dispatch as engine

#: of the decision, in the explanation of an order
CODE = "dispatch"


class ServiceDispatchQueue(models.Model):
    """Giving jobs to technicians: facts are read once for all orders, the engine decides order by order."""

    # one concern a file: together they would be too long to read
    _inherit = "service.dispatch.queue"  # pylint: disable=consider-merging-classes-inherited

    def dispatch(self, orders):
        """Give orders to technicians of this queue, in the order given.

        :return: the ``hr.employee`` who goes (of several orders: all of them); empty when nobody fits
        :raise AccessError: the user is no officer, or may not change an order
        :raise UserError: an order is not ready, has a technician already, or is another company's
        """
        self.ensure_one()
        self.check_access("read")
        orders.check_access("write")
        if not self.env.user.has_group("service_center.group_officer"):
            raise AccessError(self.env._("Only officers dispatch orders."))
        self._check_can_take(orders)
        return self.env["hr.employee"].browse(
            dict.fromkeys(turn.chosen for turn in self._dispatch(orders) if turn.chosen)
        )

    def _check_can_take(self, orders):
        """Refuse orders that this queue cannot give to anybody."""
        for order in orders:
            if order.company_id != self.company_id:
                raise UserError(
                    self.env._(
                        "%(order)s belongs to another company than the queue “%(queue)s”.",
                        order=order.name,
                        queue=self.name,
                    )
                )
            if order.employee_id:
                raise UserError(
                    self.env._(
                        "%(order)s has a technician already: %(name)s. Take it back first, and say why.",
                        order=order.name,
                        name=order.employee_id.display_name,
                    )
                )
        orders._check_dispatch()

    def _dispatch(self, orders):
        """Decide, assign, and keep every turn; return the engine's ``Turn`` of each order."""
        pointer, number = self._take_row(len(orders))
        now = fields.Datetime.now()
        jobs = [
            engine.Job(
                order.planned_start or now,
                max(order.planned_end or now, order.planned_start or now),
                frozenset(order.skill_ids.ids),
            )
            for order in orders
        ]
        technicians = self._get_technicians(jobs)
        turns, rows = [], []
        for order, job in zip(orders, jobs, strict=True):
            turn = engine.give(self.method, technicians, pointer, job)
            used, further = engine.rounds(technicians, pointer, turn)
            rows += self._prepare_turns(order, turn, {one: number + used[one] for one in used})
            pointer, number = turn.pointer, number + further
            if turn.chosen and self.method == "least_travelled":
                technicians = self._add_travel(technicians, turn.chosen, order)
            turns.append(turn)
        self._write_pointer(pointer, number)
        # sudo: nobody may write turns by hand
        self.env["service.dispatch.turn"].sudo().create(rows)
        self._assign(orders, turns)
        return turns

    def _prepare_turns(self, order, turn, rounds):
        """Return the values of the rows that keep the turns of one order, those lost first."""
        lost = [(one.technician, "passed", one.because) for one in turn.lost]
        given = [(turn.chosen, "assigned", turn.decision)] if turn.chosen else []
        return [
            {
                "queue_id": self.id,
                "round_number": rounds.get(technician, 0),
                "employee_id": technician,
                "order_id": order.id,
                "outcome": outcome,
                "reason_code": reason,
                "company_id": self.company_id.id,
            }
            for technician, outcome, reason in lost + given
        ]

    def _assign(self, orders, turns):
        """Write who goes, and why."""
        by_technician, entries = defaultdict(orders.browse), {}
        for order, turn in zip(orders, turns, strict=True):
            by_technician[turn.chosen] |= order
            rejected = [
                {"rule": f"#{one.technician}", "because": {"code": one.because, "params": one.params}}
                for one in (*turn.lost, *turn.others)
            ]
            facts = {"queue": self.code, "next_turn": turn.pointer and f"#{turn.pointer}"}
            if order.skill_ids:
                facts["skills"] = order.skill_ids.ids
            value = turn.chosen and f"#{turn.chosen}"
            entries[order.id] = {
                CODE: order._prepare_explanation(turn.decision, value, None, facts, rejected, engine.ENGINE)
            }
        for employee_id, ones in by_technician.items():
            ones._write_technician(employee_id, self)
        orders._explain_each(entries)

    # Facts
    def _get_technicians(self, jobs):
        """Return the engine's ``Technician`` of each line, in their order; a fixed number of queries."""
        # sudo: dispatchers need not be allowed to read employees; the engine sees ids and facts
        lines = self.env["service.dispatch.line"].sudo()
        lines = lines.search_fetch([("queue_id", "=", self.id)], ["employee_id"], order="sequence, id")
        employees = lines.employee_id
        away = employees._service_time_off(
            min((job.start for job in jobs), default=fields.Datetime.now()),
            max((job.end for job in jobs), default=fields.Datetime.now()),
            self.company_id,
        )
        # sudo: jobs of these technicians, whatever the user sees
        Order = self.env["service.order"].sudo()
        out_on = Order._get_jobs_under_way(employees)
        finished = Order._get_last_finished(employees) if self.rest_hours else {}
        travelled = self._get_travelled(employees) if self.method == "least_travelled" else {}
        rest = timedelta(hours=self.rest_hours)
        return [
            engine.Technician(
                employee.id,
                frozenset(employee.service_skill_ids.ids),
                tuple(away.get(employee.id, ())),
                out_on.get(employee.id),
                finished[employee.id] + rest if employee.id in finished else None,
                travelled.get(employee.id, 0.0),
                employee.active,
            )
            for employee in employees
        ]

    def _get_travelled(self, employees):
        """Return {employee id: kilometres or hours of this month}, with the usual travel of jobs to come."""
        # sudo: sums of these technicians' jobs, whatever the user sees
        return self.env["service.order"].sudo()._get_travelled(employees, self)

    def _add_travel(self, technicians, employee_id, order):
        """Return ``technicians`` after one of them got an order: the next order counts its travel."""
        travel = order._get_travel(self)
        return [
            engine.add_travel(technician, travel) if technician.id == employee_id else technician
            for technician in technicians
        ]
