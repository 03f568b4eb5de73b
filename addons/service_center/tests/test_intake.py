from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .common import ComplaintCase


@tagged("post_install", "-at_install")
class TestIntake(ComplaintCase):
    """Telephone, poster, and the menu that says what to do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+86 139 0013 7654"

    def test_a_call_opens_the_form_with_the_caller(self):
        context = self.Complaint.with_user(self.user).action_intake("+86 139-0013-7654")["context"]
        self.assertEqual(
            context,
            {
                "default_channel": "phone",
                "default_contact_phone": "+8613900137654",
                "default_partner_id": self.customer.id,
            },
        )
        self.assertEqual(
            self.Complaint.action_intake("13900137654")["context"]["default_partner_id"], self.customer.id
        )

    def test_of_several_customers_none_is_guessed(self):
        self.customer.copy({"name": "Her husband", "phone": self.customer.phone})
        context = self.Complaint.action_intake("13900137654")["context"]
        self.assertNotIn("default_partner_id", context)
        self.assertEqual(context["default_contact_phone"], "13900137654")

    def test_calls_without_a_usable_number(self):
        for phone in (None, "", "<script>", "anonymous"):
            self.assertEqual(self.Complaint.action_intake(phone)["context"], {"default_channel": "phone"})
        self.assertNotIn("default_partner_id", self.Complaint.action_intake("1380")["context"])

    def test_only_the_desk_takes_calls(self):
        with self.assertRaises(AccessError):
            self.env["service.complaint"].with_user(self.employee).action_intake("13900137654")

    def test_customers_are_found_by_any_part_of_the_phone(self):
        Partner = self.env["res.partner"].with_user(self.user)

        def found(text, **context):
            return self.customer.id in dict(Partner.with_context(**context).name_search(text))

        for text in ("0013 76", "139-0013", "7654", "ang Fa"):
            self.assertTrue(found(text, service_phone_search=True), text)
        self.assertFalse(found("0013 76"), "elsewhere Odoo searches as it does")
        self.assertFalse(found("013", service_phone_search=True), "three digits find half of all customers")
        self.assertFalse(found("99 99 99", service_phone_search=True))

    def test_my_work_is_by_deadline(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("service_center.service_complaint_work_action")
        self.assertIn("uid", action["domain"])
        view = self.env["service.complaint"].get_view(action["views"][0][0], "list")
        self.assertIn('default_order="sla_deadline, received_at, id"', view["arch"])

    def test_the_app_opens_on_work(self):
        Menu = self.env["ir.ui.menu"]
        root = self.env.ref("service_center.menu_root")
        firsts = {}
        for user in (self.user, self.officer):
            visible = Menu.with_user(user)._visible_menu_ids()
            firsts[user] = Menu.search([("parent_id", "=", root.id), ("id", "in", list(visible))], limit=1)
        self.assertEqual(firsts[self.user], self.env.ref("service_center.menu_my_work"))
        self.assertEqual(firsts[self.officer], self.env.ref("service_center.menu_overdue"))

    def test_the_poster_names_the_site(self):
        url = self.site._get_public_url()
        self.assertTrue(url.endswith(f"/service/complaint?site=T-SHOE&company={self.company.id}"))
        self.assertTrue(self.site._get_poster_code().startswith("data:image/svg+xml;base64,"))
        report = self.env["ir.actions.report"]._render_qweb_html(
            "service_center.service_site_poster", self.site.ids
        )
        self.assertIn("Shoe counter", report[0].decode())
        self.assertIn("Something wrong? Tell us.", report[0].decode())
        self.assertTrue(self.site.action_print_poster())
        self.site.code = "一楼 A&B"
        self.assertIn("site=%E4%B8%80%E6%A5%BC+A%26B", self.site._get_public_url())
        self.site.code = False
        with self.assertRaises(UserError):
            self.site.action_print_poster()


@tagged("post_install", "-at_install")
class TestIntakeRoute(HttpCase):
    """/service/intake: the desk to the form, others to where they belong."""

    def go(self):
        path = "/service/intake?phone=%2B86%20138%3Cscript%3E0013"
        return self.url_open(path, allow_redirects=False).headers["Location"]

    def test_who_goes_where(self):
        new_test_user(self.env, "sc_user", "service_center.group_user")
        new_test_user(self.env, "sc_employee", "base.group_user")
        new_test_user(self.env, "sc_portal", "base.group_portal")
        self.assertIn("/web/login", self.go())
        for login, place in (
            ("sc_user", "/odoo/service-intake?phone=%2B861380013"),
            ("sc_employee", "/odoo"),
            ("sc_portal", "/my"),
        ):
            self.authenticate(login, login)
            self.assertTrue(self.go().endswith(place), login)
