from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .pack_common import RECORDS, PackCase
from .users import new_test_user

MODELS = (
    "service.policy.pack",
    "service.policy.pack.load",
    "service.policy.pack.item",
    "service.policy.pack.wizard",
    "service.policy.pack.wizard.line",
    "service.policy.pack.wizard.note",
    "service.policy.pack.export",
)


@tagged("post_install", "-at_install")
class TestPackAccess(PackCase):
    """Managers of policies load into their companies; nobody else does anything with packs."""

    def test_others_have_nothing(self):
        self.upload()
        for user in (self.employee, new_test_user(self.env, "pack_portal", "base.group_portal")):
            with self.assertRaises(AccessError):
                self.packs.with_user(user).load_pack("t_pack", self.company)
            for model in MODELS:
                for operation in ("read", "write", "create", "unlink"):
                    self.assertFalse(self.env[model].with_user(user).has_access(operation), model)

    def test_managers_load_into_their_own_companies(self):
        foreign = self.env["res.company"].create({"name": "Foreign"})
        with self.assertRaises(AccessError):
            self.load(foreign)
        with self.assertRaises(AccessError):
            self.load(foreign.id)
        self.upload()
        self.assertEqual(self.load(self.company.id)["created"], RECORDS)

    def test_managers_write_no_book_keeping(self):
        self.upload()
        self.load()
        for model in MODELS[:3]:
            record = self.env[model].with_user(self.manager).search([], limit=1)
            self.assertTrue(record)
            for operation in ("write", "create"):
                self.assertFalse(record.has_access(operation), model)

    def test_other_companies_uploads_are_invisible(self):
        pack = self.upload(company=self.other_company)
        here = self.packs.with_context(allowed_company_ids=self.company.ids)
        self.assertFalse(here.search([("id", "=", pack.id)]))

    def test_only_uploads_can_be_deleted(self):
        pack = self.upload()
        shipped = self.env["service.policy.pack"].create({"code": "t_shipped", "name": "Shipped"})
        with self.assertRaises(UserError):
            shipped.with_user(self.manager).unlink()
        pack.with_user(self.manager).unlink()

    def test_templates_of_uploads_need_the_user_s_own_right(self):
        text = "code,name,model_id,body_html\nM-1,Hello,res.partner,<p>Hi</p>\n"
        self.upload({"mail.template.csv": text})
        self.env["ir.config_parameter"].sudo().set_param("mail.restrict.template.rendering", True)
        self.env.ref("base.group_user").implied_ids -= self.env.ref("mail.group_mail_template_editor")
        dangerous = text.replace("Hi", "<t t-out=\"object.env['res.users'].sudo()\"/>")
        self.upload({"mail.template.csv": dangerous})
        with self.assertRaises(UserError):
            self.load()
