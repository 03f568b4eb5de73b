from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import tagged

from odoo.addons.service_kernel.tests.users import new_test_user

from .intake_common import IntakeCase, picture


@tagged("post_install", "-at_install")
class TestPortal(IntakeCase):
    """Customers with an account see the cases of their company, and nothing else of them than is for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls.Complaint.create({"partner_id": cls.portal.partner_id.id, "description": "Own"})
        cls.of_company = cls.Complaint.create({"partner_id": cls.partner.id, "description": "Company's"})
        cls.stranger = cls.env["res.partner"].create({"name": "Stranger"})
        cls.foreign = cls.Complaint.create({"partner_id": cls.stranger.id, "description": "Foreign"})
        cls.history = cls.Complaint.create(
            {"partner_id": cls.partner.id, "description": "Old", "is_history": True}
        )

    def setUp(self):
        super().setUp()
        self.authenticate("sc_portal", "sc_portal")

    def listed(self, query=""):
        links = self.page(f"/my/complaints{query}").xpath("//table//a/@href")
        return self.Complaint.browse(int(link.rpartition("/")[2]) for link in links)

    def test_the_list(self):
        self.assertEqual(self.listed(), self.of_company | self.own)
        self.assertEqual(self.listed("?sortby=oldest").ids, (self.own | self.of_company).ids)
        self.own.write({"state": "rejected", "rejection_reason": "Beyond warranty"})
        self.assertEqual(self.listed("?filterby=open"), self.of_company)
        self.assertEqual(self.listed("?filterby=ended"), self.own)
        self.assertEqual(len(self.listed("?sortby=nonsense&filterby=nonsense")), 2)

    def test_pages(self):
        self.Complaint.create([{"partner_id": self.partner.id, "description": str(n)} for n in range(81)])
        self.assertEqual(len(self.listed()), 80)
        self.assertEqual(len(self.listed("/page/2")), 3)

    def test_the_counter(self):
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["service_complaint_count"]})
        self.assertEqual(counters, {"service_complaint_count": 2})
        self.assertIn("/my/complaints", self.url_open("/my/home").text)

    def test_one_case(self):
        self.own.message_post(body="Inner secret")
        response = self.url_open(f"/my/complaints/{self.own.id}")
        self.assertIn(self.own.name, response.text)
        self.assertNotIn("Inner secret", response.text)
        self.assertNotIn(self.own.tracking_token, response.text)

    def test_cases_of_others_and_unknown_ones_look_the_same(self):
        for complaint_id in (self.foreign.id, self.history.id, 999999999):
            response = self.url_open(f"/my/complaints/{complaint_id}", allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertTrue(response.headers["Location"].endswith("/my/complaints"))
            sent = self.send(
                f"/my/complaints/{complaint_id}",
                form=f"/my/complaints/{self.own.id}",
                follow=False,
                act="reply",
                message="x",
            )
            self.assertTrue(sent.headers["Location"].endswith("/my/complaints"))
        self.assertFalse(self.foreign.website_message_ids)

    def test_an_answer(self):
        self.send(f"/my/complaints/{self.own.id}", [("a.jpg", picture())], act="reply", message="And now?")
        message = self.own.website_message_ids
        self.assertEqual(message.author_id, self.portal.partner_id)
        self.assertEqual(message.attachment_ids.name, "a.jpg")
        refused = self.send(f"/my/complaints/{self.own.id}", [("a.exe", b"MZ")], act="reply", message="x")
        self.assertIn("files", self.problems(refused))

    def test_a_new_complaint(self):
        response = self.send(
            "/my/complaints/new",
            text="<i>Too late</i>",
            partner_id=str(self.stranger.id),
            category_id=str(self.category.id),
            state="closed",
        )
        complaint = self.new()
        self.assertTrue(response.url.endswith(f"/my/complaints/{complaint.id}"))
        self.assertRecordValues(
            complaint,
            [
                {
                    "partner_id": self.portal.partner_id.id,
                    "channel": "portal",
                    "state": "new",
                    "category_id": self.category.id,
                    "user_id": False,
                }
            ],
        )
        self.assertIn("&lt;i&gt;", complaint.description)
        self.assertIn("text", self.problems(self.send("/my/complaints/new", text="")))

    def test_the_api_tells_nothing(self):
        Complaint = self.env["service.complaint"].with_user(self.portal)
        for call in (
            lambda: Complaint.browse(self.own.id).read(["name", "explanation", "severity_id"]),
            lambda: Complaint.search([]),
            lambda: Complaint.search_read([], ["display_name"]),
            lambda: Complaint.browse(self.own.id).write({"state": "closed"}),
            lambda: Complaint.create({"description": "x", "contact_name": "x"}),
            lambda: Complaint.browse(self.own.id).action_acknowledge(),
            lambda: Complaint.action_intake("1380013"),
            lambda: self.env["service.site"].with_user(self.portal).search([]),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_inner_files_of_own_cases_stay_inside(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "s.pdf", "res_model": "service.complaint", "res_id": self.own.id, "raw": b"secret"}
        )
        self.assertEqual(self.url_open(f"/web/content/{attachment.id}").status_code, 404)

    def test_nothing_comes_in_by_the_chatter(self):
        """Only the pages check files; the chatter's own routes take nothing of a portal user."""
        response = self.url_open(
            "/mail/attachment/upload",
            data={
                "csrf_token": Request.csrf_token(self),
                "thread_id": self.own.id,
                "thread_model": "service.complaint",
                "token": self.own._portal_ensure_token(),
            },
            files={"ufile": ("a.exe", b"MZ")},
        )
        self.assertEqual(response.status_code, 404)

    def test_should_a_company_give_access_only_own_cases_are_read(self):
        self.env["ir.model.access"].create(
            {
                "name": "own risk",
                "model_id": self.env["ir.model"]._get_id("service.complaint"),
                "group_id": self.env.ref("base.group_portal").id,
                "perm_read": True,
            }
        )
        found = self.env["service.complaint"].with_user(self.portal).search([])
        self.assertEqual(found, self.own | self.of_company)

    def test_the_link_of_a_mail_leads_to_the_tracking_page(self):
        self.logout()
        token = self.own._portal_ensure_token()
        path = f"/my/complaints/{self.own.id}"
        response = self.url_open(f"{path}?access_token={token}", allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith(self.own._get_tracking_path()))
        for query in ("", "?access_token=wrong", "?access_token=密"):
            response = self.url_open(path + query, allow_redirects=False)
            self.assertIn("/web/login", response.headers["Location"])

    def test_a_stranger_with_an_account_sees_nothing(self):
        new_test_user(self.env, "sc_portal_2", "base.group_portal")
        self.authenticate("sc_portal_2", "sc_portal_2")
        self.assertFalse(self.listed())
