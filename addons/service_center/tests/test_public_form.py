from lxml import html
from PIL import Image

from odoo.tests import tagged
from odoo.tools import mute_logger

from .intake_common import IntakeCase, picture

MEGABYTE = 1024 * 1024


@tagged("post_install", "-at_install")
class TestPublicForm(IntakeCase):
    """The public form: what comes in, what does not, and that nothing typed is lost."""

    def test_a_complaint_comes_in(self):
        response = self.fill(
            files=[("heel.jpg", picture())],
            category_id=str(self.category.id),
            site_id=str(self.site.id),
            contact_email="li@example.com",
            demand="Money back",
        )
        complaint = self.new()
        self.assertIn(f"/service/track/{complaint.id}/{complaint.tracking_token}", response.url)
        self.assertRecordValues(
            complaint,
            [
                {
                    "channel": "web",
                    "state": "new",
                    "contact_name": "Ms Li",
                    "contact_phone": "139 0000 0001",
                    "contact_email": "li@example.com",
                    "category_id": self.category.id,
                    "site_id": self.site.id,
                    "demand": "Money back",
                    "user_id": False,
                    "partner_id": False,
                    "is_anonymous": False,
                    "company_id": self.company.id,
                    "create_uid": self.env.ref("base.public_user").id,
                }
            ],
        )
        attachment = complaint.website_message_ids.attachment_ids
        self.assertEqual((attachment.name, attachment.mimetype), ("heel.jpg", "image/jpeg"))
        self.assertIn(complaint.tracking_code_shown, response.text)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_the_first_line_is_by_who_filled_it_in(self):
        self.fill()
        first = self.new().message_ids.sorted("id")[0]
        self.assertFalse(first.author_id)
        self.assertEqual(first.email_from, "Ms Li")
        self.assertIn("Complaint registered", first.body)

    def test_the_first_line_of_an_anonymous_one_names_nobody(self):
        public = self.env.ref("base.public_user")
        complaint = (
            self.Complaint.with_user(public)
            .sudo()
            ._register_from_outside("web", self.company, "Rude", {"is_anonymous": True})
        )
        first = complaint.message_ids.sorted("id")[0]
        self.assertEqual((first.author_id, first.email_from), (public.partner_id, "Anonymous"))

    def test_text_is_text(self):
        response = self.fill(
            text='<script>alert("x")</script>\n<img src=x onerror=alert(1)>', demand="<b>All</b>"
        )
        complaint = self.new()
        self.assertNotIn("<script>alert", complaint.description)
        self.assertIn("&lt;script&gt;", complaint.description)
        self.assertNotIn('<script>alert("x")', response.text)
        self.assertNotIn("<img src=x", response.text)
        self.assertNotIn("<b>All</b>", response.text)
        self.assertIn("&lt;b&gt;All&lt;/b&gt;", response.text)

    def test_other_fields_do_not_get_in(self):
        self.fill(
            state="closed",
            user_id=str(self.officer.id),
            partner_id=str(self.partner.id),
            is_history="1",
            tracking_token="mine",
            company_id="99",
        )
        complaint = self.new()
        self.assertEqual(complaint.state, "new")
        self.assertFalse(complaint.user_id or complaint.partner_id or complaint.is_history)
        self.assertNotEqual(complaint.tracking_token, "mine")

    def test_categories_that_are_not_offered_do_not_get_in(self):
        page = self.page("/service/complaint")
        self.assertTrue(page.xpath(f"//select[@name='category_id']/option[@value='{self.category.id}']"))
        self.assertFalse(page.xpath(f"//select[@name='category_id']/option[@value='{self.inner.id}']"))
        self.fill(category_id=str(self.inner.id))
        self.assertFalse(self.new().category_id)

    def test_what_is_missing_is_said_and_nothing_is_lost(self):
        response = self.fill(text=" ", contact_name="", contact_phone="", contact_email="li@", demand="A & B")
        self.assertTrue(self.nothing_new())
        self.assertEqual(set(self.problems(response)), {"text", "contact_name", "contact_email"})
        page = html.fromstring(response.text)
        self.assertEqual(page.xpath("//textarea[@name='demand']")[0].text, "A & B")
        self.assertEqual(page.xpath("//input[@name='contact_email']/@value"), ["li@"])
        self.assertEqual(set(self.problems(self.fill(contact_phone="12"))), {"contact_phone"})
        self.assertEqual(set(self.problems(self.fill(contact_phone=""))), {"contact_phone"})
        self.assertEqual(set(self.problems(self.fill(text="x" * 10_001))), {"text"})
        self.assertTrue(self.nothing_new())

    def test_the_site_of_the_poster(self):
        other = self.env["res.company"].create({"name": "Other Mall"})
        site = self.env["service.site"].create({"name": "East", "code": "T-EAST", "company_id": other.id})
        page = self.page("/service/complaint?site=T-EAST")
        self.assertEqual(page.xpath("//input[@name='site_id']/@value"), [str(site.id)])
        self.assertIn("Other Mall", page.text_content())
        self.send("/service/complaint", text="x", site="T-EAST", site_id=str(site.id), is_anonymous="1")
        self.assertEqual((self.new().company_id, self.new().site_id), (other, site))

    def test_an_unknown_or_ambiguous_poster(self):
        other = self.env["res.company"].create({"name": "Other Mall"})
        twin = self.env["service.site"].create({"name": "Twin", "code": "T-SHOE", "company_id": other.id})
        for query in ("site=nonsense", "site=T-SHOE", "site=T-SHOE&company=x"):
            self.assertFalse(
                self.page(f"/service/complaint?{query}").xpath("//input[@name='site_id']"), query
            )
        page = self.page(f"/service/complaint?site=T-SHOE&company={other.id}")
        self.assertEqual(page.xpath("//input[@name='site_id']/@value"), [str(twin.id)])

    def test_the_company_of_the_parameter(self):
        other = self.env["res.company"].create({"name": "Other Mall"})
        self.limit("public_company_id", str(other.id))
        self.fill()
        self.assertEqual(self.new().company_id, other)

    def test_a_machine_is_thanked_and_forgotten(self):
        response = self.fill(homepage="http://spam.example.com")
        self.assertIn("/service/complaint/sent", response.url)
        self.assertTrue(self.nothing_new())

    @mute_logger("odoo.http")
    def test_a_wrong_token_is_refused(self):
        response = self.url_open(
            "/service/complaint", data={"csrf_token": "x", "text": "x", "is_anonymous": "1"}
        )
        self.assertEqual(response.status_code, 400)
        self.assertTrue(self.nothing_new())

    def test_dangerous_files_stay_out(self):
        bad = {
            "page.html": b"<script>alert(1)</script>",
            "page.jpg": b"<html><script>alert(1)</script>",
            "drawing.svg": b"<svg onload='alert(1)'/>",
            "setup.exe": b"MZ\x90\x00",
            "run.sh": picture(),
            "damaged.jpg": picture()[:200],
        }
        for name, data in bad.items():
            response = self.fill(files=[("good.jpg", picture()), (name, data)], demand="Kept")
            self.assertIn(name, self.problems(response)["files"])
            self.assertEqual(
                html.fromstring(response.text).xpath("//textarea[@name='demand']")[0].text, "Kept"
            )
        self.assertTrue(self.nothing_new())

    def test_size_and_number_of_files(self):
        self.limit("upload_mb", "1")
        self.limit("upload_files", "2")
        good = picture()
        large = good + b"0" * (MEGABYTE - len(good) + 1)
        self.assertIn("1 MB", self.problems(self.fill(files=[("a.jpg", large)]))["files"])
        three = [(f"{name}.jpg", good) for name in "abc"]
        self.assertIn("2 files", self.problems(self.fill(files=three))["files"])
        self.assertTrue(self.nothing_new())
        self.fill(files=[("a.jpg", large[:-1]), ("b.jpg", good)])
        self.assertEqual(len(self.new().website_message_ids.attachment_ids), 2)

    def test_the_limit_of_an_hour(self):
        self.limit("public_complaints_per_hour", "2")
        for _complaint in range(2):
            self.fill()
        self.assertEqual(len(self.Complaint.search([]) - self.before), 2)
        response = self.fill(text="The third one")
        self.assertEqual(len(self.Complaint.search([]) - self.before), 2)
        page = html.fromstring(response.text)
        self.assertEqual(page.xpath("//textarea[@name='text']")[0].text, "The third one")
        self.assertIn("Too many complaints", page.xpath("//*[contains(@class, 'o_service_problem')]")[0].text)

    def test_a_mistyped_form_is_no_attempt(self):
        self.limit("public_complaints_per_hour", "1")
        self.fill(text="")
        self.fill()
        self.assertTrue(self.new())

    def test_a_broken_parameter_is_the_default(self):
        self.limit("upload_files", "many")
        self.assertEqual(self.Complaint._get_upload_limits().files, 5)

    def test_the_form_speaks_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.assertEqual(self.url_open("/zh_CN/service/complaint").status_code, 200)
        self.assertEqual(self.opener.cookies["frontend_lang"], "zh_CN")


