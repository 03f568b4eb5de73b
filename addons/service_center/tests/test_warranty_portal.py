from lxml import html

from odoo.tests import HttpCase, tagged

from .warranty_common import WarrantyCase


@tagged("post_install", "-at_install")
class TestWarrantyPortal(HttpCase, WarrantyCase):
    """Customers with an account see what they own, and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_partner = cls.env["res.partner"].create({"name": "Lab", "is_company": True})
        cls.portal.partner_id.parent_id = cls.company_partner
        owner = cls.portal.partner_id.id
        cls.own = cls.register(serial="OWN-1", partner_id=owner)
        cls.of_company = cls.register(serial="LAB-1", partner_id=cls.company_partner.id)
        cls.old = cls.register(serial="OLD-1", partner_id=owner, purchase_date="2020-01-01")
        cls.foreign = cls.register(serial="FOREIGN-1", partner_id=cls.wang.id)

    def setUp(self):
        super().setUp()
        self.authenticate("sc_portal", "sc_portal")

    def listed(self, query=""):
        page = html.fromstring(self.url_open(f"/my/service/warranties{query}").text)
        texts = [row.text_content() for row in page.xpath("//table//tbody/tr")]
        items = self.own | self.of_company | self.old | self.foreign
        return items.filtered(lambda item: any(item.serial in text for text in texts))

    def test_the_list(self):
        self.assertEqual(self.listed(), self.own | self.of_company | self.old)
        self.assertEqual(self.listed("?filterby=in"), self.own | self.of_company)
        self.assertEqual(self.listed("?filterby=out"), self.old)
        self.assertEqual(len(self.listed("?sortby=nonsense&filterby=nonsense")), 3)

    def test_what_it_says(self):
        self.own._begin_repair()
        text = self.url_open("/my/service/warranties").text
        self.assertIn("Balance", text)
        self.assertIn("time stands still", text)
        self.assertIn("01/31/2027", text)

    def test_the_counter(self):
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["service_warranty_count"]})
        self.assertEqual(counters, {"service_warranty_count": 3})
        self.assertIn("/my/service/warranties", self.url_open("/my/home").text)

    def test_after_a_transfer_it_is_another_owner_s(self):
        self.own._transfer(self.wang)
        self.assertNotIn(self.own, self.listed())

    def test_strangers_log_in_first(self):
        self.authenticate(None, None)
        response = self.url_open("/my/service/warranties", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])
