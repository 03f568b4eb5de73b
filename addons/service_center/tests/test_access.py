from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestReadComplaints(ComplaintCase):
    """Who sees which complaints."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.complain(user_id=cls.user.id)
        cls.unassigned = cls.complain(user_id=False)
        cls.of_colleague = cls.complain(user_id=cls.colleague.id)
        cls.foreign = cls.complain(company_id=cls.other_company.id, user_id=False)
        cls.all = cls.own | cls.unassigned | cls.of_colleague | cls.foreign

    def visible(self, user):
        return self.all & self.env["service.complaint"].with_user(user).search([])

    def test_users_see_own_and_unassigned(self):
        self.assertEqual(self.visible(self.user), self.own | self.unassigned)

    def test_users_keep_seeing_what_they_registered(self):
        complaint = self.Complaint.with_user(self.user).create(
            {"contact_name": "X", "description": "x", "user_id": self.colleague.id}
        )
        self.assertTrue(complaint.has_access("read"))

    def test_officers_and_managers_see_all_of_their_company(self):
        for user in (self.officer, self.manager):
            self.assertEqual(self.visible(user), self.own | self.unassigned | self.of_colleague)

    def test_others_see_none(self):
        for user in (self.employee, self.portal, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.own.with_user(user).check_access("read")


@tagged("post_install", "-at_install")
class TestChangeComplaints(ComplaintCase):
    """Who may register, change and delete."""

    def test_users_work_with_everything_they_need(self):
        """A desk user registers a complaint about an employee's order without HR or sales rights."""
        employee = self.env["hr.employee"].create({"name": "Zhang"})
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        product = self.env["product.product"].create({"name": "Shoe"})
        complaint = (
            self.env["service.complaint"]
            .with_user(self.user)
            .create(
                {
                    "partner_id": self.customer.id,
                    "description": "x",
                    "employee_ids": employee.ids,
                    "sale_order_id": order.id,
                    "product_id": product.id,
                    "category_id": self.category.id,
                    "site_id": self.site.id,
                }
            )
        )
        self.env.invalidate_all()
        specification = {
            name: {"fields": {"display_name": {}}} for name in ("employee_ids", "sale_order_id", "product_id")
        }
        values = complaint.web_read(specification)[0]
        self.assertEqual(values["employee_ids"][0]["display_name"], "Zhang")
        self.assertEqual(values["sale_order_id"]["display_name"], order.name)
        complaint.employee_ids = False
        complaint.action_acknowledge()
        with self.assertRaises(AccessError):
            order.with_user(self.user).write({"client_order_ref": "X"})

    def test_users_do_not_touch_what_is_of_others(self):
        complaint = self.complain(user_id=self.colleague.id)
        with self.assertRaises(AccessError):
            complaint.with_user(self.user).demand = "x"
        complaint.with_user(self.officer).demand = "x"

    def test_only_managers_delete(self):
        complaint = self.complain(user_id=self.user.id)
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                complaint.with_user(user).unlink()
            complaint.with_user(user).action_archive()
            complaint.with_user(user).action_unarchive()
        complaint.with_user(self.manager).unlink()

    def test_only_managers_maintain_categories_and_sites(self):
        self.category.with_user(self.manager).name = "Quality"
        for user in (self.user, self.officer):
            with self.assertRaises(AccessError):
                self.category.with_user(user).name = "Quality"
            with self.assertRaises(AccessError):
                self.site.with_user(user).name = "Shoes"

    def test_dialogs_decide_on_visible_complaints_only(self):
        Decide = self.env["service.complaint.decide"]
        complaint = self.complain(user_id=self.colleague.id)
        with self.assertRaises(AccessError):
            Decide.with_user(self.user).create({"complaint_ids": complaint.ids, "text": "x"})
        with self.assertRaises(AccessError):
            Decide.with_user(self.employee).check_access("read")
        own = Decide.with_user(self.user).create(
            {"complaint_ids": self.complain(user_id=False).ids, "text": "x"}
        )
        self.assertFalse(Decide.with_user(self.officer).search([("id", "=", own.id)]))
