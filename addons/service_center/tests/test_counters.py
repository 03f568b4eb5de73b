from odoo.tests import tagged

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestCounters(ComplaintCase):
    """Smart buttons count what the user may see, in one grouped query for all records of a view."""

    def test_customer_and_contacts(self):
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        self.complain(partner_id=self.customer.id)
        self.complain(partner_id=contact.id, user_id=self.colleague.id)
        partners = (self.customer | contact).with_user(self.officer)
        self.assertEqual(partners.mapped("service_complaint_count"), [2, 1])
        self.assertEqual(self.customer.with_user(self.user).service_complaint_count, 0)
        action = self.customer.with_user(self.officer).action_service_complaints()
        self.assertEqual(self.Complaint.search_count(action["domain"]), 2)

    def test_employees(self):
        employees = self.env["hr.employee"].create([{"name": "Zhang"}, {"name": "Chen"}])
        self.complain(employee_ids=employees.ids)
        self.complain(employee_ids=employees[0].ids)
        hr_officer = self.officer.copy({"login": "sc_hr_officer"})
        hr_officer.group_ids += self.env.ref("hr.group_hr_user")
        self.assertEqual(employees.with_user(hr_officer).mapped("service_complaint_count"), [2, 1])
        public = self.env["hr.employee.public"].browse(employees.ids)
        self.assertEqual(public.with_user(self.officer).mapped("service_complaint_count"), [2, 1])
        action = public[1].with_user(self.officer).action_service_complaints()
        self.assertEqual(self.Complaint.with_user(self.officer).search_count(action["domain"]), 1)

    def test_hr_alone_sees_no_complaints(self):
        employee = self.env["hr.employee"].create({"name": "Zhang"})
        self.complain(employee_ids=employee.ids)
        self.employee.group_ids += self.env.ref("hr.group_hr_user")
        self.assertEqual(employee.with_user(self.employee).service_complaint_count, 0)

    def test_one_query_for_many(self):
        partners = self.env["res.partner"].create([{"name": f"Customer {index}"} for index in range(50)])
        self.Complaint.create([{"partner_id": partner.id, "description": "x"} for partner in partners])
        partners = partners.with_user(self.officer)
        self.env.flush_all()
        self.customer.with_user(self.officer).service_complaint_count  # noqa: B018  (reads what belongs to the user)
        partners.invalidate_recordset()
        with self.assertQueryCount(4):
            self.assertEqual(set(partners.mapped("service_complaint_count")), {1})