@tagged("post_install", "-at_install")
class TestAnonymous(IntakeCase):
    """An anonymous complaint keeps no identity, whoever sends it."""

    def test_nothing_of_the_person_is_kept(self):
        self.authenticate("sc_portal", "sc_portal")
        exif = Image.Exif()
        exif[0x010F] = "Secret Camera"
        response = self.fill(
            files=[("portrait of Ms Li.jpg", picture(exif=exif))],
            is_anonymous="1",
            contact_email="li@example.com",
        )
        complaint = self.new()
        self.assertTrue(complaint.is_anonymous)
        self.assertEqual(complaint.contact_name, "Anonymous")
        self.assertFalse(complaint.partner_id or complaint.contact_phone or complaint.contact_email)
        public = self.env.ref("base.public_user")
        self.assertEqual(complaint.create_uid | complaint.write_uid, public)
        self.assertEqual(complaint.message_ids.author_id | public.partner_id, public.partner_id)
        self.assertFalse(complaint.message_partner_ids & self.portal.partner_id)
        attachment = complaint.website_message_ids.attachment_ids
        self.assertEqual((attachment.name, attachment.create_uid), ("1.jpg", public))
        self.assertNotIn(b"Secret Camera", attachment.raw)
        self.assertIn(complaint.tracking_code_shown, response.text)

    def test_only_pictures(self):
        response = self.fill(files=[("a.pdf", b"%PDF-1.4 by Ms Li")], is_anonymous="1")
        self.assertIn("a.pdf", self.problems(response)["files"])
        broken = picture()[:40]
        self.assertIn("files", self.problems(self.fill(files=[("a.jpg", broken)], is_anonymous="1")))
        self.assertTrue(self.nothing_new())

    def test_no_name_or_number_is_asked(self):
        self.fill(is_anonymous="1", contact_name="", contact_phone="")
        self.assertTrue(self.new().is_anonymous)

    def test_no_identity_is_added_later(self):
        complaint = self.complain(
            is_anonymous=True, contact_phone="139 0000 0001", partner_id=self.partner.id
        )
        self.assertFalse(complaint.partner_id or complaint.contact_phone)
        for vals in (
            {"partner_id": self.partner.id},
            {"contact_phone": "1390000"},
            {"contact_email": "a@b.cn"},
        ):
            with self.assertRaisesRegex(Exception, "anonymous"), self.env.cr.savepoint():
                complaint.write(vals)
        complaint.write({"is_anonymous": False, "partner_id": self.partner.id})
        self.assertEqual(complaint.partner_id, self.partner)
