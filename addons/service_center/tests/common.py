from odoo.tests import TransactionCase

from odoo.addons.service_kernel.tests.users import new_test_user


class ComplaintCase(TransactionCase):
    """People and places that the tests of complaints share."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Other Mall"})
        cls.user = new_test_user(cls.env, "sc_user", "service_center.group_user")
        cls.colleague = new_test_user(cls.env, "sc_colleague", "service_center.group_user")
        cls.officer = new_test_user(cls.env, "sc_officer", "service_center.group_officer")
        cls.manager = new_test_user(cls.env, "sc_manager", "service_center.group_manager")
        cls.employee = new_test_user(cls.env, "sc_employee", "base.group_user")
        cls.portal = new_test_user(cls.env, "sc_portal", "base.group_portal")
        cls.Complaint = cls.env["service.complaint"].with_context(tracking_disable=True)
        cls.category = cls.env["service.category"].create({"name": "Quality of goods", "code": "t_quality"})
        cls.site = cls.env["service.site"].create({"name": "Shoe counter", "code": "T-SHOE"})
        cls.customer = cls.env["res.partner"].create(
            {"name": "Wang Fang", "phone": "+86 138 0013 8000", "email": "wang@example.com"}
        )

    @classmethod
    def complain(cls, **vals):
        """Create a complaint of a stranger that has all it needs to end; ``vals`` change what matters."""
        return cls.Complaint.create(
            {
                "contact_name": "Ms Li",
                "description": "<p>The heel broke.</p>",
                "validity": "valid",
                "rejection_reason": "Not bought here.",
                "cancel_reason": "Entered twice.",
                **vals,
            }
        )

    def run_clocks(self):
        """Run the cron, which commits, on a cursor of its own within the test's."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("service_kernel.cron_service_clocks").method_direct_trigger()
        self.env.invalidate_all()
