from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .intake_common import IntakeCase


@tagged("post_install", "-at_install")
class TestSatisfactionPage(IntakeCase):
    """The question on the page of the mail's link, on the tracking page, and in the portal."""

    def setUp(self):
        super().setUp()
        self.env["service.authority.rule"].search([]).active = False
        self.case = self.complain(partner_id=self.portal.partner_id.id, contact_name=False)
        self.case.action_resolve()
        self.case.action_close()
        self.request = self.case.satisfaction_ids

    @property
    def link(self):
        return self.request._get_path()

    @property
    def tracking(self):
        return self.case._get_tracking_path()

    def test_looking_is_no_answer(self):
        """Programs that look through mails follow links, and may add to them."""
        for query in ("", "?satisfaction=5", "?satisfaction=5&act=rate&thanks=1"):
            response = self.url_open(self.link + query)
            self.assertIn(self.case.name, response.text)
            self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.url_open(f"{self.tracking}?act=rate&satisfaction=5")
        self.assertFalse(self.request.answered_at)

    def test_the_link_of_the_mail(self):
        response = self.send(self.link, satisfaction="4", message="<b>Thanks</b>")
        self.assertIn("You told us", response.text)
        self.assertRecordValues(self.request, [{"value": "4", "how": "link", "feedback": "<b>Thanks</b>"}])
        self.assertNotIn("<b>Thanks</b>", response.text)
        self.send(self.link, satisfaction="1", message="No, after all")
        self.assertEqual(self.request.value, "4")
        self.assertIn("No, after all", "".join(self.case.website_message_ids.mapped("body")))

    def test_the_tracking_page(self):
        self.assertIn("How satisfied", self.url_open(self.tracking).text)
        self.assertIn("Please choose how", self.send(self.tracking, act="rate", satisfaction="").text)
        self.send(self.tracking, act="rate", satisfaction="5", message="")
        self.assertRecordValues(self.request, [{"value": "5", "how": "tracking"}])
        text = self.url_open(self.tracking).text
        self.assertIn("You told us", text)
        self.assertNotIn('value="rate"', text)

    def test_an_anonymous_customer(self):
        case = self.complain(is_anonymous=True)
        case.action_resolve()
        case.action_close()
        self.send(case._get_tracking_path(), act="rate", satisfaction="2", message="Slow")
        self.assertRecordValues(case.satisfaction_ids, [{"value": "2", "feedback": "Slow"}])
        self.assertFalse(case.rating_ids.partner_id)

    def test_the_portal(self):
        self.authenticate("sc_portal", "sc_portal")
        path = f"/my/complaints/{self.case.id}"
        self.send(path, act="rate", satisfaction="3", message="So so")
        self.assertRecordValues(self.request, [{"value": "3", "how": "portal"}])
        self.case.action_reopen()
        self.case.action_resolve()
        self.send(path, act="accept")
        self.assertEqual(self.case.answer_ids.how, "portal")

    def test_a_case_that_is_not_closed_asks_nothing(self):
        self.case.action_reopen()
        self.assertNotIn("How satisfied", self.url_open(self.tracking).text)
        self.assertIn("no question", self.send(self.tracking, act="rate", satisfaction="5").text)
        self.assertIn("taken up again", self.url_open(self.link).text)

    def test_an_expired_link_says_so(self):
        self.request.expires_at = fields.Datetime.now() - timedelta(seconds=1)
        response = self.url_open(self.link)
        self.assertEqual(response.status_code, 200)
        self.assertIn("This question expired", response.text)
        self.assertNotIn('name="satisfaction"', response.text)
        self.assertIn("This question expired", self.url_open(self.tracking).text)

    def test_a_page_that_was_open_when_it_expired(self):
        token = self.page(self.link).xpath("//form//input[@name='csrf_token']/@value")[-1]
        self.request.expires_at = fields.Datetime.now() - timedelta(seconds=1)
        response = self.url_open(self.link, data={"csrf_token": token, "satisfaction": "5", "message": ""})
        self.assertIn("This question expired", response.text)
        self.assertFalse(self.request.answered_at)

    def test_forged_links(self):
        other = self.complain()
        other.action_resolve()
        other.action_close()
        token, request_id = self.request.token, self.request.id
        for path in (
            f"/service/satisfaction/{request_id}/{token[:-1]}x",
            f"/service/satisfaction/{request_id}/{other.satisfaction_ids.token}",
            f"/service/satisfaction/999999999/{token}",
            f"/service/satisfaction/{request_id}/密",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_colleagues_do_not_vote_for_customers(self):
        self.authenticate("sc_officer", "sc_officer")
        for path in (self.link, self.tracking):
            response = self.send(path, act="rate", satisfaction="5", message="")
            self.assertIn("logged in as a colleague", response.text)
        self.case.action_reopen()
        self.case.action_resolve()
        self.assertIn("logged in as a colleague", self.send(self.tracking, act="accept").text)
        self.assertFalse(self.case.answer_ids or self.case.rating_ids)

    def test_answers_are_limited(self):
        self.limit("public_replies_per_hour", "1")
        self.send(self.link, satisfaction="", message="")
        self.assertIn("You have sent a lot", self.send(self.link, satisfaction="5", message="").text)
        self.assertFalse(self.request.answered_at)

    def test_a_long_text_is_refused(self):
        response = self.send(self.link, satisfaction="5", message="x" * 5001)
        self.assertIn("At most", response.text)
        self.assertFalse(self.request.answered_at)

    def test_odoo_s_own_pages_are_closed(self):
        self.send(self.link, satisfaction="4", message="")
        rating = self.case.rating_ids
        rating.access_token = "known"
        self.assertEqual(self.url_open("/rate/known/1").status_code, 404)
        self.assertEqual(self.url_open("/rate/known/submit_feedback").status_code, 404)
        self.assertEqual(rating.rating, 4)
