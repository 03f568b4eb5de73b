from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .dispatch_common import DispatchCase


@tagged("post_install", "-at_install")
class TestDispatchAccess(DispatchCase):
    """Who may read queues, dispatch, and change the order of technicians."""

    def test_officers_dispatch_without_rights_on_employees(self):
        order = self.order(state="confirmed")
        employee = self.queue.with_user(self.officer).dispatch(order.with_user(self.officer))
        self.assertEqual(employee.id, self.a.id)
        self.assertEqual(order.with_user(self.officer).employee_id.display_name, "Technician A")

    def test_others_do_not_dispatch(self):
        order = self.order(state="confirmed", user_id=self.user.id)
        for user in (self.user, self.employee, self.portal):
            with self.assertRaises(AccessError):
                self.queue.with_user(user).dispatch(order.with_user(user))
        self.assertFalse(order.employee_id)
        self.assertEqual(self.queue.turns_given, 0)

    def test_models_by_role(self):
        records = {
            "service.dispatch.queue": self.queue,
            "service.dispatch.line": self.queue.line_ids[0],
            "service.skill": self.env["service.skill"].create({"code": "t_s", "name": "S"}),
        }
        self.send()
        records["service.dispatch.turn"] = self.last.turn_ids
        allowed = {
            "service.dispatch.queue": {self.user: "r", self.officer: "r", self.manager: "rwu"},
            "service.dispatch.line": {self.officer: "rw", self.manager: "rwu"},
            "service.skill": {self.user: "r", self.officer: "r", self.manager: "rwu"},
            "service.dispatch.turn": {self.officer: "r", self.manager: "r"},
        }
        for model, record in records.items():
            for user in (self.user, self.officer, self.manager, self.employee, self.portal):
                for letter, operation in (("r", "read"), ("w", "write"), ("u", "unlink")):
                    self.assertEqual(
                        record.with_user(user).has_access(operation),
                        letter in allowed[model].get(user, ""),
                        (model, user.login, operation),
                    )

    def test_nobody_writes_turns(self):
        with self.assertRaises(AccessError):
            self.env["service.dispatch.turn"].with_user(self.manager).create(
                {"employee_id": self.a.id, "order_id": self.order().id, "outcome": "assigned"}
            )

    def test_queues_of_other_companies(self):
        foreign = self.make_queue(self.env["hr.employee"], company_id=self.other_company.id)
        self.assertFalse(foreign.with_user(self.manager).has_access("read"))
        with self.assertRaises(UserError):
            foreign.dispatch(self.order(state="confirmed"))

    def test_hours_of_visits_by_role(self):
        of_customer, of_queue = self.env["service.visit.window"].create(
            [
                {"partner_id": self.customer.id, "hour_from": 12, "hour_to": 13},
                {"queue_id": self.queue.id, "hour_from": 12, "hour_to": 13},
            ]
        )
        self.assertTrue(of_customer.with_user(self.user).has_access("write"))
        self.assertFalse(of_queue.with_user(self.user).has_access("write"))
        self.assertTrue(of_queue.with_user(self.manager).has_access("write"))
        self.assertFalse(of_customer.with_user(self.employee).has_access("read"))

    def test_the_order_of_technicians_by_officers(self):
        line = self.queue.line_ids[0]
        line.with_user(self.officer).active = False
        self.assertEqual(self.queue.next_employee_id, self.b)

    def test_skills_are_for_hr(self):
        with self.assertRaises(AccessError):
            self.a.with_user(self.officer).read(["service_skill_ids"])
