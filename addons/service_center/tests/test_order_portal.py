import base64
import io

from PIL import Image, ImageDraw

from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.service_kernel.tests.users import new_test_user

from ..engine import visit_report as engine
from .intake_common import picture
from .order_portal_common import OrderPortalCase


@tagged("post_install", "-at_install")
class TestOrderPortal(OrderPortalCase):
    """Customers with an account see the orders of their company, and of them only what is meant for them."""

    def listed(self, query=""):
        links = self.page(f"/my/service/orders{query}").xpath("//table//a/@href")
        return self.Order.browse(int(link.rpartition("/")[2]) for link in links)

    def test_the_list(self):
        self.assertEqual(self.listed(), self.of_company | self.own)
        self.assertEqual(self.listed("?sortby=oldest").ids, (self.own | self.of_company).ids)
        self.own.write({"state": "cancelled", "cancel_reason": "Twice"})
        self.assertEqual(self.listed("?filterby=open"), self.of_company)
        self.assertEqual(self.listed("?filterby=ended"), self.own)
        self.assertEqual(len(self.listed("?sortby=nonsense&filterby=nonsense")), 2)
        self.of_company.active = False
        self.assertEqual(self.listed(), self.own)

    def test_pages(self):
        for number in range(81):
            self.make(self.partner, str(number))
        self.assertEqual(len(self.listed()), 80)
        self.assertEqual(len(self.listed("/page/2")), 3)

    def test_the_counter(self):
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["service_order_count"]})
        self.assertEqual(counters, {"service_order_count": 2})
        self.assertIn("/my/service/orders", self.url_open("/my/home").text)

    def test_what_is_not_for_the_customer_stays_inside(self):
        self.own.write(
            {"state": "confirmed", "diagnosis": "Secret diagnosis", "unfinished_reason": "Secret reason"}
        )
        self.own.message_post(body="Inner secret")
        text = self.url_open(self.path(self.own)).text
        self.assertIn(self.own.name, text)
        self.assertIn("Own", text)
        for secret in ("Secret diagnosis", "Secret reason", "Inner secret", "Paid By"):
            self.assertNotIn(secret, text)

    @mute_logger("odoo.http")
    def test_orders_of_others_and_unknown_ones_look_the_same(self):
        for order_id in (self.foreign.id, 999999999, 2**31, 10**20):
            for rest in ("", "/report"):
                response = self.url_open(f"/my/service/orders/{order_id}{rest}")
                self.assertEqual(response.status_code, 404, f"{order_id}{rest}")
                self.assertNotIn("Foreign secret", response.text)
                self.assertNotIn(self.foreign.name, response.text)
            sent = self.send(
                f"/my/service/orders/{order_id}", form=self.path(self.own), message="x", follow=False
            )
            self.assertEqual(sent.status_code, 404)
        self.assertFalse(self.foreign._get_customer_messages())

    @mute_logger("odoo.http")
    def test_without_a_login_there_is_only_the_login(self):
        self.logout()
        for path in ("", "/new", f"/{self.own.id}", f"/{self.own.id}/report"):
            response = self.url_open(f"/my/service/orders{path}", allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertIn("/web/login", response.headers["Location"])
        token = self.own._portal_ensure_token()
        response = self.url_open(f"{self.path(self.own)}?access_token={token}", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_a_planned_visit_and_who_comes(self):
        self.assertNotIn("Zhao Gong", self.url_open(self.path(self.own)).text)
        self.own.write(
            {
                "state": "confirmed",
                "employee_id": self.technician.id,
                "planned_start": "2026-03-02 01:00:00",
                "planned_end": "2026-03-02 03:00:00",
            }
        )
        self.assertNotIn("Zhao Gong", self.url_open(self.path(self.own)).text)
        self.own.write({"state": "scheduled"})
        visit = self.page(self.path(self.own)).xpath("//*[contains(@class, 'o_service_visit')]")
        self.assertIn("Zhao Gong", visit[0].text_content())
        self.assertIn("3/2/26", visit[0].text_content())

    def test_the_promise_and_its_changes(self):
        self.own._announce(self.later(days=7), "", "phone", "Ms Wang")
        self.own._announce(self.later(days=14), "The <b>part</b> is late", "phone", "Inner note")
        text = self.url_open(self.path(self.own)).text
        self.assertIn("The &lt;b&gt;part&lt;/b&gt; is late", text)
        self.assertIn("New date", text)
        self.assertNotIn("Inner note", text)

    def later(self, days):
        calendar = self.company.resource_calendar_id
        return calendar._service_due(self.own.received_at, days, "working_days", self.company)

    def test_the_quotation_once_it_was_sent(self):
        self.free_rule.active = False
        self.own.write({"state": "confirmed"})
        self.env["service.order.line"].create({"order_id": self.own.id, "product_id": self.product.id})
        self.own.action_make_quotation()
        quotation = self.own.quotation_id
        self.assertNotIn(quotation.name, self.url_open(self.path(self.own)).text)
        quotation.action_quotation_sent()
        page = self.page(self.path(self.own))
        self.assertIn("quotation", page.xpath("//*[contains(@class, 'o_service_status')]")[0].text_content())
        link = page.xpath("//*[contains(@class, 'o_service_quotation')]//a/@href")[0]
        self.assertIn(f"/my/orders/{quotation.id}", link)
        self.assertEqual(self.url_open(link).status_code, 200)
        quotation.action_confirm()
        self.assertIn("You have agreed to it", self.url_open(self.path(self.own)).text)
        quotation.partner_id = self.stranger
        self.assertNotIn(quotation.name, self.url_open(self.path(self.own)).text)

    def test_the_signed_report(self):
        self.own.employee_id = self.technician
        for state in ("confirmed", "scheduled", "in_progress", "done"):
            self.own.write({"state": state})
        self.own.write({"work_done": "Board changed", "diagnosis": "Moisture"})
        self.assertNotIn("/report", self.url_open(self.path(self.own)).text)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(self.path(self.own, "/report")).status_code, 404)
        lang = self.own._get_report_lang()
        shown = engine.digest(self.own._get_visit_report(lang))
        self.own._sign_visit(shown, lang, "Wang Fang", self.drawn())
        self.assertIn(self.path(self.own, "/report"), self.url_open(self.path(self.own)).text)
        response = self.url_open(self.path(self.own, "/report"))
        self.assertEqual(response.status_code, 200)
        self.assertIn("Board changed", response.text)

    def drawn(self):
        target = io.BytesIO()
        paper = Image.new("RGB", (60, 20), "white")
        ImageDraw.Draw(paper).line((2, 2, 50, 18), "black", 3)
        paper.save(target, "PNG")
        return base64.b64encode(target.getvalue()).decode()

    def test_a_message(self):
        self.own.write({"state": "confirmed"})
        self.own.write({"state": "waiting", "waiting_for": "customer"})
        self.send(self.path(self.own), [("a.jpg", picture())], message="<b>Tuesday</b>")
        message = self.own._get_customer_messages()
        self.assertEqual(message.author_id, self.portal.partner_id)
        self.assertIn("&lt;b&gt;Tuesday", message.body)
        self.assertEqual(message.attachment_ids.name, "a.jpg")
        self.assertEqual(self.own.state, "confirmed", "it waited for the customer")
        self.assertIn("Tuesday", self.url_open(self.path(self.own)).text)

    def test_bad_messages(self):
        for files, values in (
            ([("a.exe", b"MZ")], {"message": "x"}),
            ([("a.jpg", picture()[:100])], {"message": "x"}),
        ):
            self.assertIn("files", self.problems(self.send(self.path(self.own), files, **values)))
        for text in ("", "  ", "x" * 5_001):
            self.assertIn("message", self.problems(self.send(self.path(self.own), message=text)))
        self.limit("public_replies_per_hour", "1")
        for _number in range(2):
            self.send(self.path(self.own), message="y")
        self.assertEqual(len(self.own._get_customer_messages()), 1)

    @mute_logger("odoo.http")
    def test_a_wrong_token_is_refused(self):
        for path, data in (
            (self.path(self.own), {"message": "x"}),
            ("/my/service/orders/new", {"text": "x"}),
        ):
            response = self.url_open(path, data={"csrf_token": "x", **data})
            self.assertEqual(response.status_code, 400)
        self.assertTrue(self.no_new_order())
        self.assertFalse(self.own._get_customer_messages())

    def test_the_api_tells_nothing(self):
        Order = self.env["service.order"].with_user(self.portal)
        for call in (
            lambda: Order.browse(self.own.id).read(["name", "liability", "explanation"]),
            lambda: Order.search([]),
            lambda: Order.search_read([], ["display_name"]),
            lambda: Order.browse(self.own.id).write({"state": "closed"}),
            lambda: Order.create({"contact_name": "x"}),
            lambda: Order.browse(self.own.id).action_confirm(),
            lambda: Order.browse(self.own.id)._announce(self.own.received_at, "x", "phone", "x"),
            lambda: self.env["service.order.promise"].with_user(self.portal).search([]),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_inner_files_of_own_orders_stay_inside(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "s.pdf", "res_model": "service.order", "res_id": self.own.id, "raw": b"secret"}
        )
        self.assertEqual(self.url_open(f"/web/content/{attachment.id}").status_code, 404)

    def test_nothing_comes_in_by_the_chatter(self):
        response = self.url_open(
            "/mail/attachment/upload",
            data={
                "csrf_token": Request.csrf_token(self),
                "thread_id": self.own.id,
                "thread_model": "service.order",
                "token": self.own._portal_ensure_token(),
            },
            files={"ufile": ("a.exe", b"MZ")},
        )
        self.assertEqual(response.status_code, 404)

    def test_should_a_company_give_access_only_own_orders_are_read(self):
        self.env["ir.model.access"].create(
            {
                "name": "own risk",
                "model_id": self.env["ir.model"]._get_id("service.order"),
                "group_id": self.env.ref("base.group_portal").id,
                "perm_read": True,
            }
        )
        found = self.env["service.order"].with_user(self.portal).search([])
        self.assertEqual(found, self.own | self.of_company)

    def test_a_stranger_with_an_account_sees_nothing(self):
        new_test_user(self.env, "sc_portal_2", "base.group_portal")
        self.authenticate("sc_portal_2", "sc_portal_2")
        self.assertFalse(self.listed())
