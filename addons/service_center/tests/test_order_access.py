from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .order_common import PNG, OrderCase

MODELS = (
    "service.order",
    "service.order.line",
    "service.order.type",
    "service.liability.rule",
    "service.order.exception",
    "service.order.acceptance",
)


@tagged("post_install", "-at_install")
class TestOrderAccess(OrderCase):
    """Who sees, changes and deletes service orders and what belongs to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["service.team"].create(
            {"code": "t_field", "name": "Field", "member_ids": cls.colleague.ids, "leader_id": cls.officer.id}
        )

    def with_line(self, **vals):
        order = self.order(**vals)
        self.env["service.order.line"].create({"order_id": order.id, "product_id": self.part.id})
        self.env["service.order.exception"].create({"order_id": order.id, "reason": "x"})
        return order

    def assertSeen(self, user, order, seen):
        self.assertEqual(bool(order.with_user(user).search([("id", "=", order.id)])), seen)
        for name in ("line_ids", "exception_ids"):
            records = order[name]
            found = records.with_user(user).search([("id", "in", records.ids)])
            self.assertEqual(bool(found), seen, name)
        self.assertEqual(order.with_user(user).has_access("write"), seen)

    def test_users_work_on_their_own_and_on_those_of_their_teams(self):
        self.assertSeen(self.user, self.with_line(user_id=self.user.id), True)
        self.assertSeen(self.user, self.with_line(user_id=False), True)
        others = self.with_line(user_id=self.manager.id)
        self.assertSeen(self.user, others, False)
        others.team_id = self.team
        self.assertSeen(self.colleague, others, True)
        self.assertSeen(self.user, others, False)

    def test_technicians_see_where_they_are_sent(self):
        order = self.with_line(user_id=self.manager.id)
        self.assertSeen(self.technician_user, order, False)
        order.employee_id = self.technician
        self.assertSeen(self.technician_user, order, True)

    def test_officers_and_managers_work_on_all(self):
        order = self.with_line(user_id=self.user.id)
        self.assertSeen(self.officer, order, True)
        self.assertSeen(self.manager, order, True)

    def test_others_see_nothing(self):
        for user in (self.employee, self.portal, self.env.ref("base.public_user")):
            for model in MODELS:
                self.assertFalse(self.env[model].with_user(user).has_access("read"), model)

    def test_only_managers_delete_orders_and_maintain_policies(self):
        order = self.order(user_id=self.user.id)
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                order.with_user(user).unlink()
            for model in ("service.order.type", "service.liability.rule"):
                record = self.env[model].search([("company_id", "=", self.company.id)], limit=1)
                with self.assertRaises(AccessError):
                    record.with_user(user).name = "x"
        self.types["exchange"].with_user(self.manager).name = "Swap"
        self.free_rule.with_user(self.manager).name = "Gratis"
        order.with_user(self.manager).unlink()
        self.assertFalse(order.exists())

    def test_other_companies(self):
        other = self.env["service.order.type"].search([("company_id", "=", self.other_company.id)], limit=1)
        order = self.Order.create(
            {"company_id": self.other_company.id, "type_id": other.id, "contact_name": "Ms Li"}
        )
        for user in (self.user, self.officer, self.manager):
            self.assertFalse(order.with_user(user).search([("id", "=", order.id)]))
            self.assertFalse(other.with_user(user).search([("company_id", "=", self.other_company.id)]))
            rules = self.env["service.liability.rule"].with_user(user)
            self.assertFalse(rules.search([("company_id", "=", self.other_company.id)]))

    def test_a_user_takes_an_order_through_without_other_rights(self):
        """No rights in HR, sales or accounting."""
        with Form(self.env["service.order"].with_user(self.user)) as form:
            form.partner_id = self.customer
            form.product_id = self.product
            form.employee_id = self.technician
            form.description = "Does not start."
            with form.line_ids.new() as line:
                line.product_id = self.part
        order = form.record
        for state in ("confirmed", "scheduled", "in_progress", "done"):
            order.state = state
        order.line_ids.part_state = "used"
        order.write({"signature": PNG, "signed_by": "Wang Fang", "state": "signed"})
        order.action_close()
        self.env.invalidate_all()
        values = order.web_read({"employee_id": {"fields": {"display_name": {}}}, "state": {}})[0]
        self.assertEqual((values["employee_id"]["display_name"], values["state"]), ("Zhao Gong", "closed"))

    def test_clocks_and_logs_of_orders_are_the_officers(self):
        order = self.order(user_id=self.user.id)
        order._explain("liability", "by_rule", "customer")
        log = self.env["service.decision.log"]
        domain = [("res_model", "=", "service.order"), ("res_id", "=", order.id)]
        self.assertTrue(log.with_user(self.officer).search(domain))
        with self.assertRaises(AccessError):
            log.with_user(self.user).search(domain)
