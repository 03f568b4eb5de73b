from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, tagged

from .users import new_test_user


@tagged("post_install", "-at_install")
class TestAccess(TransactionCase):
    """Sites and categories: internal users read those of their companies, policy managers maintain them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other"})
        cls.employee = new_test_user(cls.env, "kernel_employee", "base.group_user")
        cls.manager = new_test_user(cls.env, "kernel_manager", "service_kernel.group_policy_manager")
        cls.portal = new_test_user(cls.env, "kernel_portal", "base.group_portal")
        cls.records = (
            cls.env["service.site"].create({"name": "Mall"}),
            cls.env["service.category"].create({"name": "Price"}),
        )

    def test_internal_users_read_only(self):
        for record in self.records:
            record = record.with_user(self.employee)
            self.assertTrue(record.has_access("read"))
            for operation in ("write", "create", "unlink"):
                with self.assertRaises(AccessError):
                    record.check_access(operation)

    def test_policy_managers_maintain(self):
        for record in self.records:
            record = record.with_user(self.manager)
            record.name = "Renamed"
            copy = record.create({"name": "New"})
            copy.action_archive()
            copy.unlink()

    def test_portal_and_public_see_nothing(self):
        for user in (self.portal, self.env.ref("base.public_user")):
            for record in self.records:
                with self.assertRaises(AccessError):
                    record.with_user(user).check_access("read")

    def test_other_companies_are_invisible(self):
        for record in self.records:
            foreign = record.create({"name": "Foreign", "company_id": self.other_company.id})
            self.assertFalse(record.with_user(self.manager).search([("id", "=", foreign.id)]))
        shared = self.env["service.category"].create({"name": "Shared", "company_id": False})
        self.assertTrue(shared.with_user(self.employee).search([("id", "=", shared.id)]))

    def test_dialogs_are_of_who_opened_them(self):
        # Odoo lets everybody who may open a dialog read those of others; extensions of Odoo's own are Odoo's
        ours = self.env["ir.module.module"].search([("author", "=", "Service Suite")]).mapped("name")
        dialogs = {
            name
            for name, model in self.env.registry.items()
            if model._transient and not model._abstract and model._original_module in ours
        }
        rules = self.env["ir.rule"].search([("model_id.model", "in", list(dialogs)), ("groups", "=", False)])
        kept_apart = rules.filtered(lambda rule: "create_uid" in (rule.domain_force or ""))
        self.assertIn("service.policy.pack.wizard", dialogs)
        self.assertEqual(dialogs - set(kept_apart.mapped("model_id.model")), set())
