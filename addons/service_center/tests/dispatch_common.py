from datetime import timedelta

from odoo import fields

from odoo.addons.service_kernel.tests.leave_common import enter_leave
from odoo.addons.service_kernel.tests.users import new_test_user

from .order_common import OrderCase


class DispatchCase(OrderCase):
    """A queue of three technicians: A, B and C, in this order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = [new_test_user(cls.env, f"sc_tech_{name}", "base.group_user") for name in "abc"]
        cls.a, cls.b, cls.c = (
            cls.env["hr.employee"].create({"name": f"Technician {name}", "user_id": user.id})
            for name, user in zip("ABC", cls.users, strict=True)
        )
        cls.queue = cls.make_queue(cls.a | cls.b | cls.c)

    @classmethod
    def make_queue(cls, employees, **vals):
        return cls.env["service.dispatch.queue"].create(
            {
                "code": f"t_queue_{len(cls.env['service.dispatch.queue'].search([]))}",
                "name": "Fitters",
                "line_ids": [(0, 0, {"employee_id": employee.id}) for employee in employees],
                **vals,
            }
        )

    def send(self, **vals):
        """Give a confirmed order to the queue; return who goes."""
        self.last = self.order(state="confirmed", **vals)
        return self.queue.dispatch(self.last)

    def leave(self, employee, start=-1, hours=2, **vals):
        """Time off of an employee, from so many hours from now on."""
        now = fields.Datetime.now()
        return enter_leave(
            self.env,
            {
                "name": "Off",
                "resource_id": employee.resource_id.id,
                "calendar_id": employee.resource_calendar_id.id,
                "date_from": now + timedelta(hours=start),
                "date_to": now + timedelta(hours=start + hours),
                **vals,
            },
        )

    def turns(self, order=None):
        """[(technician, outcome, reason)] of an order, in their order."""
        order = order or self.last
        rows = self.env["service.dispatch.turn"].search([("order_id", "=", order.id)], order="id")
        return [(row.employee_id, row.outcome, row.reason_code) for row in rows]
