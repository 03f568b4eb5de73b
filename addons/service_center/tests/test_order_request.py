from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .intake_common import picture
from .order_portal_common import OrderPortalCase


@tagged("post_install", "-at_install")
class TestOrderRequest(OrderPortalCase):
    """Customers ask for work: what comes in, what does not, and that nothing typed is lost."""

    def test_a_request_comes_in(self):
        response = self.ask(
            [("meter.jpg", picture())],
            type_id=str(self.types["maintenance"].id),
            product_id=str(self.product.id),
            sale_order_id=str(self.sale.id),
            serial="SN-1",
            address="2 Lane",
            wished_times="Monday morning",
        )
        order = self.new_order()
        self.assertTrue(response.url.endswith(self.path(order)))
        self.assertRecordValues(
            order,
            [
                {
                    "partner_id": self.portal.partner_id.id,
                    "channel": "portal",
                    "state": "draft",
                    "type_id": self.types["maintenance"].id,
                    "product_id": self.product.id,
                    "sale_order_id": self.sale.id,
                    "serial": "SN-1",
                    "address": "2 Lane",
                    "wished_times": "Monday morning",
                    "user_id": False,
                    "company_id": self.company.id,
                }
            ],
        )
        self.assertEqual(order._get_customer_messages().attachment_ids.name, "meter.jpg")

    def test_the_first_line_is_the_customers_in_the_words_of_colleagues(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        colleagues = self.env["res.users"].search([("id", "!=", self.portal.id)])
        for theirs, ours, words in (
            ("en_US", "zh_CN", "服务工单已登记"),
            ("zh_CN", "en_US", "Service order registered"),
        ):
            with self.subTest(ours=ours):
                self.portal.lang = theirs
                colleagues.write({"lang": ours})
                self.ask()
                order = self.new_order()
                self.orders_before |= order
                first = order.message_ids.sorted("id")[0]
                self.assertEqual(first.author_id, self.portal.partner_id)
                self.assertIn(words, first.body)
                self.assertNotIn("Public user", order.message_ids.author_id.mapped("name"))

    def test_the_language_of_who_takes_it_up(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        order = self.own
        self.env["res.users"].search([]).write({"lang": "en_US"})
        order.user_id = False
        order.team_id = self.env["service.team"].create({"name": "Repairs", "code": "t_repairs"})
        self.assertEqual(order._get_colleagues_lang(), "en_US")
        member = new_test_user(self.env, "sc_member", "service_center.group_user", lang="zh_CN")
        order.team_id.member_ids = member
        self.assertEqual(order._get_colleagues_lang(), "zh_CN")
        order.user_id = self.officer
        self.assertEqual(order._get_colleagues_lang(), "en_US")

    def test_the_address_is_offered(self):
        self.portal.partner_id.write({"street": "1 Lane", "city": "Wuhan"})
        page = self.page("/my/service/orders/new")
        self.assertIn("1 Lane", page.xpath("//textarea[@name='address']")[0].text_content())

    def test_an_address_has_no_stray_commas(self):
        china = self.env.ref("base.cn")
        partner = self.env["res.partner"].create({"name": "Li", "country_id": china.id})
        order = self.make(partner, "Leaks")
        self.assertFalse(order.address)
        partner.write({"street": "1 Lane", "city": "Wuhan"})
        address = self.make(partner, "Leaks").address
        self.assertIn("1 Lane", address)
        for line in address.splitlines():
            self.assertEqual(line, line.strip(" ,"))
            self.assertTrue(line)

    def test_text_is_text(self):
        response = self.ask(text='<script>alert("x")</script>', product="<i>Old scale</i>")
        order = self.new_order()
        self.assertEqual(order.description, '<i>Old scale</i>\n<script>alert("x")</script>')
        self.assertNotIn('<script>alert("x")', response.text)
        self.assertNotIn("<i>Old", response.text)

    def test_other_fields_do_not_get_in(self):
        self.ask(
            state="closed",
            partner_id=str(self.stranger.id),
            user_id=str(self.officer.id),
            company_share="7",
            promised_at="2026-01-01",
            company_id="99",
        )
        order = self.new_order()
        self.assertEqual((order.state, order.partner_id), ("draft", self.portal.partner_id))
        self.assertNotEqual(order.company_share, 7)
        self.assertFalse(order.user_id or order.promised_at)

    def test_what_others_bought_and_said_does_not_get_in(self):
        foreign = self.Complaint.create({"partner_id": self.stranger.id, "description": "Foreign"})
        page = self.page(
            f"/my/service/orders/new?complaint_id={foreign.id}&sale_order_id={self.foreign_sale.id}"
        )
        self.assertNotIn(foreign.name, page.text_content())
        self.assertNotIn(self.foreign_sale.name, page.text_content())
        self.assertNotIn("Prototype", page.text_content())
        hidden = self.types["factory_repair"]
        hidden.is_public = False
        self.ask(
            complaint_id=str(foreign.id),
            sale_order_id=str(self.foreign_sale.id),
            product_id=str(self.secret_product.id),
            type_id=str(hidden.id),
        )
        order = self.new_order()
        self.assertFalse(order.complaint_id or order.sale_order_id or order.product_id)
        self.assertNotEqual(order.type_id, hidden)

    def test_from_a_complaint_of_theirs(self):
        complaint = self.Complaint.create(
            {
                "partner_id": self.partner.id,
                "description": "Broken",
                "product_id": self.product.id,
                "serial": "SN-9",
            }
        )
        self.assertIn(
            f"/my/service/orders/new?complaint_id={complaint.id}",
            self.url_open(f"/my/complaints/{complaint.id}").text,
        )
        page = self.page(f"/my/service/orders/new?complaint_id={complaint.id}")
        self.assertEqual(page.xpath("//input[@name='complaint_id']/@value"), [str(complaint.id)])
        self.ask(complaint_id=str(complaint.id))
        order = self.new_order()
        self.assertEqual((order.complaint_id, order.product_id), (complaint, self.product))
        self.assertEqual(order.serial, "SN-9")

    def test_from_a_sale_order_of_theirs(self):
        text = self.url_open(self.sale.get_portal_url()).text
        self.assertIn(f"/my/service/orders/new?sale_order_id={self.sale.id}", text)
        page = self.page(f"/my/service/orders/new?sale_order_id={self.sale.id}")
        chosen = page.xpath("//select[@name='sale_order_id']/option[@selected]/@value")
        self.assertEqual(chosen, [str(self.sale.id)])

    def test_strange_ids(self):
        for text in ("x", "-1", "9" * 30, "1 OR 1=1", "²"):
            self.ask(complaint_id=text, sale_order_id=text, product_id=text, type_id=text)
        orders = self.Order.search([]) - self.orders_before
        self.assertEqual(len(orders), 5)
        self.assertFalse(orders.complaint_id or orders.sale_order_id or orders.product_id)

    def test_what_is_wrong_is_said_and_nothing_is_lost(self):
        response = self.ask(text=" ", serial="x" * 101, address="2 & 3 Lane", wished_times="y" * 201)
        self.assertEqual(set(self.problems(response)), {"text", "serial", "wished_times"})
        self.assertIn("2 &amp; 3 Lane", response.text)
        self.assertTrue(self.no_new_order())

    def test_files(self):
        bad = {
            "page.html": b"<script>alert(1)</script>",
            "page.jpg": b"<html><script>alert(1)</script>",
            "drawing.svg": b"<svg onload='alert(1)'/>",
            "run.sh": picture(),
            "damaged.jpg": picture()[:200],
            "empty.jpg": b"",
        }
        for name, data in bad.items():
            response = self.ask([("good.jpg", picture()), (name, data)])
            self.assertIn(name, self.problems(response)["files"])
        self.limit("upload_mb", "1")
        self.limit("upload_files", "2")
        large = picture() + b"0" * (1024 * 1024)
        self.assertIn("1 MB", self.problems(self.ask([("a.jpg", large)]))["files"])
        three = [(f"{name}.jpg", picture()) for name in "abc"]
        self.assertIn("2 files", self.problems(self.ask(three))["files"])
        self.assertTrue(self.no_new_order())

    def test_the_limit_of_an_hour(self):
        self.limit("portal_orders_per_hour", "2")
        self.ask(text="")
        for number in range(3):
            response = self.ask(text=f"Request {number}")
        self.assertEqual(len(self.Order.search([]) - self.orders_before), 2)
        self.assertIn("Request 2", response.text)
        self.assertIn("You have sent a lot", response.text)

    def test_the_pages_speak_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        for path in ("/my/service/orders", "/my/service/orders/new", self.path(self.own)):
            self.assertEqual(self.url_open(f"/zh_CN{path}").status_code, 200)
