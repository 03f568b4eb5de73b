from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from odoo.addons.service_kernel.tests.users import new_test_user


@tagged("post_install", "-at_install")
class TestGroups(TransactionCase):
    """Each role includes the one below; only managers maintain the shared policies."""

    def test_roles(self):
        category = self.env["service.category"].create({"name": "Price"})
        manager = new_test_user(self.env, "membership_manager", "membership.group_manager")
        officer = new_test_user(self.env, "membership_officer", "membership.group_officer")
        self.assertTrue(manager.has_group("membership.group_officer"))
        self.assertTrue(officer.has_group("membership.group_user"))
        self.assertFalse(officer.has_group("membership.group_manager"))
        category.with_user(manager).name = "Prices"
        with self.assertRaises(AccessError):
            category.with_user(officer).name = "Price"
