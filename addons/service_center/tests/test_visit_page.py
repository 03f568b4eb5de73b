import base64
import re

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from .intake_common import picture
from .visit_common import VisitCase, drawing


@tagged("post_install", "-at_install")
class TestVisitPage(VisitCase, HttpCase):
    """The technician's pages: own jobs and nothing else, every action a plain form."""

    def setUp(self):
        super().setUp()
        self.log_in("a")

    def log_in(self, name):
        self.authenticate(f"sc_tech_{name}", f"sc_tech_{name}")

    def path(self, end="", job=None):
        return f"/service/visits/{(job or self.job).id}{end}"

    def post(self, end, data=None, files=None, job=None, follow=True):
        data = {"csrf_token": Request.csrf_token(self), **(data or {})}
        return self.url_open(self.path(end, job), data=data, files=files, allow_redirects=follow)

    def tap_page(self, *taps):
        for tap in taps:
            answer = self.post("/do/tap", {"tap": tap})
            self.assertEqual(answer.status_code, 200)
            self.assertNotIn('id="problem"', answer.text)

    def test_the_day_shows_own_jobs_only(self):
        foreign = self.order(state="confirmed", employee_id=self.b.id)
        text = self.url_open("/service/visits").text
        self.assertIn(self.job.name, text)
        self.assertIn("Wang Fang", text)
        self.assertNotIn(foreign.name, text)
        self.assertIn("No visits today", self.as_other("c", "/service/visits").text)

    def test_the_meter_ends_the_warranty_and_the_technician_is_told(self):
        self.env["service.liability.rule"].search([]).active = False
        self.env["service.liability.rule"].create(
            [
                {"code": "t_in", "name": "In", "warranty_state": "in", "liability": "company"},
                {"code": "t_out", "name": "Out", "warranty_state": "out", "liability": "customer"},
            ]
        )
        self.env["service.warranty.term"].create(
            {
                "code": "t_meter",
                "name": "Meter",
                "product_tmpl_ids": self.product.product_tmpl_id.ids,
                "cover_ids": [(0, 0, {"kind": "parts", "value": 12, "unit": "months", "usage_limit": 1000})],
            }
        )
        self.job.warranty_id = self.env["service.warranty"].create(
            {
                "product_id": self.product.id,
                "partner_id": self.customer.id,
                "serial": "M-1",
                "purchase_date": fields.Date.today(),
                "proof": "invoice",
                "proof_number": "1",
            }
        )
        self.assertNotIn("/do/meter", self.url_open(self.path()).text)
        self.tap_page("accept", "depart", "arrive")
        for typed in ("-1", "x", ""):
            self.assertIn("is no number, or below zero", self.post("/do/meter", {"value": typed}).text)
        self.assertEqual(self.job.usage_reading, 0)
        text = self.post("/do/meter", {"value": "1000"}).text
        self.assertIn("1000 Hours", text)
        self.assertIn("In Warranty", text)
        self.assertNotIn("has not accepted a quotation", text)
        text = self.post("/do/meter", {"value": "1000.5"}).text
        self.assertIn("Out of Warranty", text)
        self.assertIn("has not accepted a quotation", text)
        self.job.is_emergency = True
        self.assertNotIn("has not accepted a quotation", self.url_open(self.path()).text)

    def as_other(self, name, path):
        self.log_in(name)
        return self.url_open(path)

    def test_jobs_of_others_and_unknown_ones_look_the_same(self):
        foreign = self.order(state="confirmed", employee_id=self.b.id)
        for order_id in (foreign.id, 999999999):
            for end in ("", "/sign", "/report.pdf"):
                answer = self.url_open(f"/service/visits/{order_id}{end}", allow_redirects=False)
                self.assertEqual(answer.status_code, 303)
                self.assertTrue(answer.headers["Location"].endswith("/service/visits"))
            self.assertEqual(self.url_open(f"/service/visits/{order_id}/photo/1").status_code, 404)
        self.post("/do/tap", {"tap": "accept"}, job=foreign)
        self.assertFalse(foreign.taken_at)

    def test_customers_and_strangers_see_nothing(self):
        self.authenticate("sc_portal", "sc_portal")
        answer = self.url_open("/service/visits", allow_redirects=False)
        self.assertTrue(answer.headers["Location"].endswith("/my"))
        self.assertNotIn(self.job.name, self.url_open(self.path()).text)
        self.logout(keep_db=True)
        answer = self.url_open(self.path(), allow_redirects=False)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_a_technician_has_no_right_on_documents(self):
        user = self.users[0]
        user.group_ids = [(4, self.env.ref("service_center.group_technician").id)]
        for record in (self.job, self.queue, self.complain()):
            for operation in ("read", "write", "create", "unlink"):
                self.assertFalse(record.with_user(user).has_access(operation), (record, operation))

    def test_from_the_first_tap_to_the_signature(self):
        self.tap_page("accept", "depart", "arrive")
        self.assertEqual(self.job.state, "in_progress")
        self.post("/do/checklist", {f"check_{check.id}": "1" for check in self.job.check_ids[:1]})
        self.assertEqual(self.job.check_ids.mapped("is_done"), [True, False])
        refused = self.post("/do/tap", {"tap": "finish"})
        self.assertIn("Clean up", re.search(r'id="problem"[^>]*>([^<]*)', refused.text)[1])
        self.post("/do/checklist", {f"check_{check.id}": "1" for check in self.job.check_ids})
        self.post("/do/part", {"name": "Hinge", "quantity": "2"})
        self.post("/do/line", {"line_id": self.job.line_ids.id, "part_state": "used", "old_part": "handed"})
        self.post("/do/readings", {"name": "Force", "value": "12,5", "unit": "N"})
        self.post(
            "/do/report",
            {"diagnosis": "Worn", "work_done": "Replaced", "customer_opinion": "Good", "travel_km": "8"},
        )
        self.tap_page("finish")
        sheet = self.url_open(self.path("/sign")).text
        shown = re.search(r'name="shown" value="(\w+)"', sheet)[1]
        for text in ("Hinge", "12.5 N", "Worn", "Replaced", "Good", "Given to the Customer"):
            self.assertIn(text, sheet)
        sent = {
            "shown": shown,
            "lang": re.search(r'name="lang" value="(\w+)"', sheet)[1],
            "signer": "Ms Wang",
            "signature": "data:image/png;base64," + drawing(),
        }
        self.assertIn("Signed. Thank you.", self.post("/sign", sent).text)
        self.assertEqual(
            (self.job.state, self.job.travel_km, self.job.signature_state), ("signed", 8, "valid")
        )
        self.assertEqual(self.job.message_ids.author_id & self.users[1].partner_id, self.env["res.partner"])

    def test_photos(self):
        data = picture()
        self.post("/do/photos", files={"files": ("window.jpg", data, "image/jpeg")})
        photo = self.job._get_photos()
        self.assertEqual((len(photo), photo.mimetype), (1, "image/jpeg"))
        answer = self.url_open(self.path(f"/photo/{photo.id}"))
        self.assertEqual(answer.headers["Content-Type"], "image/jpeg")
        other = self.env["ir.attachment"].create({"name": "x.png", "raw": base64.b64decode(drawing())})
        self.assertEqual(self.url_open(self.path(f"/photo/{other.id}")).status_code, 404)
        refused = self.post("/do/photos", files={"files": ("x.jpg", b"<html>", "image/jpeg")})
        self.assertIn('id="problem"', refused.text)
        self.assertEqual(len(self.job._get_photos()), 1)

    def test_bad_input_is_told_and_nothing_is_half_written(self):
        self.tap_page("accept", "depart", "arrive")
        for end, data in (
            ("/do/nonsense", {}),
            ("/do/tap", {"tap": "accept"}),
            ("/do/tap", {}),
            ("/do/part", {"name": "X", "quantity": "many"}),
            ("/do/part", {"name": "", "quantity": "1"}),
            ("/do/part", {"name": "X", "quantity": "-1"}),
            ("/do/readings", {"name": "X", "value": "nan"}),
            ("/do/time", {"name": "arrived_at", "at": "yesterday", "reason": "x"}),
            ("/do/time", {"name": "arrived_at", "at": "2020-01-01T00:00", "reason": "x"}),
            ("/do/time", {"name": "name", "at": "2020-01-01T00:00", "reason": "x"}),
            ("/do/back", {"reason": ""}),
            ("/do/report", {"diagnosis": "x" * 5001}),
            ("/do/report", {"travel_km": "far", "diagnosis": "Typed"}),
            ("/sign", {"shown": "x", "signer": "x", "signature": "x"}),
        ):
            answer = self.post(end, data)
            self.assertEqual(answer.status_code, 200, end)
            self.assertIn('id="problem"', answer.text, (end, data))
        self.assertIn("Typed", self.post("/do/report", {"travel_km": "far", "diagnosis": "Typed"}).text)
        self.assertFalse(self.job.line_ids or self.job.reading_ids or self.job.diagnosis)
        self.assertEqual(self.job.state, "in_progress")

    def test_giving_back(self):
        self.tap_page("accept", "depart", "arrive")
        answer = self.post("/do/back", {"reason": "Storm"})
        self.assertTrue(answer.url.endswith("/service/visits"))
        self.assertEqual((self.job.state, self.job.unfinished_reason), ("confirmed", "Storm"))

    def test_what_was_typed_is_text(self):
        self.tap_page("accept", "depart", "arrive")
        self.post("/do/report", {"work_done": "<script>alert(1)</script>"})
        for end in ("", "/sign"):
            self.assertNotIn("<script>alert", self.url_open(self.path(end)).text)

    def test_a_request_without_token_is_refused(self):
        self.url_open(self.path("/do/tap"), data={"tap": "accept"})
        self.assertFalse(self.job.taken_at)
